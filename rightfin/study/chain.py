"""The justice chain of a plan, and what becomes of it with one more of each cadre that works it, or with more police.

Everything is tried: the plan is made again with more people asked for than it has, and nothing is told from a price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Floats, Parameters, People
from rightfin.lp.objectives import natural_sizes
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.result.point import Point
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction
from rightfin.solve.session import Session
from rightfin.study.chain_held import HeldBack, held_back
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.whatif import ON_LIVE_MODELS

STEP = 0.01
"""Share of a cadre by which more of it is asked for, at least one person: what one of them does is told."""

MORE_POLICE = 0.1
"""Share by which more of those who bring cases is asked for."""


@dataclass(frozen=True)
class TriedPeople:
    """The plan made again with more people of ``cadres``; ``None`` where hard limits then contradict one another.

    ``asked`` is by how many people more than in the plan, in the last year shown; ``held`` are those cadres of which not
    all came that were asked for, or as many were not asked for because the case does not allow them.
    """

    cadres: tuple[str, ...]
    asked: float
    plan: Plan | None
    held: tuple[HeldBack, ...] = ()


@dataclass(frozen=True)
class Chain:
    """The justice chain of a plan.

    ``one_more`` tries more of each cadre that works a stage, in the order of the stages; they come trained. ``police``
    tries ``MORE_POLICE`` more of the cadres that bring cases and no more than planned of the others that work the chain;
    ``together`` tries as many more of all of them, and is ``None`` where there are no others; both are where nobody brings
    cases. ``works`` has the cadres of each stage, by id.
    """

    plan: Plan
    works: Mapping[str, tuple[str, ...]]
    one_more: tuple[TriedPeople, ...]
    police: TriedPeople | None
    together: TriedPeople | None


def chain(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, progress: Progress | None = None,
    control: Control = NEVER,
) -> Chain:
    """Plan a case, and plan it again with more people in its justice chain.

    More people are asked for as a soft limit of strength asks: they are paid out of the same money, before all needs and
    after all that is due, and the rest of the plan is made anew.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, has no justice chain, or its hard limits
    contradict one another; ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    parameters = question.parameters
    if not parameters.justice.stages:
        raise CaseError([Issue(
            "no_chain", "The case has no justice chain.",
            "Say in justice_stages through which stages cases pass, and in justice_staff who works them.", "justice_stages",
        )])
    return _Trials(question, parameters, control).chain(progress)


class _Trials:
    """Live models of one case, asked for more people."""

    def __init__(self, question: Question, parameters: Parameters, control: Control) -> None:
        self._question, self._base, self._control = question, parameters, control
        self._session = Session(parameters)
        self._sizes = natural_sizes(parameters)

    def chain(self, progress: Progress | None) -> Chain:
        """Return the study."""
        p = self._base
        by_stage = {
            stage: tuple(cadre for at, cadre in p.justice.works if at == stage) for stage in p.justice.stages
        }
        works = tuple(dict.fromkeys(cadre for cadres in by_stage.values() for cadre in cadres))
        brings = tuple(dict.fromkeys(cadre for _, cadre in p.justice.brings))
        others = tuple(cadre for cadre in works if cadre not in brings)
        steps = Steps(progress, 1 + len(works) + bool(brings) + bool(brings and others))
        steps.begin("planning the chain")
        found = self._session.solve(p, control=self._control, sizes=self._sizes)
        solution = solution_or_refusal(found, self._question.prepared)
        plan = self._question.plan_of(self._session.inputs, self._session.program, solution, study=ON_LIVE_MODELS)
        strength = Point.of(self._session.inputs, self._session.program, solution.columns)["strength"]
        one_more = []
        for cadre in works:
            steps.begin("trying one more of each who works the chain")
            one_more.append(self._one_more(cadre, strength))
        police = together = None
        if brings:
            steps.begin("trying more police alone")
            police = self._more(brings, strength, others)
        if brings and others:
            steps.begin("trying more of all in the chain")
            together = self._more((*brings, *others), strength)
        return Chain(plan, by_stage, tuple(one_more), police, together)

    def _one_more(self, cadre: str, strength: Floats) -> TriedPeople:
        """Plan with more of a cadre, who come trained in the first year; no more than the case allows."""
        people = self._base.people
        k = people.cadres.index(cadre)
        step = max(1.0, STEP * float(strength[k, : self._base.horizon.shown].max()))
        step = max(0.0, float(np.nanmin([step, *(people.max_strength[k] - strength[k])])))
        integrated = people.integrated.copy()
        integrated[k, 0] += step
        return self._tried((cadre,), strength, partial(np.add, step), replace(people, integrated=integrated))

    def _more(self, cadres: tuple[str, ...], strength: Floats, held: tuple[str, ...] = ()) -> TriedPeople:
        """Plan with ``MORE_POLICE`` more of some cadres, and no more than planned of those who are held."""
        people = self._base.people
        most = people.max_strength.copy()
        for cadre in held:
            k = people.cadres.index(cadre)
            most[k] = np.fmin(most[k], strength[k])
        return self._tried(cadres, strength, partial(np.multiply, 1.0 + MORE_POLICE), replace(people, max_strength=most))

    def _tried(
        self, cadres: tuple[str, ...], strength: Floats, more: Callable[[Floats], Floats], people: People,
    ) -> TriedPeople:
        """Plan with more of some cadres than ``strength`` says, (cadres, years), as far as ``people`` allows."""
        least, most = people.min_strength.copy(), people.max_strength
        asked, last, all_of = 0.0, self._base.horizon.shown - 1, dict[str, float]()
        for cadre in cadres:
            k = people.cadres.index(cadre)
            wanted = np.fmin(more(strength[k]), most[k])  # no more than the case allows
            asked += max(0.0, float((wanted - strength[k])[last]))
            all_of[cadre] = float(more(strength[k])[last])
            least[k] = np.fmax(least[k], wanted)
        changed = replace(self._base, people=replace(people, min_strength=least))
        found = self._session.solve(changed, control=self._control, sizes=self._sizes)
        if isinstance(found, Contradiction):
            return TriedPeople(cadres, asked, None)
        program = self._session.program
        plan = self._question.plan_of(self._session.inputs, program, found, study=ON_LIVE_MODELS)
        return TriedPeople(cadres, asked, plan, held_back(all_of, self._base, program, found.columns, plan))
