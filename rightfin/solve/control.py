"""Stopping a solve: by the user, or after a time; and what must not hear that it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from time import monotonic


class SolveStoppedError(Exception):
    """A solve was cancelled or ran out of time; the session that it belongs to can be used on."""


@dataclass(frozen=True)
class Control:
    """Whether a solve has to stop: ``cancel`` is set by another thread, ``deadline`` is a time of ``time.monotonic``."""

    cancel: Event | None = None
    deadline: float | None = None

    @classmethod
    def within(cls, seconds: float | None, cancel: Event | None = None) -> Control:
        """Return a control that stops after so many seconds from now, or when ``cancel`` is set."""
        return cls(cancel, None if seconds is None else monotonic() + seconds)

    @property
    def active(self) -> bool:
        """Whether anything could stop the solve."""
        return self.cancel is not None or self.deadline is not None

    def stops(self) -> bool:
        """Return whether it is time to stop."""
        cancelled = self.cancel is not None and self.cancel.is_set()
        return cancelled or (self.deadline is not None and monotonic() >= self.deadline)

    def why(self) -> str:
        """Return why a solve was stopped, as a sentence."""
        cancelled = self.cancel is not None and self.cancel.is_set()
        return "The solve was cancelled." if cancelled else "The solve reached its time limit."


NEVER = Control()
"""A solve that runs to its end."""


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that are started meanwhile not hear Ctrl-C: who asked stops them, and they have nothing to say."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker  # only who starts processes has to import it

    resource_tracker.ensure_running()  # it starts with the first process otherwise, and lets signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
