"""Work beside the page: its steps are told, its answer and its errors come back, and it ends with who asked."""

from __future__ import annotations

from threading import Event, current_thread
from time import monotonic

import pytest

from rightfin.case import CaseError, Issue
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.ui.aside import beside


class DroppedError(Exception):
    """What the page raises when it is drawn anew."""


def nothing(step: int, steps: int, label: str) -> None:
    """Tell nobody."""


def test_what_is_found_comes_back_and_steps_are_told_in_the_thread_of_the_caller() -> None:
    told: list[tuple[int, int, str, object]] = []
    seen = Event()

    def make(progress: Progress, _: Control) -> object:
        progress(1, 2, "seeking")
        assert seen.wait(30.0)
        return current_thread()

    def tell(step: int, steps: int, label: str) -> None:
        told.append((step, steps, label, current_thread()))
        seen.set()

    found = beside(make, tell)
    assert found is not current_thread()
    assert set(told) == {(1, 2, "seeking", current_thread())}


def test_what_is_refused_is_raised() -> None:
    def make(progress: Progress, _: Control) -> None:
        raise CaseError([Issue("odd", "It is odd.", "Mend it.")])

    with pytest.raises(CaseError, match="It is odd"):
        beside(make, nothing)


@pytest.mark.parametrize("heard", ["by control", "at the next step"])
def test_work_ends_when_the_page_is_dropped(heard: str) -> None:
    ended: list[str] = []

    def make(progress: Progress, control: Control) -> None:
        until = monotonic() + 30.0
        progress(1, 2, "seeking")
        while monotonic() < until and not (heard == "by control" and control.stops()):
            if heard == "at the next step":
                try:
                    progress(1, 2, "seeking")
                except SolveStoppedError as stopped:
                    ended.append(str(stopped))
                    raise
        ended.append(control.why())

    def tell(step: int, steps: int, label: str) -> None:
        raise DroppedError

    with pytest.raises(DroppedError):
        beside(make, tell)
    assert ended == ["The solve was cancelled."], "the thread has ended when the caller goes on"
