r"""The months of a year of a case: when money comes in and when lines fall due, as shares of the year.

All shares are (12,) in the order of the fiscal year, which may begin elsewhere than in January, and sum to 1. What the case
does not say comes evenly, :math:`s_m = 1/12`; a donor whose own year begins elsewhere pays evenly over its own years, so
that with its pledges :math:`p` and the donor's year :math:`y(m)` that is running in month :math:`m`

.. math::

    s_m = \frac{p_{y(m)}}{\sum_{n=1}^{12} p_{y(n)}}
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.eligibility import Rules
from rightfin.case.lines import Line
from rightfin.case.resolve import filled, resolved_settings
from rightfin.fiscal.parameters import Floats
from rightfin.schema import Value

MONTHS = 12


def first_month(case: Case) -> int:
    """Return the month in which the fiscal year starts, 1 for January."""
    found = resolved_settings(case)["year_starts"]
    return int(found) if isinstance(found, (int, float)) else 1


def month_names(case: Case, year: int) -> tuple[str, ...]:
    """Return the months of a year of the case in their order, such as *July 2025*."""
    first, end = first_month(case), int(year)
    before = end if first == 1 else end - 1
    return tuple(f"{month_name[1 + (first - 1 + n) % MONTHS]} {before + (first - 1 + n) // MONTHS}" for n in range(MONTHS))


def place_of_month(case: Case, month: int) -> int:
    """Return the place of a calendar month, 1 to 12, in the fiscal year, from 0 on."""
    return (month - first_month(case)) % MONTHS


def even() -> Floats:
    """Return equal shares."""
    return np.full(MONTHS, 1.0 / MONTHS)


def revenue_shares(case: Case, payer: str) -> Floats:
    """Return what share of a payer's money of a year comes in in each month."""
    rows = [row for row in filled(case, "revenue_months") if row["payer"] == payer]
    return _shares(case, rows) if rows else even()


def tranche_shares(case: Case, donor: str, year: int) -> Floats:
    """Return what share of a donor's money of a year comes in in each month."""
    rows = [row for row in filled(case, "tranches") if row["donor"] == donor]
    return _shares(case, rows) if rows else _over_own_years(case, donor, year)


def due_shares(case: Case, lines: Iterable[Line]) -> dict[Line, Floats]:
    """Return what share of the cost of each line falls due in each month; the most specific rows win."""
    rows = [{**row, "all": "all"} for row in filled(case, "spending_months")]
    rules, found = Rules(rows, "all"), dict[Line, Floats]()
    for line in lines:
        fitting = rules.most_specific("all", line)
        same = [row for row in fitting if _named(row) == _named(fitting[0])]  # rows equally specific: the first ones
        found[line] = _shares(case, same) if same else even()
    return found


def _named(row: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(row[part] for part in ("institution", "category", "item"))


def _shares(case: Case, rows: Iterable[Mapping[str, Value]]) -> Floats:
    found = np.zeros(MONTHS)
    for row in rows:
        month, share = row["month"], row["share"]
        if isinstance(month, (int, float)) and isinstance(share, (int, float)):
            found[place_of_month(case, int(month))] += float(share)
    whole = float(found.sum())
    return found / whole if whole > 0.0 else even()


def _over_own_years(case: Case, donor: str, year: int) -> Floats:
    """Return the shares of a donor that pays evenly over its own years."""
    row = next((row for row in filled(case, "donors") if row["donor"] == donor), None)
    starts = None if row is None else row["year_starts"]
    pledged = next((row for row in case.records("pledges") if row["donor"] == donor), None)
    if row is None or pledged is None or not isinstance(starts, (int, float)):
        return even()
    typed = {int(name): float(value) for name, value in pledged.items()
             if name.isdigit() and isinstance(value, (int, float))}
    delay = row["delay_years"]
    first, own = first_month(case), int(starts)
    begins = MONTHS * (int(year) - (first > 1)) + first - 1
    found = []
    for month in range(begins, begins + MONTHS):
        named = (month - (own - 1)) // MONTHS + (own > 1)
        sought = named - (int(delay) if isinstance(delay, (int, float)) else 0)
        found.append(typed.get(sought, typed[max(typed)] if typed and sought > max(typed) else 0.0))
    whole = sum(found)
    return np.array(found) / whole if whole > 0.0 else even()
