"""The sheet that explains the others: which tables there are, in what order, and what a missing one means."""

from __future__ import annotations

from typing import Any

from rightfin.io.layout import GUIDE
from rightfin.io.workbook_style import Styles
from rightfin.schema import TABLES

_INTRODUCTION = (
    "Each sheet is one table; fill them in from top to bottom of the list below. This sheet is not read.",
    "Point at a heading to see what belongs under it, its unit and what a blank means; it never means zero.",
    "Shares are fractions: 0.25 is a quarter; in cells that show per cent, type 25%. Money is in whole units.",
    "Names such as army_officer are lower-case letters, digits and underscores; other tables refer to them.",
    "Where years stand across, change their headings to those of your case, the base year to the end year.",
    "A row whose first cell starts with # is a note and is not read. Columns source and note are kept.",
)
_LEGEND = (
    ("key", "names the row; required"),
    ("required", "required"),
    ("optional", "may be blank"),
    ("year", "a year; the note at the heading says what a blank means"),
)


def write_guide(book: Any, styles: Styles) -> None:
    """Add the guide as the first sheet."""
    sheet = book.add_worksheet(GUIDE)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 110)
    sheet.set_column(3, 3, 12)
    sheet.set_column(4, 4, 60)
    sheet.write_string(0, 0, "A case for rightfin", styles.title)
    row = 2
    for line in _INTRODUCTION:
        sheet.write_string(row, 0, line)
        row += 1
    row += 1
    sheet.write_string(row, 0, "Colours of headings", styles.bold)
    for role, meaning in _LEGEND:
        row += 1
        sheet.write_string(row, 0, role, styles.headings[role])
        sheet.write_string(row, 1, meaning)
    row += 2
    for place, heading in enumerate(("sheet", "table", "what it is for", "needed", "if it is empty")):
        sheet.write_string(row, place, heading, styles.bold)
    for table in TABLES:
        row += 1
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", string=table.name)
        sheet.write_string(row, 1, table.title)
        sheet.write_string(row, 2, table.help)
        sheet.write_string(row, 3, "required" if table.required else "optional")
        sheet.write_string(row, 4, table.absent or "The case cannot be used.")
