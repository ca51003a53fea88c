"""Numbers that all have three decimals are asked about, and nothing else that real columns hold is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_tables import grids, tables

from rightfin.case import Issue, Severity
from rightfin.case.reading.parse import parse
from rightfin.case.reading.raw import RawCell


def strengths(*cells: RawCell, column: str = "opening_strength") -> list[Issue]:
    """Return what is asked where the cadres have these cells in a column."""
    content = grids()
    head = ["cadre", "institution", "name", column]
    content["cadres"] = [head, *([f"c{n}", "police", f"C {n}", cell] for n, cell in enumerate(cells))]
    return [issue for issue in parse(tables(content)).issues if issue.code == "three_decimals"]


def test_a_column_of_three_decimals_is_asked_about_at_its_first_cell() -> None:
    (issue,) = strengths("9.000", "12.500", "0")
    assert (issue.severity, issue.table, issue.row, issue.column) == (Severity.WARNING, "cadres", "c0", "opening_strength")
    assert issue.cell == "cadres!D2"
    assert "is that 9, as it is read, or 9,000?" in issue.message
    assert "Type 9000" in issue.remedy


@pytest.mark.parametrize("cells", [
    ("9.000",), ("9.000", ""), ("9.000", "0"),  # one alone
    ("9.000", "4.250", "12000"), ("9.000", "4.250", "4.5"), ("9.000", "4.250", "0.125"), ("9.000", "4.250", "0.000"),
    (9.125, 4.375), (9.0, 12.0), ("9", "12"),
])
def test_a_column_in_which_points_are_surely_decimal_is_not_asked_about(cells: tuple[RawCell, ...]) -> None:
    assert strengths(*cells) == []


@pytest.mark.parametrize("cells", [("9.000", "12.500", "800"), ("9.000", "12.500", 800.0), (" 9.000 ", "+4.000"),
                                   ("9.000", "n/a", "12.000"), ("9.000", "#N/A", "12.000")])
def test_a_number_below_a_thousand_and_what_is_no_number_leave_the_doubt(cells: tuple[RawCell, ...]) -> None:
    assert len(strengths(*cells)) == 1


def test_a_column_that_cannot_hold_thousands_is_not_asked_about() -> None:
    assert strengths("1.000", "1.000", column="retiring_share") == []
    assert strengths("1.000", "3.000", column="training_lead") == []


def test_years_of_a_table_count_together_or_each_by_itself() -> None:
    content = grids()
    content["demand"] = [["need", "region", "basis", 2026, 2027], ["crime", "*", "absolute", "9.000", "12.500"]]
    assert [(one.column, one.cell) for one in parse(tables(content)).issues] == [("2026", "demand!D2")]
    content["demand"] = [["need", "region", "basis", 2026, 2027], ["crime", "*", "absolute", "9000", "12.500"],
                         ["crime", "north", "absolute", "4000", "6.000"]]
    assert [(one.column, one.cell) for one in parse(tables(content)).issues] == [("2027", "demand!E2")]


def test_years_of_a_series_count_by_row() -> None:
    content = grids()
    content["macro"].append(["exchange_rate", "1.310", "1.460", "1.500", None])
    assert [(one.code, one.row, one.column) for one in parse(tables(content)).issues] == [
        ("three_decimals", "exchange_rate", "2025")]


def test_rows_that_are_notes_tell_nothing() -> None:
    content = grids()
    content["pledges"] = [["donor", 2026, 2027], ["fund", "9.000", "8.000"], ["# in all", "9.5", "8"]]
    assert [one.code for one in parse(tables(content)).issues if one.severity is Severity.WARNING] == [
        "three_decimals", "notes"]


@given(st.lists(st.integers(1, 999_999), min_size=1, max_size=6))
def test_whole_numbers_with_points_between_thousands_are_asked_about(numbers: list[int]) -> None:
    typed = [f"{number:,}".replace(",", ".") for number in numbers]
    doubtful = sum(number >= 1000 for number in numbers) >= 2
    assert len(strengths(*typed)) == doubtful
