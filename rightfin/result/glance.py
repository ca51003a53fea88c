"""A glance: the few numbers by year that answer a question while someone waits, taken from the columns at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightfin.fiscal.parameters import Floats
from rightfin.lp.indices import SUPPORTED
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label, Program
from rightfin.result.paid import broken_obligations, most_unpaid
from rightfin.result.steady import steady_state
from rightfin.solve.levels import Level, Solution
from rightfin.tolerances import HOLD_OF_A_YEAR, NO_DECISION


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
    cleared: tuple[float, ...]
    """Own money that clears old arrears."""
    saved: tuple[float, ...]
    """Own money put into the reserve, less its yield; negative where the reserve pays."""
    most_unpaid: float
    """Broken obligations that still count as none, as ``least_missing`` counts them."""
    margin: float | None = None
    """Steady-state margin of the last year, in currency; only where all levels were solved and it exists."""

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


@dataclass(frozen=True)
class _Sum:
    """Columns of one kind, with the place of their year and, where it has one, of their first name."""

    columns: NDArray[np.int64]
    years: NDArray[np.int64]
    names: NDArray[np.int64]


class Gauge:
    """Reads glances from points over the columns of one structure; made once, used for every point."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self._columns = program.columns
        self._count = len(inputs.years)
        years = {year: place for place, year in enumerate(inputs.years)}
        people, needs = inputs.parameters.people, inputs.parameters.needs
        cadres = {cadre: place for place, cadre in enumerate(people.cadres)}
        self._sums = {
            "strength": _sum(program.columns, "strength", years, cadres, -1),
            "hollow": _sum(program.columns, "hollow", years, cadres, -1),
            "cost": _sum(program.columns, "cost", years, {}, -1),
            "own": _sum(program.columns, "own", years, {}, -1),
            "grant": _sum(program.columns, "grant", years, {}, -1),
            "unfunded": _sum(program.columns, "unfunded", years, {}, -1),
            "cleared": _sum(program.columns, "cleared", years, {}, -1),
            "reserve": _sum(program.columns, "reserve", years, {}, -1),
            "working": _sum(tuple((name, index) if name != "assigned" or index[3] == SUPPORTED else ("", index)
                                  for name, index in program.columns), "assigned", years, cadres, 2),
            "standby": _sum(program.columns, "standby", years, cadres, -1),
            "unmet": _sum(program.columns, "unmet", years, {need: place for place, need in enumerate(needs.needs)}, 2),
        }

    def fits(self, program: Program) -> bool:
        """Return whether a program has the columns that this gauge was made for."""
        return program.columns is self._columns

    def of(self, inputs: Inputs, program: Program, found: Solution) -> Glance:
        """Return the glance at a solution."""
        point = np.where(found.columns < NO_DECISION * program.column_scale, 0.0, found.columns)
        people, needs, shown = inputs.parameters.people, inputs.parameters.needs, inputs.parameters.horizon.shown
        employer = [people.institutions.index(people.institution_of[k]) for k in people.cadres]
        cost, unpaid, own = (self._by_year(point, kind) for kind in ("cost", "unfunded", "own"))
        noise = unpaid < HOLD_OF_A_YEAR * cost
        own, unpaid = own + np.where(noise, unpaid, 0.0), np.where(noise, 0.0, unpaid)
        hollow = self._sums["hollow"]
        price = people.support / (1.0 - people.leakage[employer])[:, None]
        unsupported = self._by_year(point, "hollow", price[hollow.names, hollow.years])
        of_need = self._sums["unmet"]
        unmet = np.zeros((len(needs.needs), self._count))
        np.add.at(unmet, (of_need.names, of_need.years), point[of_need.columns])
        needed = needs.need.sum(axis=1)
        share = np.divide(needed - unmet, needed, out=np.zeros_like(needed), where=needed > 0.0)
        each = np.where(needed > 0.0, share, 1.0)
        weight = needs.weight[:, None] * (needed > 0.0)
        whole = weight.sum(axis=0)
        coverage = np.divide((weight * share).sum(axis=0), whole, out=np.ones(self._count), where=whole > 0.0)

        def shown_of(values: Floats) -> tuple[float, ...]:
            return tuple(values[:shown].tolist())

        return Glance(
            years=inputs.years[:shown],
            strength=shown_of(self._by_year(point, "strength")),
            cost=shown_of(cost),
            own=shown_of(own),
            grants=shown_of(self._by_year(point, "grant")),
            unpaid=shown_of(unpaid),
            unsupported=shown_of(unsupported),
            coverage=shown_of(coverage),
            by_need={need: shown_of(course) for need, course in zip(needs.needs, each, strict=True)},
            levels=found.settled or found.levels,
            revenue=shown_of(inputs.parameters.fiscal.revenue[1:]),
            cleared=shown_of(self._by_year(point, "cleared")),
            saved=shown_of(self._saved(inputs, point)),
            most_unpaid=most_unpaid(inputs.parameters),
            margin=self._margin(inputs, point) if found.levels[-1].name == "churn" else None,
        )

    def _saved(self, inputs: Inputs, point: Floats) -> Floats:
        """Return the change of the reserve net of its yield, by year."""
        policy, reserve = inputs.parameters.policy, self._by_year(point, "reserve")
        before = np.concatenate([[policy.opening_reserve if policy.reserve_allowed else 0.0], reserve[:-1]])
        saved: Floats = reserve - (1.0 + inputs.parameters.fiscal.reserve_yield) * before
        return saved

    def _margin(self, inputs: Inputs, point: Floats) -> float | None:
        """Return the steady-state margin of the last year shown; ``None`` where there is no steady level."""
        last = inputs.parameters.horizon.shown - 1

        cadres = inputs.parameters.people.cadres

        def in_last_year(kind: str) -> dict[str, float]:
            part = self._sums[kind]
            chosen = part.years == last
            found = np.bincount(part.names[chosen], weights=point[part.columns[chosen]], minlength=len(cadres))
            return dict(zip(cadres, found.tolist(), strict=True))

        strength, working, standby = (in_last_year(kind) for kind in ("strength", "working", "standby"))
        supported = {
            cadre: min(persons, working[cadre] + standby[cadre]) if cadre in inputs.serves else persons
            for cadre, persons in strength.items()
        }
        found = steady_state(inputs, strength, supported, in_last_year("hollow"))
        return None if found is None else found.margin

    def _by_year(self, point: Floats, kind: str, weights: Floats | None = None) -> Floats:
        part = self._sums[kind]
        values = point[part.columns] if weights is None else point[part.columns] * weights
        return np.asarray(np.bincount(part.years, weights=values, minlength=self._count), np.float64)


def _sum(
    columns: tuple[Label, ...], kind: str, years: Mapping[int, int], names: Mapping[str, int], year_at: int
) -> _Sum:
    chosen = [(place, index) for place, (name, index) in enumerate(columns) if name == kind]
    return _Sum(
        np.array([place for place, _ in chosen], np.int64),
        np.array([years[index[year_at]] for _, index in chosen], np.int64),
        np.array([names.get(index[0], 0) for _, index in chosen], np.int64),
    )
