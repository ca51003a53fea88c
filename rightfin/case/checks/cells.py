"""Numbers that can be changed in a checked case without checking all of it again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rightfin.case.case import Case, Cell
from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.case.checks.values import of_years, surely
from rightfin.schema import BY_NAME, Blank, Changed


def surely_sound(case: Case, cells: Iterable[Cell]) -> bool:
    """Return whether a checked case surely stays without errors when these cells take these values.

    So it is for exit years, and for numbers and shares within the bounds of their column: what else is an error is about
    names, years, choices and blanks, about least and greatest strengths that cross, about the straight lines of phases,
    and about a country without inhabitants. A setting or series must have a value already, in that cell or going on from
    an earlier year, because giving it a first one can ask for more, and so must a column whose first value says what
    stands elsewhere already. ``False`` means *check the case*, not that it is wrong. Warnings may come and go.
    """
    return all(_is_sound(case, *cell) for cell in cells)


def _is_sound(case: Case, name: str, key: tuple[object, ...], column: str, value: object) -> bool:
    changed, least, most = _sure(name, str(key[0]) if name in _NAMED else "", "0" if column.isdigit() else column)
    if changed is Changed.WARNS:
        return value is None or (type(value) is int and FIRST_YEAR <= value <= LAST_YEAR)
    if type(value) not in (int, float) or changed is Changed.CROSSES or (changed is Changed.DIVIDES and not value):
        return False
    if (name in _NAMED or changed is Changed.FILLS) and not _is_given(case, name, key, column):
        return False
    return least <= float(value) <= most  # type: ignore[arg-type]


def _is_given(case: Case, name: str, key: tuple[object, ...], column: str) -> bool:
    """Return whether a row has a value in a column, or in a year before it that goes on until another one is typed."""
    found, years = case.tables[name], BY_NAME[name].years
    goes_on = column.isdigit() and years is not None and years.blank is Blank.CARRY
    places = [
        place for place, other in enumerate(found.columns)
        if other == column or (goes_on and other.isdigit() and int(other) < int(column))
    ]
    return any(
        row[: len(key)] == tuple(key) and any(row[place] is not None for place in places) for row in found.rows
    )


_NAMED = frozenset(table.name for table in BY_NAME.values() if table.entries)
"""Tables of named values, whose rows have bounds of their own."""


@cache
def _sure(name: str, entry: str, column: str) -> tuple[Changed, float, float]:
    """Return what a change may lead to, and bounds between which a number is surely in order; none if nothing is sure."""
    table = BY_NAME.get(name)
    if table is None:
        return _UNSURE
    is_year = table.years is not None and column.isdigit()
    if table.entries:
        described = table.entry(entry) if is_year or column == "value" else None
    elif is_year:
        described = of_years(table)
    else:
        described = next((c for c in table.value_columns if c.name == column), None)
    if described is None:
        return _UNSURE
    return (described.changed, *surely(described))


_UNSURE = (Changed.CROSSES, 1.0, 0.0)
