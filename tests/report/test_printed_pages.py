"""The results workbook in print: how large its text is, and where its pages end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import xlsxwriter
from report.plan_fixture import make_case, make_plan

from rightfin.report.facts import money_scale
from rightfin.report.page import page_of
from rightfin.report.workbook import write_workbook
from rightfin.report.workbook.style import HEADER_ROW, Book, YearLine
from rightfin.schema.sheets import RESULT_SHEETS


def test_text_of_ten_points_has_eight_in_print(tmp_path: Path) -> None:
    """Whatever font is there: a sheet that is fitted to one page is narrow enough, any other has a scale of its own."""
    write_workbook(make_plan(), make_case(), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for sheet in (book[name] for name in ("The page", *RESULT_SHEETS) if name in book.sheetnames):
        digits = sum(one.width * (one.max - one.min + 1) for one in sheet.column_dimensions.values() if one.width)
        paper = (595.0 if sheet.page_setup.orientation == "portrait" else 842.0) - 144.0 * sheet.page_margins.left
        scale = paper / (7.03 * digits)  # points of a digit of DejaVu Sans, the widest font that LibreOffice takes instead
        fitted = sheet.sheet_properties.pageSetUpPr
        if fitted is not None and fitted.fitToPage:
            assert sheet.page_setup.fitToHeight == 0 or sheet.title == "Contents", sheet.title
            assert scale >= 0.79, (sheet.title, scale)
        else:
            assert sheet.page_setup.scale == 80, sheet.title
            assert scale >= 0.8 or str(sheet.print_title_cols).startswith("$A:"), (sheet.title, scale)
            assert sheet.title not in {"Assumptions", "Defaults used", "Warnings", "Explanations"}, "texts are read in rows"


def test_a_long_page_is_not_cut_within_a_question(tmp_path: Path) -> None:
    page = page_of(make_plan())
    line = page.sections[0].lines[0]
    long = replace(page, sections=tuple(replace(one, lines=(line,) * 14) for one in page.sections))
    write_workbook(make_plan(), make_case(), tmp_path / "long.xlsx", page=long)
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx")["The page"]
    breaks = [one.id + 1 for one in sheet.row_breaks.brk]
    assert breaks
    titles = {f"{one.number}  {one.title}" for one in long.sections} | {"Words"}
    assert {sheet.cell(row, 1).value for row in breaks} <= titles
    for first, last in pairwise([1, *breaks, sheet.max_row]):
        assert sum(sheet.row_dimensions[n].height or 13.0 for n in range(first, last)) <= (842.0 - 80.0) / 0.8


def test_many_years_are_printed_over_several_pages_with_the_names_on_each(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "wide.xlsx") as file:
        book = Book(file, "Wide", money_scale(make_plan()))
        for name, years in (("narrow", 8), ("wide", 20)):
            book.sheet(name, "", ("Who", *map(str, range(2020, 2020 + years))), (40, 10))
        book.set_pages()
    narrow, wide = (openpyxl.load_workbook(tmp_path / "wide.xlsx")[name] for name in ("narrow", "wide"))
    assert narrow.sheet_properties.pageSetUpPr.fitToPage
    assert (wide.page_setup.scale, wide.print_title_cols) == (80, "$A:$A")


def test_what_later_pages_repeat_is_not_cut_off_there(tmp_path: Path) -> None:
    """Texts that run over several columns stand right of those that are repeated, and end on the first page."""
    with xlsxwriter.Workbook(tmp_path / "wide.xlsx") as file:
        book = Book(file, "Wide", money_scale(make_plan()))
        for name, years in (("narrow", 6), ("wide", 20)):
            sheet = book.sheet(name, "Money in billions", ("Who", *map(str, range(2020, 2020 + years))), (40, 10))
            book.meanings(sheet, 5, ["Cost: What falls due, whoever pays it. " * 5, "Nobody is hired."])
        book.set_pages()
    narrow, wide = (openpyxl.load_workbook(tmp_path / "wide.xlsx")[name] for name in ("narrow", "wide"))
    assert (narrow["A2"].value, narrow["B2"].value) == ("Money in billions", None)
    assert (wide["A2"].value, wide["B2"].value) == (None, "Money in billions")
    for sheet, last in ((narrow, "G"), (wide, "J")):  # 40.71 and nine times 10.71 of 141.25 digits
        assert sorted(map(str, sheet.merged_cells.ranges)) == [f"B7:{last}7", f"B8:{last}8"]
        assert [sheet["A7"].value, sheet["A8"].value] == ["Cost", None]
        assert sheet["B8"].value == "Nobody is hired."
        assert sheet.row_dimensions[7].height > 2 * 13.0, "high enough for its lines"


def test_pages_end_between_blocks_and_no_heading_is_left_alone(tmp_path: Path) -> None:
    lines = [3, 8, 7, 9, 30, 2, 12, 1]
    with xlsxwriter.Workbook(tmp_path / "long.xlsx") as file:
        book = Book(file, "Long", money_scale(make_plan()))
        sheet = book.sheet("long", "", ("Who", *map(str, range(2020, 2040))), (40, 10))
        row, begins = HEADER_ROW + 1, []
        for count in lines:
            begins.append(row + 1)
            filled = [YearLine((f"line {n}",), (1.0,) * 20) for n in range(count)]
            row = 1 + book.block(sheet, row, "Block", filled, "people")
        book.set_pages()
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx")["long"]
    breaks = [one.id + 1 for one in sheet.row_breaks.brk]
    assert breaks
    most = 42 - HEADER_ROW - 1  # rows of a page below those that are repeated
    for first, last in pairwise([HEADER_ROW + 2, *breaks, sheet.max_row + 1]):
        assert last - first <= most, "each page holds what surely fits"
    for begin, count in zip(begins, lines, strict=True):
        cut = [at for at in breaks if begin < at <= begin + count]
        assert not cut or (count > 9 and min(cut) > begin + 9), "a heading has its first lines on its page"
