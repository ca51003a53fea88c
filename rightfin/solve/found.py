"""What a search for the best calendar found, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.lp.calendars.choices import State
from rightfin.lp.objectives import SAVING
from rightfin.solve.whole import Ended


@dataclass(frozen=True)
class LevelSearch:
    """How one level was searched, in natural units, tail years included.

    ``value`` is what the calendar found comes to, checked without the solver; ``bound`` what no calendar can be better
    than, as the solver says; ``None`` where it did not search because the time was over.
    """

    order: str
    name: str
    value: float
    bound: float | None
    nodes: int
    seconds: float
    ended: Ended

    @property
    def proven(self) -> bool:
        """Whether no calendar is better at this level that is as good at those before it as what was found of them."""
        return self.ended is Ended.PROVEN

    @property
    def decides(self) -> bool:
        """Whether the level decides which calendar is best; later ones only choose among those that are as good."""
        return self.order <= SAVING

    @property
    def gap(self) -> float | None:
        """How much better another calendar could be at most, as a share of the value; ``None`` if nobody knows."""
        if self.proven:
            return 0.0
        if self.bound is None or self.value == 0.0:
            return None
        return (self.value - self.bound) / abs(self.value)


@dataclass(frozen=True)
class FoundCalendar:
    """The calendar found, and how each level was searched; ``doubts`` says what speaks against calling it the best."""

    calendar: Mapping[str, State]
    levels: tuple[LevelSearch, ...]
    doubts: tuple[str, ...]

    @property
    def proven(self) -> bool:
        """Whether no other calendar is better, at any level that decides starts."""
        return not self.doubts and all(level.proven for level in self.levels if level.decides)


class NoCalendarError(Exception):
    """No calendar keeps the hard limits of the case and the rules among starts."""
