"""The summary sheet: one page that a minister can print."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rightfin.report import facts
from rightfin.report.answer import LIMITS_OF_THE_MODEL, YEARLY_HEADINGS, Answer
from rightfin.report.palette import BLACK, payer_colours, series_colours
from rightfin.report.workbook.money import PayersPlace
from rightfin.report.workbook.style import GREATEST_HEIGHT, Book
from rightfin.result.plan import Plan

_COLUMNS = 10
_WIDTHS = (19, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5, 12.5)
_LETTERS = 126
"""Characters that fit on a line of merged text beside the headings."""

_LINE_HEIGHT = 14.5
_CHART_WIDTHS, _CHART_HEIGHT = (336, 336, 294), 264
_KINDS = ("people", "money", "money", "money", "money", "money", "money", "share", "share")


def summary_sheet(book: Book, sheet: Any, plan: Plan, answer: Answer) -> int:
    """Write title, sentences and yearly table; return the first row below them."""
    sheet.fit_to_pages(1, 1)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, answer.title, book.format(bold=True, font_size=16))
    bold, plain = book.format(bold=True, valign="top"), book.format(text_wrap=True, valign="top")
    row = 1
    texts = [(sentence.heading, sentence.text) for sentence in answer.sentences]
    for heading, text in [*texts, ("Limits", LIMITS_OF_THE_MODEL)]:
        sheet.write_string(row, 0, heading, book.format(bold=True, valign="top", text_wrap=True))
        sheet.merge_range(row, 1, row, _COLUMNS - 1, "", plain)
        sheet.write_string(row, 1, text, plain)
        lines = max(math.ceil(len(text) / _LETTERS), math.ceil(len(heading) / 19))
        sheet.set_row(row, min(_LINE_HEIGHT * lines + 3, GREATEST_HEIGHT))
        row += 1
    if not answer.yearly:
        return row
    row += 1
    sheet.write_string(row, 0, f"Year by year (strength in person-years, money in {book.scale.unit})", bold)
    row += 1
    for column, heading in enumerate(YEARLY_HEADINGS):
        look = book.format(bold=True, bottom=1, top=1, align="left" if column == 0 else "right", bg_color="#DCE9F2")
        sheet.write_string(row, column, heading, look)
    for year in answer.yearly:
        row += 1
        sheet.write_number(row, 0, year.year, book.format(align="left", bold=True))
        money = [book.scale.of(amount) for amount in year.money]
        values = [year.strength, *money, year.coverage, year.readiness]
        for column, (value, kind) in enumerate(zip(values, _KINDS, strict=True), start=1):
            if value is None:
                sheet.write_blank(row, column, None, book.number(kind))
            else:
                sheet.write_number(row, column, value, book.number(kind))
    return row + 2


def summary_charts(
    book: Book, sheet: Any, plan: Plan, row: int, subtotals: Mapping[str, int], payers: PayersPlace
) -> None:
    """Draw native charts below the table: strength, who pays, coverage."""
    last = len(plan.years)
    strength = book.file.add_chart({"type": "column", "subtype": "stacked"})
    for place, colour in zip(subtotals.values(), series_colours(len(subtotals)), strict=True):
        strength.add_series(_series("Strength", place, 2, last, colour))
    _finish(strength, "Strength by institution", "Person-years")
    paid = book.file.add_chart({"type": "column", "subtype": "stacked"})
    names = list(payers.payers)
    for name, colour in zip(names, payer_colours(names), strict=True):
        paid.add_series(_series("Who pays", payers.payers[name], 1, last, colour))
    line = book.file.add_chart({"type": "line"})
    ceiling = _series("Who pays", payers.ceiling, 1, last, BLACK)
    line.add_series({**ceiling, "fill": None, "line": {"color": BLACK, "width": 1.75, "dash_type": "dash"}})
    paid.combine(line)
    _finish(paid, "Who pays", book.scale.unit)
    coverage = book.file.add_chart({"type": "line"})
    rows = facts.yearly(plan)
    first = row - 1 - len(rows)
    for (name, column), colour in zip((("Coverage", 8), ("Readiness", 9)), series_colours(2), strict=True):
        coverage.add_series(
            {
                "name": name,
                "categories": ["Summary", first, 0, first + last - 1, 0],
                "values": ["Summary", first, column, first + last - 1, column],
                "line": {"color": colour, "width": 2},
                "marker": {
                    "type": "circle",
                    "size": 5,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    _finish(coverage, "Coverage and readiness", "Share")
    coverage.set_y_axis(
        {
            "min": 0,
            "max": 1,
            "num_format": "0%",
            "num_font": {"size": 8},
            "major_gridlines": {"visible": True, "line": {"color": "#E4E4E4"}},
        }
    )
    for place, (chart, legend) in enumerate(((strength, "right"), (paid, "right"), (coverage, "bottom"))):
        chart.set_legend({"position": legend, "font": {"size": 8}})
        chart.set_size({"width": _CHART_WIDTHS[place], "height": _CHART_HEIGHT})
        left = 2 + sum(_CHART_WIDTHS[:place]) + 8 * place
        sheet.insert_chart(row, 0, chart, {"x_offset": left, "object_position": 2})


def _series(sheet: str, row: int, column: int, years: int, colour: str) -> dict[str, object]:
    """Return a series of a stacked chart, named by the first cell of its row.

    A name given as text would not do: XlsxWriter takes a text such as ``[a.xlsx]b!A1`` for a reference.
    """
    return {
        "name": [sheet, row, 0],
        "categories": [sheet, 3, column, 3, column + years - 1],
        "values": [sheet, row, column, row, column + years - 1],
        "fill": {"color": colour},
        "gap": 40,
    }


def _finish(chart: Any, title: str, unit: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_y_axis(
        {
            # The unit holds the currency as the case names it; XlsxWriter would take a name such as "a!B1" for a
            # reference. The invisible joiner after the mark keeps it a text.
            "name": unit.replace("!", "!\u2060"),
            "name_font": {"size": 8, "bold": False},
            "num_font": {"size": 8},
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#E4E4E4"}},
        }
    )
