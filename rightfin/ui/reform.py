"""The page about reform: when programmes start, which starts are best, what each is worth, and the justice chain."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from rightfin.case import CaseError
from rightfin.case.programmes.choices import Starts
from rightfin.progress import Progress
from rightfin.report import facts
from rightfin.report.charts.plan import coverage_chart, payers_chart
from rightfin.report.charts.programmes import calendar_chart
from rightfin.report.studies import handover
from rightfin.report.studies import programmes as programmes_report
from rightfin.report.studies import starts as starts_report
from rightfin.report.studies.findings import Findings
from rightfin.report.words.programmes import not_planned_sentence
from rightfin.result.plan import Plan, Status
from rightfin.solve.control import SolveStoppedError
from rightfin.study.programmes.worth import programmes
from rightfin.study.starts.decided import WITHIN, decided_programmes
from rightfin.ui import session, starts
from rightfin.ui.aside import beside
from rightfin.ui.chain import show_chain
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import for_download, plain, statement
from rightfin.ui.parts import chart, problems, refusals
from rightfin.ui.starts import LiveStarts
from rightfin.ui.work import Work


@dataclass(frozen=True)
class _Best:
    """The starts that were decided, as they would be typed, and what is said of them."""

    typed: starts.Years
    findings: Findings


_BEST = Work[_Best]("best_starts", "Decide the starts")
_WORTH = Work[Findings]("programmes_worth", "Work out what each is worth")

_ABOVE = frozenset({"calendar"})
"""What the study of programmes tells that the page shows already."""

_LONGEST = 600
"""Seconds that a search on a page may take at most."""

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
    try:
        live = _live(chosen)
    except CaseError as error:
        problems(error)
        return
    st.header(plain(live.standing.title), anchor=False)
    asked: Starts = {}
    if live.proposals.labels:
        asked, plan = _answered(live)
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


def _live(chosen: Choice) -> LiveStarts:
    """Return the visitor's live models of what is chosen; they are made when they are first needed."""
    live: LiveStarts | None = st.session_state.get("live_starts")
    if live is None or live.key != chosen.key:
        with st.spinner("Building the models …"):
            live = LiveStarts(chosen.key, chosen.case, chosen.definition, chosen.scenarios)
        st.session_state["live_starts"] = live
    return live


def _answered(live: LiveStarts) -> tuple[Starts, Plan]:
    """Draw the calendar and return the starts and the plan that it leads to, or the last ones where it cannot be used."""
    typed = _calendar(live)
    kept = st.session_state.get("reform_plan")
    last: tuple[Starts, Plan] = kept[1:] if kept is not None and kept[0] == live.key else ({}, live.standing)
    try:
        asked = starts.starts_of(live.proposals, typed)
        with st.spinner("**Solving …** Below is still the answer to the starts before."):
            found = live.plan(asked)
    except CaseError as error:
        refusals(error)
        st.warning("What you typed is kept in the table. Below is still the answer to the starts before.")
        return last
    except SolveStoppedError as stopped:
        st.warning(f"{stopped} Below is still the answer to the starts before.")
        return last
    st.session_state["reform_plan"] = (live.key, asked, found)
    return asked, found


def _calendar(live: LiveStarts) -> starts.Years:
    """Draw the calendar and return what stands in it; it is kept when the visitor goes to another page."""
    turn = st.session_state.setdefault("reform_turn", 0)
    key = f"starts_{live.key[:16]}_{turn}"
    if key not in st.session_state or "reform_frame" not in st.session_state:
        kept = st.session_state.get("reform_typed")
        years = kept[1] if kept is not None and kept[0] == live.key else starts.years_of(live.proposals)
        st.session_state["reform_frame"] = for_download(starts.frame_of(live.proposals, years))
    frame: pd.DataFrame = st.session_state["reform_frame"]
    edited = st.data_editor(
        frame, key=key, hide_index=True, num_rows="fixed", height="content", width="content",
        disabled=[name for name in frame.columns if name != starts.START],
        column_config={
            starts.PROGRAMME: st.column_config.TextColumn(width=200),
            starts.START: st.column_config.TextColumn(
                width=90, help="Click and type a year. Blank: it is not planned.", alignment="right", max_chars=20),
            starts.WINDOW: st.column_config.TextColumn(
                help="Years in which it may start by itself; rules among programmes may leave fewer."),
            starts.YEARS: st.column_config.NumberColumn(format="%d"),
        },
    )
    typed = starts.years_typed(live.proposals, edited)
    st.session_state["reform_typed"] = (live.key, typed)
    st.button("Back to the starts of the case", key="reform_back", on_click=_back,
              disabled=typed == starts.years_of(live.proposals))
    return typed


def _back() -> None:
    st.session_state["reform_turn"] += 1  # another key makes another table, without what was typed
    st.session_state.pop("reform_typed", None)


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
    with st.container(horizontal=True, gap="medium"):
        for found in handover.compared(plan, live.standing):
            beside = plain(f"Case: {found.standing}") if found.standing else None
            st.metric(plain(found.label), plain(found.value), beside, delta_color="off", delta_arrow="off",
                      help=plain(found.meaning), width="content")
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
        "Answered from live models. Among equally good plans the one on the page Plan may differ in single years; publish "
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
        _BEST.say_if_stopped(chosen.key)
        _WORTH.do(chosen.key, question, lambda tell: programmes_report.findings(programmes(
            chosen.case, definition=chosen.definition, scenarios=chosen.scenarios, starts=asked, progress=tell,
        )))
    _WORTH.say_if_stopped(chosen.key)
    kept = _WORTH.kept()
    if kept is None or kept.choice != chosen.key:
        return
    if kept.question != question:
        st.warning("The starts have changed. This is still the answer to the earlier ones; press the button for a new one.")
    show_findings(kept.found, _ABOVE)


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
        _WORTH.say_if_stopped(chosen.key)
        _BEST.do(chosen.key, question, lambda tell: _decided(chosen, live, fixed, within, tell, frontier=frontier))
    _BEST.say_if_stopped(chosen.key)
    kept = _BEST.kept()
    if kept is None or kept.choice != chosen.key:
        return
    if kept.question != question:
        st.warning("The question has changed. This is still the answer to the earlier one; press the button for a new one.")
    st.button("Type these starts into the calendar", key="type_best", on_click=_type, args=(live.key, kept.found.typed))
    show_findings(kept.found.findings, key="best_starts")


def _decided(
    chosen: Choice, live: LiveStarts, fixed: Starts, within: float, tell: Progress, *, frontier: bool
) -> _Best:
    found = beside(lambda progress, control: decided_programmes(
        chosen.case, definition=chosen.definition, scenarios=chosen.scenarios, fixed=fixed, within=within,
        frontier=frontier, progress=progress, control=control,
    ), tell)
    return _Best(starts.typed_of(live.proposals, found.starts), starts_report.findings(found))


def _type(key: str, years: starts.Years) -> None:
    _back()
    st.session_state["reform_typed"] = (key, years)
