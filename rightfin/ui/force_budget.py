"""From force to budget and from budget to force, drawn: numbers are typed, and a button works out the answer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rightfin.desk import Request, Task
from rightfin.report import facts
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.force_budget import budget_findings, cost_findings
from rightfin.result.plan import Plan
from rightfin.study.levers.budget import force_of_budget
from rightfin.study.levers.force import cost_of_force
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import for_download
from rightfin.ui.moving import LeverCells
from rightfin.ui.work import Work

_COST = Work[Findings]("force_cost", "Work out the cost")
_BUYS = Work[Findings]("budget_force", "Work out the force")


def draw(chosen: Choice, live: LeverCells, plan: Plan) -> None:
    """Draw the two questions the other way round: what a force costs, and what a budget buys; ``plan`` has the changes."""
    st.header("From force to budget, from budget to force", anchor=False)
    if chosen.changes:
        st.caption("Both are about the case with the changes above: of people and of ceilings, what you type here holds.")
    force, budget = st.tabs(["What a force costs", "What a budget buys"])
    with force:
        _force(chosen, live)
    with budget:
        _budget(chosen, live, plan)


def _force(chosen: Choice, live: LeverCells) -> None:
    """Draw how many people each cadre should have, and what they cost."""
    st.write("How many people should there be? What they cost, supported as the case asks, beside the money there is.")
    rows = live.question.prepared.tables["cadres"].in_typed_order()
    cadres = [str(row["cadre"]) for row in rows]
    frame = pd.DataFrame({
        "Cadre": [str(row["name"]) for row in rows],
        "Today": [float(str(row["opening_strength"] or 0.0)) for row in rows],
        "People": [float(str(row["opening_strength"] or 0.0)) for row in rows],
    })
    edited = st.data_editor(
        for_download(frame), key=f"force_{live.key[:12]}", hide_index=True, num_rows="fixed", disabled=["Cadre", "Today"],
        column_config={"Today": st.column_config.NumberColumn(format="localized"),
                       "People": st.column_config.NumberColumn(format="localized", min_value=0.0)},
    )
    reached = st.selectbox("Reached in", live.years, len(live.years) - 1, key=f"reached_{live.key[:12]}",
                           format_func=live.style.text, help="In equal steps until then, and kept from then on.")
    wanted = {
        cadre: float(people) for cadre, today, people in zip(cadres, frame["Today"], edited["People"], strict=True)
        if not pd.isna(people) and people != today  # a cell that was emptied asks for nothing
    }
    asked = chosen.changes, tuple(sorted(wanted.items())), reached
    if st.button(_COST.button, key="work_out_cost"):
        _COST.do(live.key, asked, Request(live.question, chosen.changes, wanted=Task(
            cost_of_force, {"strengths": wanted, "reached": reached}, cost_findings)))
    found = _COST.answer(live.key, asked)
    if found is not None:
        show_findings(found, key="force_cost")


def _budget(chosen: Choice, live: LeverCells, plan: Plan) -> None:
    """Draw what the government may spend by year, and the force that it buys."""
    scale = facts.money_scale(plan)
    st.write("How much may the government spend on the sector? The force and the security that it buys.")
    ceilings = facts.government_ceilings(plan)
    heading = f"Ceiling of the government ({scale.unit})"
    known = "With the changes" if chosen.changes else "In the case"
    frame = pd.DataFrame({
        "Year": [live.style.text(year) for year in live.years],
        known: [round(scale.of(ceilings.get(year, 0.0)), scale.decimals) for year in live.years],
        heading: [round(scale.of(ceilings.get(year, 0.0)), scale.decimals) for year in live.years],
    })
    edited = st.data_editor(
        frame, key=f"budget_{live.key[:12]}_{hash(chosen.changes)}", hide_index=True, num_rows="fixed",
        disabled=["Year", known],
        column_config={name: st.column_config.NumberColumn(format="localized") for name in (known, heading)},
    )
    wanted = {
        year: float(new) * scale.divisor
        for year, was, new in zip(live.years, frame[known], edited[heading], strict=True)
        if not pd.isna(new) and new != was
    }
    asked = chosen.changes, tuple(sorted(wanted.items()))
    if st.button(_BUYS.button, key="work_out_force"):
        task = Task(force_of_budget, {"ceilings": wanted}, budget_findings)
        _BUYS.do(live.key, asked, Request(live.question, chosen.changes, wanted=task))
    found = _BUYS.answer(live.key, asked)
    if found is not None:
        show_findings(found, key="budget_force")
