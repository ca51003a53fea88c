"""The sheet of shadow prices: what happened when each limit was tried, in words and numbers."""

from __future__ import annotations

from typing import Any

from rightfin.report.words.limits import LimitTried, weighted_gap, worths
from rightfin.report.workbook.figures import Figures
from rightfin.report.workbook.style import HEADER_ROW, lines_of
from rightfin.schema import FiscalYear, as_cell

_HEADINGS = ("What gives way", "In words", "Year", "What it allows", "Unit", "Moved by", "1% more closes, years of need",
             "Share of the gap", "1% less opens, years of need", "The price said, years of need", "Price")
_WIDTHS = (40, 74, 7, 18, 10, 18, 13, 11, 13, 13, 12)


def prices_sheet(figures: Figures) -> None:
    """Write every limit that was tried, those that help most first."""
    book, plan = figures.book, figures.plan
    gap = weighted_gap(plan)
    sheet = book.sheet(
        "Shadow prices",
        "What needs gained when one limit gave way by one per cent, tried by planning again, one at a time.",
        _HEADINGS,
        _WIDTHS,
    )
    row = HEADER_ROW + 1
    left_out = (
        f" {plan.limits_left_out:,} more limits have a price; by it they weigh less, and they were not tried."
        if plan.limits_left_out else ""
    )
    note = (
        f"How to read it: the gap is the weighted unmet needs of all years planned, later ones counting less: {gap:,.3f} "
        "years of need. One year of need is a need of weight 1 wholly unmet for a year, at the penalty of its mildest "
        f"band. Amounts are in whole units of {plan.currency} or in persons. Each limit was moved by one per cent of what "
        "it allows, or of what it compares where it allows no amount, and what is owed and what is covered were planned "
        "again. A price is confirmed where one per cent either way does what it says, one-sided where more closes less "
        "than less opens, and not unique where it says something else than what happened; go by what happened. Closes "
        f"below zero means that with more room what is owed is paid first, at the cost of needs.{left_out}"
    )
    for column in range(len(_HEADINGS)):
        sheet.write_blank(row, column, None, book.format(text_wrap=True))
    look = book.format(text_wrap=True, valign="top", italic=True)
    sheet.merge_range(row, 0, row, len(_HEADINGS) - 1, "", look)
    sheet.write_string(row, 0, note, look)
    book.set_lines(sheet, row, lines_of(note, sum(_WIDTHS)))
    row += 1
    first = row
    for one in worths(plan):
        _write(figures, sheet, row, one, gap)
        row += 1
    if row > first:
        sheet.autofilter(HEADER_ROW, 0, row - 1, len(_HEADINGS) - 1)


def _write(figures: Figures, sheet: Any, row: int, one: LimitTried, gap: float) -> None:
    book = figures.book
    what = f"{one.limit.gives_way}: {one.name}" if one.name else one.limit.gives_way
    book.wrapped(sheet, row, {0: what, 1: one.sentence})
    side = {"align": "right"} if isinstance(one.year, FiscalYear) else {}
    sheet.write(row, 2, as_cell(one.year), book.format(num_format="0", valign="top", **side))
    numbers = [(6, one.closes, "0.000000"), (9, one.price * one.step, "0.000000")]
    if one.opens is not None:
        numbers += [(8, one.opens, "0.000000")]
    if gap > 0.0:
        numbers += [(7, one.share, "0.0000%")]
    if one.amount != 0.0:
        numbers += [(3, one.amount, "#,##0.00_)" if one.unit == "share" else "#,##0_)")]
    for column, number, pattern in numbers:
        sheet.write_number(row, column, number, book.format(num_format=pattern, valign="top"))
    for column, text in ((4, one.unit), (5, one.words), (10, str(one.flag))):
        sheet.write_string(row, column, text, book.format(valign="top", text_wrap=True, indent=1))
