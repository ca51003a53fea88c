"""Work that finds what its question says, or ends otherwise."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from rightfin.case import Case, CaseError, Issue
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError


def answer(
    question: str, stop: Callable[[], object], _: Case, *, progress: Progress, control: Control, **rest: object
) -> str:
    """Answer a question; ``stop`` has the page drawn anew, as a browser does."""
    progress(1, 2, "seeking")
    if question == "dropped":
        stop()
        progress(1, 2, "told to a page that is gone")
    if question == "long":
        until = monotonic() + 30.0
        while not control.stops():
            assert monotonic() < until, "nobody stopped it"
        raise SolveStoppedError(control.why())
    if question == "refused":
        raise CaseError([Issue("odd", "It is odd.", "Mend it.")])
    if question == "cancelled":
        raise SolveStoppedError("It was cancelled.")
    if question == "failed":
        raise KeyError(question)
    return f"found {question}"
