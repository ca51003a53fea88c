"""Payers beside the government and transfers between payers, over the horizon."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.groups import parse_group
from rightfin.case.lines import Line
from rightfin.case.payers import GOVERNMENT, payable_lines, payers_of
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import number, values_from_base, values_over
from rightfin.fiscal.parameters import Floats, Horizon, Payers


def payers_over(case: Case, horizon: Horizon, revenue: Floats, lines: tuple[Line, ...], *, wage_bill: bool,
                no_cliff: bool) -> Payers:
    """Return payers beside the government and transfers over the horizon.

    ``revenue`` (Y + 1,) is the nation's, the base year first; ``wage_bill`` and ``no_cliff`` say whether these families of
    rules are on. In the tail every series keeps its last value, and amounts grow with the nation's revenue.
    """
    rows = filled(case, "payers")
    further = payers_of(case)[1:]
    series = _series(case, horizon)
    growth = np.ones(len(horizon.years) + 1)
    last = revenue[horizon.shown]
    growth[horizon.shown + 1 :] = revenue[horizon.shown + 1 :] / last if last > 0.0 else 1.0
    of_payers = {payer: _revenue(series, payer, revenue, growth) for payer in further}

    def share(name: str, payer: str, otherwise: float, *, on: bool = True) -> Floats:
        found = series.get((payer, name)) if on else None
        return np.full(len(horizon.years), otherwise) if found is None else found[1:] * of_payers[payer][1:]

    def by_year(name: str, otherwise: float, *, on: bool = True) -> Floats:
        found = [share(name, payer, otherwise, on=on) for payer in further]
        return np.array(found).reshape(len(further), len(horizon.years))

    def column(name: str) -> Floats:
        return np.array([number(row[name]) for row in rows])

    given = filled(case, "transfers")
    names = tuple(str(row["transfer"]) for row in given)
    gives = {name: str(row["from"]) for name, row in zip(names, given, strict=True)}
    return Payers(
        further=further,
        payer_region={str(row["payer"]): str(row["region"]) for row in rows if row["region"] is not None},
        payable=payable_lines(case, lines),
        payer_revenue=np.array([of_payers[payer] for payer in further]).reshape(len(further), len(horizon.years) + 1),
        payer_ceiling=by_year("security_share", 0.0),
        payer_wage_ceiling=by_year("wage_bill_share", np.nan, on=wage_bill),
        payer_max_step=by_year("max_step_share", np.nan, on=no_cliff),
        payer_own_spending=column("own_spending"),
        payer_saving_share=column("max_saving_share"),
        payer_reserve=column("opening_reserve"),
        payer_arrears=column("opening_arrears"),
        transfers=names,
        transfer_from=gives,
        transfer_to={name: str(row["to"]) for name, row in zip(names, given, strict=True)},
        transfer_lines={
            name: None if row["scope"] is None else frozenset(parse_group(str(row["scope"])).lines(case))
            for name, row in zip(names, given, strict=True)
        },
        transfer_amount=_amounts(case, horizon, {GOVERNMENT: revenue, **of_payers}, growth),
    )


def _series(case: Case, horizon: Horizon) -> Mapping[tuple[str, str], Floats]:
    values = values_from_base(case, "payer_money", horizon)
    return {
        (str(row["payer"]), str(row["series"])): over_years
        for row, over_years in zip(filled(case, "payer_money"), values, strict=True)
    }


def _revenue(series: Mapping[tuple[str, str], Floats], payer: str, nation: Floats, growth: Floats) -> Floats:
    typed, share = series.get((payer, "revenue")), series.get((payer, "revenue_share"))
    if typed is not None:
        return typed * growth
    return np.zeros(len(nation)) if share is None else share * nation


def _amounts(case: Case, horizon: Horizon, revenue: Mapping[str, Floats], growth: Floats) -> Floats:
    rows = filled(case, "transfers")
    typed = np.nan_to_num(values_over(case, "transfers", horizon, tail_zero=False))
    found = [
        over_years * (revenue[str(row["from"])][1:] if row["basis"] == "share" else growth[1:])
        for row, over_years in zip(rows, typed, strict=True)
    ]
    return np.array(found).reshape(len(rows), len(horizon.years))
