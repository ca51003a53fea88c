"""Set-up of the tests of pages: what they ask is answered in the process of the test, as a worker would.

So a test can put something else in place of a study. That worker processes answer the same is tried in ``tests/desk`` and
in the browser. A page that hides a mistake of the program behind a sentence fails its test.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page
from ui.browsing import chromium, nothing_failed

from rightfin.case import CaseError
from rightfin.desk import FailedError, Request, Seat
from rightfin.desk.desk import MOST_SECONDS
from rightfin.desk.job import failed, too_long
from rightfin.desk.live import Live
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.ui import sources, state

LOG = "rightfin.desk"
MISTAKES = (LOG, "rightfin.ui.mistakes")
_LIVE: OrderedDict[str, Live] = OrderedDict()


def _answered(_: Seat, request: Request, tell: Progress, seconds: float = MOST_SECONDS) -> object:
    """Answer here and now as a worker would."""
    control = Control(Event(), monotonic() + seconds)

    def told(step: int, steps: int, what: str) -> None:
        if control.stops():
            raise SolveStoppedError(control.why())
        tell(step, steps, what)

    live = _LIVE.setdefault(request.question.key, Live(request.question))
    while len(_LIVE) > 4:
        _LIVE.popitem(last=False)
    try:
        return live.found(request.changes, request.starts, request.wanted, told, control)
    except CaseError:
        raise
    except SolveStoppedError as stopped:
        raise SolveStoppedError(too_long(seconds) if control.why() != "The solve was cancelled." and control.stops()
                                else str(stopped)) from stopped
    except Exception as error:
        logging.getLogger(LOG).exception("Work at the desk failed.")
        raise FailedError(failed(error)) from error
    finally:
        assert control.cancel is not None
        control.cancel.set()


@pytest.fixture(autouse=True)
def no_work_fails(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Answer here, and fail where work failed; a test that wants it to clears ``caplog``."""
    monkeypatch.setattr(Seat, "do", _answered)
    monkeypatch.setattr(Seat, "begin", lambda *_: None)
    yield
    wrong = [record for record in caplog.get_records("call") if record.name.startswith(MISTAKES)]
    assert not wrong, wrong[0].exc_text or wrong[0].getMessage()


@pytest.fixture(autouse=True)
def visits_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep visits in a folder of the test's own."""
    monkeypatch.setenv(state.VISITS_VARIABLE, str(tmp_path / "visits"))
    state.visits.clear()


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of shipped cases, empty as yet; no visitor knows anything of cases of other tests."""
    monkeypatch.setenv(sources.INPUTS_VARIABLE, str(tmp_path / "inputs"))
    st.cache_resource.clear()
    yield tmp_path / "inputs"
    st.cache_resource.clear()


@contextmanager
def _dropping() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Seat, "do", lambda *_, **__: st.rerun())
        yield


@pytest.fixture
def dropping() -> Callable[[], AbstractContextManager[None]]:
    """Return within what Streamlit draws pages anew while work is done for them.

    It does so when a second button is pressed, which the tester cannot do meanwhile.
    """
    return _dropping


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a real browser."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a window of a visitor of its own, on which nothing may have failed in the end."""
    found = browser.new_page(viewport={"width": 1280, "height": 1400})
    yield found
    nothing_failed(found)
    found.close()
