"""The sheet of cells that were changed against the case: where they stand, what they held, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rightfin.case import Case
from rightfin.case.exchange.difference import CellChange, Difference, difference
from rightfin.case.resolve import style_of_case
from rightfin.io.layout import heading_text
from rightfin.report.studies.difference_tables import value
from rightfin.report.studies.findings import Cell
from rightfin.report.workbook.style import HEADER_ROW, Book
from rightfin.schema import BY_NAME, YearStyle

CHANGES = "Changes"
"""Name of the sheet."""

_THOUSAND = 1000.0
"""From here on numbers are written with thousands apart and without decimals."""


@dataclass(frozen=True)
class LaidChange:
    """A cell that was changed: table, row, and column or year as the case writes them, what it held and what it holds."""

    table: str
    row: str
    column: str
    before: Cell
    after: Cell


def changed_cells(before: Case, after: Case) -> tuple[LaidChange, ...]:
    """Return the cells that differ and may change an answer, in the order of the tables; scenarios are left out."""
    found = difference(before, after)
    style = style_of_case(after)
    return tuple(
        LaidChange(BY_NAME[cell.table].title, cell.row, heading_text(cell.column, style), value(cell, cell.old, style),
                   value(cell, cell.new, style))
        for cell in found.cells if not cell.is_silent and cell.table != "scenarios"
    ) + tuple(_rows_of(found, style))


def _rows_of(found: Difference, style: YearStyle) -> Iterable[LaidChange]:
    """Yield rows that only one of the cases has, each as its cells."""
    for rows, come in ((found.removed, False), (found.added, True)):
        for row in rows:
            if row.table == "scenarios" or row.is_silent:
                continue
            for column, held in row.cells:
                cell = CellChange(row.table, row.key, column, None if come else held, held if come else None)
                if not cell.is_remark:
                    yield LaidChange(BY_NAME[row.table].title, row.row, heading_text(column, style),
                                     value(cell, cell.old, style), value(cell, cell.new, style))


def changes_sheet(book: Book, changes: Iterable[LaidChange]) -> None:
    """Write what was changed against the case with its scenarios."""
    sheet = book.sheet(
        CHANGES, "Cells changed against the case with its scenarios; the plan of this workbook is of the changed case.",
        ("Table", "Row", "Column or year", "Before", "After"), (26, 44, 22, 20, 20),
    )
    for place, one in enumerate(changes, start=HEADER_ROW + 1):
        held = {3: one.before, 4: one.after}
        texts = {column: cell for column, cell in held.items() if isinstance(cell, str)}
        book.wrapped(sheet, place, {0: one.table, 1: one.row, 2: one.column, **texts})
        for column, cell in held.items():
            if cell is not None and not isinstance(cell, str):
                look = book.format(valign="top", num_format="General" if abs(cell) < _THOUSAND else "#,##0")
                sheet.write_number(place, column, cell, look)
