"""The header of a table as it was found: which column stands where, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rightfin.case.cell import FIRST_YEAR, LAST_YEAR, is_blank, is_error, is_note, plain_digits, printable, shown
from rightfin.case.issue import Issue, Severity
from rightfin.case.nearest import nearest
from rightfin.case.raw import RawTable
from rightfin.schema import Table

_YEAR = re.compile(r"([0-9]{4})(\.0)?")
_HIDDEN_YEAR = re.compile(r"(?<![0-9])(19|20|21)[0-9]{2}(?![0-9])")
"""A year inside a longer heading, such as ``FY2027`` or ``2027/28``."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b.*|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}")


@dataclass(frozen=True)
class TablePlaces:
    """Where the cells of a table stand: header index by column (years as text), row number by key text.

    ``key`` is the header index of the first key column, 0 if it is not there.
    """

    raw: RawTable
    columns: Mapping[str, int]
    key: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)


def normal(header: str) -> str:
    """Return a heading as it is compared: trimmed and in lower case; a year without decimals."""
    name = header.strip().lower()
    year = _YEAR.fullmatch(name)
    return year[1] if year else name


def is_year(name: str) -> bool:
    """Return whether a heading is a year."""
    return _YEAR.fullmatch(name) is not None and FIRST_YEAR <= float(name) <= LAST_YEAR


def year_names(places: TablePlaces) -> list[str]:
    """Return the year columns that were found, in order."""
    return sorted(name for name in places.columns if is_year(name))


def cell_of(places: TablePlaces, number: int, column: str) -> str:
    """Return the address of a cell by row number and column; that of the row's key for an unknown column."""
    if not places.raw.columns:
        return ""
    return places.raw.cell(number, places.columns.get(column, places.key))


def header_cell(raw: RawTable, index: int) -> str:
    """Return the address of a heading: ``cadres!C1``, or ``cadres.csv`` where it is not known in which row it stands."""
    address = raw.cell_form.format(table=raw.name, column=raw.columns[index], row=raw.header_row or "")
    return address.removesuffix(" line ")


def read_header(table: Table, raw: RawTable) -> tuple[TablePlaces, list[Issue]]:
    """Return where the columns of a table stand, and issues about unknown, repeated and missing ones.

    A table without any heading is an empty table and gives no issue.
    """
    columns: dict[str, int] = {}
    issues: list[Issue] = []
    known = [column.name for column in table.columns]
    for index, header in enumerate(raw.header):
        name = normal(header)
        if name.startswith("#") and not is_error(header):  # a column for people, as rows that start with # are
            continue
        expected = name in known or (table.years is not None and is_year(name))
        if expected and name in columns:
            issues.append(Issue("duplicate_column", f"The column {name} stands there twice.",
                                "Keep one of them, or give one another heading.", table.name, column=name,
                                cell=header_cell(raw, index)))
        elif expected:
            columns[name] = index
        elif name or _holds_values(raw, index):
            issues.append(_unknown(table, raw, index, known))
    if any(map(normal, raw.header)):
        missing = [column for column in table.columns if column.required and column.name not in columns]
        for column in missing:
            close = nearest(column.name,
                            [name for name in map(normal, raw.header) if name and name not in columns])
            hint = f"Is {shown(close)} meant? " if close else ""
            issues.append(Issue("missing_column", f"The column {column.name} is missing. {column.help}",
                                f"{hint}Add the heading {column.name}.", table.name, column=column.name))
    return TablePlaces(raw, columns, columns.get(table.key[0], 0)), issues


def _holds_values(raw: RawTable, index: int) -> bool:
    """Return whether a column holds anything in rows that are not notes."""
    return any(
        index < len(row.cells) and not is_blank(row.cells[index]) and not is_note(row.cells) for row in raw.rows
    )


def _unknown(table: Table, raw: RawTable, index: int, known: list[str]) -> Issue:
    """Return the issue of a column that is not read: an error where it may be a year, whose values would be lost."""
    name = raw.header[index].strip()
    if not name and table.years is not None:
        return Issue("unnamed_column", "The column has values and no heading, so its year is not known.",
                     "Type the year as its heading, or clear the column.", table.name, cell=header_cell(raw, index))
    if not name:
        return Issue("unnamed_column", "The column has values and no heading; it is not read.",
                     "Give it a heading, or leave it.", table.name, cell=header_cell(raw, index),
                     severity=Severity.WARNING)
    if table.years is not None and _DATE.fullmatch(name):
        return Issue("date_heading", f"The heading {shown(name)} is a date, not a year.",
                     "Format the cell as a number and type the year, such as 2027.", table.name, column=name,
                     cell=header_cell(raw, index))
    year = _HIDDEN_YEAR.search(plain_digits(name))
    if table.years is not None and year and nearest(normal(name), known) is None:
        return Issue("year_heading", f"The heading {shown(name)} may be a year, but is not written as one; it is not read.",
                     f"Type {year[0]} as the heading if that is the year, or begin it with # if the column is for people.",
                     table.name, column=printable(name), cell=header_cell(raw, index))
    if table.years is None and is_year(normal(name)):
        remedy = "This table has no years; leave it, or delete it."
    else:
        close = nearest(name, known)
        did_you = f"Did you mean {close}? " if close else ""
        remedy = f"{did_you}Correct the heading, or leave it as it is."
    return Issue("unknown_column", f"{shown(name)} is not a column of {table.name} and is not read.", remedy,
                 table.name, column=name, cell=header_cell(raw, index), severity=Severity.WARNING)
