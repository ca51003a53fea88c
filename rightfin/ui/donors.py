"""The page about donors: when each leaves, and what that does; then what each year, a sudden exit and more would do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from rightfin.case import CaseError
from rightfin.case.case import Cell
from rightfin.case.lines import Line
from rightfin.report import facts
from rightfin.report.charts.handover import broken_chart, own_share_chart, step_chart
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.overview import overview_of
from rightfin.report.overview.shown import ShownKind, ShownTable
from rightfin.report.studies import coordination as coordination_report
from rightfin.report.studies import exits as exit_report
from rightfin.report.studies import handover
from rightfin.report.studies import missions as missions_report
from rightfin.report.studies import requirement as require_report
from rightfin.report.studies import withdrawal as withdrawal_report
from rightfin.report.words.wording import Scale
from rightfin.result.plan import Plan, Status
from rightfin.schema import FiscalYear
from rightfin.study.coordination.study import coordination
from rightfin.study.exits.study import exit_study
from rightfin.study.missions.study import mission_exits
from rightfin.study.requirement.study import require
from rightfin.study.withdrawal.study import withdrawals
from rightfin.ui import laid, session, state
from rightfin.ui.answers import Answers
from rightfin.ui.asked import plan_of
from rightfin.ui.asking import Asks
from rightfin.ui.calendar import (
    DONOR,
    FREE_FROM,
    MONEY_UNTIL,
    DonorCalendar,
    DonorRow,
    are_exits,
    exits_of,
    frame_of,
    pledged_heading,
    without_exits,
    years_of,
)
from rightfin.ui.choice import Choice
from rightfin.ui.inert import plain, statement, titled
from rightfin.ui.mistakes import acting
from rightfin.ui.moving import LiveChanges
from rightfin.ui.overview import draw_banner, sustained_table
from rightfin.ui.parts import chart, key_figures, problems
from rightfin.ui.studies import ButtonStudy
from rightfin.ui.typed import Refused, Texts, TypedTable
from rightfin.ui.view import Changes
from rightfin.ui.work import Work

_FEWEST_YEARS = 2
"""Fewest years planned in which donors can pay and then leave."""

_FEWEST_DONORS = 2
"""Fewest donors who can pool."""

_CALENDAR = TypedTable("exits", FREE_FROM)
_ANSWERS = Answers[LiveChanges, tuple[Cell, ...]]("changes", "years", LiveChanges)


_EACH_YEAR = ButtonStudy(
    Work("each_year", "Try every year"), "try_years",
    "When could donors leave for good? Every year is tried as the first without their money. Of those who leave the years "
    "above play no part; all others keep theirs.",
)
_NO_NOTICE = ButtonStudy(
    Work("no_notice", "Let each leave without notice"), "walk_out",
    "What if a donor gives nothing any more from one year on, and nobody knew, while people and contracts are in place? "
    "Each donor is tried alone, in one year for all and in the year in which most would break; all others leave in the "
    "years above.",
)
_WHAT_IT_TAKES = ButtonStudy(
    Work("what_it_takes", "Work it out"), "work_it_out",
    "To be free of all donors from a year on, and keep the force that their money makes possible: how much more revenue, "
    "how much lower unit costs, how large a fund, or how much smaller a force would do? The years above play no part: the "
    "question itself says when donors leave.",
)
_TOGETHER = ButtonStudy(
    Work("coordination", "Compare with a pool"), "pool",
    "What if donors put the same pledges, until the years above, into one pool, instead of each paying for lines of its "
    "own?",
)
_MISSION = ButtonStudy(
    Work("mission", "Try every year without it"), "mission",
    "When can a peace operation, or others who protect people and whom no budget of the case pays, leave? Every year is "
    "tried as the first without all of them; donors leave in the years above.",
)


def introduce() -> None:
    """Draw what the page is for, and by which convention years are read."""
    st.title("Donors")


def show(chosen: Choice) -> None:
    """Draw the timeline of exits with its answer, and the studies in tabs below it."""
    with st.container():  # however much stands in it, the tabs stay where they are, and the open one stays open
        calendar = _timeline(chosen)
    if calendar is not None:
        _tabs(chosen, calendar)


def _timeline(chosen: Choice) -> DonorCalendar | None:
    """Draw the timeline and its answer; return the donors, ``None`` where nothing can be answered."""
    live = _ANSWERS.models(chosen)
    if live is None:
        return None
    _ANSWERS.begin(live, chosen.changes)
    st.header(titled(live.standing.title), anchor=False)
    calendar = _calendar_of(chosen)
    try:
        rows = calendar.rows_with(chosen.changes)
    except CaseError as error:
        problems(error)
        return None
    if rows:
        st.write("Type the first year **without** a donor, and see at once what cannot be paid and who pays instead.")
        st.caption("The case states the last year *with* a donor's money (exit_year): one year less than here.")
        _typed_into(chosen, calendar, rows, facts.money_scale(live.standing))
        asked, plan = _ANSWERS.answered(live, lambda: chosen.changes)
        published = plan_of(chosen) if plan is live.standing else None
        _answer(live.standing, plan, published or plan, calendar.handover_lines,
                "these exits" if are_exits(asked) else "these changes")
    else:
        st.info("This case has no donors, so nobody can leave. Choose another case, or add donors to it.")
    st.html(f'<span id="shown-exits" data-digest="{chosen.key}" data-changes="{len(chosen.changes)}"></span>')
    return calendar


def _calendar_of(chosen: Choice) -> DonorCalendar:
    """Return the donors of what is chosen, kept while it is."""
    found = st.session_state.get("donor_calendar")
    if not isinstance(found, DonorCalendar) or found.key != chosen.key:
        st.session_state["donor_calendar"] = found = DonorCalendar(chosen.key, chosen.question)
    return found


def _tabs(chosen: Choice, calendar: DonorCalendar) -> None:
    """Draw the studies, each in a tab."""
    missions = bool(calendar.base.records("external"))
    tabs: dict[str, Callable[[Choice, DonorCalendar], None]] = {
        "Each year": _each_year, "Without notice": _no_notice, "What would it take": _what_it_takes,
        "Coordination": _together,
    } if calendar.rows else {}
    if missions:
        tabs["The mission leaves"] = _mission
    if tabs:
        for tab, draw in zip(st.tabs(list(tabs)), tabs.values(), strict=True):
            with tab:
                draw(chosen, calendar)


def _typed_into(chosen: Choice, calendar: DonorCalendar, rows: tuple[DonorRow, ...], scale: Scale) -> None:
    """Draw the timeline, whose years are changes of what is looked at, and the steps back."""
    first, last = calendar.years[0], calendar.years[-1]
    _CALENDAR.draw(
        _digest(chosen), years_of(rows), lambda years: frame_of(rows, years, scale), partial(_take, chosen, calendar),
        {
            DONOR: st.column_config.TextColumn(width=215),
            pledged_heading(scale): st.column_config.NumberColumn(
                width=220, format="localized", help=f"Money that arrives from {first} to {last} if the donor stays, before "
                "fees, at current prices."
            ),
            MONEY_UNTIL: (st.column_config.TextColumn if isinstance(first, FiscalYear) else partial(
                st.column_config.NumberColumn, format="%d"))(
                width=160, help="Last year shown in which money that it pledged arrives: a later exit brings "
                "no more."
            ),
            FREE_FROM: st.column_config.TextColumn(
                width=150, help="Click and type a year: the first in which its money may not be spent. Blank: the donor "
                "stays.", alignment="right", max_chars=20
            ),
        },
    )
    with st.container(horizontal=True, gap="small", key="exit_steps"):
        laid.steps("exits_")
        st.button("Back to the years of the case", key="exits_back", on_click=_back, args=(chosen, calendar),
                  disabled=years_of(rows) == years_of(calendar.rows) and not _CALENDAR.has_refused)


def _take(chosen: Choice, calendar: DonorCalendar, texts: Texts) -> Refused:
    """Let years that were typed be changes of what is looked at; return those that cannot be used."""
    exits, refused = exits_of(calendar.rows_with(state.view().changes), texts, calendar.base_year)
    laid.change(lambda: _with_exits(chosen, exits))
    return Refused({donor: texts[donor] for donor in refused}, tuple(refused.values()))


def _with_exits(chosen: Choice, exits: Mapping[str, int | None]) -> Changes:
    levers, cells = laid.levers_of(chosen), state.view().changes
    for donor, year in exits.items():
        cells = levers.with_exit(cells, donor, year)
    return cells


@acting
def _back(chosen: Choice, calendar: DonorCalendar) -> None:
    """Let all donors leave when the case says; other changes stay."""
    _CALENDAR.clear()
    exits = {row.donor: None if row.exit_year is None else int(row.exit_year) for row in calendar.rows}
    laid.change(lambda: _with_exits(chosen, exits))


def _digest(chosen: Choice) -> str:
    """Return a digest of what is chosen with all changes but exits, by which the timeline knows what was typed for it."""
    others = without_exits(chosen.changes)
    return hashlib.sha256(repr((chosen.key, others)).encode()).hexdigest() if others else chosen.key


def _answer(case_plan: Plan, plan: Plan, shown: Plan, lines: Mapping[str, Sequence[Line]], these: str) -> None:
    """Draw what changes do, against the case as it stands: a sentence, figures and a picture; the rest folded.

    ``shown`` is the plan of which these are: where nothing was changed that of the overview, an equally good one. ``these``
    is what was changed, ``lines`` what the sector's handovers ask for.
    """
    standing = None if plan is case_plan else case_plan
    against = standing if standing is not None and standing.status is Status.ANSWERED else None
    found = overview_of(shown, standing)
    draw_banner(found.banner)
    if plan.status is Status.CONTRADICTORY:
        return
    key_figures(found.figures)
    st.caption(plain(found.prices))
    chart("Who pays, and what can be sustained", sustained_chart(shown, against), sustained_table(shown, against),
          facts.money_scale(shown).unit, Asks(shown, ShownTable(ShownKind.PAYERS)))
    with st.expander("Who pays instead, how steep the step is, what breaks"):
        for sentence in handover.sentences(plan, case_plan, these):
            st.markdown(statement(sentence.heading, sentence.text))
        _details(case_plan, plan, lines)
    st.caption(
        "Answered from live models. Of equally good plans the one on the page Overview may differ in single years; publish "
        "that one."
    )


def _details(standing: Plan, plan: Plan, lines: Mapping[str, Sequence[Line]]) -> None:
    scale = facts.money_scale(plan)
    shares = handover.own_share(plan, standing, handover.required_share(plan, lines))
    chart("Own share", own_share_chart(shares), session.lines_table(shares, "Share of recurrent cost (%)", 100.0, 1),
          "per cent")
    steps = handover.steps(plan, standing)
    if not steps.empty:
        chart("The cliff", step_chart(steps), session.lines_table(steps, "Step of own spending (% of revenue)", 100.0, 1),
              "per cent of revenue")
    broken = handover.broken(plan, standing)
    if broken["value"].any():
        table = session.lines_table(broken, f"Unpaid or unsupported ({scale.unit})", 1.0 / scale.divisor, scale.decimals)
        chart("What breaks", broken_chart(broken, scale), table, scale.unit)


def _each_year(chosen: Choice, live: DonorCalendar) -> None:
    st.write(_EACH_YEAR.asks)
    names = {row.donor: row.label for row in live.rows}
    leaving = st.multiselect("Donors that leave together", list(names), format_func=lambda donor: names[donor],
                             key=f"leaving_{live.key[:16]}", placeholder="All donors")
    _EACH_YEAR.draw(chosen, exit_study, exit_report.findings, {"donors": leaving or None})


def _no_notice(chosen: Choice, live: DonorCalendar) -> None:
    st.write(_NO_NOTICE.asks)
    year = _year(live, "First year without its money", "no_notice_from", 0)
    _NO_NOTICE.draw(chosen, withdrawals, withdrawal_report.findings, {"year": year})


def _what_it_takes(chosen: Choice, live: DonorCalendar) -> None:
    if len(live.years) < _FEWEST_YEARS:
        st.info("The plan of this case has one year only. With more years this can be asked.")
        return
    st.write(_WHAT_IT_TAKES.asks)
    year = _year(live, "First year without donors", "free_from", 1)
    keep = st.slider("Share of the force to keep (%)", 10, 100, 100, 5, key="keep", width=320) / 100.0
    _WHAT_IT_TAKES.draw(chosen, require, require_report.findings, {"year": year, "keep": keep})


def _together(chosen: Choice, live: DonorCalendar) -> None:
    if len(live.rows) < _FEWEST_DONORS:
        st.info("This case has one donor only. With more of them this can be asked.")
        return
    st.write(_TOGETHER.asks)
    _TOGETHER.draw(chosen, coordination, coordination_report.findings, {})


def _mission(chosen: Choice, _: DonorCalendar) -> None:
    st.write(_MISSION.asks)
    _MISSION.draw(chosen, mission_exits, missions_report.exit_findings, {})


def _year(live: DonorCalendar, asked: str, key: str, least: int) -> int:
    """Draw the choice of a year planned, from the one at place ``least`` on."""
    years, key = live.years[least:], f"{key}_{live.key[:16]}"
    middle = 0 if least == 0 else max(0, len(live.years) // 2 - least)
    return years[years.index(st.selectbox(asked, years, middle, format_func=str, key=key, width=320))]
