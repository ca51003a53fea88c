"""The first sheet: the page, in print as on the screen; its questions are not cut by the end of a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rightfin.report.charts.palette import BLUE
from rightfin.report.page import Page, Told
from rightfin.report.words.bidi import alone
from rightfin.report.workbook.contents import CONTENTS
from rightfin.report.workbook.style import GREATEST_HEIGHT, SMALLEST, Book, lines_of

PAGE = "The page"
"""Name of the sheet."""

_LABELS, _TEXTS = 24.0, 71.0
"""Widths of the columns; with them, paper of A4 is wide enough at ``SMALLEST`` per cent in any font."""

_PAPER_HEIGHT = 920.0
"""Points of rows that surely fit on a sheet of paper at this size."""

_LINE, _HEADING = 13.5, 18.0
_BAND = "#DCE9F2"


def page_sheet(book: Book, sheet: Any, page: Page) -> None:
    """Fill the first sheet: the questions, each with what is so, and what the words mean."""
    sheet.set_portrait()
    sheet.set_print_scale(SMALLEST)
    sheet.center_horizontally()
    sheet.set_column(0, 0, _LABELS)
    sheet.set_column(1, 1, _TEXTS)
    rows = _Rows(book, sheet)
    rows.across(alone(page.title), bold=True, font_size=14, font_color=BLUE)
    for text in page.basis:
        rows.across(text, italic=True, font_color="#444444")
    starts = []
    for section in page.sections:
        starts.append(len(rows.heights))
        rows.heading(f"{section.number}  {section.title}")
        rows.lines(section.lines)
    if page.left_out:
        rows.heights.append(_LINE)
        rows.across(page.left_out, italic=True, font_color="#444444")
    if page.glossary:
        starts.append(len(rows.heights))
        rows.heading("Words")
        rows.lines(page.glossary)
    sheet.write_url(len(rows.heights), 0, f"internal:{CONTENTS}!A1", book.link(), "Contents of this workbook")
    sheet.print_area(0, 0, len(rows.heights), 1)
    sheet.set_h_pagebreaks(_breaks(rows.heights, starts))


def _breaks(heights: Sequence[float], starts: Sequence[int]) -> list[int]:
    """Return the rows before which paper ends, so that what starts in ``starts`` is cut only where it is longer."""
    found, used = [], sum(heights[: starts[0]]) if starts else 0.0
    for start, end in zip(starts, (*starts[1:], len(heights)), strict=True):
        high = sum(heights[start:end])
        if used + high > _PAPER_HEIGHT:
            found.append(start)
            used = 0.0
        used = (used + high) % _PAPER_HEIGHT
    return found


@dataclass(frozen=True)
class _Rows:
    """The rows of the sheet from its top on, and how high each is, in points."""

    book: Book
    sheet: Any
    heights: list[float] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """Write the heading of a question."""
        look, row = self.book.format(bold=True, font_size=11, bg_color=_BAND, valign="vcenter"), len(self.heights)
        self.sheet.write_string(row, 0, text, look)
        self.sheet.write_blank(row, 1, None, look)
        self.sheet.set_row(row, _HEADING)
        self.heights.append(_HEADING)

    def lines(self, lines: Iterable[Told]) -> None:
        """Write what is told, each with its label beside it."""
        for line in lines:
            row = len(self.heights)
            self.sheet.write_string(row, 0, line.label, self.book.format(bold=True, text_wrap=True, valign="top"))
            self.sheet.write_string(row, 1, line.text, self.book.format(text_wrap=True, valign="top"))
            self._high(max(lines_of(line.label, _LABELS, bold=True), lines_of(line.text, _TEXTS)))

    def across(self, text: str, **look: object) -> None:
        """Write a text over both columns."""
        form, row = self.book.format(text_wrap=True, valign="top", **look), len(self.heights)
        self.sheet.merge_range(row, 0, row, 1, "", form)
        self.sheet.write_string(row, 0, text, form)
        larger = float(str(look.get("font_size", 10))) / 10.0
        self._high(larger * lines_of(text, (_LABELS + _TEXTS) / larger))

    def _high(self, lines: float) -> None:
        high = min(_LINE * lines + 1.5, GREATEST_HEIGHT)
        self.sheet.set_row(len(self.heights), high)
        self.heights.append(high)
