"""A table of a plan as arrays over lines and years, for arithmetic on whole tables at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.result.plan import PlanTable

PANELS = (
    "strength", "assets", "budget", "lines", "grants", "pledges", "payers", "paid", "regions", "fiscal", "handover",
    "needs", "in_kind", "justice", "postings", "prisons",
)
"""The tables that go line by line over the years shown."""


@dataclass(frozen=True)
class Panel:
    """A table whose rows go line by line over the same years.

    ``lines`` holds what the columns before the year say, ``("police", "pay")``; the table ``fiscal`` has one line, ``()``.
    """

    table: PlanTable
    lines: tuple[tuple[str, ...], ...]
    years: tuple[int, ...]

    @classmethod
    def of(cls, table: PlanTable, years: tuple[int, ...]) -> Panel:
        """Return a table as a panel; ``ValueError`` if its rows do not go line by line over these years."""
        place = table.columns.index("year")
        count = len(years)
        by_line = len(table.cells[place]) // count
        firsts = [column[::count] for column in table.cells[:place]]
        is_regular = tuple(table.cells[place]) == years * by_line and all(
            tuple(column[n::count]) == tuple(first)
            for column, first in zip(table.cells[:place], firsts, strict=True) for n in range(1, count)
        )
        if not is_regular:
            raise ValueError(f"the rows of {table.name} do not go line by line over the years shown")
        lines = tuple(zip(*(map(str, first) for first in firsts), strict=True)) if place else ((),) * by_line
        return cls(table, lines, years)

    @classmethod
    def of_tables(cls, tables: Mapping[str, PlanTable], years: tuple[int, ...]) -> dict[str, Panel]:
        """Return those of ``PANELS`` as panels, by name; ``ValueError`` as above."""
        return {name: cls.of(tables[name], years) for name in PANELS}

    def __getitem__(self, column: str) -> Floats:
        """Return the numbers of a column, (lines, years)."""
        return np.asarray(self.table.column(column), dtype=float).reshape(len(self.lines), len(self.years))

    def year_before(self, column: str, opening: Floats | float) -> Floats:
        """Return the numbers of a column a year earlier, (lines, years); ``opening``, (lines, 1), is before the first."""
        amounts = self[column]
        shifted = np.empty_like(amounts)
        shifted[:, :1] = opening
        shifted[:, 1:] = amounts[:, :-1]
        return shifted
