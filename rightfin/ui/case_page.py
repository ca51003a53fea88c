"""The page of the case: every table to read, filter and edit in place, with what is wrong beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import streamlit as st

from rightfin.case import Case, CaseError
from rightfin.case.resolve import resolved_settings
from rightfin.editing.checking import DraftCheck, PlacedIssue, row_name
from rightfin.editing.headings import cleared, may_be, moved, own_columns
from rightfin.editing.opening import Opened, draft_of
from rightfin.editing.saving import workbook_of
from rightfin.editing.told import TableTold, nearest, step_told, table_called, tables_told, verdict
from rightfin.io.file_names import FileNames
from rightfin.schema import BY_NAME
from rightfin.ui import sources
from rightfin.ui.case_desk import CaseDesk
from rightfin.ui.case_exchange import bring_in, save, trail
from rightfin.ui.case_grid import draw_grid, heading_of
from rightfin.ui.case_kept import keep_draft, kept_draft
from rightfin.ui.choice import Choice, look_at_own, own_file, template
from rightfin.ui.inert import escaped, plain, statement
from rightfin.ui.leading import row_led_to
from rightfin.ui.mistakes import acting
from rightfin.ui.parts import XLSX, place, problems, stands

_DESK, _LABEL = "case_desk", "case_label"
_MOST_LISTED = 25
_MOST_ADDED = 200
_TEXT_WIDTH = 600
"""Widest text in pixels: some 75 letters."""


def introduce() -> None:
    """Draw what the page is for."""
    st.title("The case")
    st.write("Every table to read, filter and edit in place. What is wrong stands beside its row, and each step can be "
             "undone.")


def desk() -> CaseDesk:
    """Return what the visitor keeps of the cases that are edited, in the visitor's own session."""
    if _DESK not in st.session_state:
        st.session_state[_DESK] = CaseDesk()
    found: CaseDesk = st.session_state[_DESK]
    return found


def show(chosen: Choice) -> None:
    """Draw the case that is chosen, or the draft that the visitor made of it."""
    own, file = taken(), own_file()
    if file is not None:
        _look_at_file(own, *file)
    else:
        _look_at(own, f"{chosen.stamp} {chosen.case.digest}", _title(chosen),
                 lambda: Opened(draft_of(chosen.case, chosen.saved.trail), ()))
    draw(own, chosen.case)


def mend() -> bool:
    """Draw the visitor's own workbook that cannot be used, to be mended, and return whether there is one."""
    own, file = taken(), own_file()
    if file is None:
        return False
    try:
        _look_at_file(own, *file)
    except CaseError:
        return False
    draw(own)
    return True


def _look_at_file(own: CaseDesk, name: str, content: bytes) -> None:
    """Look at the draft of a workbook; raises ``CaseError`` if it holds no case at all."""
    _look_at(own, _source_of(content), name, lambda: sources.open_upload(name, content))


def _source_of(content: bytes) -> str:
    return f"own {hashlib.sha256(content).hexdigest()}"


def _look_at(own: CaseDesk, source: str, name: str, opened: Callable[[], Opened]) -> None:
    """Look at the draft of a source: that of the session, or that of the visit, or a new one."""
    if source == own.source:
        return
    kept = own.drafts.get(source) or kept_draft(source)
    found = Opened(kept, own.left.get(source, ())) if kept is not None else opened()
    own.look_at(source, name, found.draft, found.left)


def _use() -> None:
    """Let all pages use the case as it is typed; the draft goes on with all its steps."""
    own = desk()
    check = own.check(try_scenarios=True)
    if check.errors:
        return
    now = own.draft.now
    name, content = FileNames(now.title).of("case", "xlsx", date.today()), workbook_of(now, now.trail)
    draft = own.draft
    look_at_own(name, content)
    own.look_at(_source_of(content), name, draft)


def taken() -> CaseDesk:
    """Return what the visitor keeps, with what was typed into the grid since it was drawn."""
    own = desk()
    if own.source:
        own.take(st.session_state.get(own.grid))
    return own


def _come(own: CaseDesk) -> None:
    """Look at the row to which the visitor was led from another page; at its table where the draft has no such row."""
    led = row_led_to()
    if led is None:
        return
    table, key = led
    numbers = (row.number for row in own.draft.now.sheets[table].rows)
    own.show_row(table, next((one for one in numbers if row_name(own.draft, table, one) == key), None))


def draw(own: CaseDesk, used: Case | None = None) -> None:
    """Draw the draft that is looked at; ``used`` is the case that all other pages use."""
    _come(own)
    check = own.shown_check()
    keep_draft(own)
    told = tables_told(own.draft, check)
    verdict_at = st.empty()
    _say(verdict_at, own.name, check)
    _steps(own, check, used)
    tables, saving, other, past, begin = st.tabs(["Tables", "Save", "Another version", "Trail", "Open or begin"])
    with tables:
        _tables(own, told, check)
    with saving:
        save(own)
    with other:
        bring_in(own)
    with past:
        trail(own)
    with begin:
        _open(own)
    if not check.errors:
        _say(verdict_at, own.name, own.check(try_scenarios=True))  # takes longer in a large case
    st.html(f'<span id="shown-case" data-digest="{check.case.digest}" data-table="{own.table}"></span>')


def _say(place: st.delta_generator.DeltaGenerator, name: str, check: DraftCheck) -> None:
    draw_it = place.error if check.errors else place.warning if check.warnings else place.success
    follows = f" {check.follows}" if check.follows else ""
    draw_it(statement(name, f"{verdict(check)}{follows}"))


def _steps(own: CaseDesk, check: DraftCheck, used: Case | None) -> None:
    """Draw the buttons that undo and redo, which say what they would do, and the one that lets all pages use the case."""
    done, undone = own.draft.done, own.draft.undone
    with st.container(horizontal=True, gap="small"):
        st.button("Undo", icon=":material/undo:", key="case_undo", disabled=not done, on_click=_then, args=(own.undo,),
                  help=plain(step_told(own.draft, done[-1])) if done else None)
        st.button("Redo", icon=":material/redo:", key="case_redo", disabled=not undone, on_click=_then, args=(own.redo,),
                  help=plain(step_told(own.draft, undone[0])) if undone else None)
        is_used = used is not None and not check.errors and used == check.case
        st.button("Used in all pages" if is_used else "Use it in all pages", icon=":material/done_all:", key="case_use",
                  disabled=is_used or bool(check.errors), on_click=_then, args=(_use,))


def _tables(own: CaseDesk, told: tuple[TableTold, ...], check: DraftCheck) -> None:
    """Draw the choice of a table, what is sought in it, the grid, and all problems."""
    labels = {one.name: one.label for one in told}
    stands("case_table", own.table)
    if st.session_state.get(_LABEL) != labels.get(own.table):  # the browser goes on showing the one that was chosen
        st.session_state["case_table"], st.session_state[_LABEL] = own.table, labels.get(own.table)
    stands("case_find", own.sought)
    stands("case_only", own.only_problems)
    left, middle, right = st.columns([3, 2, 1.6], vertical_alignment="bottom")
    left.selectbox("Table", list(labels), format_func=lambda name: labels.get(name, name), key="case_table",
                   on_change=_sought)
    middle.text_input("Find in its rows", key="case_find", placeholder="any text", on_change=_sought)
    right.checkbox("Problems only", key="case_only", on_change=_sought)
    right.checkbox("Sources beside names", key="case_sources",
                   help="Draws the columns source and note beside the names of rows, before the numbers.")
    described = BY_NAME[own.table]
    absent = f" If it is empty: {described.absent[:1].lower()}{described.absent[1:]}" if described.absent else ""
    st.caption(plain(f"{described.help}{absent}"))
    if own.row is not None:
        named = row_name(own.draft, own.table, own.row)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(escaped("Only this row is listed: ", named))
            st.button("List all rows", key="case_all", on_click=_then, args=(own.show_row, own.table, None))
    _headings(own)
    with place():
        _first(own, check)
    listing = own.listed()
    if listing.rows:
        draw_grid(listing, check, own.draft.now, own.grid, sources_first=st.session_state.get("case_sources", False))
    else:
        none = own.only_problems and not own.sought and not check.rows_of(own.table)
        st.info("No row of this table has a problem." if none else
                "No row is listed. Add rows below, or seek another text.")
    _rows(own)
    _problems(own, check)


def _headings(own: CaseDesk) -> None:
    """Draw the columns of the file that are none of the table, each with what it may be."""
    now = own.draft.now
    sheet = now.sheets[own.table]
    for column in own_columns(sheet):
        with st.container(horizontal=True, vertical_alignment="bottom", border=True):
            held = f"is no column of this table; {column.held} of its cells hold something."
            st.markdown(statement(f"The heading {column.heading or 'without a name'}", held), width=_TEXT_WIDTH)
            chosen = st.selectbox("It is", may_be(sheet, now.span), index=None, key=f"case_is_{column.name}", width=200)
            st.button("Move there", key=f"case_move_{column.name}", disabled=chosen is None, on_click=_then,
                      args=(own.put_sheet, moved(sheet, column.name, chosen) if chosen else sheet))
            st.button("Clear it", key=f"case_clear_{column.name}", on_click=_then,
                      args=(own.put_sheet, cleared(sheet, column.name)))


def _first(own: CaseDesk, check: DraftCheck) -> None:
    """Draw one problem of the table in whole sentences, close to where people type; one line where nothing is wrong."""
    first = nearest(check, own.table, own.draft.done[-1] if own.draft.done else ())
    if first is None:
        st.caption("Nothing is wrong in this table.")
        return
    named = "" if first.row is None else row_name(own.draft, own.table, first.row)
    where = ", ".join(part for part in (named, heading_of(own.listed(), first.column)) if part)
    more = len(check.of_table(own.table)) - 1
    others = f" *{more} more below.*" if more else ""
    sign = "✗" if first.is_error else "?"
    st.markdown(f"{sign} {statement(where, first.told) if where else plain(first.told)}{others}", width=_TEXT_WIDTH)


@acting
def _then(act: Callable[..., None], *words: object) -> None:
    """Take what was typed into the grid a moment ago, then do something."""
    own = desk()
    own.take(st.session_state.get(own.grid))
    act(*words)


@acting
def _sought() -> None:
    """Take over what is sought, once it was typed or chosen.

    The browser sends a table by its label, as it read when it was chosen; what it counts may be otherwise by now.
    """
    state, own = st.session_state, desk()
    _then(own.seek, table_called(state["case_table"]) or own.table, state["case_find"], state["case_only"])


def _rows(own: CaseDesk) -> None:
    """Draw what is done with whole rows."""
    ticked = own.ticked(st.session_state.get(own.grid))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        count = st.number_input("Rows to add", 1, _MOST_ADDED, 1, key="case_count", width=130)
        st.button("Add rows", icon=":material/add:", key="case_add", on_click=_then, args=(own.add_rows, int(count)))
        st.button(f"Copy {len(ticked)} ticked", icon=":material/content_copy:", key="case_copy", disabled=not ticked,
                  on_click=_then, args=(own.copy_rows, ticked))
        st.button(f"Delete {len(ticked)} ticked", icon=":material/delete:", key="case_delete", disabled=not ticked,
                  on_click=_then, args=(own.delete_rows, ticked))


def _problems(own: CaseDesk, check: DraftCheck) -> None:
    """Draw all problems, errors first, those of the table before others, each with a button that leads to its row."""
    if not check.problems:
        return
    st.subheader("Problems", anchor=False)
    listed = sorted(check.problems, key=lambda one: (not one.is_error, one.table != own.table))
    for at, problem in enumerate(listed[:_MOST_LISTED]):
        _problem(own, at, problem)
    if len(listed) > _MOST_LISTED:
        st.caption(f"And {len(listed) - _MOST_LISTED} more.")
    if check.follows:
        st.caption(plain(check.follows))


def _problem(own: CaseDesk, at: int, problem: PlacedIssue) -> None:
    issue = problem.issue
    kind = "Error" if problem.is_error else "Warning"
    where = issue.place or "The case as a whole"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if problem.table:
            st.button("Go to table" if problem.row is None else "Go to row", key=f"case_go_{at}", on_click=_then,
                      args=(own.show_row, problem.table, problem.row), help=plain(where))
        st.markdown(f"{kind}. {statement(where, problem.told)}", width=_TEXT_WIDTH)


def _open(own: CaseDesk) -> None:
    """Draw how another workbook is opened, whatever is wrong in it, and the template."""
    file = st.file_uploader("Another workbook, whatever is wrong in it (.xlsx)", type=["xlsx"], key="case_upload")
    if file is not None:
        content = file.getvalue()
        st.button("Open it", key="case_open", type="primary", on_click=_then, args=(_opened, file.name, content))
    refused: CaseError | None = st.session_state.pop("case_refused", None)
    if refused is not None:
        problems(refused)
    left = own.left.get(own.source, ())
    if left:
        st.markdown("**What the file holds that is not opened here**")
        for issue in left:
            st.markdown(escaped("- ", str(issue)))
    st.download_button("Empty workbook (template.xlsx)", template(), "template.xlsx", XLSX, on_click="ignore",
                       key="case_template")


def _opened(name: str, content: bytes) -> None:
    try:
        sources.open_upload(name, content)
    except CaseError as error:
        st.session_state["case_refused"] = error
        return
    look_at_own(name, content)


def _title(chosen: Choice) -> str:
    return str(resolved_settings(chosen.case)["title"])
