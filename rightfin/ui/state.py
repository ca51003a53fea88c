"""The visitor's own state: what is looked at, in the link; steps and files, in the visit that a cookie names."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st
from platformdirs import user_state_path

from rightfin.io.file_names import FileNames
from rightfin.ui.inert import plain
from rightfin.ui.view import Changes, LinkError, PageView, from_link, to_link
from rightfin.ui.visits import COOKIE, MOST_STEPS, Visit, Visits

VISITS_VARIABLE = "RIGHTFIN_VISITS"
"""Names the folder of visits; the user's own one for state if absent."""

_VIEW, _SECRET, _VISIT, _NAMES = "view", "visit_secret", "visit", "file_names"
_THIRTY_DAYS = 30 * 86_400


@st.cache_resource
def visits() -> Visits:
    """Return the visits that this server keeps."""
    named = os.environ.get(VISITS_VARIABLE, "").strip()
    return Visits(Path(named) if named else user_state_path("rightfin", appauthor=False) / "visits")


def secret() -> str:
    """Return the secret of the visit: that of the browser's cookie, or a new one."""
    if _SECRET not in st.session_state:
        known = st.context.cookies.get(COOKIE)
        st.session_state[_SECRET] = known if Visits.is_secret(known) else Visits.new_secret()
    found: str = st.session_state[_SECRET]
    return found


def begin() -> None:
    """Take up the link and the visit, once a session; say what of the link is of no use."""
    if st.context.cookies.get(COOKIE) != secret():
        _set_cookie()
    if _VIEW in st.session_state:
        return
    names = st.query_params.keys()
    view, problems = from_link({name: st.query_params.get_all(name) for name in names})
    st.session_state[_VIEW] = view
    st.session_state[_VISIT] = visits().read(secret())
    for problem in problems:
        st.warning(plain(problem))


def _set_cookie() -> None:
    """Let the browser keep the secret; it is digits alone, so that nothing of it can be code."""
    st.html(
        f"<script>document.cookie = '{COOKIE}={secret()}; path=/; max-age={_THIRTY_DAYS}; SameSite=Strict'"
        " + (location.protocol === 'https:' ? '; Secure' : '')</script>", unsafe_allow_javascript=True,
    )


def view() -> PageView:
    """Return what is looked at."""
    found: PageView = st.session_state.get(_VIEW, PageView())
    return found


def look_at(new: PageView) -> None:
    """Look at something else from now on."""
    st.session_state[_VIEW] = new


def link_up() -> str | None:
    """Let the address of the page open what is looked at; return why it cannot, a sentence."""
    why: str | None = None
    try:
        found = to_link(view())
    except LinkError as error:
        found, why = to_link(replace(view(), changes=(), kept={})), str(error)
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    if shown != {name: part if isinstance(part, list) else [part] for name, part in found.items()}:
        st.query_params.from_dict(found)
    return why


def change(changes: Changes) -> None:
    """Lay other changes over the case; what lay over it before can be had back."""
    now, visit = view(), _visit()
    if changes == now.changes:
        return
    _keep(replace(visit, undo=(*visit.undo, now.changes)[-MOST_STEPS:], redo=(), case=now.case))
    look_at(replace(now, changes=changes))


def undo() -> None:
    """Take back the last change."""
    now, visit = view(), _visit()
    if visit.undo:
        _keep(replace(visit, undo=visit.undo[:-1], redo=(*visit.redo, now.changes)))
        look_at(replace(now, changes=visit.undo[-1]))


def redo() -> None:
    """Make again the change that was taken back last."""
    now, visit = view(), _visit()
    if visit.redo:
        _keep(replace(visit, undo=(*visit.undo, now.changes), redo=visit.redo[:-1]))
        look_at(replace(now, changes=visit.redo[-1]))


def steps() -> tuple[int, int]:
    """Return how many changes can be taken back, and how many of those made again."""
    visit = _visit()
    return len(visit.undo), len(visit.redo)


def steps_of(case: str) -> None:
    """Keep the steps if they belong to a case, by its name in a link, and forget them otherwise."""
    visit = _visit()
    if visit.case != case:
        st.session_state[_VISIT] = replace(visit, undo=(), redo=(), case=case)


def keep_file(name: str, content: bytes) -> str:
    """Keep the visitor's own file for this visit alone and return its digest."""
    digest = visits().put_file(secret(), name, content)
    st.session_state[_VISIT] = replace(_visit(), names={**_visit().names, digest: name})
    return digest


def file(digest: str) -> tuple[str, bytes] | None:
    """Return name and bytes of the visitor's own file, ``None`` if this visit does not have it."""
    return visits().file(secret(), digest)


def files() -> dict[str, str]:
    """Return the names of the visitor's own files that this visit keeps, by digest of their bytes."""
    return dict(_visit().names)


def keep_text(name: str, text: str) -> None:
    """Keep a text of this visit under a name."""
    visits().put_text(secret(), name, text)


def text(name: str) -> str | None:
    """Return the text of this visit that is kept under a name, ``None`` if there is none."""
    return visits().text(secret(), name)


def name_files_after(names: FileNames) -> None:
    """Name what is taken home from now on after a case and what is laid over it."""
    st.session_state[_NAMES] = names


def file_named(what: str, ending: str) -> str:
    """Return the name of a file that is taken home now, on the day of the server."""
    names: FileNames = st.session_state.get(_NAMES, FileNames(""))
    return names.of(what, ending, date.today())


def _visit() -> Visit:
    if _VISIT not in st.session_state:
        st.session_state[_VISIT] = visits().read(secret())
    found: Visit = st.session_state[_VISIT]
    return found


def _keep(visit: Visit) -> None:
    st.session_state[_VISIT] = visit
    visits().write(secret(), visit)
