"""The page *What if*: levers at the left, what they do at the right, and the changes made, which can be taken back."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from rightfin.case import CaseError
from rightfin.case.case import Cell
from rightfin.io.file_names import FileNames
from rightfin.report import facts
from rightfin.report.charts.against import coverage_against, strength_against
from rightfin.report.charts.overview import sustained_chart
from rightfin.report.overview.figures import figures
from rightfin.report.overview.numbers import numbers_of_plan
from rightfin.report.overview.shown import ShownKind, ShownTable
from rightfin.report.taken_home import case_workbook
from rightfin.result.plan import Plan, Status
from rightfin.study.levers.changes import overridden
from rightfin.study.levers.saved import scenario_of_changes, with_scenario
from rightfin.ui import force_budget, laid, levers, session, state
from rightfin.ui.answers import Answers
from rightfin.ui.asking import Asks
from rightfin.ui.choice import Choice
from rightfin.ui.inert import plain
from rightfin.ui.mistakes import acting
from rightfin.ui.moving import LeverCells, LiveChanges, against_frame
from rightfin.ui.overview import sustained_table
from rightfin.ui.parts import XLSX, chart, key_figures, problems, refusals
from rightfin.ui.view import VARIANTS

_ANSWERS = Answers[LiveChanges, tuple[Cell, ...]]("changes", "changes", LiveChanges)


def introduce() -> None:
    """Draw what the page is for."""
    st.title("What if")


def show(chosen: Choice) -> None:
    """Draw the levers, the changes made, and the answer beside the case as it stands."""
    live = _ANSWERS.models(chosen)
    if live is None:
        return
    moved = laid.levers_of(chosen)
    try:
        moved.shown(chosen.changes)
    except CaseError as error:
        problems(error)
        return
    left, right = st.columns([1, 2], gap="large")
    with left:
        group = levers.draw(moved)
    with right:
        _strip(moved)
        asked, plan = _ANSWERS.answered(live, lambda: state.view().changes)
        _answer(plan, live.standing)
        _save(chosen, moved)
        st.html(f'<span id="shown-whatif" data-digest="{chosen.key}" data-changes="{len(asked)}" '
                f'data-group="{group}"></span>')
    st.divider()
    force_budget.draw(chosen, moved, plan)


def _strip(live: LeverCells) -> None:
    """Draw the changes made, each with a button that takes it back, and what is kept."""
    view = state.view()
    found = live.shown(view.changes)
    with st.container(horizontal=True, gap="small", key="strip"):
        laid.steps()
        st.button("Clear", key="clear", help="Back to the case as it stands", on_click=acting(state.change), args=((),),
                  disabled=not view.changes)
        for letter in VARIANTS:
            _variant(live, letter)
    if not view.changes:
        st.caption("Nothing is changed: this is the case as it stands. Move a lever.")
        return
    laid.change_buttons(live, found)
    for sentence in overridden(found.changes):
        st.caption(plain(sentence))


def _variant(live: LeverCells, letter: str) -> None:
    """Draw what is kept under a letter: kept with one press, laid over the case again with another."""
    view = state.view()
    if letter not in view.kept:
        st.button(f"Keep as {letter}", key=f"keep_{letter}", on_click=_keep, args=(letter,), disabled=not view.changes)
        return
    is_shown = view.kept[letter] == view.changes
    with st.popover(f"{letter}, shown now" if is_shown else letter):
        st.caption(plain(laid.told(live, view.kept[letter])))
        st.button(f"Show {letter}", key=f"show_{letter}", on_click=_recall, args=(letter,), disabled=is_shown)
        st.button(f"Keep what is shown as {letter}", key=f"keep_{letter}", on_click=_keep, args=(letter,),
                  disabled=is_shown)
        st.button(f"Forget {letter}", key=f"forget_{letter}", on_click=_forget, args=(letter,))


@acting
def _keep(letter: str) -> None:
    state.look_at(state.view().keeping(letter))


@acting
def _recall(letter: str) -> None:
    state.change(state.view().kept[letter])


@acting
def _forget(letter: str) -> None:
    state.look_at(state.view().without(letter))


def _answer(plan: Plan, standing: Plan) -> None:
    """Draw six figures and three pictures, against the case as it stands."""
    if plan.status is Status.CONTRADICTORY:
        st.error("With these changes the hard limits of the case contradict one another, so there is no plan.")
        for limit in plan.conflict:
            st.markdown(f"- {plain(limit)}")
        return
    known = standing.status is not Status.CONTRADICTORY
    changed = known and plan is not standing
    key_figures(figures(numbers_of_plan(plan), numbers_of_plan(standing) if changed else None))
    beside = standing if known else plan
    scale = facts.money_scale(plan)
    before = standing if changed else None
    chart("Who pays", sustained_chart(plan, before), sustained_table(plan, before), scale.unit,
          Asks(plan, ShownTable(ShownKind.PAYERS)))
    one, other = st.columns(2)
    with one:
        chart("Strength", strength_against(plan, beside),
              session.lines_table(against_frame(plan, beside, "total_strength"), "People in pay", 1.0, 0), "person-years",
              Asks(plan, ShownTable(ShownKind.ALL_STRENGTH, changed=plan is not beside)))
    with other:
        chart("Coverage", coverage_against(plan, beside),
              session.lines_table(against_frame(plan, beside, "coverage"), "Needs covered (%)", 100.0, 1), "per cent",
              Asks(plan, ShownTable(ShownKind.ALL_COVERAGE, changed=plan is not beside)))
    st.caption(
        "Answered from live models. Among equally good plans the one of a workbook may differ in single years; publish "
        "that one."
    )


def _save(chosen: Choice, live: LeverCells) -> None:
    """Draw how the changes are taken home: the case as a workbook with a scenario more."""
    view = state.view()
    if not view.changes:
        return
    with st.expander("Save as scenario"):
        st.write("The case as a workbook, with these changes as one scenario more. Open it here or plan it by command.")
        title = st.text_input("Title of the scenario", key="scenario_title", max_chars=80)
        if st.button("Make the workbook", key="make_scenario", disabled=not title.strip()):
            _make(chosen, live, title.strip())
        made = st.session_state.get("scenario_made")
        if made is not None and made[0] == (chosen.key, view.changes):
            name = FileNames(chosen.title, (made[1],)).of("case", "xlsx", date.today())
            st.download_button(f"Workbook ({plain(name)})", made[2], name, XLSX, on_click="ignore", key="download_scenario")


def _make(chosen: Choice, live: LeverCells, title: str) -> None:
    """Make the workbook with the changes as a scenario, and keep it until something else is changed."""
    cells = state.view().changes
    name = _name_of(title)
    found = live.shown(cells)
    try:
        rows = scenario_of_changes(live.question, found.changes, found.others, name, title)
        content = case_workbook(with_scenario(chosen.case, rows), chosen.saved.trail)
    except CaseError as error:
        refusals(error)
        return
    st.session_state["scenario_made"] = ((chosen.key, cells), title, content)


def _name_of(title: str) -> str:
    """Return the short name of a scenario with a title."""
    words = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    return words if words[:1].isalpha() else f"scenario_{words}".rstrip("_")
