"""What an item says otherwise than the baseline: cells and rows with names, both values, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rightfin.case.case import Case, Key
from rightfin.case.exchange.difference import Difference, difference, same_table
from rightfin.io.layout import heading_text
from rightfin.report.compare.item import ComparedItem
from rightfin.report.compare.sources import CellSources
from rightfin.report.studies.difference_tables import said, value
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.schema import BY_NAME, YearStyle

MOST_CELLS = 2_000
"""Changed cells that are listed of an item."""

WHOLE_ROW, NO_ROW = "whole row", "no such row"

_COLUMN, _PLACES = 2, 8
"""Which column of the table names the column or year, and from which on is told where cells stand."""

_ALIKE = 0.5
"""Share of the rows of two cases with keys in common from which on they are taken for versions of one case."""


@dataclass(frozen=True)
class ItemChanges:
    """What one item says otherwise than the baseline.

    ``found`` is ``None`` where the two are different cases; ``tables`` are then those in which they differ, of
    ``filled`` that either fills in.
    """

    item: ComparedItem
    baseline: ComparedItem
    found: Difference | None
    tables: tuple[str, ...]
    filled: int
    typed: bool


def changes_of(item: ComparedItem, baseline: ComparedItem) -> ItemChanges:
    """Return what an item says otherwise than the baseline; raises ``CaseError`` if one of them cannot be used."""
    typed = item.as_typed and baseline.as_typed
    before, after = baseline.case(typed=typed), item.case(typed=typed)
    filled = [name for name in BY_NAME if before.tables[name].rows or after.tables[name].rows]
    if are_versions(before, after):
        found = difference(before, after)
        return ItemChanges(item, baseline, found, found.tables, len(filled), typed)
    differ = tuple(name for name in filled if not same_table(before.tables[name], after.tables[name]))
    return ItemChanges(item, baseline, None, differ, len(filled), typed)


def are_versions(one: Case, other: Case) -> bool:
    """Return whether two cases are versions of one: most of what they name, by key, is named by both."""
    common = total = 0
    for name, table in BY_NAME.items():
        if table.entries or name == "scenarios":
            continue
        mine, theirs = ({held.key_of(row) for row in held.records()} for held in (one.tables[name], other.tables[name]))
        common, total = common + len(mine & theirs), total + len(mine | theirs)
    return common >= _ALIKE * total


def changes_table(changes: ItemChanges, number: int) -> FindingsTable:
    """Return the changed cells, then rows that only one has, then changed sources and notes; the first ``MOST_CELLS``.

    Cells in which a blank became what it stood for are left out. ``number`` tells the tables of items apart.
    """
    item, baseline = changes.item, changes.baseline
    headings = (
        Heading("table", "Table", Form.TEXT), Heading("row", "Row", Form.TEXT),
        Heading("column", "Column or year", Form.TEXT),
        Heading("before", baseline.title, Form.VALUE, "What the baseline says; blank is never zero."),
        Heading("after", item.title, Form.VALUE, "What the item says; blank is never zero."),
        Heading("change", "Change", Form.VALUE, "How much more the item says, or less (below zero)."),
        Heading("source_before", f"Source and note: {baseline.title}", Form.TEXT),
        Heading("source_after", f"Source and note: {item.title}", Form.TEXT),
        *(Heading(f"cell_{which}", f"Cell: {one.title}", Form.TEXT, "Where it stands in the file.",
                  shown=one.saved is not None and bool(one.saved.positions))
          for which, one in (("before", baseline), ("after", item))),
    )
    rows = list(_in_spans(_rows(changes), item.style)) if changes.found is not None else []
    note = f"The first {MOST_CELLS:,} of {len(rows):,}; `rightfin diff` has all." if len(rows) > MOST_CELLS else ""
    return FindingsTable(f"changes_{number}", f"What {item.title} says otherwise than {baseline.title}", headings,
                         tuple(rows[:MOST_CELLS]), note)


def _rows(changes: ItemChanges) -> Iterator[tuple[Cell, ...]]:
    found, item, baseline = changes.found, changes.item, changes.baseline
    if found is None:
        return
    before, after = CellSources(baseline, changes.typed), CellSources(item, changes.typed)
    for cell in (one for one in found.cells if not one.is_silent):
        where = cell.table, cell.key
        yield (
            _table(cell.table), after.row(*where), heading_text(cell.column, item.style),
            value(cell, cell.old, baseline.style), value(cell, cell.new, item.style), cell.change,
            before.of(*where, cell.column), after.of(*where, cell.column), *_places(changes, *where, cell.column),
        )
    for row in (one for one in found.added if not one.is_silent):
        yield (_table(row.table), after.row(row.table, row.key), WHOLE_ROW, NO_ROW, said(row, item.style), None, "",
               after.of(row.table, row.key, ""), *_places(changes, row.table, row.key, ""))
    for row in (one for one in found.removed if not one.is_silent):
        yield (_table(row.table), before.row(row.table, row.key), WHOLE_ROW, said(row, baseline.style), NO_ROW, None,
               before.of(row.table, row.key, ""), "", *_places(changes, row.table, row.key, ""))
    for cell in found.remarks:
        yield (_table(cell.table), after.row(cell.table, cell.key), cell.column, value(cell, cell.old, baseline.style),
               value(cell, cell.new, item.style), None, "", "", *_places(changes, cell.table, cell.key, cell.column))


def _in_spans(rows: Iterable[tuple[Cell, ...]], style: YearStyle) -> Iterator[tuple[Cell, ...]]:
    """Yield rows, one for cells of consecutive years that say the same: years, and where they stand, from first to last."""
    first: tuple[Cell, ...] | None = None
    last: tuple[Cell, ...] = ()
    for row in rows:
        if first is not None and _goes_on(last, row, style):
            last = row
            continue
        if first is not None:
            yield _spanned(first, last)
        first = last = row
    if first is not None:
        yield _spanned(first, last)


def _goes_on(row: tuple[Cell, ...], following: tuple[Cell, ...], style: YearStyle) -> bool:
    """Return whether a row of cells says the same of the next year."""
    year, after = (style.year_of(str(one[_COLUMN])) for one in (row, following))
    return (year is not None and after == year + 1 and row[:_COLUMN] == following[:_COLUMN]
            and row[_COLUMN + 1:_PLACES] == following[_COLUMN + 1:_PLACES])


def _spanned(first: tuple[Cell, ...], last: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return first if first is last else tuple(
        f"{cell} to {end}" if cell and (place == _COLUMN or place >= _PLACES) else cell
        for place, (cell, end) in enumerate(zip(first, last, strict=True)))


def _table(name: str) -> str:
    return f"{BY_NAME[name].title} ({name})"


def _places(changes: ItemChanges, table: str, key: Key, column: str) -> tuple[str, str]:
    """Return where a cell stands in the files of both, empty where it is in none."""
    text = "/".join("" if part is None else str(part) for part in key)
    before, after = (one.saved.cell(table, text, column) if one.saved is not None else "" for one in
                     (changes.baseline, changes.item))
    return before, after
