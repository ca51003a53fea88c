"""The first sheet: the page, in print as on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rightfin.report.charts.palette import BLUE
from rightfin.report.page import Page, Told
from rightfin.report.workbook.contents import CONTENTS
from rightfin.report.workbook.style import GREATEST_HEIGHT, Book, lines_of

PAGE = "The page"
"""Name of the sheet."""

_LABELS, _TEXTS = 34.0, 132.0
_LINE, _HEADING = 13.5, 18.0
_BAND = "#DCE9F2"


def page_sheet(book: Book, sheet: Any, page: Page) -> None:
    """Fill the first sheet: the questions, each with what is so, and what the words mean; one printed page."""
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, _LABELS)
    sheet.set_column(1, 1, _TEXTS)
    _across(book, sheet, 0, page.title, bold=True, font_size=14, font_color=BLUE)
    row = 1
    for text in page.basis:
        row = _across(book, sheet, row, text, italic=True, font_color="#444444")
    for section in page.sections:
        row = _heading(book, sheet, row, f"{section.number}  {section.title}")
        row = _lines(book, sheet, row, section.lines)
    if page.left_out:
        row = _across(book, sheet, row + 1, page.left_out, italic=True, font_color="#444444")
    if page.glossary:
        row = _lines(book, sheet, _heading(book, sheet, row, "Words"), page.glossary)
    sheet.write_url(row, 0, f"internal:{CONTENTS}!A1", book.link(), "Contents of this workbook")
    sheet.print_area(0, 0, row, 1)


def _heading(book: Book, sheet: Any, row: int, text: str) -> int:
    look = book.format(bold=True, font_size=11, bg_color=_BAND, valign="vcenter")
    sheet.write_string(row, 0, text, look)
    sheet.write_blank(row, 1, None, look)
    sheet.set_row(row, _HEADING)
    return row + 1


def _lines(book: Book, sheet: Any, row: int, lines: Iterable[Told]) -> int:
    for line in lines:
        sheet.write_string(row, 0, line.label, book.format(bold=True, text_wrap=True, valign="top"))
        sheet.write_string(row, 1, line.text, book.format(text_wrap=True, valign="top"))
        _high(sheet, row, max(lines_of(line.label, _LABELS, bold=True), lines_of(line.text, _TEXTS)))
        row += 1
    return row


def _across(book: Book, sheet: Any, row: int, text: str, **look: object) -> int:
    form = book.format(text_wrap=True, valign="top", **look)
    sheet.merge_range(row, 0, row, 1, "", form)
    sheet.write_string(row, 0, text, form)
    larger = float(str(look.get("font_size", 10))) / 10.0
    _high(sheet, row, larger * lines_of(text, (_LABELS + _TEXTS) / larger))
    return row + 1


def _high(sheet: Any, row: int, lines: float) -> None:
    sheet.set_row(row, min(_LINE * lines + 1.5, GREATEST_HEIGHT))
