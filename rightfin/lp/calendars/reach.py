"""How far decisions can reach under any calendar, from the rows alone: what a row leaves to each of its decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import coo_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.calendars.touched import Change, Touched

ROUNDS = 60
"""How often what one row leaves is passed on to others at most; most of it is found in ten."""

ROOM = 1e-6
"""Share, and scaled units, that is added to each bound, so that rounding cuts nothing off."""


def reach(touched: Touched, at_most: Mapping[str, float]) -> Floats:
    r"""Return the most that each decision can be, (columns,), scaled; infinite where no row says so.

    Of a row $\sum_j a_j x_j \le b$ with $a_j$ between $\underline a_j$ and $\overline a_j$ over all calendars:

    $$
    x_j \le \frac{\overline b - \sum_k \min(0, \underline a_k U_k)}{\underline a_j} \qquad \underline a_j > 0
    $$

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
    rows, columns = low.row, low.col
    least_of, most_of = low.data, high.data
    for _ in range(ROUNDS):
        with np.errstate(invalid="ignore"):
            smallest = np.where(least_of < 0.0, least_of * upper[columns], 0.0)
            largest = np.where(most_of > 0.0, most_of * upper[columns], 0.0)
        room_above = limit_high - np.bincount(rows, smallest, len(limit_high))
        room_below = np.bincount(rows, largest, len(limit_high)) - limit_low
        found = np.full(len(rows), np.inf)
        above = (sense[rows] >= 0) & (least_of > 0.0)
        found[above] = room_above[rows[above]] / least_of[above]
        below = (sense[rows] <= 0) & (most_of < 0.0)
        found[below] = np.minimum(found[below], room_below[rows[below]] / -most_of[below])
        new = upper.copy()
        np.minimum.at(new, columns, np.where(np.isnan(found), np.inf, np.maximum(found, 0.0)) * (1.0 + ROOM) + ROOM)
        if np.array_equal(new, upper) or not np.any(new < upper * 0.999):
            break
        upper = new
    return upper


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


def _range(changes: Iterable[Change]) -> tuple[float, float]:
    """Return the least and the greatest sum of changes."""
    found = [(min(change.by.values()), max(change.by.values())) for change in changes]
    return sum(low for low, _ in found), sum(high for _, high in found)
