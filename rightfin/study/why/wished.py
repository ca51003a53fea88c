"""A case with live models that answer what becomes of its plan if wishes are to hold: all levels, solved again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.objectives import LAST, NEEDS, OBJECTIVES, natural_sizes, objective_named
from rightfin.lp.program import Label, Program
from rightfin.lp.wished import WISH, Wishable
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Depth, Level, Solution, solve_on
from rightfin.solve.rungs import Rungs
from rightfin.solve.stages import Stages
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.why.broken import BrokenLimit, broken_limits
from rightfin.study.why.quantities import LinearSum, Quantity, QuantityUnit, reported
from rightfin.study.why.wishes import Wish
from rightfin.tolerances import ALIKE, FEASIBILITY, HELD, HELPS, MONEY_APART, PEOPLE_APART, ROOM, VIOLATION

ON_MODELS = {"solved": "with donors apart"}
"""How the plan was solved that a wish is compared with."""


class WishVerdict(StrEnum):
    """What a wish asks of a plan."""

    HOLDS = "holds"
    """The plan has it already."""
    FREE = "free"
    """Another plan has it that is as good at every level but the smoothing of hires."""
    MONEY = "money"
    """Nothing is lost at levels 1 and 2; what comes after them costs more."""
    COSTS = "costs"
    """Something is lost at level 1 or 2."""
    IMPOSSIBLE = "impossible"
    """Limits that hold whatever is paid stand against it."""


@dataclass(frozen=True)
class LevelMoved:
    """One level without and with a wish, in natural units, tail years included; ``worse`` by more than solves differ."""

    order: str
    name: str
    before: float
    after: float
    worse: bool
    better: bool

    @property
    def rise(self) -> float:
        """By how much it rises; a level that did not move by more than solves differ rises by nothing."""
        return self.after - self.before if self.worse or self.better else 0.0


@dataclass(frozen=True)
class WishCourse:
    """A quantity by year shown, in the plan and in the plan with the wish, in its natural unit.

    A change that is no more than what solves differ by is none.
    """

    quantity: Quantity
    before: Mapping[int, float]
    after: Mapping[int, float]

    @property
    def changes(self) -> Mapping[int, float]:
        """The changes by year, years without any left out."""
        return {year: self.after[year] - old for year, old in self.before.items() if self.after[year] != old}

    def __hash__(self) -> int:
        return hash(self.quantity)


@dataclass(frozen=True)
class WishedPlan:
    """The best plan in which wishes hold, against the plan without them.

    ``loss`` is the rise of level 2 as a share of what it would be if nothing of any need were covered at the least penalty.
    """

    verdict: WishVerdict
    levels: tuple[LevelMoved, ...]
    courses: tuple[WishCourse, ...]
    loss: float
    broken: tuple[BrokenLimit, ...] = ()
    """Promises and limits that are kept less than in the plan, those of levels 1 and 2."""

    def level(self, name: str) -> LevelMoved | None:
        """Return a level by the name of its objective, the first that has it; ``None`` if none has."""
        return next((one for one in self.levels if one.name == name), None)


@dataclass(frozen=True)
class WishValue:
    """A wish in one year: what the plan has, what it has with the wish, ``None`` where that cannot be."""

    wish: Wish
    year: int
    in_plan: float
    with_wish: float | None
    holds: bool


class WishModels:
    """The plan of a question, and live models that start from it; for one thread at a time.

    Raises ``CaseError`` if the case cannot be used or its hard limits contradict one another, ``SolveStoppedError`` if
    ``control`` stops it.
    """

    def __init__(self, question: Question, progress: Progress | None = None, control: Control = NEVER) -> None:
        self.question, self.control = question, control
        self.parameters = question.parameters
        self.assembly = Assembly(Inputs(self.parameters, layout_of_session(self.parameters)))
        self.stages = Stages(self.program)
        self.sizes = natural_sizes(self.parameters)
        self.found = solution_or_refusal(
            solve_on(self.stages, self.parameters, progress=progress, control=control, faced=True), question.prepared)
        self._courses: dict[Quantity, dict[int, float]] | None = None

    @property
    def inputs(self) -> Inputs:
        """The inputs of the case."""
        return self.assembly.inputs

    @property
    def program(self) -> Program:
        """The program of the case, without wishes."""
        return self.assembly.program

    @property
    def years(self) -> tuple[int, ...]:
        """The years shown."""
        return self.parameters.horizon.written

    def plan(self) -> Plan:
        """Return the plan without wishes."""
        return self.question.plan_of(self.inputs, self.program, self.found, study=ON_MODELS)

    def rise_of_needs(self, found: Solution) -> float:
        """Return by how much level 2 rises at a solution, as a share of all that it counts."""
        before, after = (next(one.value for one in of.levels if (one.order, one.name) == (NEEDS, "needs"))
                         for of in (self.found, found))
        return max(after - before, 0.0) / self.sizes["needs"]

    def asking(self, wishes: Sequence[Wish]) -> Asking:
        """Return models that answer for wishes, which start from where those of the plan stand."""
        return Asking(self, wishes)

    def courses(self) -> dict[Quantity, dict[int, float]]:
        """Return what people compare by year shown, in the plan."""
        if self._courses is None:
            self._sums = _Sums(self.program, self.inputs, reported(self.question.prepared), self.years)
            self._courses = self._sums.at(self.found.columns)
        return self._courses

    def compared(self, found: Solution) -> tuple[WishCourse, ...]:
        """Return what people compare by year, in the plan and at another solution of the same columns."""
        before = self.courses()
        after = self._sums.at(found.columns)
        return tuple(WishCourse(one, before[one], self._settled(one, before[one], after[one])) for one in before)

    def _settled(self, one: Quantity, before: Mapping[int, float], after: Mapping[int, float]) -> dict[int, float]:
        """Return the later numbers, where they differ by no more than solves do the earlier ones."""
        sizes = dict(zip(self.parameters.horizon.years, self.parameters.fiscal.deflator[1:].tolist(), strict=True))
        people, size = float(self.parameters.people.opening_strength.sum()), float(self.parameters.case_size)

        def within(year: int) -> float:
            if one.unit is QuantityUnit.MONEY:
                return float(MONEY_APART * size * sizes[int(year)])
            return PEOPLE_APART * people if one.unit is QuantityUnit.PEOPLE else HELPS / 2.0

        return {year: new if abs(new - before[year]) > within(year) else before[year] for year, new in after.items()}


class Asking:
    """Live models of a case in which wishes may be asked for in any of the years shown; for one thread at a time."""

    def __init__(self, models: WishModels, wishes: Sequence[Wish]) -> None:
        self.models, self.wishes = models, tuple(wishes)
        inputs = models.inputs
        self._sums: dict[Label, LinearSum] = {
            (WISH, (n, int(year))): wish.quantity.sum_in(inputs, int(year))
            for n, wish in enumerate(self.wishes) for year in models.years
        }
        self.wishable = Wishable(models.program, {label: total.terms for label, total in self._sums.items()})
        self._stages: Stages | None = None
        solved = models.found.solved
        self._at_nothing = tuple(one.name for one in models.found.settled if one.value == 0.0)
        self._impossible = False
        """Whether hard limits stood against the wishes when they were last tried."""
        self._rungs = None if solved is None else Rungs(solved.with_rows(self.wishable.asked({})))

    def sides(self, wishes: Sequence[Wish] | None = None) -> dict[Label, tuple[float, float]]:
        """Return the sides of the rows of wishes, natural; ``wishes`` are the same ones, of other years."""
        found: dict[Label, tuple[float, float]] = {}
        for n, wish in enumerate(self.wishes if wishes is None else wishes):
            for row in wish.rows(self.models.inputs):
                label = (WISH, (n, int(row.year)))
                found[label] = row.least - row.total.constant, row.most - row.total.constant
        return found

    def program(self, wishes: Sequence[Wish] | None = None) -> Program:
        """Return the program in which wishes hold: those that are asked about, or the same ones in other years."""
        return self.wishable.asked(self.sides(wishes))

    def solve(
        self, wishes: Sequence[Wish] | None = None, depth: Depth = Depth.PLAN, changed: Program | None = None, *,
        between_holds: bool = False,
    ) -> Solution | None:
        """Return the best plan in which wishes hold; ``None`` where limits that are hard stand against them.

        ``changed`` is the program of a case with other money, places or limits, in which they are to hold.
        ``between_holds`` lets levels slip as in plans down to needs, which buys a little of what comes after them.
        """
        program = self.wishable.asked(self.sides(wishes), changed)
        alike = changed is None or self.models.program.same_but_sides(changed, self._at_nothing)
        if self._rungs is not None and alike and not between_holds:
            quick = self._rungs.planned(
                program.row_lower, program.row_upper, whole=depth is Depth.PLAN, doubted=self._impossible,
                control=self.models.control)
            self._impossible = quick is not None and quick.columns is None
            if self._impossible:
                return None
            if quick is not None and quick.columns is not None and self._can_be(program, quick.levels, quick.columns):
                return self._solution(program, quick.levels, quick.columns, depth)
        return self._solved(program, depth)

    def _can_be(self, program: Program, values: tuple[float, ...], columns: Floats) -> bool:
        """Return whether rows hold at a point, scaled, and levels that had nothing left have nothing now."""
        nothing = (value for one, value in zip(self.models.found.settled, values, strict=False)
                   if one.name in self._at_nothing and objective_named(one.name).ranks)
        return float(program.broken_by(columns).max(initial=0.0)) <= VIOLATION and max(nothing, default=0.0) <= FEASIBILITY

    def _solution(self, program: Program, values: tuple[float, ...], columns: Floats, depth: Depth) -> Solution:
        """Return a plan that was found from the prices of the plan without wishes, scaled, as any other."""
        base = self.models.found
        exact = tuple(replace(one, value=value * program.objectives[one.name].scale)
                      for one, value in zip(base.settled, values, strict=False))
        levels = tuple(replace(one, value=one.value + now.value - was.value)  # a rise is one of exact values
                       for one, now, was in zip(base.levels, exact, base.settled, strict=False))
        return Solution(levels, columns * program.column_scale, settled=exact if depth is Depth.PLAN else ())

    def _solved(self, program: Program, depth: Depth) -> Solution | None:
        """Return the same from live solvers that solve all levels."""
        if self._stages is None:
            self._stages = Stages(program)
            self._stages.start_like(self.models.stages)
        else:
            self._stages.update(program)
        found = solve_on(self._stages, self.models.parameters, depth, control=self.models.control, explained=False,
                         sizes=self.models.sizes)
        if isinstance(found, Contradiction):
            self._stages.limits_kept = False  # to try soft limits first would only prove it twice
            return None
        return found

    def loss(self, wishes: Sequence[Wish]) -> float | None:
        """Return what level 2 loses through wishes, as a share of all that it counts, none where nothing is lost.

        ``None`` where hard limits stand against them, or a level above needs is worse.
        """
        found = self.solve(wishes, Depth.NEEDS)
        if found is None:
            return None
        worse = first_worse(self.models, found, RANKING)
        return 0.0 if worse is None else self.models.rise_of_needs(found) if worse == "needs" else None

    def values(self, columns: Floats) -> dict[Label, float]:
        """Return the quantities that are wished, by row, at a point in natural units."""
        found = self.wishable.values(columns).tolist()
        return {label: value + total.constant for (label, total), value in zip(self._sums.items(), found, strict=True)}

    def told(self, found: Solution | None) -> tuple[WishValue, ...]:
        """Return each wish in each of its years: in the plan, and in a solution in which wishes hold."""
        before = self.values(self.models.found.columns)
        after = None if found is None else self.values(found.columns)
        scales = dict(zip(self.wishable.labels, self.wishable.scale.tolist(), strict=True))
        told = []
        for n, wish in enumerate(self.wishes):
            for row in wish.rows(self.models.inputs):
                label = (WISH, (n, int(row.year)))
                holds = row.missed_by(before[label]) <= ROOM * scales[label]
                told.append(WishValue(wish, row.year, before[label], None if after is None else after[label], holds))
        return tuple(told)

    def against_plan(self, found: Solution) -> WishedPlan:
        """Return a solution in which wishes hold against the plan without them."""
        models = self.models
        levels = _moved(models.found, found, models.sizes)
        later = any(one.worse for one in levels if NEEDS < objective_named(one.name).place < LAST)
        lost = next((one.worse for one in levels if objective_named(one.name).ranks and one.rise), False)
        verdict = WishVerdict.COSTS if lost else WishVerdict.MONEY if later else WishVerdict.FREE
        rise = next(one.rise for one in levels if one.name == "needs")
        broken = broken_limits(models.program, models.parameters, models.question.prepared, models.found.columns,
                               found.columns)
        return WishedPlan(verdict, levels, models.compared(found), max(rise, 0.0) / models.sizes["needs"], broken)


RANKING = tuple(one.name for one in OBJECTIVES if one.ranks)
"""Levels 1 and 2, by their names."""


def first_worse(models: WishModels, found: Solution, held: Sequence[str]) -> str | None:
    """Return the first level that is worse in a solution than in the plan, ``None`` if one before it is better or none is.

    ``held`` are the levels that are compared, of 1 and 2, by their names. A difference that solves let slip is none.
    """
    before, after = (_by_name(one.levels, ranks=True) for one in (models.found, found))
    for key in sorted({**before, **after}, key=lambda key: (key[0], list(models.sizes).index(key[1]))):
        if key[1] in held and " " not in key[0]:
            rise = (after.get(key, 0.0) - before.get(key, 0.0)) / models.sizes[key[1]]
            if abs(rise) > HELD:
                return key[1] if rise > 0.0 else None
    return None


def _moved(before: Solution, after: Solution, sizes: Mapping[str, float]) -> tuple[LevelMoved, ...]:
    """Return all levels of two solutions, as they stand in plans where ties were settled, in their order."""
    exact = bool(before.settled) and bool(after.settled)
    old, new = (
        {(one.order, one.name): one.value for one in (of.settled if exact else of.levels)} for of in (before, after)
    )
    found = []
    for key in sorted({**old, **new}, key=lambda key: (key[0], list(sizes).index(key[1]))):
        order, name = key
        if " " not in order:
            was, becomes = old.get(key, 0.0), new.get(key, 0.0)
            within = HELD if objective_named(name).ranks else ALIKE
            rise = becomes - was if abs(becomes - was) > within * sizes[name] else 0.0
            found.append(LevelMoved(order, name, was, becomes, rise > 0.0, rise < 0.0))
    return tuple(found)


def _by_name(levels: Iterable[Level], *, ranks: bool) -> dict[tuple[str, str], float]:
    return {(one.order, one.name): one.value for one in levels if objective_named(one.name).ranks is ranks}


class _Sums:
    """Quantities by year, evaluated at points over the columns of one program."""

    def __init__(
        self, program: Program, inputs: Inputs, quantities: Sequence[Quantity], years: Sequence[int]
    ) -> None:
        self._keys = [(one, year) for one in quantities for year in years]
        sums = [one.sum_in(inputs, int(year)) for one, year in self._keys]
        self._constants = [total.constant for total in sums]
        self._rows = Wishable(program, {(WISH, (n, 0)): total.terms for n, total in enumerate(sums)})

    def at(self, columns: Floats) -> dict[Quantity, dict[int, float]]:
        found: dict[Quantity, dict[int, float]] = {}
        values = self._rows.values(columns).tolist()
        for (one, year), value, constant in zip(self._keys, values, self._constants, strict=True):
            found.setdefault(one, {})[year] = value + constant
        return found


def from_nothing(
    models: WishModels, parameters: Parameters, wishes: Sequence[Wish]
) -> Solution | None:
    """Return levels 1 and 2 of a changed case in which wishes hold, built and solved from nothing.

    ``None`` if hard limits stand against them.
    """
    inputs = Inputs(parameters, layout_of_session(parameters))
    program = Assembly(inputs).program
    sums, sides = dict[Label, Mapping[Label, float]](), dict[Label, tuple[float, float]]()
    for n, wish in enumerate(wishes):
        for row in wish.rows(inputs):
            label = (WISH, (n, int(row.year)))
            sums[label] = row.total.terms
            sides[label] = row.least - row.total.constant, row.most - row.total.constant
    stages = Stages(Wishable(program, sums).asked(sides))
    found = solve_on(stages, parameters, Depth.NEEDS, control=models.control, explained=False, sizes=models.sizes)
    return None if isinstance(found, Contradiction) else found
