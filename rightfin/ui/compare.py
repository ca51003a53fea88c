"""The page that compares the case at the left with another workbook: what was changed, and what it does to the answer."""

from __future__ import annotations

import hashlib

import streamlit as st

from rightfin.case import Case, CaseError
from rightfin.case.resolve import resolved_settings
from rightfin.desk import Request, Task
from rightfin.reading import Saved
from rightfin.report.studies.findings import Findings
from rightfin.study.versions import Version
from rightfin.ui import session, sources
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import escaped
from rightfin.ui.parts import problems
from rightfin.ui.work import Work

_COMPARE = Work[Findings]("comparison", "Compare")

_Other = tuple[str, str, Saved]
"""Name and digest of the visitor's file, and what was read from it."""


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Compare")
    st.write(
        "What does another workbook say otherwise than the case at the left, and what does that do to the answer? A "
        "workbook with results will do: the case is read from it, and both are planned anew."
    )


def show(chosen: Choice) -> None:
    """Draw the place for the other workbook, and what was found; both stay in the visitor's own session."""
    try:
        other = _other()
    except CaseError as error:
        problems(error, st.session_state.get("compare_marked"))
        return
    if other is None:
        return
    name, digest, saved = other
    st.write(escaped("A is ", f"the case at the left, {_title(chosen.case)}; B is {name}."))
    inputs_only = st.checkbox("Compare the inputs only, and plan nothing", key="compare_inputs")
    versions = chosen.key, chosen.stamp, digest
    if st.button(_COMPARE.button, key="compare_now", type="primary"):
        _COMPARE.do(versions, inputs_only, Request(chosen.question, wanted=Task(session.compared, {
            "a": Version(_title(chosen.case), chosen.saved), "b": Version(name, saved), "answers": not inputs_only,
        })))
    _COMPARE.say_if_stopped(versions)
    kept = _COMPARE.kept()
    if kept is not None and (kept.choice, kept.question) == (versions, inputs_only):
        show_findings(kept.found)


def _other() -> _Other | None:
    """Return the visitor's other workbook; it is kept while the visitor looks at other pages."""
    file = st.file_uploader("The other workbook (.xlsx)", type=["xlsx"], key="compare_upload")
    kept: _Other | None = st.session_state.get("compare_other")
    if file is None:
        return kept
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    if kept is None or kept[1] != digest:
        st.session_state.pop("compare_other", None)
        st.session_state.pop("compare_marked", None)
        try:
            saved = sources.read_upload(file.name, content)
        except CaseError as error:
            st.session_state["compare_marked"] = sources.marked_upload(file.name, content, error.issues)
            raise
        st.session_state["compare_other"] = kept = (file.name, digest, saved)
    return kept


def _title(case: Case) -> str:
    """Return the title of a case, by which it is known in a workbook that leaves the page."""
    return str(resolved_settings(case)["title"])
