"""Set-up of the tests of pages: a page that hides a mistake of the program behind a sentence fails its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import streamlit as st

from rightfin.ui.aside import Aside


@pytest.fixture(autouse=True)
def no_work_fails(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where work beside a page failed; a test that wants it to clears ``caplog``."""
    yield
    failed = [record for record in caplog.get_records("call") if record.name == "rightfin.ui.aside"]
    assert not failed, failed[0].exc_text


@contextmanager
def _dropping() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Aside, "do", lambda *_, **__: st.rerun())
        yield


@pytest.fixture
def dropping() -> Callable[[], AbstractContextManager[None]]:
    """Return within what Streamlit draws pages anew while work is done beside them.

    It does so when a second button is pressed, which the tester cannot do meanwhile.
    """
    return _dropping
