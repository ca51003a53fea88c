"""Tasks for workers: they tell, wait, fall ill, and do not listen."""

from __future__ import annotations

import os
import signal
from time import monotonic, sleep
from typing import Any

from rightfin.case import Case, CaseError, Issue
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError

PATIENCE = 60.0


def pid(_: Case, **rest: object) -> int:
    """Return who works."""
    return os.getpid()


def digest(case: Case, **rest: object) -> str:
    """Return what the case holds that is worked on."""
    return case.digest


def tells(_: Case, *, progress: Progress, control: Control, **rest: object) -> None:
    """Tell a step, and go on until it hears that it is to stop."""
    progress(3, 7, "seeking")
    until = monotonic() + PATIENCE
    while not control.stops():
        assert monotonic() < until, "nobody stopped it"
        sleep(0.01)
    raise SolveStoppedError(control.why())


def deaf(_: Case, *, progress: Progress, **rest: object) -> None:
    """Tell a step, and do not hear anything."""
    progress(3, 7, "seeking")
    sleep(PATIENCE)


def dies(_: Case, **rest: object) -> None:
    """End the process as the system does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuses(_: Case, **rest: object) -> None:
    """Refuse what is asked."""
    raise CaseError([Issue("odd", "It is odd.", "Mend it."), Issue("more", "It is odd, too.", "Mend it as well.")])


def fails(_: Case, *, error: type[Exception], **rest: object) -> None:
    """Make a mistake."""
    raise error("pay of 4,711")


def hoards(_: Case, *, size: int, **rest: object) -> int:
    """Keep so many bytes for ever."""
    _HOARD.append(bytearray(os.urandom(1 << 20) * (size >> 20)))
    return os.getpid()


_HOARD: list[Any] = []


def unsendable(_: Case, **rest: object) -> object:
    """Return what no pipe takes."""
    return lambda: None
