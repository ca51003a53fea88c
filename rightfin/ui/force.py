"""The page about the force and needs: who serves where, how far needs are covered, what binds, what can be kept."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rightfin.report import facts
from rightfin.report.charts.coverage import coverage_grid
from rightfin.report.charts.force import binding_chart, group_places, people_chart
from rightfin.report.charts.paid import paid_chart
from rightfin.report.charts.vega import Chart
from rightfin.report.overview import overview_of
from rightfin.report.overview.force import (
    EVERYWHERE,
    cadres_of,
    coverage_rows,
    coverage_table,
    failing,
    force_table,
    regions_of,
    regions_rows,
    strength_rows,
)
from rightfin.report.overview.lines import cost_table
from rightfin.report.overview.paid import categories_of, paid_table, pay_table, payers_of
from rightfin.report.overview.shown import ShownKind, ShownTable
from rightfin.report.page import page_of
from rightfin.report.studies.findings import FindingsTable
from rightfin.report.words.wording import percent
from rightfin.result.plan import Plan, Status
from rightfin.study.whatif import changed_question
from rightfin.ui import sustain
from rightfin.ui.asked import ask_for_briefing, briefed_of, plan_of
from rightfin.ui.asking import Asks
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_table
from rightfin.ui.inert import escaped, plain, titled
from rightfin.ui.overview import draw_banner
from rightfin.ui.parts import picture

_ALL = "All institutions"


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Force and needs")


def show(chosen: Choice) -> None:
    """Draw who serves, how far needs are covered, what binds, once it was tried, and what can be kept, if asked."""
    plan = plan_of(chosen)
    if plan is None:
        return
    st.header(titled(plan.title), anchor=False)
    if plan.status is Status.CONTRADICTORY:
        draw_banner(overview_of(plan).banner)
        return
    _who_pays(chosen, plan, _who_serves(plan))
    _needs(plan)
    asked = briefed_of(chosen)
    st.subheader("What binds", anchor=False)
    place = st.container()
    if asked is not None and asked.binding is not None:
        _binds(plan, asked.binding)
    with st.expander("Why needs are short, and why numbers move"):
        page = page_of(plan) if asked is None else asked.page
        for name in ("not_done", "force"):
            section = page.section(name)
            if section is not None:
                st.markdown("\n".join(f"- **{plain(line.label)}:** {plain(line.text)}" for line in section.lines))
    st.subheader("What can be kept", anchor=False)
    sustain.draw(chosen)
    st.html(f'<span id="shown-force" data-digest="{chosen.key}" data-whole="{str(asked is not None).lower()}"></span>')
    if asked is None:
        with place:
            st.markdown("*Not tried yet*")
            ask_for_briefing(chosen)


def _who_serves(plan: Plan) -> str | None:
    """Draw the force, of all institutions or of one by its cadres, and return which one, by id."""
    st.subheader("Who serves", anchor=False)
    names = {one: name for one, name in facts.institutions(plan).items() if cadres_of(plan, one)}
    institution = _one_of("Institution", names, _ALL, "institution")
    whose = _ALL.lower() if institution is None else names[institution]
    rows = strength_rows(plan, institution)
    each = "Institution" if institution is None else "Cadre"
    _with_table(people_chart(rows, whose, each, group_places(plan, institution)),
                force_table(plan, institution), plan, "force", ShownTable(ShownKind.STRENGTH, institution or ""),
                ShownTable(ShownKind.FORCE, institution or ""))
    return institution


def _who_pays(chosen: Choice, plan: Plan, institution: str | None) -> None:
    """Draw where the money of the force comes from, and where its pay is said."""
    names = categories_of(plan, institution)
    st.subheader("Who pays them", anchor=False)
    category = _one_of("Cost", names, "All costs", "category")
    whose = _ALL.lower() if institution is None else facts.institutions(plan)[institution]
    of = whose if category is None else f"{names[category].lower()}, {whose}"
    rows = payers_of(plan, institution, category)
    _with_table(paid_chart(plan, rows, of), paid_table(rows), plan, "paid",
                None if institution or category else ShownTable(ShownKind.PAYERS))
    with st.expander("What they cost, line by line" if institution and category else "What they cost"):
        show_table(cost_table(plan, institution, category), facts.money_scale(plan), "cost",
                   Asks(plan, ShownTable(ShownKind.COST, institution or "", category or "")))
    with st.expander("Where pay comes from: what each cadre earns, who says so, who pays it"):
        case = changed_question(chosen.question, chosen.changes).prepared
        show_table(pay_table(plan, case, institution), facts.money_scale(plan), "pay")


def _needs(plan: Plan) -> None:
    """Draw the coverage of needs, over all regions or in one; of one need, by region."""
    if not plan.tables["needs"].rows:
        return
    st.subheader("How far needs are covered", anchor=False)
    regions = regions_of(plan)
    region = _one_of("Region", regions, EVERYWHERE, "region") if len(regions) > 1 else None
    rows = coverage_rows(plan, region)
    where = EVERYWHERE.lower() if region is None else regions[region]
    worst = failing(rows)
    if worst:
        told = [f"**{plain(name)}** to {percent(share)} in {year}" for name, year, share in worst[:2]]
        st.markdown(f"Covered least: {' and '.join(told)}.")
    else:
        st.markdown("Every need is covered in full in every year.")
    _with_table(coverage_grid(rows, where), coverage_table(rows, "How far needs are covered"), plan, "coverage",
                ShownTable(ShownKind.COVERAGE, region=region or ""))
    if len(regions) > 1 and worst:
        with st.expander("One need, region by region"):
            needs = list(dict.fromkeys(name for name, *_ in coverage_rows(plan)))
            need = st.selectbox("Need", needs, needs.index(worst[0][0]) if worst[0][0] in needs else 0,
                                format_func=plain, key="need", width=320)
            by_region = regions_rows(plan, need)
            _with_table(coverage_grid(by_region, need, "Region"), coverage_table(by_region, need, "Region"), plan,
                        "by_region", ShownTable(ShownKind.REGIONS, need=need))


def _binds(plan: Plan, table: FindingsTable) -> None:
    if not any(float(row[1] or 0.0) > 0.0 for row in table.rows):
        st.markdown("Nothing that was tried closes a part of what needs are left uncovered.")
        show_table(table, facts.money_scale(plan), "binding")
        return
    _with_table(binding_chart(table), table, plan, "binding")


def _with_table(
    drawn: Chart, table: FindingsTable, plan: Plan, key: str, shown: ShownTable | None = None,
    listed: ShownTable | None = None,
) -> None:
    """Draw a picture with its figures folded below it; ``shown`` and ``listed`` say what picture and table show."""
    asks = None if shown is None else Asks(plan, shown)
    picture(drawn, f"{drawn['title']['text']}; the figures are in the table below", asks, key)
    with st.expander(escaped("The figures: ", table.title)):
        show_table(table, facts.money_scale(plan), key, asks if listed is None else Asks(plan, listed))


def _one_of(asked: str, names: Mapping[str, str], everything: str, key: str) -> str | None:
    """Draw the choice of one by its label, or of everything, which is ``None``."""
    found: str = st.selectbox(asked, ["", *names], format_func=lambda one: names.get(one, everything), key=key, width=320)
    return found or None
