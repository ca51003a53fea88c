"""A fiscal year that starts six months later, with all calendars moved as far, is the same plan under other names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_budgets import real_budget

import rightfin
from rightfin.case import Case
from rightfin.fiscal.project import project
from rightfin.schema import BY_NAME, Kind, Value

HALF = 6
HALVES = ((2, 3, 4, 5, 6, 7), (8, 9, 10, 11, 12, 1))
"""Months in which years start that keep their name when they start six months later, and of those that do not."""

Row = dict[str, Value]


def later(start: int) -> tuple[int, int]:
    """Return the month in which a year starts six months later, and by how much the name of the year that ends rises."""
    ends = (start - 2) % 12 + 1
    return (start + HALF - 1) % 12 + 1, int(ends + HALF > 12)


def dated(case: Case, seed: int, half: int) -> Case:
    """Return the case with a month in which its years start, and others for some of its donors and series.

    All start in one half of the year, so that all have a new name six months later, or none: what is typed is then typed
    for the same years as before.
    """
    rng = np.random.default_rng([seed, 12])
    months = HALVES[half]
    rows = [row for row in case.records("settings") if row["key"] != "year_starts"]
    rows.append({"key": "year_starts", "value": int(rng.choice(months))})
    tables: dict[str, list[Row]] = {"settings": rows}
    for table in ("donors", "macro"):
        tables[table] = [
            {**row, "year_starts": int(rng.choice(months)) if rng.random() < 0.5 else None} for row in case.records(table)
        ]
    return case.replace(tables)


def shifted(case: Case) -> Case:
    """Return a dated case in which every year starts six months later, under the name that it then has."""
    start = next(int(str(row["value"])) for row in case.records("settings") if row["key"] == "year_starts")
    starts, rise = later(start)
    found: dict[str, list[Row]] = {}
    for name in BY_NAME:
        rows = []
        for row in case.records(name):
            own = row.get("year_starts") if name in ("donors", "macro") else None
            moved = _moved(name, row, rise)
            rows.append({**moved, "year_starts": later(int(str(own)))[0]} if own is not None else moved)
        found[name] = rows
    found["settings"] = [
        {**row, "value": starts} if row["key"] == "year_starts" else row for row in found["settings"]
    ]
    return case.replace(found)


def _moved(name: str, row: Row, rise: int) -> Row:
    """Return a row whose years are called ``rise`` later, across and in cells that are years."""
    entry = BY_NAME[name].entry(str(row[BY_NAME[name].key[0]])) if BY_NAME[name].entries else None
    kinds = {column.name: column.kind for column in BY_NAME[name].columns}
    if entry is not None and BY_NAME[name].years is None:
        kinds["value"] = Kind.YEAR if entry.name == "sustained_from" else entry.kind
    found: Row = {}
    for column, value in row.items():
        if column.isdecimal():
            found[str(int(column) + rise)] = value
        elif kinds[column] is Kind.YEAR and value is not None and str(value).isdecimal():
            found[column] = type(value)(int(str(value)) + rise)  # type: ignore[call-arg, arg-type]
        else:
            found[column] = value
    return found


def differing(one: object, other: object, rise: int, path: str = "") -> Iterator[str]:
    """Yield where two parameters differ, years of the second under the names of the first."""
    if dataclasses.is_dataclass(one):
        for entry in dataclasses.fields(one):
            if path + entry.name not in (".horizon", ".policy.sustained_from"):
                yield from differing(getattr(one, entry.name), getattr(other, entry.name), rise, f"{path}.{entry.name}")
    elif isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        exact = one.dtype.kind != "f"
        if not (np.array_equal(one, other) if exact else np.allclose(one, other, 1e-12, 0.0, equal_nan=True)):
            yield path
    else:
        if named(one, rise) != named(other, 0):
            yield path


def named(value: object, rise: int) -> object:
    """Return a value with every year that stands in it called ``rise`` later."""
    if isinstance(value, dict):
        return {named(key, rise): named(found, rise) for key, found in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(named(found, rise) for found in value)
    if isinstance(value, frozenset):
        return frozenset(named(found, rise) for found in value)
    if dataclasses.is_dataclass(value):
        return tuple(named(getattr(value, entry.name), rise) for entry in dataclasses.fields(value))
    return value + rise if type(value) is int and 2000 < value < 2100 else value


def rise_of(case: Case) -> int:
    return later(next(int(str(row["value"])) for row in case.records("settings") if row["key"] == "year_starts"))[1]


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.integers(0, 1))
def test_six_months_later_everything_is_the_same_under_other_names(seed: int, half: int) -> None:
    case = dated(real_budget(seed, years=3, tail=1), seed, half)
    one, other, rise = project(case, {}), project(shifted(case), {}), rise_of(case)
    assert [year + rise for year in one.horizon.years] == list(other.horizon.years)
    assert not list(differing(one, other, rise, ""))


@pytest.mark.parametrize("half", [0, 1])
def test_and_so_is_its_plan(half: int) -> None:
    """All tables, where the numbers of years stay; else all levels, as equally good plans are told apart by their years."""
    case = dated(real_budget(8, years=3, tail=1), 8, half)
    one, other = rightfin.plan(case), rightfin.plan(shifted(case))
    names = one.tables if half == 0 else ("objective", "base_year")
    assert {name for name in names if one.tables[name] != other.tables[name]} == set()
    assert [year + rise_of(case) for year in one.years] == list(other.years)


def test_a_year_from_july_has_half_of_two_years_and_is_called_by_the_second() -> None:
    assert (later(1), later(7), later(2), later(8)) == ((7, 1), (1, 0), (8, 0), (2, 1))
    assert {tuple({later(month)[1] for month in half}) for half in HALVES} == {(0,), (1,)}
