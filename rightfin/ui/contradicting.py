"""Why a case has no plan, drawn: the limits that contradict one another, ways to their rows, and changes that end it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from rightfin.case import CaseError
from rightfin.case.resolve import style_of_case
from rightfin.desk import Request, Task
from rightfin.report.overview.contradicted import Contradicted, SetTold, WayOutTold, contradicted
from rightfin.report.words.wording import listed
from rightfin.result.typed_at import TypedAt
from rightfin.schema import YearStyle
from rightfin.study.whatif import changed_question
from rightfin.study.why.contradictions import contradictions
from rightfin.study.why.movable import keyed_cells
from rightfin.ui import laid
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.inert import escaped, plain
from rightfin.ui.leading import lead_to_row
from rightfin.ui.mistakes import acting
from rightfin.ui.view import Changes
from rightfin.ui.work import Work

_WORK: Work[Contradicted] = Work("contradictions", "Find what contradicts", "Looking for what contradicts")
_BEGUN = "contradictions_begun"
_MOST_STEPS = 2
"""Steps of a change that a sentence tells; a table tells more of them."""

_MOST_CELLS = 6
"""Cells of one limit that have a button each; further years of it stand in the same row."""


def draw(chosen: Choice) -> None:
    """Draw the contradictory sets of what is chosen, looked for once by itself, with a button to look again."""
    st.subheader("What contradicts, and what would end it", anchor=False)
    asked = chosen.key, chosen.changes
    kept = _WORK.kept()
    is_there = kept is not None and (kept.choice, kept.question) == asked
    if not is_there:
        begins = st.session_state.get(_BEGUN) != asked
        st.session_state[_BEGUN] = asked
        place = st.empty()
        if place.button(_WORK.button, key="find_contradictions") or begins:
            _WORK.do(*asked, Request(chosen.question, chosen.changes, wanted=Task(contradictions, told=contradicted)))
            kept = _WORK.kept()
            if kept is not None and (kept.choice, kept.question) == asked:
                place.empty()
    found = _WORK.answer(*asked)
    if found is not None:
        _draw(chosen, found)


def _draw(chosen: Choice, found: Contradicted) -> None:
    try:
        style = style_of_case(changed_question(chosen.question, chosen.changes).prepared)
    except CaseError:  # what is wrong with the case the page says
        return
    answer = next((one for one in found.findings.sentences if one.topic == "answer"), None)
    if answer is not None:
        st.markdown(plain(answer.text))
    for number, one in enumerate(found.sets, 1):
        with st.container(border=True):
            _set(chosen, one, style, number if len(found.sets) > 1 else None, f"{number}")
    if found.together is not None:
        with st.container(border=True):
            st.markdown("**The least change of all limits.** One per cent of any limit counts the same, whichever it is.")
            _change(chosen, found.together, "together")
    with st.expander("Everything that was found, and how"):
        show_findings(found.findings, ("answer",), key="contradictions")


def _set(chosen: Choice, one: SetTold, style: YearStyle, number: int | None, key: str) -> None:
    """Draw one set: its limits, each with ways to its rows, and what ends it."""
    st.markdown(f"**{'These' if number is None else f'Set {number}: these'} cannot hold together.** Without any one of "
                "them the others can.")
    for place, limit in enumerate(one.limits):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(escaped("- ", limit.text), width="content")
            _ways_to(limit.cells, style, f"{key}_{place}")
    if not one.alone:
        st.markdown("No single limit of them would do by itself.")
        return
    tried = " This was tried with the hard limits of the other sets left out." if one.set_aside else ""
    st.markdown(f"**{'Each of these changes alone ends it' if len(one.alone) > 1 else 'This change ends it'}.**{tried}")
    for place, change in enumerate(one.alone):
        _change(chosen, change, f"{key}_{place}")


def _ways_to(cells: Sequence[TypedAt], style: YearStyle, key: str) -> None:
    """Draw buttons that lead to the rows of cells on the page of the case, one a row and year."""
    for place, at in enumerate(cells[:_MOST_CELLS]):
        column = style.text(int(at.column)) if at.column.isdecimal() else at.column
        label = ", ".join(part for part in (at.table, at.row, column) if part)
        if st.button(plain(label), key=f"row_{key}_{place}", type="tertiary", icon=":material/table_edit:",
                     help="Go to its row on the page The case"):
            lead_to_row(at.table, at.row)


def _change(chosen: Choice, change: WayOutTold, key: str) -> None:
    """Draw a change that was tried, with a button that lays it over the case where cells say all of it."""
    if len(change.steps) <= _MOST_STEPS:
        st.markdown(escaped("- ", f"{change.text} {change.outcome}"))
    else:
        told = f"{listed(list(change.limits))} give way, in {len(change.steps)} steps."
        st.markdown(escaped("- ", f"{told} {change.outcome}"))
        with st.expander("The change, step by step"):
            frame = pd.DataFrame(change.steps, columns=["Limit", "Year", "Now", "Then"])
            st.table(frame.map(plain), hide_index=True)
    changes = _with_change(chosen, change)
    if changes is not None:
        st.button("Lay this change over the case", key=f"end_{key}", on_click=_lay, args=(changes,),
                  icon=":material/add:", help="As a change of What if: it can be taken back on every page.")
    else:
        st.caption("No cells say this change by themselves, so it cannot be laid over the case here.")


def _with_change(chosen: Choice, change: WayOutTold) -> Changes | None:
    """Return the changes that are laid over the case with one more; ``None`` where it is no cell or cannot be used."""
    if not change.cells:
        return None
    try:
        new = keyed_cells(changed_question(chosen.question, chosen.changes).prepared, dict(change.cells))
        places = {cell[:3] for cell in new}
        found = (*(cell for cell in chosen.changes if cell[:3] not in places), *new)
        _ = changed_question(chosen.question, found).prepared
    except (CaseError, KeyError):  # a row that a package or a programme stands for
        return None
    return found


@acting
def _lay(changes: Changes) -> None:
    laid.change(lambda: changes)
