"""The files of a study: workbook, JSON, tables as CSV, charts."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import numpy as np

from rightfin.io.escapes import escaped_cell
from rightfin.io.refusal import refusal
from rightfin.io.staging import refuse_existing, staged_file, staged_folder
from rightfin.report.charts.pictures import drawn
from rightfin.report.files import json_text
from rightfin.report.studies.findings import Cell, Findings, FindingsTable
from rightfin.report.workbook.findings import write_findings_workbook

WORKBOOK, DOCUMENT, TABLES, PICTURES = "{study}.xlsx", "{study}.json", "tables", "charts"


def write_findings(
    findings: Findings, folder: str | Path, *, document: tuple[str, str] | None = None, force: bool = False
) -> tuple[Path, ...]:
    """Write ``<study>.xlsx``, ``<study>.json``, ``tables/<study>_*.csv`` and ``charts/<study>_*.png``; return the paths.

    They stand there as a whole or not at all; nothing of an older study stays beside them, and other files in the folder
    are left alone. ``document`` is a text that stands beside the workbook: name and content. Equal findings give equal
    bytes. Raises ``CaseError`` if one of the files is there already and ``force`` is not set, or if the folder cannot be
    written to.
    """
    folder = Path(folder)
    refuse_existing_findings(findings.study, folder, force)
    if document is not None:
        refuse_existing(folder / document[0], force)
    refuse = partial(refuse_existing_findings, findings.study, folder, force)
    with staged_folder(folder, refuse, lambda: _standing(findings.study, folder), (TABLES, PICTURES)) as stage:
        for part in (TABLES, PICTURES):
            (stage / part).mkdir()
        pictures = drawn([picture.chart for picture in findings.pictures])
        write_findings_workbook(findings, stage / WORKBOOK.format(study=findings.study), pictures)
        _write(stage / DOCUMENT.format(study=findings.study), json_text(findings_json(findings)))
        if document is not None:
            _write(stage / document[0], document[1])
        for table in findings.tables:
            _write(stage / TABLES / f"{_stem(findings.study, table.name)}.csv", csv_of(table))
        for picture, png in zip(findings.pictures, pictures, strict=True):
            (stage / PICTURES / f"{_stem(findings.study, picture.name)}.png").write_bytes(png)
        made = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    return tuple(folder / file for file in made)


def write_findings_file(findings: Findings, path: str | Path, force: bool = False) -> None:
    """Write the workbook of a study alone, under any name that ends in ``.xlsx``.

    Raises ``CaseError`` as ``refuse_findings_workbook`` does, or if the file cannot be written.
    """
    path = Path(path)
    refuse_findings_workbook(path, force)
    with staged_file(path, force) as made:
        write_findings_workbook(findings, made, drawn([picture.chart for picture in findings.pictures]))


def refuse_findings_workbook(path: Path, force: bool) -> None:
    """Raise ``CaseError`` if a workbook cannot be written there: another ending, a folder, or a file that is to stay."""
    if path.suffix.lower() != ".xlsx":
        raise refusal("not_a_workbook_name", f"{path.name} does not end in .xlsx.", "Give the workbook a name that does.")
    if path.is_dir():
        raise refusal("exists", f"{path} is a folder.", "Choose another name.")
    refuse_existing(path, force)


def refuse_existing_findings(study: str, folder: Path, force: bool) -> None:
    """Raise ``CaseError`` if the folder holds files of such a study and ``force`` is not set, or is no folder."""
    if folder.exists() and not folder.is_dir():
        raise refusal("in_the_way", f"{folder} cannot be written as a folder: a file of that name is there.",
                      "Rename or delete it, or choose another place.")
    standing = _standing(study, folder)
    if standing and not force:
        raise refusal("exists", f"{folder} already holds {standing[0]}.",
                      "Choose another folder, or replace it with --force.")


def _standing(study: str, folder: Path) -> list[str]:
    patterns = (WORKBOOK.format(study=study), DOCUMENT.format(study=study), f"{TABLES}/{study}_*.csv",
                f"{PICTURES}/{study}_*.png")
    return [str(path.relative_to(folder)) for pattern in patterns for path in sorted(folder.glob(pattern))]


def findings_json(findings: Findings) -> dict[str, object]:
    """Return findings as a program reads them: money in whole units, shares as fractions."""
    return {
        "study": findings.study,
        "title": findings.title,
        "answered": findings.answered,
        "currency": findings.currency,
        "sentences": [{"topic": s.topic, "heading": s.heading, "text": s.text} for s in findings.sentences],
        "tables": {
            table.name: {
                "title": table.title, "note": table.note,
                "columns": [heading.name for heading in table.headings],
                "kinds": [str(heading.kind) for heading in table.headings],
                "rows": [list(row) for row in table.rows],
            }
            for table in findings.tables
        },
        "method": list(findings.method),
        "provenance": dict(findings.provenance),
    }


def csv_of(table: FindingsTable) -> str:
    """Return a table as CSV: numbers to ten digits, texts that look like formulas escaped."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([heading.name for heading in table.headings])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _stem(study: str, name: str) -> str:
    return name if name.startswith(f"{study}_") else f"{study}_{name}"


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escaped_cell(cell)
    if isinstance(cell, float):  # ten digits, never in powers of ten
        return np.format_float_positional(cell + 0.0, precision=10, fractional=False, trim="-")
    return repr(cell)  # of a year the number


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
