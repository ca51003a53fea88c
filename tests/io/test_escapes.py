"""Every text comes back as it was, from CSV and from workbooks, and none is live in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pipeline import donor, tiny_case
from typer.testing import CliRunner

from rightfin.case.cell import LONGEST_TEXT, letters
from rightfin.cli import app
from rightfin.io import read_workbook, write_case
from rightfin.io.escapes import escaped_cell, unescaped, workbook_escaped, workbook_unescaped
from rightfin.io.workbook.style import new_workbook, save_workbook

PIECES = st.sampled_from((
    "_", "x", "0041_", "_x0041_", "_x005F_", "_x0009", "<r>", "</r>", "<t>", "&", "\n", "é", "🙂", "=", "'",
))
ODD = st.lists(PIECES, max_size=8).map("".join)
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)


@given(st.text(alphabet="'=+-@\tab ＝\n", max_size=6) | st.text())
@example("''=x")
def test_escapes_of_csv_are_undone_and_leave_nothing_live(text: str) -> None:
    assert unescaped(escaped_cell(text)) == text
    assert escaped_cell(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


@given(st.text() | ODD)
@example("_x0041_x0042_")
@example("_x005F_x005F_")
@example("a\x00_x0000_\x1f")
def test_escapes_of_workbooks_are_undone_and_leave_no_control_character(text: str) -> None:
    assert workbook_unescaped(workbook_escaped(text)) == text
    assert all(sign >= " " or sign in "\t\n" for sign in workbook_escaped(text))


@settings(max_examples=40)
@given(st.lists(ODD | PRINTABLE, min_size=1, max_size=20))
@example(["\n"])  # nothing but blanks is a blank cell
@example(["<r></r>", "<r>&</r>", "_x0041_x0042_x0043_", "_x005F_", "_x000D_"])
def test_a_workbook_holds_every_text_as_it_is(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        book = new_workbook("t")
        sheet = book.add_worksheet("settings")
        sheet.write_row(0, 0, ["key", "value"])
        for row, text in enumerate(texts, start=1):
            sheet.write_string(row, 0, f"row {row}")
            sheet.write_string(row, 1, text)
        save_workbook(book, path)
        table, = read_workbook(path).tables
    read = [row.cells[1] if len(row.cells) > 1 else "" for row in table.rows]
    assert [text if str(text).strip() else "" for text in read] == [text if text.strip() else "" for text in texts]


def test_a_text_is_as_long_as_a_spreadsheet_counts_it() -> None:
    assert letters("aé🙂") == 4
    assert letters("🙂" * 16_384) > LONGEST_TEXT


def test_a_case_with_escapes_is_equal_after_both_conversions(tmp_path: Path) -> None:
    case = tmp_path / "case"
    write_case(tiny_case(**donor(1.0, name="_x0041_x0042_")), case)
    for source, target in ((case, tmp_path / "out.xlsx"), (tmp_path / "out.xlsx", tmp_path / "back")):
        assert CliRunner().invoke(app, ["convert", str(source), str(target)]).exit_code == 0
    for one, other in ((case, tmp_path / "out.xlsx"), (case, tmp_path / "back")):
        said = CliRunner().invoke(app, ["diff", str(one), str(other), "--inputs-only"])
        assert said.exit_code == 0
        assert "Equal" in said.stdout
