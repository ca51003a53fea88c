"""The changes laid over the case: on every page one line says how many there are, shows them and takes them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.study.levers.recognise import Recognised
from rightfin.ui import state
from rightfin.ui.choice import Choice
from rightfin.ui.inert import plain
from rightfin.ui.mistakes import acting
from rightfin.ui.moving import LeverCells
from rightfin.ui.parts import refusals
from rightfin.ui.view import Changes

_LEVERS, _REFUSED = "lever_cells", "change_refused"

_MOST_TOLD = 6
"""Changes that are told of what is kept."""


def levers_of(chosen: Choice) -> LeverCells:
    """Return the levers of what is chosen, the same for all pages of the visitor.

    Raises ``CaseError`` if the case or a scenario cannot be used.
    """
    found = kept_levers()
    if found is None or found.key != chosen.key:
        st.session_state[_LEVERS] = found = LeverCells(chosen.key, chosen.question)
    return found


def kept_levers() -> LeverCells | None:
    """Return the levers of what was drawn last, ``None`` before anything was."""
    return cast("LeverCells | None", st.session_state.get(_LEVERS))


def told(live: LeverCells, cells: Changes) -> str:
    """Return what changed cells stand for in one line, the first few of them."""
    try:
        words = live.words(cells)
    except CaseError:  # a start that the case does not have
        return f"Changed cells: {len(cells)}"
    if not words:
        return "As the case stands"
    more = f"; and {len(words) - _MOST_TOLD} more" if len(words) > _MOST_TOLD else ""
    return f"{'; '.join(words[:_MOST_TOLD])}{more}"


def draw(chosen: Choice) -> None:
    """Draw the line about the changes, where there are any."""
    if not chosen.changes:
        return
    try:
        live = levers_of(chosen)
        found = live.shown(chosen.changes)
    except CaseError:  # what is wrong with the case the page below says
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="laid"):
        number = len(live.words(chosen.changes))
        st.markdown(f"{'One change is' if number == 1 else f'{number} changes are'} laid over the case.", width="content")
        with st.popover("Show"):
            change_buttons(live, found, "laid_")
        st.button("Take back all", key="laid_clear", on_click=acting(state.change), args=((),), icon=":material/close:")


def change_buttons(live: LeverCells, found: Recognised, key: str = "") -> None:
    """Draw the changes, each with a button that takes it back; cells that no lever stands for are taken back together."""
    with st.container(horizontal=True, gap="small", key=f"{key}changes"):
        for place, change in enumerate(found.changes):
            st.button(plain(change.words(live.style)), key=f"{key}take_back_{place}", icon=":material/close:",
                      help="Take this change back", on_click=_take_back, args=(change.lever.name,))
        for place, (programme, words) in enumerate(live.starts_in_words(found.others).items()):
            st.button(plain(words), key=f"{key}take_back_start_{place}", icon=":material/close:",
                      help="Take this change back", on_click=_start_as_in_case, args=(programme,))
    others = live.others_in_words(found.others)
    if others:
        st.markdown(f"Other cells that were changed ({len(others)}):")
        st.markdown("\n".join(f"- {plain(line)}" for line in others))
        st.button("Take these back", key=f"{key}take_back_others", on_click=_take_back_others)


def steps(key: str = "") -> None:
    """Draw *Undo* and *Redo* of changes."""
    back, forward = state.steps()
    st.button("Undo", key=f"{key}undo", on_click=acting(state.undo), disabled=not back, icon=":material/undo:")
    st.button("Redo", key=f"{key}redo", on_click=acting(state.redo), disabled=not forward, icon=":material/redo:")


def change(make: Callable[[], Changes]) -> None:
    """Lay the changes that are made over the case; where they cannot be made, keep why until the page is drawn."""
    try:
        state.change(make())
    except CaseError as error:
        st.session_state[_REFUSED] = error


def say_refused() -> None:
    """Draw why the last change could not be made, once."""
    error = st.session_state.pop(_REFUSED, None)
    if isinstance(error, CaseError):
        refusals(error)


@acting
def _take_back(name: str) -> None:
    live = kept_levers()
    if live is not None:
        change(lambda: live.with_move(state.view().changes, name, None))


@acting
def _start_as_in_case(programme: str) -> None:
    live = kept_levers()
    if live is not None:
        change(lambda: live.with_starts(state.view().changes, {programme: live.starts.get(programme)}))


@acting
def _take_back_others() -> None:
    live = kept_levers()
    if live is not None:
        change(lambda: live.without_others(state.view().changes))
