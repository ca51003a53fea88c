"""No format of a workbook that rightfin writes loses a minus sign, in LibreOffice either."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook
from recalculated import shown_by_libreoffice
from report.plan_fixture import make_case, make_plan

from rightfin.io import write_workbook
from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading
from rightfin.report.studies.findings_files import write_findings
from rightfin.report.words.wording import scale_of
from rightfin.report.workbook import write_workbook as write_results

NUMBERS = (-1_234_567.8, -1000.0, -999.5, -12.0, -0.25)
SIGNED = re.compile("-[^-]+|0+")
"""One minus sign, or a number that is rounded to nothing."""

WORDS = ("@", '"TRUE";"TRUE";"FALSE"')
"""Formats that show texts alone."""


def written(folder: Path) -> list[Path]:
    """Write one workbook of each kind and return where they are."""
    case, results, findings = folder / "case.xlsx", folder / "results.xlsx", folder / "findings"
    write_workbook(make_case(), case)
    write_results(make_plan(), make_case(), results)
    table = FindingsTable("all", "All", tuple(Heading(kind, kind, kind) for kind in Form if kind is not Form.TEXT),
                          tuple((number,) * (len(Form) - 1) for number in NUMBERS))
    write_findings(Findings("diff", "All", "LCU", scale_of(1e9, "LCU"), True, (), (table,)), findings)
    return [case, results, *findings.glob("*.xlsx")]


def test_every_number_format_keeps_the_minus_sign(tmp_path: Path) -> None:
    cells = (cell for path in written(tmp_path) for sheet in load_workbook(path) for row in sheet for cell in row)
    formats = sorted({cell.number_format for cell in cells} - set(WORDS))
    assert len(formats) > 5
    path = tmp_path / "formats.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, pattern in enumerate(formats):
        for column, number in enumerate(NUMBERS):
            sheet.write_number(row, column, number, book.add_format({"num_format": pattern}))
    book.close()
    shown = list(csv.reader(shown_by_libreoffice(path, tmp_path).splitlines()))
    without = {(pattern, number): cell for pattern, row in zip(formats, shown, strict=True)
               for number, cell in zip(NUMBERS, row, strict=True) if not SIGNED.fullmatch(cell.strip())}
    assert without == {}
