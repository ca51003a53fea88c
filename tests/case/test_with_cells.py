"""Changing some cells of a table: the table that ``make`` would give, and no object new that need not be."""

from __future__ import annotations

import numpy as np
import pytest
from golden_case import golden_case
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cases import random_case
from small_case import small_case

from rightfin.case import Case, CaseTable, canonical
from rightfin.case.case import Key
from rightfin.schema import Value

Cells = list[tuple[Key, str, Value]]

CASE = random_case(5)
CASES = [golden_case(), small_case(), *map(random_case, range(6))]
DEMAND = CASE.tables["demand"]
KEY = DEMAND.key_of(DEMAND.records()[1])


def made(table: CaseTable, cells: Cells) -> CaseTable:
    """The table from scratch."""
    records = table.records()
    keys = [table.key_of(record) for record in records]
    for key, column, value in cells:
        for record, known in zip(records, keys, strict=True):
            if known == key:
                record[column] = value
    return CaseTable.make(table.name, records)


@st.composite
def changes(draw: st.DrawFn) -> tuple[CaseTable, Cells]:
    """Some cells of a table, keys and years without a column among them; sometimes a whole row or a whole year."""
    case = draw(st.sampled_from(CASES))
    table = case.tables[draw(st.sampled_from([name for name, rows in case.tables.items() if rows.rows]))]
    keys = st.sampled_from([table.key_of(record) for record in table.records()])
    columns = st.sampled_from([*table.columns, *(("2019", "2027", "2060") if table.table.years else ())])
    values = st.sampled_from([None, 0.0, -0.0, 1.0, 1, True, 0.1 + 0.2, 1e15 / 3, "", " x ", "one\r\ntwo", "zz"])
    cells: Cells = draw(st.lists(st.tuples(keys, columns, values), min_size=1, max_size=4))
    if draw(st.booleans()):
        key = draw(keys)
        cells += [(key, column, None) for column in table.columns if column not in table.table.key]
    if table.years and draw(st.booleans()):
        year = str(draw(st.sampled_from(table.years)))
        cells += [(table.key_of(record), year, None) for record in table.records()]
    return table, cells


@settings(max_examples=300)
@given(changes())
def test_the_table_is_the_one_that_make_gives(change: tuple[CaseTable, Cells]) -> None:
    table, cells = change
    # The text shows types, order and signs, which equality does not.
    assert repr(table.with_cells(cells)) == repr(made(table, cells))


def test_all_other_rows_and_tables_are_the_same_objects() -> None:
    changed = CASE.with_cell("demand", KEY, "2022", 12.5)
    assert [name for name in CASE.tables if changed.tables[name] is not CASE.tables[name]] == ["demand"]
    rows = changed.tables["demand"].rows
    assert [one is other for one, other in zip(rows, DEMAND.rows, strict=True)] == [n != 1 for n in range(len(rows))]
    assert changed == CASE.replace({"demand": made(DEMAND, [(KEY, "2022", 12.5)]).records()})
    assert changed.digest != CASE.digest


def test_where_nothing_changes_the_case_is_the_same_object() -> None:
    record = DEMAND.records()[1]
    cells = [(KEY, column, value) for column, value in record.items()]
    assert CASE.with_cells("demand", [*cells, (KEY, "2060", None), (KEY, "note", "  ")]) is CASE
    assert CASE.with_cells("demand", []) is CASE
    assert CASE.with_cell("settings", ("tail_years",), "value", 2.0) is not CASE, "a whole number became a decimal one"


def test_keys_are_those_before_the_change() -> None:
    regions = CASE.tables["regions"]
    assert len(regions.rows) > 2
    found = regions.with_cells([(("r1",), "region", "a"), (("r1",), "name", "First"), (("r2",), "region", "r1")])
    assert [row[:2] for row in found.rows[:2]] == [("a", "First"), ("r0", "Region 0")]
    assert found.rows[1] is regions.rows[0]


def test_a_setting_that_says_nothing_any_more_is_dropped_with_the_years_that_only_it_had() -> None:
    assert len(CASE.with_cell("settings", ("tail_years",), "value", None).records("settings")) == len(
        CASE.records("settings")
    ) - 1
    early = CASE.with_cell("macro", ("deflator_growth",), "2015", 0.5)
    assert early.tables["macro"].years[0] == 2015
    blanked = early.with_cells("macro", [(("deflator_growth",), str(year), None) for year in early.tables["macro"].years])
    assert "deflator_growth" not in {row["series"] for row in blanked.records("macro")}
    assert blanked.tables["macro"].years[0] == 2020


@pytest.mark.parametrize(("table", "key", "column", "message"), [
    ("demand", ("war",), "2022", "no row war"),
    ("demand", ("war", "nowhere"), "2022", "no row war/nowhere"),
    ("demand", ("war", "r0"), "population", "no column population"),
    ("demand", ("war", "r0"), "02022", "no column 02022"),
    ("demand", ("war", "r0"), "²", "no column ²"),
    ("regions", ("r0",), "2022", "no column 2022"),
    ("nothing", ("r0",), "2022", "nothing"),
])
def test_a_row_or_column_that_is_not_there_is_refused(table: str, key: Key, column: str, message: str) -> None:
    with pytest.raises(KeyError, match=message):
        CASE.with_cell(table, key, column, 1.0)


def test_all_rows_of_a_key_that_stands_twice_are_changed() -> None:
    twice = Case.of({"regions": [{"region": "r", "name": name, "population": 1.0} for name in "ab"]})
    found = twice.with_cell("regions", ("r",), "population", 2.0)
    assert [row["population"] for row in found.records("regions")] == [2.0, 2.0]


@settings(max_examples=300)
@given(st.floats(allow_nan=False) | st.floats(-1e17, 1e17).map(round).map(float))
def test_a_number_is_kept_to_fifteen_digits(value: float) -> None:
    found = canonical(value)
    assert isinstance(found, float)
    assert repr(found) == repr(float(f"{value:.15g}") + 0.0)
    assert type(canonical(np.float64(value))) is float


def test_a_digest_is_computed_once_for_a_case_that_cannot_change() -> None:
    case = Case.of({name: table.records() for name, table in CASE.tables.items()})
    assert case.digest is case.digest
    assert case.typed is case.typed
    assert case.digest == CASE.digest
