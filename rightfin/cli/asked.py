"""What every command that asks about a case lets people say, and how it reads, decides starts, asks, prints and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from inspect import Parameter, Signature, signature
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, get_type_hints

import typer

from rightfin.case.issue import CaseError, Issue
from rightfin.cli.ending import ANSWERED_NO, stoppable
from rightfin.cli.following import NEXT, print_next
from rightfin.cli.frame import app, print_issues, print_json, reported
from rightfin.cli.options import (
    AsJson,
    CasePath,
    Force,
    Laid,
    ModelPath,
    OutFolder,
    Replan,
    Scenarios,
    Settings,
    TimeLimit,
    Within,
    laid,
)
from rightfin.cli.progress import progress_bar
from rightfin.cli.shown import print_findings

if TYPE_CHECKING:
    from rightfin.case import Case
    from rightfin.progress import Progress
    from rightfin.question import Question
    from rightfin.reading import Saved
    from rightfin.report.studies.findings import Findings
    from rightfin.report.studies.starts_said import StartsSaid
    from rightfin.solve.control import Control

_Own = ParamSpec("_Own")
"""The options that a study has to itself."""


@dataclass(frozen=True)
class Asked:
    """What every study is asked about, and how it tells and is stopped.

    ``replanned`` are starts that were decided before it is asked, ``None`` where they are as typed; ``within`` is how many
    seconds a search for starts may take, ``None`` where nobody says.
    """

    case: Case
    over: Laid
    progress: Progress | None
    control: Control
    within: float | None = None
    replanned: StartsSaid | None = None
    saved: Saved | None = None
    """The case as it was read, with the places of its cells."""
    force: bool = False
    """Whether what the command writes may take the place of what is there."""

    @property
    def words(self) -> dict[str, Any]:
        """All but the case, by the names that studies know it under."""
        starts = {} if self.replanned is None else {"starts": self.replanned.decided.starts}
        return {**self.over.words, **starts, "progress": self.progress, "control": self.control}

    @property
    def question(self) -> Question:
        """The case with what is laid over it; starts too, where they were decided."""
        from rightfin.question import Question

        starts = None if self.replanned is None else self.replanned.decided.starts
        return Question.of(self.case, **self.over.words, starts=starts)

    def in_parts(self, parts: int) -> list[Asked]:
        """Return what is asked once for each of several searches or studies that follow one another, told as one."""
        from rightfin.progress import in_parts

        return [replace(self, progress=part) for part in in_parts(self.progress, parts)]

    @property
    def seconds(self) -> float:
        """How long a search for starts may take."""
        from rightfin.study.starts.decided import WITHIN

        return WITHIN if self.within is None else self.within


@dataclass(frozen=True)
class DecidedFor:
    """The question for which starts are decided, in words such as *the case as it stands*, and starts that are not."""

    question: Question
    what: str = "the case as it stands"
    fixed: Mapping[str, int | None] = field(default_factory=dict)


def _as_it_stands(of: Asked, **_: object) -> DecidedFor:
    return DecidedFor(of.question)


def _replanned(of: Asked, wanted: DecidedFor) -> StartsSaid:
    """Return the starts that are decided before anything is asked."""
    from rightfin.report.studies.starts_said import StartsSaid
    from rightfin.study.starts.decided import decided_of

    found = decided_of(wanted.question, wanted.fixed, of.seconds, progress=of.progress, control=of.control)
    return StartsSaid(found, wanted.what)


@dataclass(frozen=True)
class _Study:
    """A study as its command asks it: ``decides`` says for which question starts are decided.

    ``tells`` says that the study itself tells starts, and ``searches`` that ``--within`` counts without ``--replan``, too.
    """

    name: str
    ask: Callable[[Asked], Findings]
    decides: Callable[[Asked], DecidedFor]
    tells: bool
    searches: bool


def _study(
    of: _Study,
    case: CasePath, replan: Replan = False, within: Within = None, model: ModelPath = None, scenario: Scenarios = None,
    setting: Settings = None, folder: OutFolder = None, as_json: AsJson = False, time_limit: TimeLimit = None,
    force: Force = False,
) -> None:
    """Read a case, ask, then print and write what was found; from ``case`` on, what every study lets people say."""
    with reported(as_json):
        from rightfin.reading import read_saved
        from rightfin.report.studies.findings import stamped
        from rightfin.report.studies.findings_files import findings_json, refuse_existing_findings, write_findings
        from rightfin.report.studies.starts_said import with_starts_said

        if folder is not None:
            refuse_existing_findings(of.name, folder, force)
        if within is not None and not (replan or of.searches):
            raise CaseError([Issue("replan_only", "--within is about starts that are decided.",
                                   "Add --replan, or leave it out.")])
        over = laid(model, scenario, setting)
        read = read_saved(case)
        found, warnings = read.case, read.warnings
        with progress_bar() as progress, stoppable(time_limit) as control:
            asked = Asked(found, over, progress, control, within, saved=read, force=force)
            if replan:
                deciding, asking = asked.in_parts(2)
                asked = replace(asking, replanned=_replanned(deciding, of.decides(deciding)))
            findings = of.ask(asked)
        if replan or not of.tells:
            findings = with_starts_said(findings, asked.question, asked.replanned)
        findings = stamped(findings, asked.question)
        if folder is not None:
            write_findings(findings, folder, force=force)
    if as_json:
        print_json(findings_json(findings))
    else:
        print_issues(warnings)
        print_findings(findings, folder)
        if findings.following:
            command, *given = findings.following
            print_next(NEXT[command], command, case, given, model=model, scenario=over.scenarios, setting=setting or ())
    if not findings.answered:
        raise typer.Exit(ANSWERED_NO)


def _hints(function: Callable[..., Any], parameters: Iterable[Parameter]) -> list[Any]:
    """Return what parameters of a function are said to be, without asking what only a type checker knows of the others."""
    said = SimpleNamespace(__annotations__={parameter.name: parameter.annotation for parameter in parameters})
    return list(get_type_hints(said, globalns=function.__globals__, include_extras=True).values())


def study_command(
    name: str, *, decides: Callable[..., DecidedFor] = _as_it_stands, tells_starts: bool = False, searches: bool = False,
) -> Callable[[Callable[Concatenate[Asked, _Own], Findings]], Callable[..., None]]:
    """Make a command of a study: its own options stand between the case and those that all studies share.

    ``decides`` says, of what is asked and the study's own options, for which question ``--replan`` decides starts;
    ``tells_starts`` that the study tells starts by itself; ``searches`` that ``--within`` counts without ``--replan``, too.
    typer reads options from a signature, so the command is given one that is put together of both.
    """

    def made(ask: Callable[Concatenate[Asked, _Own], Findings]) -> Callable[..., None]:
        own = list(signature(ask).parameters.values())[1:]
        case, *shared = list(signature(_study).parameters.values())[1:]

        def command(**given: Any) -> None:
            chosen = {parameter.name: given.pop(parameter.name) for parameter in own}
            _study(_Study(name, partial(ask, **chosen), partial(decides, **chosen), tells_starts, searches), **given)

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


def year_of(of: Asked, option: str, text: str) -> int:
    """Return a year that an option gives, as the case writes years; raises ``CaseError`` for anything else."""
    from rightfin.case.cell import meant_year
    from rightfin.case.resolve import style_of_case
    from rightfin.schema import YearStyle

    style = style_of_case(of.question.prepared)
    year = style.year_of(text)
    if year is None:
        plain = YearStyle.PLAIN.year_of(text)
        raise CaseError([Issue("year_form", f"{option} {text} is not a year as the case writes them.",
                               f"Write a year such as {style.text(2030)}." if plain is None else meant_year(plain, style))])
    return year


def alone(option: str, others: dict[str, object]) -> None:
    """Raise ``CaseError`` if an option is given together with others that ask about somebody else."""
    if given := [name for name, value in others.items() if value]:
        raise CaseError([Issue("options_apart", f"{option} and {' and '.join(given)} ask about different things.",
                               "Ask two questions, one after the other.")])
