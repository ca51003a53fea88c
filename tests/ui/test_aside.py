"""Work beside the page: its steps are told, its answer and its errors come back, and it ends with who asked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread
from time import monotonic

import pytest

from rightfin.case import CaseError, Issue
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.ui import aside
from rightfin.ui.aside import Aside, FailedError

WAIT = 30.0
"""Seconds after which a test gives up."""


class DroppedError(Exception):
    """What the page raises when it is drawn anew."""


def nothing(step: int, steps: int, label: str) -> None:
    """Tell nobody."""


def dropped(step: int, steps: int, label: str) -> None:
    """Be a page that is drawn anew."""
    raise DroppedError


def until_stopped(begun: Event, ended: list[str], more: Callable[[], None] = lambda: None) -> Callable[..., str]:
    """Return work that goes on until it hears that it is to stop, and does ``more`` before it ends."""
    def make(_: Progress, control: Control) -> str:
        begun.set()
        until = monotonic() + WAIT
        while not control.stops():
            assert monotonic() < until, "nobody stopped it"
        more()
        ended.append(control.why())
        raise SolveStoppedError(control.why())
    return make


def test_what_is_found_comes_back_and_steps_are_told_in_the_thread_of_the_caller() -> None:
    told: list[tuple[int, int, str, object]] = []
    seen = Event()

    def make(progress: Progress, _: Control) -> object:
        progress(1, 2, "seeking")
        assert seen.wait(WAIT)
        return current_thread()

    def tell(step: int, steps: int, label: str) -> None:
        told.append((step, steps, label, current_thread()))
        if label == "seeking":
            seen.set()

    found = Aside().do(make, tell)
    assert found is not current_thread()
    assert set(told) <= {(1, 1, "beginning", current_thread()), (1, 2, "seeking", current_thread())}
    assert told[-1][2] == "seeking"


def test_what_is_refused_is_raised() -> None:
    def make(progress: Progress, _: Control) -> None:
        raise CaseError([Issue("odd", "It is odd.", "Mend it.")])

    with pytest.raises(CaseError, match="It is odd"):
        Aside().do(make, nothing)


@pytest.mark.parametrize(("error", "said"), [
    (KeyError("pay of 4,711"), "the program made a mistake (KeyError)"), (MemoryError(), "more memory than there is"),
])
def test_a_mistake_of_the_program_is_a_sentence_without_what_the_case_holds(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    def make(*_: object) -> None:
        raise error

    mine = Aside()
    with pytest.raises(FailedError) as caught:
        mine.do(make, nothing)
    assert said in str(caught.value)
    assert "4,711" not in str(caught.value)
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error], "the log has it"
    caplog.clear()
    assert mine.do(lambda *_: "found", nothing) == "found", "the visitor can ask on"


@pytest.mark.parametrize("heard", ["by control", "at the next step"])
def test_work_ends_when_the_page_is_dropped_even_before_it_told_a_step(heard: str) -> None:
    ended: list[str] = []
    over = Event()

    def make(progress: Progress, control: Control) -> None:
        until = monotonic() + WAIT
        try:
            while monotonic() < until and not (heard == "by control" and control.stops()):
                if heard == "at the next step":
                    progress(1, 2, "seeking")
        except SolveStoppedError as stopped:
            ended.append(str(stopped))
        else:
            ended.append(control.why())
        over.set()

    with pytest.raises(DroppedError):
        Aside().do(make, dropped)
    assert over.wait(WAIT)
    assert ended == ["The solve was cancelled."]


def test_who_is_dropped_does_not_wait_and_what_is_asked_next_does() -> None:
    mine, begun, let = Aside(), Event(), Event()
    ended: list[str] = []
    told: list[str] = []

    with pytest.raises(DroppedError):  # though the work ends only once it is let
        mine.do(until_stopped(begun, ended, lambda: ended.append(str(let.wait(WAIT)))), dropped)

    def tell(step: int, steps: int, label: str) -> None:
        told.append(label)
        let.set()

    assert mine.do(lambda *_: list(ended), tell) == ["True", "The solve was cancelled."], "one at a time"
    assert set(told) == {"waiting until what was asked before has stopped"}


def test_the_latest_question_wins_and_those_between_never_begin() -> None:
    mine, begun, let = Aside(), Event(), Event()
    ended: list[str] = []
    with ThreadPoolExecutor(2) as pages:
        first = pages.submit(mine.do, until_stopped(begun, ended, lambda: ended.append(str(let.wait(WAIT)))), nothing)
        assert begun.wait(WAIT)
        waits = Event()
        second = pages.submit(mine.do, lambda *_: ended.append("between"), lambda *_: waits.set())
        assert waits.wait(WAIT)
        third = mine.do(lambda *_: "latest", lambda *_: let.set())
        assert third == "latest"
        for earlier in (first, second):
            with pytest.raises(SolveStoppedError, match="cancelled"):
                earlier.result(WAIT)
    assert ended == ["True", "The solve was cancelled."]


def test_visitors_do_not_wait_for_one_another_and_do_not_stop_one_another() -> None:
    one, other = Aside(), Aside()
    begun, let = Event(), Event()

    def make(progress: Progress, control: Control) -> str:
        begun.set()
        assert let.wait(WAIT)
        progress(1, 1, "ending")
        return "mine"

    with ThreadPoolExecutor(1) as pages:
        mine = pages.submit(one.do, make, nothing)
        assert begun.wait(WAIT)
        assert other.do(lambda *_: "theirs", nothing) == "theirs"
        let.set()
        assert mine.result(WAIT) == "mine"


def test_what_takes_too_long_is_stopped_and_named_so() -> None:
    ended: list[str] = []
    with pytest.raises(SolveStoppedError, match="longer than 0 seconds, the most that a page waits"):
        Aside().do(until_stopped(Event(), ended), nothing, seconds=0.3)
    assert ended == ["The solve reached its time limit."]


def test_what_does_not_hear_that_its_time_is_over_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "GRACE", 0.0)
    mine, let = Aside(), Event()
    with pytest.raises(SolveStoppedError, match="longer than"):
        mine.do(lambda *_: let.wait(WAIT), nothing, seconds=0.1)
    with pytest.raises(SolveStoppedError, match="longer than"):
        mine.do(lambda *_: "never begun", nothing, seconds=0.1)
    let.set()
    assert mine.do(lambda *_: "found", nothing) == "found"


@pytest.mark.parametrize(("seconds", "said"), [(1200.0, "20 minutes"), (90.0, "90 seconds")])
def test_time_is_told_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert said in aside._too_long(seconds)
