"""The sheet of a merge's conflicts: links to the cells that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rightfin.case.case import key_text
from rightfin.case.cell import as_text
from rightfin.case.exchange.merge import Conflict
from rightfin.io.workbook.place import FIRST_ROW, Placed
from rightfin.schema import CONFLICTS

_ROW = "row"
"""The column whose cells carry the links."""


def link_conflicts(book: Any, conflicts: Sequence[Conflict], placed: Mapping[str, Placed]) -> None:
    """Complete the sheet ``conflicts``, which stands in the book: open there, and link each line to its cell.

    ``placed`` says where the cells of the tables stand, by name of the table.
    """
    sheet = book.get_worksheet_by_name(CONFLICTS.name)
    names = [column.name for column in CONFLICTS.columns]
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "num_format": "@", "locked": False})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "locked": False})
    rows = {name: _rows(placed[name]) for name in {conflict.table for conflict in conflicts}}
    for number, conflict in enumerate(conflicts, start=FIRST_ROW - 1):
        table = placed[conflict.table]
        if not conflict.column:  # what they say about a whole row is long
            for side in ("base", "a", "b"):
                sheet.write_string(number, names.index(side), as_text(getattr(conflict, side)), wrapped)
        at = rows[conflict.table].get(conflict.row)
        if at is None:
            continue
        column = conflict.column if conflict.column in table.names else table.table.key[0]
        # The text is a name from the case: written as a text, whatever it holds.
        cell = f"{table.letter(column)}{at}"
        sheet.write_url(number, names.index(_ROW), f"internal:'{conflict.table}'!{cell}", link, conflict.row)
    sheet.activate()


def _rows(table: Placed) -> dict[str, int]:
    """Return the numbers of the rows of a table by their keys, parts joined by a slash."""
    parts = [table.names.index(part) for part in table.table.key]
    return {key_text(row[part] for part in parts): number for number, row in enumerate(table.rows, start=FIRST_ROW)}
