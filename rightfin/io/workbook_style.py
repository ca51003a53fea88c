"""How cells of a written workbook look: colours of the headings, formats of numbers, widths."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from rightfin.schema import Column, Kind

CREATED = datetime(2000, 1, 1)
"""The date that every written workbook carries."""

HEADING_COLOURS = {"key": "#1F3864", "required": "#2E75B6", "optional": "#D9E2F3", "year": "#E2EFDA"}
"""Colour of a heading by what stands under it; the guide explains them."""

_WHITE_TEXT = ("key", "required")
_SHARE = "0.00%"
_NUMBER = "[>=1000]#,##0;[<=-1000]-#,##0;General"
_TEXT = "@"
_WHOLE = "0"
_TEXT_KINDS = (
    Kind.ID, Kind.TEXT, Kind.CHOICE, Kind.REFERENCE, Kind.BANDS, Kind.GROUP, Kind.YEARS,
)


def number_format(column: Column) -> str:
    """Return the number format of a column: text stays text, shares show as per cent."""
    if column.kind in _TEXT_KINDS:
        return _TEXT
    if column.kind is Kind.SHARE or (column.kind is Kind.NUMBER and column.unit.startswith("share")):
        return _SHARE
    if column.kind in (Kind.INTEGER, Kind.YEAR):
        return _WHOLE
    return _NUMBER if column.kind is Kind.NUMBER else "General"


def width(column: Column) -> int:
    """Return the width of a column in characters."""
    if column.name in ("source", "note", "left", "right"):
        return 32
    if column.kind in (Kind.TEXT, Kind.REFERENCE, Kind.ID, Kind.BANDS, Kind.ANY, Kind.YEARS):
        return max(20, len(column.name) + 3)
    return max(12, len(column.name) + 3)


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.headings = {
            role: book.add_format({
                "bold": True, "bg_color": colour, "border": 1, "border_color": "#8EA9DB", "num_format": _TEXT,
                "font_color": "#FFFFFF" if role in _WHITE_TEXT else "#000000",
            })
            for role, colour in HEADING_COLOURS.items()
        }

    def number(self, column: Column) -> Any:
        """Return the format of the cells of a column."""
        form = number_format(column)
        if form not in self._numbers:
            self._numbers[form] = self._book.add_format({"num_format": form})
        return self._numbers[form]


def new_workbook(path: Path, title: str) -> Any:
    """Return an empty XlsxWriter workbook that gives equal bytes for equal content; the caller closes it."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False,
                                           "strings_to_numbers": False})
    book.set_properties({"title": title, "author": "rightfin", "created": CREATED})
    return book
