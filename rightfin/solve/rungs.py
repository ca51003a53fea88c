"""What becomes of a solved program if sides of rows move, found from the prices of its levels as far as they still hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.objectives import NEEDS
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Arrays, Places, SolverError
from rightfin.solve.exact import Exact, ExactMark
from rightfin.solve.face import Ends, SumsOfDecisions, ends_on
from rightfin.solve.policy import DUAL_AGAIN, DUAL_SHORT, METHODS, Start
from rightfin.tolerances import FEASIBILITY, HOLD

if TYPE_CHECKING:
    from rightfin.solve.stages import Stages


@dataclass(frozen=True)
class MovedPlans:
    """All plans that are best once sides of rows moved: the ends of a sum over them, and levels 1 and 2, scaled, by name.

    What the program adds to the sum whatever is decided is not in its ends.
    """

    ends: Ends
    levels: Mapping[str, float]


@dataclass(frozen=True)
class PlannedAgain:
    """The best plan once sides of rows moved: the levels that were solved, in their order, and its decisions, both scaled.

    Without decisions, ``None``, rows that hold whatever is paid contradict one another.
    """

    levels: tuple[float, ...]
    columns: Floats | None


@dataclass(frozen=True)
class SolvedLevels:
    """How a program was solved exactly, level by level.

    ``arrays`` are those of the solver, ``place`` says which of its rows is which row of the program, (rows,), -1 for one
    that only defines a decision, and ``shift`` by how much its rows have lower sides, (rows of the solver,). ``orders`` and
    ``objectives`` are the levels as it sees them, in their order, ``ties`` what settles ties, ``sums`` its sums of
    decisions. ``marks`` are what was left to choose from before the first level and after each of them; rows that hold are
    free there. ``owing`` is the scaled amount of broken obligations from which on something is owed.
    """

    program: Program
    arrays: Arrays
    place: Places
    shift: Floats
    sums: SumsOfDecisions
    orders: tuple[str, ...]
    objectives: Mapping[str, CompiledObjective]
    ties: Floats
    marks: tuple[ExactMark, ...]
    owing: float

    @classmethod
    def of(
        cls, stages: Stages, sums: SumsOfDecisions, levels: Sequence[tuple[str, str]], marks: Sequence[ExactMark],
        sizes: Mapping[str, float],
    ) -> SolvedLevels:
        """Return how stages stand.

        ``levels`` are orders and names, ``sizes`` the natural sizes that holds are relative to.
        """
        arrays, objectives = stages.exact_arrays, {name: stages.objective(name) for _, name in levels}
        kept = stages.reduction.rows
        place = np.full(len(stages.program.rows), -1, np.int32)
        place[kept] = np.arange(len(kept))
        shift = np.concatenate([stages.reduction.shift, np.zeros(len(arrays.row_lower) - len(kept))])
        return cls(
            stages.program, arrays, place, shift, sums, tuple(order for order, _ in levels), objectives, stages.tie_costs,
            tuple(_without_holds(mark, arrays, len(kept)) for mark in marks),
            HOLD * sizes["obligations"] / objectives["obligations"].scale)

    def with_rows(self, program: Program) -> SolvedLevels:
        """Return the same for a program with further rows after the others, free in it and the same columns."""
        own = len(self.program.rows)
        rows, shift = self.sums.rows(csr_array(program.matrix)[own:])
        matrix = csc_array(vstack([self.arrays.matrix, rows], format="csc"))
        matrix.sort_indices()
        count, first = rows.shape[0], self.arrays.matrix.shape[0]
        free = np.full(count, np.inf)
        arrays = _MoreRows(matrix, np.concatenate([self.arrays.row_lower, -free]),
                           np.concatenate([self.arrays.row_upper, free]), self.arrays.column_upper)
        return replace(
            self, program=program, arrays=arrays, shift=np.concatenate([self.shift, shift]),
            place=np.concatenate([self.place, np.arange(first, first + count, dtype=np.int32)]),
            marks=tuple(_with_free_rows(mark, count) for mark in self.marks))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the levels, in their order."""
        return tuple(self.objectives)

    @property
    def needs(self) -> int:
        """The place of level 2."""
        return self.orders.index(NEEDS)

    def keeps(self, rows: Collection[int]) -> bool:
        """Return whether the solver has all of some rows of the program: none of them only defines a decision."""
        return bool(np.all(self.place[np.array(list(rows), np.int64)] >= 0))

    def ranking(self, columns: Floats) -> dict[str, float]:
        """Return levels 1 and 2 at a point, scaled."""
        found = list(self.objectives.items())[: self.needs + 1]
        return {name: float(one.coefficients @ columns) + one.offset for name, one in found}


@dataclass(frozen=True)
class _MoreRows:
    """The arrays of a solver with further rows."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


def _with_free_rows(mark: ExactMark, count: int) -> ExactMark:
    """Return a mark with further rows, free and not tight."""
    longer, free = highspy.HighsBasis(), np.full(count, np.inf)
    longer.col_status = list(mark.basis.col_status)
    longer.row_status = [*mark.basis.row_status, *[highspy.HighsBasisStatus.kBasic] * count]
    longer.valid = True
    return replace(mark, row_lower=np.concatenate([mark.row_lower, -free]),
                   row_upper=np.concatenate([mark.row_upper, free]), basis=longer)


def _without_holds(mark: ExactMark, arrays: Arrays, rows: int) -> ExactMark:
    """Return a mark whose rows that hold, those after so many, are free: what levels kept exactly says as much."""
    return replace(mark, row_lower=np.concatenate([mark.row_lower[:rows], arrays.row_lower[rows:]]),
                   row_upper=np.concatenate([mark.row_upper[:rows], arrays.row_upper[rows:]]))


class Rungs:
    r"""Live solvers of one solved program, one a level, each among the optima of the levels above it.

    At an optimum of a level every point that is as good has the same value in each column with a reduced cost and stands
    at the same side of each row with a price. If sides of rows move, prices stay what they are as long as some point of
    the moved rows is so: by weak duality no point is better than such a one, and those that are as good are the points
    that are so, too. This holds level after level, with what the levels above keep as rows and columns that are fixed:

    $$
    \min \mathit{level}_m(x) \quad \text{row}_r(x) = \text{side}_r \;(r \text{ with a price at a level above } m), \quad
    x_j = \text{bound}_j \;(j \text{ with a reduced cost there})
    $$

    So where the prices of all levels still hold, the plans that are best are found by one run from the old basis, of which
    only sides of rows moved. Where they do not there is no such point, and the level with the last prices that hold, among
    those that are tried, is solved again, with all that come after it. For one thread at a time.
    """

    def __init__(self, solved: SolvedLevels) -> None:
        self._solved = solved
        self._rungs: dict[int, _Rung] = {}
        self._asked: _Asked | None = None

    @property
    def solved(self) -> SolvedLevels:
        """The program that was solved."""
        return self._solved

    def moved(
        self, lower: Floats, upper: Floats, terms: Mapping[Label, float], control: Control = NEVER
    ) -> MovedPlans | None:
        """Return what becomes of a sum if rows of the program have other sides, (rows,), scaled.

        ``None`` if this does not say: prices of level 1 do not hold, or hard limits contradict one another, or the solver
        fails. Raises ``SolveStoppedError`` if ``control`` says so.
        """
        solved, sides = self._solved, self._sides(lower, upper)
        if sides is None:
            return None
        asked = self._of(terms, control)
        after = solved.needs + 1
        for place in dict.fromkeys((asked.depth, after, solved.needs)):
            rung = asked.rung if place == asked.depth else self._rung(place, control)
            try:
                if rung.takes(*sides):
                    found = self._tried(rung, place, asked, control)
                    if found is not None:
                        return found if self._owes_alike(found.levels, asked.base) else None
            finally:
                rung.back()
        return None

    def planned(
        self, lower: Floats, upper: Floats, *, whole: bool, doubted: bool = False, control: Control = NEVER
    ) -> PlannedAgain | None:
        """Return the best plan if rows of the program have other sides, (rows,), scaled, at all levels or down to needs.

        ``None`` as for ``moved``, but where rows that hold whatever is paid are proven to contradict one another: this is
        tried first where it is ``doubted`` that there is a plan. Raises ``SolveStoppedError`` if ``control`` says so.
        """
        solved, sides = self._solved, self._sides(lower, upper)
        if sides is None:
            return None
        base = solved.ranking(self._rung(solved.needs, control).base)
        for place in (0, solved.needs) if doubted else (solved.needs, 0):
            rung = self._rung(place, control)
            try:
                if not rung.takes(*sides):
                    continue
                if rung.exact.minimise(rung.costs, control, (DUAL_AGAIN,)) is None:
                    if place == 0 and rung.exact.contradictory:
                        return PlannedAgain((), None)
                elif place == solved.needs:
                    return self._planned_on(rung.exact, base, whole=whole, control=control)
            finally:
                rung.back()
        return None

    def _planned_on(
        self, exact: Exact, base: Mapping[str, float], *, whole: bool, control: Control
    ) -> PlannedAgain | None:
        """Return the plan of a solver that has kept levels 1 and 2."""
        solved, columns = self._solved, exact.columns
        if not self._owes_alike(solved.ranking(columns), base):
            return None
        if whole:
            for name in solved.names[solved.needs + 1 :]:
                if exact.minimise(solved.objectives[name].coefficients, control) is None:
                    return None
            if exact.minimise(solved.ties, control) is None:
                return None
            columns = exact.columns
        names = solved.names if whole else solved.names[: solved.needs + 1]
        values = ((one, solved.objectives[one]) for one in names)
        return PlannedAgain(tuple(float(of.coefficients @ columns) + of.offset for _, of in values),
                            solved.sums.whole(columns))

    def _sides(self, lower: Floats, upper: Floats) -> tuple[Places, Floats, Floats] | None:
        """Return the rows of the solver that have other sides, and these; ``None`` if one only defines a decision."""
        program, solved = self._solved.program, self._solved
        changed = np.flatnonzero((lower != program.row_lower) | (upper != program.row_upper))
        rows = solved.place[changed]
        if np.any(rows < 0):
            return None
        return rows, lower[changed] - solved.shift[rows], upper[changed] - solved.shift[rows]

    def _tried(self, rung: _Rung, place: int, asked: _Asked, control: Control) -> MovedPlans | None:
        """Return the plans that are best among those that a rung has left; ``None`` if there are none."""
        exact, solved = rung.exact, self._solved
        ends, ended = None, place == asked.depth
        if ended:
            least = exact.least(rung.costs, control, (DUAL_SHORT,))
            ends = None if least is None else ends_on(exact, asked.objective, control, least)
        elif exact.minimise(rung.costs, control, (DUAL_SHORT,)) is not None:
            place += 1
        else:
            return None
        if ended and ends is None:
            return None
        return descended(exact, solved, place, asked.depth, asked.objective, control, ends)

    def _owes_alike(self, moved: Mapping[str, float], base: Mapping[str, float]) -> bool:
        """Return whether the same levels count: which parts of level 1 are solved depends on what is owed and unpaid."""
        limits = ("obligations", self._solved.owing), ("unfunded", FEASIBILITY)
        return all((moved.get(name, 0.0) > least) is (base.get(name, 0.0) > least) for name, least in limits)

    def _rung(self, place: int, control: Control) -> _Rung:
        """Return the solver of a level."""
        solved = self._solved
        if place not in self._rungs:
            costs = solved.objectives[solved.names[place]].coefficients
            mark = replace(solved.marks[place], basis=solved.marks[place + 1].basis)
            self._rungs[place] = _Rung(solved.arrays, mark, costs, control)
        return self._rungs[place]

    def _of(self, terms: Mapping[Label, float], control: Control) -> _Asked:
        """Return the solver of a sum: over the plans that are best down to needs if all of them share it, else over all."""
        if self._asked is None or self._asked.terms is not terms:
            solved, objective = self._solved, self._solved.sums.objective(terms)
            for depth in dict.fromkeys((solved.needs + 1, len(solved.names))):
                rung = _Rung(solved.arrays, solved.marks[depth], objective.coefficients, control)
                if not rung.leaves_open:
                    break
            self._asked = _Asked(terms, objective, depth, rung, solved.ranking(rung.base))
        return self._asked


def descended(
    exact: Exact, solved: SolvedLevels, place: int, depth: int, asked: CompiledObjective, control: Control = NEVER,
    ends: Ends | None = None,
) -> MovedPlans | None:
    """Return the ends of a sum over the plans that are best once levels from a place on are solved; ``None`` if one fails.

    After ``depth`` levels the sum is looked at, and what comes after them is only solved if they leave it open. ``ends``
    are those over what is left already, if they are known.
    """
    for n in range(place, len(solved.names) + 1):
        if n in (depth, len(solved.names)):
            ends = ends_on(exact, asked, control) if ends is None or n > place else ends
            if (ends is not None and ends.decided) or n == len(solved.names):
                break  # without an end it has none yet, or the solver fails
        if exact.minimise(solved.objectives[solved.names[n]].coefficients, control) is None:
            return None
    return None if ends is None else MovedPlans(ends, solved.ranking(exact.columns))


class _Rung:
    """A live solver of one objective among the optima of the levels above it, which takes other sides of rows."""

    def __init__(self, arrays: Arrays, mark: ExactMark, costs: Floats, control: Control) -> None:
        fixed = (arrays.row_lower != arrays.row_upper) & (mark.row_lower == mark.row_upper)
        self._at_upper = fixed & (mark.row_upper == arrays.row_upper)
        self._at_lower = fixed & ~self._at_upper
        self.costs, self.exact = costs, Exact(arrays, mark.basis)
        self.exact.back_to(mark)
        # HiGHS takes its way to weigh edges from the first run of a model.
        if self.exact.least(costs, control, (DUAL_SHORT, *METHODS[Start.FEASIBLE])) is None:
            raise SolverError("HiGHS found no optimum of a level that was solved")
        self.base = self.exact.columns
        """A point that is best before rows moved."""
        self.leaves_open = self.exact.leaves_open
        """Whether points that are best then may differ in something that counts."""
        self._home = self.exact.mark()
        self.back()

    def takes(self, rows: Places, lower: Floats, upper: Floats) -> bool:
        """Move rows, those with a price with the side at which they stand; return whether they all still have it."""
        at_upper, at_lower = self._at_upper[rows], self._at_lower[rows]
        if not (np.all(np.isfinite(upper[at_upper])) and np.all(np.isfinite(lower[at_lower]))):
            return False
        self.exact.move_rows(rows, np.where(at_upper, upper, lower), np.where(at_lower, lower, upper))
        return True

    def back(self) -> None:
        """Go back to where it stood before rows moved, so that answers do not depend on what was asked before."""
        self.exact.begin_again(self._home)


@dataclass(frozen=True)
class _Asked:
    """A sum that is asked for, where it is decided: after ``depth`` levels; ``base`` are levels 1 and 2 of the plan."""

    terms: Mapping[Label, float]
    objective: CompiledObjective
    depth: int
    rung: _Rung
    base: Mapping[str, float]
