"""A results workbook is planned again by the command that it shows."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import openpyxl
from random_cases import random_case
from typer.testing import CliRunner

from rightfin.cli import app
from rightfin.io import write_csv_folder


def test_the_command_in_the_workbook_makes_the_same_plan(tmp_path: Path) -> None:
    write_csv_folder(random_case(14), tmp_path / "case")
    first = ["plan", str(tmp_path / "case"), "--set", "tail_years=1", "--set", "arrears_tolerance=0.01"]
    assert CliRunner().invoke(app, [*first, "--out", str(tmp_path / "first")]).exit_code == 0
    workbook = tmp_path / "first" / "plan.xlsx"
    shown = next(row[1] for row in openpyxl.load_workbook(workbook)["Provenance"].values if row[0] == "To make it again")
    program, *command = shlex.split(str(shown))
    assert program == "rightfin"
    again = [str(workbook) if part == "plan.xlsx" else part for part in command]
    assert again != command
    assert CliRunner().invoke(app, [*again, "--out", str(tmp_path / "second")]).exit_code == 0
    made = [json.loads((tmp_path / name / "plan.json").read_text(encoding="utf-8")) for name in ("first", "second")]
    assert made[0]["tables"] == made[1]["tables"]
    assert made[0]["provenance"] == made[1]["provenance"]
