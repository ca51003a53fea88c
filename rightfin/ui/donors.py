"""The page about donors: when each leaves, and what that does; then what each year, a sudden exit and more would do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from rightfin.case import CaseError
from rightfin.case.case import Cell
from rightfin.desk import Request, Task
from rightfin.report import facts
from rightfin.report.charts.handover import broken_chart, own_share_chart, step_chart
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.overview import overview_of
from rightfin.report.studies import coordination as coordination_report
from rightfin.report.studies import exits as exit_report
from rightfin.report.studies import handover
from rightfin.report.studies import missions as missions_report
from rightfin.report.studies import requirement as require_report
from rightfin.report.studies import withdrawal as withdrawal_report
from rightfin.report.studies.findings import Findings
from rightfin.result.plan import Plan, Status
from rightfin.schema import FiscalYear
from rightfin.study.coordination.study import coordination
from rightfin.study.exits.study import exit_study
from rightfin.study.missions.study import mission_exits
from rightfin.study.requirement.study import require
from rightfin.study.withdrawal.study import withdrawals
from rightfin.ui import calendar, session
from rightfin.ui.answers import Answers
from rightfin.ui.asked import plan_of
from rightfin.ui.calendar import DONOR, FREE_FROM, MONEY_UNTIL, DonorRow, LiveExits
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_led
from rightfin.ui.inert import plain, statement, titled
from rightfin.ui.overview import draw_banner, sustained_table
from rightfin.ui.parts import chart, problems
from rightfin.ui.tiles import tiles
from rightfin.ui.typed import TypedTable
from rightfin.ui.work import Work

_FEWEST_YEARS = 2
"""Fewest years planned in which donors can pay and then leave."""

_FEWEST_DONORS = 2
"""Fewest donors who can pool."""

_CALENDAR = TypedTable("exits", FREE_FROM, "Back to the years of the case")
_ANSWERS = Answers[LiveExits, tuple[Cell, ...]]("exits", "years", LiveExits)


@dataclass(frozen=True)
class _Study:
    """A study that a button of a tab begins: its work, the key of the button, and what is asked in a sentence."""

    work: Work[Findings]
    key: str
    asks: str

    def draw(self, chosen: Choice, study: Callable[..., Any], told: Callable[[Any], Findings],
             arguments: Mapping[str, object]) -> None:
        """Draw the button, and what was found for this choice and these arguments."""
        question = tuple(sorted((name, tuple(value) if isinstance(value, list) else value)
                                for name, value in arguments.items()))
        choice = chosen.key, chosen.changes
        if st.button(self.work.button, key=self.key):
            request = Request(chosen.question, chosen.changes, wanted=Task(study, dict(arguments), told))
            self.work.do(choice, question, request)
        found = self.work.answer(choice, question)
        if found is not None:
            show_led(found, self.key)


_EACH_YEAR = _Study(
    Work("each_year", "Try every year"), "try_years",
    "When could donors leave for good? Every year is tried as the first without their money. The years typed above play "
    "no part: donors who do not leave keep the years of the case.",
)
_NO_NOTICE = _Study(
    Work("no_notice", "Let each leave without notice"), "walk_out",
    "What if a donor gives nothing any more from one year on, and nobody knew, while people and contracts are in place? "
    "Each donor is tried alone, in one year for all and in the year in which most would break.",
)
_WHAT_IT_TAKES = _Study(
    Work("what_it_takes", "Work it out"), "work_it_out",
    "To be free of all donors from a year on, and keep the force that their money makes possible: how much more revenue, "
    "how much lower unit costs, how large a fund, or how much smaller a force would do?",
)
_TOGETHER = _Study(
    Work("coordination", "Compare with a pool"), "pool",
    "What if donors put the same pledges into one pool, instead of each paying for lines of its own?",
)
_MISSION = _Study(
    Work("mission", "Try every year without it"), "mission",
    "When can a peace operation, or others who protect people and whom no budget of the case pays, leave? Every year is "
    "tried as the first without all of them.",
)


def introduce() -> None:
    """Draw what the page is for, and by which convention years are read."""
    st.title("Donors")


def show(chosen: Choice) -> None:
    """Draw the timeline of exits with its answer, and the studies in tabs below it."""
    with st.container():  # however much stands in it, the tabs stay where they are, and the open one stays open
        live = _timeline(chosen)
    if live is not None:
        _tabs(chosen, live)


def _timeline(chosen: Choice) -> LiveExits | None:
    """Draw the timeline and its answer; return what answers it, ``None`` where nothing can."""
    live = _ANSWERS.models(chosen)
    if live is None:
        return None
    st.header(titled(live.standing.title), anchor=False)
    try:
        rows = live.rows_with(chosen.changes)
    except CaseError as error:
        problems(error)
        return None
    if rows:
        st.write("Type the first year **without** a donor, and see at once what cannot be paid and who pays instead.")
        st.caption("The case states the last year *with* a donor's money (exit_year): one year less than here.")
        typed = _calendar(live, rows, chosen)
        _, plan = _ANSWERS.answered(
            live, lambda: (*chosen.changes, *calendar.cells_of(rows, typed, live.base_year)))
        published = plan_of(chosen) if plan is live.standing else None
        _answer(live, plan, published or plan)
    else:
        st.info("This case has no donors, so nobody can leave. Choose another case, or add donors to it.")
    st.html(f'<span id="shown-exits" data-digest="{chosen.key}"></span>')
    return live


def _tabs(chosen: Choice, live: LiveExits) -> None:
    """Draw the studies, each in a tab."""
    missions = bool(live.base.records("external"))
    tabs: dict[str, Callable[[Choice, LiveExits], None]] = {
        "Each year": _each_year, "Without notice": _no_notice, "What would it take": _what_it_takes,
        "Coordination": _together,
    } if live.rows else {}
    if missions:
        tabs["The mission leaves"] = _mission
    if tabs:
        for tab, draw in zip(st.tabs(list(tabs)), tabs.values(), strict=True):
            with tab:
                draw(chosen, live)


def _calendar(live: LiveExits, rows: tuple[DonorRow, ...], chosen: Choice) -> calendar.Years:
    """Draw the timeline and return what stands in it."""
    scale = facts.money_scale(live.standing)
    first, last = live.years[0], live.years[-1]
    return _CALENDAR.draw(
        _digest(chosen), calendar.years_of(rows), lambda years: calendar.frame_of(rows, years, scale),
        lambda frame: calendar.years_typed(rows, frame),
        {
            DONOR: st.column_config.TextColumn(width=165),
            calendar.pledged_heading(scale): st.column_config.NumberColumn(
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


def _digest(chosen: Choice) -> str:
    """Return a digest of what is chosen with its changes, by which the timeline knows what was typed for it."""
    return hashlib.sha256(repr((chosen.key, chosen.changes)).encode()).hexdigest() if chosen.changes else chosen.key


def _answer(live: LiveExits, plan: Plan, shown: Plan) -> None:
    """Draw what the years do, against the case as it stands: a sentence, figures and a picture; the rest folded.

    ``shown`` is the plan of which these are: where no year was changed that of the overview, an equally good one.
    """
    standing = None if plan is live.standing else live.standing
    against = standing if standing is not None and standing.status is Status.ANSWERED else None
    found = overview_of(shown, standing)
    draw_banner(found.banner)
    if plan.status is Status.CONTRADICTORY:
        return
    st.html(tiles(found.figures))
    st.caption(plain(found.prices))
    chart("Who pays, and what can be sustained", sustained_chart(shown, against), sustained_table(shown, against),
          facts.money_scale(shown).unit)
    with st.expander("Who pays instead, how steep the step is, what breaks"):
        for sentence in handover.sentences(plan, live.standing):
            st.markdown(statement(sentence.heading, sentence.text))
        _details(live, plan)
    st.caption(
        "Answered from live models. Of equally good plans the one on the page Overview may differ in single years; publish "
        "that one."
    )


def _details(live: LiveExits, plan: Plan) -> None:
    scale = facts.money_scale(plan)
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


def _each_year(chosen: Choice, live: LiveExits) -> None:
    st.write(_EACH_YEAR.asks)
    names = {row.donor: row.label for row in live.rows}
    leaving = st.multiselect("Donors that leave together", list(names), format_func=lambda donor: names[donor],
                             key=f"leaving_{live.key[:16]}", placeholder="All donors")
    _EACH_YEAR.draw(chosen, exit_study, exit_report.findings, {"donors": leaving or None})


def _no_notice(chosen: Choice, live: LiveExits) -> None:
    st.write(_NO_NOTICE.asks)
    year = _year(live, "First year without its money", "no_notice_from", 0)
    _NO_NOTICE.draw(chosen, withdrawals, withdrawal_report.findings, {"year": year})


def _what_it_takes(chosen: Choice, live: LiveExits) -> None:
    if len(live.years) < _FEWEST_YEARS:
        st.info("The plan of this case has one year only. With more years this can be asked.")
        return
    st.write(_WHAT_IT_TAKES.asks)
    year = _year(live, "First year without donors", "free_from", 1)
    keep = st.slider("Share of the force to keep (%)", 10, 100, 100, 5, key="keep", width=320) / 100.0
    _WHAT_IT_TAKES.draw(chosen, require, require_report.findings, {"year": year, "keep": keep})


def _together(chosen: Choice, live: LiveExits) -> None:
    if len(live.rows) < _FEWEST_DONORS:
        st.info("This case has one donor only. With more of them this can be asked.")
        return
    st.write(_TOGETHER.asks)
    _TOGETHER.draw(chosen, coordination, coordination_report.findings, {})


def _mission(chosen: Choice, _: LiveExits) -> None:
    st.write(_MISSION.asks)
    _MISSION.draw(chosen, mission_exits, missions_report.exit_findings, {})


def _year(live: LiveExits, asked: str, key: str, least: int) -> int:
    """Draw the choice of a year planned, from the one at place ``least`` on."""
    years, key = live.years[least:], f"{key}_{live.key[:16]}"
    middle = 0 if least == 0 else max(0, len(live.years) // 2 - least)
    return years[years.index(st.selectbox(asked, years, middle, format_func=str, key=key, width=320))]
