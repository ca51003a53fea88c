"""The sheet that explains the others: what to fill in, in what order, and what a missing table means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rightfin.io.layout import CHECK
from rightfin.io.template_version import VERSION_CELL, version_text
from rightfin.io.workbook.check import VERDICT_CELL, rows_cell
from rightfin.io.workbook.place import SPARE_ROWS
from rightfin.io.workbook.sheet import set_page
from rightfin.io.workbook.style import Styles
from rightfin.schema import TABLES, YearStyle

_STEPS = (
    "Fill in the sheets from top to bottom of the list below. Type in white cells; grey cells and headings are locked.",
    "Say on settings what the case is about: title, currency, base year and end year.",
    "Fill in every sheet that is needed. Leave an optional sheet empty where its last column here suits you.",
    "Look at the sheet check: it counts what is missing or cannot be right, and adds up totals to compare.",
    "Send the workbook. Who receives it runs: rightfin check, and then: rightfin plan.",
)
_LEGEND = (
    ("heading", "key", "names the row; required"),
    ("heading", "required", "required in every row"),
    ("heading", "optional", "may be blank; the note at the heading says what a blank means"),
    ("heading", "year", "a year"),
    ("heading", "people", "for people only; not read"),
    ("cell", "input", "white: type here"),
    ("cell", "locked", "grey: locked"),
    ("cell", "amber", "amber: needed, and still blank"),
    ("cell", "red", "red: this name is on no other sheet"),
)
_CONVENTIONS = (
    ("Blanks", "A blank is never zero. It takes the default that the note at the heading names; type 0 where there is "
     "nothing."),
    ("Names", "Short names such as army_officer are lower-case letters, digits and underscores. Other sheets refer to "
     "them by drop-downs, which follow what you enter."),
    ("Shares", "Shares are fractions: 0.25 is a quarter. Their cells show per cent, so you may type 25%."),
    ("Money", "Whole units of the currency, without thousands or millions, at the prices of the base year."),
    ("Years", "Years stand across. To change them, run: rightfin template NEW.xlsx --like THIS.xlsx --years {years}. "
     "Or unlock the sheet and type other headings."),
    ("Notes", "A row whose first cell begins with # and a column whose heading begins with # are for people and not read. "
     "The columns source and note are kept with the case."),
    ("Unlocking", "In Excel: Review, Unprotect Sheet; there is no password. Locks only keep headings from being changed by "
     "mistake. Insert rows and columns of your own after unlocking."),
    ("Rows", f"Each sheet has at least {SPARE_ROWS} spare rows. Rows further below are read, but drop-downs and the sheet "
     "check do not look at them."),
)
_WIDTHS = (5, 20, 24, 62, 11, 10, 48)


def write_guide(
    sheet: Any, styles: Styles, rows: Mapping[str, int], verdict: str, footer: str, style: YearStyle
) -> None:
    """Fill the guide. ``rows`` holds how many rows of each table are filled, ``verdict`` what the sheet check says.

    ``style`` is how the case writes its years.
    """
    years = f"{style.text(2027)}-{style.text(2040)}"
    told = [(name, line.replace("{years}", years)) for name, line in _CONVENTIONS]
    for place, wide in enumerate(_WIDTHS):
        sheet.set_column(place, place, wide)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, "A case for rightfin", styles.title)
    sheet.write_string(VERSION_CELL, version_text(), styles.help)
    sheet.write_url(1, 3, f"internal:'{CHECK}'!A1", styles.link, "to the check before sending:")
    sheet.write_formula(1, 4, f"={CHECK}!{VERDICT_CELL}", styles.bold, verdict)
    row = _write_lines(sheet, styles, 3, "What to do", [(f"{n}.", line) for n, line in enumerate(_STEPS, start=1)], 0)
    row = _write_tables(sheet, styles, row + 1, rows)
    row = _write_legend(sheet, styles, row + 1)
    _write_lines(sheet, styles, row + 1, "Good to know", told, 1)
    set_page(sheet, footer)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_lines(sheet: Any, styles: Styles, row: int, title: str, lines: list[tuple[str, str]], name_at: int) -> int:
    """Write a heading and then lines that go over the whole width, each with its name or number; return the row below."""
    sheet.write_string(row, 0, title, styles.subtitle)
    wide = sum(_WIDTHS[name_at + 1:])
    for name, line in lines:
        row += 1
        sheet.write_string(row, name_at, name, styles.name)
        sheet.merge_range(row, name_at + 1, row, len(_WIDTHS) - 1, "", styles.wrapped)
        sheet.write_string(row, name_at + 1, line, styles.wrapped)
        sheet.set_row(row, _height(line, wide))
    return row + 1


def _write_tables(sheet: Any, styles: Styles, row: int, rows: Mapping[str, int]) -> int:
    """Write the list of tables with links, and how many rows of each are filled; return the row below."""
    sheet.write_string(row, 0, "Sheets, in the order in which to fill them in", styles.subtitle)
    row += 1
    sheet.set_row(row, 20)
    for place, heading in enumerate(("", "sheet", "table", "what it is for", "needed", "rows filled", "if it is empty")):
        sheet.write_string(row, place, heading, styles.head)
    for number, table in enumerate(TABLES, start=1):
        row += 1
        absent = table.absent or "The case cannot be used."
        sheet.write_number(row, 0, number, styles.centred)
        sheet.write_url(row, 1, f"internal:'{table.name}'!A1", styles.link_top, table.name)
        need = "needed" if table.required else "optional"
        for place, text in ((2, table.title), (3, table.help), (4, need), (6, absent)):
            sheet.write_string(row, place, text, styles.wrapped)
        sheet.write_formula(row, 5, f"={rows_cell(table)}", styles.centred, rows[table.name])
        sheet.set_row(row, max(_height(table.help, _WIDTHS[3]), _height(absent, _WIDTHS[6])))
    return row + 1


def _write_legend(sheet: Any, styles: Styles, row: int) -> int:
    """Write what the colours mean, in words; return the row below."""
    sheet.write_string(row, 0, "Colours", styles.subtitle)
    swatches = {**styles.swatches, **styles.headings, "amber": styles.missing_cell, "red": styles.unmatched_cell}
    for what, name, meaning in _LEGEND:
        row += 1
        sheet.write_string(row, 1, what, swatches[name])
        sheet.write_string(row, 2, meaning)
    return row + 1


def _height(text: str, wide: float) -> float:
    """Return the height of a row that shows a text in a column so many characters wide."""
    return 15.0 * (1 + int(len(text) / (1.15 * wide)))
