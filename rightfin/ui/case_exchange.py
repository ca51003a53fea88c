"""What goes out of a case and comes in: a signed save, another version with its conflicts, the trail."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from rightfin.case import CaseError
from rightfin.case.exchange.merge import Conflict
from rightfin.case.exchange.trail import lineage, short
from rightfin.editing.merging import BEFORE, OURS, THEIRS, TYPED, Taking, VersionJoin, joined, joining, sides
from rightfin.editing.saving import SavedDraft, save_draft
from rightfin.editing.told import changes_told
from rightfin.ui import sources
from rightfin.ui.case_desk import CaseDesk
from rightfin.ui.inert import escaped, for_download, plain, statement
from rightfin.ui.parts import XLSX, problems, refusals

_JOIN = "case_join"
_MOST_CONFLICTS = 200


def save(own: CaseDesk) -> None:
    """Draw what was changed, who saves it, when and why, and the workbook to take home."""
    changes = changes_told(own.draft)
    if changes:
        st.markdown(f"**Changed since it was opened: {len(changes):,}**")
        frame = pd.DataFrame([(one.table, one.row, one.column, one.before, one.now) for one in changes],
                             columns=["Table", "Row", "Column or year", "Before", "Now"])
        st.dataframe(for_download(frame), hide_index=True, key="case_changes", height="content" if len(frame) < 12 else 400)
    else:
        st.write("Nothing was changed since the case was opened.")
    with st.form("case_sign", border=True):
        left, right = st.columns(2)
        who = left.text_input("Who saves it", key="case_who")
        when = right.date_input("When", date.today(), key="case_when", format="YYYY-MM-DD")
        why = st.text_input("What was changed, and why", key="case_why")
        made = st.form_submit_button("Sign and make the workbook", type="primary")
    if made:
        try:
            found = save_draft(own.draft, who=who, when=str(when), why=why)
            st.session_state["case_saved"] = (own.draft, found)
        except CaseError as error:
            refusals(error)
    kept: tuple[object, SavedDraft] | None = st.session_state.get("case_saved")
    if kept is None or kept[0] is not own.draft:
        return
    signed = kept[1]
    st.download_button(f"Workbook ({plain(signed.name)})", signed.workbook, signed.name, XLSX, on_click="ignore",
                       key="case_download")
    st.caption(escaped("Signed: ", f"{signed.trail[-1].when}, {signed.trail[-1].who}: {signed.trail[-1].why}"))
    if own.check().errors:
        st.warning("The workbook holds errors; they are found again when it is opened.")
    if signed.left_out:
        st.warning(escaped("Not carried over: ", "; ".join(signed.left_out)))


def bring_in(own: CaseDesk) -> None:
    """Draw how another version is brought in: both changed the case as it was opened; conflicts are settled here."""
    st.write("Somebody else changed the same case? Bring that workbook in. What only one of you changed is taken; what "
             "both changed differently is settled here. All of it is one step, which can be undone.")
    file = st.file_uploader("The other version (.xlsx)", type=["xlsx"], key="case_other")
    if file is None:
        st.session_state.pop(_JOIN, None)
        return
    base = st.file_uploader("The case from which both were made, if it is not the one that was opened here (.xlsx)",
                            type=["xlsx"], key="case_before")
    place = (file.file_id, base.file_id if base is not None else "", own.draft)
    kept: tuple[object, VersionJoin] | None = st.session_state.get(_JOIN)
    if kept is None or kept[0] != place:
        try:
            before = None if base is None else sources.read_upload(base.name, base.getvalue()).case
            kept = (place, joining(own.draft, sources.read_upload(file.name, file.getvalue()), before))
        except CaseError as error:
            problems(error)
            return
        st.session_state[_JOIN] = kept
    settle(own, kept[1])


def settle(own: CaseDesk, asked: VersionJoin) -> None:
    """Draw what is taken from both versions, a choice for each conflict, and the button that brings it in."""
    merged = asked.merged
    both = f", and {merged.taken_both} that both made alike" if merged.taken_both else ""
    st.write(f"Changes taken: {merged.taken_a} of this case, {merged.taken_b} of the other{both}. "
             f"Left to settle: {len(asked.conflicts)}.")
    if not asked.is_known:
        st.caption("The trail of the other does not say that it was made from the case that was opened here. What it left "
                   "as it was then counts as unchanged all the same.")
    takings: dict[int, Taking] = {}
    for place, conflict in enumerate(asked.conflicts[:_MOST_CONFLICTS]):
        found = _conflict(place, conflict)
        if found is not None:
            takings[place] = found
    if len(asked.conflicts) > _MOST_CONFLICTS:
        st.warning("There are more conflicts than can be settled here. Use the command rightfin merge, which leaves them "
                   "to a workbook.")
        return
    if st.button("Bring it in", key="case_bring_in", type="primary"):
        try:
            own.put(joined(own.draft, asked, takings))
        except CaseError as error:
            refusals(error)
            return
        own.renew()
        st.session_state.pop(_JOIN, None)
        st.rerun()


def _conflict(place: int, conflict: Conflict) -> Taking | None:
    """Draw one conflict and return what is taken."""
    said = sides(conflict)
    heading = f"{conflict.table}, {conflict.row}, {conflict.column or 'the whole row'}"
    labels = {OURS: f"this case: {said[OURS]}", THEIRS: f"the other: {said[THEIRS]}",
              BEFORE: f"before: {said[BEFORE]}"} | ({TYPED: "something else"} if conflict.column else {})
    with st.container(border=True):
        side = st.radio(statement(heading, "Both changed this."), list(labels), index=None, horizontal=True,
                        format_func=lambda one: plain(labels.get(str(one), "")), key=f"case_take_{place}")
        if side == TYPED:
            return Taking(TYPED, st.text_input("What is to stand there", key=f"case_typed_{place}"))
    return None if side is None else Taking(side)


def trail(own: CaseDesk) -> None:
    """Draw who saved the case, when and why, newest first, and whether it was changed since."""
    check = own.check()
    found = lineage(own.draft.now.trail, check.case)
    if not found.saves:
        st.write("The case has no trail yet. Sign a save to begin one.")
        return
    if found.is_current is None:
        st.write("No line has a digest, so nothing shows whether the content is what was saved.")
    elif found.is_current:
        st.write("The content is what was saved last.")
    else:
        st.write("The content was changed since it was saved last.")
    rows = [(save.when, save.who, save.why, short(save.digest),
             " and ".join(short(parent) for parent in (save.parent, save.other_parent) if parent))
            for save in reversed(found.saves)]
    frame = pd.DataFrame(rows, columns=["When", "Who", "Why", "Saved", "Made from"])
    st.dataframe(for_download(frame), hide_index=True, key="case_trail")
