"""Findings of a study as a page shows them, apart from how they are drawn: tables with units, the workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from rightfin.report.charts.pictures import drawn
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading, in_points, written
from rightfin.report.words.wording import Scale
from rightfin.report.workbook.findings import write_findings_workbook
from rightfin.schema import FiscalYear


def frame_of(table: FindingsTable, scale: Scale) -> pd.DataFrame:
    """Return the columns that people see: money in the unit of ``scale``, shares in per cent; headings name the units.

    Headings that occur twice are told apart by blanks at their end.
    """
    shown = table.shown()
    found: dict[str, pd.Series[Any]] = {}
    for place, heading in enumerate(shown.headings):
        text = titled(heading, scale)
        while text in found:
            text += " "
        cells = [_cell(row[place], heading.kind, scale) for row in shown.rows]
        numeric = heading.kind not in (Form.TEXT, Form.VALUE) and not any(isinstance(cell, str) for cell in cells)
        whole = "Int64" if heading.kind is Form.YEAR else float
        found[text] = pd.Series(cells, dtype=whole if numeric else object)
    return pd.DataFrame(found)


def titled(heading: Heading, scale: Scale) -> str:
    """Return a heading with the unit of its column."""
    unit = {Form.MONEY: scale.unit, Form.SHARE: "%"}.get(heading.kind)
    return heading.text if unit is None else f"{heading.text} ({unit})"


def _cell(cell: Cell, kind: Form, scale: Scale) -> Cell:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, FiscalYear):
        return str(cell)
    if kind is Form.VALUE:  # one column of a page holds texts or numbers, not both
        return written(cell, kind, scale)
    if kind is Form.MONEY:
        return round(scale.of(cell), scale.decimals) + 0.0
    if kind is Form.SHARE:
        return round(100.0 * cell, 1) + 0.0
    if kind is Form.POINTS:
        return in_points(cell)
    return round(cell) if kind is Form.PEOPLE else cell


def workbook_bytes(findings: Findings) -> bytes:
    """Return the workbook of a study."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "findings.xlsx"
        write_findings_workbook(findings, path, drawn([picture.chart for picture in findings.pictures]))
        return path.read_bytes()
