"""The page that compares: the case in the bar, its scenarios, what was kept, other cases and the visitor's workbooks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from rightfin.case import CaseError
from rightfin.case.scenario_words import scenario_titles
from rightfin.desk import FailedError
from rightfin.progress import as_part
from rightfin.reading import Saved
from rightfin.report.compare.findings import CHANGES, comparison, scale_of_items
from rightfin.report.compare.item import ComparedItem
from rightfin.report.compare.largest import furthest_apart
from rightfin.report.compare.measures import further, pictured
from rightfin.report.compare.tables import SideBySide, differences_table, levels_table
from rightfin.report.studies.findings import Findings, FindingsTable, Form
from rightfin.report.studies.findings_files import csv_of
from rightfin.report.words.wording import Scale, listed
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.ui import compare_split, laid, sources, state
from rightfin.ui.asked import kept_plan, made_plan
from rightfin.ui.choice import Choice, shipped_choice, shipped_titles
from rightfin.ui.comparing import CASE, KEPT, MOST, NOW, PLAIN, SCENARIO, SHIPPED, Offered, names_after
from rightfin.ui.findings import show_table
from rightfin.ui.findings_tables import frame_of, workbook_bytes
from rightfin.ui.inert import escaped, for_download, plain, statement
from rightfin.ui.kept import Store
from rightfin.ui.mistakes import acting
from rightfin.ui.parts import XLSX, figures, picture, problems, stands, working
from rightfin.ui.view import UPLOADED, PageView

_SEEN, _READ, _FOUND, _STOPPED = "compare_seen", "compare_read", "compare_found", "compare_stopped"
_REFUSED = "compare_refused"

_STYLE = """
<style>
[role="group"]:has(> [data-testid="stMultiSelectTagsContainer"]) { height: auto; max-height: none; }
[data-testid="stMultiSelectTagsContainer"] { flex-wrap: wrap; height: auto; overflow: visible; mask-image: none;
  row-gap: 0.25rem; padding-block: 0.25rem; }
[data-testid="stMultiSelectTagsContainer"], [data-testid="stMultiSelectTagsContainer"] > [role="group"] { min-width: 0; }
[data-testid="stMultiSelectTagsContainer"] > [role="group"] > span { max-width: 100%; }
[data-testid="stMultiSelectTagsContainer"] > [role="group"] > span > span { overflow: hidden; text-overflow: ellipsis; }
.st-key-compare_key [data-testid="stTable"] :is(td, th) { min-width: 6.5rem; }
</style>
"""
"""What is picked stands on as many lines as it needs, and columns of key figures are not squeezed: a narrow window rolls
them."""

_AFTER = 4
"""Which column of a table of changed cells is headed by what the item is called."""

_LONG = 12
"""Rows from which on a table of changed cells is scrolled."""


@dataclass(frozen=True)
class _Refused:
    """Why something cannot be compared, with the marked copy of the workbook that it is, or in one sentence.

    ``asked`` is what was asked where it may be answered another time.
    """

    error: CaseError | None = None
    marked: bytes | None = None
    text: str = ""
    asked: Hashable = None


_Read = Saved | _Refused


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Compare")


def show(chosen: Choice) -> None:
    """Draw what can be compared, and the comparison of what is picked, which follows by itself."""
    view = state.view()
    offered = Offered.of(view, _called(chosen, view), scenario_titles(chosen.case), shipped_titles(), state.files())
    picked = _pick(view, offered)
    _tell_kept(chosen, view, {name: offered.titles[name] for name in picked if name.startswith(KEPT)})
    _add_files(view, picked)
    inputs_only = st.checkbox("Compare the inputs only, and plan nothing", key="compare_inputs")
    gone = [name for name in picked if name in offered.absent]
    if gone:
        st.info(escaped("Asked for again, since it is not here: ", f"{listed([offered.titles[name] for name in gone])}. "
                        "Upload it above, and the comparison goes on."))
    there = [name for name in picked if name not in offered.absent]
    whole = False
    if len(picked) < 2:
        st.info("Pick what to compare with: scenarios of the case, what you kept as A, B or C, other cases, or workbooks "
                "of your own. The answer follows by itself.")
    elif there:
        whole = _compare(chosen, {name: offered.titles[name] for name in there}, inputs_only=inputs_only)
    st.html(f'<span id="shown-compare" data-digest="{chosen.key}" data-items="{len(picked)}" '
            f'data-whole="{str(whole).lower()}"></span>')


def _tell_kept(chosen: Choice, view: PageView, titles: Mapping[str, str]) -> None:
    """Say what stands behind each letter that is compared, by name of what is kept."""
    with suppress(CaseError):  # what is wrong with the case the comparison says
        for name, title in titles.items():
            words = laid.told(laid.levers_of(chosen), view.kept[name.removeprefix(KEPT)])
            st.caption(escaped(f"{title}: ", words))


def _called(chosen: Choice, view: PageView) -> str:
    """Return what the case is called: as in the bar, or as the visitor's file is."""
    return chosen.title if view.upload is None else state.files().get(view.upload, chosen.name)


def _pick(view: PageView, offered: Offered) -> tuple[str, ...]:
    """Draw the choice of what is compared, and return it, the baseline first; it is part of the link."""
    picked, unknown = offered.picked(view.compared)
    if unknown:
        st.caption(escaped("No longer here, and left out: ", ", ".join(name[:60] for name in unknown[:MOST])))
    if len(view.compared) - len(unknown) > MOST:
        st.caption(f"At most {MOST} things are compared at once; the first {MOST} stand here.")
    stands("compare_baseline", picked[0])
    stands("compare_others", list(picked[1:]))
    st.html(_STYLE)
    one, more = st.columns([1, 2])
    with one:
        st.selectbox("Baseline", list(offered.titles), format_func=offered.titles.__getitem__, key="compare_baseline",
                     on_change=_picked, help="What the others are compared with.")
    with more:
        st.multiselect("Compared with it", [name for name in offered.titles if name != picked[0]],
                       format_func=offered.titles.__getitem__, key="compare_others", on_change=_picked,
                       max_selections=MOST - 1, placeholder="Scenarios, A, B, C, other cases, workbooks")
    return picked


@acting
def _picked() -> None:
    """Take over what was picked."""
    baseline, others = st.session_state["compare_baseline"], st.session_state["compare_others"]
    _look_at((baseline, *(name for name in others if name != baseline)))


def _look_at(names: tuple[str, ...]) -> None:
    state.look_at(replace(state.view(), compared=() if names == (CASE,) else names))


def _add_files(view: PageView, picked: tuple[str, ...]) -> None:
    """Draw the place for workbooks of the visitor's own; a new one is kept for this visit and compared at once."""
    with st.expander("Add a workbook of your own"):
        files = st.file_uploader("Workbooks (.xlsx), with or without results: the case is read from them",
                                 type=["xlsx"], accept_multiple_files=True, key="compare_upload")
    seen: set[str] = st.session_state.setdefault(_SEEN, set())
    new = [file for file in files if file.file_id not in seen]
    if not new:
        return
    seen.update(file.file_id for file in new)
    names = [f"{UPLOADED}{state.keep_file(file.name, file.getvalue())}" for file in new]
    _look_at(tuple(dict.fromkeys((*picked, *(name for name in names if name != view.case)))))
    st.rerun()


def _compare(chosen: Choice, titles: dict[str, str], *, inputs_only: bool) -> bool:
    """Draw a comparison, and first why something is left out of it; return whether all was planned."""
    choices: dict[str, Choice] = {}
    refused: dict[str, _Refused] = {}
    for name in titles:
        one = _choice(chosen, name)
        if isinstance(one, Choice):
            choices[name] = one
        else:
            refused[name] = one
    plans = {} if inputs_only else _plans(titles, choices, refused)
    for name, why in refused.items():
        _draw_refused(titles[name], why, name)
    left = [name for name in titles if name in choices and name not in refused]
    if not left:
        return False
    if left[0] != next(iter(titles)):
        st.warning(escaped("The baseline is left out. In its place stands ", f"{titles[left[0]]}."))
    found = _found([(name, titles[name], choices[name], plans.get(name)) for name in left])
    if found is not None:
        _draw(*found, inputs_only=inputs_only)
    return not inputs_only and all(name in plans for name in left)


def _choice(chosen: Choice, name: str) -> Choice | _Refused:
    """Return what stands under a name as it would be chosen in the bar, or why it cannot be used."""
    if name == CASE:
        return replace(chosen, changes=())
    if name == NOW:
        return chosen
    if name == PLAIN:
        return replace(chosen, scenarios=(), changes=())
    if name.startswith(KEPT):
        return replace(chosen, changes=state.view().kept[name.removeprefix(KEPT)])
    if name.startswith(SCENARIO):
        return replace(chosen, scenarios=(name.removeprefix(SCENARIO),), changes=())
    if name.startswith(SHIPPED):
        try:
            return shipped_choice(name.removeprefix(SHIPPED), chosen.definition)
        except CaseError as error:
            return _Refused(error)
    digest = name.removeprefix(UPLOADED)
    read = _uploaded(digest)
    return read if isinstance(read, _Refused) else Choice(read, digest, chosen.definition, (), shared=False, name=name)


def _uploaded(digest: str) -> _Read:
    """Return what was read from a workbook of the visitor's own, or why it cannot be used; kept for the visitor alone."""
    kept: Store[_Read] = st.session_state.setdefault(_READ, Store[_Read](MOST))
    found = kept.get(digest)
    if found is None:
        file = state.file(digest)
        if file is None:
            return _Refused(text="The file is not here any more. Upload it again.")
        try:
            found = sources.read_upload(*file)
        except CaseError as error:
            found = _Refused(error, sources.marked_upload(*file, error.issues))
        kept.put(digest, found)
    return found


def _plans(
    titles: dict[str, str], choices: dict[str, Choice], refused: dict[str, _Refused]
) -> dict[str, Plan]:
    """Return the plans that there are, those that are missing made one after another under a bar with *Stop*.

    What cannot be planned is noted in ``refused``, and is not asked again before the visitor says so; what the visitor
    stopped is neither there.
    """
    plans = {name: plan for name, one in choices.items() if (plan := kept_plan(one)) is not None}
    known = _known_refusals()
    refused |= {name: why for name, one in choices.items()
                if name not in plans and (why := known.get((one.key, one.changes))) is not None}
    missing = [name for name in choices if name not in plans and name not in refused]
    asked = tuple((choices[name].key, choices[name].changes) for name in missing)
    if st.session_state.get("stop_compare"):
        st.session_state[_STOPPED] = asked
    if missing and st.session_state.get(_STOPPED) == asked:
        st.info(escaped("Planning was stopped. Without a plan so far: ", f"{listed([titles[name] for name in missing])}."))
        if not st.button("Go on planning", key="compare_again"):
            return plans
        del st.session_state[_STOPPED]
    if missing:
        with working("Planning", "compare") as tell:
            for place, name in enumerate(missing):
                part = as_part(tell, place, len(missing), titles[name]) or tell
                part(1, 1, "planning")
                one = choices[name]
                asks = one.key, one.changes
                try:
                    plans[name] = made_plan(one, part)
                    continue
                except CaseError as error:
                    refused[name] = _Refused(error)
                except (SolveStoppedError, FailedError) as error:
                    refused[name] = _Refused(text=str(error), asked=asks)
                known.put(asks, refused[name])
    return plans


def _known_refusals() -> Store[_Refused]:
    """Return why what the visitor compared lately could not be planned, by the key of its choice and its changes."""
    found: Store[_Refused] = st.session_state.setdefault(_REFUSED, Store[_Refused](2 * MOST))
    return found


def _draw_refused(title: str, why: _Refused, key: str) -> None:
    """Draw why something is left out of the comparison."""
    with st.container(border=True):
        st.markdown(f"**{plain(title)}** is left out of the comparison.")
        if why.error is not None:
            problems(why.error, why.marked, f"_{key}")
        else:
            st.error(plain(why.text))
        if why.asked is not None:
            st.button("Try again", key=f"compare_try_{key}", on_click=acting(_known_refusals().forget), args=(why.asked,))


def _found(left: list[tuple[str, str, Choice, Plan | None]]) -> tuple[SideBySide, Findings] | None:
    """Return what was found, worked out once for what is compared; draw why there is nothing."""
    key = tuple((title, one.key, one.changes, plan is not None) for _, title, one, plan in left)
    kept: tuple[object, tuple[SideBySide, Findings]] | None = st.session_state.get(_FOUND)
    if kept is not None and kept[0] == key:
        return kept[1]
    base = left[0][2].saved
    items: list[ComparedItem] = []
    for name, title, one, plan in left:
        own = None if items and one.saved is base else one.saved  # one file needs to be told of once
        item = ComparedItem(title, one.question, one.changes, plan, own)
        try:
            _ = item.changed.prepared
        except CaseError as error:
            _draw_refused(title, _Refused(error), f"{name}_inputs")
            continue
        items.append(item)
    if not items:
        return None
    found = SideBySide(tuple(items)), comparison(items)
    if len(items) == len(left):
        st.session_state[_FOUND] = key, found
    return found


def _draw(beside: SideBySide, found: Findings, *, inputs_only: bool) -> None:
    """Draw a comparison: what is said, key figures, pictures on one axis, differences by year, then changed cells."""
    for sentence in found.sentences:
        if sentence.topic != "item":
            st.markdown(statement(sentence.heading, sentence.text))
    titles = [item.title for item in beside.items]
    name = names_after(titles).of(found.study, "xlsx", date.today())
    st.download_button(f"Workbook of this comparison ({plain(name)})", lambda: workbook_bytes(found), name, XLSX,
                       on_click="ignore", key="download_compare")
    tables = {table.name: table for table in found.tables}
    if beside.plans and not inputs_only:
        st.subheader("Key figures side by side", anchor=False)
        with st.container(key="compare_key"):
            show_table(tables["key_figures"], found.scale, "compare")
        st.subheader("Pictures on one axis", anchor=False)
        measures = {measure.name: measure for measure in pictured(beside.plans)}
        for place in range(0, len(found.pictures), 2):
            for column, one in zip(st.columns(2), found.pictures[place:place + 2], strict=False):
                with column:
                    picture(one.chart, f"{one.heading} of each item by year; the figures are below")
                    if one.name in measures:
                        st.caption(plain(furthest_apart(beside, measures[one.name])))
                    _twin(tables[one.table], found, titles)
        _by_year(beside)
        compare_split.draw(beside.items)
    st.subheader("What each says otherwise, and what that does", anchor=False)
    for sentence in found.sentences:
        if sentence.topic == "item":
            st.markdown(statement(sentence.heading, sentence.text))
            for table in found.tables:
                if table.name.startswith(CHANGES) and table.headings[_AFTER].text == sentence.heading:
                    _cells(table, found)
    with st.expander("How this was found"):
        for text in found.method:
            st.markdown(escaped("- ", text))


def _twin(table: FindingsTable, found: Findings, titles: Sequence[str]) -> None:
    """Draw the figures of a picture, folded, and the file of them, named after what is compared."""
    with st.expander(escaped("The figures: ", table.title)):
        show_table(table, found.scale, "compare")
        name = names_after(titles).of(table.name, "csv", date.today())
        st.download_button(f"As CSV ({plain(name)})", lambda: csv_of(table), name, "text/csv", on_click="ignore",
                           key=f"csv_{table.name}")


def _by_year(beside: SideBySide) -> None:
    """Draw one indicator by year: differences from the baseline first, then each item."""
    st.subheader("Year by year", anchor=False)
    measures = {one.name: one for one in (*pictured(beside.plans), *further(beside.plans))}
    if st.session_state.get("compare_indicator") not in measures:
        st.session_state.pop("compare_indicator", None)  # what was compared before had others
    name = st.selectbox("Indicator", list(measures), format_func=lambda one: measures[one].heading,
                        key="compare_indicator")
    scale = scale_of_items(beside)
    for table in (differences_table(beside, measures[name]), levels_table(beside, measures[name])):
        if table.rows:
            _across(table, scale, measures[name].kind, measures[name].unit)


def _across(table: FindingsTable, scale: Scale, kind: Form, unit: str) -> None:
    """Draw a table with years across, its unit said once above it."""
    units = {Form.MONEY: f"{scale.unit}, current prices", Form.PEOPLE: "person-years", Form.SHARE: "%"}
    said = "" if table.headings[-1].kind is Form.POINTS else units.get(kind, unit)  # the title says points itself
    st.markdown(f"**{plain(table.title)}**{f' ({plain(said)})' if said else ''}")
    frame = frame_of(table, scale)
    frame.columns = pd.Index([heading.text for heading in table.headings])
    figures(frame, key=f"compare_yearly_{table.name}")
    st.caption(plain(table.note))


def _cells(table: FindingsTable, found: Findings) -> None:
    """Draw changed cells, to be sorted and searched."""
    frame = for_download(frame_of(table, found.scale).fillna(""))
    st.dataframe(frame, hide_index=True, key=f"compare_{table.name}", height="content" if len(frame) < _LONG else 420)
    if table.note:
        st.caption(plain(table.note))
