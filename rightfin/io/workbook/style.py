"""How cells of a written workbook look: colours, formats of numbers, widths."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.drawing import DrawingTypes

from rightfin.io.escapes import for_xlsxwriter
from rightfin.schema import Column, Kind

CREATED = datetime(2000, 1, 1)
"""The date that every written workbook carries."""

HEADING_COLOURS = {"key": "#1F3864", "required": "#2E75B6", "optional": "#D9E2F3", "year": "#E2EFDA", "people": "#EDEDED"}
"""Colour of a heading by what stands under it; the guide explains them."""

LOCKED, MISSING, UNMATCHED, GOOD = "#F2F2F2", "#FFD966", "#F4B0A0", "#C6E0B4"
"""Colours of cells: not to be changed, needed and blank, a name that is nowhere, all is well. Words say the same."""

_WHITE_TEXT = ("key", "required")
_SHARE = "0.00%"
_NUMBER = "[<1000]General;#,##0"
"""Thousands apart, decimals of small numbers kept. LibreOffice shows no minus in any section of a format but the first."""

_TEXT = "@"
_WHOLE = "0"
_NUMBERS = (_SHARE, _NUMBER, _WHOLE)
_BOOLEAN = '"TRUE";"TRUE";"FALSE"'
"""Excel shows the words by itself; LibreOffice shows 1 and 0 without it."""

_TEXT_KINDS = (
    Kind.ID, Kind.TEXT, Kind.CHOICE, Kind.REFERENCE, Kind.BANDS, Kind.GROUP, Kind.YEARS,
)
LONG_TEXTS = ("source", "note", "left", "right", "why")
"""Columns with texts that go over several lines."""


def number_format(column: Column) -> str:
    """Return the number format of a column: text stays text, shares show as per cent."""
    if column.kind in _TEXT_KINDS:
        return _TEXT
    if column.kind is Kind.SHARE or (column.kind is Kind.NUMBER and column.unit.startswith("share")):
        return _SHARE
    if column.kind in (Kind.INTEGER, Kind.YEAR):
        return _WHOLE
    if column.kind is Kind.BOOLEAN:
        return _BOOLEAN
    return _NUMBER if column.kind is Kind.NUMBER else "General"


def width(column: Column) -> int:
    """Return the width of a column in characters: room for its heading and for what usually stands under it."""
    if column.name in LONG_TEXTS:
        return 32
    heading = round(1.15 * len(column.name)) + 3  # headings are bold and carry the button of the filter
    if column.kind in (Kind.TEXT, Kind.REFERENCE, Kind.ID, Kind.BANDS, Kind.GROUP, Kind.ANY, Kind.YEARS):
        return max(20, heading)
    # Amounts of a case, such as 123,456,789, need more room than people and shares, and an economy still more.
    if column.unit == "by series":
        return max(15, heading)
    return max(13 if column.unit.startswith(("currency", "donor's")) else 11, heading)


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        add = book.add_format
        top = {"valign": "top"}
        self.title = add({"bold": True, "font_size": 16, "font_color": "#1F3864"})
        self.subtitle = add({"bold": True, "font_size": 12, "font_color": "#1F3864"})
        self.help = add({"font_color": "#404040"})
        self.unit = add({"font_size": 8, "font_color": "#595959", "text_wrap": True, **top})
        self.link = add({"font_color": "#0563C1", "underline": 1})
        self.link_top = add({"font_color": "#0563C1", "underline": 1, **top})
        self.bold = add({"bold": True})
        self.wrapped = add({"text_wrap": True, **top})
        self.centred = add({"align": "center", **top})
        self.people = add({"font_size": 9, "italic": True, "font_color": "#595959", "bg_color": LOCKED,
                           "text_wrap": True, **top})
        self.head = add({"bold": True, "text_wrap": True, "bg_color": HEADING_COLOURS["optional"], "border": 1,
                         "border_color": "#8EA9DB", "valign": "vcenter"})
        self.locked_key = add({"bg_color": LOCKED, "num_format": _TEXT, "bold": True, "valign": "top"})
        self.total = add({"bold": True, "num_format": "#,##0", "bottom": 1, "shrink": True})
        self.total_name = add({"bold": True, "bottom": 1})
        self.amount = add({"num_format": "#,##0", "shrink": True})
        self.verdict = add({"bold": True, "font_size": 14, "border": 1, "border_color": "#7F7F7F", "valign": "vcenter",
                            "text_wrap": True})
        self.missing = add({"bg_color": MISSING})
        self.unmatched = add({"bg_color": UNMATCHED})
        self.good = add({"bg_color": GOOD})
        self.missing_cell = add({"bg_color": MISSING, "border": 1, "border_color": "#BFBFBF"})
        self.unmatched_cell = add({"bg_color": UNMATCHED, "border": 1, "border_color": "#BFBFBF"})
        self.name = add({"bold": True, **top})
        self.filled = add({"border": 1, "border_color": "#D9D9D9"})
        self.swatches = {"input": add({"border": 1, "border_color": "#BFBFBF"}),
                         "locked": add({"bg_color": LOCKED, "border": 1, "border_color": "#BFBFBF"})}
        self.headings = {
            role: add({
                "bold": True, "bg_color": colour, "border": 1, "border_color": "#8EA9DB", "num_format": _TEXT,
                "font_color": "#FFFFFF" if role in _WHITE_TEXT else "#000000",
            })
            for role, colour in HEADING_COLOURS.items()
        }

    def number(self, column: Column) -> Any:
        """Return the format of the cells that are typed under a column: not locked; long texts go over several lines."""
        form, long = number_format(column), column.name in LONG_TEXTS
        if (form, long) not in self._made:
            look = {"text_wrap": True, "align": "left", "indent": 1} if long else {}
            if form in _NUMBERS:  # an amount that is too long for its column gets smaller; it would show as ####
                look = {"shrink": True}
            self._made[form, long] = self._book.add_format({"num_format": form, "locked": False, "valign": "top", **look})
        return self._made[form, long]


def new_workbook(title: str) -> Any:
    """Return an empty XlsxWriter workbook that gives equal bytes for equal content, for ``save_workbook``."""
    book = xlsxwriter.Workbook(io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False,
                                           "strings_to_numbers": False, "in_memory": True})
    texts = book.str_table
    index_of = texts._get_shared_string_index
    texts._get_shared_string_index = lambda text: index_of(for_xlsxwriter(text))
    made = book.add_worksheet

    def added(name: str, kind: type | None = None) -> Any:
        sheet = made(name, kind)
        sheet._prepare_formula = plain_formula
        return sheet

    book.add_worksheet = added
    prepared = book._prepare_drawings

    def with_true_pictures() -> None:
        prepared()
        for drawing in book.drawings:
            _keep_proportions(drawing)

    book._prepare_drawings = with_true_pictures
    book.set_properties({"title": title, "author": "rightfin", "created": CREATED})
    return book


def _keep_proportions(drawing: Any) -> None:
    """Anchor pictures of a sheet at one cell, with a size of their own.

    XlsxWriter anchors them between two cells, and a program that draws columns wider, having another font, stretches them.
    """
    between_two = drawing._write_two_cell_anchor

    def written(index: int, one: Any) -> None:
        if one._drawing_type != DrawingTypes.IMAGE:
            between_two(index, one)
            return
        column, row, right, down, *_, across, along = one._dimensions
        drawing._xml_start_tag("xdr:oneCellAnchor")
        drawing._write_from(column, row, right, down)
        drawing._xml_empty_tag("xdr:ext", [("cx", round(one._width)), ("cy", round(one._height))])
        drawing._write_pic(index, across, along, one)
        drawing._write_client_data()
        drawing._xml_end_tag("xdr:oneCellAnchor")

    drawing._write_two_cell_anchor = written


def plain_formula(formula: str, _: bool = False) -> str:
    """Return a formula without its sign, as sheets keep it: none of ours has a function that came after Excel 2007.

    XlsxWriter looks for some thirty of them in every formula, a quarter of the time that a workbook takes.
    """
    return formula.removeprefix("=")


def save_workbook(book: Any, path: Path) -> None:
    """Write a workbook of ``new_workbook`` to a file; raises ``OSError`` if that cannot be done."""
    book.close()
    path.write_bytes(book.filename.getvalue())
