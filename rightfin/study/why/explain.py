"""Why a number of the plan is what it is: which limits hold it there, and what it would be if each of them gave way.

Every number that is told was found by solving all levels again with one limit, or a few, moved. What may matter is taken
from the prices of needs and from what the sides of rows may add to the number; it only decides what is tried first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rightfin.case.case import Case
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.lp.inputs import Inputs
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.plan import Names
from rightfin.result.prices import Priced, priced_limits
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.face import Ends
from rightfin.study.why.causes import Causes, causes_of
from rightfin.study.why.cells import PlanCell, cell_at
from rightfin.study.why.limit_cells import LimitCell, limit_cell
from rightfin.study.why.live import LivePlan, MovedSum, change_seen
from rightfin.study.why.money import MoneyWorth, money_worth
from rightfin.study.why.quantities import Quantity, QuantityKind
from rightfin.tolerances import UNSHOWN

OF_NUMBER, MOST = 6, 9
"""Most limits that are tried for what they may do to the number, and in all; the others are worth most to all needs."""

SAME_LIMIT = 5
"""Most other years in which the limit is tried that moves the number most, the latest first."""

RANGED = 2
"""How many limits are moved further, to see how far each unit does as much."""

DOUBLINGS, HALVINGS = 3, 3
"""How often the step of a limit is doubled, and how often it is halved where the first step already bends."""

STEPS = 5
"""Steps of an explanation: the plan, limits, the same further, money, and why a need is short."""

AS_MUCH_EACH = 0.02
"""How far what a unit does may lie from what it does in the first step, as a share of it, to count as the same."""


@dataclass(frozen=True)
class NumberChange:
    """What moving a limit does: by how much the least and the greatest value of the number rise among equally good plans.

    ``needs`` is the rise of level 2 and ``owed`` that of level 1a, ``before`` the first level above needs that moved, as in
    ``Trial``.
    """

    least: float
    greatest: float
    needs: float
    owed: float
    before: str

    @property
    def mean(self) -> float:
        """The rise in the middle between both ends, which is the rise where the number is decided."""
        return 0.5 * (self.least + self.greatest)


@dataclass(frozen=True)
class Holding:
    """One limit in one year that moves the number when it gives way.

    ``amount`` is what it allows and ``step`` how far it was moved, in ``unit``; ``more`` is what giving way does, ``less``
    what tightening as far does, ``None`` where hard limits then contradict one another. ``same_to`` is the largest move
    that was tried and did as much for each unit as the step, ``bends_at`` the least that was tried beyond and did not, or
    half the step where that does nothing; both ``None`` where no other step was tried, ``bends_at`` also where none bent.
    """

    family: str
    name: str
    year: int
    amount: float
    unit: str
    step: float
    more: NumberChange
    less: NumberChange | None
    same_to: float | None = None
    bends_at: float | None = None
    halved: int = 0
    """How often the step of one per cent was halved."""
    cell: LimitCell | None = None
    """Where the limit is typed; ``None`` where no one cell says it."""


@dataclass(frozen=True)
class WeightEdge:
    """Where the weight of what is missing of a need changes: at a ``share`` covered, from ``above`` to ``below`` it."""

    share: float
    above: float
    below: float


def edge_of(d: Inputs, quantity: Quantity, ends: Ends) -> WeightEdge | None:
    """Return the edge between two bands of one need at which its coverage stands, ``None`` where it stands at none."""
    whose = quantity.name.partition(".")[2]
    if quantity.measure is not QuantityKind.COVERAGE or whose not in d.parameters.needs.bands:
        return None
    missing = 0.0
    for (width, above), (_, below) in pairwise(d.parameters.needs.bands[whose]):
        missing += width
        if max(abs(ends.least - (1.0 - missing)), abs(ends.greatest - (1.0 - missing))) <= UNSHOWN and above != below:
            return WeightEdge(1.0 - missing, above, below)
    return None


@dataclass(frozen=True)
class Explanation:
    """Why a number is what it is.

    ``ends`` are its least and greatest value among plans that are as good at every level, ``course`` the same by year
    shown; ``value`` is that of the plan. ``limits`` moved it, those first that raise it most; ``idle`` were tried and did
    nothing to it, ``refused`` were tried and cannot give way, since hard limits contradict one another then, ``untried``
    have a price or leave no room and were not tried. ``gap`` is all weighted unmet need.
    ``edge`` is where the weight of what is missing changes, if the number stands there. ``causes`` say why a need is
    short, ``None`` for other numbers and needs that are covered. ``solves`` counts how often all levels were solved again.
    """

    title: str
    currency: str
    names: Names
    cell: str
    quantity: Quantity
    year: int
    years: tuple[int, ...]
    value: float
    ends: Ends
    course: tuple[Ends, ...]
    limits: tuple[Holding, ...]
    idle: int
    refused: int
    untried: int
    gap: float
    edge: WeightEdge | None
    causes: Causes | None
    money: MoneyWorth
    several_payers: bool
    judged: tuple[int, ...]
    """Years in which the force must be one that can be kept up."""
    solves: int

    @property
    def decided(self) -> bool:
        """Whether all equally good plans share the number."""
        return self.ends.greatest - self.ends.least <= change_seen(self.ends)


def explain(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    at: str, progress: Progress | None = None, control: Control = NEVER,
) -> Explanation:
    """Return why one number of the plan of a case is what it is; ``at`` names it, see ``rightfin.study.why.cells``.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, its hard limits contradict one another or
    ``at`` names nothing, and ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    cell = cell_at(at, question.prepared)
    steps = Steps(progress, STEPS)
    steps.begin("solving the plan")
    return _Explainer(LivePlan(question, control=control), cell, steps, control).run()


def explained(live: LivePlan, cell: PlanCell, progress: Progress | None = None, control: Control = NEVER) -> Explanation:
    """Return why one number of a live plan is what it is; what was asked of the plan before makes no difference."""
    steps = Steps(progress, STEPS)
    steps.begin("looking at the plan")
    return _Explainer(live, cell, steps, control).run()


class _Explainer:
    """What is asked of one cell."""

    def __init__(self, live: LivePlan, cell: PlanCell, steps: Steps, control: Control) -> None:
        self.live, self.cell, self.control = live, cell, control
        self.asked = cell.quantity.sum_in(live.inputs, cell.year)
        self.ends = live.ends_of(self.asked, control)
        self.gradient = live.gradient(self.asked, control)
        self.currency = str(resolved_settings(live.question.prepared)["currency"])
        self.steps, self.before = steps, live.solves

    def run(self) -> Explanation:
        live, horizon = self.live, self.live.parameters.horizon
        limits, idle, refused, untried = self.limits()
        self.steps.begin("trying more money")
        money = money_worth(live, self.asked, self.ends, self.gradient, self.currency, self.control)
        self.steps.begin("asking why it is short")
        short = self.cell.quantity.measure is QuantityKind.COVERAGE and self.ends.least < 1.0 - UNSHOWN
        causes = causes_of(live, self.cell, self.ends, self.control) if short else None
        settled = live.solution.settled or live.solution.levels
        places = {label: place for place, label in enumerate(live.program.columns)}
        value = self.asked.constant + sum(
            by * float(live.solution.columns[places[one]]) for one, by in self.asked.terms.items() if one in places)
        judged_from = live.parameters.policy.sustained_from
        return Explanation(
            title=str(resolved_settings(live.question.prepared)["title"]), currency=self.currency,
            names=names_of(live.question.prepared), cell=f"{self.cell.quantity.name}@{horizon.style.text(self.cell.year)}",
            quantity=self.cell.quantity, year=horizon.style.written(self.cell.year), years=horizon.written,
            value=value, ends=self.ends, course=tuple(
                live.ends_of(self.cell.quantity.sum_in(live.inputs, year), self.control)
                for year in horizon.years[: horizon.shown]),
            limits=limits, idle=idle, refused=refused, untried=untried,
            gap=next(level.value for level in settled if (level.order, level.name) == ("2", "needs")),
            edge=edge_of(live.inputs, self.cell.quantity, self.ends),
            causes=causes, money=money, several_payers=bool(live.parameters.payers.further),
            judged=tuple(horizon.style.written(year) for year in horizon.years[: horizon.shown]
                         if judged_from is not None and year >= judged_from),
            solves=live.solves - self.before,
        )

    def limits(self) -> tuple[tuple[Holding, ...], int, int, int]:
        """Try limits; return those that move the number, how many do not, how many cannot give way, and were not tried."""
        live = self.live
        found = list(priced_limits(live.inputs, live.program, live.solution, self.currency))
        chosen = self.chosen(found)
        moving: list[tuple[Priced, NumberChange]] = []
        refused = 0
        self.steps.begin("trying limits")

        def attempt(listed: Sequence[Priced]) -> None:
            nonlocal refused
            for one in listed:
                more = self.change(one, 1.0)
                if more is None:
                    refused += 1
                elif self.seen(more):
                    moving.append((one, more))

        attempt(chosen)
        if moving:
            most = max(moving, key=lambda pair: abs(pair[1].mean))[0]
            others = _in_other_years(most, found, chosen, self.cell.year)
            chosen += others
            attempt(others)
        moving.sort(key=lambda pair: (-pair[1].mean, pair[0].limit.name, pair[0].name, pair[0].year))
        self.steps.begin("moving limits further")
        holding = [
            self.holding(one, more) if place < RANGED else self.as_tried(one, 1.0, more)
            for place, (one, more) in enumerate(moving)
        ]
        return tuple(holding), len(chosen) - len(moving) - refused, refused, len(found) - len(chosen)

    def chosen(self, found: Sequence[Priced]) -> list[Priced]:
        """Return the limits that are tried: those that may move the number most, then those worth most to needs.

        The heaviest of each kind comes first.
        """
        hints = {id(one): abs(sum(float(self.gradient[row]) * by for row, by in one.moves.items())) for one in found}
        seen = change_seen(self.ends)
        of_number = _leaders_first([one for one in found if hints[id(one)] > seen], hints)[:OF_NUMBER]
        worth = {id(one): abs(one.price * one.step) for one in found}
        taken = {id(one) for one in of_number}
        others = _leaders_first([one for one in found if id(one) not in taken and worth[id(one)] > 0.0], worth)
        return [*of_number, *others][:MOST]

    def seen(self, change: NumberChange) -> bool:
        """Return whether a change counts."""
        return max(abs(change.least), abs(change.greatest)) > change_seen(self.ends)

    def change(self, one: Priced, factor: float) -> NumberChange | None:
        """Return what moving a limit by so many of its steps does; ``None`` if hard limits contradict one another."""
        found = self.live.moved({row: factor * by for row, by in one.moves.items()}, self.asked, self.control)
        return None if found is None else change_of(self.ends, found)

    def as_tried(self, one: Priced, factor: float, more: NumberChange) -> Holding:
        return Holding(
            family=one.limit.name, name=one.name, year=one.year, amount=one.amount, unit=one.unit, step=factor * one.step,
            more=more, less=self.change(one, -factor),
            cell=limit_cell(self.live.program.rows[next(iter(one.moves))], one.name, self.live.question.prepared),
        )

    def holding(self, one: Priced, more: NumberChange) -> Holding:
        """Return a limit with the range over which a unit does as much: the step is halved until half of it does."""
        factor, halved, same_to, bends_at = 1.0, 0, None, None
        for _ in range(HALVINGS):
            half = self.change(one, 0.5 * factor)
            if half is None or self.alike(more, half, 0.5):
                same_to = factor * one.step
                break
            if not self.seen(half):
                bends_at = 0.5 * factor * one.step
                break
            bends_at, factor, halved, more = factor * one.step, 0.5 * factor, halved + 1, half
        if bends_at is None:
            for n in range(1, DOUBLINGS + 1):
                times = 2.0**n
                further = self.change(one, times)
                if further is None or not self.alike(more, further, times):
                    bends_at = times * one.step
                    break
                same_to = times * one.step
        held = self.as_tried(one, factor, more)
        return replace(held, same_to=same_to, bends_at=bends_at, halved=halved)

    def alike(self, one: NumberChange, other: NumberChange, times: float) -> bool:
        """Return whether a change of so many times the step does as much for each unit."""
        pairs = ((one.least, other.least), (one.greatest, other.greatest))
        return all(
            abs(there - times * here) <= AS_MUCH_EACH * abs(times * here) + change_seen(self.ends) for here, there in pairs)


def change_of(before: Ends, found: MovedSum) -> NumberChange:
    """Return what changed against the plan."""
    return NumberChange(
        least=found.ends.least - before.least, greatest=found.ends.greatest - before.greatest,
        needs=found.against.needs, owed=found.against.owed, before=found.against.before,
    )


def _in_other_years(of: Priced, found: Sequence[Priced], tried: Sequence[Priced], until: int) -> list[Priced]:
    """Return the same limit in other years up to one, the latest first."""
    known = {id(one) for one in tried}
    same = [one for one in found
            if (one.limit.name, one.name) == (of.limit.name, of.name) and id(one) not in known and one.year <= until]
    return sorted(same, key=lambda one: -one.year)[:SAME_LIMIT]


def _leaders_first(found: Sequence[Priced], weight: Mapping[int, float]) -> list[Priced]:
    """Return limits by weight, the heaviest of each family before all others."""
    ranked = sorted(found, key=lambda one: (-weight[id(one)], one.limit.name, one.name, one.year))
    leaders: dict[str, Priced] = {}
    for one in ranked:
        leaders.setdefault(one.limit.name, one)
    first = list(leaders.values())
    return [*first, *(one for one in ranked if leaders[one.limit.name] is not one)]
