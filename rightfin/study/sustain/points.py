"""What further points of coverage take: the least extra own money a year, between two amounts that were both solved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rightfin.study.sustain.course import Course
from rightfin.tolerances import TYPED

POINTS = 5
"""Points of coverage that are asked about, one after the other."""

POINT = 0.01
"""A point of coverage."""

WITHIN = 0.02
"""Width of the range in which the least amount lies, as a share of it."""

TENTH = 0.001
"""A tenth of a point: where a whole one is out of reach, as many as money reaches are asked about."""

PATIENCE = 3
"""Amounts that are tried for a point before the most is."""

LARGER = 1.5
"""By how much an amount grows at least that was not enough."""

BEYOND = 1.02
"""How far beyond where a straight line says that it is enough an amount is tried."""


@dataclass(frozen=True)
class PointTaken:
    """One further point of coverage in the last year shown, in a force that can be kept.

    Money is extra own money a year, in currency at base-year prices. With ``enough`` coverage is the share asked for or
    more and all that stands from then on can be kept up, with ``too_little`` it is not so: both were solved, and nothing
    that was tried below ``enough`` is enough. ``enough`` is ``None`` where nothing that was tried up to ``too_little``, the
    most, is. More money may cover less in the last year: a plan covers the needs of all years together.
    """

    points: float
    share: float
    too_little: float
    enough: float | None
    course: Course
    """The plan with ``enough``, or else the one tried that covers most in a force that can be kept."""
    most: Course | None = None
    """The plan with the most that was tried, where nothing is enough."""


class Coverage:
    """Coverage of the last year by extra own money, each amount solved once."""

    def __init__(self, without: Course, solve: Callable[[float], Course], most: float) -> None:
        self._solve, self._most = solve, most
        self.base = without.coverage[-1]
        self._found: dict[float, Course] = {0.0: without}

    def up_to(self, points: int) -> Iterator[PointTaken]:
        """Yield what so many points more take; where no amount does, first the part of a point that is reached."""
        found = self._takes(float(points))
        if found.enough is None:
            part = math.floor((found.course.coverage[-1] - self.base + TYPED) / TENTH) * TENTH / POINT
            if part > points - 1 and found.course.beyond == 0.0:
                yield self._takes(part)
        yield found

    def _takes(self, points: float) -> PointTaken:
        wanted = self.base + POINT * points
        enough = self._enough(wanted)
        if enough is None:
            return PointTaken(points, wanted, self._most, None, self._best(), self._found[self._most])
        too_little, turn = self._below(enough), 0
        while enough - too_little > WITHIN * enough:
            self._at(self._between(too_little, enough, wanted) if turn % 3 < 2 else _middle(too_little, enough))
            enough, turn = min(x for x in self._found if self._reaches(x, wanted)), turn + 1
            too_little = self._below(enough)
        return PointTaken(points, wanted, too_little, enough, self._found[enough])

    def _at(self, amount: float) -> float:
        if amount not in self._found:
            self._found[amount] = self._solve(amount)
        return self._found[amount].coverage[-1]

    def _reaches(self, amount: float, wanted: float) -> bool:
        return self._at(amount) >= wanted - TYPED and self._found[amount].beyond == 0.0

    def _best(self) -> Course:
        """Return the plan tried that covers most in a force that can be kept; where none can be, that with the most."""
        kept = [x for x in self._found if self._found[x].beyond == 0.0] or [self._most]
        return self._found[max(kept, key=lambda x: (round(self._at(x) / TYPED), x))]

    def _below(self, enough: float) -> float:
        """Return the largest amount tried that is smaller: it is not enough, since ``enough`` is the smallest that is."""
        return max(x for x in self._found if x < enough)

    def _enough(self, wanted: float) -> float | None:
        """Return the smallest amount tried that is enough; ``None`` if the most is not."""
        tried = 0
        while not any(self._reaches(x, wanted) for x in self._found):
            if self._most in self._found:
                return None
            amount = max(LARGER * max(self._found), BEYOND * self._guess(wanted))
            self._at(min(self._most, amount) if tried < PATIENCE else self._most)
            tried += 1
        return min(x for x in self._found if self._reaches(x, wanted))

    def _guess(self, wanted: float) -> float:
        """Return what would be enough if coverage rose with money as it did so far, at first in step with the ceiling."""
        tried = max(self._found)
        gained = self._at(tried) - self.base
        if gained <= 0.0:
            return self._most * POINT / max(self.base, POINT)
        return tried * (wanted - self.base) / gained

    def _between(self, low: float, high: float, wanted: float) -> float:
        """Return an amount between two, a little to one side of where a straight line says that it is just enough."""
        start, end = self._at(low), self._at(high)
        if not start < wanted - TYPED <= end:  # what stands could not be kept up with the smaller amount
            return _middle(low, high)
        least = low + (high - low) * (wanted - start) / (end - start)
        edge = 0.4 * WITHIN * high
        return least + edge if high - least > 2.0 * edge else high - 0.99 * WITHIN * high


def _middle(low: float, high: float) -> float:
    """Return the middle of a range; of one whose ends are far apart the geometric one."""
    return math.sqrt(low * high) if high > 2.0 * low > 0.0 else 0.5 * (low + high)
