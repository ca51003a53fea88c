"""What can be taken home from every page, in the bar: results, brief and case, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.case.scenario_words import scenario_titles
from rightfin.desk import FailedError, Request, Seat, Task
from rightfin.desk.job import failed
from rightfin.planning import plan
from rightfin.report.brief import brief_of
from rightfin.report.brief.made import brief_bytes
from rightfin.report.overview.briefed import Briefed
from rightfin.report.taken_home import case_home, results_home
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.study.levers.laid import changes_in_words
from rightfin.study.whatif import raise_if_unfit
from rightfin.ui import state
from rightfin.ui.asked import ask_for_briefing, briefing_or_contradiction, kept_plan
from rightfin.ui.choice import Choice
from rightfin.ui.inert import plain
from rightfin.ui.laid import levers_of
from rightfin.ui.parts import XLSX
from rightfin.ui.work import desk

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MOST_SECONDS = 120.0
"""Seconds that work for a file may take: meanwhile it holds one of the few threads that the server has for all files."""

_FITS, _FAILURES = "download_fits", "download_failures"

_UNFIT_CHANGES = ("The changes cannot be used with this case, so there is nothing to take home with them. Take them back, "
                  "and there is.")
_UNFIT_SCENARIOS = "These scenarios cannot be used together, so there are no results to take home."
_TRIED_FIRST = "Exits and limits are tried first, which takes half a minute or more."


def draw(chosen: Choice, *, tries: bool) -> bool:
    """Draw what can be taken home of what is chosen, with its changes; files are named after it and the day.

    Return whether the visitor asks for what a brief needs and is not there yet; where the page itself ``tries`` that, there
    is nothing to ask for.
    """
    state.name_files_after(chosen.names)
    with st.popover("Download"):
        fits = _fits(chosen)
        if not fits:
            st.caption(_UNFIT_CHANGES if chosen.changes else _UNFIT_SCENARIOS)
        if not fits and chosen.changes:
            return False
        st.caption(f"Made when you press, in at most {MOST_SECONDS:.0f} seconds." + (
            " The changes are in all three, and listed." if chosen.changes else ""))
        asks = _draw_answers(chosen, tries=tries) if fits else False
        _offer(chosen, "Case workbook", "case", "xlsx", _Workbook.of_case(chosen).made,
               "Every table of the case." + (" The changes are one scenario more." if chosen.changes else ""))
    return asks


def _draw_answers(chosen: Choice, *, tries: bool) -> bool:
    """Draw results and brief; return as ``draw`` does."""
    _offer(chosen, "Results workbook", "plan", "xlsx", _Workbook.of_results(chosen).made,
           "What rightfin plan writes, the case inside.")
    found = briefing_or_contradiction(chosen)
    if found is not None:
        _offer(chosen, "Brief", "brief", "docx", _TwoPages.of(chosen, found).made, "Two pages to print, for Word.")
    elif tries:
        st.caption("The brief can be had once exits and limits were tried.")
    else:
        return st.button("Prepare the brief", key="prepare_brief", help=_TRIED_FIRST)
    return False


def _fits(chosen: Choice) -> bool:
    """Return whether what is chosen can be planned with its scenarios and changes; tried once for each choice."""
    if kept_plan(chosen) is not None:
        return True
    asked = chosen.key, chosen.changes
    known: tuple[Hashable, bool] | None = st.session_state.get(_FITS)
    if known is None or known[0] != asked:
        try:
            raise_if_unfit(levers_of(chosen).question, chosen.changes)
            known = asked, True
        except CaseError:
            known = asked, False
        st.session_state[_FITS] = known
    return known[1]


def prepare(chosen: Choice) -> None:
    """Have made what the brief needs, under a bar with *Stop*."""
    ask_for_briefing(chosen)


def _offer(chosen: Choice, label: str, what: str, ending: str, make: Callable[[], bytes], about: str) -> None:
    """Draw a file that is made when it is pressed; below it why it could not be made, if it could not."""
    asked, failures = (chosen.key, chosen.changes), st.session_state.setdefault(_FAILURES, {})
    st.download_button(label, _Told(make, failures, what, asked).made, state.file_named(what, ending),
                       XLSX if ending == "xlsx" else DOCX, on_click="ignore", key=f"download_{what}", help=about)
    failed_for, why = failures.get(what, (None, ""))
    if failed_for == asked:
        st.warning(plain(f"{label}: {why}"))


class NotMadeError(Exception):
    """A file could not be made. The text says why and quotes nothing of a case: the server writes it into its log."""


@dataclass(frozen=True)
class _Told:
    """What makes a file, and where it is kept why it could not: by what file, with what was asked."""

    make: Callable[[], bytes]
    failures: dict[str, tuple[Hashable, str]]
    what: str
    asked: Hashable

    def made(self) -> bytes:
        """Return the file; raises ``NotMadeError``, and nothing else."""
        self.failures.pop(self.what, None)
        try:
            return self.make()
        except CaseError as error:
            why, where = "The case cannot be used as it stands here.", error.__traceback__
        except (SolveStoppedError, FailedError) as error:
            why, where = str(error), error.__traceback__
        except Exception as error:  # noqa: BLE001  # whatever it says may quote the case
            why, where = failed(error), error.__traceback__
        self.failures[self.what] = self.asked, why
        raise NotMadeError(why).with_traceback(where)


@dataclass(frozen=True)
class _Apart:
    """Work that no run of a page waits for: all that it needs is taken up while the page is drawn.

    It has a seat of its own, kept for the visitor: at the other it would stop what the page works out. With one for each
    file beside that of the pages a visitor has four jobs at most.
    """

    seats: list[Seat]

    @staticmethod
    def at(name: str) -> _Apart:
        """Return the visitor's place for work of this name: for one of the files."""
        return _Apart(st.session_state.setdefault(f"seats_{name}", []))

    def do(self, request: Request) -> object:
        """Have something worked out; raises as ``Seat.do`` does."""
        if not self.seats:
            self.seats.append(desk().seat())
        return self.seats[0].do(request, lambda *_: None, MOST_SECONDS)


@dataclass(frozen=True)
class _Workbook:
    """How a workbook is made: results or case."""

    apart: _Apart
    request: Request

    @classmethod
    def of_results(cls, chosen: Choice) -> _Workbook:
        found = briefing_or_contradiction(chosen)
        return cls(_Apart.at("results"), Request(chosen.question, wanted=Task(results_home, {
            "changes": chosen.changes, "trail": chosen.saved.trail, "warnings": chosen.warnings,
            "page": None if found is None else found.page,
        })))

    @classmethod
    def of_case(cls, chosen: Choice) -> _Workbook:
        return cls(_Apart.at("case"), Request(chosen.question, wanted=Task(case_home, {
            "changes": chosen.changes, "trail": chosen.saved.trail,
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
