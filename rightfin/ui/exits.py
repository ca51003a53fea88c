"""The page about donors' exits: change the years, see at once what that does, ask what it would take."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rightfin.case.case import Cell
from rightfin.desk import Request, Task
from rightfin.report import facts
from rightfin.report.charts.handover import broken_chart, own_share_chart, step_chart
from rightfin.report.charts.plan import payers_chart
from rightfin.report.studies import exits as exit_report
from rightfin.report.studies import handover
from rightfin.report.studies import requirement as require_report
from rightfin.report.studies.findings import Findings
from rightfin.result.plan import Plan, Status
from rightfin.schema import FiscalYear
from rightfin.study.exits.study import exit_study
from rightfin.study.requirement.study import require
from rightfin.ui import calendar, session
from rightfin.ui.answers import Answers
from rightfin.ui.calendar import DONOR, EXIT, MONEY_UNTIL, LiveExits
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import plain, statement
from rightfin.ui.parts import against_case, chart
from rightfin.ui.typed import TypedTable
from rightfin.ui.work import Work

_FEWEST_YEARS = 2
"""Fewest years planned in which donors can pay and then leave."""

_CALENDAR = TypedTable("exits", EXIT, "Back to the years of the case")
_ANSWERS = Answers[LiveExits, tuple[Cell, ...]]("exits", "years", LiveExits)
_EACH_YEAR = Work[Findings]("each_year", "Try every year")
_WHAT_IT_TAKES = Work[Findings]("what_it_takes", "Work it out")


def introduce() -> None:
    """Draw what the page is for, and by which convention years are read."""
    st.title("Donors' exits")
    st.write(
        "Change the year in which a donor leaves, and see at once what cannot be paid, who pays instead and how steep the "
        "step is for the state."
    )
    st.caption(
        "The year of an exit is the last year in which the donor's money may be spent (exit_year in the case). To be free "
        "of a donor from 2030 on, type 2029."
    )


def show(chosen: Choice) -> None:
    """Draw the calendar of exits with its answer, and the studies below it."""
    live = _ANSWERS.models(chosen)
    if live is None:
        return
    if not live.rows:
        st.info("This case has no donors, so nobody can leave. Choose another case at the left, or add donors to it.")
        return
    st.header(plain(live.standing.title), anchor=False)
    typed = _calendar(live)
    _, plan = _ANSWERS.answered(live, lambda: calendar.cells_of(live.rows, typed, live.base_year))
    _answer(live, plan)
    st.html(f'<span id="shown-exits" data-digest="{chosen.key}"></span>')
    st.divider()
    _each_year(chosen, live)
    st.divider()
    _what_it_takes(chosen, live)


def _calendar(live: LiveExits) -> calendar.Years:
    """Draw the calendar and return what stands in it."""
    scale = facts.money_scale(live.standing)
    first, last = live.years[0], live.years[-1]
    return _CALENDAR.draw(
        live.key, calendar.years_of(live.rows), lambda years: calendar.frame_of(live.rows, years, scale),
        lambda frame: calendar.years_typed(live.rows, frame),
        {
            DONOR: st.column_config.TextColumn(width=200),
            calendar.pledged_heading(scale): st.column_config.NumberColumn(
                width=220, format="localized", help=f"Money that arrives from {first} to {last} if the donor stays, before "
                "fees, at current prices."
            ),
            MONEY_UNTIL: (st.column_config.TextColumn if isinstance(first, FiscalYear) else partial(
                st.column_config.NumberColumn, format="%d"))(
                width=160, help="Last year shown in which money that it pledged arrives: a later exit brings "
                "no more."
            ),
            EXIT: st.column_config.TextColumn(
                width=190, help="Click and type a year. Blank: the donor stays.", alignment="right", max_chars=20
            ),
        },
    )


def _answer(live: LiveExits, plan: Plan) -> None:
    """Draw what a calendar does, against the case as it stands."""
    said = handover.sentences(plan, live.standing)
    if plan.status is Status.CONTRADICTORY:
        for sentence in said:
            st.error(statement(sentence.heading, sentence.text))
        return
    for sentence in said:
        st.markdown(statement(sentence.heading, sentence.text))
    against_case(plan, live.standing)
    scale = facts.money_scale(plan)
    chart("Who pays", payers_chart(plan), session.payers_table(plan), scale.unit)
    shares = handover.own_share(plan, live.standing, handover.required_share(plan, live.handover_lines))
    chart("Own share", own_share_chart(shares), session.lines_table(shares, "Share of recurrent cost (%)", 100.0, 1),
          "per cent")
    steps = handover.steps(plan, live.standing)
    if not steps.empty:
        chart("The cliff", step_chart(steps), session.lines_table(steps, "Step of own spending (% of revenue)", 100.0, 1),
              "per cent of revenue")
    broken = handover.broken(plan, live.standing)
    if broken["value"].any():
        table = session.lines_table(broken, f"Unpaid or unsupported ({scale.unit})", 1.0 / scale.divisor, scale.decimals)
        chart("What breaks", broken_chart(broken, scale), table, scale.unit)
    st.caption(
        "Answered from live models. Of equally good plans the one on the page Overview may differ in single years; publish "
        "that one."
    )


def _each_year(chosen: Choice, live: LiveExits) -> None:
    st.header("Each year in turn")
    st.write(
        "When could donors leave for good? Every year is tried as the first without their money. The years typed above "
        "play no part: donors who do not leave keep the years of the case."
    )
    names = {row.donor: row.label for row in live.rows}
    leaving = st.multiselect("Donors that leave together", list(names), format_func=lambda donor: names[donor],
                             key=f"leaving_{live.key[:16]}", placeholder="All donors")
    if st.button(_EACH_YEAR.button, key="try_years"):
        _EACH_YEAR.do(chosen.key, tuple(leaving), Request(chosen.question, wanted=Task(
            exit_study, {"donors": leaving or None}, exit_report.findings)))
    found = _EACH_YEAR.answer(chosen.key, tuple(leaving))
    if found is not None:
        show_findings(found)


def _what_it_takes(chosen: Choice, live: LiveExits) -> None:
    st.header("What would it take")
    years = live.years
    if len(years) < _FEWEST_YEARS:
        st.info("The plan of this case has one year only. With more years this can be asked.")
        return
    st.write(
        "To be free of all donors from a year on, and keep the force that their money makes possible: how much more "
        "revenue, how much lower unit costs, how large a fund, or how much smaller a force would do?"
    )
    left, right, _ = st.columns([1, 1, 2])
    asked, key = "First year without donors", f"free_from_{live.key[:16]}"
    if isinstance(years[0], FiscalYear):
        year = years[1:][years[1:].index(left.selectbox(asked, years[1:], len(years) // 2 - 1, format_func=str, key=key))]
    else:
        year = int(left.number_input(asked, years[1], years[-1], years[len(years) // 2], key=key))
    keep = right.slider("Share of the force to keep (%)", 10, 100, 100, 5, key="keep") / 100.0
    if st.button(_WHAT_IT_TAKES.button, key="work_it_out"):
        _WHAT_IT_TAKES.do(chosen.key, (year, keep), Request(chosen.question, wanted=Task(
            require, {"year": year, "keep": keep}, require_report.findings)))
    found = _WHAT_IT_TAKES.answer(chosen.key, (year, keep))
    if found is not None:
        show_findings(found)
