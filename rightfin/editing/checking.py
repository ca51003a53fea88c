"""What is wrong with a draft: problems at their cells, roots first, what only follows from them folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.cell import as_text
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.reading.header import TablePlaces
from rightfin.case.reading.parse import parse
from rightfin.editing.draft import Draft
from rightfin.reading import Saved, Unchecked, checked
from rightfin.schema import BY_NAME

_ADDRESS = re.compile(r".*!([A-Z]+)([0-9]*)")
_FOLLOWS = "follows"


@dataclass(frozen=True)
class PlacedIssue:
    """A problem, the number of the row and the column where it is; of a whole table or heading the row is ``None``."""

    issue: Issue
    row: int | None = None
    column: str = ""

    @property
    def table(self) -> str:
        """The table in which it is, empty if it is about the case as a whole."""
        return self.issue.table if self.issue.table in BY_NAME else ""

    @property
    def is_error(self) -> bool:
        """Whether the case cannot be used because of it."""
        return self.issue.severity is Severity.ERROR

    @property
    def told(self) -> str:
        """What is wrong and what to do, in sentences."""
        return f"{self.issue.message} {self.issue.remedy}".strip()


@dataclass(frozen=True)
class DraftCheck:
    """What a draft holds: the case as far as it can be read, and every problem, errors first.

    ``saved`` is the case ready for use with its warnings, ``None`` while there are errors. ``follows`` says how many more
    problems would be gone with those that are listed; it is empty if there are none.
    """

    case: Case
    problems: tuple[PlacedIssue, ...]
    saved: Saved | None
    follows: str
    positions: Mapping[str, TablePlaces]

    @property
    def errors(self) -> tuple[PlacedIssue, ...]:
        """The problems because of which the case cannot be used."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[PlacedIssue, ...]:
        """What is asked about."""
        return tuple(problem for problem in self.problems if not problem.is_error)

    def of_table(self, table: str) -> tuple[PlacedIssue, ...]:
        """Return the problems of a table."""
        return tuple(problem for problem in self.problems if problem.table == table)

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Return how many errors and warnings each table has that has any."""
        errors, warnings = (Counter(problem.table for problem in kind) for kind in (self.errors, self.warnings))
        return {table: (errors[table], warnings[table]) for table in BY_NAME if errors[table] or warnings[table]}

    def rows_of(self, table: str) -> frozenset[int]:
        """Return the numbers of the rows of a table that have problems."""
        return frozenset(problem.row for problem in self.of_table(table) if problem.row is not None)


def check_draft(draft: Draft, *, try_scenarios: bool = True) -> DraftCheck:
    """Return what is wrong with a draft, as the checks of a file say it; nothing is changed.

    Without ``try_scenarios`` it takes a tenth of the time, and what scenarios would break is not said.
    """
    now = draft.now
    parsed = parse(now.raw())
    read = Unchecked(parsed.case, parsed.issues, now.trail, parsed.positions)
    saved: Saved | None = None
    try:
        saved = checked(read, try_scenarios=try_scenarios)
        issues = saved.warnings
    except CaseError as error:
        issues = error.issues
    follows = next((issue.message for issue in issues if issue.code == _FOLLOWS), "")
    placed = [_placed(issue, parsed.positions) for issue in issues if issue.code != _FOLLOWS]
    placed.sort(key=lambda problem: not problem.is_error)
    return DraftCheck(parsed.case, tuple(placed), saved, follows, parsed.positions)


def _placed(issue: Issue, positions: Mapping[str, TablePlaces]) -> PlacedIssue:
    """Return an issue at its row and column; the address of its cell is not told, since rows stand beside it."""
    places = positions.get(issue.table)
    address = _ADDRESS.fullmatch(issue.cell)
    row = int(address[2]) if address is not None and address[2] else None
    if row is None and places is not None and issue.row:
        row = places.rows.get(issue.row)
    column = issue.column
    if address is not None and places is not None and column not in places.columns:
        at = {letter: place for place, letter in enumerate(places.raw.columns)}.get(address[1])
        column = next((name for name, place in places.columns.items() if place == at), column)
    return PlacedIssue(replace(issue, cell=""), row, column)


def row_name(draft: Draft, table: str, number: int) -> str:
    """Return what a row is called: its key, parts joined by a slash; its number where nothing of that is typed."""
    row = draft.now.sheets[table].row(number)
    parts = [as_text(row.cells.get(part)) for part in BY_NAME[table].key] if row is not None else []
    return "/".join(parts) if any(parts) else f"row {number}"
