"""What a page says where the program made a mistake that nobody foresaw."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

MISTAKE = ("The program made a mistake. What you typed is kept. Go to another page or load the page again; tell who runs "
           "this server.")
"""It quotes nothing, since errors quote cases; the trace stands in the log of the server."""

_ACTED = "mistake_made"
_Words = ParamSpec("_Words")
_LOG = logging.getLogger(__name__)


def drawn(draw: Callable[[], None]) -> bool:
    """Draw something, or say that the program made a mistake there; return whether it was drawn to its end.

    What stops or begins a page anew is no mistake and goes on: Streamlit derives it from ``BaseException``. After a mistake
    the page is to end with ``st.stop``, which keeps what was typed where nothing is drawn now.
    """
    try:
        draw()
    except Exception:  # noqa: BLE001  # whatever it is, the visitor is told and the log has it
        _LOG.exception("A page could not be drawn.")
        _say("mistake")
        return False
    return True


def acting(act: Callable[_Words, None]) -> Callable[_Words, None]:
    """Return what a button or a box does, so that a mistake in it is told once the page is drawn: ``say_acting``."""

    @wraps(act)
    def done(*words: _Words.args, **named: _Words.kwargs) -> None:
        try:
            act(*words, **named)
        except Exception:  # noqa: BLE001  # whatever it is, the visitor is told and the log has it
            _LOG.exception("What a visitor did could not be done.")
            st.session_state[_ACTED] = True

    return done


def say_acting() -> None:
    """Say that the program made a mistake in what the visitor did last, if so."""
    if st.session_state.pop(_ACTED, False):
        _say("mistake_acting")


def _say(key: str) -> None:
    with st.container(key=key):
        st.error(MISTAKE)
