"""Sheets that look and print alike: formats, titles, columns, and blocks of rows with years across."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from rightfin.report.palette import BLUE
from rightfin.report.wording import Scale

_A4 = 9
_LINE_HEIGHT = 13.5
GREATEST_HEIGHT = 409.0
"""Greatest height of a row, in points: Excel repairs a workbook that asks for more."""

_BAND, _TOTAL = "#DCE9F2", "#F2F2F2"
HEADER_ROW = 3
"""Row (from 0) of the column headings of every sheet below its title and subtitle."""

_NUMBERS = {"people": "#,##0", "units": "#,##0.0", "share": "0.0%", "ratio": "0.00"}


@dataclass(frozen=True)
class Line:
    """One row with years across: texts at its left, then for each year a number, a formula, or nothing.

    ``formulas`` are used where they are given; ``values`` are then what the file stores as their results.
    """

    texts: tuple[str, ...]
    values: tuple[float | None, ...]
    formulas: tuple[str, ...] = ()
    total: bool = False


@dataclass
class Book:
    """A workbook under construction and the formats that its sheets share."""

    file: Any
    title: str
    scale: Scale
    _formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)
    _widths: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def format(self, **properties: object) -> Any:
        """Return the format with these XlsxWriter properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"font_name": "Calibri", "font_size": 10, **properties})
        return self._formats[key]

    def number(self, kind: str, *, total: bool = False) -> Any:
        """Return the format of a kind of number: money, people, units, share or ratio."""
        decimals = self.scale.decimals
        amount = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        pattern = amount if kind == "money" else _NUMBERS[kind]
        return self.format(num_format=pattern, valign="top", **_emphasis(total))

    def sheet(self, name: str, subtitle: str, headings: Sequence[str], widths: Sequence[float]) -> Any:
        """Return a new sheet with title, subtitle, headings, frozen panes and print settings.

        ``widths`` are those of the columns in characters; the last one holds for all further headings.
        """
        sheet = self.blank_sheet(name)
        self._widths[name] = tuple(widths[min(place, len(widths) - 1)] for place in range(len(headings)))
        sheet.write_string(0, 0, name, self.format(bold=True, font_size=14, font_color=BLUE))
        sheet.write_string(1, 0, subtitle, self.format(italic=True, font_color="#444444"))
        for column, heading in enumerate(headings):
            year = heading.isdigit()
            look = self.format(bold=True, bottom=1, text_wrap=True, align="right" if year else "left", valign="bottom")
            if year:
                sheet.write_number(HEADER_ROW, column, int(heading), look)
            else:
                sheet.write_string(HEADER_ROW, column, heading, look)
            sheet.set_column(column, column, self._widths[name][column])
        sheet.freeze_panes(HEADER_ROW + 1, sum(not heading.isdigit() for heading in headings) % len(headings))
        sheet.repeat_rows(0, HEADER_ROW)
        return sheet

    def blank_sheet(self, name: str) -> Any:
        """Return a new sheet with print settings alone: A4 landscape, one page wide, a footer."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        footer = self.title.replace("&", "&&")[:120]
        sheet.set_footer(f"&L&8{footer}&C&8&A&R&8Page &P of &N")
        return sheet

    def block(self, sheet: Any, row: int, heading: str, lines: Sequence[Line], kind: str) -> int:
        """Write a heading and lines below it, and return the row after them."""
        for column in range(len(self._widths[sheet.name])):
            sheet.write_blank(row, column, None, self.format(bg_color=_BAND))
        sheet.write_string(row, 0, heading, self.format(bold=True, bg_color=_BAND))
        for place, line in enumerate(lines, start=row + 1):
            self.line(sheet, place, line, kind)
        return row + 1 + len(lines)

    def line(self, sheet: Any, row: int, line: Line, kind: str) -> None:
        """Write one line."""
        for column, text in enumerate(line.texts):
            look = self.format(**_emphasis(line.total))
            if text:
                sheet.write_string(row, column, text, look)
            else:
                sheet.write_blank(row, column, None, look)
        look = self.number(kind, total=line.total)
        for place, value in enumerate(line.values):
            column = len(line.texts) + place
            if line.formulas:
                sheet.write_formula(row, column, f"={line.formulas[place]}", look, "" if value is None else value)
            elif value is None:
                sheet.write_blank(row, column, None, look)
            else:
                sheet.write_number(row, column, value, look)

    def rows(self, sheet: Any, rows: Sequence[Sequence[str]]) -> None:
        """Write rows of wrapped text below the headings."""
        for place, texts in enumerate(rows, start=HEADER_ROW + 1):
            self.wrapped(sheet, place, dict(enumerate(texts)))

    def wrapped(self, sheet: Any, row: int, texts: Mapping[int, str]) -> None:
        """Write wrapped texts into columns of a row and make the row high enough for them."""
        look = self.format(text_wrap=True, valign="top")
        lines = 1
        for column, text in texts.items():
            sheet.write_string(row, column, text, look)
            lines = max(lines, math.ceil(len(text) / self._widths[sheet.name][column]))
        sheet.set_row(row, min(_LINE_HEIGHT * lines, GREATEST_HEIGHT))


def _emphasis(total: bool) -> Mapping[str, object]:
    return {"bold": True, "bg_color": _TOTAL, "top": 1} if total else {}


def summed(rows: Sequence[int], columns: Sequence[int]) -> tuple[str, ...]:
    """Return for each column a formula that adds up its cells in these rows: a range where they touch."""
    if not rows:
        return tuple("0" for _ in columns)
    if list(rows) == list(range(rows[0], rows[-1] + 1)):
        return tuple(f"SUM({xl_range(rows[0], column, rows[-1], column)})" for column in columns)
    return tuple("+".join(xl_rowcol_to_cell(row, column) for row in rows) for column in columns)


def total(texts: tuple[str, ...], rows: Sequence[int], parts: Sequence[Line], columns: Sequence[int]) -> Line:
    """Return a line that adds up ``parts``, which stand in ``rows``, by formula."""
    values = tuple(sum((part.values[place] or 0.0) for part in parts) for place in range(len(columns)))
    return Line(texts, values, summed(rows, columns), total=True)
