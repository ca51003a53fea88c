"""The workbook of a study: a page of sentences, a sheet a table, and how it was found."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rightfin.io.workbook.style import new_workbook, save_workbook
from rightfin.report.charts.palette import BLUE
from rightfin.report.studies.findings import Findings, FindingsTable, Form, decimals_of, in_points
from rightfin.report.workbook.style import HEADER_ROW, SMALLEST, Book, lines_of
from rightfin.schema import FiscalYear

_LINE = 13.5
"""Height of a line of text in points."""

_PICTURE = 0.5
"""Shown pixels of a picture for each that is drawn: it is drawn twice as fine."""

_DENSITY = 72.0 / 96.0
"""Pixels an inch that picture files state, against those of a sheet, which enlarges pictures by the difference."""

_AT_LEFT = (Form.TEXT, Form.VALUE)
"""What stands at the left of its column; numbers stand at the right."""

_BELOW = 15.75, 21
"""Height of the rows behind pictures, in points and in pixels: programs differ in what an empty row is high."""


_PAGE = 600.0
"""Points of rows that surely fit on a page in the smallest text that is printed."""


def write_findings_workbook(findings: Findings, path: Path, pictures: Sequence[bytes]) -> None:
    """Write the workbook of a study, replacing what stands at ``path``, with its pictures as PNG.

    Raises ``OSError`` if it cannot be written.
    """
    file = new_workbook(findings.title)
    book = Book(file, findings.title, findings.scale)
    _summary(book, findings, pictures)
    for table in findings.tables:
        _sheet(book, findings, table.shown())
    method = book.sheet("Method", "How every number was found, and from what.", ("What", "How"), (28, 100))
    rows = [("Method", text) for text in findings.method]
    rows += [("Column: " + heading.text, heading.meaning) for table in findings.tables for heading in table.headings
             if heading.meaning]
    rows += list(findings.provenance)
    book.rows(method, rows)
    book.set_pages()
    save_workbook(file, path)


def _summary(book: Book, findings: Findings, pictures: Sequence[bytes]) -> None:
    sheet = book.blank_sheet("Answer")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, findings.title, book.format(bold=True, font_size=14, font_color=BLUE))
    bold = book.format(bold=True, valign="top", text_wrap=True)
    text = book.format(text_wrap=True, valign="top")
    heights: list[float] = []
    for row, sentence in enumerate(findings.sentences, start=2):
        sheet.write_string(row, 0, sentence.heading, bold)
        sheet.write_string(row, 1, sentence.text, text)
        heights.append(_LINE * max(1, -(-len(sentence.text) // 95), -(-len(sentence.heading) // 26)))
        sheet.set_row(row, heights[-1])
    sheet.set_print_scale(SMALLEST)
    row, breaks = len(findings.sentences) + 3, list[int]()
    used = 3 * _BELOW[0] + sum(heights)
    for picture, drawn in zip(findings.pictures, pictures, strict=True):
        height = struct.unpack(">I", drawn[20:24])[0]
        behind = math.ceil(height * _PICTURE / _BELOW[1]) + 2
        used = used % _PAGE + behind * _BELOW[0]
        if used > _PAGE:  # no picture is cut by the end of a page
            breaks.append(row)
            used = behind * _BELOW[0]
        sheet.insert_image(row, 1, f"{picture.name}.png", {
            "image_data": io.BytesIO(drawn), "x_scale": _PICTURE * _DENSITY, "y_scale": _PICTURE * _DENSITY,
            "description": picture.heading,
        })
        for place in range(row, row + behind):
            sheet.set_row(place, _BELOW[0])
        row += behind
    sheet.set_h_pagebreaks(breaks)


def _sheet(book: Book, findings: Findings, table: FindingsTable) -> None:
    name = table.name.replace("_", " ").capitalize()
    money = any(heading.kind is Form.MONEY for heading in table.headings)
    subtitle = " ".join(part for part in (
        f"{table.title}.", f"Money in {findings.scale.unit}." if money else "", table.note
    ) if part)
    widths = [_width(table, place) for place in range(len(table.headings))]
    sheet = book.sheet(name, subtitle, [heading.text for heading in table.headings], widths)
    book.wrap_subtitle(sheet)
    book.set_lines(sheet, HEADER_ROW, max(
        lines_of(heading.text, width, bold=True) for heading, width in zip(table.headings, widths, strict=True)))
    for column, heading in enumerate(table.headings):  # headings of numbers stand above the numbers
        side = _apart(table, column) if heading.kind in _AT_LEFT else {"align": "right"}
        look = book.format(bold=True, bottom=1, text_wrap=True, valign="bottom", **side)
        sheet.write_string(HEADER_ROW, column, heading.text, look)
    for row, cells in enumerate(table.rows, start=HEADER_ROW + 1):
        for column, cell in enumerate(cells):
            _write(book, sheet, (row, column), cell, table)
        lines = max(math.ceil(len(cell) / width) if isinstance(cell, str) else 1
                    for cell, width in zip(cells, widths, strict=True))
        book.set_lines(sheet, row, lines)
    if table.rows:
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table.rows), len(table.headings) - 1)


def _write(
    book: Book, sheet: Any, place: tuple[int, int], cell: str | int | float | None, table: FindingsTable
) -> None:
    if cell is None:
        return
    heading = table.headings[place[1]]
    if isinstance(cell, FiscalYear):
        sheet.write_string(*place, str(cell), book.format(valign="top", align="right"))
    elif isinstance(cell, str):
        sheet.write_string(*place, cell, book.format(text_wrap=True, valign="top", **_apart(table, place[1])))
    elif heading.kind is Form.YEAR:
        sheet.write_number(*place, cell, book.format(num_format="0", valign="top"))
    elif heading.kind is Form.NUMBER:
        sheet.write_number(*place, cell, book.format(num_format=_alike(table, place[1]), valign="top"))
    elif heading.kind is Form.VALUE:  # beside texts, so at the same side
        sheet.write_number(*place, cell, book.format(num_format=_all_digits(cell), valign="top", align="left"))
    elif heading.kind is Form.POINTS:
        sheet.write_number(*place, in_points(cell), book.format(num_format="0.0", valign="top"))
    else:
        value = findings_value(cell, heading.kind, book)
        kind = {Form.MONEY: "money", Form.PEOPLE: "people", Form.SHARE: "share"}[heading.kind]
        sheet.write_number(*place, value, book.number(kind))


def _alike(table: FindingsTable, column: int) -> str:
    """Return the format in which all numbers of a column have as many decimals."""
    decimals = decimals_of([row[column] for row in table.rows])
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _all_digits(number: float) -> str:
    """Return the format that shows a number with all its digits, thousands apart."""
    if abs(number) < 1000:
        return "General"
    return "#,##0" if float(number).is_integer() else "#,##0.0#########"


def _apart(table: FindingsTable, column: int) -> dict[str, object]:
    """Return the format that keeps a text apart from the numbers in the column before it."""
    after_number = column > 0 and table.headings[column - 1].kind not in _AT_LEFT
    return {"align": "left", "indent": 1} if after_number else {"align": "left"}


def findings_value(cell: float, kind: Form, book: Book) -> float:
    """Return a number as the sheets show it: money in the unit of the book."""
    return book.scale.of(cell) if kind is Form.MONEY else cell


def _width(table: FindingsTable, place: int) -> float:
    heading = table.headings[place]
    if heading.kind not in _AT_LEFT:
        return max(11.0, min(16.0, len(heading.text) * 0.7))
    longest = max([len(str(row[place] or "")) for row in table.rows] or [0])
    return float(max(10, min(44, longest + 2), min(24, len(heading.text) + 2)))
