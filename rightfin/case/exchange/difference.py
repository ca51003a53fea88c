"""What two cases say differently: rows added and removed, cells changed, aligned by the key of the row.

``difference(a, b)`` applied to ``a`` gives ``b``; that of ``(b, a)`` is its mirror. Cells are told apart as typed: a blank
that becomes the value for which it stood is a changed cell, and ``CellChange.is_silent`` says that no answer can change by
it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case, CaseTable, Key, is_number, key_text
from rightfin.case.reading.header import is_year
from rightfin.case.resolve import resolved_settings
from rightfin.schema import BY_NAME, Column, Kind, Table, Value

REMARKS = ("source", "note")
"""Columns that say where a number comes from; nothing is computed from them."""

Content = dict[str, Value]
"""What a row says outside its key, blanks left out: value by column, years as text."""


@dataclass(frozen=True)
class CellChange:
    """One cell that differs: ``None`` is a blank. Numbers are in the unit of their column."""

    table: str
    key: Key
    column: str
    old: Value
    new: Value
    is_silent: bool = False
    """Whether both stand for the same value: a blank and the default, or the value to its left, typed out."""

    @property
    def row(self) -> str:
        """The key of the row, parts joined by a slash."""
        return key_text(self.key)

    @property
    def is_remark(self) -> bool:
        """Whether it is a source or a note."""
        return self.column in REMARKS

    @property
    def change(self) -> float | None:
        """The new number less the old one; ``None`` unless both are numbers."""
        if isinstance(self.old, bool) or isinstance(self.new, bool):
            return None
        if isinstance(self.old, (int, float)) and isinstance(self.new, (int, float)):
            return float(self.new) - float(self.old)
        return None

    @property
    def relative(self) -> float | None:
        """The change as a share of the old number's size; ``None`` from zero, and for years, of which it says nothing."""
        change, old = self.change, self.old
        if change is None or not isinstance(old, (int, float)) or not old:
            return None
        return None if column_of(BY_NAME[self.table], self.key, self.column).kind is Kind.YEAR else change / abs(old)


@dataclass(frozen=True)
class RowChange:
    """One row that only one of two cases has, with what it says."""

    table: str
    key: Key
    cells: tuple[tuple[str, Value], ...]
    """Value by column, in the order of the columns; blanks and the key left out."""
    is_silent: bool = False
    """Whether no answer can change by it: a setting that states its default."""

    @property
    def row(self) -> str:
        """The key of the row, parts joined by a slash."""
        return key_text(self.key)


@dataclass(frozen=True)
class Difference:
    """What the second of two cases says otherwise than the first, in the order of the tables, then of the rows."""

    added: tuple[RowChange, ...] = ()
    removed: tuple[RowChange, ...] = ()
    changed: tuple[CellChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the cases are equal."""
        return not (self.added or self.removed or self.changed)

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """Changed cells, sources and notes left out."""
        return tuple(cell for cell in self.changed if not cell.is_remark)

    @property
    def remarks(self) -> tuple[CellChange, ...]:
        """Changed sources and notes."""
        return tuple(cell for cell in self.changed if cell.is_remark)

    @property
    def is_silent(self) -> bool:
        """Whether no answer can change: only sources, notes, and blanks that stood for what is typed now."""
        return all(cell.is_silent for cell in self.cells) and all(row.is_silent for row in (*self.added, *self.removed))

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables in which something differs, in the order of the schema."""
        named = {row.table for row in (*self.added, *self.removed)} | {cell.table for cell in self.changed}
        return tuple(name for name in BY_NAME if name in named)

    @property
    def renamed(self) -> tuple[tuple[RowChange, RowChange], ...]:
        """Pairs of a removed and an added row that say the same under keys that differ in one part: perhaps a new name.

        Only pairs that leave no doubt: there is one removed and one added row of that kind, and it says something.
        """
        gone, come = _by_content(self.removed), _by_content(self.added)
        pairs = []
        for content, rows in gone.items():
            others = come.get(content, [])
            if len(rows) == len(others) == 1 and _parts_apart(rows[0].key, others[0].key) == 1:
                pairs.append((rows[0], others[0]))
        return tuple(pairs)

    def applied(self, case: Case) -> Case:
        """Return a case with these changes; applied to the first of the two cases it gives the second.

        Rows that are to be removed need not be there; ``KeyError`` for a cell of a row that is not.
        """
        tables = {name: content_of(case.tables[name]) for name in self.tables}
        for row in self.removed:
            tables[row.table].pop(row.key, None)
        for row in self.added:
            tables[row.table][row.key] = dict(row.cells)
        for cell in self.changed:
            tables[cell.table][cell.key][cell.column] = cell.new
        return with_content(case, tables)


def difference(a: Case, b: Case) -> Difference:
    """Return what ``b`` says otherwise than ``a``."""
    added: list[RowChange] = []
    removed: list[RowChange] = []
    changed: list[CellChange] = []
    for name in BY_NAME:
        if a.tables[name] is b.tables[name] or same_table(a.tables[name], b.tables[name]):
            continue
        before, after = content_of(a.tables[name]), content_of(b.tables[name])
        removed += [_row_change(name, key, row, a) for key, row in before.items() if key not in after]
        added += [_row_change(name, key, row, b) for key, row in after.items() if key not in before]
        for key in before.keys() & after.keys() if before.keys() != after.keys() else before:
            changed += _cell_changes(name, key, (a, before[key]), (b, after[key]))
    order = {name: place for place, name in enumerate(BY_NAME)}
    changed.sort(key=lambda cell: (order[cell.table], *_sortable(cell.key), _column_order(cell.table, cell.column)))
    return Difference(tuple(added), tuple(removed), tuple(changed))


def same(a: Value, b: Value) -> bool:
    """Return whether two cells say the same; a truth value is no number."""
    return a == b and isinstance(a, bool) is isinstance(b, bool)


def same_table(a: CaseTable, b: CaseTable) -> bool:
    """Return whether two tables say the same, truth values and numbers told apart."""
    return a == b and all(
        same(old, new) for one, other in zip(a.rows, b.rows, strict=True) if one is not other
        for old, new in zip(one, other, strict=True)
    )


def content_of(table: CaseTable) -> dict[Key, Content]:
    """Return what the rows of a table say, by key, in their order."""
    columns = table.columns
    keys = [columns.index(part) for part in table.table.key]
    others = [(place, name) for place, name in enumerate(columns) if place not in keys]
    return {
        tuple([row[place] for place in keys]): {name: row[place] for place, name in others if row[place] is not None}
        for row in table.rows
    }


def with_content(case: Case, tables: Mapping[str, Mapping[Key, Mapping[str, Value]]]) -> Case:
    """Return a case in which the named tables say what is given by key; all others are the same objects."""
    return case.replace({
        name: [{**dict(zip(BY_NAME[name].key, key, strict=True)), **row} for key, row in rows.items()]
        for name, rows in tables.items()
    })


def column_of(table: Table, key: Key, column: str) -> Column:
    """Return what describes a cell: the setting or series of its row, its year, or its column.

    Raises ``KeyError`` for a column that the table does not have.
    """
    entry = table.entry(str(key[0])) if table.entries else None
    if entry is not None and (column == "value" or is_year(column)):
        return replace(entry, name=column)
    years = table.years
    if years is not None and is_year(column):
        return Column(column, years.kind, years.help, years.unit, default=years.default, minimum=years.minimum,
                      maximum=years.maximum, below=years.below)
    return table.column(column)


def _cell_changes(name: str, key: Key, before: tuple[Case, Content], after: tuple[Case, Content]) -> Iterable[CellChange]:
    """Yield the cells of a row that differ."""
    (a, old), (b, new) = before, after
    for column in old.keys() | new.keys():
        was, now = old.get(column), new.get(column)
        if not same(was, now):
            silent = (was is None or now is None) and column not in REMARKS and same(
                _stands_for(a, name, key, old, column), _stands_for(b, name, key, new, column)
            )
            yield CellChange(name, key, column, was, now, silent)


def _stands_for(case: Case, name: str, key: Key, row: Content, column: str) -> Value:
    """Return the value that a cell has or, if it is blank, stands for; ``None`` where that depends on other tables."""
    value = row.get(column)
    if value is not None:
        return value
    table = BY_NAME[name]
    if name == "settings" and column == "value":
        return resolved_settings(case).get(str(key[0]))
    if table.years is not None and is_year(column):
        left = [year for year in row if is_year(year) and int(year) < int(column)]
        if left and table.carries(row):
            return row[max(left, key=int)]
        if table.years.base_year:  # before the first value, the base year takes that of the first planning year
            return None
    return column_of(table, key, column).default


def _row_change(name: str, key: Key, row: Content, case: Case) -> RowChange:
    cells = tuple(sorted(row.items(), key=lambda item: _column_order(name, item[0])))
    entry = BY_NAME[name].entry(str(key[0])) if name == "settings" else None
    stated = resolved_settings(case).get(str(key[0])) if entry is not None else None
    silent = entry is not None and entry.default is not None and same(stated, entry.default)
    return RowChange(name, key, cells, silent)


def _column_order(name: str, column: str) -> tuple[int, int]:
    """Return what columns are sorted by: those of the schema, then years."""
    if is_year(column) and BY_NAME[name].years is not None:
        return 1, int(column)
    return 0, [known.name for known in BY_NAME[name].columns].index(column)


def _sortable(key: Key) -> tuple[tuple[int, float, str], ...]:
    return tuple((0, float(part), "") if is_number(part) and isinstance(part, (int, float)) else (1, 0.0, str(part or ""))
                 for part in key)


def _by_content(rows: Iterable[RowChange]) -> dict[tuple[object, ...], list[RowChange]]:
    """Return rows by what they say, sources and notes left out; rows that say nothing are left out."""
    found: dict[tuple[object, ...], list[RowChange]] = defaultdict(list)
    for row in rows:
        cells = tuple((column, value) for column, value in row.cells if column not in REMARKS)
        if cells:
            found[row.table, *cells].append(row)
    return found


def _parts_apart(one: Key, other: Key) -> int:
    return sum(not same(a, b) for a, b in zip(one, other, strict=True))
