"""Closed forms of the projection: growth, prices, discounting, pledges, handover, needs.

Pure functions on arrays. ``Y`` is the number of planning years; where a base year is included the length is Y + 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.tolerances import TYPED


def extend(values: Sequence[float] | Floats, length: int) -> Floats:
    """Return ``values`` prolonged to ``length`` with the last value: rates of the tail are those of the last year.

    An array of rows (N, n) is prolonged row by row, to (N, length).
    """
    found = np.asarray(values, dtype=float)
    missing = length - found.shape[-1]
    if missing <= 0:
        return found[..., :length]
    return np.concatenate([found, np.repeat(found[..., -1:], missing, axis=-1)], axis=-1)


def extend_growth(values: Sequence[float], length: int) -> Floats:
    """Return ``values`` prolonged to ``length`` with the last growth: indices of the tail keep growing."""
    found = np.asarray(values, dtype=float)
    missing = length - len(found)
    if missing <= 0:
        return found[:length]
    growth = found[-1] / found[-2] if len(found) > 1 and found[-2] > 0 else 1.0
    return np.concatenate([found, found[-1] * growth ** np.arange(1, missing + 1)])


def index_of(growth: Floats) -> Floats:
    """Return the index that is 1 in the base year and grows by ``growth[n]`` in planning year n; shape (Y + 1,)."""
    return np.concatenate([[1.0], np.cumprod(1.0 + growth)])


def gdp_path(base: float, real_growth: Floats, deflator_growth: Floats) -> Floats:
    """Return GDP at current prices, ``gdp[t] = gdp[t-1] (1 + real_growth[t]) (1 + deflator_growth[t])``; (Y + 1,)."""
    return base * index_of((1.0 + real_growth) * (1.0 + deflator_growth) - 1.0)


def discount_factors(rate: float, years: int) -> Floats:
    """Return the real discount factors ``(1 + rate)^-n`` of planning years n = 1 … years."""
    return (1.0 + rate) ** -np.arange(1.0, years + 1.0)


def prices(base: Floats, foreign: Sequence[bool], deflator: Floats, foreign_price: Floats, real_growth: Floats) -> Floats:
    """Return prices by item and year in the case's currency.

    Parameters
    ----------
    base : (N, Y + 1) prices at base-year prices, the base year first, in the case's currency or, where ``foreign``, in the
        foreign one.
    deflator : (Y + 1,) local price index, 1 in the base year.
    foreign_price : (Y + 1,) exchange rate times foreign price index: local money per unit of foreign base-year money.
    real_growth : (N,) growth a year above the price index.

    Returns
    -------
    (N, Y + 1) prices, the base year first: ``base[t] · index[t] · (1 + real_growth)^n``.
    """
    years = np.arange(0.0, len(deflator))
    real = (1.0 + real_growth[:, None]) ** years[None, :]
    index = np.where(np.asarray(foreign, dtype=bool)[:, None], foreign_price[None], deflator[None])
    return base * index * real


def disbursement(pledged: Floats, delay: int, arrival: float | Floats, exchange: Floats) -> Floats:
    """Return what arrives of a pledge, in the case's currency, before fees.

    Parameters
    ----------
    pledged : (P + Y,) pledges in the donor's currency; the last Y are of planning years, the others of earlier years.
    delay : whole years between pledge and arrival.
    arrival : share expected to arrive, one or by year of arrival, (Y,).
    exchange : (Y,) local money per unit of the donor's currency.
    """
    years = len(exchange)
    padded = np.concatenate([np.zeros(delay), pledged])
    start = len(padded) - years - delay
    return padded[start : start + years] * arrival * exchange


def handover_path(
    kind: str, years: Sequence[int], start: int, end: int, first: float, last: float, steps: int = 3
) -> Floats:
    """Return the required own share of recurrent cost by year.

    ``linear`` rises evenly from ``first`` in year ``start`` to ``last`` in year ``end``; ``s_curve`` follows half a
    cosine between the same points; ``stepped`` takes ``steps`` equal steps at equal distances, the last one at the end.
    """
    found = []
    for year in years:
        if year <= start:
            done = 0.0
        elif year >= end:
            done = 1.0
        else:
            done = (year - start) / (end - start)
        if kind == "s_curve":
            done = (1.0 - math.cos(math.pi * done)) / 2.0
        elif kind == "stepped":
            done = math.floor(steps * done + TYPED) / steps
        found.append(first + (last - first) * done)
    return np.asarray(found)


def bounded_path(path: Floats, floor: float, max_step: float | None) -> Floats:
    """Return a path of shares, (years,), that rises by at most ``max_step`` a year and never lies below ``floor``.

    The first value is the opening of the path and may be NaN, if nothing is known of it; the floor may lift it.
    """
    found = np.maximum(path, floor)
    if max_step is not None:
        for year in range(1, len(found)):
            found[year] = np.fmin(found[year], found[year - 1] + max_step)
    return found


def needs_by_region(demand: Floats, per_100k: bool, threat: Floats, population: Floats) -> Floats:
    """Return a need in capability units: ``demand · threat`` and, where ``per_100k``, times population / 100,000.

    All arrays have shape (Y,): ``population`` is that of the region, at national growth.
    """
    return demand * threat * (population / 1e5 if per_100k else 1.0)
