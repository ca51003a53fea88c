"""What a page says where the program made a mistake that nobody foresaw."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

MISTAKE = ("The program made a mistake. What you typed is kept. Go to another page or load the page again; tell who runs "
           "this server.")
"""It quotes nothing, since errors quote cases; the trace stands in the log of the server."""

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
        with st.container(key="mistake"):
            st.error(MISTAKE)
        return False
    return True
