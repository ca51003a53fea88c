"""Reading the sheets of a workbook: addresses, headers below titles, formulas, errors, dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook
from raw_tables import grids

from rightfin.case import Severity
from rightfin.io import read_form, read_workbook, write_workbook

DEMO = Path(__file__).parents[2] / "inputs" / "demo"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A valid case made as people make one: bare sheets, no guide."""
    book = xlsxwriter.Workbook(str(tmp_path / "case.xlsx"))
    for name, grid in grids().items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(grid):
            sheet.write_row(row, 0, ["" if cell is None else cell for cell in cells])
    book.close()
    return tmp_path / "case.xlsx"


def edit(path: Path, sheet: str, cells: dict[str, Any]) -> None:
    book = load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)


def problems(path: Path) -> list[tuple[str, str]]:
    return [(issue.code, issue.cell) for issue in read_form(path).issues]


def test_a_plain_workbook_reads_without_issue(path: Path) -> None:
    found = read_form(path)
    assert found.issues == ()
    assert found.case.records("cadres")[0]["pay"] == 2400.5
    assert found.case.records("donors")[0]["on_budget"] is True


def test_each_bad_cell_is_named_by_its_address(path: Path) -> None:
    edit(path, "cadres", {"D2": "1,200", "E3": True, "F3": 1.5})
    edit(path, "pledges", {"B2": None})
    assert problems(path) == [
        ("ambiguous_number", "cadres!D2"), ("not_a_number", "cadres!E3"), ("not_whole", "cadres!F3"),
        ("blank_year", "pledges!B2"),
    ]


def test_the_header_is_found_below_titles_and_beside_margins(path: Path) -> None:
    book = load_workbook(path)
    sheet = book["cadres"]
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1)
    sheet["B1"] = "Cadres of the country"
    sheet["B2"] = "cadre strengths as of December"
    sheet["F5"] = "many"
    book.save(path)
    found = read_form(path)
    assert [(issue.code, issue.cell, issue.row) for issue in found.issues] == [
        ("not_a_number", "cadres!F5", "constable"),
    ]
    assert found.case.records("cadres")[0]["name"] == "Constables"


def test_formulas_without_a_stored_result_and_errors_are_named(path: Path) -> None:
    edit(path, "cadres", {"D2": "=SUM(1,2)", "E3": "#REF!", "Z9": "=1+1"})
    issues = read_form(path).issues
    assert [(issue.code, issue.cell) for issue in issues] == [
        ("unreadable_cell", "cadres!D2"), ("unreadable_cell", "cadres!E3"),
    ]
    assert "result was not stored" in issues[0].message
    assert "save it there" in issues[0].remedy
    assert "#REF!" in issues[1].message


def test_a_row_whose_key_cannot_be_read_is_no_note(path: Path) -> None:
    edit(path, "cadres", {"A2": "=1+1", "B2": "#1 battalion"})
    assert ("unreadable_cell", "cadres!A2") in [(issue.code, issue.cell) for issue in read_form(path).issues]


def test_stored_results_of_formulas_are_used(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "case.xlsx"))
    sheet = book.add_worksheet("settings")
    sheet.write_row(0, 0, ["key", "value"])
    sheet.write_row(1, 0, ["title", "t"])
    sheet.write_row(2, 0, ["base_year"])
    sheet.write_formula(2, 1, "=2000+25", None, 2025)
    sheet.write_formula(1, 1, '="a"&"b"', None, "ab")
    book.close()
    settings, = read_workbook(tmp_path / "case.xlsx").tables
    assert [row.cells for row in settings.rows] == [("title", "ab"), ("base_year", 2025)]
    assert settings.notes == {}


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "case.xlsx"))
    sheet = book.add_worksheet("settings")
    sheet.write_row(0, 0, ["key", "value"])
    sheet.write_string(1, 0, "title")
    sheet.write_string(1, 1, "=1+1")
    book.close()
    settings, = read_workbook(tmp_path / "case.xlsx").tables
    assert settings.rows[0].cells == ("title", "=1+1")
    assert settings.notes == {}


def test_dates_and_times_become_text(path: Path) -> None:
    edit(path, "needs", {"D2": time(1, 1)})
    times = {"C2": date(2025, 3, 1), "C3": datetime(2025, 3, 1, 12, 30), "C4": timedelta(hours=30)}
    edit(path, "settings", times)
    found = read_form(path)
    assert [(issue.code, issue.cell) for issue in found.issues] == [("not_bands", "needs!D2")]
    notes = {row["key"]: row["note"] for row in found.case.records("settings")}
    assert notes["title"] == "2025-03-01"
    assert notes["currency"] == "2025-03-01 12:30:00"


def test_na_is_a_text_and_not_a_blank(path: Path) -> None:
    edit(path, "settings", {"B2": "NA"})
    assert read_form(path).case.records("settings")[-1]["value"] == "NA"


def test_extra_sheets_are_named_and_the_guide_is_not(path: Path) -> None:
    book = load_workbook(path)
    book.create_sheet("guide")["A1"] = "anything"
    book.create_sheet("my notes")["A1"] = "=broken"
    book.create_sheet("donor")
    book.create_sheet("regions")
    book.save(path)
    issues = read_form(path).issues
    issues = tuple(issue for issue in issues if issue.code != "template_version")
    assert [(issue.code, issue.table, issue.severity) for issue in issues] == [
        ("unknown_table", "donor", Severity.ERROR), ("not_read", "", Severity.WARNING),
    ]
    assert "Did you mean donors?" in issues[0].remedy
    assert "my notes" in issues[1].message


def test_sheet_names_are_compared_without_case(path: Path) -> None:
    book = load_workbook(path)
    book["cadres"].title = "other"
    book["other"].title = "Cadres"
    book["Cadres"]["D2"] = "many"
    book["needs"].title = "another"
    book["another"].title = "Needs "
    book["Needs "]["C2"] = "much"
    book.save(path)
    assert problems(path) == [("not_a_number", "Cadres!D2"), ("not_a_number", "'Needs '!C2")]


def test_headings_that_cannot_be_read_are_errors_at_their_cell(path: Path) -> None:
    edit(path, "macro", {"C1": "=B1+1", "D1": "#REF!"})
    assert {("unreadable", "macro!C1"), ("unreadable", "macro!D1")} <= set(problems(path))


def test_a_year_typed_as_a_date_is_an_error(path: Path) -> None:
    edit(path, "macro", {"D1": date(2027, 1, 1)})
    assert problems(path) == [("date_heading", "macro!D1")]


def test_openpyxl_finds_the_same_values_in_the_same_cells(tmp_path: Path) -> None:
    write_workbook(read_form(DEMO).case, tmp_path / "demo.xlsx")
    book = load_workbook(tmp_path / "demo.xlsx", data_only=True)
    for table in read_workbook(tmp_path / "demo.xlsx").tables:
        rows = {row.number: row.cells for row in table.rows}
        for number, other in enumerate(book[table.name].iter_rows(values_only=True), start=1):
            if number > table.header_row:
                cells = rows.get(number, ())
                assert (*cells, *[None] * (len(other) - len(cells))) == other
