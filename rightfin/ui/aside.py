"""Work beside the pages: what takes long runs in a thread of its own, one job a visitor, and the latest question wins."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event, Lock
from time import monotonic
from typing import Generic, TypeVar

from rightfin.case import CaseError
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError

_Found = TypeVar("_Found")

PAUSE = 0.2
"""Seconds between two looks at whether the page still wants to know."""

MOST_SECONDS = 1200.0
"""Seconds that work may take where nobody says: what takes longer is asked by a command, which nobody waits for."""

GRACE = 10.0
"""Seconds that work has to hear that its time is over, before it is left to itself."""

_MINUTE = 60.0
_LOG = logging.getLogger(__name__)


class FailedError(Exception):
    """Work ended by a mistake of the program; the text is a sentence for the page, the log has the rest."""


class Aside:
    """The work of one visitor: its own object, kept in the visitor's session and nowhere else.

    At most one job runs at a time. Who asks anew stops what was asked before, and waits until it has ended: two jobs never
    touch the same live models at once. Nothing of what is asked or found stays here, so that one visitor's data cannot
    reach another.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "aside")
        self._lock = Lock()
        self._cancel = Event()
        self._idle: Callable[[], bool] = lambda: True

    def do(self, make: Callable[[Progress, Control], _Found], tell: Progress, seconds: float = MOST_SECONDS) -> _Found:
        """Return what ``make`` finds, and tell its steps again and again meanwhile, in the thread of the caller.

        ``make`` hears that it is to stop from its control, and each time that it tells a step. A page that is stopped or
        drawn anew raises where it tells: that is raised on at once, and the work ends as soon as it hears.

        Raises ``CaseError`` as ``make`` does; ``SolveStoppedError`` if it was stopped, by a newer question or after
        ``seconds`` from now, waiting counted; ``FailedError`` for any other error of it.
        """
        cancel, deadline = Event(), monotonic() + seconds
        work = _Work(make, Control(cancel, deadline))
        with self._lock:
            self._cancel.set()
            self._cancel = cancel
            if not self._idle():
                work.last = (1, 1, "waiting until what was asked before has stopped")
            job = self._pool.submit(work.run)
            self._idle = job.done
        try:
            while not wait([job], PAUSE).done and monotonic() < deadline + GRACE:
                tell(*work.last)
        finally:
            late = monotonic() >= deadline and not cancel.is_set()
            cancel.set()
        if not job.done():
            raise SolveStoppedError(_too_long(seconds))
        try:
            return job.result()
        except CaseError:
            raise
        except SolveStoppedError as stopped:
            raise SolveStoppedError(_too_long(seconds) if late else str(stopped)) from stopped
        except Exception as error:
            _LOG.exception("Work beside a page failed.")
            raise FailedError(_failed(error)) from error


class _Work(Generic[_Found]):
    """One job, and the step that it told last."""

    def __init__(self, make: Callable[[Progress, Control], _Found], control: Control) -> None:
        self._make, self._control = make, control
        self.last = (1, 1, "beginning")

    def run(self) -> _Found:
        """Do it, unless it was stopped before it began."""
        self._heard()
        return self._make(self._told, self._control)

    def _told(self, step: int, steps: int, what: str) -> None:
        self._heard()
        self.last = (step, steps, what)

    def _heard(self) -> None:
        if self._control.stops():
            raise SolveStoppedError(self._control.why())


def _too_long(seconds: float) -> str:
    long = f"{seconds / _MINUTE:.0f} minutes" if seconds >= 2 * _MINUTE else f"{seconds:.0f} seconds"
    return (f"This took longer than {long}, the most that a page waits, and was stopped before it was done. Ask for less, "
            "or use the command.")


def _failed(error: Exception) -> str:
    what = "it needs more memory than there is" if isinstance(error, MemoryError) else (
        f"the program made a mistake ({type(error).__name__})")
    return (f"This could not be worked out: {what}. Nothing that was found before is lost. Please tell who runs this page; "
            "the log of the server says more.")
