"""A workbook recalculated by LibreOffice, for tests that compare stored results of formulas with fresh ones."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import openpyxl

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def recalculate(book: Path, folder: Path) -> Any:
    """Return the workbook with all formulas computed anew, as openpyxl reads its values; ``folder`` is for scratch."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "xlsx",
               "--outdir", str(folder / "again"), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return openpyxl.load_workbook(folder / "again" / book.name, data_only=True)
