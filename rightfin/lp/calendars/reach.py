"""How far decisions can reach under any calendar, from the rows alone: what a row leaves to each of its decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import coo_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.calendars.touched import Shift, Touched
from rightfin.tolerances import VIOLATION

ROUNDS = 60
"""How often what one row leaves is passed on to others at most; most of it is found in ten."""

STILL = 0.999
"""Share of a bound above which another one is no news."""


def reach(touched: Touched, at_most: Mapping[str, float]) -> Floats:
    r"""Return the most that each decision can be, (columns,), scaled; infinite where no row says so.

    Of a row $\sum_j a_j x_j \le b$ with $a_j$ between $\underline a_j$ and $\overline a_j$ over all calendars:

    $$
    x_j \le \frac{\overline b - \sum_k \min(0, \underline a_k U_k)}{\underline a_j} \qquad \underline a_j > 0
    $$

    A decision that only helps rows to hold, and that no objective asks for, is not larger than what one of its rows can
    lack of the others: more of it is as good as that.

    Parameters
    ----------
    at_most : scaled values that some objectives need not pass, because a calendar is known that keeps them.
    """
    base, shape = touched.items.base, touched.shape
    low, high, right = _intervals(touched)
    count = len(shape.sense)
    sense = np.concatenate([shape.sense, np.ones(len(shape.objectives), np.int64)])
    limit_high, limit_low = right[1].copy(), right[0].copy()
    for n, name in enumerate(shape.objectives):
        limit_high[count + n] = right[1][count + n] + at_most.get(name, np.inf)
    upper = base.upper.copy()
    for item, changes in touched.changes.items():
        if item >= touched.items.first_upper:
            upper[item - touched.items.first_upper] += _range(changes)[1]
    rows, columns, least_of, most_of = low.row, low.col, low.data, high.data
    way = sense[rows]
    lifts, lowers = (way < 0) & (least_of > 0.0), (way > 0) & (most_of < 0.0)
    helps = np.where(rows < count, lifts | lowers, least_of >= 0.0)
    helpers = np.ones(len(upper), dtype=bool)
    helpers[columns[~helps]] = False
    above, below = (way >= 0) & (least_of > 0.0), (way <= 0) & (most_of < 0.0)
    for _ in range(ROUNDS):
        with np.errstate(invalid="ignore"):
            smallest = np.where(least_of < 0.0, least_of * upper[columns], 0.0)
            largest = np.where(most_of > 0.0, most_of * upper[columns], 0.0)
            sums = tuple(np.bincount(rows, part, len(limit_high)) for part in (smallest, largest))
            found = np.full(len(rows), np.inf)
            found[above] = (limit_high - sums[0])[rows[above]] / least_of[above]
            found[below] = np.minimum(found[below], (sums[1] - limit_low)[rows[below]] / -most_of[below])
            # what a row can lack of all others, in units of the decision; its own share of the sums is nothing
            lacking = np.full(len(rows), -np.inf)
            lacking[lifts] = (limit_high - sums[0])[rows[lifts]] / least_of[lifts]
            lacking[lowers] = (sums[1] - limit_low)[rows[lowers]] / -most_of[lowers]
        new = upper.copy()
        np.minimum.at(new, columns, _widened(found))
        needed = np.full(len(upper), -np.inf)
        in_rows = rows < count
        np.maximum.at(needed, columns[in_rows], np.nan_to_num(lacking, nan=np.inf, posinf=np.inf, neginf=-np.inf)[in_rows])
        new[helpers] = np.minimum(new[helpers], _widened(needed[helpers]))
        if not np.any(new < upper * STILL):
            break
        upper = new
    return upper


def _widened(bounds: Floats) -> Floats:
    """Return bounds that rounding cuts nothing off; not less than nothing, infinite where they are not known."""
    found: Floats = np.where(np.isnan(bounds), np.inf, np.maximum(bounds, 0.0)) * (1.0 + VIOLATION) + VIOLATION
    return found


def _intervals(touched: Touched) -> tuple[coo_array, coo_array, tuple[Floats, Floats]]:
    """Return least and greatest entries over all calendars, in one pattern, and right sides likewise."""
    items, base = touched.items, touched.items.base
    own = coo_array(base.matrix)
    keys = own.row.astype(np.int64) * items.columns + own.col
    low = dict(zip(keys.tolist(), own.data.tolist(), strict=True))
    high = dict(low)
    right_low, right_high = base.right.copy(), base.right.copy()
    for item, changes in touched.changes.items():
        least, most = _range(changes)
        if items.is_entry(item):
            value = low.get(item, 0.0)
            low[item], high[item] = value + least, value + most
        elif items.is_right(item):
            right_low[item - items.first_right] += least
            right_high[item - items.first_right] += most
    places = np.fromiter(low, np.int64, len(low))
    at = places // items.columns, places % items.columns
    shape = base.matrix.shape
    return (
        coo_array((np.fromiter(low.values(), float, len(low)), at), shape=shape),
        coo_array((np.fromiter(high.values(), float, len(high)), at), shape=shape),
        (right_low, right_high),
    )


def _range(changes: Iterable[Shift]) -> tuple[float, float]:
    """Return the least and the greatest sum of changes."""
    found = [(min(change.by.values()), max(change.by.values())) for change in changes]
    return sum(low for low, _ in found), sum(high for _, high in found)
