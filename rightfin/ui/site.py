"""The frame around the pages: the list of pages, the choices that all of them share, and the limits of the model."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from rightfin.case import CaseError
from rightfin.report.words.answer import LIMITS_OF_THE_MODEL
from rightfin.ui import compare, exits, page
from rightfin.ui.choice import Choice, choose, marked_copy
from rightfin.ui.parts import problems

_ICON = Path(__file__).with_name("icon.png")
"""The icon of the tab: our own, since Streamlit's are fetched from elsewhere."""

_Introduce = Callable[[], None]
_Body = Callable[[Choice], None]


def show() -> None:
    """Draw the page that the visitor is on, beside the choices.

    The choices are drawn here and not in a page, so that they stay as they are when the visitor goes to another one.
    """
    chosen: Choice | None = None
    refused: CaseError | None = None

    def plan() -> None:
        draw(page.introduce, page.show)

    def donors() -> None:
        draw(exits.introduce, exits.show)

    def versions() -> None:
        draw(compare.introduce, compare.show)

    def draw(introduce: _Introduce, body: _Body) -> None:
        introduce()
        if refused is not None:
            problems(refused, marked_copy())
        elif chosen is not None:
            body(chosen)

    st.set_page_config(page_title="rightfin", page_icon=str(_ICON), layout="wide")
    _settle_memory()
    current = st.navigation([
        st.Page(plan, title="Plan", icon=":material/balance:", default=True),
        st.Page(donors, title="Donors' exits", icon=":material/logout:", url_path="exits"),
        st.Page(versions, title="Compare", icon=":material/difference:", url_path="compare"),
    ])
    with st.sidebar:
        try:
            chosen = choose()
        except CaseError as error:
            refused = error
    current.run()
    st.divider()
    st.caption(LIMITS_OF_THE_MODEL)


@st.cache_resource
def _settle_memory() -> None:
    # Streamlit collects garbage after every run; objects of the libraries need not be walked each time.
    gc.collect()
    gc.freeze()
