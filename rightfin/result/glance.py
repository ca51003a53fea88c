"""A glance: the few numbers by year that answer a question while someone waits, the sums of its point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import LAST
from rightfin.lp.program import Program
from rightfin.result.overhang import Overhang
from rightfin.result.paid import broken_obligations, most_unpaid
from rightfin.result.point import Places, Point
from rightfin.result.yearly import Yearly
from rightfin.solve.levels import Level, Solution


@dataclass(frozen=True)
class Glance:
    """An answer in numbers by year, tail years left out; money in currency units at current prices.

    ``levels`` holds the optimum of every level that was solved, for complete plans as their tables have it: they are what a
    case has one answer for. The numbers by
    year are those of one optimum of these levels. After levels 1 and 2 alone others may cost or leave unpaid up to the
    arrears tolerance more or less, and spread it over other years, until the later levels settle that.
    """

    years: tuple[int, ...]
    strength: tuple[float, ...]
    cost: tuple[float, ...]
    own: tuple[float, ...]
    grants: tuple[float, ...]
    unpaid: tuple[float, ...]
    unsupported: tuple[float, ...]
    """Cost of supporting those who are paid but not supported."""
    coverage: tuple[float, ...]
    """Share of needs covered, weighted."""
    by_need: Mapping[str, tuple[float, ...]]
    """Share of each need that is covered, by year, 1 where nothing is needed."""
    levels: tuple[Level, ...]
    revenue: tuple[float, ...]
    """Revenue of all payers together."""
    cleared: tuple[float, ...]
    """Own money that clears old arrears."""
    saved: tuple[float, ...]
    """Own money put into the reserve, less its yield; negative where the reserve pays."""
    most_unpaid: float
    """Broken obligations that still count as none, as ``least_missing`` counts them."""
    margin: float | None = None
    """Steady-state margin of the last year, in currency; only where all levels were solved and it exists."""
    by_payers: Overhang | None = None
    """What that leaves to each of several payers; ``None`` where the government pays alone."""

    @property
    def own_share(self) -> tuple[float, ...]:
        """What the state pays, old arrears included, as a share of revenue, by year; nothing where there is no revenue."""
        rows = zip(self.own, self.cleared, self.revenue, strict=True)
        return tuple((own + cleared) / revenue if revenue > 0.0 else 0.0 for own, cleared, revenue in rows)

    @property
    def outlay(self) -> tuple[float, ...]:
        """What the state gives in a year, by year: own money spent, old arrears cleared, and what goes into the reserve."""
        return tuple(map(sum, zip(self.own, self.cleared, self.saved, strict=True)))

    @property
    def least_missing(self) -> float:
        """What cannot be paid or supported whatever is done: level 1a, at base-year prices, discounted, tail included."""
        return broken_obligations(self.levels)

    @property
    def can_be_paid(self) -> bool:
        """Whether everything that is due can be paid and everyone supported as the case asks."""
        return self.least_missing <= self.most_unpaid

    @property
    def missing(self) -> tuple[float, ...]:
        """What is unpaid or unsupported, by year."""
        return tuple(a + b for a, b in zip(self.unpaid, self.unsupported, strict=True))


class Gauge:
    """Reads glances from points over the columns of one structure; made once, used for every point."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self._places = Places(program, inputs)

    def fits(self, program: Program, inputs: Inputs) -> bool:
        """Return whether a program and its inputs are of the structure that this gauge was made for."""
        return self._places.fits(program, inputs)

    def of(self, inputs: Inputs, program: Program, found: Solution) -> Glance:
        """Return the glance at a solution."""
        sums = Yearly(inputs, Point(self._places, inputs, program, found.columns))
        shares = np.nan_to_num(sums.shares(), nan=1.0)
        is_whole = found.levels[-1].order == LAST
        steady = sums.steady if is_whole else None
        return Glance(
            years=sums.years,
            strength=_course(sums.strength),
            cost=_course(sums.cost),
            own=_course(sums.own),
            grants=_course(sums.grants),
            unpaid=_course(sums.unfunded),
            unsupported=_course(sums.unsupported),
            coverage=_course(np.nan_to_num(sums.coverage(), nan=1.0)),
            by_need=dict(zip(inputs.parameters.needs.needs, map(tuple, shares.tolist()), strict=True)),
            levels=found.settled or found.levels,
            revenue=_course(sums.revenue),
            cleared=_course(sums.cleared),
            saved=_course(sums.saved),
            most_unpaid=most_unpaid(inputs.parameters),
            margin=None if steady is None else steady.margin,
            by_payers=None if steady is None else sums.by_payers,
        )


def _course(amounts: Floats) -> tuple[float, ...]:
    """Return amounts by year as plain numbers."""
    return tuple(amounts.tolist())
