"""The command that writes reports that must be filed anyway."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rightfin.cli.ending import out, stoppable
from rightfin.cli.frame import app, print_issues, reported
from rightfin.cli.options import CasePath, Force, ModelPath, Scenarios, Settings, TimeLimit, laid
from rightfin.cli.progress import progress_bar


class ReportKind(StrEnum):
    """Which report."""

    MTEF = "mtef"


@app.command("report")
def report_command(
    case: CasePath,
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for workbook, document, JSON and tables.")],
    kind: Annotated[
        ReportKind, typer.Option("--kind", help="mtef: the medium-term expenditure framework.")
    ] = ReportKind.MTEF,
    years: Annotated[int, typer.Option("--years", metavar="N", help="Years after the base year, 2 to 4.")] = 3,
    model: ModelPath = None,
    scenario: Scenarios = None,
    setting: Settings = None,
    time_limit: TimeLimit = None,
    force: Force = False,
) -> None:
    """Write a report that must be filed anyway, from the plan: a workbook, and a document in Markdown."""
    from rightfin import plan
    from rightfin.reading import read_saved
    from rightfin.report.filed.markdown import markdown_of
    from rightfin.report.filed.mtef import expenditure_framework
    from rightfin.report.studies.findings_files import refuse_existing_findings, write_findings

    with reported():
        refuse_existing_findings(str(kind), folder, force)
        over = laid(model, scenario, setting)
        saved = read_saved(case)
        print_issues(saved.warnings)
        with progress_bar() as progress, stoppable(time_limit) as control:
            planned = plan(saved.case, **over.words, progress=progress, control=control)
        found = expenditure_framework(planned, years)
        for path in write_findings(found, folder, force=force, document=(f"{kind}.md", markdown_of(found))):
            out.print(str(path), highlight=False, markup=False, soft_wrap=True)
