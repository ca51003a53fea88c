"""The marked copy: the author's own values in their own cells, faults marked, and the same problems when read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from corpus import CADRES, CORPUS, cell, edited, packed, sound, text_cell
from openpyxl import load_workbook
from typer.testing import CliRunner

from rightfin.case import CaseError, Issue, Severity
from rightfin.cli import app
from rightfin.io import read_form
from rightfin.io.workbook_marked import COLOURS, write_marked
from rightfin.reading import read_case_with_warnings

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


def test_formulas_are_their_values_and_nothing_is_live(tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(cell("><f>3000/2</f><v>1500</v>")())
    write_marked(path, [Issue("x", "=1+1", "=2+2", "cadres", cell="cadres!D2")], copy)
    book = load_workbook(copy)
    assert book["cadres"]["D2"].value == 1500
    assert all(c.data_type != "f" for sheet in book for row in sheet for c in row)


def test_merged_ranges_without_end_do_not_hold_up_the_copy(tmp_path: Path) -> None:
    path, copy = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    rows = b"".join(b'<row r="%d"><c r="Z%d"><v>1</v></c></row>' % (row, row) for row in range(1000, 9000, 500))
    ranges = b"".join(b'<mergeCell ref="H%d:Z9000"/>' % row for row in range(900, 4900))
    path.write_bytes(edited(CADRES, b"</sheetData>", rows + b"</sheetData><mergeCells>" + ranges + b"</mergeCells>")())
    start = time.process_time()
    write_marked(path, [Issue("x", "m", "r")], copy)
    assert time.process_time() - start < 10  # it took minutes
    assert len(load_workbook(copy)["cadres"].merged_cells.ranges) <= 1


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
