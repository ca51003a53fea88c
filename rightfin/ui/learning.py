"""The page about learning: plan against fact, benchmarks, the year by month, next year's plan beside this one's."""

from __future__ import annotations

import streamlit as st

from rightfin.case.resolve import planning_years, style_of_case
from rightfin.desk import Request, Task
from rightfin.report.studies import benchmarks as benchmarks_report
from rightfin.report.studies import cash as cash_report
from rightfin.report.studies import track as track_report
from rightfin.report.studies.findings import Findings
from rightfin.study.learning.benchmarks import benchmarks
from rightfin.study.learning.cash import cash
from rightfin.study.learning.facts import Facts
from rightfin.study.learning.roll import roll
from rightfin.study.learning.track import track
from rightfin.ui import state
from rightfin.ui.choice import Choice, look_at_own
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import titled
from rightfin.ui.mistakes import acting
from rightfin.ui.parts import XLSX
from rightfin.ui.rolling import NextYear, next_year
from rightfin.ui.studies import ButtonStudy
from rightfin.ui.work import Work

_FACTS = ButtonStudy(Work("plan_against_fact", "Compare plan and fact"), "track_now", "", is_folded=False)
_PROMISES = Work[Findings]("benchmarks_held", "Hold the plan against them")
_MONTHS = ButtonStudy(Work("year_by_month", "Show the year by month"), "months_now", "", is_folded=False)
_ROLLED = Work[NextYear]("next_year", "Plan on from there")

_NO_FACTS = (
    "This case says nothing of what happened. Type it, one number a row, in the table **actuals** on the page *The case*: "
    "people paid, spending, revenue, prices, what donors paid in, by year, each with its source."
)
_NO_BENCHMARKS = (
    "This case has no benchmarks. Type what was promised or published, one number a row, in the table **benchmarks** on "
    "the page *The case*, with who said it."
)
_NO_MONTHS = (
    "This case does not say when money comes in, so it comes evenly. Type the months in the tables **revenue_months** and "
    "**tranches** on the page *The case*, and in **spending_months** when purchases fall due."
)
_FACT_TABLES = frozenset({"facts", "spending"})
"""What the page shows of the year that is over already, as plan against fact."""

_FEWEST_YEARS = 2
"""Fewest years planned of which one can be over."""


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Learning")
    st.write("What was planned, what happened, and why; whether promises are met; and the plan that goes on from there.")


def show(chosen: Choice) -> None:
    """Draw plan against fact, benchmarks, and next year's case."""
    st.header(titled(chosen.title), anchor=False)
    if chosen.changes:
        st.caption("Plan against fact, benchmarks and the year by month are about the case with the changes above; next "
                   "year's case is made from the case as it stands.")
    facts, promises, months, ahead = st.tabs(["Plan against fact", "Benchmarks", "The year by month", "Next year's plan"])
    with facts:
        _facts(chosen)
    with promises:
        _benchmarks(chosen)
    with months:
        _months(chosen)
    with ahead:
        _ahead(chosen)
    st.html(f'<span id="shown-learning" data-digest="{chosen.key}" data-changes="{len(chosen.changes)}"></span>')


def _facts(chosen: Choice) -> None:
    if not chosen.case.records("actuals"):
        st.info(_NO_FACTS)
        return
    st.write("Each number that is known of a planned year, beside the plan, and what explains the difference of spending.")
    _FACTS.draw(chosen, track, track_report.findings, {})


def _benchmarks(chosen: Choice) -> None:
    if not chosen.case.records("benchmarks"):
        st.info(_NO_BENCHMARKS)
        return
    st.write("What was promised or published, against what happened where that is known, and otherwise against the plan.")
    if st.button(_PROMISES.button, key="benchmarks_now"):
        _PROMISES.do(chosen.key, chosen.changes, Request(
            chosen.question, chosen.changes, wanted=Task(benchmarks, told=benchmarks_report.findings)))
    found = _PROMISES.answer(chosen.key, chosen.changes)
    if found is not None:
        show_findings(found)


def _months(chosen: Choice) -> None:
    """Draw which year is meant, the button, and that year by month."""
    prepared = chosen.question.prepared
    st.write("Whether there is cash for the pay day: who is paid late, what is bridged, and what a tranche a month "
             "earlier is worth.")
    if not prepared.records("revenue_months") and not prepared.records("tranches"):
        st.info(_NO_MONTHS)
    year = st.selectbox("Year", planning_years(prepared), key=f"month_of_{chosen.key[:12]}",
                        format_func=style_of_case(prepared).text)
    _MONTHS.draw(chosen, cash, cash_report.findings, {"year": year})


def _ahead(chosen: Choice) -> None:
    """Draw which year is over, the button, the new plan beside the one before, and next year's case to take home."""
    prepared = chosen.question.prepared
    years = planning_years(prepared)
    if len(years) < _FEWEST_YEARS:
        st.info("This case plans one year only, so that no plan is left once it is over.")
        return
    known = {year for series in Facts.of(prepared).whole.values() for year in series}
    counted = [place for place, year in enumerate(years[:-1]) if year in known]
    left, right = st.columns(2)
    over = left.selectbox("Last year that is over", years[:-1], counted[-1] if counted else 0,
                          key=f"over_{chosen.key[:12]}", format_func=style_of_case(prepared).text,
                          help="What the table actuals says of years up to it stands; what it does not say, as planned.")
    most = len(years) - 2 - years.index(over)
    frozen = int(right.number_input("Years after it that are frozen", 0, max(most, 0), 0, key=f"frozen_{chosen.key[:12]}",
                                    help="In them people join, leave and are moved up as in the plan before."))
    question = over, frozen
    if st.button(_ROLLED.button, key="plan_on", type="primary"):
        _ROLLED.do(chosen.key, question, Request(
            chosen.question, wanted=Task(roll, {"to": over, "freeze": frozen}, next_year)))
    found = _ROLLED.answer(chosen.key, question)
    if found is None:
        return
    with st.container(horizontal=True, gap="small", key="next_year_steps"):
        name = state.file_named("next_year", "xlsx")
        st.download_button("Next year's case", found.workbook, name, XLSX, on_click="ignore", key="take_next_year",
                           help="A workbook with what is settled: fill in what nobody counted, and send it on.")
        st.button("Go on with next year's case", key="open_next_year", on_click=_open, args=(name, found.workbook),
                  help="All pages are then about it.")
    show_findings(found.findings, _FACT_TABLES, key="next_year")


@acting
def _open(name: str, workbook: bytes) -> None:
    """Let next year's case be the case of all pages."""
    look_at_own(name, workbook)
