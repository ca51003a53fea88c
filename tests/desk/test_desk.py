"""The desk: one job a visitor, workers that are shared fairly, and what becomes of jobs whose worker ends."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import current_thread
from time import monotonic, sleep

import pytest
from desk import desk_toys as toys
from pipeline import donor, tiny_case

from rightfin.case import CaseError
from rightfin.desk import BusyError, Desk, FailedError, Job, Request, Seat, Task
from rightfin.desk import desk as module
from rightfin.planning import plan
from rightfin.question import Question
from rightfin.result.plan import Plan, Status
from rightfin.solve.control import SolveStoppedError
from rightfin.study.whatif import WhatIf

WAIT = 60.0
"""Seconds after which a test gives up."""

QUESTION = Question.of(tiny_case(**donor(30.0)))
OTHER = Question.of(tiny_case(settings={"title": "Another"}, **donor(30.0)))
SOON = 0.3
"""Seconds within which a visitor hears that a job was stopped."""


@pytest.fixture(scope="module")
def shared() -> Iterator[Desk]:
    with Desk(2) as desk:
        yield desk


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Take what the desk logs."""
    caplog.set_level(logging.INFO, logger="rightfin.desk")
    return caplog


def task(function: Callable[..., object], question: Question = QUESTION, **arguments: object) -> Request:
    return Request(question, wanted=Task(function, arguments))


def nothing(step: int, steps: int, label: str) -> None:
    """Tell nobody."""


def until(true: Callable[[], bool]) -> None:
    end = monotonic() + WAIT
    while not true():
        assert monotonic() < end, "it never came true"
        sleep(0.01)


def running(seat: Seat, function: Callable[..., object] = toys.tells) -> Job:
    """Ask for what goes on until it is stopped, and wait until it does."""
    job = seat.ask(task(function))
    until(lambda: job.step == (3, 7, "seeking"))
    return job


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def objective(found: Plan) -> list[tuple[object, ...]]:
    return [row[:2] for row in found.tables["objective"].rows]


def levels(found: Plan) -> list[float]:
    return [float(row[2]) for row in found.tables["objective"].rows]


def test_a_plan_has_the_levels_of_a_plan_from_nothing_whatever_was_asked_before(shared: Desk) -> None:
    seat = shared.seat()
    cells = [(("donors", ("friends",), "exit_year", year),) for year in (2022, 2024)]
    answers = [seat.do(Request(QUESTION, cells[place]), nothing) for place in (0, 1, 0)]
    assert all(isinstance(found, Plan) for found in answers)
    first, second, again = (found for found in answers if isinstance(found, Plan))
    assert first.tables == again.tables
    assert first.tables != second.tables
    for found, changes in zip((first, second), cells, strict=True):
        expected = plan(WhatIf.of(QUESTION).changed(changes))
        assert objective(found) == objective(expected)
        assert levels(found) == pytest.approx(levels(expected), rel=1e-6, abs=1e-3)


def test_every_worker_answers_the_same() -> None:
    """Two desks are two workers, asked in another order."""
    cells = [(("donors", ("friends",), "exit_year", year),) for year in (2022, 2024, None)]
    found: list[dict[int, object]] = []
    for order in ((0, 1, 2), (2, 1, 0)):
        with Desk(1) as desk:
            seat = desk.seat()
            found.append({place: seat.do(Request(QUESTION, cells[place]), nothing) for place in order})
    assert found[0] == found[1]


def test_what_was_begun_is_waited_for_and_asked_once(shared: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked between the two stops it, and then it is asked again; another question is answered by its own plan."""
    first, second = (Request(QUESTION, (("donors", ("friends",), "exit_year", year),)) for year in (2022, 2024))
    expected = [shared.seat().do(request, nothing) for request in (first, second)]
    asked: list[Request] = []
    ask = shared.ask
    monkeypatch.setattr(shared, "ask", lambda request, *rest: (asked.append(request), ask(request, *rest))[1])
    seat = shared.seat()
    seat.begin(first)
    assert seat.do(first, nothing) == expected[0]
    assert asked == [first]
    seat.begin(first)
    assert seat.do(second, nothing) == expected[1]
    seat.begin(first)
    assert seat.ask(second).result(WAIT) == expected[1]
    assert seat.do(first, nothing) == expected[0]
    assert seat.do(first, nothing) == expected[0]
    assert asked[1:] == [first, second, first, second, first, first]


def test_the_plan_of_limits_that_contradict_says_so(shared: Desk) -> None:
    torn = Question.of(tiny_case(strength_limits=[{"cadre": "soldier", "bound": "max", "hard": True, "2021": 3000.0}]))
    contradictory = shared.seat().do(Request(torn), nothing)
    assert isinstance(contradictory, Plan)
    assert contradictory.status is Status.CONTRADICTORY
    assert contradictory.conflict


def test_what_cannot_be_used_is_refused_with_all_its_issues_and_the_next_is_answered(shared: Desk) -> None:
    seat = shared.seat()
    with pytest.raises(CaseError) as caught:
        seat.do(task(toys.refuses), nothing)
    assert [issue.code for issue in caught.value.issues] == ["odd", "more"]
    with pytest.raises(CaseError, match="exit_year"):
        seat.do(Request(QUESTION, (("donors", ("friends",), "exit_year", "soon"),)), nothing)
    with pytest.raises(CaseError, match="cadre"):
        seat.do(Request(QUESTION, (("cadres", ("nobody",), "pay", 1.0),)), nothing)
    assert isinstance(seat.do(Request(QUESTION), nothing), Plan)


def test_a_task_is_about_the_case_with_its_changes(shared: Desk) -> None:
    cell = "donors", ("friends",), "exit_year", 2022
    changed = QUESTION.case.with_cell(*cell)
    assert shared.seat().do(Request(QUESTION, (cell,), wanted=Task(toys.digest)), nothing) == changed.digest
    assert shared.seat().do(task(toys.digest), nothing) == QUESTION.case.digest


def test_steps_are_told_in_the_thread_of_the_caller_and_a_dropped_page_stops_its_job(shared: Desk) -> None:
    class DroppedError(Exception):
        pass

    told: list[object] = []

    def tell(*step: object) -> None:
        told.append(current_thread())
        if step == (3, 7, "seeking"):
            raise DroppedError

    seat = shared.seat()
    with pytest.raises(DroppedError):
        seat.do(task(toys.tells), tell)
    assert set(told) == {current_thread()}
    assert seat.do(task(toys.digest), nothing), "it can ask on"


def test_a_stop_is_heard_at_once_and_by_the_worker(shared: Desk) -> None:
    seat = shared.seat()
    job = running(seat)
    began = monotonic()
    job.cancel()
    with pytest.raises(SolveStoppedError, match="cancelled"):
        job.result(0.0)
    assert monotonic() - began < SOON
    until(lambda: all(slot.entry is None for slot in shared._slots))
    assert monotonic() - began < WAIT / 2, "it was heard, and no worker had to be ended"
    job.cancel()


def test_the_latest_question_wins_and_those_between_never_begin() -> None:
    with Desk(1) as desk:
        seat = desk.seat()
        first = running(seat)
        second, third = seat.ask(task(toys.tells)), seat.ask(task(toys.digest))
        assert third.result(WAIT) == QUESTION.case.digest
        for earlier in (first, second):
            with pytest.raises(SolveStoppedError, match="cancelled"):
                earlier.result(0.0)
        assert second.step[2] == "waiting for a free worker"


def test_two_visitors_are_answered_at_once_and_do_not_stop_one_another(shared: Desk) -> None:
    one, other = shared.seat(), shared.seat()
    mine = running(one)
    assert isinstance(other.do(Request(QUESTION), nothing), Plan)
    assert not mine.done
    mine.cancel()


def test_tasks_leave_a_worker_to_questions(shared: Desk) -> None:
    one, other, third = shared.seat(), shared.seat(), shared.seat()
    mine = running(one)
    waiting = other.ask(task(toys.digest))
    assert isinstance(third.do(Request(QUESTION), nothing), Plan)
    assert not waiting.done
    mine.cancel()
    assert waiting.result(WAIT) == QUESTION.case.digest


def test_who_was_served_longest_ago_is_next() -> None:
    with Desk(1) as desk:
        often, seldom = desk.seat(), desk.seat()
        often.do(task(toys.pid), nothing)
        blocking = running(desk.seat())
        ended: list[str] = []
        late, early = often.ask(task(toys.digest)), seldom.ask(task(toys.digest))
        for name, job in (("often", late), ("seldom", early)):
            end = job.end
            job.end = lambda *told, name=name, end=end, **more: (ended.append(name), end(*told, **more))  # type: ignore[method-assign,misc]
        blocking.cancel()
        late.result(WAIT)
        assert ended == ["seldom", "often"]


def test_the_same_case_goes_to_the_worker_that_has_it_and_no_models_are_kept_beyond_the_cap() -> None:
    with Desk(2, models=2) as desk:
        until(lambda: all(slot.arrived for slot in desk._slots))
        seat = desk.seat()
        seat.do(Request(QUESTION), nothing)
        (holder,) = (slot for slot in desk._slots if slot.keys)
        for _ in range(3):
            seat.do(Request(QUESTION, (("donors", ("friends",), "exit_year", 2023),)), nothing)
        assert [slot for slot in desk._slots if slot.keys] == [holder]
        for year in range(2021, 2025):
            seat.do(Request(Question.of(tiny_case(**donor(float(year))))), nothing)
            assert all(len(slot.keys) <= 2 for slot in desk._slots)
        assert isinstance(seat.do(Request(QUESTION), nothing), Plan), "built again where it was forgotten"


def test_who_asks_again_does_not_have_other_models_built_meanwhile() -> None:
    with Desk(2) as desk:
        until(lambda: all(slot.arrived for slot in desk._slots))
        seat = desk.seat()
        seat.do(Request(QUESTION), nothing)
        jobs = [seat.ask(Request(QUESTION, (("donors", ("friends",), "exit_year", year),))) for year in (2022, 2023) * 5]
        assert isinstance(jobs[-1].result(WAIT), Plan)
        assert sum(1 for slot in desk._slots if slot.keys) == 1


def test_a_question_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    send = module.WorkerProcess.send

    def noted(process: module.WorkerProcess, message: object) -> None:
        sent.append(message)
        send(process, message)

    monkeypatch.setattr(module.WorkerProcess, "send", noted)
    with Desk(1) as desk:
        for question in (QUESTION, QUESTION, OTHER, QUESTION):
            desk.seat().do(Request(question), nothing)
    orders = [message for message in sent if isinstance(message, module.Order)]
    assert [order.question is not None for order in orders] == [True, False, True, False]
    assert len({order.key for order in orders}) == 2


def test_a_worker_that_is_killed_is_a_sentence_and_the_next_question_is_answered(
    shared: Desk, quiet: pytest.LogCaptureFixture
) -> None:
    seat = shared.seat()
    before = shared.pids
    job = running(seat)
    busy = next(slot for slot in shared._slots if slot.entry is not None).process
    assert busy is not None
    os.kill(busy.pid, signal.SIGKILL)
    with pytest.raises(FailedError, match="the process that worked on it was ended"):
        job.result(WAIT)
    assert isinstance(seat.do(Request(QUESTION), nothing), Plan)
    with pytest.raises(FailedError, match="was ended"):
        seat.do(task(toys.dies), nothing)
    assert isinstance(seat.do(Request(QUESTION), nothing), Plan)
    assert not set(before) <= set(shared.pids)


def test_a_worker_that_does_not_hear_is_ended(quiet: pytest.LogCaptureFixture) -> None:
    with Desk(1, grace=0.2) as desk:
        seat = desk.seat()
        (before,) = desk.pids
        running(seat, toys.deaf)
        assert seat.do(task(toys.digest), nothing) == QUESTION.case.digest
        assert desk.pids != (before,)
        until(lambda: not alive(before))


@pytest.mark.parametrize(("error", "said"), [
    (KeyError, "the program made a mistake (KeyError)"), (MemoryError, "more memory than there is"),
])
def test_a_mistake_of_the_program_is_a_sentence_without_what_the_case_holds(
    shared: Desk, quiet: pytest.LogCaptureFixture, error: type[Exception], said: str
) -> None:
    with pytest.raises(FailedError) as caught:
        shared.seat().do(task(toys.fails, error=error), nothing)
    assert said in str(caught.value)
    assert "4,711" not in str(caught.value)
    assert "4,711" in quiet.text, "the log has it"


def test_what_cannot_be_sent_either_way_is_a_mistake_of_the_program(
    shared: Desk, quiet: pytest.LogCaptureFixture
) -> None:
    seat = shared.seat()
    for request in (task(toys.unsendable), task(lambda *_: None)):
        with pytest.raises(FailedError, match="made a mistake"):
            seat.do(request, nothing)
    assert seat.do(task(toys.digest), nothing) == QUESTION.case.digest


def test_what_takes_too_long_is_stopped_and_named_so(shared: Desk) -> None:
    with pytest.raises(SolveStoppedError, match="longer than 0 seconds, the most that a page waits"):
        shared.seat().do(task(toys.tells), nothing, seconds=0.3)


def test_who_waits_too_long_is_told_so() -> None:
    with Desk(1) as desk:
        blocking = running(desk.seat())
        with pytest.raises(SolveStoppedError, match="longer than"):
            desk.seat().do(task(toys.digest), nothing, seconds=0.3)
        assert not blocking.done


def test_too_many_who_wait_are_told_that_it_is_busy() -> None:
    with Desk(1, waiting=1) as desk:
        blocking = running(desk.seat())
        waiting = desk.seat().ask(task(toys.digest))
        with pytest.raises(BusyError, match="busy"):
            desk.seat().ask(task(toys.digest))
        blocking.cancel()
        assert waiting.result(WAIT) == QUESTION.case.digest


def test_a_worker_that_holds_too_much_is_started_anew_once_it_is_idle(quiet: pytest.LogCaptureFixture) -> None:
    with Desk(1, memory=400 << 20) as desk:
        seat = desk.seat()
        first = seat.do(task(toys.hoards, size=1 << 20), nothing)
        assert seat.do(task(toys.hoards, size=500 << 20), nothing) == first, "what it found comes first"
        assert isinstance(seat.do(Request(QUESTION), nothing), Plan)
        assert desk.pids != (first,)


def test_no_worker_takes_more_than_the_cap(quiet: pytest.LogCaptureFixture) -> None:
    with Desk(1, memory=400 << 20) as desk:
        with pytest.raises(FailedError, match="more memory than there is"):
            desk.seat().do(task(toys.hoards, size=3 << 30), nothing)
        assert isinstance(desk.seat().do(Request(QUESTION), nothing), Plan)


def test_no_process_is_left_when_the_desk_is_closed_and_who_waits_hears_it() -> None:
    desk = Desk(2)
    job = running(desk.seat())
    pids = desk.pids
    desk.close()
    with pytest.raises(SolveStoppedError):
        job.result(0.0)
    assert not any(map(alive, pids))
    with pytest.raises(SolveStoppedError):
        desk.seat().ask(task(toys.digest)).result(0.0)


SERVER = """
import sys, time
from rightfin.desk import Desk
desk = Desk(2)
print(*desk.pids, flush=True)
until = time.monotonic() + 60.0
while not all(slot.arrived for slot in desk._slots):
    assert time.monotonic() < until
    time.sleep(0.01)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("ends", ["by itself", "killed"])
def test_workers_end_with_the_server(ends: str) -> None:
    path = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": path}) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        pids = [int(word) for word in server.stdout.readline().split()]
        assert server.stdout.readline() == "ready\n"
        assert all(map(alive, pids))
        if ends == "killed":
            server.kill()
        else:
            server.stdin.close()
    until(lambda: not any(map(alive, pids)))


def test_a_worker_imports_no_page_and_does_not_run_the_script_of_the_server(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nPath(sys.argv[1]).open('a').write('run\\n')\n"
        "from rightfin.desk import Desk, Request, Task\nfrom rightfin.question import Question\n"
        "from pipeline import tiny_case\nfrom desk.test_desk import loaded\n"
        "with Desk(1) as desk:\n"
        "    print(desk.seat().do(Request(Question.of(tiny_case()), wanted=Task(loaded)), print))\n"
    )
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "runs")], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": path}, timeout=WAIT)
    assert done.stdout.splitlines()[-1] == "[]"
    assert (tmp_path / "runs").read_text() == "run\n"


def loaded(_: object, **rest: object) -> list[str]:
    """Return which pages a worker has imported."""
    return [name for name in sys.modules if name.split(".")[0] == "streamlit"]


@pytest.mark.parametrize(("seconds", "said"), [(1200.0, "20 minutes"), (90.0, "90 seconds")])
def test_time_is_told_in_the_unit_that_fits(seconds: float, said: str) -> None:
    from rightfin.desk.job import too_long

    assert said in too_long(seconds)


def test_workers_that_cannot_be_started_are_a_sentence_and_are_tried_again(
    monkeypatch: pytest.MonkeyPatch, quiet: pytest.LogCaptureFixture
) -> None:
    """As where there is no memory or no file left."""
    made = module.WorkerProcess

    def none(*_: object) -> object:
        raise OSError("no more files")

    monkeypatch.setattr(module, "WorkerProcess", none)
    with Desk(1) as desk:
        seat = desk.seat()
        with pytest.raises(FailedError):
            seat.ask(task(toys.pid)).result(60.0)
        monkeypatch.setattr(module, "WorkerProcess", made)
        assert isinstance(seat.ask(task(toys.pid)).result(60.0), int)
    quiet.clear()
