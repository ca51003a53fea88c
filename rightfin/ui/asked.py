"""What several pages ask about what is chosen: its plan, and the briefing that answers what people ask next."""

from __future__ import annotations

import os
from threading import Thread
from typing import cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.desk import FailedError, Request, Task
from rightfin.progress import Progress
from rightfin.report.overview.briefed import Briefed, briefed
from rightfin.report.page import page_of
from rightfin.result.plan import Plan, Status
from rightfin.solve.control import SolveStoppedError
from rightfin.study.briefing.study import briefing
from rightfin.ui import sources
from rightfin.ui.choice import Choice
from rightfin.ui.comparing import MOST
from rightfin.ui.kept import Store
from rightfin.ui.parts import place, problems, working
from rightfin.ui.prepared import PREPARE_VARIABLE, prepare, shipped_choices
from rightfin.ui.view import Changes
from rightfin.ui.work import planned, seat, solved

_PLANS, _BRIEFED = "plans", "briefed"
_MOST = {_PLANS: MOST + 2, _BRIEFED: 4}
"""Answers of each kind that a visitor's session keeps: what was looked at lately, and all plans that are compared."""

_MOST_SHARED = 24
_STOPPED = "briefing_stopped"


@st.cache_resource
def _shared(kind: str) -> Store[object]:
    return Store(_MOST_SHARED)  # one for each kind of answer


@st.cache_resource(show_spinner=False)
def begin_to_prepare() -> None:
    """Have the briefings of shipped cases made beside all that visitors ask; once a server, by the first of them."""
    if os.environ.get(PREPARE_VARIABLE, "").strip().lower() != "no":
        choices = shipped_choices(sources.inputs_folder(os.environ))
        Thread(target=prepare, args=(choices, _shared(_BRIEFED)), name="prepare", daemon=True).start()


def _store(chosen: Choice, kind: str, changes: Changes) -> Store[object]:
    """Return where answers are kept: for all where all may see them, else for the visitor alone, as all changes are."""
    if chosen.shared and not changes:
        return _shared(kind)
    found: Store[object] = st.session_state.setdefault(f"own_{kind}", Store[object](_MOST[kind]))
    return found


def plan_of(chosen: Choice) -> Plan | None:
    """Return the plan of what is chosen with its changes, made if it is not kept; draw why there is none.

    Without changes it is the plan of the briefing, where that is there, so that all that a page says is of one plan. With
    them it is one of live models, as ``standing_of`` is: of two plans that are compared both choose alike among equally
    good ones.
    """
    asked = None if chosen.changes else briefed_of(chosen)
    return asked.plan if asked is not None else _planned(chosen, chosen.changes)


def standing_of(chosen: Choice) -> Plan | None:
    """Return the plan of the case as it stands, to compare a changed one with; ``None`` where nothing is changed."""
    return _planned(chosen, ()) if chosen.changes else None


def _planned(chosen: Choice, changes: Changes) -> Plan | None:
    found = _kept(chosen, changes)
    try:
        request = Request(chosen.question, changes, shared=chosen.shared)
    except CaseError as error:
        problems(error)
        return None
    with place():
        made = planned(request, "Planning …") if found is None else found
    if made is not None and found is None:
        _store(chosen, _PLANS, changes).put((chosen.key, changes), made)
    return made


def _kept(chosen: Choice, changes: Changes) -> Plan | None:
    return cast("Plan | None", _store(chosen, _PLANS, changes).get((chosen.key, changes)))


def kept_plan(chosen: Choice) -> Plan | None:
    """Return the plan of live models of what is chosen with its changes, ``None`` where none is kept."""
    return _kept(chosen, chosen.changes)


def made_plan(chosen: Choice, tell: Progress) -> Plan:
    """Return the same plan, made now and kept; raises as ``solved`` does, and ``CaseError`` if changes do not fit."""
    made = solved(Request(chosen.question, chosen.changes, shared=chosen.shared), tell)
    _store(chosen, _PLANS, chosen.changes).put((chosen.key, chosen.changes), made)
    return made


def briefed_of(chosen: Choice) -> Briefed | None:
    """Return the briefing of what is chosen where it is there; ``None`` where nobody has asked for it yet."""
    store = _store(chosen, _BRIEFED, chosen.changes)
    return cast("Briefed | None", store.get((chosen.key, chosen.changes)))


def briefing_or_contradiction(chosen: Choice) -> Briefed | None:
    """Return the same, or what there is to say where hard limits are known to contradict one another."""
    found = briefed_of(chosen)
    if found is not None:
        return found
    plan = cast("Plan | None", _store(chosen, _PLANS, chosen.changes).get((chosen.key, chosen.changes)))
    if plan is None or plan.status is not Status.CONTRADICTORY:
        return None
    return Briefed(plan, page_of(plan), (), None)


def ask_for_briefing(chosen: Choice) -> None:
    """Have the briefing made, under a bar with *Stop*, and draw the page anew with it; who stopped it may go on.

    Draw this last: the page waits here. Whatever else the visitor does stops it, and it begins anew where it is drawn next.
    """
    if st.session_state.get("stop_briefing"):
        st.session_state[_STOPPED] = chosen.key, chosen.changes
    if st.session_state.get(_STOPPED) == (chosen.key, chosen.changes):
        st.info("Trying exits and limits was stopped. What the plan itself says stands here all the same.")
        if not st.button("Go on trying", key="try_again"):
            return
        del st.session_state[_STOPPED]
    try:
        with working("Trying exits and limits", "briefing") as tell:
            request = Request(chosen.question, chosen.changes, wanted=Task(briefing, told=briefed))
            made = cast(Briefed, seat().do(request, tell))
    except CaseError as error:
        problems(error)
        return
    except (SolveStoppedError, FailedError) as error:
        st.warning(str(error))
        return
    _store(chosen, _BRIEFED, chosen.changes).put((chosen.key, chosen.changes), made)
    st.rerun()
