"""The header of a table as it was found: which column stands where, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rightfin.case.cell import FIRST_YEAR, LAST_YEAR, Fault, is_blank, is_note, read_cell, shown
from rightfin.case.issue import YEAR_STYLE, Issue
from rightfin.case.nearest import nearest
from rightfin.case.reading.names import like, plain_name
from rightfin.case.reading.raw import RawCell, RawTable
from rightfin.case.reading.unread import YearTold, column_issue, own_columns
from rightfin.case.reading.year_heading import (
    Convention,
    HeadingForm,
    YearReading,
    looks_like_year,
    read_year,
    styled_year,
    year_form,
)
from rightfin.schema import Column, Table, YearStyle

_YEAR = re.compile(r"([0-9]{4})(\.0)?")


@dataclass(frozen=True)
class TablePlaces:
    """Where the cells of a table stand: header index by column (years as text), row number by key text.

    ``key`` is the header index of the first key column, 0 if it is not there; ``first`` that of the first column that is
    read, in which ``#`` marks a row as a note. ``told`` says how headings were read as years, where that is not plain.
    """

    raw: RawTable
    columns: Mapping[str, int]
    key: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    first: int = 0
    told: tuple[YearTold, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """What is known about the years of a case: base year and end year, how its headings count, and how it writes years.

    ``later`` is how many years after the end year are read in tables whose blanks are carried.
    """

    base: int
    end: int
    way: Convention
    style: YearStyle = YearStyle.PLAIN
    later: int = 0


def normal(header: str) -> str:
    """Return a heading as it is compared: as a plain name; a year in four digits 0 to 9."""
    name = plain_name(header)
    if name[:1].isdecimal():
        year = year_form(header)
        return str(year.number) if year is not None and year.form is HeadingForm.YEAR else name
    return name


def is_year(name: str) -> bool:
    """Return whether a heading is a year."""
    return _YEAR.fullmatch(name) is not None and FIRST_YEAR <= float(name) <= LAST_YEAR


def year_names(places: TablePlaces) -> list[str]:
    """Return the year columns that were found, in order."""
    return sorted(name for name in places.columns if is_year(name))


def first_read(table: Table, header: Sequence[str]) -> int:
    """Return the index of the first heading that is a column of the table, 0 if there is none."""
    known = {column.name for column in table.columns}
    for index, heading in enumerate(header):
        if normal(heading) in known or (table.years is not None and looks_like_year(heading)):
            return index
    return 0


def cell_of(places: TablePlaces, number: int, column: str) -> str:
    """Return the address of a cell by row number and column; that of the row's key for an unknown column."""
    if not places.raw.columns:
        return ""
    return places.raw.cell(number, places.columns.get(column, places.key))


def read_header(table: Table, raw: RawTable, calendar: Calendar | None = None) -> tuple[TablePlaces, list[Issue]]:
    """Return where the columns of a table stand, and issues about unknown, repeated and missing ones.

    Without a calendar only years in four digits are read, and others are not judged. A table without any heading is an
    empty table and gives no issue.
    """
    columns: dict[str, int] = {}
    issues: list[Issue] = []
    others: list[int] = []
    years: dict[int, YearReading] = {}
    told: list[YearTold] = []
    known = {column.name for column in table.columns}
    for index, header in enumerate(raw.header):
        name = normal(header)
        if is_note(header):  # a column for people, as rows that start with # are
            continue
        reading = _year(table, header, calendar) if name not in known else None
        if reading is not None and reading.year is not None:
            name = str(reading.year)
        if name not in known and (reading is None or reading.year is None):
            others.append(index)
            if reading is not None:
                years[index] = reading
        elif name in columns:
            issues.append(_twice(table, raw, name, columns[name], index))
        else:
            columns[name] = index
            if reading is not None and reading.year is not None and reading.how:
                told.append((header.strip(), reading.year, reading.how))
    meant = _meant(table, raw, columns, others) if any(map(normal, raw.header)) else {}
    issues += [_missing(table, raw, column, meant[column.name]) for column in table.columns if column.name in meant]
    read_as = {name: index for name, index in meant.items() if index is not None}
    columns |= read_as  # the case is refused; what it says under the right heading does not go wrong as well
    first = min(first_read(table, raw.header), *read_as.values()) if read_as else first_read(table, raw.header)
    own: dict[int, list[RawCell]] = {}
    for index in others:
        held = _held(raw, index, columns.values(), first)
        if index in read_as.values() or not (held or raw.header[index].strip()):
            continue
        issue_of = column_issue(table, raw, index, held, columns, years.get(index))
        if issue_of is not None:
            issues.append(issue_of)
        elif index not in years or years[index].code != YEAR_STYLE:  # a blank year loses nothing
            own[index] = held
    issues += own_columns(table, raw, own, first)
    return TablePlaces(raw, columns, columns.get(table.key[0], 0), first=first, told=tuple(told)), issues


def _year(table: Table, header: str, calendar: Calendar | None) -> YearReading | None:
    """Return which year a heading is, ``None`` if it is none or the table has no years."""
    if table.years is None:
        return None
    if calendar is not None and calendar.style is not YearStyle.PLAIN:
        return styled_year(header, calendar.style)
    if calendar is not None:
        return read_year(header, (calendar.base, calendar.end), calendar.way)
    found = year_form(header)
    return YearReading(found.number) if found is not None and found.form is HeadingForm.YEAR else None


def _twice(table: Table, raw: RawTable, name: str, first: int, second: int) -> Issue:
    """Return the issue of two headings that are the same column."""
    one, other = (raw.header[index].strip() for index in (first, second))
    both = "" if one == other else f", as {shown(one)} and {shown(other)}"
    return Issue("duplicate_column", f"The column {name} stands there twice{both}.",
                 "Keep one of them, or begin the heading of the other with #.", table.name, column=name,
                 cell=raw.header_cell(second))


def _meant(
    table: Table, raw: RawTable, columns: Collection[str], others: Sequence[int]
) -> dict[str, int | None]:
    """Return the required columns that are not there, each with the index of the unknown heading that means it, if any.

    A heading means the column that it is most like, if all its values could stand there or it differs in a few letters;
    where one column is missing and one heading unknown, it means that column if its values could stand there.
    """
    wanted = [column for column in table.columns if column.required and column.name not in columns]
    left = {normal(raw.header[index]): index for index in others if raw.header[index].strip()}
    alone = len(wanted) == len(left) == 1
    found: dict[str, int | None] = {}
    for column in wanted:
        close = nearest(column.name, left) or (next(iter(left)) if alone else None)
        taken = close is not None and (like(close, [column.name]) or _fits(raw, column, left[close]))
        found[column.name] = left.pop(close) if close is not None and taken else None
    return found


def _fits(raw: RawTable, column: Column, index: int) -> bool:
    """Return whether a heading has values, and a column could hold them all."""
    held = [row.at(index) for row in raw.rows if not is_blank(row.at(index)) and not is_note(row.at(index))]
    return bool(held) and not any(isinstance(read_cell(cell, column), Fault) for cell in held)


def _missing(table: Table, raw: RawTable, column: Column, index: int | None) -> Issue:
    """Return the issue of a column that is not there, and of the heading that means it, if one does."""
    what = f"The column {column.name} is missing. {column.help}"
    if index is None:
        return Issue("missing_column", what, f"Add the heading {column.name}.", table.name, column=column.name)
    heading = raw.header[index].strip()
    sure = like(normal(heading), [column.name])
    remedy = f"Is {shown(heading)} meant? Rename it to {column.name}{'' if sure else ', or add that heading'}."
    return Issue("missing_column", what, remedy, table.name, column=column.name, cell=raw.header_cell(index))


def _held(raw: RawTable, index: int, read: Collection[int], first: int) -> list[RawCell]:
    """Return what a column that is not read holds in rows that are; 0 for a cell that could not be read.

    What stands beside nothing that is read, such as a remark below the table, is part of no row.
    """
    found: list[RawCell] = []
    for row in raw.rows:
        spoilt = (row.number, index) in raw.notes
        if (is_blank(row.at(index)) and not spoilt) or is_note(row.at(first)):
            continue
        if any(not is_blank(row.at(other)) or (row.number, other) in raw.notes for other in read):
            found.append(0.0 if spoilt else row.at(index))
    return found
