"""What the sheets of a plan share: the plan, its tables with years across, and where lines stand that others refer to."""

from __future__ import annotations

from dataclasses import dataclass, field

from rightfin.report import facts
from rightfin.report.workbook.style import Book, PlacedLine
from rightfin.result.panel import Panel
from rightfin.result.plan import Plan

Across = dict[tuple[str, ...], tuple[float, ...]]
"""A column of a table by key, in the table's order: one value for each year of the plan."""


@dataclass
class Figures:
    """A plan on its way into a workbook.

    ``placed`` holds the lines that formulas of other sheets refer to, by what they are and whose: ``("cost",)``,
    ``("payer", "Own money")``.
    """

    book: Book
    plan: Plan
    placed: dict[tuple[str, ...], PlacedLine] = field(default_factory=dict)
    _panels: dict[str, Panel] = field(default_factory=dict)

    @property
    def years(self) -> int:
        """How many years the plan shows."""
        return len(self.plan.years)

    @property
    def headings(self) -> tuple[str, ...]:
        """The years as headings."""
        return tuple(map(str, self.plan.years))

    def across(self, table: str, column: str) -> Across:
        """Return a column of a table with years across, by the parts of the key before the year."""
        if table not in self._panels:
            self._panels[table] = Panel.of(self.plan.tables[table], self.plan.years)
        panel = self._panels[table]
        return dict(zip(panel.lines, map(tuple, panel[column].tolist()), strict=True))

    def money(self, table: str, column: str) -> Across:
        """Return the same in the unit in which the workbook shows money."""
        return {key: tuple(map(self.book.scale.of, values)) for key, values in self.across(table, column).items()}

    def institutions(self) -> dict[str, str]:
        """Return the label of each institution by id."""
        return facts.institutions(self.plan)

    def donors(self) -> dict[str, str]:
        """Return the label of each donor by id."""
        return facts.donor_labels(self.plan)
