"""How the findings of a study are printed: sentences, then tables in the width of the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from rightfin.cli.columns import Printed, print_columns
from rightfin.cli.ending import out

if TYPE_CHECKING:
    from rightfin.report.studies.findings import Findings, FindingsTable

MOST_ROWS = 30
"""Rows up to which a table is printed; the first table always is, ``--out`` and ``--json`` give all."""


def print_findings(findings: Findings, folder: Path | None) -> None:
    """Print what a study found; ``folder`` is where it was written."""
    from rightfin.report.studies.findings_files import PICTURES, TABLES, WORKBOOK

    out.print(f"\n[bold]{escape(findings.title)}[/bold]\n", highlight=False)
    for sentence in findings.sentences:
        out.print(f"[bold]{escape(sentence.heading)}.[/bold] {escape(sentence.text)}", highlight=False)
    for place, table in enumerate(findings.tables):
        if place == 0 or len(table.rows) <= MOST_ROWS:
            _print_table(findings, table.shown())
        else:
            where = "--out DIR writes them" if folder is None else f"all of them stand in {folder / TABLES}"
            out.print(f"\n{escape(table.title)}: {len(table.rows)} rows; {where}.", highlight=False)
    if folder is not None:
        charts = [("Charts", PICTURES)] if findings.pictures else []
        print_places(folder, [("Workbook", WORKBOOK.format(study=findings.study)), *charts, ("Tables", TABLES)])


def print_places(folder: Path, places: Sequence[tuple[str, str]]) -> None:
    """Print where what was written stands: what it is, and its name in the folder."""
    lines = [f"{what + ':':<10}{folder / name}" for what, name in places]
    out.print("\n" + "\n".join(lines), highlight=False, soft_wrap=True, markup=False)


def _print_table(findings: Findings, table: FindingsTable) -> None:
    from rightfin.report.studies.findings import Form, numbers_alike, written

    money = any(heading.kind is Form.MONEY for heading in table.headings)
    title = f"{table.title} (money in {findings.scale.unit})" if money else table.title
    columns = []
    for place, heading in enumerate(table.headings):
        cells = [row[place] for row in table.rows]
        columns.append(numbers_alike(cells) if heading.kind is Form.NUMBER else
                       [written(cell, heading.kind, findings.scale) for cell in cells])
    out.print()
    print_columns(title, [
        Printed(heading.text, tuple(columns[place]), heading.kind in (Form.TEXT, Form.VALUE))
        for place, heading in enumerate(table.headings)
    ])
    if table.note:
        out.print(escape(table.note), highlight=False)
