"""Headings and names of tables match however they are typed, and no column with numbers is passed over in silence."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from raw_tables import Grid, grids, tables

from rightfin.case.reading.header import normal
from rightfin.case.reading.names import copied, near_table, plain_name, table_name
from rightfin.case.reading.parse import parse
from rightfin.case.reading.year_heading import Convention, HeadingForm, convention, read_year, year_form
from rightfin.schema import BY_NAME, TABLES

SIGNS = st.sampled_from([" ", "  ", "-", " - ", "_", "\u00a0", "\u2011", "\n", " \u2013 "])
HEADINGS = sorted({column.name for table in TABLES for column in table.columns} | set(BY_NAME))


@st.composite
def typed(draw: st.DrawFn, name: str) -> str:
    """Return a name with other capitals, and blanks and hyphens where it has underscores."""
    words = [draw(st.sampled_from([word, word.upper(), word.capitalize()])) for word in name.split("_")]
    text = words[0]
    for word in words[1:]:
        text += draw(SIGNS) + word
    return draw(st.sampled_from(["", " ", "\t"])) + text + draw(st.sampled_from(["", " ", "\n"]))


@given(st.data(), st.sampled_from(HEADINGS))
def test_a_name_is_the_same_however_it_is_typed(data: st.DataObject, name: str) -> None:
    heading = data.draw(typed(name))
    assert (normal(heading), table_name(heading)) == (name, name)


@given(st.data())
def test_a_case_is_the_same_however_its_headings_and_sheets_are_typed(data: st.DataObject) -> None:
    plain, content = parse(tables(grids())), dict[str, Grid]()
    for name, grid in grids().items():
        header = [data.draw(typed(cell)) if isinstance(cell, str) else cell for cell in grid[0]]
        content[data.draw(typed(name))] = [header, *grid[1:]]
    found = parse(tables(content))
    assert (found.issues, found.case) == ((), plain.case)


def test_no_two_names_are_the_same_as_they_are_compared() -> None:
    for table in TABLES:
        names = [plain_name(column.name) for column in table.columns]
        assert len(set(names)) == len(names)
    assert all(table_name(name) == name and not copied(name) for name in BY_NAME)


NUMBERS = st.one_of(
    st.floats(0, 1e12), st.integers(0, 10**9),
    st.sampled_from(["1,200", "12 %", "3.5", "(4)", "1 200", "٣", "2.5m", "~30"]),
)


@given(
    st.sampled_from(sorted(grids())),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20) | st.sampled_from(
        ["Year 1", "FY31", "1405", "amount", "cost 2026", "", "No.", "strength", "2099", "26/27", "२०२६"]), NUMBERS,
)
def test_no_column_of_numbers_is_passed_over_in_silence(table: str, heading: str, value: object) -> None:
    assume(not heading.strip().startswith("#"))
    content = grids()
    assume(normal(heading) not in [column.name for column in BY_NAME[table].columns])
    plain = parse(tables(grids())).case
    for number, row in enumerate(content[table]):
        row.append(heading if number == 0 else value)  # type: ignore[arg-type]
    found = parse(tables(content))
    read = any(row not in plain.records(table) for row in found.case.records(table))
    assert read or any(issue.table == table for issue in found.issues)
    named = [issue for issue in found.issues if issue.table == table]
    if not re.search("[0-9]", heading) and plain_name(heading).strip("._") not in ("no", "nr", "n", "num", "number", "row"):
        assert any(issue.severity == "error" for issue in named)


@given(st.integers(1950, 2150), st.integers(1, 40), st.data())
def test_a_year_that_is_read_lies_where_its_form_says(base: int, length: int, data: st.DataObject) -> None:
    span = (base, base + length)
    year = data.draw(st.integers(*span))
    for heading in (f"{year}", f"{year:,}", f"FY {year}", f"FY{year % 100:02d}", f"{year}.00"):
        found = read_year(heading, span, Convention())
        assert found is not None
        assert found.year == year
    found = read_year(f"{year}/{(year + 1) % 100:02d}", span, Convention())
    assert found is not None
    assert found.year is None
    assert f"Type {year} " in found.remedy


@given(st.integers(1950, 2150), st.integers(2, 40), st.booleans(), st.booleans())
def test_years_that_span_two_are_counted_as_fits_the_plan(base: int, length: int, begins: bool, with_base: bool) -> None:
    years = range(base + (not with_base), base + length + 1)
    header = [f"{year - (not begins)}-{(year + begins) % 100:02d}" for year in years]
    assert convention([["key", *header], ["other"]], base, base + length).begins is begins


@given(st.text(max_size=30))
def test_any_heading_is_looked_at_without_harm(heading: str) -> None:
    found = year_form(heading)
    read = read_year(heading, (2025, 2031), Convention())
    assert (found is None) is (read is None)
    if read is not None and read.year is None:
        assert read.message.endswith(".")
        assert read.remedy.endswith(".")


@pytest.mark.parametrize("heading", ["name", "yearly cost", "y", "year", "FY", "2026000", "1,2", "12.5", "year1000000"])
def test_what_is_no_year(heading: str) -> None:
    found = year_form(heading)
    assert found is None or found.form is HeadingForm.MENTION


@pytest.mark.parametrize("title", ["Sheet1", "Data", "Assumptions", "Definitions", "Pay scales", "Notes", "Population",
                                   "Rules for filling in this book", "Versions", "Donations", "Inflation"])
def test_sheets_of_peoples_own_are_near_no_table(title: str) -> None:
    assert near_table(title, BY_NAME, ()) == ""
