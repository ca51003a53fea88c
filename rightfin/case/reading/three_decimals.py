"""Numbers that all have three decimals: ``9.000`` may be nine, and nine thousand where a point stands between thousands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rightfin.case.cell import Fault, as_text, is_like_number, printable, read_cell, shown
from rightfin.case.issue import Issue, Severity
from rightfin.case.reading.header import TablePlaces, cell_of, year_names
from rightfin.case.reading.raw import RawRow
from rightfin.schema import Column, Kind, Table

_OF_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})?")
"""A number below a thousand, or one of three decimals: what a number with a point between thousands looks like."""

_ZERO = re.compile(r"[+-]?0+")
_NUMBERS = (Kind.NUMBER, Kind.INTEGER, Kind.SHARE, Kind.ANY)
_LEAST = 2
"""Numbers of three decimals from which on somebody is asked."""

_Place = tuple[RawRow, str, Column]
"""A cell: its row, its column, and what it holds by its column or entry."""


def three_decimals(table: Table, places: TablePlaces, rows: Sequence[RawRow]) -> list[Issue]:
    """Return a warning for each column in which every text that is a number has three decimals, two at least.

    All years of a table count as one column where they are alike, or else each by itself; of a table of named values, the
    years of each row. A number such as 0.125, 12000 or 0.000 in the column tells that the points are decimal ones, and so
    does a bound of the column that thousands of that size would break. Numbers of workbooks are what they are.
    """
    columns = [column for column in table.value_columns if column.kind in _NUMBERS and column.name in places.columns]
    found = [_asked(table, places, [(row, column.name, column) for row in rows])
             for column in columns if not (table.entries and column.name == "value")]
    found += _of_years(table, places, rows)
    return [issue for issue in found if issue is not None]


def _of_years(table: Table, places: TablePlaces, rows: Sequence[RawRow]) -> Iterator[Issue | None]:
    years = year_names(places)
    if table.years is None or not years:
        return
    if table.entries:
        for row in rows:
            entry = table.entry(as_text(row.at(places.key)))
            if entry is not None:
                yield _asked(table, places, [(row, year, entry) for year in years])
        return
    spec = Column("year", table.years.kind, "", minimum=table.years.minimum, maximum=table.years.maximum,
                  below=table.years.below)
    together = _asked(table, places, [(row, year, spec) for row in rows for year in years])
    if together is not None:
        yield together
        return
    for year in years:
        yield _asked(table, places, [(row, year, spec) for row in rows])


def _asked(table: Table, places: TablePlaces, cells: Iterable[_Place]) -> Issue | None:
    """Return the question about some cells that count as one column; ``None`` if there is no doubt."""
    asked: list[_Place] = []
    for place in cells:
        row, column, spec = place
        cell = row.at(places.columns[column])
        text = as_text(cell)
        if not is_like_number(cell) or _ZERO.fullmatch(text):
            continue
        if not _OF_THOUSANDS.fullmatch(text) or (isinstance(cell, str) and "." in text and _breaks(cell, spec)):
            return None
        if isinstance(cell, str) and "." in text:
            asked.append(place)
    return _question(table, places, asked) if len(asked) >= _LEAST else None


def _breaks(cell: str, spec: Column) -> bool:
    """Return whether a column does not allow a number a thousand times as large."""
    return isinstance(read_cell(cell.strip().replace(".", ""), replace(spec, kind=Kind.NUMBER)), Fault)


def _question(table: Table, places: TablePlaces, asked: Sequence[_Place]) -> Issue:
    row, column, _ = asked[0]
    text = as_text(row.at(places.columns[column]))
    whole = int(text.replace(".", ""))
    names = {name for _, name, _ in asked}
    where = column if len(names) == 1 else "the years"
    key = printable("/".join(as_text(row.at(places.columns[part])) for part in table.key)[:300])
    return Issue(
        "three_decimals",
        f"All {len(asked)} numbers with a point in {where} have three decimals, such as {shown(text)}: is that "
        f"{float(text):g}, as it is read, or {whole:,}?",
        f"Type {whole} if the point stands between thousands, there and in the other cells; if it is a decimal point, "
        "leave it.",
        table.name, key, column, cell_of(places, row.number, column), Severity.WARNING,
    )
