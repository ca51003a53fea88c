from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from report.plan_fixture import make_case

from rightfin.case import CaseError
from rightfin.io import write_case
from rightfin.ui import sources

ROOT = Path(__file__).resolve().parents[2]


def test_inputs_come_from_the_environment_or_the_repository(tmp_path: Path) -> None:
    assert sources.inputs_folder({sources.INPUTS_VARIABLE: str(tmp_path)}) == tmp_path
    assert sources.inputs_folder({sources.INPUTS_VARIABLE: " "}) == ROOT / "inputs"
    assert sources.inputs_folder({}) == ROOT / "inputs"


def test_shipped_cases_are_folders_with_settings_and_workbooks(tmp_path: Path) -> None:
    (tmp_path / "north_land").mkdir()
    (tmp_path / "north_land" / "settings.csv").write_text("key,value\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for name in ("book.xlsx", "~$book.xlsx", "notes.txt", ".hidden.xlsx"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [entry.name for entry in sources.shipped_cases(tmp_path)] == ["Book", "North land"]
    assert sources.shipped_cases(tmp_path / "nowhere") == ()


def test_definitions_stand_beside_the_cases_default_first(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    for name in ("austerity.toml", "default.toml", "readme.md"):
        (tmp_path / "models" / name).write_text("", encoding="utf-8")
    assert [entry.name for entry in sources.shipped_definitions(tmp_path / "inputs")] == [
        "Default",
        "Austerity",
    ]


def test_stamp_changes_with_the_files(tmp_path: Path) -> None:
    file = tmp_path / "settings.csv"
    file.write_text("a", encoding="utf-8")
    before = sources.stamp(tmp_path)
    assert sources.stamp(tmp_path) == before
    os.utime(file, ns=(1, 1))
    assert sources.stamp(tmp_path) != before


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [("case.xls", 10, "upload_kind"), ("case.xlsx", sources.LARGEST_UPLOAD + 1, "upload_size")],
)
def test_uploads_are_checked_again_in_python(name: str, size: int, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        sources.read_upload(name, b"x" * size)
    assert [issue.code for issue in caught.value.issues] == [code]
    assert caught.value.issues[0].remedy


def test_upload_that_is_no_workbook_is_refused_with_a_remedy() -> None:
    with pytest.raises(CaseError) as caught:
        sources.read_upload("../../case.xlsx", b"not a workbook")
    assert all(issue.remedy for issue in caught.value.issues)


def test_upload_of_an_incomplete_case_names_cells_or_tables(tmp_path: Path) -> None:
    write_case(make_case(), tmp_path / "case.xlsx")
    with pytest.raises(CaseError) as caught:
        sources.read_upload("case.xlsx", (tmp_path / "case.xlsx").read_bytes())
    assert any("cadres" in issue.table for issue in caught.value.issues)


def test_page_limit_is_that_of_python() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] * 1024 * 1024 == sources.LARGEST_UPLOAD
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False
