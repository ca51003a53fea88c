"""How the findings of a study are printed: sentences, then tables in the width of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from rightfin.cli.ending import Screen, out

if TYPE_CHECKING:
    from rightfin.report.studies.findings import Findings, FindingsTable

WIDEST = 190
"""Greatest width of a printed table; in a narrower window lines wrap, but no number is cut."""

MOST_ROWS = 30
"""Rows up to which a table is printed; the first table always is, ``--out`` and ``--json`` give all."""


def print_findings(findings: Findings, folder: Path | None) -> None:
    """Print what a study found; ``folder`` is where it was written."""
    from rightfin.report.studies.findings_files import WORKBOOK

    out.print(f"\n[bold]{escape(findings.title)}[/bold]\n", highlight=False)
    for sentence in findings.sentences:
        out.print(f"[bold]{escape(sentence.heading)}.[/bold] {escape(sentence.text)}", highlight=False)
    for place, table in enumerate(findings.tables):
        if place == 0 or len(table.rows) <= MOST_ROWS:
            _print_table(findings, table.shown())
        else:
            out.print(f"\n{escape(table.title)}: {len(table.rows)} rows; --out writes them.", highlight=False)
    if folder is not None:
        name = WORKBOOK.format(study=findings.study)
        places = f"\nWorkbook: {folder / name}\nTables:   {folder / 'tables'}"
        out.print(places, highlight=False, soft_wrap=True, markup=False)


def _print_table(findings: Findings, table: FindingsTable) -> None:
    from rightfin.report.studies.findings import Form, written

    money = any(heading.kind is Form.MONEY for heading in table.headings)
    title = f"{table.title} (money in {findings.scale.unit})" if money else table.title
    shown = Table(title=escape(title), title_justify="left", box=SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    rows = [
        [written(cell, heading.kind, findings.scale) for cell, heading in zip(row, table.headings, strict=True)]
        for row in table.rows
    ]
    for place, heading in enumerate(table.headings):
        text = heading.kind in (Form.TEXT, Form.VALUE)
        widest = 0 if text else max([len(row[place]) for row in rows] or [0])
        shown.add_column(escape(heading.text), justify="left" if text else "right", overflow="fold", min_width=widest)
    for row in rows:
        shown.add_row(*map(escape, row))
    out.print()
    Screen(width=max(out.width, min(WIDEST, 14 * len(table.headings) + 40))).print(shown)
    if table.note:
        out.print(escape(table.note), highlight=False)
