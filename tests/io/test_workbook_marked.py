"""The marked copy: the author's own values in their own cells, faults marked, and the same problems when read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus import CORPUS, after_rows, packed, sound, text_cell
from openpyxl import load_workbook
from typer.testing import CliRunner

from rightfin.case import CaseError, Issue, Severity
from rightfin.cli import app
from rightfin.io import read_form, write_workbook
from rightfin.io.workbook.marked import COLOURS, write_marked
from rightfin.reading import read_case_with_warnings

DEMO = Path(__file__).parents[2] / "inputs" / "demo"
SAME = ("sound", "decimal_comma", "not_available", "error_cell", "error_text", "formula_without_result", "boolean",
        "overflow",
        "control_character", "merged", "hidden_row", "hidden_sheet", "hidden_column", "per_cent_text",
        "arabic_digits", "date")
NOT_READ = {"template_version"}


def named(path: Path) -> list[tuple[str, str, Severity]]:
    return [(issue.code, issue.cell, issue.severity) for issue in read_form(path).issues if issue.code not in NOT_READ]


def made(name: str, folder: Path) -> Path:
    path = folder / "case.xlsx"
    path.write_bytes(CORPUS[name][0]())
    return path


@pytest.mark.parametrize("name", SAME)
def test_the_copy_has_the_same_problems_and_the_same_case(name: str, tmp_path: Path) -> None:
    path, copy = made(name, tmp_path), tmp_path / "marked.xlsx"
    parsed = read_form(path)
    write_marked(path, parsed.issues, copy)
    assert named(copy) == named(path)
    if name != "merged":  # values that nobody sees, below a merged range, do not come back
        assert read_form(copy).case == parsed.case


def test_a_faulty_cell_is_coloured_and_its_note_says_what_to_do(tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(text_cell("1,200")())
    write_marked(path, [*read_form(path).issues, Issue("odd", "It is odd.", "Look.", "cadres", cell="cadres!E2",
                                                       severity=Severity.WARNING)], copy)
    book = load_workbook(copy)
    bad, odd = book["cadres"]["D2"], book["cadres"]["E2"]
    assert bad.value == "1,200"
    assert bad.fill.fgColor.rgb == "FF" + COLOURS[Severity.ERROR][1:]
    assert odd.fill.fgColor.rgb == "FF" + COLOURS[Severity.WARNING][1:]
    assert "Error: “1,200” can be read in two ways." in bad.comment.text
    assert "Warning: It is odd." in odd.comment.text
    first = book.worksheets[0]
    assert first.title == "problems"
    links = {c.value: c.hyperlink.location for row in first for c in row if c.hyperlink}
    assert links["cadres!D2"] == "'cadres'!D2"
    said = [c.value for row in first for c in row]
    assert "Write 1200 or 1.200: a point for decimals and nothing between thousands." in said


def test_texts_that_look_like_formulas_are_none(tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(text_cell("=1+1", "C2")())
    write_marked(path, [Issue("x", "=1+1", "=2+2", "cadres", row="=3+3", cell="cadres!D2")], copy)
    book = load_workbook(copy)
    assert book["cadres"]["C2"].value == "=1+1"
    assert all(c.data_type != "f" for sheet in book for row in sheet for c in row)


def test_the_author_gets_their_own_workbook_back(tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    write_workbook(read_form(DEMO).case, path)
    book = load_workbook(path)
    own = book.create_sheet("our notes")
    own["A1"], own["B2"] = "as agreed in May", "=SUM(cadres!E5:E9)"
    book["cadres"]["E5"] = "1,200"
    book["cadres"]["F5"].number_format = "#,##0 USD"
    book["cadres"]["F5"] = 9000.123456789
    book.save(path)
    before = load_workbook(path)
    write_marked(path, read_form(path).issues, copy)
    after = load_workbook(copy)
    assert after.sheetnames == ["problems", *before.sheetnames]
    assert "1,200" in after["cadres"]["E5"].comment.text
    for sheet in before:
        other = after[sheet.title]
        values = {c.coordinate: (c.value, c.data_type, c.number_format, c.font.b) for row in sheet for c in row}
        assert {c.coordinate: (c.value, c.data_type, c.number_format, c.font.b) for row in other for c in row} == values
        assert {k: d.width for k, d in other.column_dimensions.items()} == {
            k: d.width for k, d in sheet.column_dimensions.items()}
        fills = {c.coordinate: c.fill.fgColor.rgb for row in sheet for c in row}
        marked = {c.coordinate for row in other for c in row if c.fill.fgColor.rgb != fills[c.coordinate]}
        assert marked == ({"E5"} if sheet.title == "cadres" else set())
        assert [str(v.sqref) for v in other.data_validations.dataValidation] == [
            str(v.sqref) for v in sheet.data_validations.dataValidation]
        assert len(other.conditional_formatting) == len(sheet.conditional_formatting)
        assert (other.freeze_panes, other.protection.sheet, list(other.tables)) == (
            sheet.freeze_panes, sheet.protection.sheet, list(sheet.tables))
    assert set(after.defined_names) == set(before.defined_names)
    assert f"cadres!{'E5'}" in [cell.value for row in after["problems"] for cell in row]


def test_marks_go_when_a_mended_copy_is_marked_again(tmp_path: Path) -> None:
    path, copy, again = tmp_path / "case.xlsx", tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    path.write_bytes(text_cell("1,200")())
    write_marked(path, read_form(path).issues, copy)
    book = load_workbook(copy)
    book["cadres"]["D2"] = 1200
    book.save(copy)
    write_marked(copy, [Issue("x", "Odd.", "Look.", "cadres", cell="cadres!E2")], again)
    after = load_workbook(again)
    assert after.sheetnames == load_workbook(copy).sheetnames
    assert after["cadres"]["D2"].comment is None
    assert after["cadres"]["D2"].fill.fill_type is None
    assert after["cadres"]["E2"].comment.text.startswith("Error: Odd.")


@pytest.mark.parametrize("xml", [
    b'<mergeCells><mergeCell ref="Z50:XFD1048576"/></mergeCells>',
    b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>',
])
def test_what_would_grow_in_openpyxl_comes_back_as_values(xml: bytes, tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(after_rows(xml)())
    start = time.process_time()
    write_marked(path, [Issue("x", "m", "r", "cadres", cell="cadres!D2")], copy)
    assert time.process_time() - start < 10
    assert load_workbook(copy)["cadres"]["D2"].comment is not None
    assert read_form(copy).case == read_form(path).case


def test_escapes_come_back_as_they_were(tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(text_cell("_x005F_x0041_x005F_x0042_ and _x0009_", "C2")())
    write_marked(path, [Issue("x", "m", "_x0041_x0042_")], copy)
    assert read_form(copy).case == read_form(path).case


def test_equal_bytes_in_every_process(tmp_path: Path) -> None:
    path = made("decimal_comma", tmp_path)
    written = set()
    for seed in ("1", "2"):
        copy = tmp_path / f"marked{seed}.xlsx"
        program = ("import sys; from rightfin.io import read_form; from rightfin.io.workbook.marked import write_marked; "
                   "write_marked(sys.argv[1], read_form(sys.argv[1]).issues, sys.argv[2])")
        subprocess.run([sys.executable, "-c", program, str(path), str(copy)], check=True,
                       env={**os.environ, "PYTHONHASHSEED": seed})
        written.add(copy.read_bytes())
    assert len(written) == 1


def test_a_folder_is_marked_line_by_line(tmp_path: Path) -> None:
    folder, copy = tmp_path / "case", tmp_path / "marked.xlsx"
    folder.mkdir()
    (folder / "settings.csv").write_text("key,value\ntitle,x\nbase_year,\"1,5\"\n", encoding="utf-8")
    issues = read_form(folder).issues
    write_marked(folder, issues, copy)
    sheet = load_workbook(copy)["settings"]
    assert sheet["B3"].value == "1,5"
    assert "Error: “1,5”" in sheet["B3"].comment.text


def test_a_file_that_cannot_be_read_has_nothing_to_mark(tmp_path: Path) -> None:
    path, copy = made("truncated_half", tmp_path), tmp_path / "marked.xlsx"
    with pytest.raises(CaseError) as caught:
        write_marked(path, [Issue("x", "m", "r")], copy)
    assert caught.value.issues[0].code == "nothing_to_mark"
    assert not copy.exists()


def test_nothing_is_replaced_unasked_and_never_the_case_itself(tmp_path: Path) -> None:
    path, copy = made("decimal_comma", tmp_path), tmp_path / "marked.xlsx"
    issues = read_form(path).issues
    write_marked(path, issues, copy)
    before = copy.read_bytes()
    with pytest.raises(CaseError):
        write_marked(path, issues, copy)
    write_marked(path, issues, copy, force=True)
    assert copy.read_bytes() == before
    with pytest.raises(CaseError):
        write_marked(path, issues, path, force=True)


def test_the_command_writes_it_and_keeps_its_exit_code(tmp_path: Path) -> None:
    path, copy = made("decimal_comma", tmp_path), tmp_path / "marked.xlsx"
    assert CliRunner().invoke(app, ["check", str(path)]).exit_code == 2
    asked = CliRunner().invoke(app, ["check", str(path), "--marked", str(copy)])
    assert asked.exit_code == 2
    assert "marked.xlsx, with" in asked.stderr
    assert "nothing was written" not in asked.stderr
    with pytest.raises(CaseError):
        read_case_with_warnings(copy)
    broken = made("truncated_half", tmp_path)
    asked = CliRunner().invoke(app, ["check", str(broken), "--marked", str(tmp_path / "none.xlsx")])
    assert asked.exit_code == 2
    assert "no cells to mark" in asked.stderr
    assert not (tmp_path / "none.xlsx").exists()


def test_the_sound_case_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(packed(sound()))
    assert named(path) == []
