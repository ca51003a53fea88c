"""The page about reform: when programmes start, which starts are best, what each is worth, and the justice chain."""

from __future__ import annotations

import streamlit as st

from rightfin.case.programmes.choices import Starts
from rightfin.desk import Request, Task
from rightfin.report import facts
from rightfin.report.charts.plan import coverage_chart, payers_chart
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.studies import handover
from rightfin.report.studies import programmes as programmes_report
from rightfin.report.studies.findings import Findings
from rightfin.report.words.programmes import not_planned_sentence
from rightfin.result.plan import Plan, Status
from rightfin.study.programmes.worth import programmes
from rightfin.study.starts.decided import WITHIN, decided_programmes
from rightfin.ui import session, starts
from rightfin.ui.answers import Answers
from rightfin.ui.chain import show_chain
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import plain, statement, titled
from rightfin.ui.parts import against_case, chart
from rightfin.ui.starts import Best, LiveStarts
from rightfin.ui.typed import TypedTable
from rightfin.ui.work import Work

_LONGEST = 600
"""Seconds that a search on a page may take at most."""

_MOST_SECONDS = 3600.0
"""Seconds for the longest search, for one under falling limits and for what comes before and after both."""

_CALENDAR = TypedTable("reform", starts.START, "Back to the starts of the case")
_ANSWERS = Answers[LiveStarts, Starts]("reform", "starts", LiveStarts)
_BEST = Work[Best]("best_starts", "Decide the starts", seconds=_MOST_SECONDS)
_WORTH = Work[Findings]("programmes_worth", "Work out what each is worth")

_ABOVE = frozenset({"calendar"})
"""What the study of programmes tells that the page shows already."""

_NO_PROGRAMMES = (
    "This case has no reform programmes. To add one, type a row in the table **programmes** (what it is, which institution "
    "carries it, how many years it runs), what it costs in **programme_costs** and what it changes in "
    "**programme_effects**; **programme_order** says what must come first. The empty workbook (template.xlsx, offered "
    "where you upload your own) has all four."
)


def introduce() -> None:
    """Draw what the page is for, and how starts are read."""
    st.title("Reform")
    st.write(
        "When does each reform programme start, who pays it, what does it change, and what would be lost without it? "
        "Change a start, and the case is planned again."
    )
    st.caption(
        "Start is the first year of a programme. Blank: it is proposed and not planned; nothing of it counts then. A "
        "programme that has begun is paid to its end, by whoever is left."
    )


def show(chosen: Choice) -> None:
    """Draw the calendar of programmes with its answer, their best starts and worth, and the justice chain."""
    live = _ANSWERS.models(chosen)
    if live is None:
        return
    st.header(titled(live.standing.title), anchor=False)
    asked: Starts = {}
    if live.proposals.labels:
        typed = _calendar(live)
        asked, plan = _ANSWERS.answered(live, lambda: starts.starts_of(live.proposals, typed))
        _answer(live, asked, plan)
        st.divider()
        _best(chosen, live, asked)
        st.divider()
        _worth(chosen, live, asked)
    else:
        plan = live.standing
        st.info(_NO_PROGRAMMES)
    st.divider()
    show_chain(chosen, asked, None if plan.status is Status.CONTRADICTORY else plan)
    st.html(f'<span id="shown-reform" data-digest="{chosen.key}"></span>')


def _calendar(live: LiveStarts) -> starts.Years:
    """Draw the calendar and return what stands in it."""
    proposals = live.proposals
    return _CALENDAR.draw(
        live.key, starts.years_of(proposals), lambda years: starts.frame_of(proposals, years),
        lambda frame: starts.years_typed(proposals, frame),
        {
            starts.PROGRAMME: st.column_config.TextColumn(width=200),
            starts.START: st.column_config.TextColumn(
                width=90, help="Click and type a year. Blank: it is not planned.", alignment="right", max_chars=20),
            starts.WINDOW: st.column_config.TextColumn(
                help="Years in which it may start by itself; rules among programmes may leave fewer."),
            starts.YEARS: st.column_config.NumberColumn(format="%d"),
        },
    )


def _answer(live: LiveStarts, asked: Starts, plan: Plan) -> None:
    """Draw what a calendar does, against the case as it stands."""
    said = handover.sentences(plan, live.standing, "these starts")
    if plan.status is Status.CONTRADICTORY:
        for sentence in said:
            st.error(statement(sentence.heading, sentence.text))
        return
    planned = bool(plan.tables["programmes"].rows)
    if planned:
        chart("The calendar of reforms", calendar_chart(plan), session.programmes_table(plan), facts.money_scale(plan).unit)
    else:
        st.info("No programme is planned. Type a year into the column Starts to see what it does.")
    if planned and (text := not_planned_sentence(plan)):
        st.markdown(statement("Proposals", text))
    for sentence in said:
        st.markdown(statement(sentence.heading, sentence.text))
    against_case(plan, live.standing)
    if planned:
        st.subheader("Why not earlier, why not later", anchor=False)
        st.markdown("\n".join(
            f"- **{plain(label)}:** {plain(text)}" for label, text in starts.reasons_of(live.proposals, asked)))
        st.caption("What rules among starts allow, all other programmes being where they are. Whether another year would "
                   "be better is another question: type it, or press **Decide the starts** below.")
    chart("Who pays", payers_chart(plan), session.payers_table(plan), facts.money_scale(plan).unit)
    if plan.tables["needs"].rows:
        chart("Coverage of needs", coverage_chart(plan), session.coverage_table(plan), "per cent")
    st.caption(
        "Answered from live models. Of equally good plans the one on the page Overview may differ in single years; publish "
        "that one, with the starts typed into the case."
    )


def _worth(chosen: Choice, live: LiveStarts, asked: Starts) -> None:
    st.header("What each is worth")
    st.write(
        "The case is planned without each planned programme in turn, and without what needs it. All else is planned anew, "
        "and no other start moves. The starts typed above count."
    )
    none_planned = all(year is None for year in {**live.proposals.starts, **asked}.values())
    if none_planned:
        st.info("No programme is planned, so there is nothing to leave out.")
        return
    question = tuple(sorted(asked.items()))
    if st.button(_WORTH.button, key="work_out_worth", type="primary"):
        _WORTH.do(chosen.key, question, Request(
            chosen.question, starts=asked, wanted=Task(programmes, told=programmes_report.findings)))
    found = _WORTH.answer(chosen.key, question)
    if found is not None:
        show_findings(found, _ABOVE)


def _best(chosen: Choice, live: LiveStarts, asked: Starts) -> None:
    st.header("Best starts")
    st.write(
        "When should each programme start, if at all? All calendars that rules allow are searched for the one that leaves "
        "least unpaid, then covers most of the needs, then saves what the case saves (secondary_objective of settings; "
        "donors' money where nothing is typed). Of calendars that are alike it takes the cheapest and earliest."
    )
    names = live.proposals.labels
    keep = st.multiselect("Programmes that keep the start typed above", list(names), format_func=lambda name: names[name],
                          key=f"keep_{live.key[:16]}", placeholder="None: all starts are decided")
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    within = float(left.number_input("Seconds to search", 1, _LONGEST, int(WITHIN), key="best_within"))
    frontier = right.checkbox("Ask for less money for reform, too", key="best_frontier", help="The best calendar again "
                              "under falling limits on what all programmes cost together. Takes longer.")
    fixed = {name: year for name, year in {**live.proposals.starts, **asked}.items() if name in keep}
    question = tuple(sorted(fixed.items())), within, frontier
    if st.button(_BEST.button, key="decide_starts", type="primary"):
        arguments = {"fixed": fixed, "within": within, "frontier": frontier}
        _BEST.do(chosen.key, question, Request(chosen.question, wanted=Task(decided_programmes, arguments, starts.best)))
    found = _BEST.answer(chosen.key, question)
    if found is not None:
        st.button("Type these starts into the calendar", key="type_best", on_click=_CALENDAR.type,
                  args=(live.key, starts.typed_of(live.proposals, found.starts)))
        show_findings(found.findings, key="best_starts")
