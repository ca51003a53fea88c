"""The case: everything needed to reproduce a plan, frozen."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from rightfin.schema import BY_NAME, TABLES, Table, Value

if TYPE_CHECKING:
    import pandas as pd

NATIONAL = "national"
"""The region of a case without regions."""


def canonical(value: Value) -> Value:
    """Return a value as a case stores it: text trimmed, blanks ``None``, numbers to fifteen digits.

    Fifteen significant digits are what a spreadsheet keeps, so that both forms of a case hold the same number.
    """
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return float(f"{value:.15g}") + 0.0
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        return text or None
    return value


def key_text(key: Iterable[Value]) -> str:
    """Return the key of a row as people write it: parts joined by a slash."""
    return "/".join("" if part is None else str(part) for part in key)


@dataclass(frozen=True)
class CaseTable:
    """The rows of one table, typed and sorted by key; ``None`` is a blank.

    ``years`` are the year columns in which at least one row has a value, in order; ``rows[n]`` holds the schema's
    columns in schema order, then one value per year.
    """

    name: str
    years: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]

    @classmethod
    def make(cls, name: str, rows: Iterable[Mapping[str, Value]]) -> CaseTable:
        """Build a table from rows as mappings from column (or year as text) to value.

        Values must have the type of their column. Year columns without any value are dropped, and so are settings
        and series that are blank but for the template's note; rows are sorted by key.
        """
        table = BY_NAME[name]
        columns = [column.name for column in table.columns]
        fixed = set(columns)
        trimmed = [{column: canonical(value) for column, value in row.items()} for row in rows]
        listed = [row for row in trimmed if not table.entries or _says_something(table, row)]
        years = sorted({int(c) for row in listed for c, v in row.items() if c not in fixed and v is not None})
        ordered = [tuple(row.get(c) for c in (*columns, *map(str, years))) for row in listed]
        places = [columns.index(part) for part in table.key]
        ordered.sort(key=lambda row: tuple(_sortable(row[place]) for place in places))
        return cls(name, tuple(years), tuple(ordered))

    @property
    def table(self) -> Table:
        """The schema's description of the table."""
        return BY_NAME[self.name]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns: those of the schema, then the years as text."""
        return (*(column.name for column in self.table.columns), *map(str, self.years))

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as new mappings from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def key_of(self, record: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return the key of a row."""
        return tuple(record.get(part) for part in self.table.key)

    def frame(self) -> pd.DataFrame:
        """Return the rows as a new data frame."""
        import pandas as pd  # only here: checking a case needs no pandas

        return pd.DataFrame(self.records(), columns=list(self.columns))


def _says_something(table: Table, row: Mapping[str, Value]) -> bool:
    """Return whether a row of named values is more than a line of the template that was left blank."""
    entry = table.entry(str(row.get(table.key[0])))
    given = any(value is not None for name, value in row.items() if name not in (*table.key, "note"))
    return given or row.get("note") not in (None, entry.help if entry else None)


def _sortable(value: Value) -> tuple[int, float, str]:
    if isinstance(value, (int, float)):
        return (0, float(value), "")
    return (1, 0.0, value or "")


@dataclass(frozen=True)
class Case:
    """One country's facts, assumptions and scenarios: all tables of the schema, frozen.

    A table that is missing is a table without rows. Two cases are equal when their tables are. The constructor checks
    nothing: ``read_case`` and ``rightfin.case.make_case`` do.
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
        return (Case.of, ({name: table.records() for name, table in self.tables.items()},))

    def records(self, table: str) -> list[dict[str, Value]]:
        """Return the rows of a table as typed: blanks are ``None``."""
        return self.tables[table].records()

    def replace(self, tables: Mapping[str, Iterable[Mapping[str, Value]]]) -> Case:
        """Return a new case in which the named tables have other rows."""
        changed = {name: CaseTable.make(name, rows) for name, rows in tables.items()}
        return Case(MappingProxyType({**self.tables, **changed}))

    @property
    def digest(self) -> str:
        """SHA-256 of the content in hexadecimal; no clock, no file name."""
        content = {name: [table.columns, table.rows] for name, table in sorted(self.tables.items()) if table.rows}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def is_number(value: Value) -> bool:
    """Return whether a value is a finite number (booleans are not)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
