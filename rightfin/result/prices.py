"""Shadow prices: what each limit of a plan is worth, in needs that would be met if it gave way a little.

They are prices of level 2, needs, with all levels above solved again: a limit also works through level 1, because what is
owed comes first (see ``docs/mathematics.md``). They hold for small changes of one limit at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.family import Unit
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Program
from rightfin.lp.registry import FAMILIES
from rightfin.result.plan import TABLE_COLUMNS, PlanTable

NOISE = 1e-7
"""Scaled price that counts as none: a hundred times the tolerance of the solver."""


@dataclass(frozen=True)
class Limit:
    """A family of rows whose prices people see.

    ``label`` says what gives way, and ``names`` which of ``Names`` holds the full names of the parts of its index, empty
    where they have none.
    """

    family: str
    label: str
    names: str = ""


LIMITS: tuple[Limit, ...] = (
    Limit("ceiling", "Ceiling of own spending"),
    Limit("pledge", "Money of a donor", "donors"),
    Limit("wage_bill", "Wage bill ceiling"),
    Limit("no_cliff", "Step of own spending"),
    Limit("saving_limit", "Money that may be saved"),
    Limit("clearing_limit", "Clearing of arrears"),
    Limit("handover", "Handover to the state"),
    Limit("co_financing", "Co-financing rule", "donors"),
    Limit("training", "Training places", "institutions"),
    Limit("pipeline", "Recruits already in training", "institutions"),
    Limit("promotion_rate", "Promotion", "cadres"),
    Limit("exit_rate", "Retrenchment", "institutions"),
    Limit("minimum_strength", "Least strength", "cadres"),
    Limit("maximum_strength", "Greatest strength", "cadres"),
    Limit("overhead", "Overhead staff", "cadres"),
    Limit("grade_ratio", "Grades", "cadres"),
    Limit("rule", "Rule of composition"),
    Limit("absorption", "Purchases", "assets"),
)
"""Limits that a person can move, in the order in which the table lists them."""

_UNITS = {family.name: family.unit for family in FAMILIES}


def prices_table(d: Inputs, program: Program, prices: Floats | None, currency: str) -> PlanTable:
    """Return the limits of the years shown that have a price; none if the prices are not known.

    ``prices`` is what one unit more of each row's side adds to level 2, (rows,). The table states what level 2 *loses*, in
    weighted need-years at their discounted worth, for each unit by which the limit gives way: more of what may be spent or
    done, less of what must be. It can be negative: with more room, what is owed is paid first, at the cost of needs.
    """
    shown = frozenset(d.years[: d.parameters.horizon.shown])
    found = [] if prices is None else [
        (order, name, year, (limit.family, name, year, amount, unit, price))
        for place in np.flatnonzero(np.abs(prices * program.row_scale) > NOISE).tolist()
        for order, limit in enumerate(LIMITS) if limit.family == program.rows[place][0]
        for name, year, amount, unit, price in _priced(d, program, place, float(prices[place]), currency)
        if year in shown
    ]
    return PlanTable("prices", TABLE_COLUMNS["prices"], [row for *_, row in sorted(found)])


def _priced(
    d: Inputs, program: Program, place: int, gradient: float, currency: str
) -> Iterator[tuple[str, int, float, str, float]]:
    """Yield name, year, amount, unit and price of a row: one, or one for each donor whose money arrives in it."""
    family, index = program.rows[place]
    year = next((part for part in index if isinstance(part, int)), d.first)
    name = "/".join(str(part) for part in index if not isinstance(part, int))
    unit = currency if _UNITS[family] is Unit.MONEY else str(_UNITS[family])
    if family == "pledge":
        donors = d.parameters.donors
        group = next(group for group in d.layout.groups if group.name == name)
        for donor in group.members:
            at = donors.donors.index(donor)
            amount = float(donors.disbursed[at, year - d.first])
            # Where a donor gives nothing, or may no longer spend, the row has no side to give way.
            if amount > 0.0 and d.spendable(name, year):
                yield donor, year, amount, unit, -gradient * (1.0 - float(donors.fee[at]))
        return
    scale = float(program.row_scale[place])
    low, high = float(program.row_lower[place]) * scale, float(program.row_upper[place]) * scale
    price = -gradient if np.isfinite(high) else gradient
    if np.isfinite(low) and np.isfinite(high):  # it can give way to either side
        price = abs(gradient)
    yield name, year, high if np.isfinite(high) else low, unit, price
