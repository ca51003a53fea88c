"""Cells of the numbers in the sheet of explanations: columns, headings, texts, and in what numbers are shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rightfin.report.studies.findings import decimals_of
from rightfin.report.workbook.style import Book, lines_of
from rightfin.study.why.explain import Explanation
from rightfin.study.why.quantities import QuantityUnit

WIDTHS = (27, 10, 22, 9, 11.5, 11.5, 10, 9, 12, 12)
"""Widths of the columns, in characters: all fit on a page."""

LAST = len(WIDTHS) - 1


def across(book: Book, sheet: Any, row: int, label: str, text: str, first: int = 1) -> int:
    """Write a label and a text over all columns from the ``first`` on; return the row after them."""
    sheet.write_string(row, 0, label, book.format(text_wrap=True, valign="top"))
    look = book.format(text_wrap=True, valign="top")
    sheet.merge_range(row, first, row, LAST, "", look)
    sheet.write_string(row, first, text, look)
    book.set_lines(sheet, row, max(lines_of(label, WIDTHS[0]), lines_of(text, sum(WIDTHS[first:]))))
    return row + 1


@dataclass(frozen=True)
class NumberUnit:
    """How the sheet shows a number: in what, as what kind, divided by what; and what changes of it are counted in.

    A change is shown ``times`` as large as it is, a share in percentage points.
    """

    text: str
    kind: str
    divisor: float
    changes: str
    times: float

    @classmethod
    def of(cls, found: Explanation, book: Book) -> NumberUnit:
        """Return how a number is shown in a workbook."""
        match found.quantity.unit:
            case QuantityUnit.PEOPLE:
                return cls("person-years", "units", 1.0, "person-years", 1.0)
            case QuantityUnit.MONEY:
                return cls(f"{book.scale.unit}, current prices", "money", book.scale.divisor, book.scale.unit, 1.0)
            case QuantityUnit.SHARE:
                return cls("of the need", "exact share", 1.0, "percentage points", 100.0)


def write_text(book: Book, sheet: Any, row: int, column: int, text: str) -> None:
    """Write a text into one cell, at its top, wrapped; one beside numbers a little apart from them."""
    sheet.write_string(row, column, text, book.format(text_wrap=True, valign="top", indent=int(column > 0)))


def wide_text(book: Book, sheet: Any, row: int, first: int, text: str) -> int:
    """Write a text over the columns from the ``first`` on; return how many lines it takes."""
    look = book.format(text_wrap=True, valign="top", indent=1)
    sheet.merge_range(row, first, row, LAST, "", look)
    sheet.write_string(row, first, text, look)
    return lines_of(text, sum(WIDTHS[first:]))


def headings(book: Book, sheet: Any, row: int, texts: Mapping[int, str], at_left: Collection[int]) -> int:
    """Write headings of columns, those of numbers at the right; return the row after them.

    The last one ``at_left`` may run on over the columns behind it.
    """
    last = max(texts)
    for column in range(LAST + 1):
        side: dict[str, object] = {"align": "left", "indent": int(column > 0)} if column in at_left else {"align": "right"}
        look = book.format(bold=True, bottom=1, text_wrap=column != last, valign="bottom", font_color="#444444", **side)
        if column in texts:
            sheet.write_string(row, column, texts[column], look)
        else:
            sheet.write_blank(row, column, None, look)
    book.set_lines(sheet, row, max(
        lines_of(text, WIDTHS[column], bold=True) for column, text in texts.items() if column != last))
    return row + 1


def exact(book: Book, value: float, **look: object) -> Any:
    """Return the format that shows four digits of a number."""
    decimals = decimals_of([value])
    return book.format(num_format="#,##0" + (f".{'0' * decimals}" if decimals else ""), valign="top", **look)
