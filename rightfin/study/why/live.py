"""A plan with live models that answers, again and again, what a sum of its decisions comes to if limits give way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.pause import without_collection
from rightfin.lp.program import Label
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.face import Ends, Face
from rightfin.solve.levels import Contradiction, Level, Solution, solve_on
from rightfin.solve.relaxed import LimitSides, Relaxed
from rightfin.solve.rungs import MovedPlans, Rungs
from rightfin.solve.stages import Stages
from rightfin.solve.trials import Trial, difference
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.why.quantities import LinearSum
from rightfin.tolerances import NEGLIGIBLE

_Kind = TypeVar("_Kind", bound=str)


@dataclass(frozen=True)
class MovedSum:
    """What a sum comes to over all plans that are best under some limits, and what levels 1 and 2 are against the plan."""

    ends: Ends
    against: Trial


def change_seen(ends: Ends) -> float:
    """Return the least change of a number that counts: a share of its size, and of one where that is less."""
    return NEGLIGIBLE * max(1.0, abs(ends.least), abs(ends.greatest))


class LivePlan:
    """The plan of a question on live models that stay; each donor stands apart. For one thread at a time.

    ``parameters`` are planned in place of those of the question where they are given.

    ``solution`` is the plan, with prices, and ``solves`` counts how often levels were solved since. Raises ``CaseError`` if
    hard limits contradict one another, and ``SolveStoppedError`` if ``control`` stops it.
    """

    def __init__(
        self, question: Question, progress: Progress | None = None, control: Control = NEVER,
        parameters: Parameters | None = None,
    ) -> None:
        self.question, self.parameters = question, parameters or question.parameters
        self.inputs = Inputs(self.parameters, layout_of_session(self.parameters))
        with without_collection():
            self.program = Assembly(self.inputs).program
        self._stages = Stages(self.program)
        self._sizes = natural_sizes(self.parameters)
        found = solve_on(self._stages, self.parameters, progress=progress, control=control, priced=True, faced=True)
        self.solution = solution_or_refusal(found, question.prepared)
        solved = self.solution.solved
        self._rungs = None if solved is None else Rungs(solved)
        self._relaxed: tuple[dict[str, LimitSides], Relaxed] | None = None
        self.solves = 0
        self.beside: dict[frozenset[str], LivePlan | None] = {}
        """Plans of the case with something else changed, by what; ``None`` where hard limits then contradict."""

    def ends_of(self, asked: LinearSum, control: Control = NEVER) -> Ends:
        """Return what a sum comes to in the plan and all that are as good."""
        return self._ends(self.solution, asked, control)

    def gradient(self, asked: LinearSum, control: Control = NEVER) -> Floats:
        """Return what one unit more of each row's side may add to a sum, (rows,): a hint what to try; see ``Face``."""
        if self.solution.face is None:
            return np.zeros(len(self.program.rows))
        return self.solution.face.gradient(asked.terms, control)

    def moved(self, by: Mapping[int, float], asked: LinearSum, control: Control = NEVER) -> MovedSum | None:
        """Return what becomes of a sum if both sides of rows move by so much, natural units; all levels are solved again.

        ``None`` if hard limits contradict one another then.
        """
        lower, upper = self.program.row_lower.copy(), self.program.row_upper.copy()
        for row, natural in by.items():
            step = natural / float(self.program.row_scale[row])
            lower[row] += step
            upper[row] += step
        self.solves += 1
        quick = None if self._rungs is None else self._rungs.moved(lower, upper, asked.terms, control)
        return self._solved(lower, upper, asked, control) if quick is None else self._told(quick, asked)

    def without(
        self, kinds: Collection[_Kind], sides: Mapping[_Kind, LimitSides], asked: LinearSum, control: Control = NEVER
    ) -> MovedSum | None:
        """Return the same without limits of some kinds; ``sides`` are those of all kinds that are ever taken away."""
        self.solves += 1
        relaxed = self._relaxed_by(sides)
        quick = None if relaxed is None else relaxed.without([str(kind) for kind in kinds], asked.terms, control)
        if quick is not None:
            return self._told(quick, asked)
        least, most = self.program.row_lower.copy(), self.program.row_upper.copy()
        for kind in kinds:
            least[list(sides[kind].lower)], most[list(sides[kind].upper)] = -np.inf, np.inf
        return self._solved(least, most, asked, control)

    def _relaxed_by(self, sides: Mapping[_Kind, LimitSides]) -> Relaxed | None:
        """Return the solver for limits that are taken away; ``None`` if one cannot be, or if levels slipped."""
        solved = self.solution.solved
        if solved is None or not all(solved.keeps(one.upper | one.lower) for one in sides.values()):
            return None
        named: dict[str, LimitSides] = {str(kind): one for kind, one in sides.items()}
        if self._relaxed is None or self._relaxed[0] != named:
            self._relaxed = named, Relaxed(solved, named)
        return self._relaxed[1]

    def _told(self, found: MovedPlans, asked: LinearSum) -> MovedSum:
        """Return what was found from the plan, in natural units."""
        base = _exact(self.solution)
        scale = {name: objective.scale for name, objective in self.program.objectives.items()}
        levels = [replace(one, value=found.levels[one.name] * scale[one.name]) for one in base if one.name in found.levels]
        ends = Ends(found.ends.least + asked.constant, found.ends.greatest + asked.constant)
        return MovedSum(ends, difference(base, levels, self._sizes))

    def _solved(self, lower: Floats, upper: Floats, asked: LinearSum, control: Control) -> MovedSum | None:
        program = replace(self.program, row_lower=lower, row_upper=upper)

        def decided(face: Face) -> bool:
            return face.ends_of(asked.terms, control).decided

        try:
            self._stages.update(program)
            found = solve_on(self._stages, self.parameters, control=control, explained=False, sizes=self._sizes,
                             enough=decided)
        except SolverError:  # from nothing
            self._stages = Stages(program)
            found = solve_on(self._stages, self.parameters, control=control, explained=False, sizes=self._sizes,
                             enough=decided)
        if isinstance(found, Contradiction):
            return None
        against = difference(_exact(self.solution), _exact(found), self._sizes)
        return MovedSum(self._ends(found, asked, control), against)

    def _ends(self, found: Solution, asked: LinearSum, control: Control) -> Ends:
        if found.face is None:  # the solver failed at an exact level: the point between holds is all there is
            place = {label: n for n, label in enumerate(self.program.columns) if label in asked.terms}
            value = sum(by * float(found.columns[place[label]]) for label, by in asked.terms.items() if label in place)
            return Ends(value + asked.constant, value + asked.constant)
        ends = found.face.ends_of(asked.terms, control)
        return Ends(ends.least + asked.constant, ends.greatest + asked.constant)


def _exact(found: Solution) -> tuple[Level, ...]:
    return found.settled or found.levels


def value_of(found: Solution, places: Mapping[Label, int], asked: LinearSum) -> float:
    """Return what a sum comes to in a plan; ``places`` are those of its decisions."""
    return asked.constant + sum(by * float(found.columns[places[one]]) for one, by in asked.terms.items() if one in places)
