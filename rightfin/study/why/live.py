"""A plan with live models that answers, again and again, what a sum of its decisions comes to if limits give way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
from rightfin.solve.stages import Stages
from rightfin.solve.trials import Trial, difference
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.why.quantities import LinearSum


@dataclass(frozen=True)
class MovedSum:
    """What a sum comes to over all plans that are best under some limits, and what levels 1 and 2 are against the plan."""

    ends: Ends
    against: Trial


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
        return self._solved(lower, upper, asked, control)

    def without(
        self, upper: frozenset[int], lower: frozenset[int], asked: LinearSum, control: Control = NEVER
    ) -> MovedSum | None:
        """Return the same if rows have no upper, and others no lower side any more."""
        least, most = self.program.row_lower.copy(), self.program.row_upper.copy()
        least[list(lower)], most[list(upper)] = -np.inf, np.inf
        return self._solved(least, most, asked, control)

    def _solved(self, lower: Floats, upper: Floats, asked: LinearSum, control: Control) -> MovedSum | None:
        program = replace(self.program, row_lower=lower, row_upper=upper)

        def decided(face: Face) -> bool:
            return face.ends_of(asked.terms, control).decided

        self.solves += 1
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
