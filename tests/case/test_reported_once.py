"""A problem of a file is reported once, at its cell, whether reading or the checks find it."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_tables import Grid, grids, tables

from rightfin.case import Case, CaseError, Issue
from rightfin.case.checks import check_case
from rightfin.case.reading.parse import parse
from rightfin.io import write_csv_folder
from rightfin.reading import read_case_with_warnings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv_folder(parse(tables(grids())).case, tmp_path / "case")
    return tmp_path / "case"


def edit(folder: Path, table: str, old: str, new: str) -> None:
    file = folder / f"{table}.csv"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def issues(folder: Path, table: str) -> list[tuple[str, str, str, str]]:
    try:
        found: tuple[Issue, ...] = read_case_with_warnings(folder)[1]
    except CaseError as refusal:
        found = refusal.issues
    return [(issue.code, issue.row, issue.column, issue.cell) for issue in found if issue.table == table]


def test_a_missing_base_year_is_one_problem_and_no_scenario_is_tried(folder: Path) -> None:
    edit(folder, "settings", "base_year,2025,,\n", "")
    assert issues(folder, "settings") == [("missing_entry", "base_year", "value", "")]
    assert issues(folder, "scenarios") == []


def test_a_series_without_any_value_is_one_problem_at_its_row(folder: Path) -> None:
    edit(folder, "macro", "gdp,,1000000000", "gdp,,")
    assert issues(folder, "macro") == [("missing_entry", "gdp", "", "macro.csv line 3")]


def test_a_base_year_series_in_other_years_is_one_warning(folder: Path) -> None:
    edit(folder, "macro", "gdp,,1000000000,", "gdp,,1000000000,5")
    assert issues(folder, "macro") == [("base_only", "gdp", "2026", "macro.csv line 3")]


def test_a_series_that_begins_too_late_is_one_problem(folder: Path) -> None:
    edit(folder, "macro", "real_growth,,,0.03,,", "real_growth,,,,0.03,")
    assert [found[:3] for found in issues(folder, "macro")] == [("series_incomplete", "real_growth", "2026")]


def test_a_cell_that_cannot_be_read_is_not_missing_as_well(folder: Path) -> None:
    edit(folder, "macro", "gdp,,1000000000", "gdp,,much")
    assert [found[0] for found in issues(folder, "macro")] == ["not_a_number"]


def test_a_misspelt_heading_of_the_settings_is_one_problem(folder: Path) -> None:
    edit(folder, "settings", "key,value", "key,values")
    found = [code for code, *_ in issues(folder, "settings")]
    assert found == ["missing_column"]


def test_a_scenario_sets_a_code_as_it_was_typed(folder: Path) -> None:
    rows = ["scenario,order,table,key,column,operation,value", "s,1,institutions,police,cofog,set,03.10",
            "s,2,institutions,police,name,set,No", "s,3,macro,real_growth,2027,set,0.010"]
    (folder / "scenarios.csv").write_text("\n".join(rows) + "\n")
    case, found = read_case_with_warnings(folder)
    assert found == ()
    assert [row["value"] for row in case.records("scenarios")] == ["03.10", "No", "0.010"]


def test_series_left_blank_are_no_rows_of_a_case() -> None:
    content: dict[str, Grid] = grids()
    case = parse(tables(content)).case
    blank = case.replace({"macro": [*case.records("macro"), {"series": "own_share"}]})
    assert blank == case
    noted = case.replace({"macro": [*case.records("macro"), {"series": "own_share", "note": "to be agreed"}]})
    assert isinstance(noted, Case)
    assert len(noted.records("macro")) == len(case.records("macro")) + 1
    assert check_case(noted) == check_case(case)


def everything(folder: Path) -> list[tuple[str, str, str]]:
    """Return code, table and row of all issues, and of which cause and how many consequences were folded."""
    with pytest.raises(CaseError) as caught:
        read_case_with_warnings(folder)
    return [(issue.code, issue.table, issue.row) for issue in caught.value.issues]


def test_a_scenario_that_touches_a_faulty_cell_is_no_second_problem(folder: Path) -> None:
    rows = ["scenario,order,table,key,column,operation,value", "s,1,cadres,constable,pay,multiply,2"]
    (folder / "scenarios.csv").write_text("\n".join(rows) + "\n")
    edit(folder, "cadres", "2400.5", "much")
    assert everything(folder) == [("not_a_number", "cadres", "constable"), ("follows", "", "")]


def test_what_depends_on_a_faulty_cell_is_no_second_problem(folder: Path) -> None:
    (folder / "regions.csv").write_text("region,name,population\nnorth,North,x\nsouth,South,y\n")
    (folder / "demand.csv").write_text("need,region,basis,2026,2027\ncrime,*,per_100k,20,\n")
    found = everything(folder)
    assert [code for code, *_ in found if code != "follows"] == ["not_a_number", "not_a_number"]


def test_a_row_whose_name_cannot_be_read_is_not_missing_where_it_is_used(folder: Path) -> None:
    edit(folder, "institutions", "police,", "Police 1,")
    found = everything(folder)
    assert [code for code, *_ in found] == ["not_an_id", "follows"]


def test_a_fault_of_its_own_is_told_beside_another(folder: Path) -> None:
    edit(folder, "cadres", "2400.5", "much")
    edit(folder, "demand", "crime", "crimes")
    codes = [code for code, *_ in everything(folder)]
    assert "not_a_number" in codes
    assert "unknown_reference" in codes
