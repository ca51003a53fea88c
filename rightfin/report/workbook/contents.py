"""The list of sheets, each with a link and a word on what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rightfin.report.workbook.style import HEADER_ROW, Book, quoted
from rightfin.schema import BY_NAME
from rightfin.schema.sheets import RESULT_SHEETS

CONTENTS = "Contents"

_BESIDE = {
    "lists": "What the drop-downs of the case offer.",
    "trail": "Who saved the case, when and why.",
}
"""What the sheets hold that go with the case and are no tables of it."""


def contents_sheet(book: Book, sheets: Iterable[str]) -> Any:
    """Fill the sheet ``Contents``, which was made before, with a link to each sheet."""
    sheet = book.file.get_worksheet_by_name(CONTENTS)
    for place, name in enumerate(sheets, start=HEADER_ROW + 1):
        table = BY_NAME.get(name)
        sort = "The case" if table is not None or name in _BESIDE else "Results"
        sheet.write_url(place, 0, f"internal:{quoted(name)}!A1", book.link(), name)
        book.wrapped(sheet, place, {1: sort, 2: table.help if table is not None else (_BESIDE | RESULT_SHEETS)[name]})
    return sheet
