"""Ordering variations so that neighbours are alike: each solve then starts near its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rightfin.fiscal.parameters import Floats

BLOCK = 2000
"""Most variations among which nearest neighbours are sought; more are cut along the direction in which they vary most."""


LARGE = 1e100
"""A number beyond this is no coordinate: its square would not be finite."""


def alike(variations: Sequence[Sequence[tuple[Any, ...]]]) -> list[int]:
    """Return the places of variations in an order in which neighbours are alike, the same for the same variations.

    A variation is a sequence of tuples that end with a value: what stands before the value names the coordinate. Numbers
    are compared relative to how much they vary; a value that is not a number is a coordinate of its own.
    """
    if len(variations) <= 2:
        return list(range(len(variations)))
    points = _points(variations)
    main = points @ np.linalg.svd(points, full_matrices=False)[2][0]
    ranked = np.argsort(main, kind="stable")
    ordered: list[int] = []
    for start in range(0, len(ranked), BLOCK):
        ordered += _chain(points, ranked[start : start + BLOCK])
    return ordered


def _points(variations: Sequence[Sequence[tuple[Any, ...]]]) -> Floats:
    coordinates: dict[tuple[Any, ...], int] = {}
    entries: list[tuple[int, int, float]] = []
    for row, cells in enumerate(variations):
        for *where, value in cells:
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < LARGE
            name = tuple(map(str, where)) if is_number else (*map(str, where), str(value))
            entries.append((row, coordinates.setdefault(name, len(coordinates)), float(value) if is_number else 1.0))
    points = np.full((len(variations), max(len(coordinates), 1)), np.nan)
    for row, column, number in entries:
        points[row, column] = number
    middle = np.array([np.nanmean(column) if np.isfinite(column).any() else 0.0 for column in points.T])
    points = np.where(np.isfinite(points), points, middle) - middle
    spread = points.std(axis=0)
    scaled: Floats = points / np.where(spread > 0.0, spread, 1.0)
    return scaled


def _chain(points: Floats, members: np.ndarray[Any, Any]) -> list[int]:
    """Return members in a chain that goes on to the nearest one that is left, from the first."""
    left = points[members]
    open_ = np.ones(len(members), dtype=bool)
    at, chain = 0, [int(members[0])]
    open_[0] = False
    for _ in range(len(members) - 1):
        gaps = np.where(open_, ((left - left[at]) ** 2).sum(axis=1), np.inf)
        at = int(gaps.argmin())
        open_[at] = False
        chain.append(int(members[at]))
    return chain
