"""A case whose past is as it happened: prices, the exchange rate and revenue of years that are known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rightfin.case.case import Case, Key
from rightfin.case.payers import GOVERNMENT
from rightfin.case.resolve import base_and_end, rows_across, series
from rightfin.fiscal.horizon import horizon_of
from rightfin.fiscal.macro import fiscal_of
from rightfin.fiscal.parameters import Fiscal
from rightfin.schema import Value
from rightfin.schema.learning import WHOLE
from rightfin.study.learning.facts import Series, Whose

PRICES, EXCHANGE, REVENUE, REVENUE_SHARE = "prices", "exchange_rate", "revenue", "revenue_share"
HAPPENED = (PRICES, EXCHANGE, REVENUE)
"""What of the past a case can take over as it happened; in this order, for revenue is a share of GDP at current prices."""

_SERIES = {PRICES: "deflator_growth", EXCHANGE: "exchange_rate", REVENUE: "revenue_ratio"}


def with_facts(case: Case, whole: Mapping[Whose, Series], moved: Collection[str] = HAPPENED) -> Case:
    """Return a case with what happened in the place of what was expected, in years that are known and in no other.

    A price level that happened is the growth that leads to it from the year before; later growth stays as typed, so that
    later levels move with it. Exchange rates and the share of GDP that revenue is stay as typed in later years. Revenue of
    all payers together is the government's and what the others have; where both are counted, the government's counts.
    """
    for measure in HAPPENED:
        known = _government(case, whole) if measure == REVENUE else whole.get((measure, WHOLE), {})
        if measure in moved and known:
            case = _with_series(case, _SERIES[measure], _values(case, measure, known))
    return _with_revenue_of_others(case, whole) if REVENUE in moved else case


def _government(case: Case, whole: Mapping[Whose, Series]) -> Series:
    """Return the government's revenue that happened: as counted, or what of all payers' together the others do not have.

    The others have what was counted of them, otherwise the amount that is typed or their share of the government's.
    """
    alone, together = (whole.get((REVENUE, whose), {}) for whose in (GOVERNMENT, WHOLE))
    base, end = base_and_end(case)
    found = dict(alone)
    for year in (year for year in together if year not in alone and base <= year <= end):
        amount, share = 0.0, 0.0
        for payer, kind, typed in _of_others(case):
            counted = whole.get((REVENUE, payer), {}).get(year)
            if counted is not None or kind == REVENUE:
                amount += typed[year - base] if counted is None else counted
            else:
                share += typed[year - base]
        found[year] = (together[year] - amount) / (1.0 + share)
    return found


def _with_revenue_of_others(case: Case, whole: Mapping[Whose, Series]) -> Case:
    """Return a case in which payers beside the government had what was counted of them; later years stay as typed."""
    base, end = base_and_end(case)
    nation = _means(case)
    rows = {(str(row["payer"]), str(row["series"])): row for row in case.records("payer_money")}
    cells: list[tuple[Key, str, Value]] = []
    for payer, kind, typed in _of_others(case):
        counted = {year: value for year, value in whole.get((REVENUE, payer), {}).items() if base < year <= end}
        for year, value in counted.items():
            after = year + 1
            series_value = value if kind == REVENUE else value / float(nation.revenue[year - base])
            cells.append(((payer, kind), str(year), series_value))
            if after <= end and after not in counted and rows[payer, kind].get(str(after)) is None:
                cells.append(((payer, kind), str(after), typed[after - base]))
    return case.with_cells("payer_money", cells) if cells else case


def _of_others(case: Case) -> Iterator[tuple[str, str, tuple[float, ...]]]:
    """Yield payers beside the government with revenue of their own: by which series, and its values by year."""
    values = rows_across(case, "payer_money", *base_and_end(case))
    for row, typed in zip(case.records("payer_money"), values, strict=True):
        if row["series"] in (REVENUE, REVENUE_SHARE):
            yield str(row["payer"]), str(row["series"]), tuple(0.0 if value is None else float(value) for value in typed)


def _means(case: Case) -> Fiscal:
    return fiscal_of(case, horizon_of(case), 0.0, wage_bill=False, no_cliff=False)


def _values(case: Case, measure: str, known: Series) -> Series:
    base, end = base_and_end(case)
    years = {int(year): value for year, value in known.items() if base < year <= end}
    if measure == EXCHANGE:
        return years
    horizon = horizon_of(case)
    means = _means(case)
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
