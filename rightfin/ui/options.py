"""Options of alternatives side by side: two or more are chosen, and stand beside the plan in a table and a picture."""

from __future__ import annotations

import streamlit as st

from rightfin.report.studies.findings import Findings
from rightfin.report.studies.options_beside import beside, beside_chart, options_of
from rightfin.ui.findings import show_table
from rightfin.ui.inert import plain
from rightfin.ui.parts import picture

_CHOSEN = "options_beside"

_MOST = 3
"""Most options that stand side by side."""


def draw(found: Findings) -> None:
    """Draw the choice of options, and what was chosen beside the plan; nothing where there is no option."""
    options = options_of(found)
    if not options:
        return
    st.subheader("Options side by side", anchor=False)
    if not set(st.session_state.get(_CHOSEN, ("",))) <= set(options):  # none yet, or those of another answer
        st.session_state[_CHOSEN] = list(options[:2])
    chosen = st.multiselect("Beside the plan", options, key=_CHOSEN, max_selections=_MOST,
                            placeholder="Choose options", format_func=plain)
    if not chosen:
        st.caption("Choose one option or more.")
        return
    chart = beside_chart(found, chosen)
    if chart is not None:
        picture(chart, "How the chosen options differ from the plan; the figures are in the table below")
    show_table(beside(found, chosen), found.scale, "options")
