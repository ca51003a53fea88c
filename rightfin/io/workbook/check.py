"""The sheet ``check``: what an adviser sees before sending, counted by formulas while the workbook is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rightfin.io.layout import GUIDE
from rightfin.io.workbook.counts import (
    LONG,
    Count,
    Sheets,
    count_absent_years,
    count_below,
    count_blank_years,
    count_missing,
    count_outside,
    count_repeated,
    count_rows,
    count_texts,
    count_unmatched,
)
from rightfin.io.workbook.place import Placed
from rightfin.io.workbook.sheet import set_page
from rightfin.io.workbook.style import Styles
from rightfin.io.workbook.totals import write_totals
from rightfin.schema import TABLES, Table

COUNTS: tuple[tuple[str, Callable[..., Count | None]], ...] = (
    ("rows filled", count_rows),
    ("needed and blank", count_missing),
    ("names not found", count_unmatched),
    ("same key twice", count_repeated),
    ("no number", count_texts),
    ("not allowed", count_outside),
    ("years without column", count_absent_years),
    ("amounts left blank", count_blank_years),
    ("rows not looked at", count_below),
)
"""Headings of the counts, in order, and what counts them. The first is no fault, the last one says what is not seen."""

FIRST_TABLE = 9
"""Number of the row of the first table."""

ROWS_COLUMN = "C"
_UNSEEN, _STATE = "K", "L"
VERDICT_CELL = "A3"

_LINES = (
    "The numbers follow what you type. When everything is mended, run: rightfin check, which looks at more, such as "
    "whether the tables agree.",
    f"Needed and blank: cells are amber on their sheet. Names not found: red. Keys of tables with more than {LONG:,} rows "
    "are not compared here (shown as –).",
)


def rows_cell(table: Table) -> str:
    """Return the address of the cell that counts the filled rows of a table."""
    return f"check!${ROWS_COLUMN}${FIRST_TABLE + TABLES.index(table)}"


def write_check(sheet: Any, styles: Styles, sheets: Sheets, footer: str) -> None:
    """Fill the sheet ``check``: the verdict, a row of counts a table, then totals to compare.

    ``sheets`` holds all tables as they were placed, and the conflicts of a merge behind them if there are any. Every
    formula carries the number that it gives.
    """
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 15)
    sheet.set_column(2, 11, 15)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, "Check before sending", styles.title)
    sheet.write_url(0, 4, f"internal:'{GUIDE}'!A1", styles.link, "back to the guide")
    for row, line in enumerate(_LINES, start=4):
        sheet.write_string(row, 0, line, styles.help)
    _write_verdict(sheet, styles, sheets)
    _write_tables(sheet, styles, sheets)
    write_totals(sheet, styles, sheets, _last(sheets) + 2)
    sheet.freeze_panes(3, 1)
    set_page(sheet, footer)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def verdict(sheets: Sheets) -> str:
    """Return what the sheet says about the values as written: ready to send, or how many things to mend."""
    faults = sum(_faults(found, sheets) for found in sheets.placed.values())
    return "1 thing to mend" if faults == 1 else f"{faults} things to mend" if faults else "Ready to send"


def _last(sheets: Sheets) -> int:
    """Return the number of the row of the last table."""
    return FIRST_TABLE + len(sheets.placed) - 1


def _write_verdict(sheet: Any, styles: Styles, sheets: Sheets) -> None:
    """Write the one line that says whether the workbook is ready."""
    total = f"SUM(D{FIRST_TABLE}:J{_last(sheets)})"
    rest = f"SUM({_UNSEEN}{FIRST_TABLE}:{_UNSEEN}{_last(sheets)})"
    formula = (f'IF({total}=1,"1 thing to mend",IF({total}>1,{total}&" things to mend",'
               f'IF({rest}>0,"Nothing to mend in the rows looked at; run rightfin check","Ready to send")))')
    sheet.set_row(2, 26)
    sheet.merge_range("A3:D3", "", styles.verdict)
    sheet.write_formula(VERDICT_CELL, f"={formula}", styles.verdict, verdict(sheets))
    for test, style in (("=", styles.good), ("<>", styles.missing)):
        sheet.conditional_format("A3:D3", {"type": "formula", "criteria": f'=$A$3{test}"Ready to send"', "format": style})


def _faults(found: Placed, sheets: Sheets) -> int:
    """Return how many faults a table has as written; rows filled and rows not looked at are none."""
    counts = (counting(found, sheets) for _, counting in COUNTS[1:-1])
    return sum(count.stored for count in counts if count is not None)


def _write_tables(sheet: Any, styles: Styles, sheets: Sheets) -> None:
    """Write a row of counts for each table."""
    heads = ("sheet", "needed", *(name for name, _ in COUNTS), "state")
    sheet.set_row(FIRST_TABLE - 2, 32)
    for place, name in enumerate(heads):
        sheet.write_string(FIRST_TABLE - 2, place, name, styles.head)
    for number, found in enumerate(sheets.placed.values(), start=FIRST_TABLE):
        table = found.table
        row = number - 1
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", styles.link, table.name)
        sheet.write_string(row, 1, "needed" if table.required else "optional")
        for place, (_, counting) in enumerate(COUNTS, start=2):
            count = counting(found, sheets)
            if count is None:
                sheet.write_string(row, place, "–", styles.centred)
                continue
            # A cell that shows an error spoils its count: that is a fault as well.
            sheet.write_formula(row, place, f"=IFERROR({count.formula},1)", styles.centred, count.stored)
        sheet.write_formula(row, 11, f"={_state_formula(number, table)}", None,
                            _state(_faults(found, sheets), count_rows(found, sheets).stored))
    span = f"D{FIRST_TABLE}:{_UNSEEN}{_last(sheets)}"
    sheet.conditional_format(span, {"type": "formula", "criteria": f"=AND(ISNUMBER(D{FIRST_TABLE}),D{FIRST_TABLE}>0)",
                                    "format": styles.missing})
    states = f"{_STATE}{FIRST_TABLE}:{_STATE}{_last(sheets)}"
    for word, style in (("mend", styles.missing), ("fine", styles.good)):
        sheet.conditional_format(states, {"type": "formula", "criteria": f'=${_STATE}{FIRST_TABLE}="{word}"',
                                          "format": style})


def _state_formula(number: int, table: Table) -> str:
    return (f'IF(SUM(D{number}:J{number})>0,"mend",IF({_UNSEEN}{number}>0,"partly seen",'
            f'IF({ROWS_COLUMN}{number}=0,"not used","fine")))')


def _state(faults: int, rows: int) -> str:
    return "mend" if faults else "fine" if rows else "not used"
