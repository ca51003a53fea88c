"""Order of rows and notes survive conversion, and what does not is said."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.comments import Comment
from pipeline import donor, tiny_case
from raw_tables import grids
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_case


def convert(source: Path, target: Path) -> str:
    """Convert a case and return what is said beside it."""
    said = CliRunner().invoke(app, ["convert", str(source), str(target)])
    assert said.exit_code == 0, said.output
    return said.stderr


def lines(folder: Path, table: str) -> list[str]:
    """Return the first cell of each line of a table."""
    return [line.split(",")[0] for line in (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()]


def test_order_and_notes_come_back_from_a_workbook(tmp_path: Path) -> None:
    case, book, back = tmp_path / "case", tmp_path / "case.xlsx", tmp_path / "back"
    tables = donor(1.0)
    tables["donors"] += [{"donor": name, "name": name} for name in ("north", "south", "east")]
    write_case(tiny_case(**tables), case)
    path = case / "donors.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    blank = "," * head.count(",")
    north, south, east = (next(row for row in rows if row.startswith(name)) for name in ("north", "south", "east"))
    note = f"# asked the ministry,=1+1 on 3 May{blank[1:]}"
    friends = next(row for row in rows if row.startswith("friends"))
    written = [head, friends, south, f"# of the census{blank}", north, note, east, f"# end{blank}"]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    order = ["donor", "friends", "south", "# of the census", "north", "# asked the ministry", "east", "# end"]
    assert lines(case, "donors") == order
    convert(case, book)
    sheet = load_workbook(book)["donors"]
    assert [cell.value for cell in sheet["A"]][3:11] == order
    assert sheet["B9"].value == "=1+1 on 3 May"
    assert sheet["B9"].data_type == "s"
    convert(book, back)
    assert lines(back, "donors") == order
    assert "'=1+1 on 3 May" in (back / "donors.csv").read_text(encoding="utf-8")
    again = CliRunner().invoke(app, ["diff", str(case), str(back), "--inputs-only"])
    assert "Equal" in again.stdout


def test_what_a_workbook_cannot_keep_is_said(tmp_path: Path) -> None:
    case = tmp_path / "case"
    write_case(tiny_case(), case)
    path = case / "settings.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, f"# ours{',' * head.count(',')}", *reversed(rows)]) + "\n", encoding="utf-8")
    said = convert(case, tmp_path / "case.xlsx")
    assert "In a workbook, settings stand in the order of the template, their notes below." in said
    convert(tmp_path / "case.xlsx", tmp_path / "back")
    assert lines(tmp_path / "back", "settings")[-1] == "# ours"


def test_what_is_left_behind_is_said(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    write_case(tiny_case(**donor(1.0)), path)
    assert "Not carried over" not in convert(path, tmp_path / "plain")
    book = load_workbook(path)
    book.create_sheet("payroll")["A1"] = "raw"
    book["donors"]["A5"].comment = Comment("who is this?", "Amina")
    last = book["donors"].max_column + 1
    book["donors"].cell(4, last, "# responsible")
    book.save(path)
    said = convert(path, tmp_path / "folder")
    assert "Not carried over: the column “# responsible” of donors; the sheet “payroll”; 1 comment at a cell." in said


def test_formulas_are_counted_and_a_bare_workbook_loses_its_colours(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "case.xlsx"))
    for name, grid in grids().items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(grid):
            sheet.write_row(row, 0, ["" if cell is None else cell for cell in cells])
        if name == "settings":
            sheet.write_formula(1, 2, '="a"&"b"', None, "ab")
    book.close()
    said = convert(tmp_path / "case.xlsx", tmp_path / "folder")
    assert "Not carried over: 1 formula (its value is); colours, widths and formats." in said
