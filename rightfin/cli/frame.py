"""What all commands share: the program, and how problems are printed; ``options`` has what they are told."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.markup import escape

from rightfin import __version__
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.cli.ending import BAD_INPUT, Commands, code_of, end_on_sigterm, ended_by_defect, err, out, say
from rightfin.io.refusal import reason_of, remedy_of
from rightfin.solve.control import SolveStoppedError

SHOWN_ISSUES = 50

app = typer.Typer(
    help="Size a security sector to threats and revenue, and plan the handover from donors to government.",
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; no stack trace reaches a user who did not ask for it with ``RIGHTFIN_TRACE``."""
    end_on_sigterm()
    try:
        app()
    except Exception as error:
        if "RIGHTFIN_TRACE" in os.environ:
            raise
        sys.exit(ended_by_defect(error))


@contextmanager
def reported(as_json: bool = False) -> Iterator[None]:
    """Turn a ``CaseError`` into its issues on standard error (or one JSON object) and exit code 2.

    A failure of the system before anything is printed is such an issue; so is a solve that was stopped.
    """
    try:
        try:
            yield
        except OSError as error:
            place = f"{error.filename} cannot be used" if error.filename else "A file cannot be used"
            raise CaseError([Issue("system", f"{place}: {reason_of(error)}.", remedy_of(error))]) from error
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
        say(f"{stopped} Nothing was written.")
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt as stop:
        if as_json:
            print_json({"status": "stopped", "objective": [], "indicators": {}, "issues": []})
        say("Stopped; nothing was written.")
        raise typer.Exit(code_of(stop)) from None


def print_json(document: dict[str, object]) -> None:
    """Print one JSON object and nothing else; signs that the output's encoding may not hold are escaped."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    sys.stdout.write(json.dumps(document, ensure_ascii=not is_unicode, allow_nan=False) + "\n")


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
