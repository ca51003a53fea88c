"""A second opinion: the levels of the open model solved by a solver of the user's choice, in a process of its own.

Pyomo's solvers write to standard output, cannot be stopped from outside, and hang where two threads use them. In a process
of its own a solver writes into a private folder, and is ended whenever it is no longer wanted.
"""

from __future__ import annotations

import os
import re
import signal
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context, set_start_method
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rightfin.fiscal.parameters import Parameters
from rightfin.solve.control import Control, SolveStoppedError, deaf_to_ctrl_c
from rightfin.solve.engine import SolverError

INSTALLED_BY = {
    "highs": "the Python package highspy, which comes with rightfin",
    "cbc": "the Debian package coinor-cbc (apt-get install coinor-cbc)",
    "glpk": "the Debian package glpk-utils (apt-get install glpk-utils)",
}
"""Solvers that are tested, by the name that Pyomo knows them under, and what installs them."""

PAUSE = 0.1
"""Seconds between two looks at whether the solve is still wanted."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
"""Names of solvers of Pyomo's that run on this machine; others name programs or a service."""


class NoSolverError(Exception):
    """There is no such solver here; the message says so, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class OutsideError(Exception):
    """The process of the solver could not start, was ended, or failed; the message says what is known."""


@dataclass(frozen=True)
class Ready:
    """A solver that is there, with its version and that of Pyomo, such as ``2.10.8``."""

    version: str
    pyomo: str


@dataclass(frozen=True)
class Found:
    """What a solver found at a level: its least value in natural units, tail years included.

    ``value`` is ``None`` where the solver found no optimum; ``ending`` is why, in Pyomo's word, such as ``infeasible``.
    """

    value: float | None
    ending: str


@dataclass(frozen=True)
class Failed:
    """Why the process of the solver gave up."""

    message: str


class Outside:
    """A solver of the user's choice in a process of its own; use it as a context manager.

    Raises ``NoSolverError`` if there is no such solver, ``OutsideError`` if its process fails, and ``SolveStoppedError`` if
    ``control`` stops it; the process is ended then, with whatever it had started.
    """

    def __init__(self, parameters: Parameters, solver: str, control: Control) -> None:
        self._solver, self._control = solver, control
        if not _NAME.fullmatch(solver):
            raise NoSolverError(f"Pyomo knows no solver {solver}.", _known())
        self._folder = tempfile.TemporaryDirectory(prefix="rightfin-audit-")
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, parameters, solver, self._folder.name), daemon=True
        )
        with deaf_to_ctrl_c():
            self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process and remove what it wrote."""
        self._end()
        self._pipe.close()
        self._folder.cleanup()

    def ready(self) -> Ready:
        """Wait until the solver is known to be there."""
        found = self._answer()
        if not isinstance(found, Ready):
            installs = INSTALLED_BY.get(self._solver)
            remedy = f"Install {installs}." if installs else f"Install it so that Pyomo finds it. {_known()}"
            raise NoSolverError(f"Pyomo finds no solver {self._solver} here.", remedy)
        return found

    def levels(self, wanted: Sequence[tuple[str, str]]) -> Iterator[Found]:
        """Solve levels, given by order and name, each among the optima of those before it; yield each as it is found."""
        try:
            self._pipe.send(tuple(wanted))
        except OSError:
            raise _ended() from None
        for _ in wanted:
            yield self._answer()

    def _answer(self) -> Any:
        try:
            while not self._pipe.poll(PAUSE):
                if self._control.stops():
                    raise SolveStoppedError(self._control.why())
            found = self._pipe.recv()
        except (EOFError, OSError):
            raise _ended() from None
        if isinstance(found, Failed):
            raise OutsideError(f"{self._solver} failed: {found.message}")
        return found

    def _end(self) -> None:
        """End the process and all that it started: it leads a group of its own as soon as it runs."""
        if self._process.pid is not None and self._process.is_alive():
            if hasattr(os, "killpg") and _leads_a_group(self._process.pid):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
        self._process.join()


def _ended() -> OutsideError:
    return OutsideError(
        "The process of the solver could not start or was ended. A script must keep its own calls below "
        'if __name__ == "__main__":, because the process imports it.'
    )


def _known() -> str:
    return f"Choose one of {', '.join(INSTALLED_BY)}, or another solver that Pyomo can call here."


def _leads_a_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


def _work(pipe: Connection, parameters: Parameters, solver: str, folder: str) -> None:
    """Answer one request in a process of its own, which leads a group, so that what it starts ends with it."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    _print_into(Path(folder) / "said")
    if "fork" in get_all_start_methods():  # Pyomo makes a lock; one of this kind leaves nothing behind if it is killed
        set_start_method("fork", force=True)
    try:
        from rightfin.solve.pyomo_levels import solved, versions

        there = versions(solver)
        pipe.send(None if there is None else Ready(*there))
        if there is not None:
            for found in solved(parameters, solver, pipe.recv()):
                pipe.send(Found(*found))
    except EOFError:  # nobody asks any more
        return
    except SolverError as error:
        pipe.send(Failed(str(error)))
    except Exception as error:  # noqa: BLE001 - what a solver raises is told to who asked
        pipe.send(Failed(f"{type(error).__name__}: {error}"))


def _print_into(path: Path) -> None:
    """Let everything that this process and its children print go into a file from now on, whichever library prints it."""
    said = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.close(said)
