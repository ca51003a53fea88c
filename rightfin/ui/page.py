"""The planning page: choose a case and a model, press Plan, read the answer."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from rightfin.case import Case, CaseError, Issue
from rightfin.case.scenario import scenario_names
from rightfin.definition import Definition, default_definition, read_definition
from rightfin.planning import read_case_with_warnings
from rightfin.report.answer import LIMITS_OF_THE_MODEL
from rightfin.report.charts import Chart, coverage_chart, payers_chart, strength_chart
from rightfin.result.plan import Plan
from rightfin.ui import session, sources
from rightfin.ui.session import PlanStore, Shown

_SHIPPED, _UPLOADED = "A case that comes with the program", "My own workbook"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PROBLEMS = 50
_MARKS = frozenset("\\`*_{}[]<>()#+-!|$~:&@.=")
"""What Markdown may take for markup, a link, a symbol or a formula."""

_ReadCase = tuple[Case, tuple[Issue, ...]]
"""A case and the warnings about it."""


@dataclass(frozen=True)
class _Choice:
    """What the visitor chose to plan; ``shared`` says whether all visitors may see the plan."""

    case: Case
    warnings: tuple[Issue, ...]
    definition: Definition
    scenarios: tuple[str, ...]
    shared: bool

    @property
    def key(self) -> str:
        return session.plan_key(self.case, self.definition, self.scenarios, self.warnings)


def show() -> None:
    """Draw the page."""
    st.set_page_config(page_title="rightfin", page_icon=":material/balance:", layout="wide")
    _settle_memory()
    st.title("Right-financing the security sector")
    st.write(
        "Size army, police, courts and prisons to the threats people face and the revenue the state can "
        "expect, and plan the handover from donors to government."
    )
    try:
        with st.sidebar:
            chosen = _choose()
    except CaseError as error:
        chosen = None
        _problems(error)
    if chosen is not None:
        if st.sidebar.button("Plan", type="primary", width="stretch", key="plan"):
            _plan(chosen)
        _show_kept(chosen.key)
    st.divider()
    st.caption(LIMITS_OF_THE_MODEL)


@st.cache_resource
def _settle_memory() -> None:
    # Streamlit collects garbage after every run; objects of the libraries need not be walked each time.
    gc.collect()
    gc.freeze()


@st.cache_resource
def _store() -> PlanStore:
    return PlanStore(most=16)


@st.cache_resource(max_entries=8, show_spinner="Reading the case …")
def _shipped_case(path: str, stamp: str) -> _ReadCase:
    return read_case_with_warnings(path)


@st.cache_resource
def _template() -> bytes:
    return sources.template_bytes()


def _choose() -> _Choice | None:
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
        found: _ReadCase | None = _shipped_case(str(names[name]), sources.stamp(names[name]))
    else:
        found = _uploaded_case()
    if found is None:
        return None
    case, warnings = found
    definition = _definition(inputs)
    scenarios = st.multiselect(
        "Scenarios",
        scenario_names(case),
        key="scenarios",
        placeholder="None: the case as it stands",
        help="Changes that the case itself defines, applied in the order chosen.",
    )
    return _Choice(case, warnings, definition, tuple(scenarios), shared=kind == _SHIPPED)


def _uploaded_case() -> _ReadCase | None:
    """Return the case in the visitor's workbook, kept in the visitor's own session and nowhere else."""
    file = st.file_uploader("Workbook (.xlsx)", type=["xlsx"], key="upload")
    if file is None:
        st.session_state.pop("uploaded", None)
        st.info("Upload a case workbook. To start, fill in the template, or plan a shipped case and take its workbook.")
        st.download_button("Empty workbook (template.xlsx)", _template(), "template.xlsx", _XLSX, on_click="ignore",
                           width="stretch", key="template")
        return None
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    kept = st.session_state.get("uploaded")
    if kept is None or kept[0] != digest:
        st.session_state["uploaded"] = kept = (digest, sources.read_upload(file.name, content))
    found: _ReadCase = kept[1]
    return found


def _definition(inputs: Path) -> Definition:
    st.header("Model")
    definitions = {entry.name: entry.path for entry in sources.shipped_definitions(inputs)}
    if not definitions:
        return default_definition()
    name = st.selectbox("Model definition", list(definitions), key="model")
    definition = read_definition(definitions[name])
    st.caption(_escaped("", definition.title))
    return definition


def _plan(chosen: _Choice) -> None:
    """Plan the case and keep the result in the session; only plans of shipped cases are kept for others."""
    shown = _store().get(chosen.key) if chosen.shared else None
    if shown is None:
        bar = st.progress(0.0, "Planning …")

        def advance(step: int, steps: int, label: str) -> None:
            bar.progress(session.done_share(step, steps), f"Planning: {label}")

        try:
            shown = session.make_shown(
                chosen.case, chosen.definition, chosen.scenarios, advance, chosen.warnings
            )
        except CaseError as error:
            st.session_state.pop("shown", None)
            _problems(error)
            return
        finally:
            bar.empty()
        if chosen.shared:
            _store().put(shown)
    st.session_state["shown"] = shown


def _show_kept(key: str) -> None:
    shown: Shown | None = st.session_state.get("shown")
    if shown is None:
        st.info("Choose a case and a model at the left, then press **Plan**.")
        return
    if shown.key != key:
        st.warning("The choices have changed. This is still the earlier plan; press **Plan** for a new one.")
    _answer(shown)
    st.html(f'<span id="shown-plan" data-digest="{shown.key}"></span>')


def _answer(shown: Shown) -> None:
    plan, answer = shown.plan, shown.answer
    st.header(_escaped("", answer.title))
    if not answer.answered:
        for sentence in answer.sentences:
            st.error(_escaped(f"**{sentence.heading}.** ", sentence.text))
        _downloads(shown)
        return
    with st.container(horizontal=True, gap="medium"):
        for metric in answer.metrics:
            st.metric(metric.label, _escaped("", metric.value), help=metric.meaning, width="content")
    for sentence in answer.sentences:
        st.markdown(_escaped(f"**{sentence.heading}.** ", sentence.text))
    _downloads(shown)
    st.subheader("Year by year")
    _figures(session.yearly_table(answer), key="yearly")
    st.caption(_escaped("", session.yearly_units(answer)))
    _chart("Strength", strength_chart, session.strength_table, plan, "person-years")
    _chart("Who pays", payers_chart, session.payers_table, plan, answer.scale.unit)
    if plan.tables["needs"].rows:
        _chart("Coverage of needs", coverage_chart, session.coverage_table, plan, "per cent")
    if plan.issues:
        with st.expander(f"Warnings about the case ({len(plan.issues)})"):
            st.dataframe(session.issue_table(plan.issues), hide_index=True)


def _chart(
    heading: str, draw: Callable[[Plan], Chart], table: Callable[[Plan], pd.DataFrame], plan: Plan, unit: str
) -> None:
    st.subheader(heading)
    st.altair_chart(
        draw(plan), width="stretch", theme=None, alt=f"{heading}, by year, in {unit}; figures below"
    )
    with st.expander(_escaped(f"{heading}: the figures, in ", unit)):
        _figures(table(plan), key=f"figures_{heading}")


def _figures(frame: pd.DataFrame, key: str) -> None:
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in frame.columns[1:]}
    st.dataframe(frame, hide_index=True, column_config=numbers, height="content", key=key)


def _downloads(shown: Shown) -> None:
    left, right, _ = st.columns([1, 1, 2])
    left.download_button(
        "Results workbook (plan.xlsx)",
        shown.workbook,
        "plan.xlsx",
        _XLSX,
        on_click="ignore",
        width="stretch",
        key="download_plan",
    )
    right.download_button(
        "Case workbook (case.xlsx)",
        shown.case_workbook,
        "case.xlsx",
        _XLSX,
        on_click="ignore",
        width="stretch",
        key="download_case",
    )


def _problems(error: CaseError) -> None:
    table = session.issue_table(error.issues)
    errors = int((table["Severity"] == "Error").sum())
    st.error(f"This input cannot be used. Errors: {errors}; warnings: {len(table) - errors}.")
    for severity, where, problem, remedy in table.head(_MOST_PROBLEMS).itertuples(index=False):
        text = _escaped("", f"{where}: {problem}" if where else str(problem))
        st.markdown(f"- {severity}: {text} **{_escaped('', str(remedy))}**")
    if len(table) > _MOST_PROBLEMS:
        st.caption(f"These are the first {_MOST_PROBLEMS}.")
    st.download_button("All problems (problems.csv)", session.issues_csv(table), "problems.csv", "text/csv",
                       on_click="ignore", key="problems")


def _escaped(bold: str, text: str) -> str:
    """Return Markdown whose ``text``, which holds names from the case, is shown as it stands."""
    return bold + "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)
