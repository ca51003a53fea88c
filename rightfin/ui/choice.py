"""The bar above every page: the case, its scenarios, the model and the link."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rightfin.case import Case, CaseError, Issue
from rightfin.case.resolve import resolved_settings
from rightfin.case.scenario_words import scenario_notes, scenario_titles
from rightfin.definition import Definition, default_definition, read_definition
from rightfin.io.file_names import FileNames
from rightfin.question import Question
from rightfin.reading import Saved, read_saved
from rightfin.report.words.bidi import isolated
from rightfin.ui import session, sources, state
from rightfin.ui.cards import Card, card_of
from rightfin.ui.comparing import of_any_case
from rightfin.ui.inert import escaped, plain
from rightfin.ui.mistakes import acting
from rightfin.ui.parts import XLSX, offer_marked
from rightfin.ui.view import UPLOADED, Changes, PageView, to_link

OWN = "My own workbook"
"""The choice of a workbook of the visitor's own in place of a shipped case."""

_FEW = 5
"""Scenarios that stand in the bar at most; of more, those that are not chosen are folded up."""

_SEEN, _READ = "upload_seen", "upload_read"
"""Where the session keeps which file of the visitor's was taken over last, and name and bytes of the one that was read."""

_Stamped = tuple[str, Saved]
"""A case with the stamp of its file."""


@dataclass(frozen=True)
class Choice:
    """What the visitor chose to ask about; ``shared`` says whether all visitors may see its plan.

    ``name`` is what the case is called in the bar, ``stamp`` changes when the file does from which the case was read,
    ``changes`` are laid over the case with its scenarios.
    """

    saved: Saved
    stamp: str
    definition: Definition
    scenarios: tuple[str, ...]
    shared: bool
    name: str = ""
    changes: Changes = ()

    @property
    def case(self) -> Case:
        """The case."""
        return self.saved.case

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The warnings about the case."""
        return self.saved.warnings

    @property
    def title(self) -> str:
        """The title of the case."""
        return str(resolved_settings(self.case)["title"])

    @property
    def names(self) -> FileNames:
        """What files are named after that are taken home."""
        titles = scenario_titles(self.case)
        return FileNames(self.title, tuple(titles[name] for name in self.scenarios), bool(self.changes))

    @cached_property
    def question(self) -> Question:
        """The question that is asked about it."""
        return Question.of(self.case, self.definition, self.scenarios, warnings=self.warnings)

    @cached_property
    def key(self) -> str:
        """The digest of all that an answer and its files depend on."""
        return session.plan_key(self.question, self.saved.trail)


def shipped_cards() -> list[Card]:
    """Return the cards of the cases that come with the program; what cannot be read has none."""
    found = []
    for entry in sources.shipped_cases(sources.inputs_folder(os.environ)):
        with suppress(CaseError):
            found.append(card_of(entry.name, _shipped_case(str(entry.path), sources.stamp(entry.path)).case))
    return found


def shipped_titles() -> dict[str, str]:
    """Return how cases that come with the program are shown, by name: by their titles, each title once.

    One that cannot be read is shown by its name.
    """
    found: dict[str, str] = {}
    for entry in sources.shipped_cases(sources.inputs_folder(os.environ)):
        title = entry.name
        with suppress(CaseError):
            title = str(resolved_settings(_shipped_case(str(entry.path), sources.stamp(entry.path)).case)["title"])
        shown = isolated(title)
        found[entry.name] = isolated(f"{title} ({entry.name})") if shown in found.values() else shown
    return found


def shipped_choice(name: str, definition: Definition) -> Choice:
    """Return a shipped case without scenarios as it would be chosen; raises ``CaseError`` if it cannot be used."""
    path = next(entry.path for entry in sources.shipped_cases(sources.inputs_folder(os.environ)) if entry.name == name)
    stamp = sources.stamp(path)
    return Choice(_shipped_case(str(path), stamp), stamp, definition, (), shared=True, name=name)


def open_case(name: str) -> None:
    """Choose a shipped case, before the bar is drawn."""
    st.session_state["case"] = name


def choose(bar: DeltaGenerator) -> Choice | None:
    """Draw the choices into the bar and return what is chosen there; ``None`` while there is no case.

    Raises ``CaseError`` if the chosen case or definition cannot be used.
    """
    inputs = sources.inputs_folder(os.environ)
    shipped = {entry.name: entry.path for entry in sources.shipped_cases(inputs)}
    with bar:
        name = _case_chosen(list(shipped))
        definition = _definition(inputs)
    if name == OWN:
        found = _uploaded_case()
        if found is None and state.view().upload is None:  # a link about a workbook that is not here stays
            _look_at("")
    else:
        _look_at(name)
        stamp = sources.stamp(shipped[name])
        found = stamp, _shipped_case(str(shipped[name]), stamp)
    if found is None:
        return None
    stamp, saved = found
    scenarios = _scenarios(saved.case, definition)
    why = state.link_up()
    with bar, st.popover("Link"):  # drawn last: what is looked at is settled by now
        st.caption("Opens what is looked at now, elsewhere too. A workbook of your own is asked for again there.")
        if why is None:
            st.code(_address(), language=None, wrap_lines=True)
        else:
            st.caption(plain(why))
    return Choice(saved, stamp, definition, scenarios, shared=name != OWN, name=name, changes=state.view().changes)


def _case_chosen(shipped: list[str]) -> str:
    """Draw the list of cases, which begins with the one of the link, and return the name chosen."""
    view, options = state.view(), [*shipped, OWN]
    if "case" not in st.session_state and view.case:
        wanted = OWN if view.upload is not None else view.case
        if wanted in options:
            st.session_state["case"] = wanted
        else:
            st.warning(escaped("There is no case here that is called as in the link: ", wanted[:80]))
    titles = shipped_titles()
    name: str = st.selectbox("Case", options, key="case", width=330, format_func=lambda one: titles.get(one, one))
    return name


def _look_at(case: str) -> None:
    """Look at another case, if it is another: with it go scenarios, changes and steps."""
    view = state.view()
    if case != view.case:
        state.look_at(PageView(case, view.model, compared=of_any_case(view.compared)) if view.case else
                      replace(view, case=case))
    state.steps_of(case)


def _scenarios(case: Case, definition: Definition) -> tuple[str, ...]:
    """Draw the scenarios of a case, each a button that says whether it is laid over it, and return those that are.

    Beside them stands what the model is, in one line.
    """
    titles, notes, view = scenario_titles(case), scenario_notes(case), state.view()
    unknown = [name for name in view.scenarios if name not in titles]
    if unknown:
        st.warning(escaped("The case has no scenarios that are called as in the link: ", ", ".join(unknown)[:80]))
    chosen = tuple(name for name in view.scenarios if name in titles)
    places = {name: place for place, name in enumerate(titles)}

    def button(name: str) -> None:
        label = plain(f"\N{CHECK MARK} {titles[name]}" if name in chosen else titles[name])
        st.button(label, key=f"scenario_{places[name]}", type="primary" if name in chosen else "secondary",
                  on_click=_toggle, args=(name,), help=plain(notes[name]) or None)

    folded = [] if len(titles) <= _FEW else [name for name in titles if name not in chosen]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="scenarios"):
        for name in titles:
            if name not in folded:
                button(name)
        if folded:
            with st.popover("More scenarios" if chosen else "Scenarios"):
                for name in folded:
                    button(name)
        st.caption(plain(f"Model: {definition.in_one_line}"), width="content")
    if chosen != view.scenarios:
        state.look_at(replace(view, scenarios=chosen))
    return chosen


@acting
def _toggle(name: str) -> None:
    view = state.view()
    others = tuple(one for one in view.scenarios if one != name)
    state.look_at(replace(view, scenarios=others if name in view.scenarios else (*others, name)))


@st.cache_resource(max_entries=8, show_spinner="Reading the case …")
def _shipped_case(path: str, stamp: str) -> Saved:
    return read_saved(path)


@st.cache_resource
def template() -> bytes:
    """Return the empty workbook, made once for all visitors."""
    return sources.template_bytes()


def _uploaded_case() -> _Stamped | None:
    """Return the case in the visitor's workbook, kept for the visitor alone."""
    file = st.file_uploader("Workbook (.xlsx)", type=["xlsx"], key="upload")
    digest = state.view().upload
    known = state.file(digest) if digest else None
    if file is not None and (known is None or file.file_id != st.session_state.get(_SEEN)):
        name, content = file.name, file.getvalue()
    else:
        if known is None:
            st.session_state.pop("uploaded", None)
            st.session_state.pop("marked", None)
            st.info("Upload a case workbook. To start, fill in the template, or take the workbook of a shipped case."
                    if not digest else "The link is about a workbook that is not here. Upload it, and the page goes on.")
            st.download_button("Empty workbook (template.xlsx)", template(), "template.xlsx", XLSX, on_click="ignore",
                               key="template")
            return None
        name, content = known
        if file is None:
            st.caption(escaped("Still here from before: ", name))
    digest = hashlib.sha256(content).hexdigest()
    kept = st.session_state.get("uploaded")
    st.session_state[_READ] = name, content
    if file is not None:
        st.session_state[_SEEN] = file.file_id
    if known is None or known != (name, content):
        state.keep_file(name, content)
    _look_at(f"{UPLOADED}{digest}")  # one that cannot be used, too: a reload leads back to it
    if kept is None or kept[0] != digest:
        st.session_state.pop("uploaded", None)
        st.session_state["uploaded"] = kept = (digest, _read(name, content, digest))
    found: _Stamped = kept
    if found[1].warnings:
        st.caption(f"Warnings about this workbook: {len(found[1].warnings)}.")
        offer_marked(marked_copy())
    return found


def _read(name: str, content: bytes, digest: str) -> Saved:
    """Read an uploaded workbook; one with problems is kept for its author in a marked copy."""
    marked = st.session_state.get("marked")
    try:
        found = sources.read_upload(name, content)
    except CaseError as error:
        if marked is None or marked[0] != digest:
            st.session_state["marked"] = (digest, sources.marked_upload(name, content, error.issues))
        raise
    copy = sources.marked_upload(name, content, found.warnings) if found.warnings else None
    st.session_state["marked"] = (digest, copy)
    return found


def look_at_own(name: str, content: bytes) -> None:
    """Let a workbook of the visitor's own be the case of all pages, with the scenarios that are laid over it now."""
    view = state.view()
    digest = state.keep_file(name, content)
    state.look_at(PageView(f"{UPLOADED}{digest}", view.model, view.scenarios, compared=of_any_case(view.compared)))
    state.steps_of(f"{UPLOADED}{digest}")
    st.session_state["case"] = OWN
    st.session_state[_SEEN] = getattr(st.session_state.get("upload"), "file_id", None)


def own_file() -> tuple[str, bytes] | None:
    """Return name and bytes of the visitor's own workbook that is chosen, whether it can be used or not."""
    if st.session_state.get("case") != OWN:
        return None
    found: tuple[str, bytes] | None = st.session_state.get(_READ)
    return found


def marked_copy() -> bytes | None:
    """Return the marked copy of the visitor's own workbook, ``None`` if none was made or a shipped case is chosen."""
    if st.session_state.get("case") != OWN:
        return None
    kept = st.session_state.get("marked")
    found: bytes | None = kept[1] if kept is not None else None
    return found


def _definition(inputs: Path) -> Definition:
    """Draw the list of models and return the one chosen, with what it is in one line."""
    definitions = {entry.name: entry.path for entry in sources.shipped_definitions(inputs)}
    if not definitions:
        return default_definition()
    view = state.view()
    if "model" not in st.session_state and view.model in definitions:
        st.session_state["model"] = view.model
    name = st.selectbox("Model", list(definitions), key="model", width=190)
    definition = read_definition(definitions[name])
    wanted = "" if name == next(iter(definitions)) else name
    if wanted != view.model:
        state.look_at(replace(view, model=wanted))
    return definition


def _address() -> str:
    """Return the address that opens what is looked at; raises ``LinkError`` as ``to_link`` does."""
    return f"{str(st.context.url or '').split('?')[0]}?{urlencode(to_link(state.view()), doseq=True)}"
