"""The outline of what two numbers may be together: a convex figure, found from its farthest points in chosen directions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.tolerances import ADDED_UP, CLOSE, DECIDED

MOST_SOLVES = 16
"""Most directions in which a farthest point is sought."""

EXACT_ENOUGH = 5e-3
"""How far, as a share of the width and height, the whole figure may reach beyond the corners that were found before
another one is sought: less is not seen in a picture."""

Spot = tuple[float, float]
"""Two numbers that go together."""

Farthest = Callable[[float, float], Spot]
"""Returns a point of a convex figure at which ``x * first + y * second`` is greatest."""


@dataclass(frozen=True)
class Outline:
    """What two numbers may be together: ``corners`` are possible, counter-clockwise, and so is all between them.

    ``outside`` is how far at most the whole figure reaches beyond them, as a share of its width and height.
    """

    corners: tuple[Spot, ...]
    outside: float
    solves: int


def outline(farthest: Farthest, most: int = MOST_SOLVES) -> Outline:
    r"""Return the outline of a convex figure, of which only farthest points can be asked for.

    It begins with the ends of both numbers. Each answer $p$ in a direction $n$ says that $p$ is possible and that nothing
    lies beyond the line $n \cdot z = n \cdot p$. Where the corner of those lines reaches farthest beyond an edge of the
    points found, the next answer is asked for across that edge, until nothing reaches farther than ``EXACT_ENOUGH``, or
    ``most`` answers were given (the *sandwich* method of convex approximation). Three are the fewest that are of use.
    """
    found = _Found(farthest)
    for direction in ((-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)):
        found.ask(direction)
    found.measure()
    while len(found.cuts) < most:
        beyond, across = found.worst()
        if beyond <= EXACT_ENOUGH:
            break
        found.ask(across)
    return Outline(tuple(found.corners()), found.worst()[0], len(found.cuts))


class _Found:
    """Points that are possible, and lines beyond which nothing is, in units of the width and height of the figure."""

    def __init__(self, farthest: Farthest) -> None:
        self._farthest = farthest
        self._unit = np.ones(2)
        self._flat = np.zeros(2, dtype=bool)
        self.points: list[Floats] = []
        self.cuts: list[tuple[Floats, float]] = []
        """Directions of unit length, and how far the figure reaches in each."""

    def ask(self, direction: Spot) -> None:
        """Ask for the farthest point in a direction of the unit of the figure."""
        toward = np.array(direction) / np.linalg.norm(direction)
        x, y = toward / self._unit
        point = np.array(self._farthest(float(x), float(y))) / self._unit
        if all(float(np.abs(point - other).max()) > CLOSE for other in self.points) or len(self.points) < 4:
            self.points.append(point)
        self.cuts.append((toward, float(toward @ point)))

    def measure(self) -> None:
        """Take the width and height of the points as units from now on, one where they have none."""
        points = np.array(self.points)
        size = points.max(axis=0) - points.min(axis=0)
        self._flat = size <= np.maximum(DECIDED * np.abs(points).max(axis=0), ADDED_UP)
        self._unit = np.where(self._flat, 1.0, size)
        self.points = [point / self._unit for point in self.points]
        self.cuts = [(toward, float(toward @ point)) for (toward, _), point in zip(self.cuts, self.points, strict=True)]

    def corners(self) -> list[Spot]:
        """Return the corners of all points found, counter-clockwise, in natural units."""
        return [(float(x), float(y)) for x, y in (corner * self._unit for corner in self._hull())]

    def worst(self) -> tuple[float, Spot]:
        """Return how far the lines reach beyond an edge at most, and the direction across that edge."""
        if bool(self._flat.any()):  # one of the numbers does not move: its ends are all there is
            return 0.0, (1.0, 0.0)
        hull, outer, worst = self._hull(), self._outer(), (0.0, (1.0, 0.0))
        for one, other in pairwise([*hull, hull[0]]):
            along = other - one
            length = float(np.linalg.norm(along))
            if length <= CLOSE:
                continue
            across = np.array([along[1], -along[0]]) / length
            beyond = max((float(across @ (corner - one)) for corner in outer), default=0.0)
            if beyond > worst[0]:
                worst = beyond, (float(across[0]), float(across[1]))
        return worst

    def _hull(self) -> list[Floats]:
        """Return the corners of the convex hull of the points, counter-clockwise (Andrew's monotone chain)."""
        points = [np.array(one) for one in sorted({(float(x), float(y)) for x, y in self.points})]
        if len(points) < 3:
            return points
        return [*_chain(points), *_chain(points[::-1])]

    def _outer(self) -> list[Floats]:
        """Return the corners of what no line cuts off."""
        corners = []
        for (one, far), (other, farther) in combinations(self.cuts, 2):
            both = np.array([one, other])
            if abs(float(np.linalg.det(both))) <= ADDED_UP:
                continue
            corner = np.linalg.solve(both, np.array([far, farther]))
            if all(float(toward @ corner) <= reach + CLOSE for toward, reach in self.cuts):
                corners.append(corner)
        return corners


def _chain(points: list[Floats]) -> list[Floats]:
    """Return half of a convex hull, without its last point."""
    kept: list[Floats] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0.0:
            kept.pop()
        kept.append(point)
    return kept[:-1]


def _turn(one: Floats, other: Floats, third: Floats) -> float:
    """Return twice the area of a triangle, positive where it turns to the left."""
    first, second = other - one, third - one
    return float(first[0] * second[1] - first[1] * second[0])
