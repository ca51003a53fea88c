"""What a visitor keeps of the cases that are edited: drafts, the table that is looked at, and the grid as it was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rightfin.case.issue import Issue
from rightfin.editing.checking import DraftCheck, check_draft
from rightfin.editing.draft import Draft
from rightfin.editing.edits import EditStep, RowAdded, RowDeleted, pairs
from rightfin.editing.listing import Deltas, Listing, apply
from rightfin.editing.sheets import TypedSheet
from rightfin.schema import TABLES

TICK, PROBLEMS, MEANING = "✓", "Problems", "What it is"
"""Columns of the grid that are no columns of the case."""

MANY_ROWS = 5_000
"""Rows of a draft from which on its scenarios are tried after the page stands, and their warnings counted alone."""

MOST_DRAFTS = 6
"""Drafts of other cases that are kept."""


@dataclass
class CaseDesk:
    """The drafts of one visitor by where they came from, and how one of them is looked at.

    A grid is drawn from ``listing``, which stays the same while people type into it; ``turn`` counts the grids, so that
    each has a key of its own, and whatever else changes the draft or what is listed begins a new one.
    """

    drafts: dict[str, Draft] = field(default_factory=dict)
    left: dict[str, tuple[Issue, ...]] = field(default_factory=dict)
    source: str = ""
    name: str = ""
    table: str = TABLES[0].name
    sought: str = ""
    only_problems: bool = False
    row: int | None = None
    turn: int = 0
    listing: Listing | None = None
    kept: dict[str, Draft] = field(default_factory=dict)
    """The drafts as they were kept last for a later session, by source."""
    base_names: dict[str, str] = field(default_factory=dict)
    """The names under which their cases as opened are kept."""
    _checks: dict[bool, tuple[Draft, DraftCheck]] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        """The draft that is looked at."""
        return self.drafts[self.source]

    @property
    def grid(self) -> str:
        """The key of the grid."""
        return f"case_grid_{self.turn}"

    def look_at(self, source: str, name: str, draft: Draft, left: tuple[Issue, ...] = ()) -> None:
        """Look at the draft from a place: the one that is kept of it, or else the one that is given."""
        if source == self.source:
            return
        self.drafts[source] = self.drafts.pop(source, draft)
        self.left.setdefault(source, left)
        while len(self.drafts) > MOST_DRAFTS:
            oldest = next(iter(self.drafts))
            for kept in (self.drafts, self.left, self.kept, self.base_names):
                kept.pop(oldest, None)
        self.source, self.name, self.row = source, name, None
        self.renew()

    def renew(self) -> None:
        """Begin a new grid with what is now."""
        self.turn += 1
        self.listing = None

    def listed(self) -> Listing:
        """Return what the grid is drawn from."""
        if self.listing is None:
            only = None
            if self.row is not None:
                only = {self.row}
            elif self.only_problems:
                only = set(self.shown_check().rows_of(self.table))
            self.listing = Listing.of(self.draft, self.table, "" if self.row is not None else self.sought, only)
        return self.listing

    def take(self, state: Mapping[str, object] | None) -> None:
        """Take what was typed into the grid since it was drawn; a grid of which nothing is known any more begins anew."""
        if state is None:
            self.renew()
        elif self.listing is not None:
            self.put(apply(self.draft, self.listing, Deltas.of(state)))

    def put(self, draft: Draft) -> None:
        """Let a draft stand in the place of the one that is looked at."""
        self.drafts[self.source] = draft

    def undo(self) -> None:
        """Take back the last step."""
        self.put(self.draft.undo())
        self.renew()

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        self.put(self.draft.redo())
        self.renew()

    def show_row(self, table: str, row: int | None) -> None:
        """Look at one row of a table, or at the table."""
        self.table, self.row, self.sought, self.only_problems = table, row, "", False
        self.renew()

    def seek(self, table: str, sought: str, only_problems: bool) -> None:
        """Look at a table, at rows that hold a text, at those with problems; one row that was looked at is so no more."""
        if (table, sought, only_problems) != (self.table, self.sought, self.only_problems):
            self.table, self.sought, self.only_problems, self.row = table, sought, only_problems, None
            self.renew()

    def ticked(self, state: Mapping[str, object] | None) -> tuple[int, ...]:
        """Return the numbers of the rows that are ticked."""
        if state is None or self.listing is None:
            return ()
        edited = Deltas.of(state).edited
        return tuple(self.listing.rows[place] for place, cells in sorted(edited.items())
                     if cells.get(TICK) is True and place < len(self.listing.rows))

    def add_rows(self, count: int) -> None:
        """Add blank rows to the table, and look at the whole of it."""
        first = self.draft.next_row(self.table)
        self._do(tuple(RowAdded(self.table, first + at) for at in range(count)))
        self.sought, self.only_problems, self.row = "", False, None

    def copy_rows(self, rows: tuple[int, ...]) -> None:
        """Add a copy of each of some rows."""
        found = (self.draft.now.sheets[self.table].row(number) for number in rows)
        first = self.draft.next_row(self.table)
        self._do(tuple(RowAdded(self.table, first + at, pairs(row.cells))
                       for at, row in enumerate(row for row in found if row is not None)))

    def delete_rows(self, rows: tuple[int, ...]) -> None:
        """Delete some rows."""
        found = (self.draft.now.sheets[self.table].row(number) for number in rows)
        self._do(tuple(RowDeleted(self.table, row.number, pairs(row.cells)) for row in found if row is not None))

    def put_sheet(self, sheet: TypedSheet) -> None:
        """Let a table be what is given, as one step."""
        self.put(self.draft.with_sheet(sheet))
        self.renew()

    def _do(self, step: EditStep) -> None:
        self.put(self.draft.with_step(step))
        self.renew()

    def shown_check(self) -> DraftCheck:
        """Return what is wrong with the draft as the page lists it: with its scenarios where they are soon tried."""
        check = self.check()
        rows = sum(len(sheet.rows) for sheet in self.draft.now.sheets.values())
        return check if check.errors or rows > MANY_ROWS else self.check(try_scenarios=True)

    def check(self, *, try_scenarios: bool = False) -> DraftCheck:
        """Return what is wrong with the draft, found once for a draft."""
        kept = self._checks.get(try_scenarios)
        if kept is None or kept[0] is not self.draft:
            self._checks[try_scenarios] = kept = (self.draft, check_draft(self.draft, try_scenarios=try_scenarios))
        return kept[1]
