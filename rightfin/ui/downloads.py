"""What can be taken home from every page, in the bar: results, brief and case, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

import streamlit as st

from rightfin.case.scenario_words import scenario_titles
from rightfin.desk import Request, Seat, Task
from rightfin.planning import plan
from rightfin.report.brief import brief_of
from rightfin.report.brief.made import brief_bytes
from rightfin.report.overview.briefed import Briefed
from rightfin.report.taken_home import case_home, results_home
from rightfin.result.plan import Plan
from rightfin.study.levers.laid import changes_in_words
from rightfin.ui import state
from rightfin.ui.asked import ask_for_briefing, briefing_or_contradiction
from rightfin.ui.choice import Choice
from rightfin.ui.parts import XLSX
from rightfin.ui.work import desk

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TRIED_FIRST = "Exits and limits are tried first, which takes half a minute or more."


def draw(chosen: Choice, *, tries: bool) -> bool:
    """Draw what can be taken home of what is chosen, with its changes; files are named after it and the day.

    Return whether the visitor asks for what a brief needs and is not there yet; where the page itself ``tries`` that, there
    is nothing to ask for.
    """
    state.name_files_after(chosen.names)
    with st.popover("Download"):
        st.caption("Made when you press." + (" The changes are in all three, and listed." if chosen.changes else ""))
        _offer("Results workbook", "plan", "xlsx", _Results.of(chosen).made, "What rightfin plan writes, the case inside.")
        found, asks = briefing_or_contradiction(chosen), False
        if found is not None:
            _offer("Brief", "brief", "docx", _TwoPages.of(chosen, found).made, "Two pages to print, for Word.")
        elif tries:
            st.caption("The brief can be had once exits and limits were tried.")
        else:
            asks = st.button("Prepare the brief", key="prepare_brief", help=_TRIED_FIRST)
        _offer("Case workbook", "case", "xlsx",
               lambda: case_home(chosen.question, chosen.changes, chosen.saved.trail),
               "Every table of the case." + (" The changes are one scenario more." if chosen.changes else ""))
    return asks


def prepare(chosen: Choice) -> None:
    """Have made what the brief needs, under a bar with *Stop*."""
    ask_for_briefing(chosen)


def _offer(label: str, what: str, ending: str, make: Callable[[], bytes], about: str) -> None:
    st.download_button(label, make, state.file_named(what, ending), XLSX if ending == "xlsx" else DOCX, on_click="ignore",
                       key=f"download_{what}", help=about)


@dataclass(frozen=True)
class _Apart:
    """Work that no run of a page waits for: all that it needs is taken up while the page is drawn.

    It has a seat of its own, kept for the visitor: at the other it would stop what the page works out.
    """

    seats: list[Seat]

    @staticmethod
    def at(name: str) -> _Apart:
        """Return the visitor's place for work of this name."""
        return _Apart(st.session_state.setdefault(f"seats_{name}", []))

    def do(self, request: Request) -> object:
        """Have something worked out; raises as ``Seat.do`` does."""
        if not self.seats:
            self.seats.append(desk().seat())
        return self.seats[0].do(request, lambda *_: None)


@dataclass(frozen=True)
class _Results:
    """How the results workbook is made."""

    apart: _Apart
    request: Request

    @classmethod
    def of(cls, chosen: Choice) -> _Results:
        found = briefing_or_contradiction(chosen)
        return cls(_Apart.at("results"), Request(chosen.question, wanted=Task(results_home, {
            "changes": chosen.changes, "trail": chosen.saved.trail, "warnings": chosen.warnings,
            "page": None if found is None else found.page,
        })))

    def made(self) -> bytes:
        """Return the workbook; raises as ``Seat.do`` does."""
        return cast(bytes, self.apart.do(self.request))


@dataclass(frozen=True)
class _TwoPages:
    """How the brief is made."""

    apart: _Apart
    chosen: Choice
    found: Briefed

    @classmethod
    def of(cls, chosen: Choice, found: Briefed) -> _TwoPages:
        return cls(_Apart.at("brief"), chosen, found)

    def made(self) -> bytes:
        """Return the brief; raises as ``Seat.do`` does, and ``CaseError`` if its picture cannot be drawn."""
        chosen, standing = self.chosen, None
        if chosen.changes:  # from nothing, as the plan of a briefing is: both choose alike among equally good ones
            standing = cast(Plan, self.apart.do(Request(chosen.question, wanted=Task(plan))))
        titles = scenario_titles(chosen.case)
        return brief_bytes(brief_of(
            self.found, standing, scenarios=tuple(titles[name] for name in chosen.scenarios),
            changes=changes_in_words(chosen.question, chosen.changes), day=str(date.today()),
        ))
