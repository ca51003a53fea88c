"""The page about reform: when programmes start, which starts are best, what each is worth, and the justice chain."""

from __future__ import annotations

from functools import partial

import streamlit as st

from rightfin.case import CaseError
from rightfin.case.case import Cell
from rightfin.case.programmes.choices import Starts
from rightfin.desk import Request, Task
from rightfin.report import facts
from rightfin.report.charts.coverage import coverage_chart
from rightfin.report.charts.plan import payers_chart
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.studies import handover
from rightfin.report.studies import programmes as programmes_report
from rightfin.report.studies.findings import Findings
from rightfin.report.words.programmes import not_planned_sentence
from rightfin.result.plan import Plan, Status
from rightfin.study.programmes.worth import programmes
from rightfin.study.starts.decided import WITHIN, decided_programmes
from rightfin.study.whatif import starts_among
from rightfin.ui import laid, session, starts, state
from rightfin.ui.answers import Answers
from rightfin.ui.chain import show_chain
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import plain, statement, titled
from rightfin.ui.mistakes import acting
from rightfin.ui.moving import LiveChanges
from rightfin.ui.parts import against_case, chart, problems
from rightfin.ui.starts import Best, Proposals
from rightfin.ui.typed import Refused, Texts, TypedTable
from rightfin.ui.work import Work

_LONGEST = 600
"""Seconds that a search on a page may take at most."""

_MOST_SECONDS = 3600.0
"""Seconds for the longest search, for one under falling limits and for what comes before and after both."""

_CALENDAR = TypedTable("reform", starts.START)
_ANSWERS = Answers[LiveChanges, tuple[Cell, ...]]("changes", "starts", LiveChanges)
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
    proposals = _proposals_of(chosen)
    if proposals.labels:
        try:
            moved, _ = starts_among(chosen.changes)
        except CaseError as error:
            problems(error)
            return
        _calendar(chosen, proposals, moved)
        asked, plan = _ANSWERS.answered(live, lambda: chosen.changes)
        answered, others = starts_among(asked)
        _answer(proposals, answered, plan, live.standing, "these changes" if others else "these starts")
        st.divider()
        _best(chosen, proposals, {**proposals.starts, **moved})
        st.divider()
        _worth(chosen, {**proposals.starts, **moved})
    else:
        _, plan = _ANSWERS.answered(live, lambda: chosen.changes)
        st.info(_NO_PROGRAMMES)
    st.divider()
    show_chain(chosen, None if plan.status is Status.CONTRADICTORY else plan)
    st.html(f'<span id="shown-reform" data-digest="{chosen.key}" data-changes="{len(chosen.changes)}"></span>')


def _proposals_of(chosen: Choice) -> Proposals:
    """Return the programmes of what is chosen, kept while it is."""
    kept: tuple[str, Proposals] | None = st.session_state.get("proposals")
    if kept is None or kept[0] != chosen.key:
        st.session_state["proposals"] = kept = chosen.key, Proposals.of(chosen.question)
    return kept[1]


def _calendar(chosen: Choice, proposals: Proposals, moved: Starts) -> None:
    """Draw the calendar, whose starts are changes of what is looked at, and the steps back."""
    known = {**proposals.starts, **{name: year for name, year in moved.items() if name in proposals.starts}}
    standing = starts.typed_of(proposals, known)
    _CALENDAR.draw(
        chosen.key, standing, lambda years: starts.frame_of(proposals, years), partial(_take, chosen, proposals),
        {
            starts.PROGRAMME: st.column_config.TextColumn(width=200),
            starts.START: st.column_config.TextColumn(
                width=90, help="Click and type a year. Blank: it is not planned.", alignment="right", max_chars=20),
            starts.WINDOW: st.column_config.TextColumn(
                help="Years in which it may start by itself; rules among programmes may leave fewer."),
            starts.YEARS: st.column_config.NumberColumn(format="%d"),
        },
    )
    with st.container(horizontal=True, gap="small", key="start_steps"):
        laid.steps("reform_")
        st.button("Back to the starts of the case", key="reform_back", on_click=_back, args=(chosen, proposals),
                  disabled=known == proposals.starts and not _CALENDAR.has_refused)


def _take(chosen: Choice, proposals: Proposals, texts: Texts) -> Refused:
    """Let starts that were typed be changes of what is looked at; return those that cannot be used together."""
    now = {**proposals.starts, **starts_among(state.view().changes)[0]}
    standing = starts.typed_of(proposals, {name: now[name] for name in proposals.labels})
    try:
        new = {**proposals.starts, **starts.starts_of(proposals, texts)}
        state.change(laid.levers_of(chosen).with_starts(state.view().changes, new))
    except CaseError as error:
        return Refused({name: text for name, text in texts.items() if text != standing[name]}, error.issues)
    return Refused()


@acting
def _back(chosen: Choice, proposals: Proposals) -> None:
    """Let all programmes start when the case says; other changes stay."""
    _CALENDAR.clear()
    laid.change(lambda: laid.levers_of(chosen).with_starts(state.view().changes, proposals.starts))


@acting
def _take_best(chosen: Choice, found: Starts) -> None:
    """Let the starts that were decided be changes of what is looked at."""
    _CALENDAR.clear()
    laid.change(lambda: laid.levers_of(chosen).with_starts(state.view().changes, found))


def _answer(proposals: Proposals, asked: Starts, plan: Plan, standing: Plan, these: str) -> None:
    """Draw what a calendar does, against the case as it stands; ``these`` is what was changed."""
    said = handover.sentences(plan, standing, these)
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
    against_case(plan, standing)
    if planned:
        st.subheader("Why not earlier, why not later", anchor=False)
        st.markdown("\n".join(
            f"- **{plain(label)}:** {plain(text)}" for label, text in starts.reasons_of(proposals, asked)))
        st.caption("What rules among starts allow, all other programmes being where they are. Whether another year would "
                   "be better is another question: type it, or press **Decide the starts** below.")
    chart("Who pays", payers_chart(plan), session.payers_table(plan), facts.money_scale(plan).unit)
    if plan.tables["needs"].rows:
        chart("Coverage of needs", coverage_chart(plan), session.coverage_table(plan), "per cent")
    st.caption(
        "Answered from live models. Of equally good plans the one that rightfin plan makes may differ in single years; "
        "publish that one, with the starts typed into the case."
    )


def _worth(chosen: Choice, now: Starts) -> None:
    st.header("What each is worth")
    st.write(
        "The case is planned without each planned programme in turn, and without what needs it. All else is planned anew, "
        "and no other start moves. The starts typed above count."
    )
    if all(year is None for year in now.values()):
        st.info("No programme is planned, so there is nothing to leave out.")
        return
    if st.button(_WORTH.button, key="work_out_worth", type="primary"):
        _WORTH.do(chosen.key, chosen.changes, Request(
            chosen.question, chosen.changes, wanted=Task(programmes, told=programmes_report.findings)))
    found = _WORTH.answer(chosen.key, chosen.changes)
    if found is not None:
        show_findings(found, _ABOVE)


def _best(chosen: Choice, proposals: Proposals, now: Starts) -> None:
    st.header("Best starts")
    st.write(
        "When should each programme start, if at all? All calendars that rules allow are searched for the one that leaves "
        "least unpaid, then covers most of the needs, then saves what the case saves (secondary_objective of settings; "
        "donors' money where nothing is typed). Of calendars that are alike it takes the cheapest and earliest."
    )
    names = proposals.labels
    keep = st.multiselect("Programmes that keep the start typed above", list(names), format_func=lambda name: names[name],
                          key=f"keep_{chosen.key[:16]}", placeholder="None: all starts are decided")
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    within = float(left.number_input("Seconds to search", 1, _LONGEST, int(WITHIN), key="best_within"))
    frontier = right.checkbox("Ask for less money for reform, too", key="best_frontier", help="The best calendar again "
                              "under falling limits on what all programmes cost together. Takes longer.")
    fixed = {name: year for name, year in now.items() if name in keep}
    _, others = starts_among(chosen.changes)  # starts are what is decided: what is typed says no more than ``fixed``
    question = others, tuple(sorted(fixed.items())), within, frontier
    if st.button(_BEST.button, key="decide_starts", type="primary"):
        arguments = {"fixed": fixed, "within": within, "frontier": frontier}
        _BEST.do(chosen.key, question, Request(
            chosen.question, others, wanted=Task(decided_programmes, arguments, starts.best)))
    found = _BEST.answer(chosen.key, question)
    if found is not None:
        st.button("Type these starts into the calendar", key="type_best", on_click=_take_best,
                  args=(chosen, found.starts))
        show_findings(found.findings, key="best_starts")
