"""The command line: template, check, convert, plan.

Answers go to standard output, progress and problems to standard error. Exit codes: 0 answered (arrears included), 1
answered "no" (contradictory hard limits), 2 bad usage or input, 3 a defect of the program. Heavy libraries are imported
inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rightfin import __version__
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.solve.control import Control, SolveStoppedError

if TYPE_CHECKING:
    from rightfin.report.answer import Answer
    from rightfin.solve.levels import Progress

SHOWN_ISSUES = 50
TABLE_WIDTH = 108
"""Least width of the yearly table: in a narrower window lines wrap, but no number is cut."""
ANSWERED, ANSWERED_NO, BAD_INPUT, DEFECT = 0, 1, 2, 3

app = typer.Typer(
    help="Size a security sector to threats and revenue, and plan the handover from donors to government.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="A folder of CSV files or an .xlsx workbook.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


def main() -> None:
    """Run the command line; no stack trace reaches a user who did not ask for it with ``RIGHTFIN_TRACE``."""
    try:
        app()
    except Exception as error:
        if "RIGHTFIN_TRACE" in os.environ:
            raise
        kind = type(error).__name__
        err.print(f"This is a defect in rightfin, not in your case: {kind}: {error}", highlight=False, markup=False,
                  soft_wrap=True)
        err.print("Please report it with the case; RIGHTFIN_TRACE=1 shows where it happened.", highlight=False)
        sys.exit(DEFECT)


@contextmanager
def _reported(as_json: bool = False) -> Iterator[None]:
    """Turn a ``CaseError`` into its issues on standard error (or one JSON object) and exit code 2."""
    try:
        yield
    except CaseError as error:
        if as_json:
            issues = [issue.as_dict() for issue in error.issues]
            _print_json({"status": "invalid", "objective": [], "indicators": {}, "issues": issues})
        else:
            _print_issues(error.issues)
        raise typer.Exit(BAD_INPUT) from None
    except SolveStoppedError as stopped:
        err.print(f"{stopped} Nothing was written.", highlight=False)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        err.print("Stopped; nothing was written.")
        raise typer.Exit(BAD_INPUT) from None


def _print_json(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")


def _print_issues(issues: tuple[Issue, ...]) -> None:
    """Print the first issues, errors first, and how many of each code there are where the list is cut."""
    ordered = sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR)
    for issue in ordered[:SHOWN_ISSUES]:
        colour = "red" if issue.severity is Severity.ERROR else "yellow"
        err.print(f"[{colour}]{issue.severity}[/] {escape(str(issue))}", highlight=False, soft_wrap=True)
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    if len(ordered) > SHOWN_ISSUES:
        codes = Counter(issue.code for issue in ordered).most_common()
        counts = ", ".join(f"{count} {code}" for code, count in codes)
        err.print(f"… and {len(ordered) - SHOWN_ISSUES} more. All of them by kind: {counts}.", highlight=False,
                  soft_wrap=True)
    if errors:
        err.print(f"{_counted(errors, 'error')}; nothing was written.", highlight=False)


def _counted(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)] = False,
) -> None:
    if version:
        out.print(f"rightfin {__version__}", highlight=False)
        raise typer.Exit


@app.command()
def template(
    path: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="Workbook to write.")], force: Force = False
) -> None:
    """Write an empty workbook to fill in: one sheet per table, help on every header."""
    from rightfin.io import write_template

    with _reported():
        write_template(path, force)
    out.print(f"Wrote {path}. Fill it in, then run: rightfin check {path}", highlight=False, soft_wrap=True, markup=False)


@app.command()
def check(case: CasePath) -> None:
    """Read a case and report every problem at once, each with its cell."""
    from rightfin.planning import read_case_with_warnings

    with _reported():
        found, warnings = read_case_with_warnings(case)
    _print_issues(warnings)
    rows = sum(len(table.rows) for table in found.tables.values())
    filled = sum(bool(table.rows) for table in found.tables.values())
    out.print(f"{case} is a valid case: {_counted(rows, 'row')} in {_counted(filled, 'table')}, "
              f"{_counted(len(warnings), 'warning')}.", highlight=False, soft_wrap=True, markup=False)


@app.command()
def convert(
    case: CasePath,
    target: Annotated[Path, typer.Argument(metavar="OUT", help="An .xlsx workbook or a folder for CSV files.")],
    force: Force = False,
) -> None:
    """Write a case in its other form: workbook to CSV folder, or CSV folder to workbook."""
    from rightfin.io import write_case
    from rightfin.planning import read_case_with_warnings

    with _reported():
        found, warnings = read_case_with_warnings(case)
        _print_issues(warnings)
        write_case(found, target, force)
    out.print(f"Wrote {target}.", highlight=False, soft_wrap=True, markup=False)


@app.command()
def plan(
    case: CasePath,
    model: Annotated[Path | None, typer.Option("--model", metavar="M.toml", help="Model definition.")] = None,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", metavar="S", help="Scenario of the case; may be repeated.")
    ] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Override a setting; may be repeated.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for workbook, JSON, tables and charts.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")] = False,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give up solving after so long.")
    ] = None,
    force: Force = False,
) -> None:
    """Plan a case: strengths and budgets by year, who pays, what stays undone."""
    from rightfin.definition import default_definition, read_definition
    from rightfin.planning import plan as make_plan
    from rightfin.planning import read_case_with_warnings
    from rightfin.report.answer import headline
    from rightfin.report.files import plan_json, refuse_existing_plan, write_plan
    from rightfin.result.plan import Status

    with _reported(as_json):
        if folder is not None:
            refuse_existing_plan(folder, force)
        definition = read_definition(model) if model is not None else default_definition()
        settings = _settings(setting or [])
        found, warnings = read_case_with_warnings(case)
        with _progress() as progress, _stoppable(time_limit) as control:
            answer = make_plan(found, definition, scenario or [], settings, progress, warnings, control)
        if folder is not None:
            write_plan(answer, found, folder, force)
    if as_json:
        _print_json(plan_json(answer))
    else:
        _print_issues(answer.issues)
        _print_answer(headline(answer))
        if folder is not None:
            _print_places(folder, answer.status is Status.ANSWERED)
    if answer.status is Status.CONTRADICTORY:
        raise typer.Exit(ANSWERED_NO)


def _print_places(folder: Path, charts: bool) -> None:
    places = [("Workbook", "plan.xlsx"), ("Charts", "charts"), ("Tables", "tables")]
    lines = [f"{what + ':':<10}{folder / name}" for what, name in places if charts or name != "charts"]
    out.print("\n" + "\n".join(lines), highlight=False, soft_wrap=True, markup=False)


def _settings(pairs: list[str]) -> dict[str, str]:
    """Return ``KEY=VALUE`` pairs as settings; raises ``CaseError`` for those that are not pairs."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise CaseError([
            Issue("setting_form", f"--set {pair} has no value.", "Write --set KEY=VALUE.") for pair in wrong
        ])
    return {key.strip(): value.strip() for key, value in (pair.split("=", 1) for pair in pairs)}


@contextmanager
def _stoppable(seconds: float | None) -> Iterator[Control]:
    """Let Ctrl-C stop the solver, which would otherwise hold it back until a level is solved.

    Asked for after the last solve, it still raises ``KeyboardInterrupt``, so that nothing is written.
    """
    asked = Event()
    before = signal.signal(signal.SIGINT, lambda *_: asked.set())
    try:
        yield Control.within(seconds, asked)
    finally:
        signal.signal(signal.SIGINT, before)
    if asked.is_set():
        raise KeyboardInterrupt


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show the steps of a plan on standard error while it is made."""
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("building the model", total=None)

        def progress(step: int, steps: int, label: str) -> None:
            bar.update(task, completed=step - 1, total=steps, description=label)

        yield progress


def _print_answer(answer: Answer) -> None:
    """Print title, sentences and the yearly table."""
    out.print(f"\n[bold]{escape(answer.title)}[/bold]\n", highlight=False)
    for sentence in answer.sentences:
        out.print(f"[bold]{escape(sentence.heading)}.[/bold] {escape(sentence.text)}", highlight=False)
    if not answer.yearly:
        return
    from rightfin.report.answer import YEARLY_HEADINGS
    from rightfin.report.wording import people, percent

    title = f"Money in {answer.scale.unit}, current prices"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    for heading in YEARLY_HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in answer.yearly:
        shares = (row.coverage, row.readiness)
        table.add_row(
            str(row.year), people(row.strength),
            *(f"{answer.scale.of(amount):,.{answer.scale.decimals}f}" for amount in row.money),
            *("" if share is None else percent(share) for share in shares),
        )
    out.print()
    Console(width=max(out.width, TABLE_WIDTH)).print(table)


if __name__ == "__main__":
    main()
