"""Gifts in kind over the horizon."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import number, values_over
from rightfin.fiscal.parameters import Floats, Gifts, Horizon


def gifts_of(case: Case, horizon: Horizon, exchange: Mapping[str, Floats], own: str) -> Gifts:
    """Return the gifts in kind in the order of the table; none is offered after its donor's exit, nor in the tail.

    ``exchange`` gives local money per unit of each currency, (Y + 1,), and ``own`` is the case's currency.
    """
    rows = filled(case, "in_kind")
    donors = {str(row["donor"]): row for row in filled(case, "donors")}
    leaves = [donors[str(row["donor"])]["exit_year"] for row in rows]
    stays = np.array([[year is None or t <= number(year) for t in horizon.years] for year in leaves], dtype=bool)
    offered = np.nan_to_num(values_over(case, "in_kind", horizon, tail_zero=True))
    rates = [exchange[str(row["currency"] or donors[str(row["donor"])]["currency"] or own)][1:] for row in rows]
    value = np.array([number(row["value"]) * rate for row, rate in zip(rows, rates, strict=True)])
    names = tuple(str(row["gift"]) for row in rows)
    return Gifts(
        gifts=names,
        gift_donor={name: str(row["donor"]) for name, row in zip(names, rows, strict=True)},
        gift_asset={name: str(row["asset"]) for name, row in zip(names, rows, strict=True)},
        offered=np.where(stays.reshape(offered.shape), offered, 0.0),
        gift_value=value.reshape(offered.shape),
    )
