"""Reading a case: from either form to one that is settled and has passed every check, without what planning needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rightfin.case.case import Case
from rightfin.case.exchange.settle import settle
from rightfin.case.exchange.trail import Trail, read_trail
from rightfin.case.issue import CaseError, Issue, IssueList
from rightfin.case.reading.consequences import checked_without_consequences, headings_as_one, notice
from rightfin.case.reading.header import TablePlaces, cell_of
from rightfin.case.reading.parse import Parsed, locate
from rightfin.io import read_form

MOST_BEFORE_CHECKS = 2_000
"""Cells that cannot be read; with more of them, what the checks would say is noise."""


def read_case(path: str | Path) -> Case:
    """Read a case from a folder of CSV files or a workbook.

    Raises ``CaseError`` with every problem found, each with its cell, if the case cannot be used.
    """
    return read_case_with_warnings(path)[0]


def read_case_with_warnings(path: str | Path) -> tuple[Case, tuple[Issue, ...]]:
    """Read a case and return it with the warnings about it; raises ``CaseError`` as ``read_case`` does."""
    saved = read_saved(path)
    return saved.case, saved.warnings


@dataclass(frozen=True)
class Saved:
    """A case as it was saved: its content, the warnings about it, its trail, and where its cells stand in the file."""

    case: Case
    warnings: tuple[Issue, ...]
    trail: Trail
    positions: Mapping[str, TablePlaces]

    def cell(self, table: str, row: str, column: str) -> str:
        """Return the address of a cell, that of its row if the column is not in the file; empty if neither is.

        ``row`` is the key of the row, parts joined by a slash.
        """
        places = self.positions.get(table)
        number = places.rows.get(row) if places is not None else None
        return cell_of(places, number, column) if places is not None and number is not None else ""


def read_saved(path: str | Path) -> Saved:
    """Read a case with its trail and the places of its cells; raises ``CaseError`` as ``read_case`` does."""
    return checked(read_unchecked(path))


@dataclass(frozen=True)
class Unchecked:
    """What a file holds: the case as far as it could be read, every problem of its cells, its trail, where cells stand."""

    case: Case
    issues: tuple[Issue, ...]
    trail: Trail
    positions: Mapping[str, TablePlaces]


def read_unchecked(path: str | Path) -> Unchecked:
    """Read either form of a case with its trail; raises ``CaseError`` if there is no case at all."""
    return settled(read_form(Path(path)))


def settled(parsed: Parsed) -> Unchecked:
    """Return what was read with its trail, and with what a merge left open settled as the table ``conflicts`` says."""
    case, left = settle(parsed.case, parsed.companions)
    return Unchecked(case, (*parsed.issues, *left), read_trail(parsed.companions), parsed.positions)


def checked(read: Unchecked, *, try_scenarios: bool = True) -> Saved:
    """Return what was read as a case that has passed every check; raises ``CaseError`` as ``read_case`` does.

    Without ``try_scenarios`` it is not said what scenarios would break.
    """
    found = IssueList([*read.issues])
    known = {(issue.table, issue.row, issue.column) for issue in found.errors}
    spoilt = {(issue.table, issue.row) for issue in found.errors}
    if len(known) > MOST_BEFORE_CHECKS:
        found.add(Issue("not_checked", "So many cells cannot be read that it was not checked whether the tables agree.",
                        "Mend the cells that are named, and check again."))
        raise CaseError(headings_as_one(found.issues))
    kept, folded = checked_without_consequences(read.case, found.errors, try_scenarios=try_scenarios)
    for issue in locate(kept, read.positions):
        # What could not be read is not missing: a row with a bad cell, a table with a bad heading.
        lost = issue.code in ("missing_entry", "missing_table") and spoilt & {(issue.table, issue.row), (issue.table, "")}
        if not lost and (issue.table, issue.row, issue.column) not in known:
            found.add(issue)
    if folded:
        found.add(notice(folded))
    IssueList(headings_as_one(found.issues)).raise_if_any()
    from rightfin.fiscal.beforehand.arithmetic import arithmetic  # numpy, which a case with errors does without

    found.extend(locate(arithmetic(read.case), read.positions))
    return Saved(read.case, tuple(found.issues), read.trail, read.positions)
