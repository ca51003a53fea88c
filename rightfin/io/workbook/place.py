"""Where a table stands on its sheet: title, help, units, headings, then its rows, and the addresses of them all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from rightfin.case.reading.header import is_year
from rightfin.io.layout import HEADING_ROW, heading_text, headings, with_years_written
from rightfin.io.limits import LAST_ROW
from rightfin.io.xlsx.formula import Formula, is_given, left
from rightfin.schema import CONFLICTS, Column, Kind, Table, Value, YearStyle

SPARE_ROWS, MANY_SPARE_ROWS = 200, 500
"""Blank rows below the last one that are part of the table, so that people can go on typing; many in long tables."""

FIRST_ROW = HEADING_ROW + 1
"""Number of the first row of values, as the sheet counts."""


def needed(table: Table) -> tuple[str, ...]:
    """Return the columns outside the key that every row must have; of a conflict it is the choice that settles it."""
    if table is CONFLICTS:
        return ("take",)
    return tuple(column.name for column in table.value_columns if column.required)


_YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True)
class Placed:
    """A table as it stands on its sheet.

    ``names`` are its headings in order, ``rows`` what was written under them, ``last`` the number of the last row that
    belongs to the table, spare rows included. Row numbers count from 1, as people see them.
    """

    table: Table
    names: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    last: int
    style: YearStyle = YearStyle.PLAIN
    """How years are written: in headings, and in cells, which are then texts."""

    @classmethod
    def make(
        cls, table: Table, years: Sequence[int], records: Sequence[Mapping[str, Value]], spare: int | None = None,
        style: YearStyle = YearStyle.PLAIN,
    ) -> Placed:
        """Return the place of a table with these year columns and rows; settings and series are all listed.

        ``spare`` is how many blank rows follow, by default what the table usually needs.
        """
        if spare is None:
            spare = MANY_SPARE_ROWS if table.long else SPARE_ROWS
        names = headings(table, years)
        listed = with_years_written(table, _listed(table, records), style)
        rows = tuple(tuple(record.get(name) for name in names) for record in listed)
        last = max(FIRST_ROW, min(FIRST_ROW - 1 + len(rows) + spare, LAST_ROW))
        return cls(table, names, rows, last, style)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The headings that are years, in order."""
        return tuple(name for name in self.names if is_year(name))

    def letter(self, name: str) -> str:
        """Return the letter of a column."""
        return str(xl_col_to_name(self.names.index(name)))

    def cells(self, first: str, last: str | None = None) -> Formula:
        """Return a column, or the columns from ``first`` to ``last``, over all rows of the table, as it is written."""
        left, right = self.names.index(first), self.names.index(last or first)
        return Formula(self._address(first, last or first, FIRST_ROW, self.last), self._columns[left:right + 1],
                       spare=max(0, self.last - FIRST_ROW - len(self.rows)))

    @cached_property
    def _columns(self) -> list[Sequence[Value]]:
        """What stands in the columns, and a blank for all rows that nothing was written in."""
        held = self.last - FIRST_ROW + 1
        blank = [(None,) * len(self.names)] if held > len(self.rows) else []
        return list(zip(*self.rows[:held], *blank, strict=True))

    def cell_at(self, name: str, place: int) -> Formula:
        """Return the cell of a column in one row, the first of them 0, filled or not."""
        address = f"'{self.table.name}'!${self.letter(name)}${FIRST_ROW + place}"
        return Formula(address, ((self.values(name)[place] if place < len(self.rows) else None,),))

    def below(self, name: str) -> Formula:
        """Return the cells of a column below the table, as far as they are read; nothing is written there."""
        return Formula(self._address(name, name, self.last + 1, LAST_ROW + 1), ((None,),), spare=LAST_ROW - self.last)

    def heads(self, first: str, last: str) -> Formula:
        """Return the headings from ``first`` to ``last``."""
        return Formula(self._address(first, last, HEADING_ROW, HEADING_ROW),
                       [(heading_text(name, self.style),) for name in self._between(first, last)])

    def _between(self, first: str, last: str) -> tuple[str, ...]:
        return self.names[self.names.index(first):self.names.index(last) + 1]

    def _address(self, first: str, last: str, top: int, bottom: int) -> str:
        return f"'{self.table.name}'!${self.letter(first)}${top}:${self.letter(last)}${bottom}"

    @cached_property
    def filled(self) -> Formula:
        """What is 1 in rows with a key and 0 in blank ones and notes."""
        key = self.cells(self.table.key[0])
        return is_given(key) * left(key, 1).compared("<>", "#")

    def column(self, name: str) -> Column:
        """Return what describes a column; a year as a column with the bounds of its table's years."""
        years = self.table.years
        if years is not None and is_year(name):
            return Column(name, years.kind, years.help, years.unit, minimum=years.minimum, maximum=years.maximum,
                          below=years.below)
        return self._written(self.table.column(name))

    @property
    def entries(self) -> tuple[Column, ...]:
        """What describes the settings or series of the table."""
        return tuple(map(self._written, self.table.entries))

    def _written(self, column: Column) -> Column:
        """Return a column as its cells are typed: years that are not plain numbers are texts."""
        if self.style is YearStyle.PLAIN:
            return column
        if column.kind is Kind.YEARS:
            return replace(column, help=_YEAR.sub(lambda found: self.style.text(int(found[0])), column.help))
        return replace(column, kind=Kind.TEXT) if column.kind is Kind.YEAR else column

    def entry(self, row: Sequence[Value]) -> Column | None:
        """Return the setting or series that a row gives; ``None`` in other tables and for a name that is none."""
        entry = self.table.entry(str(row[0])) if self.table.entries else None
        return None if entry is None else self._written(entry)

    def cell(self, name: str, entry: Column | None) -> Column:
        """Return what describes a cell of a row: its column, or the setting or series of the row."""
        if entry is not None and (is_year(name) or name == "value"):
            return replace(entry, name=name)
        return self.column(name)

    def values(self, name: str) -> list[Value]:
        """Return what was written in a column."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]


def _listed(table: Table, records: Sequence[Mapping[str, Value]]) -> Sequence[Mapping[str, Value]]:
    """Return the rows to write: in tables of named values every entry in schema order, then rows of other names."""
    if not table.entries:
        return records
    key = table.key[0]
    found: dict[Value, list[Mapping[str, Value]]] = {}
    for record in records:
        found.setdefault(record.get(key), []).append(record)
    names = [entry.name for entry in table.entries]
    known: list[Mapping[str, Value]] = []
    for name in names:
        known += found.get(name, [{key: name}])
    return [*known, *(record for record in records if record.get(key) not in names)]
