"""A draft as a workbook to take home, signed: who saved it, when and why."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rightfin.case.cell import Fault, as_text, is_blank, is_note, read_cell
from rightfin.case.exchange.difference import column_of
from rightfin.case.exchange.trail import Trail, saved
from rightfin.case.issue import CaseError, Issue
from rightfin.case.reading.header import is_year
from rightfin.case.reading.raw import RawCell
from rightfin.editing.checking import check_draft
from rightfin.editing.draft import Draft
from rightfin.editing.headings import own_columns
from rightfin.editing.sheets import SheetRow, TypedCase, TypedSheet
from rightfin.io.file_names import FileNames
from rightfin.io.workbook.write import write_typed
from rightfin.schema import BY_NAME, TABLES, Value, YearStyle

_ASKED = {
    "no_who": "Type your name.", "no_why": "Type in a sentence what was changed and why.",
    "not_a_date": "Type a date such as 2027-03-31.",
}
"""What a page asks for where a command names its options."""


@dataclass(frozen=True)
class SavedDraft:
    """A workbook and the name of its file, the trail in it, and what the draft holds that no workbook of ours does."""

    name: str
    workbook: bytes
    trail: Trail
    left_out: tuple[str, ...]


def save_draft(draft: Draft, *, who: str, when: str, why: str) -> SavedDraft:
    """Return a draft as a workbook that says who saved it, when (an ISO date) and why, errors or not.

    Its name has the title of the case and the date. Raises ``CaseError`` if who or why is blank, if ``when`` is no date,
    or if something cannot be written.
    """
    now = draft.now
    case = check_draft(draft, try_scenarios=False).case
    try:
        ours, theirs = now.parents or (None, "")
        trail = saved(now.trail, case, who=who, when=when, why=why, parent=ours, other_parent=theirs)
    except CaseError as error:
        raise CaseError([_asked(issue) for issue in error.issues]) from None
    name = FileNames(now.title).of("case", "xlsx", trail[-1].when)
    return SavedDraft(name, workbook_of(now, trail), trail, left_out(now))


def workbook_of(typed: TypedCase, trail: Trail = ()) -> bytes:
    """Return the tables as a workbook, with a trail."""
    span, style = typed.span, typed.style
    tables = {
        table.name: (_years(typed.sheets[table.name], span), [
            _record(typed.sheets[table.name], row, style, span) for row in typed.sheets[table.name].rows])
        for table in TABLES
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        write_typed(tables, path, title=typed.title, trail=trail)
        return path.read_bytes()


def left_out(typed: TypedCase) -> tuple[str, ...]:
    """Return in words the columns of the file that are no columns of their tables and hold something."""
    return tuple(
        f"the column {own.heading} of {sheet.name}" for sheet in typed.sheets.values() for own in own_columns(sheet)
    )


def _years(sheet: TypedSheet, span: tuple[int, int] | None) -> tuple[int, ...]:
    return tuple(int(name) for name in sheet.columns(span) if is_year(name))


def _record(
    sheet: TypedSheet, row: SheetRow, style: YearStyle, span: tuple[int, int] | None
) -> Mapping[str, Value]:
    """Return a row with each cell as the value of its column, or as the text that it is."""
    first = next(iter(sheet.columns(span)))
    cells = {name: cell for name, cell in row.cells.items() if name not in dict(sheet.own) and not is_blank(cell)}
    if is_note(cells.get(first)):
        return {name: as_text(cell) for name, cell in cells.items()}
    return {name: _value(sheet.name, row, name, cell, style) for name, cell in cells.items()}


def _value(table: str, row: SheetRow, column: str, cell: RawCell, style: YearStyle) -> Value:
    described = column_of(BY_NAME[table], (row.text(BY_NAME[table].key[0]),), column)
    found = read_cell(cell, described, style)
    return as_text(cell) if isinstance(found, Fault) else found


def _asked(issue: Issue) -> Issue:
    """Return what is wrong with a signature as a page says it."""
    message = issue.message.partition(": ")[2] if issue.message.startswith("--") else issue.message
    return Issue(issue.code, message, _ASKED.get(issue.code, issue.remedy))
