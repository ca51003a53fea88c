"""Reading and writing either form by its path."""

from __future__ import annotations

from pathlib import Path

import pytest
from raw_tables import grids, tables

from rightfin.case import Case, CaseError
from rightfin.case.issue import Issue
from rightfin.case.reading.parse import locate, parse
from rightfin.io import read_form, read_raw, write_case


@pytest.fixture
def case() -> Case:
    return parse(tables(grids())).case


@pytest.mark.parametrize(("name", "cell"), [("case", "cadres.csv line 3"), ("case.XLSX", "cadres!B6")])
def test_the_path_decides_the_form(case: Case, tmp_path: Path, name: str, cell: str) -> None:
    write_case(case, tmp_path / "new" / name)
    found = read_form(str(tmp_path / "new" / name))
    assert found.case == case
    late = Issue("reference", "There is no such institution.", "Add it.", "cadres", "soldier", "institution")
    assert locate([late], found.positions)[0].cell == cell


def test_a_missing_path_is_said_plainly(tmp_path: Path) -> None:
    for name in ("nothing", "nothing.xlsx", "nothing.csv"):
        with pytest.raises(CaseError, match="does not exist"):
            read_raw(tmp_path / name)


def test_what_is_not_a_case_is_said_plainly(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"holds no settings\.csv"):
        read_raw(tmp_path)
    write_case(case, tmp_path / "case")
    with pytest.raises(CaseError, match="one table, not a case"):
        read_raw(tmp_path / "case" / "cadres.csv")
    (tmp_path / "letter.txt").write_text("Dear colleague")
    with pytest.raises(CaseError, match="text or CSV file"):
        read_raw(tmp_path / "letter.txt")


@pytest.mark.parametrize("name", ["case.xls", "case.xlsm", "case.ods", "case.csv"])
def test_other_formats_are_refused(case: Case, tmp_path: Path, name: str) -> None:
    with pytest.raises(CaseError, match="cannot be written as"):
        write_case(case, tmp_path / name)


def test_a_file_in_the_place_of_a_folder_is_never_replaced(case: Case, tmp_path: Path) -> None:
    (tmp_path / "case").write_text("mine")
    with pytest.raises(CaseError, match="is a file"):
        write_case(case, tmp_path / "case", force=True)
    assert (tmp_path / "case").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_said_plainly(case: Case, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError, match="cannot be written"):
        write_case(case, tmp_path / "file" / "case.xlsx")
