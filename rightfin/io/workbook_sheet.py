"""One table as a sheet: headings with help, drop-downs, formats, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rightfin.case.header import is_year
from rightfin.io.layout import column_help, headings, year_help
from rightfin.io.workbook_style import Styles, width
from rightfin.schema import Column, Kind, Table, Value

SPARE_ROWS = 500
"""Rows below the last one that have drop-downs, so that people can go on typing."""

_LONGEST_LIST = 255
"""Characters that the choices of a drop-down may take together."""


def write_sheet(
    book: Any, styles: Styles, table: Table, years: Sequence[int], rows: Sequence[Mapping[str, Value]]
) -> None:
    """Add the sheet of one table: headings, then one row a record; texts are texts, whatever they hold.

    Notes at the headings, and at the names of settings and series, say what to type.
    """
    sheet = book.add_worksheet(table.name)
    names = headings(table, years)
    sheet.freeze_panes(1, len(table.key))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, name in enumerate(names):
        column = _column(table, name)
        role = _role(table, name)
        sheet.set_column(place, place, width(column), styles.number(column))
        sheet.write_string(0, place, name, styles.headings[role])
        _explain(sheet, 0, place, year_help(table) if is_year(name) else column_help(column))
        if not (table.entries and name == "value"):
            _drop_down(sheet, column, 1, len(rows) + SPARE_ROWS, place)
    for number, record in enumerate(rows, start=1):
        entry = table.entry(str(record[table.key[0]])) if table.entries else None
        if entry is not None:
            _explain(sheet, number, 0, column_help(entry))
        for place, name in enumerate(names):
            column = _column(table, name, entry)
            _write(sheet, number, place, record.get(name), styles.number(column))
            if entry is not None and name == "value":
                _drop_down(sheet, column, number, number, place)


def _column(table: Table, name: str, entry: Column | None = None) -> Column:
    """Return what describes a cell: its column, its year, or the setting or series of its row."""
    of_entry = is_year(name) or name == "value"
    if entry is not None and of_entry:
        return replace(entry, name=name)
    if table.years is not None and is_year(name):
        return Column(name, table.years.kind, table.years.help, table.years.unit)
    return table.column(name)


def _role(table: Table, name: str) -> str:
    if is_year(name):
        return "year"
    if name in table.key:
        return "key"
    return "required" if table.column(name).required else "optional"


def _explain(sheet: Any, row: int, place: int, text: str) -> None:
    """Put a note at a cell, large enough for its text."""
    size = {"width": 320, "height": 24 + 18 * _lines(text)}
    sheet.write_comment(row, place, text, {"author": "rightfin", **size})


def _lines(text: str) -> int:
    return sum(1 + len(line) // 50 for line in text.split("\n"))


def _drop_down(sheet: Any, column: Column, first: int, last: int, place: int) -> None:
    """Offer the choices of a column, or yes and no, in the rows from ``first`` to ``last``."""
    choices = [*column.choices, *(["*"] if column.wildcard and column.choices else [])]
    if column.kind is Kind.BOOLEAN:
        choices = ["TRUE", "FALSE"]
    if choices and len(",".join(choices)) <= _LONGEST_LIST:
        sheet.data_validation(first, place, last, place, {
            "validate": "list", "source": choices, "error_type": "warning", "error_title": "Not a choice",
            "error_message": f"Choose one of: {', '.join(choices)}."[:255],
        })


def _write(sheet: Any, row: int, place: int, value: Value, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)
