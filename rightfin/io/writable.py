"""What can be written so that it reads back as it was; everything else is refused before a file is begun."""

from __future__ import annotations

import math

from rightfin.case.case import Case, CaseTable, key_text
from rightfin.case.cell import LARGEST_WHOLE, LONGEST_TEXT, UNPRINTABLE
from rightfin.case.issue import Issue, IssueList
from rightfin.schema import Value

_ESCAPE = "x005F_"
"""The mark by which a workbook escapes characters; openpyxl drops it from texts that hold it as it stands."""


def refuse_unwritable(case: Case) -> None:
    """Raise ``CaseError`` with every value that a file cannot hold: infinite numbers, control characters."""
    found = IssueList()
    for table in case.tables.values():
        for record in table.records():
            for column, value in record.items():
                reason = _unwritable(value)
                if reason:
                    found.add(Issue("unwritable", *reason, table.name, _row(table, record), column))
    found.raise_if_any()


def _row(table: CaseTable, record: dict[str, Value]) -> str:
    return key_text(table.key_of(record))


def _unwritable(value: Value) -> tuple[str, str] | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is not a number that a file can hold.", "Give a finite number, or a blank."
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return f"{value} has more than fifteen digits.", "Round it, or give it as text."
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            return f"The text has {len(value)} characters.", f"Shorten it to {LONGEST_TEXT}."
        if UNPRINTABLE.search(value) or _ESCAPE in value:
            return "The text holds characters that a file cannot keep.", "Delete the text and type it again."
    return None
