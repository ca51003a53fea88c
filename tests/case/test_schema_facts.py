"""Facts about tables and columns: each must be stated, and what is stated is what the checks and the workbook find."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from inputs.shipped import DEMO, shipped_case

from rightfin import schema
from rightfin.case import Severity
from rightfin.case.checks import check_case
from rightfin.case.checks.cells import surely_sound
from rightfin.case.resolve import resolved_settings
from rightfin.schema import BY_NAME, TABLES, Adds, Blank, Changed, Column, Kind, Table, YearValues
from rightfin.schema.types import Value

NUMBERS = (Kind.NUMBER, Kind.SHARE)
NOTED = {"donors.agreement"}
"""Columns that people note for each other: nothing is worked out from them."""
READ = (*NUMBERS, Kind.INTEGER, Kind.YEAR, Kind.BOOLEAN, Kind.CHOICE)


def test_the_case_has_a_row_in_every_table_so_that_what_follows_tries_them_all() -> None:
    assert all(shipped_case(DEMO).tables[table.name].rows for table in TABLES)


@pytest.mark.parametrize("left_out", ["adds", "base_year", "changed"])
def test_years_across_say_whether_rows_add_up_the_base_year_counts_and_changes_are_sound(left_out: str) -> None:
    facts = {"adds": Adds.NEVER, "base_year": False, "changed": Changed.SOUND}
    del facts[left_out]
    with pytest.raises(TypeError, match=left_out):
        YearValues(Kind.NUMBER, "units", "Units in the year.", Blank.ERROR, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_facts_of_a_table_go_together(table: Table) -> None:
    if table.years is not None:
        years = table.years
        assert years.adds is Adds.NEVER or (years.kind is Kind.NUMBER and years.unit != "index")
        assert years.adds is not Adds.ALL or years.blank is Blank.ERROR, "sums by year need every amount"
        assert not years.first_required or years.blank is Blank.CARRY
        assert not years.base_year or years.blank is Blank.CARRY
    names = [column.refers_to for column in table.columns]
    assert table.long or ("regions" not in names and table.name != "regions"), f"{table.name} may have a row a district"
    for column in table.columns:
        assert not column.summed or column.kind is Kind.NUMBER
    for entry in table.entries:
        assert not entry.follows or entry.follows in {other.name for other in table.entries}
        assert not entry.coded or table.years is not None


def test_every_number_and_choice_that_a_case_gives_is_read() -> None:
    package = Path(schema.__file__).parents[1]
    read = {
        node.value for file in package.rglob("*.py") if file.parent.name != "schema"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    given = {column.name.removesuffix("_currency"): table.name for table in TABLES
             for column in (*table.columns, *table.entries) if column.kind in READ}
    unread = {f"{table}.{name}" for name, table in given.items() if name not in read}
    assert unread == NOTED, f"nothing outside of rightfin/schema reads {sorted(unread - NOTED)}"


def test_only_amounts_in_one_currency_and_unit_are_summed_over_all_rows() -> None:
    assert {table.name for table in TABLES if table.years and table.years.adds is Adds.ALL} == {
        "committed", "integrated", "external",
    }
    assert BY_NAME["pledges"].years is not None
    assert BY_NAME["pledges"].years.adds is Adds.ALIKE


def numbers(table: Table) -> list[tuple[str, tuple[Value, ...], Column | YearValues]]:
    """Return a place of every column, entry and year of a table that holds numbers, with what describes it."""
    found = shipped_case(DEMO).tables[table.name]
    rows = found.records()
    places: list[tuple[str, tuple[Value, ...], Column | YearValues]] = []
    for row in rows[:2]:
        key = tuple(row[part] for part in table.key)
        places += [(column.name, key, column) for column in table.value_columns if column.kind in NUMBERS]
        entry = table.entry(str(key[0])) if table.entries else None
        if table.years is not None and not table.entries:
            places += [(str(year), key, table.years) for year in found.years[:1]]
        if entry is not None and entry.kind in NUMBERS and table.years is None:
            places.append(("value", key, entry))
    return places


def values(described: Column | YearValues) -> list[float]:
    """Return the bounds of a column, far away where it has none."""
    low = 0.0 if described.minimum is None else described.minimum
    high = 1e6 if described.maximum is None else described.maximum
    return [low, high]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_changes_that_are_said_to_be_sound_leave_no_error(table: Table) -> None:
    """A column of a new table whose numbers may cross others, and that does not say so, is found here."""
    for column, key, described in numbers(table):
        for value in values(described):
            cell = (table.name, key, column, value)
            if surely_sound(shipped_case(DEMO), [cell]):
                issues = check_case(shipped_case(DEMO).with_cell(*cell), try_scenarios=False)
                errors = [issue for issue in issues if issue.severity is Severity.ERROR]
                assert errors == [], f"{cell} is not sound: {errors[0].message}"


def test_settings_that_follow_others_take_their_value() -> None:
    blank = shipped_case(DEMO).replace({"settings": [
        {**row, "value": None} if row["key"] in ("handover_start", "handover_end") else row
        for row in shipped_case(DEMO).records("settings")
    ]})
    found = resolved_settings(blank)
    assert (found["handover_start"], found["handover_end"]) == (found["base_year"], found["end_year"])
