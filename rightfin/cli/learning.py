"""Commands about what was promised, what happened and what comes next: benchmarks, track, roll, cash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.cli.asked import Asked, study_command

if TYPE_CHECKING:
    from rightfin.report.studies.findings import Findings


@study_command("benchmarks")
def benchmarks_command(of: Asked) -> Findings:
    """Are promises met? Benchmarks of the case against the plan, and against what happened where that is known."""
    from rightfin.report.studies.all import findings
    from rightfin.study.learning.benchmarks import benchmarks

    return findings(benchmarks(of.case, **of.words))


@study_command("track")
def track_command(
    of: Asked,
    planned: Annotated[
        Path | None, typer.Option("--plan", metavar="CASE", help="The case as it was planned, such as the workbook of an "
                                  "earlier plan; without it the case is planned as it stands.")
    ] = None,
) -> Findings:
    """Plan against fact: what was expected, what happened, and what explains the difference of spending."""
    from rightfin.reading import read_case
    from rightfin.report.studies.all import findings
    from rightfin.study.learning.track import track

    return findings(track(of.case, planned=None if planned is None else read_case(planned), **of.words))


@study_command("roll")
def roll_command(
    of: Asked,
    to: Annotated[str, typer.Option("--to", metavar="YEAR", help="Last year that is over.")],
    freeze: Annotated[
        int, typer.Option("--freeze", min=0, metavar="K", help="Years after it in which people join, leave and are "
                                                               "moved up "
                          "as in the plan before.")
    ] = 0,
    planned: Annotated[
        Path | None, typer.Option("--plan", metavar="CASE", help="The case as it was planned before; without it the "
                                                                 "case as "
                                  "it stands.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--case", metavar="OUT", help="Write next year's case: an .xlsx workbook or a folder for "
                                  "CSV files.")
    ] = None,
) -> Findings:
    """Next year's case: what happened is settled, the rest is planned anew; what changes against the plan before."""
    from rightfin.cli.asked import year_of
    from rightfin.io import write_case
    from rightfin.io.staging import refuse_existing
    from rightfin.reading import read_case
    from rightfin.report.studies.all import findings
    from rightfin.study.learning.roll import roll

    year = year_of(of, "--to", to)
    if write is not None:
        refuse_existing(write, of.force)
    before = None if planned is None else read_case(planned)
    found = roll(of.case, year, freeze=freeze, planned=before, **of.words)
    if write is not None:
        write_case(found.case, write, force=of.force)
    return findings(found)


@study_command("cash")
def cash_command(
    of: Asked,
    in_year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="Year of the plan; the first one if absent.")] = None,
) -> Findings:
    """One year by month: is there cash for the pay day, who is paid late, and what an earlier tranche is worth."""
    from rightfin.cli.asked import year_of
    from rightfin.report.studies.all import findings
    from rightfin.study.learning.cash import cash

    return findings(cash(of.case, year=None if in_year is None else year_of(of, "--year", in_year), **of.words))
