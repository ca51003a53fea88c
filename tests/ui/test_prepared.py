"""Briefings that are made before anybody asks: of shipped cases, each once, by a process that gives way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rightfin.desk import Desk, Request, Task
from rightfin.report.overview.briefed import Briefed
from rightfin.solve.control import SolveStoppedError
from rightfin.ui import asked, prepared
from rightfin.ui.choice import Choice
from rightfin.ui.kept import Store
from rightfin.ui.prepared import NICENESS, PREPARE_VARIABLE, prepare, shipped_choices

ROOT = Path(__file__).resolve().parents[2]
QUICK = "sierra_leone_2002"


def niceness(_: object, **rest: object) -> int:
    """Return how nice the process is that works."""
    return os.nice(0)


def inputs(folder: Path, *names: str) -> Path:
    """Return a folder with some shipped cases, and the models beside it."""
    for name in names:
        shutil.copytree(ROOT / "inputs" / name, folder / "inputs" / name)
    shutil.copytree(ROOT / "models", folder / "models")
    return folder / "inputs"


class OfJobs:
    """A desk whose jobs end as a test says; it notes what was asked."""

    def __init__(self, found: dict[str, object]) -> None:
        self.found, self.asked = found, list[str]()

    @contextmanager
    def desk(self, workers: int, *, niceness: int) -> Iterator[Any]:
        assert (workers, niceness) == (1, NICENESS)
        yield self

    def seat(self) -> OfJobs:
        return self

    def ask(self, request: Request, seconds: float) -> Any:
        name = str(request.question.case.digest)
        self.asked.append(name)
        return Ends(self.found[name])


class Ends:
    """A job that has ended, or goes on until it is cancelled."""

    def __init__(self, found: object) -> None:
        self.found, self.is_cancelled = found, False

    def result(self, timeout: float) -> object:
        if self.is_cancelled:
            raise SolveStoppedError("cancelled")
        if callable(self.found):
            self.found()
            raise TimeoutError
        if isinstance(self.found, Exception):
            raise self.found
        return self.found

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def choices(tmp_path: Path) -> list[Choice]:
    return list(shipped_choices(inputs(tmp_path, QUICK, "liberia_2015", "afghanistan_2012")))


def test_what_is_prepared_is_what_a_page_opens_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = inputs(tmp_path, QUICK)
    (choice,) = shipped_choices(folder)
    assert choice.shared
    monkeypatch.setenv("RIGHTFIN_INPUTS", str(folder))
    monkeypatch.setattr(asked, "ask_for_briefing", lambda chosen: None)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    store = asked._shared("plans")
    assert store.get((choice.key, ())) is not None


def test_each_is_made_once_and_one_that_fails_keeps_none_from_being_made(
    choices: list[Choice], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (choice.case.digest for choice in choices)
    jobs = OfJobs({first: SolveStoppedError("too long"), second: "second", third: "third"})
    monkeypatch.setattr(prepared, "Desk", jobs.desk)
    store = Store[object](4)
    store.put((choices[1].key, ()), "of a visitor")
    prepare(choices, store)
    assert jobs.asked == [first, third]
    assert [store.get((choice.key, ())) for choice in choices] == [None, "of a visitor", "third"]


def test_what_a_visitor_had_made_meanwhile_is_not_waited_for(
    choices: list[Choice], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, place = Store[object](4), (choices[0].key, ())
    jobs = OfJobs({choices[0].case.digest: lambda: store.put(place, "of a visitor")})
    monkeypatch.setattr(prepared, "Desk", jobs.desk)
    prepare(choices[:1], store)
    assert store.get(place) == "of a visitor"


def test_the_process_gives_way() -> None:
    (choice, *_) = shipped_choices(ROOT / "inputs")
    with Desk(1, niceness=NICENESS) as desk:
        found = desk.seat().ask(Request(choice.question, wanted=Task(niceness))).result(60.0)
    assert found == min(19, os.nice(0) + NICENESS)


def test_a_briefing_that_is_prepared_is_whole(tmp_path: Path) -> None:
    (choice,) = shipped_choices(inputs(tmp_path, QUICK))
    store = Store[object](4)
    prepare([choice], store)
    found = store.get((choice.key, ()))
    assert isinstance(found, Briefed)
    assert len(found.replies) == 3
    assert all(reply.tried for reply in found.replies)


def test_nothing_is_prepared_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = list[object]()
    monkeypatch.setattr(asked, "prepare", lambda choices, store: begun.append(store))
    for said, expected in (("no", 0), (" No ", 0), ("", 1)):
        monkeypatch.setenv(PREPARE_VARIABLE, said)
        asked.begin_to_prepare.clear()
        begun.clear()
        asked.begin_to_prepare()
        assert len(begun) == expected
    asked.begin_to_prepare.clear()
