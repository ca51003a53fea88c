"""Ceilings and floors of parts of the budget over the horizon."""

from __future__ import annotations

import numpy as np

from rightfin.case.case import Case
from rightfin.case.groups import parse_group
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import values_over
from rightfin.fiscal.parameters import Floats, Horizon, PartLimits


def parts_of(case: Case, horizon: Horizon, ceiling: Floats) -> PartLimits:
    """Return the ceilings and floors of parts, in the order of the table; ``ceiling`` (Y,) is that of the sector.

    In the tail an amount keeps its relation to the sector's ceiling of the last year shown: prices and revenue go on
    rising, and an amount that stood still would starve the years that nobody sees.
    """
    rows = filled(case, "ceilings")
    names = tuple(str(row["ceiling"]) for row in rows)
    is_share = {name: row["basis"] == "share" for name, row in zip(names, rows, strict=True)}
    typed = values_over(case, "ceilings", horizon, tail_zero=False)
    limit = np.where(np.array([[is_share[name]] for name in names], dtype=bool).reshape(-1, 1), typed * ceiling, typed)
    last = ceiling[horizon.shown - 1]
    if last > 0.0:
        limit[:, horizon.shown:] = limit[:, horizon.shown - 1, None] * (ceiling[horizon.shown:] / last)
    return PartLimits(
        parts=names,
        part_payer={name: str(row["payer"]) for name, row in zip(names, rows, strict=True) if row["payer"]},
        part_lines={name: parse_group(str(row["scope"])).lines(case) for name, row in zip(names, rows, strict=True)},
        part_limit=limit.reshape(len(names), len(horizon.years)),
        is_floor={name: row["bound"] == "min" for name, row in zip(names, rows, strict=True)},
        of_ceiling=is_share,
    )
