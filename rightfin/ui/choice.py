"""What the visitor chose in the sidebar, which all pages share: a case, a model and scenarios."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from rightfin.case import Case, CaseError, Issue
from rightfin.case.scenario import scenario_names
from rightfin.definition import Definition, default_definition, read_definition
from rightfin.question import Question
from rightfin.reading import Saved, read_saved
from rightfin.ui import session, sources
from rightfin.ui.inert import plain
from rightfin.ui.parts import XLSX, offer_marked

_SHIPPED, _UPLOADED = "A case that comes with the program", "My own workbook"

_Stamped = tuple[str, Saved]
"""A case with the stamp of its file."""


@dataclass(frozen=True)
class Choice:
    """What the visitor chose to ask about; ``shared`` says whether all visitors may see its plan.

    ``stamp`` changes when the file does from which the case was read.
    """

    saved: Saved
    stamp: str
    definition: Definition
    scenarios: tuple[str, ...]
    shared: bool

    @property
    def case(self) -> Case:
        """The case."""
        return self.saved.case

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The warnings about the case."""
        return self.saved.warnings

    @property
    def question(self) -> Question:
        """The question that is asked about it."""
        return Question.of(self.case, self.definition, self.scenarios, warnings=self.warnings)

    @property
    def key(self) -> str:
        """The digest of all that an answer and its files depend on."""
        return session.plan_key(self.case, self.definition, self.scenarios, self.warnings, self.saved.trail)


def choose() -> Choice | None:
    """Draw the choices and return them; ``None`` while there is no case.

    Raises ``CaseError`` if the chosen case or definition cannot be used.
    """
    inputs = sources.inputs_folder(os.environ)
    shipped = sources.shipped_cases(inputs)
    st.header("Case")
    kinds = [_SHIPPED, _UPLOADED] if shipped else [_UPLOADED]
    kind = st.radio("Case", kinds, key="kind", label_visibility="collapsed")
    if kind == _SHIPPED:
        names = {entry.name: entry.path for entry in shipped}
        name = st.selectbox("Shipped case", list(names), key="case")
        stamp = sources.stamp(names[name])
        found: _Stamped | None = stamp, _shipped_case(str(names[name]), stamp)
    else:
        found = _uploaded_case()
    if found is None:
        return None
    stamp, saved = found
    definition = _definition(inputs)
    scenarios = st.multiselect(
        "Scenarios",
        scenario_names(saved.case),
        key="scenarios",
        placeholder="None: the case as it stands",
        help="Changes that the case itself defines, applied in the order chosen.",
    )
    return Choice(saved, stamp, definition, tuple(scenarios), shared=kind == _SHIPPED)


@st.cache_resource(max_entries=8, show_spinner="Reading the case …")
def _shipped_case(path: str, stamp: str) -> Saved:
    return read_saved(path)


@st.cache_resource
def _template() -> bytes:
    return sources.template_bytes()


def _uploaded_case() -> _Stamped | None:
    """Return the case in the visitor's workbook, kept in the visitor's own session and nowhere else."""
    file = st.file_uploader("Workbook (.xlsx)", type=["xlsx"], key="upload")
    if file is None:
        st.session_state.pop("uploaded", None)
        st.session_state.pop("marked", None)
        st.info("Upload a case workbook. To start, fill in the template, or plan a shipped case and take its workbook.")
        st.download_button("Empty workbook (template.xlsx)", _template(), "template.xlsx", XLSX, on_click="ignore",
                           width="stretch", key="template")
        return None
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    kept = st.session_state.get("uploaded")
    if kept is None or kept[0] != digest:
        st.session_state.pop("uploaded", None)
        st.session_state["uploaded"] = kept = (digest, _read(file.name, content, digest))
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


def marked_copy() -> bytes | None:
    """Return the marked copy of the visitor's own workbook, ``None`` if none was made or a shipped case is chosen."""
    if st.session_state.get("kind") == _SHIPPED:
        return None
    kept = st.session_state.get("marked")
    found: bytes | None = kept[1] if kept is not None else None
    return found


def _definition(inputs: Path) -> Definition:
    st.header("Model")
    definitions = {entry.name: entry.path for entry in sources.shipped_definitions(inputs)}
    if not definitions:
        return default_definition()
    name = st.selectbox("Model definition", list(definitions), key="model")
    definition = read_definition(definitions[name])
    st.caption(plain(definition.title))
    return definition
