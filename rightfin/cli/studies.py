"""Commands that ask about donors' exits: exit, require, coordinate, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rightfin.cli.ending import ANSWERED_NO, stoppable
from rightfin.cli.frame import (
    AsJson,
    CasePath,
    Force,
    ModelPath,
    OutFolder,
    Scenarios,
    Settings,
    TimeLimit,
    app,
    print_issues,
    print_json,
    reported,
    settings_of,
)
from rightfin.cli.progress import progress_bar
from rightfin.cli.shown import print_findings

if TYPE_CHECKING:
    from rightfin.case import Case
    from rightfin.definition import Definition
    from rightfin.progress import Progress
    from rightfin.report.studies.findings import Findings
    from rightfin.solve.control import Control

    Ask = Callable[[Case, Definition, list[str], dict[str, str], Progress, Control], Findings]

Donors = Annotated[
    list[str] | None, typer.Option("--donor", metavar="D", help="A donor; may be repeated. Without it, all donors.")
]


def _study(
    name: str, ask: Ask, case: Path, model: Path | None, scenario: list[str] | None, setting: list[str] | None,
    folder: Path | None, as_json: bool, time_limit: float | None, force: bool,
) -> None:
    """Read a case, ask, then print and write what was found."""
    with reported(as_json):
        from rightfin.definition import default_definition, read_definition
        from rightfin.reading import read_case_with_warnings
        from rightfin.report.studies.findings import stamped
        from rightfin.report.studies.findings_files import findings_json, refuse_existing_findings, write_findings

        if folder is not None:
            refuse_existing_findings(name, folder, force)
        definition = read_definition(model) if model is not None else default_definition()
        settings = settings_of(setting or [])
        found, warnings = read_case_with_warnings(case)
        with progress_bar() as progress, stoppable(time_limit) as control:
            findings = ask(found, definition, scenario or [], settings, progress, control)
        findings = stamped(findings, found, definition, scenario or [], settings)
        if folder is not None:
            write_findings(findings, folder, force)
    if as_json:
        print_json(findings_json(findings))
    else:
        print_issues(warnings)
        print_findings(findings, folder)
    if not findings.answered:
        raise typer.Exit(ANSWERED_NO)


@app.command("exit")
def exit_command(
    case: CasePath, donor: Donors = None,
    coverage: Annotated[
        float | None, typer.Option("--coverage", metavar="SHARE", help="Ask also for at least this share of the coverage "
                                   "with donors, such as 0.9.")
    ] = None,
    margin: Annotated[
        bool, typer.Option("--margin", help="Ask also that the last year's force can be kept up for good.")
    ] = False,
    calendars: Annotated[
        bool, typer.Option("--calendars", help="Find also all calendars of donors' years of which none is dominated.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that solve.")] = 1,
    model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, folder: OutFolder = None,
    as_json: AsJson = False, time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """When can donors leave? Each year in turn, the earliest that passes a test, and what breaks before it."""

    def ask(case: Case, definition: Definition, scenarios: list[str], settings: dict[str, str], progress: Progress,
            control: Control) -> Findings:
        from rightfin.report.studies.exits import findings
        from rightfin.study.exits.calendars import exit_calendars
        from rightfin.study.exits.criterion import ExitTest
        from rightfin.study.exits.study import exit_study

        test = ExitTest(coverage=coverage, margin=margin)
        found = exit_calendars(  # first, because it may refuse
            case, definition=definition, scenarios=scenarios, settings=settings, donors=donor or None, test=test,
            workers=workers, progress=progress, control=control,
        ) if calendars else None
        study = exit_study(
            case, definition=definition, scenarios=scenarios, settings=settings, donors=donor or None, test=test,
            workers=workers, progress=progress, control=control,
        )
        return findings(study, found)

    _study("exit", ask, case, model, scenario, setting, folder, as_json, time_limit, force)


@app.command("require")
def require_command(
    case: CasePath,
    year: Annotated[int, typer.Option("--exit", metavar="YEAR", help="First year without the donors' money.")],
    donor: Donors = None,
    keep: Annotated[
        float, typer.Option("--keep", metavar="SHARE", help="Share of the force to be kept, of the one that donors make "
                            "possible; 1 is all of it.")
    ] = 1.0,
    pace: Annotated[
        float, typer.Option("--pace", metavar="POINTS", help="Points of GDP by which revenue can rise a year.")
    ] = 0.5,
    model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, folder: OutFolder = None,
    as_json: AsJson = False, time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """What would it take to be free of donors by a year? Revenue, unit costs, a fund, a smaller force, all together."""

    def ask(case: Case, definition: Definition, scenarios: list[str], settings: dict[str, str], progress: Progress,
            control: Control) -> Findings:
        from rightfin.report.studies.all import findings
        from rightfin.study.requirement.study import require

        return findings(require(
            case, definition=definition, scenarios=scenarios, settings=settings, year=year, donors=donor or None, keep=keep,
            pace=pace, progress=progress, control=control,
        ))

    _study("require", ask, case, model, scenario, setting, folder, as_json, time_limit, force)


@app.command("coordinate")
def coordinate_command(
    case: CasePath,
    fee: Annotated[float, typer.Option("--fee", metavar="SHARE", help="Share that the pool's administrator keeps.")] = 0.01,
    delay: Annotated[int, typer.Option("--delay", metavar="YEARS", help="Years by which the pool pays later.")] = 1,
    donor: Donors = None,
    model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, folder: OutFolder = None,
    as_json: AsJson = False, time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """What is coordination worth? The same pledges earmarked, in a real pool, in a perfect pool; what restrictions cost."""

    def ask(case: Case, definition: Definition, scenarios: list[str], settings: dict[str, str], progress: Progress,
            control: Control) -> Findings:
        from rightfin.report.studies.all import findings
        from rightfin.study.coordination.study import coordination

        return findings(coordination(
            case, definition=definition, scenarios=scenarios, settings=settings, fee=fee, delay=delay,
            members=donor or None, progress=progress, control=control,
        ))

    _study("coordinate", ask, case, model, scenario, setting, folder, as_json, time_limit, force)


@app.command("withdraw")
def withdraw_command(
    case: CasePath,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="First year without the donor, the same for all; without "
                                 "it, the first year planned. The worst year of each is sought in any case.")
    ] = None,
    donor: Donors = None,
    model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, folder: OutFolder = None,
    as_json: AsJson = False, time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """What if a donor leaves without notice? Each in turn: who is unpaid, which needs open up, what would absorb it."""

    def ask(case: Case, definition: Definition, scenarios: list[str], settings: dict[str, str], progress: Progress,
            control: Control) -> Findings:
        from rightfin.report.studies.all import findings
        from rightfin.study.withdrawal.study import withdrawals

        return findings(withdrawals(
            case, definition=definition, scenarios=scenarios, settings=settings, year=year, donors=donor or None,
            progress=progress, control=control,
        ))

    _study("withdraw", ask, case, model, scenario, setting, folder, as_json, time_limit, force)
