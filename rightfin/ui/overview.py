"""The first page: one sentence, six figures, one picture, three answers; the rest is folded."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from rightfin.report import facts
from rightfin.report.charts.ahead import ahead_chart
from rightfin.report.charts.coverage import coverage_chart
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.charts.own_money import own_money_chart
from rightfin.report.charts.plan import strength_chart
from rightfin.report.overview import Banner, Reply, overview_of
from rightfin.report.overview.shown import ShownKind, ShownTable
from rightfin.report.overview.sustained import paid_and_sustained
from rightfin.report.overview.tone import Tone
from rightfin.report.page import Page, Told, page_of
from rightfin.report.words.answer import YEARLY, headline
from rightfin.result.ahead import ASSUMED
from rightfin.result.plan import Plan, Status
from rightfin.ui import contradicting, session
from rightfin.ui.asked import ask_for_briefing, briefed_of, plan_of, standing_of
from rightfin.ui.asking import Asks
from rightfin.ui.choice import Choice
from rightfin.ui.inert import for_download, plain, statement, titled
from rightfin.ui.parts import chart, figures, key_figures

_BANNERS = {
    Tone.GOOD: (st.success, ":material/check_circle:"), Tone.MIXED: (st.warning, ":material/balance:"),
    Tone.BAD: (st.error, ":material/error:"),
}


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Overview")


def show(chosen: Choice) -> None:
    """Draw the answer to what is chosen: first what the plan says, then, once they were tried, the three answers."""
    plan = plan_of(chosen)
    if plan is None:
        return
    asked, standing = briefed_of(chosen), standing_of(chosen)
    found = overview_of(plan, standing)
    replies = found.answers if asked is None else asked.replies
    st.header(titled(plan.title), anchor=False)
    draw_banner(found.banner)
    if plan.status is Status.CONTRADICTORY:
        _mark(chosen, whole=True)
        contradicting.draw(chosen)
        return
    key_figures(found.figures)
    st.caption(plain(found.prices))
    against = standing if standing is not None and standing.status is Status.ANSWERED else None
    chart("Who pays, and what can be sustained", sustained_chart(plan, against), sustained_table(plan, against),
          facts.money_scale(plan).unit, _asks(plan, ShownKind.PAYERS))
    place = st.container()
    draw_replies(replies)
    _folded(plan, page_of(plan) if asked is None else asked.page)
    _mark(chosen, whole=asked is not None)
    if asked is None:
        with place:
            ask_for_briefing(chosen)


def _mark(chosen: Choice, *, whole: bool) -> None:
    """Let tests see what the page shows."""
    st.html(f'<span id="shown-overview" data-digest="{chosen.key}" data-whole="{str(whole).lower()}"></span>')


def draw_banner(banner: Banner) -> None:
    """Draw the first sentence in the colour of its tone, and why below it."""
    draw, icon = _BANNERS[banner.tone]
    why = "\n".join(f"- {plain(line)}" for line in banner.why)
    draw(f"**{plain(banner.text)}**\n\n{why}", icon=icon)


def draw_replies(replies: Iterable[Reply]) -> None:
    """Draw the answers beside one another, each with what belongs to it folded."""
    found = list(replies)
    for column, reply in zip(st.columns(len(found), gap="medium", border=True), found, strict=True):
        with column:
            st.subheader(plain(reply.question), anchor=False)
            st.markdown(f"**{plain(reply.headline)}**" if reply.tried else f"*{plain(reply.headline)}*")
            if reply.lines:
                with st.expander("More"):
                    _statements(reply.lines)


def sustained_table(plan: Plan, standing: Plan | None = None) -> pd.DataFrame:
    """Return the figures of the large picture, years across, in the unit of the plan's money."""
    scale = facts.money_scale(plan)
    rows = [(line, year, scale.of(amount)) for line, year, amount in paid_and_sustained(plan, standing)]
    frame = pd.DataFrame(rows, columns=["line", "year", "value"])
    return session.across(frame, "line", "value", f"{scale.unit}, current prices", plan.years).round(scale.decimals)


def _folded(plan: Plan, page: Page) -> None:
    """Draw the rest of what there is to say, folded."""
    answer = headline(plan)
    with st.expander("All questions on one page"):
        _page(page)
    with st.expander("The whole answer in sentences"):
        for sentence in answer.sentences:
            st.markdown(statement(sentence.heading, sentence.text))
    with st.expander("Year by year"):
        figures(session.yearly_table(answer), key="yearly", meanings=YEARLY, asks=_asks(plan, ShownKind.YEARLY))
        st.caption(plain(session.yearly_units(answer)))
    with st.expander("More pictures"):
        chart("Strength", strength_chart(plan), session.strength_table(plan), "person-years",
              _asks(plan, ShownKind.STRENGTH))
        if plan.tables["payers"].rows:
            chart("Own money by payer", own_money_chart(plan), session.own_money_table(plan), answer.scale.unit,
                  _asks(plan, ShownKind.OWN_MONEY))
        if plan.tables["needs"].rows:
            chart("Coverage of needs", coverage_chart(plan), session.coverage_table(plan), "per cent",
                  _asks(plan, ShownKind.COVERAGE))
        if plan.tables["pensions_ahead"].rows or plan.tables["severance_ahead"].rows:
            chart("After the plan", ahead_chart(plan), session.ahead_table(plan), answer.scale.unit)
            st.caption(plain(" ".join(ASSUMED)))
    if plan.issues:
        with st.expander(f"Warnings about the case ({len(plan.issues)})"):
            st.dataframe(for_download(session.issue_table(plan.issues)), hide_index=True)


def _asks(plan: Plan, kind: ShownKind) -> Asks:
    return Asks(plan, ShownTable(kind))


def _page(page: Page) -> None:
    """Draw the page: its questions, and what its words mean."""
    st.caption(plain(" ".join(page.basis)))
    for section in page.sections:
        st.markdown(f"#### {plain(f'{section.number} {section.title}')}")
        _statements(section.lines)
    if page.left_out:
        st.caption("What is not asked yet is left out.")
    st.markdown("#### What the words mean")
    _statements(page.glossary)


def _statements(lines: Iterable[Told]) -> None:
    """Draw statements, each led by its subject."""
    st.markdown("\n".join(f"- **{plain(line.label)}:** {plain(line.text)}" for line in lines))
