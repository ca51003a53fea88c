"""A case with names from right to left: sheets for people isolate them, the case in the file is as it was typed."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from report.test_bidi import POLICE, direction
from ui.whole_case import right_to_left

from rightfin.io.workbook.style import new_workbook
from rightfin.planning import plan
from rightfin.reading import read_saved
from rightfin.report.taken_home import results_workbook
from rightfin.report.words.bidi import led
from rightfin.report.workbook.led_sheet import LedSheet
from rightfin.schema import BY_NAME


@pytest.fixture(scope="module")
def content() -> bytes:
    return results_workbook(plan(right_to_left()), right_to_left())


def test_no_name_stands_beside_other_words_without_being_isolated(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    texts = [str(cell) for sheet in book if sheet.title not in BY_NAME and sheet.sheet_state == "visible"
             for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    named = [text for text in texts if any("\u0600" <= sign <= "\u06ff" for sign in text)]
    assert len(named) > 50
    assert [text for text in named if {"R", "AL"} & set(direction(text)) and {"L", "EN"} & set(direction(text))] == []


def test_the_case_is_read_again_as_it_was(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    assert read_saved(path).case == right_to_left()


def test_a_text_is_led_however_it_is_written() -> None:
    book = new_workbook("Police")
    sheet = book.add_worksheet("Sheet", LedSheet)
    sheet.write_string(0, 0, f"{POLICE} 1")
    sheet.write(1, 0, f"{POLICE} 2")
    sheet.merge_range(2, 0, 2, 3, f"{POLICE} 3")
    sheet.write_url(3, 0, "internal:Sheet!A1", None, f"{POLICE} 4")
    sheet.merge_range(4, 0, 4, 3, "")
    sheet.write(5, 0, 6.0)
    book.close()
    read = openpyxl.load_workbook(book.filename)["Sheet"]
    assert [read.cell(row, 1).value for row in range(1, 7)] == [
        *(led(f"{POLICE} {number}") for number in range(1, 5)), None, 6.0]
