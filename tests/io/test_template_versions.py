"""Which template a workbook was made from, and that those of older versions still read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from rightfin.case import Case
from rightfin.io import read_form, read_workbook, write_csv_folder, write_template, write_workbook
from rightfin.io.template_version import VERSION_CELL
from rightfin.schema.versions import VERSION

FILES = Path(__file__).parent / "files"
DEMO = Path(__file__).parents[1] / "inputs" / "old" / "demo"
"""The fictional case as it was when the workbook was written."""


@pytest.fixture(scope="module")
def demo() -> Case:
    return read_form(DEMO).case


def test_a_workbook_of_version_1_reads_to_the_same_case_and_says_what_changed(demo: Case) -> None:
    assert read_workbook(FILES / "template_1.xlsx").version == 1
    found = read_form(FILES / "template_1.xlsx")
    settings = found.case.records("settings")
    (tolerance,) = (row for row in settings if row["key"] == "arrears_tolerance")
    assert tolerance["value"] == 0.0001  # the demo of that time accepted debts, which it no longer does
    committed = [{**row, "goes_on": False} for row in found.case.records("committed")]  # a column of version 3
    since = {"settings": [row for row in settings if row is not tolerance], "committed": committed}
    assert found.case.replace(since) == demo
    warning, = found.issues
    assert warning.code == "template_version"
    assert "trail" in warning.message
    assert "note" in warning.message


def test_what_is_written_now_states_its_version_and_gives_no_warning(demo: Case, tmp_path: Path) -> None:
    write_workbook(demo, tmp_path / "demo.xlsx")
    write_template(tmp_path / "empty.xlsx")
    for name in ("demo.xlsx", "empty.xlsx"):
        assert read_workbook(tmp_path / name).version == VERSION
    assert read_form(tmp_path / "demo.xlsx").issues == ()


@pytest.mark.parametrize(("says", "version"), [(f"Template version {VERSION + 1}", VERSION + 1), ("", 1)])
def test_other_versions_are_warned_of(demo: Case, tmp_path: Path, says: str, version: int) -> None:
    write_workbook(demo, tmp_path / "demo.xlsx")
    book = load_workbook(tmp_path / "demo.xlsx")
    book["guide"][VERSION_CELL].value = says
    book.save(tmp_path / "other.xlsx")
    assert read_workbook(tmp_path / "other.xlsx").version == version
    found = read_form(tmp_path / "other.xlsx")
    assert [issue.code for issue in found.issues] == ["template_version"]
    assert found.case == demo


def test_without_a_guide_nothing_is_said(demo: Case, tmp_path: Path) -> None:
    write_workbook(demo, tmp_path / "demo.xlsx")
    book = load_workbook(tmp_path / "demo.xlsx")
    del book["guide"]
    book.save(tmp_path / "bare.xlsx")
    assert read_workbook(tmp_path / "bare.xlsx").version is None
    assert read_form(tmp_path / "bare.xlsx").issues == ()
    write_csv_folder(demo, tmp_path / "folder")
    assert read_form(tmp_path / "folder").issues == ()
