"""Reading series and settings of a case onto the planning horizon, tail years included."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import across, base_and_end, base_value, series, settings
from rightfin.fiscal.parameters import Fiscal, Floats, Horizon
from rightfin.fiscal.paths import discount_factors, extend, extend_growth, gdp_path, handover_path, index_of
from rightfin.schema import Value


def number(value: Value) -> float:
    """Return a value that the checks know to be a number as a float."""
    return float(value) if isinstance(value, (int, float)) else float(str(value))


def horizon_of(case: Case) -> Horizon:
    """Return the horizon: base year, planning years with the tail, and how many of them are shown."""
    base, end = base_and_end(case)
    tail = int(number(settings(case)["tail_years"]))
    return Horizon(base, tuple(range(base + 1, end + tail + 1)), end - base)


def values_over(case: Case, table: str, row: Mapping[str, Value], horizon: Horizon, *, tail_zero: bool) -> Floats:
    """Return a row's values over all planning years; the tail is zero or keeps the last value. Blanks become NaN."""
    shown = across(case, table, row, horizon.base + 1, horizon.end)
    found = np.array([np.nan if value is None else value for value in shown])
    if tail_zero:
        return np.concatenate([found, np.zeros(len(horizon.years) - len(found))])
    return extend(found.tolist(), len(horizon.years))


def _rates(case: Case, name: str, horizon: Horizon) -> Floats:
    """Return a macro series over base year and all planning years, (Y + 1,); zeros where it is absent."""
    found = series(case, name)
    length = len(horizon.years) + 1
    return np.zeros(length) if found is None else extend(found, length)


def exchange_rates(case: Case, horizon: Horizon) -> dict[str, Floats]:
    """Return local money per unit of each currency, (Y + 1,) with the base year first; the tail keeps its growth."""
    length = len(horizon.years) + 1
    found = settings(case)
    rates = {str(found["foreign_currency"]): extend_growth(series(case, "exchange_rate") or [1.0], length)}
    for row in case.records("macro"):
        name = str(row["series"])
        if name.startswith("exchange_rate:"):
            rates[name.split(":", 1)[1]] = extend_growth(series(case, name) or [1.0], length)
    rates[str(found["currency"])] = np.ones(length)
    return rates


def foreign_price_index(case: Case, horizon: Horizon) -> Floats:
    """Return local money per unit of foreign base-year money, (Y + 1,): exchange rate times foreign inflation."""
    rate = exchange_rates(case, horizon)[str(settings(case)["foreign_currency"])]
    return rate * index_of(_rates(case, "foreign_inflation", horizon)[1:])


def fiscal_of(case: Case, horizon: Horizon, switches: Mapping[str, bool]) -> Fiscal:
    """Return the state's means over the horizon."""
    found = settings(case)
    deflator_growth = _rates(case, "deflator_growth", horizon)[1:]
    gdp = gdp_path(base_value(case, "gdp") or 0.0, _rates(case, "real_growth", horizon)[1:], deflator_growth)
    revenue = gdp * _rates(case, "revenue_ratio", horizon)
    deflator = index_of(deflator_growth)
    discount = discount_factors(number(found["discount_rate"]), len(horizon.years))

    def share_of_revenue(name: str, switch: str) -> Floats | None:
        if series(case, name) is None or not switches.get(switch, True):
            return None
        return _rates(case, name, horizon)[1:] * revenue[1:]

    return Fiscal(
        gdp=gdp,
        revenue=revenue,
        deflator=deflator,
        population_index=index_of(_rates(case, "population_growth", horizon)[1:]),
        ceiling=_rates(case, "security_share", horizon)[1:] * revenue[1:],
        reserve_yield=_rates(case, "reserve_yield", horizon)[1:],
        discount=discount,
        money_discount=discount / deflator[1:],
        wage_ceiling=share_of_revenue("wage_bill_share", "wage_bill"),
        max_step=share_of_revenue("max_step_share", "no_cliff"),
        own_share=_own_share(case, horizon) if switches.get("handover", True) else None,
        own_spending=base_value(case, "own_spending") or 0.0,
    )


def _own_share(case: Case, horizon: Horizon) -> Floats | None:
    found = settings(case)
    kind = str(found["handover"])
    if kind == "none":
        return None
    if kind == "by_year":
        return _rates(case, "own_share", horizon)[1:]
    return handover_path(
        kind, horizon.years, int(number(found["handover_start"])), int(number(found["handover_end"])),
        number(found["handover_from"]), number(found["handover_to"]),
    )
