"""What two numbers may be together within reach, and plans that have less of one and more of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.near_best import NearBest
from rightfin.study.why.outline import MOST_SOLVES, Outline, outline
from rightfin.tolerances import DECIDED

SLICES = (0.1, 0.5, 0.9)
"""Where a third number is held, as shares of the way from its least to its greatest value."""


@dataclass(frozen=True)
class Together:
    """What two numbers may be together: every point of the figure is a plan within the loss.

    ``third`` is held at ``held_at`` where there is one; ``planned`` is where the plan stands.
    """

    first: Aggregate
    second: Aggregate
    figure: Outline
    planned: tuple[float, float]
    third: Aggregate | None = None
    held_at: float | None = None


@dataclass(frozen=True)
class Swap:
    """One plan within the loss that has less of one number and more of another than the best plan: as much as both
    together, for what each is."""

    less: Aggregate
    more: Aggregate
    given_up: float
    gained: float


class Pairs:
    """Questions about several numbers at once over plans within reach; ``place`` says where each stands in the reach."""

    def __init__(self, reach: NearBest, place: dict[tuple[str, int | None], int]) -> None:
        self._reach, self._place = reach, place
        self._planned = reach.planned()

    def together(self, first: Aggregate, second: Aggregate, most: int = MOST_SOLVES) -> Together:
        """Return what two numbers may be together."""
        one, other = self._place[first.key], self._place[second.key]

        def farthest(x: float, y: float) -> tuple[float, float]:
            self._reach.least({one: -x, other: -y})
            values = self._reach.values()
            return float(values[one]), float(values[other])

        return Together(first, second, outline(farthest, most), (float(self._planned[one]), float(self._planned[other])))

    def slices(self, first: Aggregate, second: Aggregate, third: Aggregate) -> Iterator[Together]:
        """Yield what two numbers may be together where a third is held, at several values from low to high."""
        held = self._place[third.key]
        least, greatest = self._reach.range_of(held)
        if greatest - least <= DECIDED * max(abs(greatest), abs(least)):
            return
        for share in SLICES:
            value = least + share * (greatest - least)
            self._reach.between(held, value, value)
            found = self.together(first, second, MOST_SOLVES - len(SLICES))
            yield Together(first, second, found.figure, found.planned, third, value)
        self._reach.between(held)

    def swap(self, less: Aggregate, more: Aggregate) -> Swap | None:
        """Return the plan in which most of one number gives way to most of another, one for one, neither of them the wrong
        way; ``None`` if nothing of the first can give way to the second. The reach then stands at that plan."""
        one, other = self._place[less.key], self._place[more.key]
        self._reach.between(one, greatest=float(self._planned[one]))
        self._reach.between(other, least=float(self._planned[other]))
        self._reach.least({one: 1.0, other: -1.0})
        values = self._reach.values()
        self._reach.between(one)
        self._reach.between(other)
        gone, more_of = float(self._planned[one] - values[one]), float(values[other] - self._planned[other])
        enough = gone > DECIDED * self._planned[one] and more_of > DECIDED * max(self._planned[other], 1.0)
        return Swap(less, more, gone, more_of) if enough else None
