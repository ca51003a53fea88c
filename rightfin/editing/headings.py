"""Columns of a file whose headings are no columns of their table: what stands under them is moved to one, or cleared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rightfin.editing.sheets import SheetRow, TypedSheet
from rightfin.schema import BY_NAME


@dataclass(frozen=True)
class OwnColumn:
    """A column that is none of its table: its name here, its heading, in how many rows it holds something."""

    name: str
    heading: str
    held: int


def own_columns(sheet: TypedSheet) -> tuple[OwnColumn, ...]:
    """Return the columns of a table that are none of it and hold something."""
    found = (OwnColumn(name, heading, sum(name in row.cells for row in sheet.rows)) for name, heading in sheet.own)
    return tuple(one for one in found if one.held)


def may_be(sheet: TypedSheet, span: tuple[int, int] | None) -> tuple[str, ...]:
    """Return the columns that such a column may be: those in which nothing stands, needed ones first."""
    own = dict(sheet.own)
    free = [name for name in sheet.columns(span) if name not in own and not any(name in row.cells for row in sheet.rows)]
    needed = {column.name for column in BY_NAME[sheet.name].columns if column.required}
    return tuple(sorted(free, key=lambda name: name not in needed))


def moved(sheet: TypedSheet, own: str, column: str) -> TypedSheet:
    """Return the table with what stands under one heading standing in a column instead; nothing there is lost."""
    def move(row: SheetRow) -> SheetRow:
        if own not in row.cells or row.text(column):
            return row
        return row.with_cell(column, row.cells[own]).with_cell(own, None)

    return _each(sheet, move)


def cleared(sheet: TypedSheet, own: str) -> TypedSheet:
    """Return the table with nothing under a heading."""
    return _each(sheet, lambda row: row.with_cell(own, None) if own in row.cells else row)


def _each(sheet: TypedSheet, change: Callable[[SheetRow], SheetRow]) -> TypedSheet:
    return replace(sheet, rows=tuple(map(change, sheet.rows)))
