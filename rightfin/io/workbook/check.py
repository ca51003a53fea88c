"""The sheet ``check``: what an adviser sees before sending, counted by formulas while the workbook is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rightfin.io.layout import GUIDE
from rightfin.io.workbook.counts import (
    LONG,
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
from rightfin.io.xlsx.formula import Formula, added, choose, total, unless_error
from rightfin.schema import TABLES, Table

COUNTS: tuple[tuple[str, Callable[[Placed, Sheets], Formula | None]], ...] = (
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
_FAULTS, _UNSEEN, _STATE = "DJ", "K", "L"
_NOT_COUNTED, _READY = "–", "Ready to send"
_SEEN = "No fault that this sheet can see; run rightfin check"
VERDICT_CELL = "A3"

READ_DEEPER = frozenset({
    "pay_parts", "pay_grid", "eligibility", "co_financing", "earmarks", "committed", "running_costs", "ceilings",
    "handovers", "phases", "over_time", "rules", "targets", "scenarios", "may_pay", "transfers",
})
"""Tables with cells that no formula judges: groups, items, cells of other tables, and rows that must agree with others."""

_LINES = (
    "The numbers follow what you type. When everything is mended, run: rightfin check, which looks at more, such as "
    "groups, items and whether the tables agree.",
    f"Needed and blank: cells are amber on their sheet. Names not found: red. Keys of tables with more than {LONG:,} rows "
    "are not compared here (shown as –).",
)


def rows_cell(table: Table) -> str:
    """Return the address of the cell that counts the filled rows of a table."""
    return f"check!${ROWS_COLUMN}${FIRST_TABLE + TABLES.index(table)}"


@dataclass(frozen=True)
class CheckCounts:
    """What is counted about each table, in the order of ``COUNTS``; ``None`` for what is not counted about one."""

    sheets: Sheets
    counts: Mapping[str, Sequence[Formula | None]]

    @classmethod
    def of(cls, sheets: Sheets) -> CheckCounts:
        """Count everything about all tables. A cell that shows an error spoils its count: that is a fault as well."""
        found = {name: [counting(placed, sheets) for _, counting in COUNTS] for name, placed in sheets.placed.items()}
        return cls(sheets, {name: [None if count is None else unless_error(count, 1) for count in counts]
                            for name, counts in found.items()})

    @property
    def last(self) -> int:
        """The number of the row of the last table."""
        return FIRST_TABLE + len(self.counts) - 1

    @property
    def rows(self) -> dict[str, int]:
        """How many rows of each table are filled."""
        return {name: found.value for name, (found, *_) in self.counts.items() if found is not None}

    def cells(self, letters: str, row: int | None = None) -> Formula:
        """Return the counts in the columns from the first letter to the last, of the table in a row or of all tables."""
        top, bottom = (FIRST_TABLE, self.last) if row is None else (row, row)
        chosen = list(self.counts.values())[top - FIRST_TABLE:bottom - FIRST_TABLE + 1]
        places = range(ord(letters[0]) - ord(ROWS_COLUMN), ord(letters[-1]) - ord(ROWS_COLUMN) + 1)
        values = [[_NOT_COUNTED if (count := counts[place]) is None else count.value for counts in chosen]
                  for place in places]
        first, last = f"{letters[0]}{top}", f"{letters[-1]}{bottom}"
        return Formula(first if first == last else f"{first}:{last}", values)

    @property
    def verdict(self) -> Formula:
        """What the sheet says: how many things to mend, or that it is ready; no more than it can see of what is filled."""
        faults = total(self.cells(_FAULTS))
        unseen = total(self.cells(_UNSEEN))
        deeper = added(self.cells(ROWS_COLUMN, row) for row, name in enumerate(self.counts, start=FIRST_TABLE)
                       if name in READ_DEEPER) > 0
        fine = choose(unseen > 0, "Nothing to mend in the rows looked at; run rightfin check",
                      choose(deeper, _SEEN, _READY))
        counted = choose(faults.equals(1), "1 thing to mend", faults & " things to mend")
        return choose(faults > 0, counted & choose(deeper, "; rightfin check may find more", ""), fine)

    def state(self, row: int) -> Formula:
        """Return what the sheet says about the table in a row."""
        deeper = [*self.counts][row - FIRST_TABLE] in READ_DEEPER
        fine = choose(self.cells(ROWS_COLUMN, row).equals(0), "not used", "no fault seen" if deeper else "fine")
        seen = choose(self.cells(_UNSEEN, row) > 0, "partly seen", fine)
        return choose(total(self.cells(_FAULTS, row)) > 0, "mend", seen)


def write_check(sheet: Any, styles: Styles, tally: CheckCounts, footer: str) -> None:
    """Fill the sheet ``check``: the verdict, a row of counts a table, then totals to compare.

    ``tally`` holds the counts of all tables, and of the conflicts of a merge behind them if there are any. Every formula
    carries what it gives.
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
    _write_verdict(sheet, styles, tally)
    _write_tables(sheet, styles, tally)
    write_totals(sheet, styles, tally.sheets, tally.last + 2)
    sheet.freeze_panes(3, 1)
    set_page(sheet, footer)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_verdict(sheet: Any, styles: Styles, tally: CheckCounts) -> None:
    """Write the one line that says whether the workbook is ready."""
    sheet.set_row(2, 26)
    sheet.merge_range("A3:D3", "", styles.verdict)
    sheet.write_formula(VERDICT_CELL, f"={tally.verdict.words}", styles.verdict, tally.verdict.value)
    fine = f'OR($A$3="{_READY}",$A$3="{_SEEN}")'
    for test, style in ((fine, styles.good), (f"NOT({fine})", styles.missing)):
        sheet.conditional_format("A3:D3", {"type": "formula", "criteria": f"={test}", "format": style})


def _write_tables(sheet: Any, styles: Styles, tally: CheckCounts) -> None:
    """Write a row of counts for each table."""
    heads = ("sheet", "needed", *(name for name, _ in COUNTS), "state")
    sheet.set_row(FIRST_TABLE - 2, 32)
    for place, name in enumerate(heads):
        sheet.write_string(FIRST_TABLE - 2, place, name, styles.head)
    for number, (name, counts) in enumerate(tally.counts.items(), start=FIRST_TABLE):
        row = number - 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles.link, name)
        sheet.write_string(row, 1, "needed" if tally.sheets.placed[name].table.required else "optional")
        for place, count in enumerate(counts, start=2):
            if count is None:
                sheet.write_string(row, place, _NOT_COUNTED, styles.centred)
            else:
                sheet.write_formula(row, place, f"={count.words}", styles.centred, count.value)
        state = tally.state(number)
        sheet.write_formula(row, 11, f"={state.words}", None, state.value)
    span = f"D{FIRST_TABLE}:{_UNSEEN}{tally.last}"
    sheet.conditional_format(span, {"type": "formula", "criteria": f"=AND(ISNUMBER(D{FIRST_TABLE}),D{FIRST_TABLE}>0)",
                                    "format": styles.missing})
    states = f"{_STATE}{FIRST_TABLE}:{_STATE}{tally.last}"
    for word, style in (("mend", styles.missing), ("fine", styles.good)):
        sheet.conditional_format(states, {"type": "formula", "criteria": f'=${_STATE}{FIRST_TABLE}="{word}"',
                                          "format": style})
