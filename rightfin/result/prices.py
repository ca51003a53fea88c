"""Shadow prices: what each limit of a plan is worth, in needs that are met if it gives way, tried by solving again.

A price is one of level 2, needs, with all levels above solved again: a limit also works through level 1, because what is
owed comes first (see ``docs/mathematics.md``). Where several bases are optimal, a price composed from the duals of levels
may be no price at all. So the limits that count most are moved, one at a time and both ways, and solved again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.sparse import csr_array

from rightfin.case.payers import GOVERNMENT
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Axis, Family, Unit
from rightfin.lp.program import Label, Program
from rightfin.lp.rules import FAMILY, LIMITS
from rightfin.lp.rules.sustained import Bound, bounds_of, moved_by
from rightfin.result.plan import Cell, PlanTable
from rightfin.solve.levels import Solution
from rightfin.solve.trials import Trial, Trials
from rightfin.tolerances import PRICED, ROOM

SHIFT = 0.01
"""How far a limit is moved, as a share of what it allows."""

AGREES = 0.02
"""How far what happened may be from what a price says, as a share of it, for the price to be confirmed."""

MOST = 30
"""Most limits that are tried, two solves each: half a second to one and a half where a plan takes one."""

FEWEST = 12
"""Fewest limits that are tried, however large the case."""

_WORK = 150_000
"""Rows of the program times limits tried, between ``FEWEST`` and ``MOST``: a trial takes longer in a larger case."""


class Flag(StrEnum):
    """What trying a limit says about its price."""

    CONFIRMED = "confirmed"
    """What one per cent either way does is what the price says, within ``AGREES``."""
    ONE_SIDED = "one-sided"
    """The price bends: more closes less than the price says, or less opens more; it lies between the two."""
    NOT_UNIQUE = "not unique"
    """The price lies outside what was found: levels 1 and 2 are both degenerate, and the composed number means nothing."""


@dataclass(frozen=True)
class Priced:
    """A limit in one year, its composed price, and how it is moved.

    ``amount`` is what it allows and ``price`` the fall of level 2 for one ``unit`` by which it gives way, as the duals have
    it. ``moves`` is by how much the side of each of its rows moves, in natural units, when the limit gives way by ``step``
    units: one per cent of what it allows or, for a relation that allows no amount, of what it compares in the plan; for a
    rule of what it asks in the base year. Where that is nothing the limit is not tried.
    """

    limit: Family
    name: str
    year: int
    amount: float
    unit: str
    price: float
    step: float
    moves: Mapping[int, float]


@dataclass(frozen=True)
class Tried:
    """A limit after it was tried: ``more`` is what happened when it gave way, ``less`` when it was tightened.

    ``less`` is ``None`` where rows contradict one another then. ``seen`` is the least change of needs that counts.
    """

    priced: Priced
    more: Trial
    less: Trial | None
    seen: float = 0.0

    @property
    def flag(self) -> Flag:
        """Return whether what happened agrees with the price."""
        said = self.priced.price * self.priced.step
        within = max(AGREES * abs(said), self.seen)
        closes = -self.more.needs
        opens = np.inf if self.less is None else self.less.needs
        if abs(closes - said) <= within and abs(opens - said) <= within:
            return Flag.CONFIRMED
        return Flag.ONE_SIDED if min(closes, opens) - within <= said <= max(closes, opens) + within else Flag.NOT_UNIQUE

    @property
    def row(self) -> tuple[Cell, ...]:
        """Return its row of the table."""
        one, less = self.priced, self.less
        before = min(filter(None, (self.more.before, "" if less is None else less.before)), default="")
        return (one.limit.name, one.name, one.year, one.amount, one.unit, one.price, str(self.flag), one.step,
                -self.more.needs + 0.0, "" if less is None else less.needs, -self.more.owed + 0.0, before)


@dataclass(frozen=True)
class TriedLimits:
    """The limits of the years shown that were tried, in the order of ``LIMITS``, and how many with a price were not."""

    limits: tuple[Tried, ...] = ()
    left_out: int = 0

    @property
    def table(self) -> PlanTable:
        """Return the table ``prices``."""
        return PlanTable.of_rows("prices", [one.row for one in self.limits])


def try_limits(d: Inputs, program: Program, found: Solution, trials: Trials, currency: str) -> TriedLimits:
    """Try the limits of the years shown that have a price; none if the prices are not known.

    At most ``MOST`` are tried, fewer in a large case: the one of each kind that is worth most for one per cent first, then
    those that are worth most, then those that bind without a price, which are kept if anything happens. Raises
    ``SolverError`` and ``SolveStoppedError`` as a solve does.
    """
    candidates = list(priced_limits(d, program, found, currency))
    chosen = _first(candidates, max(FEWEST, min(MOST, _WORK // max(len(program.rows), 1))))
    tried = []
    for one in chosen:
        more, less = (trials.moved({row: sign * by for row, by in one.moves.items()}) for sign in (1.0, -1.0))
        if more is not None and (one.price != 0.0 or less is None or more.moved or less.moved):
            tried.append(Tried(one, more, less, trials.seen))
    order = {limit.name: place for place, limit in enumerate(LIMITS)}
    tried.sort(key=lambda one: (order[one.priced.limit.name], one.priced.name, one.priced.year))
    left_out = sum(one.price != 0.0 for one in candidates) - sum(one.price != 0.0 for one in chosen)
    return TriedLimits(tuple(tried), left_out)


def _first(priced: list[Priced], most: int) -> list[Priced]:
    """Return the limits that are tried: the heaviest of each kind, then the heaviest, ``most`` in all."""
    ranked = sorted(priced, key=lambda one: (-abs(one.price * one.step), one.limit.name, one.name, one.year))
    leaders: dict[str, Priced] = {}
    for one in ranked:
        if one.price != 0.0:
            leaders.setdefault(one.limit.name, one)
    first = list(leaders.values())
    return [*first, *(one for one in ranked if leaders.get(one.limit.name) is not one)][:most]


def priced_limits(
    d: Inputs, program: Program, found: Solution, currency: str, every: Collection[str] = ()
) -> Iterator[Priced]:
    """Yield the limits of the years shown that have a composed price or bind, in the order of the program's rows.

    Of families in ``every`` all limits come. A price within the tolerance of the solver is zero.
    """
    gradients = found.prices
    if gradients is None:
        return
    shown = frozenset(d.parameters.horizon.written)
    places = {label: place for place, label in enumerate(program.rows)}
    by_row, point = csr_array(program.matrix), found.columns / program.column_scale
    binds, bounds = program.broken_by(point) > -ROOM, bounds_of(d)
    for place, (family, index) in enumerate(program.rows):
        limit = FAMILY[family]
        year = limit.year_of(index) or d.first
        if not limit.gives_way or year not in shown:
            continue
        unit = currency if limit.is_money else str(limit.unit)
        for name, amount, moves in _movable(d, program, bounds, places, place, float(gradients[place])):
            step = SHIFT * abs(amount)
            if unit == Unit.SHARE:  # of what the rule asks in the base year
                step = SHIFT
            elif amount == 0.0:
                entries = slice(by_row.indptr[place], by_row.indptr[place + 1])
                terms = by_row.data[entries] * point[by_row.indices[entries]]
                step = SHIFT * float(terms[terms > 0.0].sum() * program.row_scale[place])
            price = -sum(float(gradients[row]) * by for row, by in moves.items())
            if abs(price * float(program.row_scale[place])) <= PRICED:
                price = 0.0
            if step > 0.0 and (price != 0.0 or binds[place] or family in every):
                yield Priced(limit, name, d.parameters.horizon.style.written(year), amount, unit, price, step,
                             {row: step * by for row, by in moves.items()})


_OF_LASTING_MONEY = {
    "pledge": "lasting_money", "ceiling": "kept_money",
    "earmark_limit": "lasting_limit", "earmark_reserve": "lasting_reserve",
}
"""Rows on what donors who never leave, and payers beside the government, keep up, by the family with which they move."""


def _movable(
    d: Inputs, program: Program, bounds: Mapping[int, Bound], places: Mapping[Label, int], place: int, gradient: float
) -> Iterator[tuple[str, float, dict[int, float]]]:
    """Yield name, amount and moves for one unit of a row: one, or one for each donor whose money arrives in it.

    What is a share of a year's ceiling moves with it, and so does what a payer beside the government keeps up; what a donor
    who never leaves keeps up moves with what it gives.
    """
    family, index = program.rows[place]
    name = "/".join(
        str(part) for axis, part in zip(FAMILY[family].axes, index, strict=True)
        if axis is not Axis.YEAR and not (axis in (Axis.PAYER, Axis.PURSE) and part == GOVERNMENT)
    )
    rows = [place, *(places[label] for label in ((_OF_LASTING_MONEY.get(family, ""), index),) if label in places)]
    if family == "pledge":
        yield from _of_donors(d, rows, *index)
        return
    low, high = (float(side[place] * program.row_scale[place]) for side in (program.row_lower, program.row_upper))
    if family == "prison_places":  # of what is typed: the side of the row is what those leave whom no decision moves
        yield name, float(d.prison_places[index[0]]), {place: 1.0}
        return
    towards = 1.0 if np.isfinite(high) else -1.0
    if np.isfinite(low) and np.isfinite(high):  # it can give way to either side
        towards = -1.0 if gradient > 0.0 else 1.0
    moves = dict.fromkeys(rows, towards)
    if family == "ceiling":
        payer, year = index
        clears = d.parameters.policy.max_clearing_share
        saves = d.terms[payer].saving_share if payer in d.terms else 0.0
        for other, share in (("saving_limit", saves), ("clearing_limit", clears)):
            if (other, index) in places:
                moves[places[other, index]] = share
        if payer == GOVERNMENT:
            moves |= {places["sustained", (t,)]: share for t, share in moved_by(d, bounds, year)}
            for part in d.parameters.parts.parts:
                at, limit = places.get(("part_ceiling", (part, year))), d.part_limit[part, year]
                if at is not None and d.parameters.parts.of_ceiling[part] and high > 0.0:
                    moves[at] = limit / high
    yield name, (high if np.isfinite(high) else low) + 0.0, moves  # a limit of nothing is never minus nothing


def _of_donors(d: Inputs, rows: list[int], group: str, year: int) -> Iterator[tuple[str, float, dict[int, float]]]:
    for donor in next(found for found in d.layout.groups if found.name == group).members:
        amount = d.disbursed[donor, year]
        # Where a donor gives nothing, or may no longer spend, the row has no side to give way.
        if amount > 0.0 and d.spendable(group, year):
            yield donor, amount, dict.fromkeys(rows, 1.0 - d.fee[donor, year])
