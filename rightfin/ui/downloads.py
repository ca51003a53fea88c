"""What can be taken home from every page, in the bar: the results and the case, each made when it is asked for."""

from __future__ import annotations

from typing import cast

import streamlit as st

from rightfin.desk import Request, Seat, Task
from rightfin.report.taken_home import case_home, results_home
from rightfin.ui import state
from rightfin.ui.asked import briefed_of
from rightfin.ui.choice import Choice
from rightfin.ui.parts import XLSX
from rightfin.ui.work import desk


def draw(chosen: Choice) -> None:
    """Draw what can be taken home of what is chosen, with its changes; files are named after it and the day."""
    state.name_files_after(chosen.names)
    with st.popover("Download"):
        st.caption("Made when you press, which takes seconds." + (
            " The changes are laid over the case; the workbooks list them." if chosen.changes else ""))
        st.download_button(
            "Results workbook", _Results(chosen).made, state.file_named("plan", "xlsx"), XLSX, on_click="ignore",
            key="download_plan", help="What rightfin plan writes, with the case in it.",
        )
        st.download_button(
            "Case workbook", lambda: case_home(chosen.question, chosen.changes, chosen.saved.trail),
            state.file_named("case", "xlsx"), XLSX, on_click="ignore", key="download_case",
            help="Every table of the case." + (" The changes are one scenario more." if chosen.changes else ""),
        )


class _Results:
    """How the results workbook is made once somebody presses: away from the page, at a seat of its own.

    What runs then is no run of the page, so that all it needs is taken up before. At the visitor's other seat it would
    stop what the page works out.
    """

    def __init__(self, chosen: Choice) -> None:
        asked = briefed_of(chosen)
        self._request = Request(chosen.question, wanted=Task(results_home, {
            "changes": chosen.changes, "trail": chosen.saved.trail, "warnings": chosen.warnings,
            "page": None if asked is None else asked.page,
        }))
        self._seats: list[Seat] = st.session_state.setdefault("seats_downloads", [])

    def made(self) -> bytes:
        """Return the workbook; raises as ``Seat.do`` does."""
        if not self._seats:
            self._seats.append(desk().seat())
        return cast(bytes, self._seats[0].do(self._request, lambda *_: None))
