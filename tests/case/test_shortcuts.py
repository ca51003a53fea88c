"""Shortcuts that save time find what the plain way finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from golden_case import golden_case
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs.shipped import DEMO, shipped_case
from random_cases import random_case
from small_case import small_case

from rightfin.case import Case, CaseTable, Issue
from rightfin.case.checks import values
from rightfin.case.checks.needs import check_first_demand
from rightfin.case.checks.view import Row, View
from rightfin.case.eligibility import Rules
from rightfin.case.lines import Line
from rightfin.case.resolve import across, filled, filled_column, rows_across
from rightfin.schema import BY_NAME, TABLES

CASES = [golden_case(), small_case(), *map(random_case, range(6))]

WITH_YEARS = [table.name for table in TABLES if table.years is not None]

HOSTILE = (
    None, "", "x", "*", "Army", "2021", -1.0, -0.0, 0.0, 1.0, 1, 2.5, True, False, float("nan"), float("inf"),
    1.7976931348623157e308, -1e301, 5e-324, 0.9999999999999999, 1.0000000000000002, -0.9999999999999999, 10**18, "1:1",
    "0.5:2;0.2:1", "a\x07b",
)


@st.composite
def spoilt_cases(draw: st.DrawFn) -> Case:
    """A valid case after some of its cells were overwritten with what does not belong there, without any tidying."""
    case = draw(st.sampled_from(CASES))
    tables = dict(case.tables)
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from([name for name, table in tables.items() if table.rows]))
        table = tables[name]
        place = draw(st.integers(0, len(table.rows) - 1))
        at = draw(st.integers(0, len(table.columns) - 1))
        row = table.rows[place]
        spoilt = (*row[:at], draw(st.sampled_from(HOSTILE)), *row[at + 1 :])
        tables[name] = replace(table, rows=(*table.rows[:place], spoilt, *table.rows[place + 1 :]))
    return Case(tables)


@settings(max_examples=150)
@given(spoilt_cases())
def test_rows_without_a_fault_are_told_from_others(case: Case) -> None:
    view = View(case)
    plain: list[Issue] = []
    for table in TABLES:
        for record in case.records(table.name):
            plain += values._row(view, table, record)
    assert list(values.check_cells(view)) == plain


@pytest.mark.parametrize("name", [table.name for table in TABLES if not table.entries])
def test_no_value_passes_the_shortcut_that_has_a_fault(name: str) -> None:
    """There is a sound row in every table; one cell of it after another is spoilt."""
    table = shipped_case(DEMO).tables[name]
    assert not list(found_in(table))
    for at, value in product(range(len(table.columns)), HOSTILE):
        row = table.rows[0]
        spoilt = replace(table, rows=((*row[:at], value, *row[at + 1 :]),))
        assert list(found_in(spoilt)) == list(plainly_found_in(spoilt)), (table.columns[at], value)


def test_an_amount_without_a_column_is_missed() -> None:
    pledges = shipped_case(DEMO).tables["pledges"]
    short = replace(pledges, years=pledges.years[:-1], rows=tuple(row[:-1] for row in pledges.rows))
    assert len(list(found_in(short))) == len(short.rows)
    assert list(found_in(short)) == list(plainly_found_in(short))


def found_in(table: CaseTable) -> list[Issue]:
    return [issue for issue in values.check_cells(only(table)) if issue.table == table.name]


def plainly_found_in(table: CaseTable) -> list[Issue]:
    return [issue for row in table.records() for issue in values._row(only(table), table.table, row)]


def only(table: CaseTable) -> View:
    """The demo with another table."""
    return View(Case({**shipped_case(DEMO).tables, table.name: table}))


@st.composite
def gapped_tables(draw: st.DrawFn) -> Case:
    """A table with years of which some are blank in some rows, and some in all."""
    name = draw(st.sampled_from(WITH_YEARS))
    value = st.sampled_from([None, 0.0, 1.5, 2, 7.25, True])
    records: list[Row] = [
        dict.fromkeys(BY_NAME[name].key, f"k{n}") | draw(st.dictionaries(st.sampled_from(YEARS), value))
        for n in range(draw(st.integers(0, 4)))
    ]
    if name == "macro":
        for record, series in zip(records, ("gdp", "exchange_rate:EUR", "foreign_inflation", "own_share"), strict=False):
            record["series"] = series
    return Case.of({name: records})


YEARS = [str(year) for year in range(2018, 2028)]


@settings(max_examples=200)
@given(gapped_tables(), st.integers(2017, 2028), st.integers(0, 8))
def test_all_rows_at_once_give_what_each_row_gives(case: Case, first: int, more: int) -> None:
    for name in WITH_YEARS:
        found = rows_across(case, name, first, first + more)
        assert repr(found) == repr([across(name, row, first, first + more) for row in case.records(name)])


def test_what_a_blank_year_takes() -> None:
    case = Case.of({
        "threat_levels": [{"need": "a", "2019": 3.0, "2022": 5.0}, {"need": "b", "2022": 4, "2024": 2.0}],
        "pledges": [{"donor": "d", "2019": 3.0, "2022": 5.0}],
        "macro": [{"series": "foreign_inflation", "2022": 0.5}],
    })
    assert rows_across(case, "threat_levels", 2021, 2023) == [[3.0, 5.0, 5.0], [1.0, 4.0, 4.0]]
    assert rows_across(case, "pledges", 2021, 2023) == [[None, 5.0, None]]
    assert rows_across(case, "macro", 2021, 2023) == [[0.02, 0.5, 0.5]]
    assert rows_across(case, "threat_levels", 2022, 2022) == [[5.0], [4.0]]
    assert all(type(value) is float for row in rows_across(case, "threat_levels", 2021, 2023) for value in row)


@pytest.mark.parametrize("case", CASES)
def test_a_column_is_filled_as_its_table_is(case: Case) -> None:
    for table in TABLES:
        for column in table.columns:
            whole = [row[column.name] for row in filled(case, table.name)]
            assert repr(filled_column(case, table.name, column.name)) == repr(whole)


PARTS = st.sampled_from(["a", "b", "*"])


@settings(max_examples=200)
@given(st.lists(st.tuples(PARTS, PARTS, PARTS, PARTS), max_size=8))
def test_the_most_specific_rows_are_found(patterns: list[tuple[str, str, str, str]]) -> None:
    rows = [
        {"donor": d, "institution": i, "category": c, "item": what, "place": n}
        for n, (d, i, c, what) in enumerate(patterns)
    ]
    rules = Rules(rows)
    for line in product("abc*", repeat=4):
        fitting = [
            (sum(part != "*" for part in pattern), row)
            for pattern, row in zip(patterns, rows, strict=True)
            if all(part in (name, "*") for part, name in zip(pattern, line, strict=True))
        ]
        deepest = max((depth for depth, _ in fitting), default=0)
        assert rules.most_specific(line[0], Line(*line[1:])) == [row for depth, row in fitting if depth == deepest]


@pytest.mark.parametrize(("typed", "is_blank"), [
    ({"2026": 5.0}, False), ({"2026": 5}, False), ({"2025": 5.0}, False), ({"2019": 5.0}, False),
    ({"2027": 5.0}, True), ({"2031": 5.0}, True),
])
def test_blank_demand_is_found_where_no_year_before_the_plan_has_a_value(typed: Row, is_blank: bool) -> None:
    rows: list[Row] = [{"need": "war", "region": "*", **typed}, {"need": "crime", "region": "*", "2026": 1.0}]
    view = View(small_case().replace({"demand": rows}))
    blank = [row for row in view.rows("demand") if None in view.over_years("demand", row).values()]
    assert [row["need"] for row in blank] == (["war"] if is_blank else [])
    assert [issue.row for issue in check_first_demand(view)] == [view.key("demand", row) for row in blank]
