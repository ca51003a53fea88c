"""What all commands share: the program, its consoles and exit codes, problems, progress, Ctrl-C."""

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
from rich.console import Console
from rich.markup import escape

from rightfin import __version__
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.solve.control import Control, SolveStoppedError

if TYPE_CHECKING:
    from rightfin.solve.levels import Progress

SHOWN_ISSUES = 50
ANSWERED, ANSWERED_NO, BAD_INPUT, DEFECT = 0, 1, 2, 3

app = typer.Typer(
    help="Size a security sector to threats and revenue, and plan the handover from donors to government.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="A folder of CSV files or an .xlsx workbook.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
ModelPath = Annotated[Path | None, typer.Option("--model", metavar="M.toml", help="Model definition.")]
Scenarios = Annotated[
    list[str] | None, typer.Option("--scenario", metavar="S", help="Scenario of the case; may be repeated.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Override a setting; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]
OutFolder = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for workbook, JSON, tables and charts.")
]
TimeLimit = Annotated[
    float | None, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Give up solving after so long.")
]


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
def reported(as_json: bool = False) -> Iterator[None]:
    """Turn a ``CaseError`` into its issues on standard error (or one JSON object) and exit code 2."""
    try:
        yield
    except CaseError as error:
        if as_json:
            issues = [issue.as_dict() for issue in error.issues]
            print_json({"status": "invalid", "objective": [], "indicators": {}, "issues": issues})
        else:
            print_issues(error.issues)
        raise typer.Exit(BAD_INPUT) from None
    except SolveStoppedError as stopped:
        if as_json:
            print_json({"status": "stopped", "objective": [], "indicators": {}, "issues": []})
        err.print(f"{stopped} Nothing was written.", highlight=False)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        err.print("Stopped; nothing was written.")
        raise typer.Exit(BAD_INPUT) from None


def print_json(document: dict[str, object]) -> None:
    """Print one JSON object and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")


def print_issues(issues: tuple[Issue, ...], wrote: bool = False) -> None:
    """Print the first issues, errors first, and how many of each code there are where the list is cut.

    ``wrote`` says that something is written for all that, so that the last line does not deny it.
    """
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
        err.print(f"{counted(errors, 'error')}{'' if wrote else '; nothing was written'}.", highlight=False)


def counted(number: int, word: str) -> str:
    """Return a number with its noun."""
    return f"{number} {word if number == 1 else word + 's'}"


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)] = False,
) -> None:
    if version:
        out.print(f"rightfin {__version__}", highlight=False)
        raise typer.Exit


def settings_of(pairs: list[str]) -> dict[str, str]:
    """Return ``KEY=VALUE`` pairs as settings; raises ``CaseError`` for those that are not pairs."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise CaseError([
            Issue("setting_form", f"--set {pair} has no value.", "Write --set KEY=VALUE.") for pair in wrong
        ])
    return {key.strip(): value.strip() for key, value in (pair.split("=", 1) for pair in pairs)}


@contextmanager
def stoppable(seconds: float | None) -> Iterator[Control]:
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
def progress_bar() -> Iterator[Progress]:
    """Show the steps of a plan on standard error while it is made."""
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("building the model", total=None)

        def progress(step: int, steps: int, label: str) -> None:
            bar.update(task, completed=step - 1, total=steps, description=label)

        yield progress
