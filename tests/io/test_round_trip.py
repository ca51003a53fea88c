"""Writing a case and reading it back gives the same case, in both forms and to the byte."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import cases

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case
from rightfin.io import read_form, write_case

SLOW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(max_examples=30)
@given(cases())
def test_the_generated_cases_are_valid(case: Case) -> None:
    assert [str(issue) for issue in check_case(case) if issue.severity is Severity.ERROR] == []


def read_back(case: Case, name: str) -> Case:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_case(case, path)
        found = read_form(path)
    assert found.issues == ()
    return found.case


@settings(max_examples=30)
@given(cases())
def test_a_folder_reads_back_equal(case: Case) -> None:
    found = read_back(case, "case")
    assert found == case
    assert found.digest == case.digest


@SLOW
@given(cases())
def test_a_workbook_reads_back_equal(case: Case) -> None:
    found = read_back(case, "case.xlsx")
    assert found == case
    assert found.digest == case.digest


@settings(max_examples=3)
@given(cases())
def test_equal_cases_give_equal_bytes(case: Case) -> None:
    """Only the order in which things with names were typed is kept beside what a case says."""
    again = Case.of({
        name: table.in_typed_order() if table.typed else list(reversed(table.records()))
        for name, table in case.tables.items()
    })
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for form in ("case", "case.xlsx"):
            write_case(case, place / "one" / form)
            write_case(again, place / "two" / form)
        one = {file.name: file.read_bytes() for file in (place / "one").rglob("*") if file.is_file()}
        two = {file.name: file.read_bytes() for file in (place / "two").rglob("*") if file.is_file()}
    assert one == two
    assert "case.xlsx" in one
    assert "settings.csv" in one


@pytest.mark.parametrize("form", ["case", "case.xlsx"])
def test_numbers_come_back_exactly(form: str) -> None:
    numbers = (9.05, 1e-7, 123456789012345.0, 1e17, 0.1, 5e-324, -0.25, 1e18)
    case = Case.of({
        "settings": [{"key": "title", "value": "t"}, {"key": "currency", "value": "LCU"},
                     {"key": "base_year", "value": 2025}, {"key": "end_year", "value": 2026}],
        "scenarios": [{"scenario": "s", "order": order, "table": "cadres", "key": "*", "column": "pay",
                       "operation": "multiply", "value": number} for order, number in enumerate(numbers, start=1)],
    })
    with TemporaryDirectory() as folder:
        write_case(case, Path(folder) / form)
        found = read_form(Path(folder) / form).case
    assert found == case
    assert [repr(row["value"]) for row in found.records("scenarios")] == [repr(number) for number in numbers]
