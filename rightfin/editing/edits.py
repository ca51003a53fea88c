"""What people do to a table, as values: a cell typed, a row added, a row deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rightfin.case.cell import as_text, is_blank
from rightfin.case.exchange.trail import Trail, united
from rightfin.case.reading.raw import RawCell
from rightfin.editing.sheets import SheetRow, TypedCase, TypedSheet

Pairs = tuple[tuple[str, RawCell], ...]
"""Cells of a row as column and value, sorted by column; blanks are left out."""


@dataclass(frozen=True)
class CellTyped:
    """A cell that was typed over: the number of its row, and what stood and stands there; ``None`` is a blank."""

    table: str
    row: int
    column: str
    old: RawCell
    new: RawCell


@dataclass(frozen=True)
class RowAdded:
    """A row that was added, with what it says."""

    table: str
    row: int
    cells: Pairs = ()


@dataclass(frozen=True)
class RowDeleted:
    """A row that was deleted, with what it said."""

    table: str
    row: int
    cells: Pairs = ()


@dataclass(frozen=True)
class CaseMerged:
    """That another version was brought in by the edits beside this one: its trail, and the digests of both versions."""

    trail: Trail
    ours: str
    theirs: str


Edit = CellTyped | RowAdded | RowDeleted | CaseMerged

EditStep = tuple[Edit, ...]
"""What is done and undone together."""


def typed_case(base: TypedCase, edits: Iterable[Edit]) -> TypedCase:
    """Return a case with edits made in their order; an edit of a row that is not there does nothing."""
    changed: dict[str, dict[int, SheetRow]] = {}
    trail, parents = base.trail, base.parents
    for edit in edits:
        if isinstance(edit, CaseMerged):
            trail, parents = united(trail, edit.trail), (edit.ours, edit.theirs)
            continue
        if edit.table not in changed:
            changed[edit.table] = {row.number: row for row in base.sheets[edit.table].rows}
        rows = changed[edit.table]
        if isinstance(edit, CellTyped):
            if edit.row in rows:
                rows[edit.row] = rows[edit.row].with_cell(edit.column, edit.new)
        elif isinstance(edit, RowAdded):
            rows[edit.row] = SheetRow(edit.row, MappingProxyType(dict(edit.cells)))
        else:
            rows.pop(edit.row, None)
    sheets = {
        name: TypedSheet(name, tuple(rows[number] for number in sorted(rows)), base.sheets[name].own)
        for name, rows in changed.items()
    }
    return TypedCase(MappingProxyType({**base.sheets, **sheets}), trail, parents)


def edits_between(before: TypedSheet, after: TypedSheet) -> EditStep:
    """Return the edits that make one state of a table of another."""
    old, new = ({row.number: row for row in sheet.rows} for sheet in (before, after))
    found: list[Edit] = [
        RowDeleted(before.name, number, pairs(row.cells)) for number, row in old.items() if number not in new
    ]
    for number, row in new.items():
        if number not in old:
            found.append(RowAdded(before.name, number, pairs(row.cells)))
            continue
        found += [
            CellTyped(before.name, number, column, old[number].cells.get(column), row.cells.get(column))
            for column in sorted({*old[number].cells, *row.cells, *old[number].unread})
            if not same_cell(old[number].cells.get(column), row.cells.get(column))
            or (column in old[number].unread and column not in row.unread)
        ]
    return tuple(found)


def same_cell(one: RawCell, other: RawCell) -> bool:
    """Return whether two cells are read alike whatever their column: 5 and a text 5 that was typed are."""
    return as_text(one) == as_text(other)


def pairs(cells: Mapping[str, RawCell]) -> Pairs:
    """Return the cells of a row as pairs."""
    return tuple((column, cells[column]) for column in sorted(cells) if not is_blank(cells[column]))
