from __future__ import annotations

import io
import os
import tomllib
from pathlib import Path

import openpyxl
import pytest
from pipeline import tiny_case
from report.plan_fixture import make_case

from rightfin.case import CaseError, Issue
from rightfin.io import write_case
from rightfin.io.xlsx.safety import MOST_BYTES
from rightfin.reading import read_case_with_warnings
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


def test_cases_and_definitions_that_share_a_label_stay_apart(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    for name in ("demo", "other"):
        (inputs / name).mkdir(parents=True)
        (inputs / name / "settings.csv").write_text("key,value\n", encoding="utf-8")
    (inputs / "demo.xlsx").write_text("", encoding="utf-8")
    (tmp_path / "models").mkdir()
    for name in ("low_tax.toml", "low tax.toml"):
        (tmp_path / "models" / name).write_text("", encoding="utf-8")
    assert [entry.name for entry in sources.shipped_cases(inputs)] == ["Demo (demo)", "Demo (demo.xlsx)", "Other"]
    assert {entry.name for entry in sources.shipped_definitions(inputs)} == {
        "Low tax (low tax.toml)",
        "Low tax (low_tax.toml)",
    }


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
    [("case.xls", 10, "upload_kind"), ("case.xlsx", MOST_BYTES + 1, "upload_size")],
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
    assert all("/" not in issue.message for issue in caught.value.issues)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Our case 2024 (final).xlsx", "Our case 2024 (final).xlsx"),
        ("..\\..\\etc/Budget.XLSX", "Budget.xlsx"),
        ("a\0<b>:\u202e.xlsx", "a__b___.xlsx"),
        ("é" * 300 + ".xlsx", "é" * 50 + ".xlsx"),
        (".xlsx", ".xlsx"),
        ("....xlsx", "....xlsx"),
    ],
)
def test_problems_of_an_upload_name_the_visitors_file(name: str, shown: str) -> None:
    with pytest.raises(CaseError) as caught:
        sources.read_upload(name, b"not a workbook")
    assert caught.value.issues[0].message.startswith(f"{shown} ")


def test_upload_brings_its_warnings(tmp_path: Path) -> None:
    write_case(tiny_case(), tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(tmp_path / "case.xlsx")
    book.create_sheet("Own sums")
    book["Own sums"]["A1"] = 1
    book.save(tmp_path / "more.xlsx")
    found = sources.read_upload("more.xlsx", (tmp_path / "more.xlsx").read_bytes())
    warnings = found.warnings
    assert found.case == tiny_case()
    assert warnings == read_case_with_warnings(tmp_path / "more.xlsx")[1]
    assert any("Own sums" in str(issue) for issue in warnings)


def test_upload_of_an_incomplete_case_names_cells_or_tables(tmp_path: Path) -> None:
    write_case(make_case(), tmp_path / "case.xlsx")
    with pytest.raises(CaseError) as caught:
        sources.read_upload("case.xlsx", (tmp_path / "case.xlsx").read_bytes())
    assert any("cadres" in issue.table for issue in caught.value.issues)


def test_page_limit_is_the_least_that_lets_through_what_the_reader_takes() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    most = settings["server"]["maxUploadSize"] * 1024 * 1024
    assert most - 1024 * 1024 < MOST_BYTES <= most
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False


def test_page_is_served_to_this_machine_alone() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"


def test_a_workbook_with_problems_comes_back_marked(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    write_case(tiny_case(), path)
    issue = Issue("odd", "It is odd.", "Look.", "cadres", cell="cadres!A6")
    copy = sources.marked_upload("my ../case.xlsx", path.read_bytes(), [issue])
    assert copy is not None
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book.sheetnames[0] == "problems"
    assert "It is odd." in book["cadres"]["A6"].comment.text
    assert sources.marked_upload("x.xlsx", b"PK", [issue]) is None
