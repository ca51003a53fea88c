"""Limits of a case that cannot hold together: the smallest sets of them, and the least changes with which they do.

Every change is tried: the case is planned again with it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings, style_of_case
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly, StructureChangedError
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.program import Label, Program
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.glance import Gauge, Glance
from rightfin.result.plan import Names
from rightfin.result.typed_at import TypedAt, typed_at
from rightfin.schema import Value, YearStyle
from rightfin.solve.control import NEVER, Control
from rightfin.solve.diagnose import HARD, has_point, holds_together, limit_of, smallest_contradiction, without
from rightfin.solve.elastic import Elastic
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.why.factors import factor_of, least_factor
from rightfin.study.why.movable import NEAR, MovableLimit, cells_of, movable_limits, outward, with_cells
from rightfin.tolerances import WIDENED

MOST_SETS = 10
"""Most contradictory sets that are looked for."""


@dataclass(frozen=True)
class LimitMember:
    """One limit of a contradictory set: a row of the model, where it is typed, and whether its author can move it.

    ``number`` is what is typed; ``None`` where no single cell says the limit.
    """

    label: Label
    at: TypedAt | None
    movable: bool
    number: float | None


@dataclass(frozen=True)
class GivenWay:
    """A limit that gives way: by a share of itself, in a year or, with none, in all years.

    ``number`` is what stands in its cell and ``moved`` what is to stand there; both are ``None`` where no single cell says
    the limit, and ``amount`` says in the unit of the row by how much it gives way then.
    """

    family: str
    whose: tuple[object, ...]
    year: int | None
    share: float
    amount: float
    at: TypedAt | None
    number: float | None
    moved: float | None


@dataclass(frozen=True)
class WayOut:
    """Limits that give way, so that the others hold: as little as will do, each measured by itself.

    ``cells`` is what to type, empty where not every limit is in one cell. ``glance`` is the plan that was made with it;
    ``None`` where no plan was found, so that nothing is claimed of it. ``set_aside`` says that the limits of other
    contradictory sets were left out as it was tried.
    """

    limits: tuple[GivenWay, ...]
    cells: Mapping[TypedAt, float]
    glance: Glance | None
    set_aside: bool = False

    @property
    def total(self) -> float:
        """The sum of all shares by which limits give way."""
        return sum(one.share for one in self.limits)


@dataclass(frozen=True)
class ContradictorySet:
    """Limits that cannot hold together, and of which any but one can.

    ``verified`` says that both were found by solving once more. ``alone`` are the ways out in which a single limit gives
    way, the least first; ``not_alone`` are movable limits of the set that cannot end the contradiction by themselves.
    """

    members: tuple[LimitMember, ...]
    verified: bool
    alone: tuple[WayOut, ...]
    not_alone: tuple[tuple[str, tuple[object, ...]], ...]


@dataclass(frozen=True)
class Contradictions:
    """All contradictory sets that were found of a case, which share no limit that is marked as hard, and ways out.

    There are no sets where the case has a plan. ``together`` is the least change of all limits, wherever it is made;
    ``more`` says that the search ended before all was consistent.
    """

    title: str
    currency: str
    names: Names
    style: YearStyle
    sets: tuple[ContradictorySet, ...]
    together: WayOut | None
    more: bool


def contradictions(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, progress: Progress | None = None,
    control: Control = NEVER,
) -> Contradictions:
    """Return which limits of a case contradict one another, and what would end it.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used; ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return _Search(question, control).found(progress)


class _Search:
    """The model of one case, whose limits are looked at."""

    def __init__(self, question: Question, control: Control) -> None:
        self._case, self._control = question.prepared, control
        self._projection, self._parameters = question.projection(), question.parameters
        self._inputs = Inputs(self._parameters, layout_of_session(self._parameters))
        self._assembly = Assembly(self._inputs)
        self._program = self._assembly.program
        self._limits = movable_limits(self._program, self._inputs, self._case)

    def found(self, progress: Progress | None) -> Contradictions:
        """Return the study."""
        steps = Steps(progress, 2 * MOST_SETS + 1)
        rows, more = self._sets(steps)
        together = None
        sets = []
        for place, labels in enumerate(rows):
            steps.begin("trying what would end a contradiction")
            others = [other for n, other in enumerate(rows) if n != place]
            sets.append(self._set(labels, _hard_limits(others)))
        if rows:
            steps.begin("trying the least change of all limits")
            together = self._way(self._program, range(len(self._limits)), set_aside=frozenset())
        said = resolved_settings(self._case)
        return Contradictions(
            str(said["title"]), str(said["currency"]), names_of(self._case), style_of_case(self._case), tuple(sets),
            together, more,
        )

    def _sets(self, steps: Steps) -> tuple[list[tuple[Label, ...]], bool]:
        """Return contradictory sets, each looked for without the hard limits of those before; whether there are more."""
        found: list[tuple[Label, ...]] = []
        moves = [one.rows for one in self._limits]
        years = self._parameters.horizon.years
        for _ in range(MOST_SETS):
            steps.begin("looking for limits that contradict one another")
            rows = smallest_contradiction(without(self._program, _hard_limits(found)), years, moves, self._control)
            if not rows:
                return found, False
            found.append(rows)
        left = without(self._program, _hard_limits(found))
        return found, not holds_together(left, range(len(left.rows)), self._control)

    def _set(self, labels: tuple[Label, ...], set_aside: frozenset[tuple[str, tuple[object, ...]]]) -> ContradictorySet:
        limits = dict.fromkeys(limit for label in labels if (limit := limit_of(label)) in {m.limit for m in self._limits})
        program, ways, never = without(self._program, set_aside), [], []
        for limit in limits:
            places = [place for place, one in enumerate(self._limits) if one.limit == limit]
            way = self._by_factor(limit, set_aside) or self._way(program, places, set_aside)
            if way is None:
                never.append(limit)
            else:
                ways.append(way)
        movable = {self._program.rows[row]: one for one in self._limits for row in one.rows}
        members = tuple(
            LimitMember(label, typed_at(label, self._case), label in movable,
                        self._number(movable[label]) if label in movable else None)
            for label in labels
        )
        return ContradictorySet(
            members, self.is_verified(labels), tuple(sorted(ways, key=lambda way: way.total)), tuple(never))

    def _number(self, limit: MovableLimit) -> float | None:
        """Return what is typed for a limit."""
        factor = factor_of(self._case, *limit.limit)
        return limit.number if factor is None else factor[1]

    def is_verified(self, labels: Sequence[Label]) -> bool:
        """Return whether rows cannot hold together, and any but one of them can."""
        place = {label: row for row, label in enumerate(self._program.rows)}
        rows = [place[label] for label in labels]
        return not holds_together(self._program, rows, self._control) and all(
            len(rows) == 1 or holds_together(self._program, [other for other in rows if other != row], self._control)
            for row in rows
        )

    def _way(
        self, program: Program, places: Iterable[int], set_aside: frozenset[tuple[str, tuple[object, ...]]],
    ) -> WayOut | None:
        """Return the least way in which some limits give way, tried; ``None`` where they do not end the contradiction."""
        elastic = Elastic(program, [one.rows for one in self._limits])
        given = elastic.least(list(places), self._control)
        if given is None:
            return None
        shares = {self._limits[place]: share for place, share in given.items()}
        cells, glance = self._tried(shares, set_aside)
        limits = tuple(
            GivenWay(one.family, one.whose, one.year, share, share * one.size, one.cell, one.number,
                     None if one.cell is None else cells.get(one.cell, one.moved(share)))
            for one, share in shares.items()
        )
        return WayOut(limits, cells, glance, bool(set_aside))

    def _by_factor(
        self, limit: tuple[str, tuple[object, ...]], set_aside: frozenset[tuple[str, tuple[object, ...]]],
    ) -> WayOut | None:
        """Return the way in which the factor of a limit moves, tried; ``None`` for a limit without one that does."""
        found = factor_of(self._case, *limit)
        if found is None:
            return None
        at, number, up = found

        def suffices(factor: float) -> bool:
            parameters = self._projection.of(with_cells(self._case, {at: factor}))
            inputs = Inputs(parameters, layout_of_session(parameters, (self._parameters, self._inputs.layout)))
            try:
                program = self._assembly.update(inputs)
            except StructureChangedError:
                program = Assembly(inputs).program
            return has_point(without(program, set_aside), self._control)

        step = least_factor(number, 1.0 if at.column == "max_rate" else math.inf, suffices, up=up)
        if step is None:
            return None
        moved = outward(max(0.0, number + step if up else number - step), up=up)
        glance = self._plan(self._projection.of(with_cells(self._case, {at: moved})), None, set_aside)
        share = step / number if number > 0.0 else step
        way = GivenWay(*limit, None, share, step, at, number, moved)
        return None if glance is None else WayOut((way,), {at: moved}, glance, bool(set_aside))

    def _tried(
        self, shares: Mapping[MovableLimit, float], set_aside: frozenset[tuple[str, tuple[object, ...]]],
    ) -> tuple[Mapping[TypedAt, float], Glance | None]:
        """Return the cells to type, none where they do not do, and the plan that is made with the change."""
        tried = list[Mapping[TypedAt, float]]()
        for slack, near in ((0.0, NEAR), (0.0, 0.0), (WIDENED, NEAR), (WIDENED, 0.0)):
            cells = cells_of(self._case, {one: share * (1.0 + slack) + slack for one, share in shares.items()}, near)
            if cells is None:
                break
            if cells not in tried:
                tried.append(cells)
                glance = self._plan(self._projection.of(with_cells(self._case, cells)), None, set_aside)
                if glance is not None:
                    return cells, glance
        return {}, self._plan(self._parameters, {one: share + WIDENED for one, share in shares.items()}, set_aside)

    def _plan(
        self, parameters: Parameters, shares: Mapping[MovableLimit, float] | None,
        set_aside: frozenset[tuple[str, tuple[object, ...]]],
    ) -> Glance | None:
        """Return the plan of some parameters in which limits give way, all levels; ``None`` if there is none."""
        inputs = Inputs(parameters, layout_of_session(parameters))
        program = without(Assembly(inputs).program, set_aside)
        if shares:
            program = _moved(program, shares)
        found = solve_on(Stages(program), parameters, control=self._control, explained=False)
        return Gauge(program, inputs).of(inputs, program, found) if isinstance(found, Solution) else None


def _moved(program: Program, shares: Mapping[MovableLimit, float]) -> Program:
    """Return the program in which limits have given way by shares of themselves."""
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    for one, share in shares.items():
        for row, amount in one.rows.items():
            step = share * amount / program.row_scale[row]
            lower[row] -= step
            upper[row] += step
    return replace(program, row_lower=lower, row_upper=upper)


def _hard_limits(sets: Iterable[Collection[Label]]) -> frozenset[tuple[str, tuple[object, ...]]]:
    """Return the limits of some sets that the case marks as hard, over all years."""
    return frozenset(limit_of(label) for labels in sets for label in labels if label[0] in HARD)
