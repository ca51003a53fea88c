"""What a study leaves behind: equal bytes, nothing overwritten, numbers in their units, no live text."""

from __future__ import annotations

import ast
import csv
import json
import re
import struct
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from pipeline import donor, tiny_case

from rightfin import CaseError
from rightfin.report import studies
from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading, numbers_alike, written
from rightfin.report.studies.findings_files import findings_json, write_findings
from rightfin.report.studies.requirement import findings
from rightfin.report.words.wording import Scale
from rightfin.study.requirement.study import require

HOSTILE = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def found() -> Findings:
    made = findings(require(tiny_case(soldier={"support_floor": 1.0}, **donor(10.0)), year=2024))
    hostile = FindingsTable("names", "Names", (Heading("name", "Name", Form.TEXT), Heading("secret", "Secret", Form.NUMBER,
                                                                                         shown=False)), ((HOSTILE, 1.5),))
    return replace(made, tables=(*made.tables, hostile))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_equal_findings_give_equal_bytes(found: Findings, tmp_path: Path) -> None:
    write_findings(found, tmp_path / "one")
    write_findings(found, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert set(files(tmp_path / "one")) == {
        "require.xlsx", "require.json", "tables/require_needs.csv", "tables/require_by_year.csv",
        "tables/require_names.csv",
        "charts/require_missing.png",
    }


def test_nothing_is_overwritten_without_force_and_nothing_old_stays_with_it(found: Findings, tmp_path: Path) -> None:
    write_findings(found, tmp_path)
    (tmp_path / "letter.txt").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(CaseError, match="--force"):
        write_findings(found, tmp_path)
    assert files(tmp_path) == before
    write_findings(replace(found, pictures=(), tables=found.tables[:1]), tmp_path, force=True)
    assert set(files(tmp_path)) == {"letter.txt", "require.xlsx", "require.json", "tables/require_needs.csv"}


def test_a_file_in_the_place_of_the_folder_is_refused(found: Findings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(CaseError, match="a file of that name"):
        write_findings(found, tmp_path / "taken", force=True)


def test_no_picture_is_cut_by_the_end_of_a_page_and_headings_are_seen_whole(found: Findings, tmp_path: Path) -> None:
    long = Heading("long", "Held before judgment, for one more of all who work the chain", Form.NUMBER)
    headed = FindingsTable("headed", "Headed", (Heading("who", "Who", Form.TEXT), long), (("a", 1.0),))
    write_findings(replace(found, pictures=found.pictures * 5, tables=(*found.tables, headed)), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "require.xlsx")
    sheet = book["Answer"]
    assert sheet.page_setup.scale == 80
    ends = [0, *(one.id for one in sheet.row_breaks.brk), 10_000]
    assert len(ends) > 3
    begins = [picture.anchor._from.row for picture in sheet._images]
    for place, begin in enumerate(begins):
        page = max(end for end in ends if end <= begin)
        height = sum(sheet.row_dimensions[row + 1].height or 15.0 for row in range(page, begin))
        behind = 15.75 * (sheet._images[place].height * 0.5 / 21.0 + 1.0)
        assert height + behind <= 600.0, "it ends on the page on which it begins"
    assert book["Headed"].row_dimensions[4].height > 3 * 13.0


def test_money_is_whole_in_tables_for_programs_and_in_the_unit_of_the_workbook(found: Findings, tmp_path: Path) -> None:
    write_findings(found, tmp_path)
    with (tmp_path / "tables" / "require_by_year.csv").open(encoding="utf-8") as text:
        row = next(row for row in csv.DictReader(text) if row["year"] == "2024")
    assert float(row["missing"]) == pytest.approx(10e6, rel=1e-4)
    sheet = openpyxl.load_workbook(tmp_path / "require.xlsx")["By year"]
    heading = next(cell for cell in sheet[4] if cell.value == "Missing")
    assert sheet.cell(8, heading.column).value == pytest.approx(10e6 / found.scale.divisor, rel=1e-4)
    document = json.loads((tmp_path / "require.json").read_text(encoding="utf-8"))
    place = [heading.name for heading in found.table("by_year").headings].index("missing")
    assert document["tables"]["by_year"]["rows"][3][place] == pytest.approx(10e6, rel=1e-4)


def test_text_that_looks_like_a_formula_never_becomes_live(found: Findings, tmp_path: Path) -> None:
    write_findings(found, tmp_path)
    cell = openpyxl.load_workbook(tmp_path / "require.xlsx")["Names"]["A5"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")
    assert not (tmp_path / "tables" / "require_names.csv").read_text().splitlines()[1].startswith(("=", '"='))


def test_columns_for_programs_are_not_shown_to_people(found: Findings, tmp_path: Path) -> None:
    write_findings(found, tmp_path)
    values = {cell.value for row in openpyxl.load_workbook(tmp_path / "require.xlsx")["Names"].iter_rows() for cell in row}
    assert "Secret" not in values
    tables = findings_json(found)["tables"]
    assert isinstance(tables, dict)
    assert tables["names"]["columns"] == ["name", "secret"]


@pytest.mark.parametrize(("cell", "kind", "text"), [
    (None, Form.MONEY, ""), (1_234_567.0, Form.MONEY, "1.2"), (0.1234, Form.SHARE, "12.3%"), (2031, Form.YEAR, "2031"),
    (1234.4, Form.PEOPLE, "1,234"), (0.000123, Form.NUMBER, "0.000123"), ("police", Form.TEXT, "police"),
    ("never", Form.YEAR, "never"), (-0.01234, Form.POINTS, "-1.2"), (-0.0001, Form.POINTS, "0.0"),
])
def test_cells_are_written_with_their_units(cell: str | float | None, kind: Form, text: str) -> None:
    assert written(cell, kind, Scale(1e6, "USD million", 1)) == text


def test_a_column_of_numbers_has_one_form_and_noise_reads_as_nought() -> None:
    assert numbers_alike([24.76, 0.4471, 32.7, 0.09218, None]) == ["24.76", "0.45", "32.70", "0.09", ""]
    assert numbers_alike([1.596, 0.3287, 8.882e-16, -1e-12]) == ["1.596", "0.329", "0.000", "0.000"]
    assert numbers_alike([3.0, 12, "none"]) == ["3", "12", "none"]
    assert numbers_alike([8.882e-16]) == ["0"]
    assert numbers_alike([]) == []


def headings() -> list[list[str]]:
    """Return what is said of each column in report/studies: words, form and meaning of its heading, as they are coded."""
    return [
        [ast.unparse(argument) for argument in node.args[1:]]
        for file in Path(studies.__path__[0]).glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Heading"
    ]


def test_points_are_never_written_as_per_cent() -> None:
    """A column that speaks of points holds no share, and one that holds points says so where it is read."""
    told = headings()
    assert len(told) > 150
    assert not [said for said in told if "Form.SHARE" in said and re.search(r"\bpoints\b", " ".join(said), re.IGNORECASE)]
    assert not [said for said in told if "Form.POINTS" in said and "points" not in said[0].lower()]


def test_points_are_numbers_without_a_per_cent_sign(found: Findings, tmp_path: Path) -> None:
    table = FindingsTable("fall", "Falls", (Heading("fall", "Fall (points)", Form.POINTS),), ((-0.01234,),))
    write_findings(replace(found, tables=(table,)), tmp_path)
    cell = openpyxl.load_workbook(tmp_path / "require.xlsx")["Fall"]["A5"]
    assert (cell.value, cell.number_format) == (-1.2, "0.0")


def test_the_numbers_of_a_column_have_as_many_decimals_in_the_sheet_as_in_the_window(
    found: Findings, tmp_path: Path
) -> None:
    rows = ((24.76, 3), (0.4471, 12), (None, 5))
    table = FindingsTable("unmet", "Unmet", (Heading("unmet", "Unmet need", Form.NUMBER),
                                             Heading("nodes", "Nodes", Form.NUMBER)), rows)
    write_findings(replace(found, tables=(table,)), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "require.xlsx")["Unmet"]
    assert [sheet[cell].value for cell in ("A5", "A6", "B5")] == [24.76, 0.4471, 3], "no digit is lost"
    assert {sheet[cell].number_format for cell in ("A5", "A6")} == {"#,##0.00"}
    assert {sheet[cell].number_format for cell in ("B5", "B6", "B7")} == {"#,##0"}


def test_pictures_do_not_overlap_whatever_a_program_takes_for_an_empty_row(found: Findings, tmp_path: Path) -> None:
    """A picture ends above the next one, and every row behind it has a height of its own."""
    write_findings(replace(found, pictures=found.pictures * 3), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "require.xlsx")["Answer"]
    anchors = [image.anchor for image in sheet._images]
    assert len(anchors) == 3
    for image in sheet._images:  # a size of its own, in the proportions of the file, whatever is the width of a column
        wide, high = struct.unpack(">II", image._data()[16:24])
        assert image.anchor.ext.width / image.anchor.ext.height == pytest.approx(wide / high, rel=1e-5)
    for first, following in pairwise(anchors):
        behind = [sheet.row_dimensions[row + 1].height for row in range(first._from.row, following._from.row)]
        assert first.ext.height / 12_700 < sum(behind[:-1])
        assert all(sheet.row_dimensions[row + 1].height for row in range(first._from.row, following._from.row))


def test_headings_stand_above_their_numbers_and_texts_apart_from_them(found: Findings, tmp_path: Path) -> None:
    beside = FindingsTable("beside", "Beside", (Heading("year", "Year", Form.YEAR), Heading("what", "What", Form.TEXT)),
                           ((2024, "yes"),))
    write_findings(replace(found, tables=(beside,)), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "require.xlsx")["Beside"]
    assert sheet["A4"].alignment.horizontal == "right"
    assert sheet["B4"].alignment.indent == sheet["B5"].alignment.indent == 1
