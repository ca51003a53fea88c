"""Verdicts in words: whether a limit is kept, and on which side of a rule of thumb a number lies."""

from __future__ import annotations

from typing import Any

from rightfin.report.charts.palette import GREEN, VERMILLION
from rightfin.report.workbook.style import Book, PlacedLine
from rightfin.result.thresholds import Relation
from rightfin.tolerances import UNSHOWN

_SLACK = f"{UNSHOWN:.5f}"
KEPT, BROKEN = "kept", "broken"


def words_of(relation: Relation, *, advice: bool = False) -> tuple[str, str]:
    """Return what a number is called that keeps to its threshold, and one that does not.

    ``advice``: the threshold is a rule of thumb, which nobody breaks.
    """
    if relation is Relation.COMPARE:
        return "at or below", "above"
    return ("within", "outside") if advice else (KEPT, BROKEN)


def verdict_line(
    book: Book, sheet: Any, row: int, texts: tuple[str, ...], found: PlacedLine, limit: PlacedLine, relation: Relation,
    *, advice: bool = False,
) -> None:
    """Write, year by year, by formula, how the numbers of ``found`` stand to those of ``limit``.

    The cell is an empty text where one of the two is missing. Broken limits are marked.
    """
    good, bad = words_of(relation, advice=advice)
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, book.format(italic=True, font_color="#444444", valign="top"))
    look = book.format(align="right", valign="top")
    cells = zip(found.cells(sheet.name), limit.cells(sheet.name), found.values, limit.values, strict=True)
    for place, (number, bound, value, most) in enumerate(cells, start=len(texts)):
        test = f"{number}>={bound}-{_SLACK}" if relation is Relation.AT_LEAST else f"{number}<={bound}+{_SLACK}"
        stored = ""
        if value is not None and most is not None:
            fits = value >= most - UNSHOWN if relation is Relation.AT_LEAST else value <= most + UNSHOWN
            stored = good if fits else bad
        formula = f'=IF(AND(ISNUMBER({number}),ISNUMBER({bound})),IF({test},"{good}","{bad}"),"")'
        sheet.write_formula(row, place, formula, look, stored)
    if good == KEPT:
        span = (row, len(texts), row, len(texts) + len(found.values) - 1)
        marks = ((KEPT, book.file.add_format({"font_color": GREEN})),
                 (BROKEN, book.file.add_format({"font_color": VERMILLION, "bold": True})))
        for word, mark in marks:
            sheet.conditional_format(*span, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": mark})
