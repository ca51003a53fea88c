"""The workbook's formulas recalculated by LibreOffice: every total equals the number that the engine stored."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest
from random_cases import random_case

from rightfin.planning import plan
from rightfin.report.files import write_plan

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def test_every_formula_recalculates_to_its_stored_value(tmp_path: Path) -> None:
    case = random_case(14)
    write_plan(plan(case), case, tmp_path / "plan")
    book = tmp_path / "plan" / "plan.xlsx"
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", "--convert-to", "xlsx",
               "--outdir", str(tmp_path / "again"), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    stored = openpyxl.load_workbook(book, data_only=True)
    formulas = openpyxl.load_workbook(book)
    again = openpyxl.load_workbook(tmp_path / "again" / "plan.xlsx", data_only=True)
    compared = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                kept, fresh = stored[sheet.title][cell.coordinate].value, again[sheet.title][cell.coordinate].value
                assert isinstance(kept, int | float), f"{sheet.title}!{cell.coordinate} has no stored value"
                assert fresh == pytest.approx(kept, rel=1e-9, abs=1e-6), f"{sheet.title}!{cell.coordinate}"
                compared += 1
    assert compared > 100
