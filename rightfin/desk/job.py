"""A job: what was asked at the desk by one visitor, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic

from rightfin.case.issue import CaseError
from rightfin.progress import Progress
from rightfin.solve.control import SolveStoppedError

PAUSE = 0.2
"""Seconds between two looks at whether the page still wants to know."""

_MINUTE = 60.0
_CANCELLED = "The solve was cancelled."


class FailedError(Exception):
    """Work ended by a mistake of the program; the text is a sentence for the page, the log has the rest."""


class Job:
    """One job; who holds it has its answer, and nobody else has.

    ``step`` is the last step that was told: number, of how many, what is done.
    """

    def __init__(self, seconds: float, cancel: Callable[[Job], None]) -> None:
        self.deadline = monotonic() + seconds
        self.step = (1, 1, "waiting for a free worker")
        self._seconds, self._cancel = seconds, cancel
        self._ended = Event()
        self._found: object = None
        self._error: Exception | None = None

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._ended.is_set()

    def cancel(self) -> None:
        """Stop it; who waits for it hears at once, and the worker as soon as it can."""
        self._cancel(self)

    def result(self, timeout: float | None = None) -> object:
        """Return what was found.

        Raises ``CaseError`` as the question does; ``SolveStoppedError`` if it was stopped, by a newer question or because
        it took too long; ``FailedError`` for any other error of it; ``TimeoutError`` if it has not ended after
        ``timeout`` seconds.
        """
        if not self._ended.wait(timeout):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._found

    def wait(self, tell: Progress) -> object:
        """Return what was found, and tell the last step again and again meanwhile, in the thread of the caller.

        A page that is stopped or drawn anew raises where it tells: that is raised on at once, and the job is stopped.
        Raises as ``result`` does.
        """
        try:
            while not self._ended.wait(PAUSE):
                tell(*self.step)
        finally:
            if not self.done:
                self.cancel()
        return self.result()

    def end(self, found: object = None, error: BaseException | None = None) -> None:
        """End it, once: with what was found, or with the error that is raised to who asks for it."""
        if self.done:
            return
        self._found = found
        if isinstance(error, (CaseError, SolveStoppedError, FailedError)):
            self._error = error
        elif error is not None:
            self._error = FailedError(failed(error))
        self._ended.set()

    def stop(self) -> None:
        """End it because it is stopped."""
        late = monotonic() >= self.deadline
        self.end(error=SolveStoppedError(too_long(self._seconds) if late else _CANCELLED))


def too_long(seconds: float) -> str:
    """Return the sentence about work that took more than so many seconds."""
    long = f"{seconds / _MINUTE:.0f} minutes" if seconds >= 2 * _MINUTE else f"{seconds:.0f} seconds"
    return (f"This took longer than {long}, the most that a page waits, and was stopped before it was done. Ask for less, "
            "or use the command.")


def failed(error: BaseException) -> str:
    """Return the sentence about an error of the program; it quotes nothing, since errors quote cases."""
    what = "it needs more memory than there is" if isinstance(error, MemoryError) else (
        f"the program made a mistake ({type(error).__name__})")
    return _could_not(what)


def lost() -> str:
    """Return the sentence about a worker that was ended from outside."""
    return _could_not("the process that worked on it was ended, perhaps because memory ran out. Ask again")


def _could_not(what: str) -> str:
    return (f"This could not be worked out: {what}. Nothing that was found before is lost. Please tell who runs this page; "
            "the log of the server says more.")
