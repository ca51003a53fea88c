"""Commands that ask about a case: exit, require, coordinate, withdraw, cost; and audit, which asks about its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from inspect import Parameter, Signature, signature
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, get_type_hints

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.ending import ANSWERED_NO, stoppable
from rightfin.cli.frame import app, print_issues, print_json, reported
from rightfin.cli.options import (
    AsJson,
    CasePath,
    Donors,
    Force,
    Laid,
    ModelPath,
    OutFolder,
    Providers,
    Scenarios,
    Settings,
    TimeLimit,
    laid,
)
from rightfin.cli.progress import progress_bar
from rightfin.cli.shown import print_findings

if TYPE_CHECKING:
    from rightfin.case import Case
    from rightfin.progress import Progress
    from rightfin.report.studies.findings import Findings
    from rightfin.solve.control import Control

_Own = ParamSpec("_Own")
"""The options that a study has to itself."""


@dataclass(frozen=True)
class Asked:
    """What every study is asked about, and how it tells and is stopped."""

    case: Case
    over: Laid
    progress: Progress
    control: Control

    @property
    def words(self) -> dict[str, Any]:
        """All but the case, by the names that studies know it under."""
        return {**self.over.words, "progress": self.progress, "control": self.control}


def _study(
    name: str, ask: Callable[[Asked], Findings],
    case: CasePath, model: ModelPath = None, scenario: Scenarios = None, setting: Settings = None, folder: OutFolder = None,
    as_json: AsJson = False, time_limit: TimeLimit = None, force: Force = False,
) -> None:
    """Read a case, ask, then print and write what was found; from ``case`` on, what every study lets people say."""
    with reported(as_json):
        from rightfin.question import Question
        from rightfin.reading import read_case_with_warnings
        from rightfin.report.studies.findings import stamped
        from rightfin.report.studies.findings_files import findings_json, refuse_existing_findings, write_findings

        if folder is not None:
            refuse_existing_findings(name, folder, force)
        over = laid(model, scenario, setting)
        found, warnings = read_case_with_warnings(case)
        with progress_bar() as progress, stoppable(time_limit) as control:
            findings = ask(Asked(found, over, progress, control))
        findings = stamped(findings, Question.of(found, **over.words))
        if folder is not None:
            write_findings(findings, folder, force=force)
    if as_json:
        print_json(findings_json(findings))
    else:
        print_issues(warnings)
        print_findings(findings, folder)
    if not findings.answered:
        raise typer.Exit(ANSWERED_NO)


def _hints(function: Callable[..., Any], parameters: Iterable[Parameter]) -> list[Any]:
    """Return what parameters of a function are said to be, without asking what only a type checker knows of the others."""
    said = SimpleNamespace(__annotations__={parameter.name: parameter.annotation for parameter in parameters})
    return list(get_type_hints(said, globalns=function.__globals__, include_extras=True).values())


def _command(name: str) -> Callable[[Callable[Concatenate[Asked, _Own], Findings]], Callable[..., None]]:
    """Make a command of a study: its own options stand between the case and those that all studies share.

    typer reads options from a signature, so the command is given one that is put together of both.
    """

    def made(ask: Callable[Concatenate[Asked, _Own], Findings]) -> Callable[..., None]:
        own = list(signature(ask).parameters.values())[1:]
        case, *shared = list(signature(_study).parameters.values())[2:]

        def command(**given: Any) -> None:
            chosen = {parameter.name: given.pop(parameter.name) for parameter in own}
            _study(name, partial(ask, **chosen), **given)

        hints = *_hints(_study, [case]), *_hints(ask, own), *_hints(_study, shared)
        parameters = [
            parameter.replace(annotation=hint, kind=Parameter.KEYWORD_ONLY)
            for parameter, hint in zip((case, *own, *shared), hints, strict=True)
        ]
        command.__dict__["__signature__"] = Signature(parameters)
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        app.command(name, help=ask.__doc__)(command)
        return command

    return made


def _year(of: Asked, option: str, text: str) -> int:
    """Return a year that an option gives, as the case writes years; raises ``CaseError`` for anything else."""
    from rightfin.case.cell import meant_year
    from rightfin.case.resolve import style_of_case
    from rightfin.question import Question
    from rightfin.schema import YearStyle

    style = style_of_case(Question.of(of.case, **of.over.words).prepared)
    year = style.year_of(text)
    if year is None:
        plain = YearStyle.PLAIN.year_of(text)
        raise CaseError([Issue("year_form", f"{option} {text} is not a year as the case writes them.",
                               f"Write a year such as {style.text(2030)}." if plain is None else meant_year(plain, style))])
    return year


def _alone(option: str, others: dict[str, object]) -> None:
    """Raise ``CaseError`` if an option is given together with others that ask about somebody else."""
    if given := [name for name, value in others.items() if value]:
        raise CaseError([Issue("options_apart", f"{option} and {' and '.join(given)} ask about different things.",
                               "Ask two questions, one after the other.")])


@_command("exit")
def exit_command(
    of: Asked, donor: Donors = None, provider: Providers = None,
    coverage: Annotated[
        float | None, typer.Option("--coverage", metavar="SHARE", help="Ask also for at least this share of the coverage "
                                   "with donors, such as 0.9; of providers, ask for it in place of all.")
    ] = None,
    margin: Annotated[
        bool, typer.Option("--margin", help="Ask also that the last year's force can be kept up for good.")
    ] = False,
    calendars: Annotated[
        bool, typer.Option("--calendars", help="Find also all calendars of donors' years of which none is dominated.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that solve.")] = 1,
) -> Findings:
    """When can donors or a mission leave? Each year in turn, the earliest that passes a test, what breaks before it."""
    if provider:
        from rightfin.report.studies.all import findings as findings_of
        from rightfin.study.missions.study import mission_exits

        _alone("--provider", {"--donor": donor, "--margin": margin, "--calendars": calendars})
        share = 1.0 if coverage is None else coverage
        return findings_of(mission_exits(of.case, **of.words, providers=provider, coverage=share))
    from rightfin.report.studies.exits import findings
    from rightfin.study.exits.calendars import exit_calendars
    from rightfin.study.exits.criterion import ExitTest
    from rightfin.study.exits.study import exit_study

    test = ExitTest(coverage=coverage, margin=margin)
    found = exit_calendars(  # first, because it may refuse
        of.case, **of.words, donors=donor or None, test=test, workers=workers
    ) if calendars else None
    study = exit_study(of.case, **of.words, donors=donor or None, test=test, workers=workers)
    return findings(study, found)


@_command("require")
def require_command(
    of: Asked,
    year: Annotated[str, typer.Option("--exit", metavar="YEAR", help="First year without the donors' money.")],
    donor: Donors = None,
    keep: Annotated[
        float, typer.Option("--keep", metavar="SHARE", help="Share of the force to be kept, of the one that donors make "
                            "possible; 1 is all of it.")
    ] = 1.0,
    pace: Annotated[
        float, typer.Option("--pace", metavar="POINTS", help="Points of GDP by which revenue can rise a year.")
    ] = 0.5,
    tax_limit: Annotated[
        float | None, typer.Option("--tax-limit", metavar="SHARE", help="Share of GDP that revenue can reach at most: asks "
                                   "whether tax effort up to it would do.")
    ] = None,
) -> Findings:
    """What would it take to be free of donors by a year? Revenue, unit costs, a fund, a smaller force, all together."""
    from rightfin.report.studies.all import findings
    from rightfin.study.requirement.study import require

    asked = _year(of, "--exit", year)
    return findings(require(of.case, **of.words, year=asked, donors=donor or None, keep=keep, pace=pace,
                            tax_limit=tax_limit))


@_command("coordinate")
def coordinate_command(
    of: Asked,
    fee: Annotated[float, typer.Option("--fee", metavar="SHARE", help="Share that the pool's administrator keeps.")] = 0.01,
    delay: Annotated[int, typer.Option("--delay", metavar="YEARS", help="Years by which the pool pays later.")] = 1,
    donor: Donors = None,
) -> Findings:
    """What is coordination worth? The same pledges earmarked, in a real pool, in a perfect pool; what restrictions cost."""
    from rightfin.report.studies.all import findings
    from rightfin.study.coordination.study import coordination

    return findings(coordination(of.case, **of.words, fee=fee, delay=delay, members=donor or None))


@_command("withdraw")
def withdraw_command(
    of: Asked,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="First year without the donor, the same for all; without "
                                 "it, the first year planned. The worst year of each is sought in any case.")
    ] = None,
    donor: Donors = None, provider: Providers = None,
) -> Findings:
    """What if a donor or a mission leaves without notice? Each in turn: what breaks, and what would absorb it."""
    from rightfin.report.studies.all import findings
    from rightfin.study.missions.study import mission_withdrawals
    from rightfin.study.withdrawal.study import withdrawals

    asked = None if year is None else _year(of, "--year", year)
    if provider:
        _alone("--provider", {"--donor": donor})
        return findings(mission_withdrawals(of.case, **of.words, year=asked, providers=provider))
    return findings(withdrawals(of.case, **of.words, year=asked, donors=donor or None))


@_command("sustain")
def sustain_command(of: Asked) -> Findings:
    """How large a force can be kept? The force, the path to it, what it costs in coverage, what more would take."""
    from rightfin.report.studies.all import findings
    from rightfin.study.sustain.study import sustained

    return findings(sustained(of.case, **of.words))


@_command("cost")
def cost_command(
    of: Asked,
    cadre: Annotated[str, typer.Option("--cadre", metavar="C", help="The cadre of which there is to be one more.")],
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="Year in which the post is filled; without it, the first "
                                 "in which someone trained within the plan can join.")
    ] = None,
) -> Findings:
    """What does one more constable cost? The post over the years of the plan, and one career to its end, part by part."""
    from rightfin.report.studies.all import findings
    from rightfin.study.unit_cost.cadre import cadre_cost

    asked = None if year is None else _year(of, "--year", year)
    return findings(cadre_cost(of.case, **of.words, cadre=cadre, year=asked))


@_command("programmes")
def programmes_command(
    of: Asked,
    fix: Annotated[
        list[str] | None, typer.Option("--fix", metavar="P=YEAR", help="A programme starts in this year, whatever the case "
                                       "types; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="P", help="A programme is declined; may be repeated.")
    ] = None,
    decide: Annotated[
        bool, typer.Option("--decide", help="Decide when each programme starts, if at all, whatever the case types; those "
                           "named by --fix and --without are not decided.")
    ] = False,
    within: Annotated[
        float | None, typer.Option("--within", metavar="SECONDS", min=1.0, help="With --decide: how long the search may "
                                   "take. What is not proven by then is told.  [default: 60]")
    ] = None,
    frontier: Annotated[
        bool, typer.Option("--frontier", help="With --decide: what less money for all programmes together would cost in "
                           "coverage.")
    ] = False,
) -> Findings:
    """What is each reform worth? When it runs, who pays it, and the plan without it, all else planned anew.

    With --decide: when should each start?
    """
    from rightfin.report.studies.all import findings
    from rightfin.study.programmes.worth import programmes

    starts = _starts(of, fix or [], without or [])
    if decide:
        from rightfin.study.starts.decided import WITHIN, decided_programmes

        return findings(decided_programmes(of.case, **of.words, fixed=starts, within=within or WITHIN, frontier=frontier))
    if within is not None or frontier:
        raise CaseError([Issue("decide_only", "--within and --frontier are about starts that are decided.",
                               "Add --decide, or leave them out.")])
    return findings(programmes(of.case, **of.words, starts=starts))


def _starts(of: Asked, fixed: list[str], declined: list[str]) -> dict[str, int | None]:
    """Return the starts that options name; raises ``CaseError`` for what is no pair, no year, or said twice."""
    issues, found = [], dict[str, int | None]()
    for pair in fixed:
        name, equals, year = (part.strip() for part in pair.partition("="))
        if not equals:
            issues.append(Issue("start_form", f"--fix {pair} has no year.", "Write --fix PROGRAMME=YEAR."))
            continue
        try:
            start = _year(of, f"--fix {name}", year)
        except CaseError as error:
            issues += error.issues
            continue
        if found.setdefault(name, start) != start:
            issues.append(Issue("start_twice", f"--fix gives two starts of {name}.", "Give it one."))
    for name in declined:
        if found.setdefault(name, None) is not None:
            issues.append(Issue("start_twice", f"{name} is given a start, and is left out.", "Give --fix or --without."))
    if issues:
        raise CaseError(issues)
    return found


@_command("audit")
def audit_command(
    of: Asked,
    solver: Annotated[
        str, typer.Option("--solver", metavar="NAME", help="highs, cbc, glpk, or another solver that Pyomo finds here.")
    ] = "highs",
    level: Annotated[
        int | None, typer.Option("--level", metavar="N", help="The last level to audit, 1 to 5. Without it, all.")
    ] = None,
) -> Findings:
    """Is the plan right? Another solver solves the whole model, level by level, and each is compared with the plan."""
    from rightfin.report.studies.all import findings
    from rightfin.study.audit import audit

    return findings(audit(of.case, **of.words, solver=solver, level=level))
