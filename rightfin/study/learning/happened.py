"""A case whose past is as it happened: prices, the exchange rate and revenue of years that are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rightfin.case.case import Case, Key
from rightfin.case.resolve import base_and_end, series
from rightfin.fiscal.horizon import horizon_of
from rightfin.fiscal.macro import fiscal_of
from rightfin.schema import Value
from rightfin.schema.learning import WHOLE
from rightfin.study.learning.facts import Series, Whose

PRICES, EXCHANGE, REVENUE = "prices", "exchange_rate", "revenue"
HAPPENED = (PRICES, EXCHANGE, REVENUE)
"""What of the past a case can take over as it happened; in this order, for revenue is a share of GDP at current prices."""

_SERIES = {PRICES: "deflator_growth", EXCHANGE: "exchange_rate", REVENUE: "revenue_ratio"}


def with_facts(case: Case, whole: Mapping[Whose, Series], moved: Collection[str] = HAPPENED) -> Case:
    """Return a case with what happened in the place of what was expected, in years that are known and in no other.

    A price level that happened is the growth that leads to it from the year before; later growth stays as typed, so that
    later levels move with it. Exchange rates and the share of GDP that revenue is stay as typed in later years.
    """
    for measure in HAPPENED:
        known = whole.get((measure, WHOLE), {})
        if measure in moved and known:
            case = _with_series(case, _SERIES[measure], _values(case, measure, known))
    return case


def _values(case: Case, measure: str, known: Series) -> Series:
    base, end = base_and_end(case)
    years = {int(year): value for year, value in known.items() if base < year <= end}
    if measure == EXCHANGE:
        return years
    horizon = horizon_of(case)
    means = fiscal_of(case, horizon, 0.0, wage_bill=False, no_cliff=False)
    place = {year: n for n, year in enumerate((horizon.base, *horizon.years))}
    if measure == REVENUE:
        return {year: value / float(means.gdp[place[year]]) for year, value in years.items()}
    found: dict[int, float] = {}
    level = 1.0
    for year in range(base + 1, max(years, default=base) + 1):
        growth = float(means.deflator[place[year]] / means.deflator[place[year] - 1])
        if year in years:
            found[year] = years[year] / level - 1.0
            growth = years[year] / level
        level *= growth
    return found


def _with_series(case: Case, name: str, values: Series) -> Case:
    """Return a case with other values of a series in some years; a blank that took one of them keeps what it was."""
    if not values:
        return case
    span = base_and_end(case)
    before = series(case, name, span)
    key: Key = (name,)
    cells: list[tuple[Key, str, Value]] = []
    rows = {str(row["series"]): row for row in case.records("macro")}
    if name not in rows or before is None:
        return case
    for year in sorted(values):
        cells.append((key, str(year), values[year]))
        after = year + 1
        if after <= span[1] and after not in values and rows[name].get(str(after)) is None:
            cells.append((key, str(after), before[after - span[0]]))
    return case.with_cells("macro", cells)
