"""What LibreOffice makes of a workbook: its formulas recalculated, and its cells as they are shown."""

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
    _convert(book, folder, "xlsx")
    return openpyxl.load_workbook(folder / "again" / book.name, data_only=True)


def shown_by_libreoffice(book: Path, folder: Path) -> str:
    """Return the first sheet of a workbook as LibreOffice shows it, its cells separated by commas."""
    _convert(book, folder, "csv:Text - txt - csv (StarCalc):44,34,76")
    return (folder / "again" / book.with_suffix(".csv").name).read_text(encoding="utf-8")


def _convert(book: Path, folder: Path, form: str) -> None:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", form,
               "--outdir", str(folder / "again"), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
