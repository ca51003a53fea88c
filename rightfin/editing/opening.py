"""A draft of a case that can be used, or of a file with whatever is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rightfin.case.case import Case
from rightfin.case.cell import is_blank, is_note
from rightfin.case.exchange.trail import Trail, read_trail
from rightfin.case.issue import CaseError, Issue
from rightfin.case.reading.header import TablePlaces, normal
from rightfin.case.reading.merged_cells import merged_cells
from rightfin.case.reading.migration import bring_up_to_date
from rightfin.case.reading.names import table_name
from rightfin.case.reading.parse import parse
from rightfin.case.reading.raw import RawCell, RawRow, RawTable
from rightfin.editing.draft import FIRST_ROW, Draft
from rightfin.editing.sheets import SheetRow, TypedCase, TypedSheet
from rightfin.io import read_raw
from rightfin.io.layout import style_in, with_years_written
from rightfin.io.workbook.sheet import PEOPLE_COLUMNS
from rightfin.reading import settled
from rightfin.schema import BY_NAME, CONFLICTS, TABLES, Table, Value

_OF_PEOPLE = frozenset(normal(name) for name, _ in PEOPLE_COLUMNS)
"""Columns that a workbook of ours writes for people, and writes again."""


def draft_of(case: Case, trail: Trail = ()) -> Draft:
    """Return a draft of a case, rows in the order in which they were typed; settings and series are all listed."""
    style = style_in(case.records("settings"))
    sheets = []
    for table in TABLES:
        records = case.tables[table.name].in_typed_order()
        rows = with_years_written(table, _with_entries(table, records), style)
        sheets.append(TypedSheet(table.name, tuple(
            SheetRow(number, _given(row)) for number, row in enumerate(rows, start=FIRST_ROW))))
    return Draft(TypedCase.of(sheets, trail))


@dataclass(frozen=True)
class Opened:
    """A draft of a file, and what the file holds that the draft does not: issues about sheets and headings."""

    draft: Draft
    left: tuple[Issue, ...]


def open_file(path: str | Path) -> Opened:
    """Return a draft of a file, whatever is wrong in its cells, which stay as they were typed.

    Where a merge was left to settle and is settled in the file, the draft has what was chosen. Raises ``CaseError`` with
    one plain reason if there is no case in the file, and with what is left to settle.
    """
    raw = read_raw(path)
    tables, news = bring_up_to_date(raw.tables, raw.version)
    parsed = parse(tables)
    if any(table_name(one.name) == CONFLICTS.name for one in tables):
        found = settled(parsed)
        if len(found.issues) > len(parsed.issues) or any(one.severity == "error" for one in parsed.issues):
            raise CaseError(found.issues)
        return Opened(draft_of(found.case, found.trail), (*raw.remarks, *news))
    sheets = [_sheet(name, places, tables) for name, places in parsed.positions.items()]
    draft = Draft(TypedCase.of(sheets, read_trail(parsed.companions)))
    known = {_what(issue) for issue in parse(draft.now.raw()).issues}
    left = (issue for issue in parsed.issues if not issue.row and _what(issue) not in known)
    return Opened(draft, (*raw.remarks, *news, *left))


def _sheet(name: str, places: TablePlaces, tables: Iterable[RawTable]) -> TypedSheet:
    """Return a table of a file as it is typed there; ``places`` says which of its headings are columns."""
    raw = next(table for table in tables if table.name == places.raw.name)
    by_place = {place: column for column, place in places.columns.items()}
    own: list[tuple[str, str]] = []
    for place, heading in enumerate(raw.header):
        held = any(not is_blank(row.at(place)) for row in raw.rows)
        if place not in by_place and held and normal(heading) not in _OF_PEOPLE:
            by_place[place] = f"own {place}"
            own.append((by_place[place], heading.strip()))
    covered, _ = merged_cells(name, raw, places)
    rows = tuple(_row(row, by_place, raw, covered) for row in raw.rows if _says_something(row, by_place, raw))
    return TypedSheet(name, _with_entry_rows(BY_NAME[name], rows), tuple(own))


def _row(
    row: RawRow, by_place: Mapping[int, str], raw: RawTable, covered: frozenset[tuple[int, int]]
) -> SheetRow:
    cells = {column: row.at(place) for place, column in by_place.items()}
    unread = {column: raw.notes[row.number, place] for place, column in by_place.items()
              if (row.number, place) in raw.notes}
    for place, column in by_place.items():
        if (row.number, place) in covered and column not in unread:
            unread[column] = f"{_MERGED}\nType what holds in this row."
    return SheetRow(row.number, _given(cells), MappingProxyType(unread))


_MERGED = "The cell was part of merged cells, of which only the first holds a value."


def _says_something(row: RawRow, by_place: Mapping[int, str], raw: RawTable) -> bool:
    return any(not is_blank(row.at(place)) or (row.number, place) in raw.notes for place in by_place)


def _with_entries(table: Table, records: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """Return the rows of a table of named values with all names in the order of the template; others as they are."""
    if not table.entries:
        return records
    key = table.key[0]
    by_name = {str(record[key]): record for record in records}
    names = dict.fromkeys([*(entry.name for entry in table.entries), *by_name])
    return [by_name.get(name, {key: name}) for name in names]


def _with_entry_rows(table: Table, rows: tuple[SheetRow, ...]) -> tuple[SheetRow, ...]:
    """Return rows and below them one for each setting or series that has none."""
    key = table.key[0]
    named = {row.text(key).lower() for row in rows if not is_note(row.cells.get(key))}
    absent = [entry.name for entry in table.entries if entry.name not in named]
    first = max((row.number for row in rows), default=FIRST_ROW - 1) + 1
    return (*rows, *(SheetRow(number, MappingProxyType({key: name})) for number, name in enumerate(absent, start=first)))


def _given(cells: Mapping[str, RawCell]) -> Mapping[str, RawCell]:
    return MappingProxyType({name: value for name, value in cells.items() if not is_blank(value)})


def _what(issue: Issue) -> tuple[str, str, str, str]:
    return issue.code, issue.table, issue.row, issue.column


