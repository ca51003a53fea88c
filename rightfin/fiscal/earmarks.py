"""Earmarks of donors over the horizon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.groups import parse_group
from rightfin.case.resolve import filled
from rightfin.fiscal.donors import fees_of
from rightfin.fiscal.horizon import values_over
from rightfin.fiscal.parameters import Earmarks, Floats, Horizon


def earmarks_of(case: Case, horizon: Horizon, exchange: Mapping[str, Floats], own: str) -> Earmarks:
    """Return the earmarks in the order of the table: amounts exchanged at the rate, and less the donor's fee, of
    each year.

    ``exchange`` gives local money per unit of each currency, (Y + 1,), and ``own`` is the case's currency. In the tail an
    amount stays what it is in the donor's money, as its pledges do.
    """
    rows = filled(case, "earmarks")
    names = tuple(str(row["earmark"]) for row in rows)
    donors = filled(case, "donors")
    arrives = {
        str(row["donor"]): (1.0 - fee) * exchange[str(row["currency"] or own)][1:]
        for row, fee in zip(donors, fees_of(case, horizon, donors), strict=True)
    }
    local = np.array([arrives[str(row["donor"])] for row in rows])
    typed = values_over(case, "earmarks", horizon, tail_zero=False)
    return Earmarks(
        earmarks=names,
        earmark_donor={name: str(row["donor"]) for name, row in zip(names, rows, strict=True)},
        earmark_lines={name: parse_group(str(row["scope"])).lines(case) for name, row in zip(names, rows, strict=True)},
        earmark_amount=(typed * local.reshape(typed.shape)).reshape(len(names), len(horizon.years)),
        is_reserve={name: row["bound"] == "min" for name, row in zip(names, rows, strict=True)},
    )


def claimed(reserves: Iterable[tuple[frozenset[object], float]]) -> float:
    """Return how much money reserved amounts, (scope, amount), claim together; an inner one counts within its outer one.

    Scopes lie apart or inside one another.
    """
    apart: list[tuple[frozenset[object], float]] = []
    for scope, amount in sorted(reserves, key=lambda found: len(found[0])):
        inner = sum(total for other, total in apart if other <= scope)
        apart = [*(found for found in apart if not found[0] <= scope), (scope, max(amount, inner))]
    return sum(total for _, total in apart)
