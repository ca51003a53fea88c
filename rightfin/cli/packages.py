"""The command that shows the library of packages, and what one of them costs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rightfin.cli.frame import app, print_json, reported
from rightfin.cli.options import AsJson, Force, OutFolder, Scenarios, Settings, settings_of
from rightfin.cli.shown import print_findings


@app.command("packages")
def packages_command(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A package; without it, all are listed.")] = None,
    case: Annotated[
        Path | None, typer.Argument(metavar="CASE", help="A case at whose prices it is shown: a folder, a workbook, or a "
                                    "shipped one.")
    ] = None,
    institution: Annotated[
        str | None, typer.Option("--institution", metavar="I", help="Institution of the case in which it would stand.")
    ] = None,
    scenario: Scenarios = None, setting: Settings = None, folder: OutFolder = None, as_json: AsJson = False,
    force: Force = False,
) -> None:
    """What does a police station cost? The packages of the library, and one of them part by part, at a case's prices."""
    with reported(as_json):
        from rightfin.case.packages.library import packages
        from rightfin.reading import read_case
        from rightfin.report.studies.findings_files import findings_json, write_findings
        from rightfin.report.studies.package_cost import findings, of_library
        from rightfin.study.unit_cost.package import package_cost

        if name is None:
            found = of_library(package_cost(package.name) for package in packages())
        else:
            planned = None if case is None else read_case(case)
            found = findings(package_cost(
                name, case=planned, institution=institution, scenarios=tuple(scenario or ()),
                settings=settings_of(setting or []),
            ))
        if folder is not None:
            write_findings(found, folder, force=force)
    if as_json:
        print_json(findings_json(found))
    else:
        print_findings(found, folder)
