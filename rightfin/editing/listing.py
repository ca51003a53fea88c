"""What of a table stands on a page, as texts to type in; and what was typed there, as a step of the draft."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from rightfin.case.cell import as_text
from rightfin.case.reading.raw import RawCell
from rightfin.editing.draft import Draft
from rightfin.editing.sheets import SheetRow, TypedSheet
from rightfin.io.escapes import escaped_cell, unescaped
from rightfin.schema import YearStyle

_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")


@dataclass(frozen=True)
class Deltas:
    """What a table that is typed into tells of itself since it was drawn.

    ``edited`` has new cells by place of the row (from 0) and heading, ``added`` new rows by heading, ``deleted`` places
    of rows that are gone.
    """

    edited: Mapping[int, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    added: tuple[Mapping[str, object], ...] = ()
    deleted: tuple[int, ...] = ()

    @classmethod
    def of(cls, state: Mapping[str, object]) -> Deltas:
        """Return what the state of a table editor says; what it lacks is nothing."""
        edited, added, deleted = (state.get(name) for name in ("edited_rows", "added_rows", "deleted_rows"))
        return cls(
            MappingProxyType({int(place): cells for place, cells in edited.items()}) if isinstance(edited, Mapping) else
            MappingProxyType({}),
            tuple(added) if isinstance(added, Sequence) else (), tuple(deleted) if isinstance(deleted, Sequence) else (),
        )


@dataclass(frozen=True)
class Listing:
    """A table as it is drawn: the state in which it began, which of its rows are listed, and the number for a new one.

    It stays the same while people type into it: what they typed is always told from here on.
    """

    sheet: TypedSheet
    span: tuple[int, int] | None
    style: YearStyle
    rows: tuple[int, ...]
    next_row: int

    @classmethod
    def of(cls, draft: Draft, table: str, sought: str = "", only: Collection[int] | None = None) -> Listing:
        """Return a table of a draft: rows that hold a text somewhere, in whatever case, and, if given, only some rows."""
        now = draft.now
        sheet, words = now.sheets[table], sought.strip().casefold()
        rows = tuple(
            row.number for row in sheet.rows
            if (only is None or row.number in only) and (not words or holds(row, words))
        )
        return cls(sheet, now.span, now.style, rows, draft.next_row(table))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns in the order in which files have them: names, numbers, years, sources and notes."""
        return self.sheet.columns(self.span)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """What stands above the columns: a year as the case writes it; one that stands there twice is numbered."""
        found: list[str] = []
        for heading in self.sheet.headings(self.span, self.style):
            tried, number = heading, 1
            while tried in found:
                number += 1
                tried = f"{heading} ({number})"
            found.append(tried)
        return tuple(found)

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """The columns by their headings."""
        return dict(zip(self.headings, self.columns, strict=True))

    def texts(self) -> tuple[tuple[str | None, ...], ...]:
        """Return the cells of the rows as they are shown, blanks as ``None``.

        A text that a spreadsheet would run has an apostrophe before it, which typing it again takes away.
        """
        places = {row.number: row for row in self.sheet.rows}
        return tuple(tuple(shown_cell(places[number].cells.get(name)) for name in self.columns) for number in self.rows)

    def sheet_with(self, deltas: Deltas) -> TypedSheet:
        """Return the table after what was typed; what is told of other headings and places counts for nothing."""
        rows = {row.number: row for row in self.sheet.rows}
        for place, cells in deltas.edited.items():
            if 0 <= place < len(self.rows):
                rows[self.rows[place]] = self._with_cells(rows[self.rows[place]], cells)
        for place in deltas.deleted:
            if 0 <= place < len(self.rows):
                rows.pop(self.rows[place], None)
        for number, cells in enumerate(deltas.added, start=self.next_row):
            rows[number] = self._with_cells(SheetRow(number), cells)
        return TypedSheet(self.sheet.name, tuple(rows[number] for number in sorted(rows)), self.sheet.own)

    def _with_cells(self, row: SheetRow, cells: Mapping[str, object]) -> SheetRow:
        for heading, value in cells.items():
            if heading in self.by_heading:
                row = row.with_cell(self.by_heading[heading], typed_cell(value))
        return row


def apply(draft: Draft, listing: Listing, deltas: Deltas) -> Draft:
    """Return the draft with what was typed into a table since it was drawn, as one step more than before.

    The same deltas again change nothing, since they are told from where the table began and not from what it is now.
    """
    return draft.with_sheet(listing.sheet_with(deltas))


def shown_cell(cell: RawCell) -> str | None:
    """Return a cell as it is shown."""
    text = as_text(cell)
    return (text if _NUMBER.fullmatch(text) else escaped_cell(text)) or None


def typed_cell(value: object) -> RawCell:
    """Return the cell that was typed: a text without blanks around it, ``None`` if nothing is left."""
    if value is None or isinstance(value, (bool, int, float)):
        return None if value != value else value
    return as_text(unescaped(str(value))) or None


def holds(row: SheetRow, words: str) -> bool:
    """Return whether a text in small letters stands in some cell of a row."""
    return any(words in as_text(cell).casefold() for cell in row.cells.values())
