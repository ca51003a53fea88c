"""The justice chain on the page about reform: where it is narrowest, what waits, who is in prison, what more people do."""

from __future__ import annotations

import streamlit as st

from rightfin.desk import Request, Task
from rightfin.report import facts
from rightfin.report.charts.chain import flow_chart, prisons_chart, waiting_chart
from rightfin.report.studies import chain as chain_report
from rightfin.report.studies.chain_tables import by_year_table, stages_table
from rightfin.report.studies.findings import Findings, FindingsTable
from rightfin.report.words.chain import chain_sentence, prisons_sentence
from rightfin.result.plan import Plan
from rightfin.study.chain import chain
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings, show_table
from rightfin.ui.inert import escaped, statement
from rightfin.ui.parts import picture
from rightfin.ui.work import Work

_TRIED = Work[Findings]("chain_tried", "Try more people")

_ABOVE = frozenset({"chain", "prisons", "flow", "waiting", "by_year", "stages"})
"""What the study of the chain tells that the page shows already."""

_NO_CHAIN = (
    "This case has no justice chain. To add one, type its stages in the table **justice_stages** (investigation, "
    "prosecution, trial), who works each and who brings cases in **justice_staff**, and places of prisons in "
    "**prison_places**. The empty workbook (template.xlsx, offered where you upload your own) has all of them."
)


def show_chain(chosen: Choice, plan: Plan | None) -> None:
    """Draw the chain of a plan and what more people in it do; it is ``None`` where hard limits contradict one another."""
    st.header("The justice chain")
    if plan is None:
        st.info("There is no plan, so there is no chain to show.")
        return
    if not plan.tables["justice"].rows:
        st.info(_NO_CHAIN)
        return
    for heading, text in (("The justice chain", chain_sentence(plan)), ("Prisons", prisons_sentence(plan))):
        if text:
            st.markdown(statement(heading, text))
    stages, years = stages_table(plan), by_year_table(plan)
    picture(flow_chart(plan), _alt("The flow of cases", stages))
    picture(waiting_chart(plan), _alt("What waits", stages))
    _figures(plan, stages)
    if plan.tables["prisons"].rows:
        picture(prisons_chart(plan), _alt("Who is in prison", years))
    _figures(plan, years)
    st.subheader("What more people would do", anchor=False)
    st.write(
        "One more of each cadre that works the chain, more police alone, and more in the whole chain: each is planned "
        "again, out of the same money. The starts typed above count."
    )
    if st.button(_TRIED.button, key="try_more_people"):
        _TRIED.do(chosen.key, chosen.changes, Request(
            chosen.question, chosen.changes, wanted=Task(chain, told=chain_report.findings)))
    found = _TRIED.answer(chosen.key, chosen.changes)
    if found is not None:
        show_findings(found, _ABOVE)


def _alt(what: str, beside: FindingsTable) -> str:
    return f"{what}, by year; the figures are in the table {beside.title} below"


def _figures(plan: Plan, table: FindingsTable) -> None:
    with st.expander(escaped("The figures: ", table.title)):
        show_table(table, facts.money_scale(plan), "shown_chain")
