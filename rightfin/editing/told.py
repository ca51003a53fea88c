"""A draft in words: what tables hold, what a step did, what was changed since the case was opened."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.case.cell import as_text
from rightfin.case.reading.header import is_year
from rightfin.case.reading.raw import RawCell
from rightfin.editing.checking import DraftCheck, PlacedIssue, row_name
from rightfin.editing.draft import Draft
from rightfin.editing.edits import CaseMerged, CellTyped, Edit, EditStep, RowAdded, RowDeleted, edits_between
from rightfin.editing.sheets import TypedCase
from rightfin.io.layout import heading_text
from rightfin.schema import BY_NAME, GROUPS

_LONGEST = 60


@dataclass(frozen=True)
class TableTold:
    """A table of a draft: its group, how many rows are filled in, and how many errors and warnings it has."""

    name: str
    group: str
    rows: int
    errors: int
    warnings: int

    @property
    def label(self) -> str:
        """The table in one line, such as *People: Cadres, 24 rows, 2 errors*."""
        rows = "empty" if not self.rows else _counted(self.rows, "row")
        parts = [_titled(self.group, self.name), rows]
        parts += [_counted(count, word) for count, word in ((self.errors, "error"), (self.warnings, "warning")) if count]
        return ", ".join(parts)


def tables_told(draft: Draft, check: DraftCheck) -> tuple[TableTold, ...]:
    """Return all tables in the order of their groups."""
    counts, now = check.counts(), draft.now
    return tuple(
        TableTold(table.name, group, _filled(now, table.name), *counts.get(table.name, (0, 0)))
        for group, tables in GROUPS for table in tables
    )


def table_called(text: str) -> str | None:
    """Return the table that a name or a label means, ``None`` if none.

    A label counts rows and problems, and what reads it may still hold the one from before the last step: whatever it
    counts, it means the same table.
    """
    if text in BY_NAME:
        return text
    return next((table.name for group, tables in GROUPS for table in tables
                 if text.startswith(f"{_titled(group, table.name)}, ")), None)


def _titled(group: str, table: str) -> str:
    return f"{group}: {BY_NAME[table].title}"


def _filled(case: TypedCase, name: str) -> int:
    """Return how many rows of a table say something; settings and series that are listed alone say nothing."""
    key = BY_NAME[name].key if BY_NAME[name].entries else ()
    return sum(any(column not in key for column in row.cells) for row in case.sheets[name].rows)


def verdict(check: DraftCheck) -> str:
    """Return whether the case can be used, in a sentence."""
    errors, warnings = len(check.errors), len(check.warnings)
    asked = f"; {_counted(warnings, 'warning')}" if warnings else ""
    if errors:
        return f"{_counted(errors, 'error')}{asked}. The case can be edited and saved, and planned once they are mended."
    return f"No errors{asked}. The case can be planned."


def nearest(check: DraftCheck, table: str, last: EditStep) -> PlacedIssue | None:
    """Return the problem of a table that is told first: where the last step typed, or else in that row, or else any.

    Among those errors come before warnings. ``None`` if nothing is wrong in the table.
    """
    typed = [edit for edit in last if isinstance(edit, CellTyped) and edit.table == table]
    cells, rows = {(edit.row, edit.column) for edit in typed}, {edit.row for edit in typed}
    return min(check.of_table(table), default=None, key=lambda one: (
        (one.row, one.column) not in cells, one.row not in rows, not one.is_error))


def step_told(draft: Draft, step: EditStep) -> str:
    """Return what a step did, in one line; its rows are called as they are in ``draft``."""
    if any(isinstance(edit, CaseMerged) for edit in step):
        return f"another version brought in, {_counted(len(step) - 1, 'change')}"
    told = _edit_told(draft, step[0])
    return told if len(step) == 1 else f"{told}; and {_counted(len(step) - 1, 'change')} more"


@dataclass(frozen=True)
class ChangeTold:
    """A change since the case was opened: table, row, column as the case writes it, and what stood and stands there."""

    table: str
    row: str
    column: str
    before: str
    now: str


def changes_told(draft: Draft) -> tuple[ChangeTold, ...]:
    """Return all that differs from the case as it was opened, table by table; what was typed and put back is none."""
    opened, now = Draft(draft.base), draft.now
    found = []
    for name, sheet in draft.base.sheets.items():
        for edit in edits_between(sheet, now.sheets[name]):
            if isinstance(edit, CellTyped):
                named = row_name(draft, name, edit.row)
                found.append(ChangeTold(name, named, _column(draft, name, edit.column), _said(edit.old), _said(edit.new)))
            elif isinstance(edit, RowAdded):
                found.append(ChangeTold(name, row_name(draft, name, edit.row), "", "", "row added"))
            elif isinstance(edit, RowDeleted):
                found.append(ChangeTold(name, row_name(opened, name, edit.row), "", "row deleted", ""))
    return tuple(found)


def _edit_told(draft: Draft, edit: Edit) -> str:
    if isinstance(edit, CaseMerged):
        return "another version brought in"
    title = BY_NAME[edit.table].title
    if isinstance(edit, CellTyped):
        where = f"{title}, {row_name(draft, edit.table, edit.row)}, {_column(draft, edit.table, edit.column)}"
        return f"{where}: {_said(edit.old)} to {_said(edit.new)}"
    named = "/".join(as_text(value) for part in BY_NAME[edit.table].key for column, value in edit.cells if column == part)
    return f"{title}: row {named or edit.row} {'added' if isinstance(edit, RowAdded) else 'deleted'}"


def _column(draft: Draft, table: str, column: str) -> str:
    own = dict(draft.now.sheets[table].own)
    return own.get(column) or (heading_text(column, draft.now.style) if is_year(column) else column)


def _said(cell: RawCell) -> str:
    text = as_text(cell)
    return "blank" if not text else text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
