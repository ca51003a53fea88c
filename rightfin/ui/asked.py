"""What several pages ask about what is chosen: its plan, and the briefing that answers what people ask next."""

from __future__ import annotations

from typing import cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.desk import FailedError, Request, Task
from rightfin.report.overview.briefed import Briefed, briefed
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.study.briefing.study import briefing
from rightfin.ui.choice import Choice
from rightfin.ui.kept import Store
from rightfin.ui.parts import listening, problems, working
from rightfin.ui.work import seat

_PLANS, _BRIEFED = "plans", "briefed"
_MOST = 4
"""Answers of each kind that a visitor's session keeps: what was looked at lately."""

_MOST_SHARED = 24
_STOPPED = "briefing_stopped"


@st.cache_resource
def _shared(kind: str) -> Store[object]:
    return Store(_MOST_SHARED)  # one for each kind of answer


def _store(chosen: Choice, kind: str) -> Store[object]:
    """Return where answers about what is chosen are kept: for all where all may see them, else for the visitor alone."""
    if chosen.shared:
        return _shared(kind)
    found: Store[object] = st.session_state.setdefault(f"own_{kind}", Store[object](_MOST))
    return found


def plan_of(chosen: Choice) -> Plan | None:
    """Return the plan of what is chosen, made if it is not kept; draw why there is none.

    Where the briefing is there, it is its plan, so that all that a page says is of one plan.
    """
    asked = briefed_of(chosen)
    if asked is not None:
        return asked.plan
    store = _store(chosen, _PLANS)
    found = cast("Plan | None", store.get(chosen.key))
    if found is not None:
        return found
    try:
        with listening("Planning …") as tell:
            made = cast(Plan, seat().do(Request(chosen.question), tell))
    except CaseError as error:
        problems(error)
        return None
    except (SolveStoppedError, FailedError) as error:
        st.error(str(error))
        return None
    store.put(chosen.key, made)
    return made


def briefed_of(chosen: Choice) -> Briefed | None:
    """Return the briefing of what is chosen where it is there; ``None`` where nobody has asked for it yet."""
    return cast("Briefed | None", _store(chosen, _BRIEFED).get(chosen.key))


def ask_for_briefing(chosen: Choice) -> None:
    """Have the briefing made, under a bar with *Stop*, and draw the page anew with it; who stopped it may go on.

    Draw this last: the page waits here. Whatever else the visitor does stops it, and it begins anew where it is drawn next.
    """
    if st.session_state.get("stop_briefing"):
        st.session_state[_STOPPED] = chosen.key
    if st.session_state.get(_STOPPED) == chosen.key:
        st.info("Trying exits and limits was stopped. What the plan itself says stands here all the same.")
        if not st.button("Go on trying", key="try_again"):
            return
        del st.session_state[_STOPPED]
    try:
        with working("Trying exits and limits", "briefing") as tell:
            made = cast(Briefed, seat().do(Request(chosen.question, wanted=Task(briefing, told=briefed)), tell))
    except CaseError as error:
        problems(error)
        return
    except (SolveStoppedError, FailedError) as error:
        st.warning(str(error))
        return
    _store(chosen, _BRIEFED).put(chosen.key, made)
    st.rerun()
