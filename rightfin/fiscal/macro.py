"""Growth, prices, exchange rates and the state's means over the planning horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import base_value, series
from rightfin.fiscal.horizon import last_typed, number
from rightfin.fiscal.parameters import Fiscal, Floats, Horizon
from rightfin.fiscal.paths import discount_factors, extend, extend_growth, gdp_path, index_of
from rightfin.schema import Value


@dataclass(frozen=True)
class Rates:
    """``exchange`` gives local money per unit of each currency, ``foreign_price`` per unit of foreign base-year money.

    All arrays have shape (Y + 1,), the base year first.
    """

    exchange: Mapping[str, Floats]
    foreign_price: Floats


def _series(case: Case, name: str, horizon: Horizon) -> list[float] | None:
    """Return a macro series from the base year to the last year whose typed values hold."""
    return series(case, name, (horizon.base, last_typed("macro", horizon)))


def _shown(case: Case, name: str, horizon: Horizon) -> list[float] | None:
    """Return a macro series from base year to end year; what its tail is follows from its growth."""
    return series(case, name, (horizon.base, horizon.end))


def _rates(case: Case, name: str, horizon: Horizon) -> Floats:
    """Return a macro series over base year and all planning years, (Y + 1,); zeros where it is absent."""
    found = _series(case, name, horizon)
    length = len(horizon.years) + 1
    return np.zeros(length) if found is None else extend(found, length)


def rates_of(case: Case, horizon: Horizon, own: str, foreign: str) -> Rates:
    """Return exchange rates, whose tail keeps its growth, and the index of foreign prices.

    ``own`` is the case's currency, ``foreign`` that of the series ``exchange_rate``. Foreign prices are the exchange
    rate times foreign inflation.
    """
    length = len(horizon.years) + 1
    exchange = {foreign: extend_growth(_shown(case, "exchange_rate", horizon) or [1.0], length)}
    for row in case.records("macro"):
        name = str(row["series"])
        if name.startswith("exchange_rate:"):
            exchange[name.split(":", 1)[1]] = extend_growth(_shown(case, name, horizon) or [1.0], length)
    exchange[own] = np.ones(length)
    return Rates(exchange, exchange[foreign] * index_of(_rates(case, "foreign_inflation", horizon)[1:]))


def fiscal_of(case: Case, horizon: Horizon, discount_rate: Value, *, wage_bill: bool, no_cliff: bool) -> Fiscal:
    """Return the state's means over the horizon; ``wage_bill`` and ``no_cliff`` say whether these families are on."""
    deflator_growth = _rates(case, "deflator_growth", horizon)[1:]
    real_growth = _rates(case, "real_growth", horizon)[1:]
    gdp = gdp_path(base_value(case, "gdp", horizon.base) or 0.0, real_growth, deflator_growth)
    revenue = gdp * _rates(case, "revenue_ratio", horizon)
    deflator = index_of(deflator_growth)
    discount = discount_factors(number(discount_rate), len(horizon.years))

    def share_of_revenue(name: str, *, used: bool) -> Floats | None:
        found = _series(case, name, horizon) if used else None
        return None if found is None else extend(found, len(horizon.years) + 1)[1:] * revenue[1:]

    return Fiscal(
        gdp=gdp,
        revenue=revenue,
        deflator=deflator,
        population_index=index_of(_rates(case, "population_growth", horizon)[1:]),
        ceiling=_rates(case, "security_share", horizon)[1:] * revenue[1:],
        reserve_yield=_rates(case, "reserve_yield", horizon)[1:],
        discount=discount,
        money_discount=discount / deflator[1:],
        wage_ceiling=share_of_revenue("wage_bill_share", used=wage_bill),
        max_step=share_of_revenue("max_step_share", used=no_cliff),
        own_spending=base_value(case, "own_spending", horizon.base) or 0.0,
    )
