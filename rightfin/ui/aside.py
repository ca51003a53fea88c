"""Work beside the page: what takes long runs in a thread of its own, so that who stops the page stops it at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError

_Found = TypeVar("_Found")

PAUSE = 0.2
"""Seconds between two looks at whether the page still wants to know."""


def beside(make: Callable[[Progress, Control], _Found], tell: Progress) -> _Found:
    """Return what ``make`` finds, and tell its steps again and again meanwhile, in the thread of the caller.

    A page that is stopped or drawn anew raises where it tells: then the work is cancelled, its thread has ended when that
    goes on, and nothing of it is left. Raises what ``make`` raises.
    """
    cancel = Event()
    control = Control(cancel)
    last: list[tuple[int, int, str]] = []

    def progress(step: int, steps: int, label: str) -> None:
        if control.stops():
            raise SolveStoppedError(control.why())
        last[:] = [(step, steps, label)]

    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(make, progress, control)
        try:
            while not wait([found], PAUSE).done:
                for told in last[:]:
                    tell(*told)
        finally:
            cancel.set()
        return found.result()
