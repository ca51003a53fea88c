"""The planning page: choose a case and a model, press Plan, read the answer."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from rightfin.case import CaseError
from rightfin.desk import Request, Task
from rightfin.report.charts.ahead import ahead_chart
from rightfin.report.charts.own_money import own_money_chart
from rightfin.report.charts.plan import coverage_chart, payers_chart, strength_chart
from rightfin.report.page import Page, Told
from rightfin.report.words.answer import YEARLY
from rightfin.result.ahead import ASSUMED
from rightfin.ui import session
from rightfin.ui.choice import Choice
from rightfin.ui.inert import for_download, plain, statement
from rightfin.ui.parts import XLSX, chart, figures, problems
from rightfin.ui.session import PlanStore, Shown
from rightfin.ui.work import Work

_PLAN = Work[Shown]("plan", "Plan", "Planning")


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Right-financing the security sector")
    st.write(
        "Size army, police, courts and prisons to the threats people face and the revenue the state can "
        "expect, and plan the handover from donors to government."
    )


def show(chosen: Choice) -> None:
    """Draw the button to plan what is chosen, and the plan that was made last."""
    if st.sidebar.button("Plan", type="primary", width="stretch", key="plan"):
        _plan(chosen)
    _show_kept(chosen.key)


@st.cache_resource
def _store() -> PlanStore:
    return PlanStore(most=16)


def _plan(chosen: Choice) -> None:
    """Plan the case and keep the result in the session; only plans of shipped cases are kept for others."""
    shown = _store().get(chosen.key) if chosen.shared else None
    if shown is None:
        _PLAN.do(chosen.key, (), Request(chosen.question, wanted=Task(session.make_shown, {
            "warnings": chosen.warnings, "trail": chosen.saved.trail,
        })), _refused)
        made = _PLAN.kept()
        if chosen.shared and made is not None and made.choice == chosen.key:
            _store().put(made.found)
    else:
        _PLAN.keep(chosen.key, (), shown)


def _refused(error: CaseError) -> None:
    _PLAN.forget()
    problems(error)


def _show_kept(key: str) -> None:
    _PLAN.say_if_stopped(key)
    kept = _PLAN.kept()
    if kept is None:
        st.info("Choose a case and a model at the left, then press **Plan**.")
        return
    shown = kept.found
    if shown.key != key:
        st.warning("The choices have changed. This is still the earlier plan; press **Plan** for a new one.")
    _answer(shown)
    st.html(f'<span id="shown-plan" data-digest="{shown.key}"></span>')


def _answer(shown: Shown) -> None:
    plan, answer = shown.plan, shown.answer
    _page(shown.page)
    _downloads(shown)
    if not answer.answered:
        return
    with st.expander("The whole answer in sentences"):
        for sentence in answer.sentences:
            st.markdown(statement(sentence.heading, sentence.text))
    with st.container(horizontal=True, gap="medium"):
        for metric in answer.metrics:
            st.metric(plain(metric.label), plain(metric.value), help=plain(metric.meaning), width="content")
    st.subheader("Year by year")
    figures(session.yearly_table(answer), key="yearly", meanings=YEARLY)
    st.caption(plain(session.yearly_units(answer)))
    chart("Strength", strength_chart(plan), session.strength_table(plan), "person-years")
    chart("Who pays", payers_chart(plan), session.payers_table(plan), answer.scale.unit)
    if plan.tables["payers"].rows:
        chart("Own money by payer", own_money_chart(plan), session.own_money_table(plan), answer.scale.unit)
    if plan.tables["needs"].rows:
        chart("Coverage of needs", coverage_chart(plan), session.coverage_table(plan), "per cent")
    if plan.tables["pensions_ahead"].rows or plan.tables["severance_ahead"].rows:
        chart("After the plan", ahead_chart(plan), session.ahead_table(plan), answer.scale.unit)
        st.caption(plain(" ".join(ASSUMED)))
    if plan.issues:
        with st.expander(f"Warnings about the case ({len(plan.issues)})"):
            st.dataframe(for_download(session.issue_table(plan.issues)), hide_index=True)


def _page(page: Page) -> None:
    """Draw the page: its questions in two columns, one below the other in a narrow window, and what its words mean."""
    st.header(plain(page.title), anchor=False)
    st.caption(plain(" ".join(page.basis)))
    if len(page.sections) == 1:
        for line in page.sections[0].lines:
            st.error(f"**{plain(line.label)}:** {plain(line.text)}")
        return
    half = sum(len(line.text) for section in page.sections for line in section.lines) / 2.0
    columns = st.columns(2, gap="large")
    drawn = 0
    for section in page.sections:
        with columns[min(int(drawn / half), len(columns) - 1)]:
            st.subheader(plain(f"{section.number} {section.title}"), anchor=False)
            _statements(section.lines)
        drawn += sum(len(line.text) for line in section.lines)
    if page.left_out:
        st.caption(plain(page.left_out))
    if page.glossary:
        with st.expander("What the words mean"):
            _statements(page.glossary)


def _statements(lines: Iterable[Told]) -> None:
    """Draw statements, each led by its subject."""
    st.markdown("\n".join(f"- **{plain(line.label)}:** {plain(line.text)}" for line in lines))


def _downloads(shown: Shown) -> None:
    left, right, _ = st.columns([1, 1, 2])
    left.download_button(
        "Results workbook (plan.xlsx)",
        shown.workbook,
        "plan.xlsx",
        XLSX,
        on_click="ignore",
        width="stretch",
        key="download_plan",
    )
    right.download_button(
        "Case workbook (case.xlsx)",
        shown.case_workbook,
        "case.xlsx",
        XLSX,
        on_click="ignore",
        width="stretch",
        key="download_case",
    )
