"""The header of a table as it was found: which column stands where, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rightfin.case.cell import FIRST_YEAR, LAST_YEAR, is_blank, shown
from rightfin.case.issue import Issue, Severity
from rightfin.case.nearest import nearest
from rightfin.case.raw import RawTable
from rightfin.schema import Table

_YEAR = re.compile(r"([0-9]{4})(\.0)?")


@dataclass(frozen=True)
class TablePlaces:
    """Where the cells of a table stand: header index by column (years as text), row number by key text."""

    raw: RawTable
    columns: Mapping[str, int]
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
    """Return the address of a cell by row number and column; the row's first cell for an unknown column."""
    if not places.raw.columns:
        return ""
    return places.raw.cell(number, places.columns.get(column, 0))


def header_cell(raw: RawTable, index: int) -> str:
    """Return the address of a column, ``cadres!C`` or ``cadres.csv``: a raw table keeps no header row."""
    address = raw.cell_form.format(table=raw.name, column=raw.columns[index], row="")
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
        expected = name in known or (table.years is not None and is_year(name))
        if expected and name in columns:
            issues.append(Issue("duplicate_column", f"The column {name} stands there twice.",
                                "Keep one of them, or give one another heading.", table.name, column=name,
                                cell=header_cell(raw, index)))
        elif expected:
            columns[name] = index
        elif name or any(index < len(row.cells) and not is_blank(row.cells[index]) for row in raw.rows):
            issues.append(_unknown(table, raw, index, known))
    if any(map(normal, raw.header)):
        missing = [column for column in table.columns if column.required and column.name not in columns]
        for column in missing:
            close = nearest(column.name,
                            [name for name in map(normal, raw.header) if name and name not in columns])
            hint = f"Is {shown(close)} meant? " if close else ""
            issues.append(Issue("missing_column", f"The column {column.name} is missing. {column.help}",
                                f"{hint}Add the heading {column.name}.", table.name, column=column.name))
    return TablePlaces(raw, columns), issues


def _unknown(table: Table, raw: RawTable, index: int, known: list[str]) -> Issue:
    name = raw.header[index].strip()
    if not name:
        return Issue("unnamed_column", "The column has values and no heading; it is not read.",
                     "Give it a heading, or leave it.", table.name, cell=header_cell(raw, index),
                     severity=Severity.WARNING)
    if table.years is None and is_year(normal(name)):
        remedy = "This table has no years; leave it, or delete it."
    else:
        close = nearest(name, known)
        did_you = f"Did you mean {close}? " if close else ""
        remedy = f"{did_you}Correct the heading, or leave it as it is."
    return Issue("unknown_column", f"{shown(name)} is not a column of {table.name} and is not read.", remedy,
                 table.name, column=name, cell=header_cell(raw, index), severity=Severity.WARNING)
