"""How a command ends: its exit code, and a sentence for whatever stops it.

0 done, 1 answered *no* and nothing else, 2 bad input or surroundings, 3 a defect of the program, 130 stopped by Ctrl-C, 143
by SIGTERM, as a shell counts signals.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from types import FrameType
from typing import Any, NoReturn, TextIO

import typer
from rich.console import Console
from typer.core import TyperGroup

from rightfin.case.issue import CaseError
from rightfin.io.refusal import reason_of
from rightfin.solve.control import Control

ANSWERED, ANSWERED_NO, BAD_INPUT, DEFECT = 0, 1, 2, 3
STOPPED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM

class Terminated(KeyboardInterrupt):
    """The process was asked to end by SIGTERM."""


class Screen(Console):
    """A console that lets a closed pipe be told like any other failure."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise ``BrokenPipeError``."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


out = Screen()
err = Screen(stderr=True)


class Commands(TyperGroup):
    """The commands, each of which ends with a code of this page and, if need be, a sentence."""

    def make_context(self, *given: Any, **named: Any) -> Any:
        """Read what was typed, which may print help."""
        with told(), parsed():
            return super().make_context(*given, **named)

    def invoke(self, *given: Any, **named: Any) -> Any:
        """Run a command and bring all that it printed out."""
        with told():
            found = super().invoke(*given, **named)
            sys.stdout.flush()
            return found


@contextmanager
def parsed() -> Iterator[None]:
    """Turn the exit of a library whose help nobody reads any more into ``BrokenPipeError``."""
    try:
        yield
        sys.stdout.flush()
    except SystemExit as left:
        if left.code == ANSWERED_NO:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from None
        raise


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever stops a command, apart from a defect, into a sentence on standard error and its exit code."""
    try:
        yield
    except KeyboardInterrupt as stop:
        say("Stopped.")
        raise typer.Exit(code_of(stop)) from None
    except CaseError as error:
        say(str(error))
        raise typer.Exit(BAD_INPUT) from None
    except UnicodeEncodeError as error:
        sign = error.object[error.start : error.start + 1]
        say(f"The output is written in {error.encoding}, which has no sign for {sign!a}. Set PYTHONIOENCODING=utf-8, or "
             "use --json or --out.")
        _forget(sys.stdout)
        raise typer.Exit(BAD_INPUT) from None
    except MemoryError:
        say("There is not enough memory for this case. Close other programs, or make the case smaller.")
        raise typer.Exit(BAD_INPUT) from None
    except OSError as error:
        place = f"{error.filename} cannot be used" if error.filename else "The output cannot be written"
        say(f"{place}: {reason_of(error)}.")
        _forget(sys.stdout)
        raise typer.Exit(BAD_INPUT) from None
    except Exception as error:
        if type(error).__name__ != "MissingParameter":  # typer has it from a click of its own, under a private name
            raise
        say(_lacking(error))
        raise typer.Exit(BAD_INPUT) from None


EXAMPLES = {
    "--at": "--at institution=police,year=2029", "--wish": '--wish "strength.police >= 9000 in 2029"',
    "--target": '--target "coverage.violent_crime >= 90%"', "--cadre": "--cadre constables", "--exit": "--exit 2031",
    "--year": "--year 2029", "--to": "--to 2027", "--out": "--out results", "--over": "--over 2030",
}
"""What may stand for an option that a command cannot do without."""


def _lacking(error: Any) -> str:
    """Return what a command lacks, and an example of it with that."""
    name, parts = error.ctx.info_name, list[str]()
    for parameter in error.ctx.command.params:
        wanted = parameter.opts[0] if parameter.opts else parameter.name
        if parameter.required:
            given = error.ctx.params.get(parameter.name)
            if parameter.param_type_name == "argument":
                parts.append(str(given) if isinstance(given, (str, os.PathLike)) else "inputs/demo")
            else:
                parts.append(EXAMPLES.get(wanted, f"{wanted} {parameter.metavar or wanted.strip('-').upper()}"))
    lacks = error.param.opts[0] if error.param.param_type_name != "argument" else error.param.metavar or "CASE"
    said = getattr(error.param, "help", None) or "see --help"
    return (f"rightfin {name} lacks {lacks}: {said.rstrip('.')}.\nFor example: rightfin {name} {' '.join(parts)}\n"
            f"rightfin {name} --help says what else can be asked.")


def ended_by_defect(error: Exception) -> int:
    """Say that the program has a defect, and return the exit code."""
    say(f"This is a defect in rightfin, not in your case: {type(error).__name__}: {error}")
    say("Please report it with the case; RIGHTFIN_TRACE=1 shows where it happened.")
    return DEFECT


def end_on_sigterm() -> None:
    """Let SIGTERM undo what was begun, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _terminate)


@contextmanager
def stoppable(seconds: float | None) -> Iterator[Control]:
    """Let Ctrl-C and SIGTERM stop the solver, which would otherwise hold them back until a level is solved.

    Whatever the solver says then, and if it was asked for after the last solve, ``KeyboardInterrupt`` is raised, so that
    nothing is written.
    """
    asked, numbers = Event(), list[int]()

    def stop(number: int, _: FrameType | None) -> None:
        numbers.append(number)
        asked.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield Control.within(seconds, asked)
    except Exception:
        if not numbers:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if numbers:
        raise Terminated if numbers[0] == signal.SIGTERM else KeyboardInterrupt


def _terminate(_: int, __: FrameType | None) -> NoReturn:
    raise Terminated


def code_of(stop: KeyboardInterrupt) -> int:
    """Return the exit code of a command that was stopped."""
    return TERMINATED if isinstance(stop, Terminated) else STOPPED


def say(text: str) -> None:
    """Print a sentence on standard error; where that cannot be written either, the exit code must do."""
    try:
        err.print(text, highlight=False, markup=False, soft_wrap=True)
    except (OSError, ValueError):
        _forget(sys.stderr)


def _forget(output: TextIO) -> None:
    """Send what is left of an output to nowhere, so that the interpreter does not fail once more as it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output.fileno())
        os.close(nowhere)
