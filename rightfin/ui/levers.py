"""The levers of the page *What if*, drawn group by group: what is moved becomes changed cells of what is looked at."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rightfin.study.levers.changes import LeverChange
from rightfin.study.levers.kinds import GROUPS
from rightfin.study.levers.lever import Lever, Moved, Typing
from rightfin.ui import laid, moving, state
from rightfin.ui.inert import plain
from rightfin.ui.mistakes import acting
from rightfin.ui.moving import IN_CASE, NEW, YEAR, LeverCells
from rightfin.ui.parts import stands

_GROUP, _SINCE, _OF, _BY_YEAR = "lever_group", "lever_since", "lever_of", "lever_by_year"

_FEW = 12
"""Levers of a group that are drawn at once; of more, those of one institution or donor at a time."""


def draw(live: LeverCells) -> str:
    """Draw the levers of the group that is chosen, and return the name of the group."""
    changes = {change.lever.name: change for change in live.shown(state.view().changes).changes}
    groups = [group for group in GROUPS if any(lever.group == group for lever in live.levers)]
    if st.session_state.get(_GROUP) not in groups:
        st.session_state[_GROUP] = groups[0]
    group: str = st.selectbox("What to change", groups, key=_GROUP)
    levers = [lever for lever in live.levers if lever.group == group]
    whose = ""
    if len(levers) > _FEW:
        names = list(dict.fromkeys(lever.of for lever in levers))
        if st.session_state.get(_OF) not in names:
            st.session_state[_OF] = names[0]
        whose = st.selectbox("Of whom", names, key=_OF, format_func=lambda one: one or "Targets of the case")
        levers = [lever for lever in levers if lever.of == whose]
    if any(lever.is_dated and lever.ways[0] is not Typing.YEAR for lever in levers):
        _since(live)
    for lever in levers:
        _lever(live, lever, changes.get(lever.name), whose)
    _by_year(live, [lever for lever in levers if Typing.BY_YEAR in lever.ways], changes, whose)
    return group


def _since(live: LeverCells) -> None:
    """Draw the year in which what is moved next begins."""
    if st.session_state.get(_SINCE) not in live.years:
        st.session_state[_SINCE] = live.years[0]
    st.selectbox("Changes begin in", live.years, key=_SINCE, format_func=live.style.text,
                 help="What you move next holds from this year on. What you moved before keeps its year.")


def _lever(live: LeverCells, lever: Lever, change: LeverChange | None, whose: str) -> None:
    """Draw one lever as it stands now."""
    key, label = _key(live, lever), plain(moving.label_of(lever, whose))
    says, of = plain(lever.says), (lever.name,)
    if lever.ways[0] is Typing.YEAR:
        stands(key, moving.year_shown(live, lever, change))
        st.select_slider(label, moving.years_offered(live), key=key, help=says, on_change=_moved, args=of)
        if change is not None:
            st.caption(plain(f"In the case: {moving.year_shown(live, lever, None)}"))
        return
    slide = moving.slide_of(lever, change)
    stands(key, slide.value)
    if lever.ways[0] is Typing.LEVEL:
        blank = "As in the case" if lever.unit.startswith("%") else "No limit"
        st.number_input(label, min_value=0.0, value=None, step=slide.step, format="%.0f", placeholder=blank, key=key,
                        help=says, on_change=_moved, args=of)
    else:
        st.slider(label, slide.low, slide.high, step=slide.step, format=slide.written, key=key, help=says,
                  on_change=_moved, args=of)
    beside = moving.standing_of(lever)
    if change is not None and change.moved.way is not lever.ways[0]:
        beside = "Typed by year, below" if change.moved.way is Typing.BY_YEAR else beside
    if beside:
        st.caption(plain(beside))


def _key(live: LeverCells, lever: Lever) -> str:
    return f"lever_{lever.name}_{live.key[:12]}"


@acting
def _moved(name: str) -> None:
    """Take up what a lever was moved to."""
    live = laid.kept_levers()
    if live is None or name not in live.by_name:
        return
    lever, cells = live.by_name[name], state.view().changes
    new = st.session_state.get(_key(live, lever))
    if lever.ways[0] is Typing.YEAR:
        donor = str(lever.places[0].key[0])
        as_in_case = new == moving.year_shown(live, lever, None)
        laid.change(lambda: live.with_move(cells, name, None) if as_in_case
                    else live.with_exit(cells, donor, moving.exit_year_of(live, str(new))))
        return
    moved = None if new is None else Moved(lever.ways[0], round(float(new), 6), _begins(live, lever))
    laid.change(lambda: live.with_move(cells, name, moved))


def _begins(live: LeverCells, lever: Lever) -> int | None:
    since = st.session_state.get(_SINCE)
    return int(since) if lever.is_dated and since in live.years[1:] else None


def _by_year(live: LeverCells, levers: list[Lever], changes: Mapping[str, LeverChange], whose: str) -> None:
    """Draw the table in which one of these levers is typed year by year."""
    if not levers:
        return
    with st.expander("Type by year"):
        names = {lever.name: moving.label_of(lever, whose) for lever in levers}
        if st.session_state.get(_BY_YEAR) not in names:
            st.session_state[_BY_YEAR] = levers[0].name
        chosen = st.selectbox("What to type by year", list(names), key=_BY_YEAR, format_func=lambda one: names[one])
        lever = live.by_name[chosen]
        frame = moving.by_year_frame(live, lever, changes.get(lever.name))
        key = f"years_{lever.name}_{live.key[:12]}_{hash(state.view().changes)}"
        st.caption(plain(f"In {lever.unit}"))
        st.data_editor(
            frame, key=key, hide_index=True, num_rows="fixed", height="content", disabled=[YEAR, IN_CASE],
            column_config={name: st.column_config.NumberColumn(format="localized") for name in (IN_CASE, NEW)},
            on_change=_typed, args=(lever.name, key),
        )


@acting
def _typed(name: str, key: str) -> None:
    """Take up what was typed by year."""
    live = laid.kept_levers()
    if live is None or name not in live.by_name:
        return
    lever, cells = live.by_name[name], state.view().changes
    change = next((one for one in live.shown(cells).changes if one.lever.name == name), None)
    rows = st.session_state[key]["edited_rows"]
    edited = {int(row): values[NEW] for row, values in rows.items() if NEW in values}
    frame = moving.by_year_frame(live, lever, change)
    laid.change(lambda: live.with_move(cells, name, moving.typed_by_year(live, lever, frame, edited)))
