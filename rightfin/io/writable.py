"""What can be written so that it reads back as it was; everything else is refused before a file is begun."""

from __future__ import annotations

import math

from rightfin.case.case import Case, CaseTable, key_text
from rightfin.case.cell import LARGEST_WHOLE, LONGEST_TEXT, UNPRINTABLE, is_error, letters
from rightfin.case.issue import Issue, IssueList
from rightfin.io.layout import file_years, headings
from rightfin.io.limits import LAST_COLUMN, MOST_CELLS, MOST_ROWS, MOST_TEXT_BYTES, MOST_TEXTS
from rightfin.schema import Value

_GUIDE_CELLS = 8_000
"""Room for the cells and texts of guide, check, lists and headings, which a workbook holds besides the case."""

_GUIDE_TEXT = 1_000_000
"""Room for the letters of the guide, of help and of drop-downs."""


def refuse_unwritable(case: Case) -> None:
    """Raise ``CaseError`` with every value that a file cannot hold: infinite numbers, control characters, errors.

    A case with more rows, columns or cells than are read is refused as well.
    """
    found = IssueList(_too_large(case))
    for table in case.tables.values():
        for record in table.records():
            for column, value in record.items():
                reason = _unwritable(value)
                if reason:
                    found.add(Issue("unwritable", *reason, table.name, _row(table, record), column))
    found.raise_if_any()


def _too_large(case: Case) -> list[Issue]:
    """Return what is larger than a reader of either form accepts."""
    found = []
    cells = _GUIDE_CELLS
    texts: set[Value] = set()
    for name, table in case.tables.items():
        rows, columns = len(table.rows), len(headings(table.table, file_years(case, table.table)))
        cells += (rows + 1) * columns
        if rows > MOST_ROWS or columns > LAST_COLUMN:
            found.append(Issue("too_large", f"The table has {rows:,} rows and {columns} columns.",
                               f"Keep to {MOST_ROWS:,} rows and {LAST_COLUMN} columns.", name))
        texts.update(value for row in table.rows for value in row if isinstance(value, str))
    volume = sum(map(_memory, (text for text in texts if isinstance(text, str))))
    if volume > MOST_TEXT_BYTES - _GUIDE_TEXT:
        found.append(Issue("too_large", f"The different texts of the case have {volume / 1e6:.1f} million letters.",
                           f"Keep to {(MOST_TEXT_BYTES - _GUIDE_TEXT) / 1e6:.0f} million; other scripts count twice."))
    if cells > MOST_CELLS or len(texts) > MOST_TEXTS - _GUIDE_CELLS:
        found.append(Issue("too_large", f"The case has {cells:,} cells with {len(texts):,} different texts.",
                           f"Keep to {MOST_CELLS:,} cells and {MOST_TEXTS:,} texts in all."))
    return found


def _memory(text: str) -> int:
    """Return how much of the room for texts a text takes: one a sign, two or four for other scripts."""
    return len(text) if text.isascii() else len(text) * (4 if max(text) > "\uffff" else 2)


def _row(table: CaseTable, record: dict[str, Value]) -> str:
    return key_text(table.key_of(record))


def _unwritable(value: Value) -> tuple[str, str] | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is not a number that a file can hold.", "Give a finite number, or a blank."
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return f"{value} has more than fifteen digits.", "Round it, or give it as text."
    if isinstance(value, str):
        if letters(value) > LONGEST_TEXT:
            return f"The text has {letters(value)} characters.", f"Shorten it to {LONGEST_TEXT}."
        if UNPRINTABLE.search(value):
            return "The text holds characters that a file cannot keep.", "Delete the text and type it again."
        if is_error(value):
            return f"{value} would be read as the error of a spreadsheet, not as a text.", "Say it in other words."
    return None
