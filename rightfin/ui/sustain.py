"""The part of the page about the force that can be kept: a button, and what was found."""

from __future__ import annotations

import streamlit as st

from rightfin.desk import Request, Task
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.sustain import findings
from rightfin.study.sustain.study import sustained
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings
from rightfin.ui.work import Work

_KEPT = Work[Findings]("sustained", "Work it out")


def draw(chosen: Choice) -> None:
    """Draw what is asked, the button, and what was found for this choice."""
    st.write(
        "How large a force can the state keep up for good once donors have left? The force, the path to it from today's, "
        "what that costs in coverage, and what each further point of coverage takes in own money."
    )
    st.caption(
        "Asked from the year that the case states (sustained_from), or else from the first year without donors who leave. "
        "The plan is solved some thirty times, which takes seconds to a minute."
    )
    if st.button(_KEPT.button, key="keep_up", type="primary"):
        _KEPT.do(chosen.key, chosen.changes, Request(
            chosen.question, chosen.changes, wanted=Task(sustained, told=findings)))
    found = _KEPT.answer(chosen.key, chosen.changes)
    if found is not None:
        show_findings(found)
