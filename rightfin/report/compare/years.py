"""Years of several plans on one axis: where they stand, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rightfin.report.compare.item import ComparedItem
from rightfin.schema import YearStyle


@dataclass(frozen=True)
class SharedYears:
    """All years that some plan shows, from the first to the last, and one style in which they are written.

    Where styles differ, years are written as the calendar year by which each is numbered; ``mixed`` says so.
    """

    years: tuple[int, ...]
    style: YearStyle
    mixed: bool

    @classmethod
    def of(cls, items: Sequence[ComparedItem]) -> SharedYears:
        """Return the years of the items that have an answered plan."""
        shown = sorted({int(year) for item in items if item.answered is not None for year in item.answered.years})
        styles = {item.style for item in items if item.answered is not None}
        style = next(iter(styles)) if len(styles) == 1 else YearStyle.PLAIN
        return cls(tuple(shown), style, len(styles) > 1)

    def text(self, year: int) -> str:
        """Return a year as it is written."""
        return self.style.text(int(year))

    @property
    def axis(self) -> list[str]:
        """Every year from the first to the last, also those that no plan shows."""
        return [self.text(year) for year in range(self.years[0], self.years[-1] + 1)] if self.years else []

    def span(self, years: Iterable[int]) -> str:
        """Return from when to when years go, in words."""
        listed = sorted(int(year) for year in years)
        first, last = self.text(listed[0]), self.text(listed[-1])
        return first if first == last else f"{first} to {last}"
