"""What LibreOffice makes of workbooks: their formulas recalculated, and their cells as they are shown."""

from __future__ import annotations

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""

NO_FORMULA = re.compile(
    rb"<dataValidations.*?</dataValidations>|<conditionalFormatting.*?</conditionalFormatting>|<legacyDrawing[^>]*/>"
    rb'|<definedName name="_xlnm.Print_Titles"[^>]*>[^<]*</definedName>', re.DOTALL)
"""What no formula looks at, and LibreOffice takes most of its time for: repeated headings above all, drop-downs, marks,
and comments."""


def recalculate(book: Path, folder: Path) -> Any:
    """Return the workbook with all formulas computed anew, as openpyxl reads its values; ``folder`` is for scratch."""
    found, = recalculate_all([book], folder)
    return found


def recalculate_all(books: Sequence[Path], folder: Path) -> list[Any]:
    """Return workbooks of different names with all formulas computed anew, in one start of LibreOffice."""
    light = folder / "light"
    light.mkdir(exist_ok=True)
    for book in books:
        with zipfile.ZipFile(book) as whole, zipfile.ZipFile(light / book.name, "w") as lighter:
            for part in whole.namelist():
                content = whole.read(part)
                lighter.writestr(part, NO_FORMULA.sub(b"", content) if part.startswith("xl/wor") else content)
    _convert([light / book.name for book in books], folder, "xlsx")
    return [openpyxl.load_workbook(folder / "again" / book.name, data_only=True) for book in books]


def shown_by_libreoffice(book: Path, folder: Path) -> str:
    """Return the first sheet of a workbook as LibreOffice shows it, its cells separated by commas."""
    _convert([book], folder, "csv:Text - txt - csv (StarCalc):44,34,76")
    return (folder / "again" / book.with_suffix(".csv").name).read_text(encoding="utf-8")


@cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """Return the folder with the settings of LibreOffice; it lives as long as this process."""
    place = tempfile.TemporaryDirectory(prefix="libreoffice")
    user = Path(place.name) / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    return place


def _convert(books: Sequence[Path], folder: Path, form: str) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{_profile().name}", "--headless", "--convert-to", form,
               "--outdir", str(folder / "again"), *map(str, books)]
    subprocess.run(command, check=True, capture_output=True, timeout=500)
