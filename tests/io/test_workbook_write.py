"""The written workbook and the template: what people see, and that they read back."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from raw_tables import Grid, grids, tables

from rightfin.case import Case, CaseError
from rightfin.case.checks import check_case
from rightfin.case.exchange.trail import Save
from rightfin.case.reading.parse import parse
from rightfin.io import read_form, write_csv_folder, write_template, write_workbook
from rightfin.io.layout import HEADING_ROW
from rightfin.io.workbook import write as workbook_write
from rightfin.io.workbook.place import FIRST_ROW
from rightfin.io.workbook.style import HEADING_COLOURS, new_workbook, save_workbook
from rightfin.io.workbook.write import STATED, add_case_sheets
from rightfin.reading import read_unchecked
from rightfin.schema import TABLES
from rightfin.schema.versions import VERSION


@pytest.fixture
def case() -> Case:
    return parse(tables(grids())).case


@pytest.fixture
def path(case: Case, tmp_path: Path) -> Path:
    write_workbook(case, tmp_path / "case.xlsx")
    return tmp_path / "case.xlsx"


def test_sheets_stand_in_the_order_of_the_tables_behind_the_guide(path: Path) -> None:
    book = load_workbook(path)
    assert book.sheetnames == ["guide", "check", *(table.name for table in TABLES), "lists"]
    listed = [cell.value for cell in book["guide"]["B"]]
    assert [name for name in listed if name in book.sheetnames] == book.sheetnames[2:-1]
    assert book["lists"].sheet_state == "hidden"


def test_headings_carry_help_colour_and_frozen_panes(path: Path) -> None:
    sheet = load_workbook(path)["cadres"]
    by_name = {cell.value: cell for cell in sheet[HEADING_ROW]}
    assert "Pay and allowances" in by_name["pay"].comment.text
    assert "currency per person-year" in by_name["pay"].comment.text
    assert "If blank: 0.05." in by_name["pension_exit"].comment.text
    roles = {"cadre": "key", "opening_strength": "required", "pay": "optional"}
    for name, role in roles.items():
        assert f"#{by_name[name].fill.start_color.rgb[2:]}" == HEADING_COLOURS[role]
    assert sheet.freeze_panes == "B5"
    assert list(by_name)[-2:] == ["source", "note"]


def test_choices_and_booleans_have_drop_downs(path: Path) -> None:
    book = load_workbook(path)

    def lists(sheet: str) -> dict[str, str]:
        return {str(rule.sqref): rule.formula1 for rule in book[sheet].data_validations.dataValidation}

    letter = next(cell.column_letter for cell in book["cadres"][HEADING_ROW] if cell.value == "civilian")
    assert lists("cadres")[f"{letter}5:{letter}206"] == '"TRUE,FALSE"'
    assert any("defence,interior" in source for source in lists("institutions").values())
    assert any(source.endswith(',*"') for source in lists("eligibility").values())


def test_values_are_numbers_texts_and_booleans_with_their_formats(case: Case, tmp_path: Path) -> None:
    rows = [dict(case.records("institutions")[0]) | {"name": "=cmd()", "cofog": "03.10", "leakage": 0.1}]
    write_workbook(case.replace({"institutions": rows}), tmp_path / "case.xlsx")
    book = load_workbook(tmp_path / "case.xlsx")
    by_name = {sheet_cell.value: sheet_cell.column for sheet_cell in book["institutions"][HEADING_ROW]}
    cells = {name: book["institutions"].cell(FIRST_ROW, column) for name, column in by_name.items()}
    assert (cells["name"].value, cells["name"].data_type) == ("=cmd()", "s")
    assert (cells["cofog"].value, cells["cofog"].number_format) == ("03.10", "@")
    assert cells["leakage"].number_format == "0.00%"
    macro = {row[0].value: row for row in book["macro"].iter_rows(min_row=FIRST_ROW)}
    assert macro["real_growth"][3].number_format == "0.00%"
    assert macro["gdp"][2].number_format == "[<1000]General;#,##0"


def test_the_years_of_the_plan_are_offered_even_where_they_are_blank(path: Path) -> None:
    book = load_workbook(path)
    people = ["# unit", "# what it is", "# if blank"]
    macro = [cell.value for cell in book["macro"][HEADING_ROW]]
    assert macro == ["series", "year_starts", "2025", "2026", "2027", "source", "note", *people]
    assert [cell.value for cell in book["integrated"][HEADING_ROW]] == ["cadre", "2026", "2027", "source", "note"]


def test_the_file_carries_no_clock(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert {part.date_time[:2] for part in archive.infolist()} == {(1980, 1)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("value", [math.inf, math.nan, 10**15, "a\x00b", "x" * 40_000, "🙂" * 20_000, "#REF!", " #n/a"])
def test_what_a_file_cannot_hold_is_refused_before_it_is_begun(
    case: Case, tmp_path: Path, value: float | str
) -> None:
    rows = [dict(case.records("scenarios")[0]) | {"value": value}]
    for write, name in ((write_workbook, "case.xlsx"), (write_csv_folder, "case")):
        with pytest.raises(CaseError) as caught:
            write(case.replace({"scenarios": rows}), tmp_path / name)
        issue, = caught.value.issues
        assert (issue.table, issue.row, issue.column) == ("scenarios", "bad/1", "value")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_only_with_force(case: Case, path: Path) -> None:
    before = path.read_bytes()
    smaller = case.replace({"scenarios": []})
    for write in (lambda: write_workbook(smaller, path), lambda: write_template(path)):
        with pytest.raises(CaseError, match="--force"):
            write()
    assert path.read_bytes() == before
    write_workbook(smaller, path, force=True)
    assert read_form(path).case == smaller


def test_nothing_is_left_behind_when_writing_fails(
    case: Case, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    monkeypatch.setattr(workbook_write, "write_sheet", fail)
    with pytest.raises(CaseError, match="no space left"):
        write_workbook(case, path, force=True)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_other_names_and_folders_are_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"does not end in \.xlsx"):
        write_template(tmp_path / "template.xls")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(CaseError, match="is a folder"):
        write_workbook(case, tmp_path / "folder.xlsx", force=True)


def fill(path: Path, content: dict[str, Grid]) -> None:
    """Fill in a template as a person does: find the row and the heading, type the value."""
    book = load_workbook(path)
    for name, grid in content.items():
        sheet = book[name]
        columns = {str(cell.value): cell.column for cell in sheet[HEADING_ROW]}
        rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=FIRST_ROW) if row[0].value is not None}
        for record in grid[1:]:
            row = rows.get(record[0]) or sheet.max_row + 1
            for heading, value in zip(grid[0], record, strict=True):
                if value is not None:
                    sheet.cell(row, columns[str(heading)], value)
    book.save(path)


def test_the_template_explains_each_setting_where_it_is_named(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    sheet = load_workbook(tmp_path / "template.xlsx")["settings"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=FIRST_ROW)}
    assert list(rows) == [entry.name for entry in TABLES[0].entries]
    assert [cell.value for cell in sheet[HEADING_ROW]][4:] == ["# unit", "# what it is", "# if blank"]
    assert "One of: none, linear" in rows["handover"][5].value
    unit, meaning, blank = (cell.value for cell in rows["discount_rate"][4:])
    assert (unit, blank) == ("share a year", "0.05")
    assert meaning.startswith("Real discount rate of the objectives. Allowed:")
    stated = {name: row[1].value for name, row in rows.items() if row[1].value is not None}
    assert stated == {"sustained_from": "exit", "glide": "straight"}
    assert {cell.value for row in rows.values() for cell in row[2:4]} == {None}
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered[rows["reserve_allowed"][1].coordinate] == '"TRUE,FALSE"'
    assert offered[rows["handover"][1].coordinate] == '"none,linear,s_curve,stepped,by_year"'


def test_an_empty_template_says_what_is_missing(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    found = read_form(tmp_path / "template.xlsx")
    needed = {issue.row for issue in found.issues if issue.table == "settings"}
    assert needed == {"title", "currency", "base_year", "end_year"}
    empty = {issue.table for issue in found.issues if issue.code == "empty_table"}
    assert empty == {"institutions", "cadres", "needs", "demand", "effects"}
    series = {issue.row for issue in found.issues if issue.table == "macro"}
    assert series == set()
    macro, = (issue for issue in check_case(found.case) if issue.table == "macro")
    assert macro.code == "missing_table"


def test_a_filled_template_reads_without_issue(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    content = grids()
    content["settings"][4][1] = 2035
    content["pledges"] = [["donor", *range(2026, 2036)], ["fund", *range(10)]]
    fill(path, content)
    found = read_form(path)
    assert found.issues == ()
    for table in ("institutions", "cadres", "needs", "effects", "donors", "scenarios"):
        assert found.case.tables[table] == case.tables[table]
    assert len(found.case.records("settings")) == 4 + len(STATED)
    assert found.case.records("pledges")[0]["2035"] == 9.0


def test_two_templates_are_equal(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_template(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_template_may_have_other_years_or_the_content_of_a_case(case: Case, tmp_path: Path) -> None:
    write_template(tmp_path / "years.xlsx", years=(2027, 2030))
    empty = read_form(tmp_path / "years.xlsx")
    assert {row["key"]: row["value"] for row in empty.case.records("settings")} == {
        "base_year": 2027, "end_year": 2030, **STATED}
    book = load_workbook(tmp_path / "years.xlsx")
    assert [cell.value for cell in book["pledges"][HEADING_ROW]][1:5] == ["2027", "2028", "2029", "2030"]
    write_template(tmp_path / "like.xlsx", like=case)
    assert read_form(tmp_path / "like.xlsx").case == case
    write_template(tmp_path / "longer.xlsx", like=case, years=(2025, 2029))
    longer = read_form(tmp_path / "longer.xlsx")
    settings = {row["key"]: row["value"] for row in longer.case.records("settings")}
    assert (settings["end_year"], settings["title"]) == (2029, "A country")
    assert longer.case.tables["pledges"] == case.tables["pledges"]
    assert {(issue.code, issue.column) for issue in longer.issues} == {("blank_year", "2028"), ("blank_year", "2029")}


@pytest.mark.parametrize("years", [(2027, 2027), (2030, 2027), (20, 30), (1950, 2150)])
def test_years_that_are_no_span_are_refused(tmp_path: Path, years: tuple[int, int]) -> None:
    with pytest.raises(CaseError, match="base year"):
        write_template(tmp_path / "template.xlsx", years=years)
    assert list(tmp_path.iterdir()) == []


def test_the_trail_goes_along_and_is_open(case: Case, tmp_path: Path) -> None:
    trail = (Save("abc", "", "", "2027-03-31", "=A. Nalyst", "First draft"),)
    write_workbook(case, tmp_path / "case.xlsx", trail=trail)
    found = read_unchecked(tmp_path / "case.xlsx")
    assert (found.case, found.trail, found.issues) == (case, trail, ())
    book = load_workbook(tmp_path / "case.xlsx")
    assert book.sheetnames[-1] == "trail"
    assert book["trail"]["E5"].data_type == "s"
    assert not book["trail"]["E5"].protection.locked


def test_a_case_can_be_added_to_another_book(case: Case, tmp_path: Path) -> None:
    book = new_workbook("Results")
    book.add_worksheet("guide").write_string(0, 0, f"Template version {VERSION}")
    add_case_sheets(book, case, (Save(why="Because"),))
    save_workbook(book, tmp_path / "results.xlsx")
    found = read_unchecked(tmp_path / "results.xlsx")
    assert (found.case, found.issues, found.trail) == (case, (), (Save(why="Because"),))


@pytest.mark.parametrize("length", [1, 40])
def test_sheets_print_readably(case: Case, tmp_path: Path, length: int) -> None:
    write_template(tmp_path / "template.xlsx", years=(2025, 2025 + length))
    book = load_workbook(tmp_path / "template.xlsx")
    for sheet in book.worksheets[:-1]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area is None or not sheet.print_area
        if sheet.title in ("guide", "check"):
            assert sheet.page_setup.fitToWidth in (None, 1)
        else:
            assert sheet.print_title_rows == "$3:$4"
            wide = sum(size.width * (size.max - size.min + 1) for size in sheet.column_dimensions.values() if size.width)
            assert wide / (sheet.page_setup.fitToWidth or 1) <= 300


def test_large_amounts_get_smaller_where_they_would_show_as_hashes(path: Path) -> None:
    book = load_workbook(path)
    assert book["macro"].column_dimensions["C"].width >= len("400,000,000,000")
    sums = next(row for row, (cell,) in enumerate(book["check"]["A1:A99"], 1) if cell.value == "all cadres")
    places = ("macro", "C5"), ("macro", "C6"), ("cadres", "E5"), ("check", f"D{sums}"), ("check", f"D{sums + 1}")
    for sheet, place in places:
        assert book[sheet][place].alignment.shrink_to_fit, (sheet, place)
    assert not book["cadres"]["C5"].alignment.shrink_to_fit
