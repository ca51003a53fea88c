"""The summary: a page that a minister can print, and one of charts. Its numbers are formulas over the other sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rightfin.report.charts.palette import BLUE
from rightfin.report.facts import OWN
from rightfin.report.words.answer import YEARLY_HEADINGS, PlanAnswer
from rightfin.report.words.bidi import alone
from rightfin.report.words.payment import payment_of
from rightfin.report.workbook.contents import CONTENTS
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import GREATEST_HEIGHT, SMALLEST, Book, PlacedLine, lines_of
from rightfin.report.workbook.summary_charts import ChartRows, add_charts
from rightfin.schema import as_cell

_WIDTHS = (19, *(11.3,) * 10)
_COLUMNS = len(_WIDTHS)
_KINDS = ("people", "people", "money", "money", "money", "money", "money", "money", "share", "share")
_LARGE, _TEXT = 84, 112
"""Characters that fit on a line of the large sentence, and of text beside the headings."""

_CHART_ROWS = 34
"""Rows of default height that the charts take."""


def summary_sheet(figures: Figures, sheet: Any, answer: PlanAnswer) -> None:
    """Fill the first sheet: the verdict as a large sentence, three sentences, the yearly table, four charts."""
    book = figures.book
    sheet.set_print_scale(SMALLEST)
    sheet.center_horizontally()
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _words(book, sheet, answer)
    if answer.yearly:
        row = _table(figures, sheet, row, answer)
        rows = ChartRows(row - 1 - len(answer.yearly), len(answer.yearly))
        add_charts(figures, sheet, row, rows, missing=bool(payment_of(figures.plan).missing))
        sheet.set_h_pagebreaks([row])
        row += _CHART_ROWS
    sheet.write_url(row, 0, f"internal:{CONTENTS}!A1", book.link(), "Contents of this workbook")
    sheet.print_area(0, 0, row, _COLUMNS - 1)


def _words(book: Book, sheet: Any, answer: PlanAnswer) -> int:
    """Write title, what was laid over the case, the large sentence and the others; return the row after them."""
    _across(book, sheet, 0, 0, alone(answer.title), {"bold": True, "font_size": 14, "font_color": BLUE}, 20, 100)
    basis = answer.sentence("basis")
    row = 1
    if basis is not None:
        _across(book, sheet, row, 0, f"{basis.heading}. {basis.text}", {"italic": True, "font_color": "#444444"}, 14, 130)
        row += 1
    first, *others = answer.brief
    large = {"bold": True, "font_size": 16 if answer.answered else 12}
    _across(book, sheet, row, 0, first.text, large, 23 if answer.answered else 17, _LARGE if answer.answered else 108)
    row += 1
    for sentence in others:
        sheet.write_string(row, 0, sentence.heading, book.format(bold=True, valign="top", text_wrap=True, font_size=11))
        _across(book, sheet, row, 1, sentence.text, {"font_size": 11}, 15.5, _TEXT)
        row += 1
    return row + 1


def _across(
    book: Book, sheet: Any, row: int, column: int, text: str, look: Mapping[str, object], height: float, letters: int
) -> None:
    """Write a text over all columns to the right, in a row as high as its lines."""
    form = book.format(text_wrap=True, valign="top", **look)
    sheet.merge_range(row, column, row, _COLUMNS - 1, "", form)
    sheet.write_string(row, column, text, form)
    sheet.set_row(row, min(height * lines_of(text, letters) + 2, GREATEST_HEIGHT))


def _table(figures: Figures, sheet: Any, row: int, answer: PlanAnswer) -> int:
    """Write the yearly table; return the row after it and a blank one."""
    book, placed = figures.book, figures.placed
    caption = f"Year by year: people in person-years, money in {book.scale.unit} at current prices"
    sheet.write_string(row, 0, caption, book.format(bold=True, valign="top"))
    row += 1
    for column, heading in enumerate(YEARLY_HEADINGS):
        look = book.format(bold=True, bottom=1, top=1, align="left" if column == 0 else "right", bg_color="#DCE9F2",
                           text_wrap=True, valign="top")
        sheet.write_string(row, column, heading, look)
    sheet.set_row(row, 30)  # two lines: LibreOffice cuts the first letters of a heading that is wider than its column
    columns: tuple[PlacedLine | None, ...] = (
        placed["strength",], placed["without support",], placed["asked",], placed["paid",], placed["paid", OWN],
        placed["grants",], placed["missing",], placed["arrears",],
        *(placed.get(("indicator", name)) for name in ("coverage", "readiness")),
    )
    for place, year in enumerate(answer.yearly):
        row += 1
        sheet.write(row, 0, as_cell(year.year), book.format(align="left", bold=True, valign="vcenter"))
        for column, (part, kind) in enumerate(zip(columns, _KINDS, strict=True), start=1):
            look = book.number(kind, valign="vcenter")  # at the top, the first row would touch the headings
            if part is None:
                sheet.write_blank(row, column, None, look)
            else:
                value = part.values[place]
                cell = part.cells(sheet.name)[place]
                sheet.write_formula(row, column, f"={cell}", look, "" if value is None else value)
    return row + 2

