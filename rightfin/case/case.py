"""The case: everything needed to reproduce a plan, frozen."""

from __future__ import annotations

import hashlib
import json
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from rightfin.schema import BY_NAME, TABLES, Kind, Table, Value

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

NATIONAL = "national"
"""The region of a case without regions."""


def canonical(value: Value) -> Value:
    """Return a value as a case stores it: text trimmed, blanks ``None``, numbers to fifteen digits.

    Fifteen significant digits are what a spreadsheet keeps, so that both forms of a case hold the same number.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        if value.is_integer() and -1e15 < value < 1e15:  # has no more than fifteen digits: nothing to round
            return float(value) + 0.0
        return float(f"{value:.15g}") + 0.0
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        return text.strip() or None
    return value


Key = tuple[Value, ...]
Cell = tuple[str, Key, str, Value]
Row = tuple[Value, ...]


def key_text(key: Iterable[Value]) -> str:
    """Return the key of a row as people write it: parts joined by a slash."""
    return "/".join("" if part is None else str(part) for part in key)


@dataclass(frozen=True)
class CaseTable:
    """The rows of one table, typed and sorted by key; ``None`` is a blank.

    ``years`` are the year columns in which at least one row has a value, in order; ``rows[n]`` holds the schema's
    columns in schema order, then one value per year. ``typed`` has the keys in the order in which the rows were given,
    for reports only, in tables of things with names (institutions, donors): tables that differ in it are equal.
    """

    name: str
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    typed: tuple[Key, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def make(cls, name: str, rows: Iterable[Mapping[str, Value]]) -> CaseTable:
        """Build a table from rows as mappings from column (or year as text) to value.

        Values must have the type of their column. Year columns without any value are dropped, and so are settings
        and series that are blank; a part of the key that may be left blank becomes what it stands for; rows are sorted by
        key.
        """
        table, columns = BY_NAME[name], _schema_columns(name)
        trimmed = [{column: canonical(value) for column, value in row.items()} for row in rows]
        for part, default in table.key_defaults.items():
            for row in trimmed:
                if row.get(part) is None:
                    row[part] = default
        listed = [row for row in trimmed if not table.entries or _says_something(table, row)]
        others = set[str]().union(*listed).difference(columns)
        years = sorted({int(c) for c in others if any(row.get(c) is not None for row in listed)})
        wanted = (*columns, *map(str, years))
        ordered = [tuple([row.get(c) for c in wanted]) for row in listed]
        ordered.sort(key=_sort_key(name))
        typed = [tuple([row.get(part) for part in table.key]) for row in listed] if _has_names(table) else []
        return cls(name, tuple(years), tuple(ordered), tuple(typed))

    @property
    def table(self) -> Table:
        """The schema's description of the table."""
        return BY_NAME[self.name]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns: those of the schema, then the years as text."""
        return (*_schema_columns(self.name), *map(str, self.years))

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as new mappings from column to value."""
        columns = self.columns
        return [_record(columns, row) for row in self.rows]

    def in_typed_order(self) -> list[dict[str, Value]]:
        """Return the same in the order in which the rows were given; those of which it is not known come last."""
        places = {key: place for place, key in enumerate(self.typed)}
        return sorted(self.records(), key=lambda row: places.get(self.key_of(row), len(places)))

    def with_cells(self, cells: Iterable[tuple[Key, str, Value]]) -> CaseTable:
        """Return the table with other values in some cells, each given as key of the row, column and value.

        Keys are those that the rows have now; years are columns as text. The result is what ``make`` gives for such
        rows: values canonical, years without any value dropped, rows sorted. Rows in which nothing changes are the
        same objects, unless a year column comes or goes, which makes all rows anew; a table in which nothing changes
        is the same object. It takes some hundred microseconds, however long the table is; a year that comes or goes
        and a change of a key take time in proportion to the rows, and so does a blank in a year of which only the last
        rows have a value.

        Raises ``KeyError`` for a row or a column that the table does not have.
        """
        columns, places, listed = self.columns, dict[Key, list[int]](), []
        for key, column, value in cells:
            if key not in places:
                places[key] = self._places_of(key)
            listed.append((places[key], self._known(column), canonical(value)))
        added = sorted({int(c) for _, c, value in listed if c not in columns and value is not None})
        columns = (*columns, *map(str, added))
        rows = [(*row, *[None] * len(added)) for row in self.rows] if added else list(self.rows)
        touched: set[int] = set()
        edited: set[str] = set()
        blanked: set[str] = set()
        for chosen, column, value in listed:
            if column not in columns:
                continue  # a blank in a year that has no column
            at = columns.index(column)
            for place in chosen:
                row = rows[place]
                if type(row[at]) is not type(value) or row[at] != value:
                    rows[place] = (*row[:at], value, *row[at + 1 :])
                    touched.add(place)
                    edited.add(column)
                    if value is None:
                        blanked.add(column)
        if not touched:
            return self
        silent = {n for n in touched if self.table.entries and not _says_something(self.table, _record(columns, rows[n]))}
        if silent:
            rows = [row for place, row in enumerate(rows) if place not in silent]
        if not edited.isdisjoint(self.table.key):
            rows.sort(key=_sort_key(self.name))
        return self._with_years(columns, rows, blanked)

    def _with_years(self, columns: tuple[str, ...], rows: list[Row], blanked: set[str]) -> CaseTable:
        """Return the table of ``rows`` with its years in order; those of ``blanked`` without any value are dropped."""
        fixed = len(_schema_columns(self.name))
        years = range(fixed, len(columns))
        kept = [n for n in years if columns[n] not in blanked or any(row[n] is not None for row in rows)]
        kept.sort(key=lambda n: int(columns[n]))
        if kept != list(years):
            rows = [(*row[:fixed], *[row[n] for n in kept]) for row in rows]
        return CaseTable(self.name, tuple([int(columns[n]) for n in kept]), tuple(rows), self.typed)

    def _places_of(self, key: Key) -> list[int]:
        """Return the places of the rows with a key, found by halving; ``KeyError`` if there is none."""
        sought = tuple(map(canonical, key))
        parts = [_schema_columns(self.name).index(part) for part in self.table.key]
        first = bisect_left(self.rows, tuple(map(_sortable, sought)), key=_sort_key(self.name))
        found: list[int] = []
        for place in range(first, len(self.rows)):
            if tuple([self.rows[place][part] for part in parts]) != sought:
                break
            found.append(place)
        if not found:
            raise KeyError(f"{self.name} has no row {key_text(key)}")
        return found

    def _known(self, column: str) -> str:
        """Return a column that the table has or, as a year, may have; ``KeyError`` for any other."""
        is_year = self.table.years is not None and column.isdecimal() and str(int(column)) == column
        if column not in _schema_columns(self.name) and not is_year:
            raise KeyError(f"{self.name} has no column {column}")
        return column

    def key_of(self, record: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return the key of a row."""
        return tuple(record.get(part) for part in self.table.key)

    def frame(self) -> pd.DataFrame:
        """Return the rows as a new data frame."""
        import pandas as pd  # only here: checking a case needs no pandas

        return pd.DataFrame(self.records(), columns=list(self.columns))


def _has_names(table: Table) -> bool:
    """Return whether the rows of a table are things of the user's own, each with one name: their order is the user's."""
    return len(table.key) == 1 and not table.entries


@cache
def _schema_columns(name: str) -> tuple[str, ...]:
    return tuple(column.name for column in BY_NAME[name].columns)


def _record(columns: Iterable[str], row: Row) -> dict[str, Value]:
    return dict(zip(columns, row, strict=True))


def _says_something(table: Table, row: Mapping[str, Value]) -> bool:
    """Return whether a row of named values is more than a line of the template that was left blank."""
    return any(value is not None for name, value in row.items() if name not in table.key)


@cache
def _sort_key(name: str) -> Callable[[Row], tuple[tuple[int, float, str], ...]]:
    """Return what the rows of a table are sorted by: the parts of their key."""
    places = [_schema_columns(name).index(part) for part in BY_NAME[name].key]
    return lambda row: tuple([_sortable(row[place]) for place in places])


def _sortable(value: Value) -> tuple[int, float, str]:
    if isinstance(value, (int, float)):
        return (0, float(value), "")
    return (1, 0.0, value or "")


def _as_read(table: CaseTable) -> tuple[Row, ...]:
    """Return the rows with numbers of the type that reading them from a file gives: whole ones where the column says so.

    Cases that are made in Python often have 5 where a file has 5.0: they are equal, and so is their digest.
    """
    schema, years = table.table, table.table.years
    kinds = [column.kind for column in schema.columns] + [Kind.NUMBER if years is None else years.kind] * len(table.years)
    other = [float if kind in _WHOLE else int for kind in kinds]  # what a number of the column should not be
    key = table.columns.index(schema.key[0])

    def read(row: Row) -> Row:
        entry = schema.entry(str(row[key])) if schema.entries else None
        whole = [(entry.kind if entry is not None and kind is Kind.ANY else kind) in _WHOLE for kind in kinds]
        return tuple([_typed(value, is_whole) for value, is_whole in zip(row, whole, strict=True)])

    if schema.entries or any(type(value) is no for row in table.rows for value, no in zip(row, other, strict=True)):
        return tuple(map(read, table.rows))
    return table.rows


_WHOLE = (Kind.INTEGER, Kind.YEAR)


def _typed(value: Value, is_whole: bool) -> Value:
    if type(value) is int and not is_whole:
        return float(value)
    return int(value) if type(value) is float and is_whole and value.is_integer() else value


@dataclass(frozen=True)
class Case:
    """One country's facts, assumptions and scenarios: all tables of the schema, frozen.

    A table that is missing is a table without rows. Two cases are equal when their tables are, in whatever order their
    rows were typed. The constructor checks nothing: ``rightfin.read_case`` does.
    """

    tables: Mapping[str, CaseTable]

    @classmethod
    def of(cls, tables: Mapping[str, Iterable[Mapping[str, Value]]]) -> Case:
        """Build a case from rows as mappings, table by table; tables that are not named are empty."""
        made = {t.name: CaseTable.make(t.name, tables.get(t.name, ())) for t in TABLES}
        return cls(MappingProxyType(made))

    def __eq__(self, other: object) -> bool:
        """Return whether all tables are equal."""
        return isinstance(other, Case) and dict(self.tables) == dict(other.tables)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[object, ...]:
        return (Case.of, ({name: table.in_typed_order() for name, table in self.tables.items()},))

    def records(self, table: str) -> list[dict[str, Value]]:
        """Return the rows of a table as typed: blanks are ``None``."""
        return self.tables[table].records()

    def replace(self, tables: Mapping[str, Iterable[Mapping[str, Value]]]) -> Case:
        """Return a new case in which the named tables have other rows; rows that stay keep their place in typed order."""
        changed = {}
        for name, rows in tables.items():
            made = CaseTable.make(name, rows)
            changed[name] = replace(made, typed=tuple(dict.fromkeys([*self.tables[name].typed, *made.typed])))
        return Case(MappingProxyType({**self.tables, **changed}))

    def with_cell(self, table: str, key: Key, column: str, value: Value) -> Case:
        """Return the case with another value in one cell; see ``with_cells``."""
        return self.with_cells(table, [(key, column, value)])

    def with_cells(self, table: str, cells: Iterable[tuple[Key, str, Value]]) -> Case:
        """Return the case with other values in some cells of one table, each given as key, column and value.

        It equals ``replace`` with all rows of the table, but takes a fraction of the time and shares all it can: every
        other table and every row in which nothing changes are the same objects, so that who has computed something
        from them can tell by ``is``; where nothing changes at all, the case itself is returned. Nothing is checked;
        ``KeyError`` for a row or a column that the table does not have. See ``CaseTable.with_cells``.
        """
        changed = self.tables[table].with_cells(cells)
        return self if changed is self.tables[table] else Case(MappingProxyType({**self.tables, table: changed}))

    def once(self, work: Callable[[Case], T]) -> T:
        """Return what a function makes of the case, which is called once for a case: tables never change."""
        if work not in self._done:
            self._done[work] = work(self)
        found: T = self._done[work]
        return found

    @cached_property
    def _done(self) -> dict[Callable[[Case], Any], Any]:
        return {}

    @cached_property
    def typed(self) -> tuple[tuple[Key, ...], ...]:
        """The order in which rows were typed, table by table: reports of equal cases differ in nothing else."""
        return tuple(
            tuple(table.key_of(row) for row in table.in_typed_order()) for table in self.tables.values() if table.typed
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content in hexadecimal; no clock, no file name. Equal cases have equal digests."""
        content = {name: [table.columns, _as_read(table)] for name, table in sorted(self.tables.items()) if table.rows}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def is_number(value: Value) -> bool:
    """Return whether a value is a finite number (booleans are not)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
