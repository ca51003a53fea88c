"""The frame around the pages: the list of pages, the choices that all of them share, and the limits of the model."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from rightfin.case import CaseError
from rightfin.report.words.answer import LIMITS_OF_THE_MODEL
from rightfin.ui import (
    asked,
    case_page,
    compare,
    donors,
    downloads,
    force,
    laid,
    learning,
    look,
    method,
    mistakes,
    overview,
    reform,
    state,
    whatif,
    why,
)
from rightfin.ui.cards import draw_cards
from rightfin.ui.choice import Choice, choose, marked_copy, open_case, shipped_cards
from rightfin.ui.coming_back import draw_anew_when_back
from rightfin.ui.keyboard import lead_into_popovers, show_focus
from rightfin.ui.parts import place, problems
from rightfin.ui.reading import narrow_text

_ICON = Path(__file__).with_name("icon.png")
"""The icon of the tab: our own, since Streamlit's are fetched from elsewhere."""


@dataclass(frozen=True)
class _Page:
    """A page of the site: what draws its head and, where a case is chosen, its body; the first page has no path."""

    title: str
    icon: str
    path: str
    introduce: Callable[[], None]
    body: Callable[[Choice], None]
    tries: bool = False
    """Whether the page has exits and limits tried by itself."""
    mend: Callable[[], bool] = bool
    """Draws the visitor's own workbook that cannot be used, to be mended, and returns whether it does."""


PAGES = (
    _Page("Overview", "balance", "", overview.introduce, overview.show, tries=True),
    _Page("What if", "tune", "whatif", whatif.introduce, whatif.show),
    _Page("Donors", "logout", "donors", donors.introduce, donors.show),
    _Page("Force and needs", "groups", "force", force.introduce, force.show, tries=True),
    _Page("Why", "help", "why", why.introduce, why.show),
    _Page("Reform", "event_upcoming", "reform", reform.introduce, reform.show),
    _Page("Learning", "history", "learning", learning.introduce, learning.show),
    _Page("The case", "table_edit", "case", case_page.introduce, case_page.show, mend=case_page.mend),
    _Page("Compare", "difference", "compare", compare.introduce, compare.show),
    _Page("Method and limits", "menu_book", "method", method.introduce, method.show),
)
"""The pages, in the order in which they are listed."""

WITH_STRIP = "whatif"
"""The page that lists the changes itself."""


def show() -> None:
    """Draw the page that the visitor is on; a mistake that nobody foresaw is told in a sentence, on whatever page."""
    st.set_page_config(page_title="rightfin", page_icon=str(_ICON), layout="wide")
    if not mistakes.drawn(_show):
        st.stop()


def _show() -> None:
    """Draw the page beside the choices.

    The choices are drawn here and not in a page, so that they stay as they are when the visitor goes to another one.
    """
    chosen: Choice | None = None
    refused: CaseError | None = None
    whole = True

    def drawn(one: _Page) -> Callable[[], None]:
        def body() -> None:
            one.introduce()
            if refused is not None:
                if not one.mend():
                    problems(refused, marked_copy())
            elif chosen is not None:
                one.body(chosen)
            else:
                draw_cards(shipped_cards(), open_case)

        def draw() -> None:
            nonlocal whole
            whole = mistakes.drawn(body)

        return draw

    _settle_memory()
    asked.begin_to_prepare()
    current = st.navigation([
        st.Page(drawn(one), title=one.title, icon=f":material/{one.icon}:", url_path=one.path or None, default=not one.path)
        for one in PAGES
    ])
    look.draw()
    with place():
        narrow_text()  # before all that takes its time
        show_focus()
        state.begin()
    bar = st.container(horizontal=True, vertical_alignment="bottom", key="bar")
    try:
        chosen = choose(bar)
    except CaseError as error:
        refused = error
        state.link_up()
    if chosen is not None:
        tries = any(one.tries for one in PAGES if one.path == current.url_path)
        with bar:
            asks = downloads.draw(chosen, tries=tries)
        with place():
            if asks:
                downloads.prepare(chosen)
    with place():
        laid.say_refused()
        mistakes.say_acting()
        if chosen is not None and current.url_path != WITH_STRIP:
            laid.draw(chosen)
    current.run()
    st.divider()
    st.caption(LIMITS_OF_THE_MODEL)
    lead_into_popovers()
    draw_anew_when_back()
    if not whole:
        st.stop()


@st.cache_resource
def _settle_memory() -> None:
    # Objects of the libraries stay, and need not be walked whenever garbage is collected.
    gc.collect()
    gc.freeze()
