"""A case that is edited: laws of steps, undo and redo, and of tables that are typed into, over generated cases."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import cases, texts

from rightfin.case import Case
from rightfin.editing.checking import check_draft
from rightfin.editing.draft import Draft
from rightfin.editing.edits import CellTyped, RowAdded, RowDeleted, edits_between, typed_case
from rightfin.editing.listing import Deltas, Listing, apply, shown_cell, typed_cell
from rightfin.editing.opening import draft_of
from rightfin.schema import BY_NAME

MANY = settings(max_examples=25, deadline=None)

TYPED = st.none() | texts() | st.sampled_from(["12", "0.5", "-3", "abc", "1,200", "", "  ", "2027", "true", "*"])


@st.composite
def deltas(draw: st.DrawFn, listing: Listing, *, rows: bool = True) -> Deltas:
    """What somebody types into a table: cells anywhere, and with ``rows`` new rows and rows deleted."""
    cells = st.dictionaries(st.sampled_from(listing.headings), TYPED, max_size=3)
    places = st.integers(0, len(listing.rows) - 1) if listing.rows else st.nothing()
    return Deltas(
        draw(st.dictionaries(places, cells, max_size=3)) if listing.rows else {},
        tuple(draw(st.lists(cells, max_size=2))) if rows else (),
        tuple(draw(st.sets(places, max_size=2))) if rows and listing.rows else (),
    )


@st.composite
def typed(draw: st.DrawFn) -> tuple[Draft, Listing, Deltas]:
    """A draft that was edited before, a table of it, and what is typed there."""
    draft = draft_of(draw(cases()))
    for _ in range(draw(st.integers(0, 2))):
        listing = Listing.of(draft, draw(st.sampled_from(sorted(BY_NAME))))
        draft = apply(draft, listing, draw(deltas(listing)))
    listing = Listing.of(draft, draw(st.sampled_from(sorted(BY_NAME))))
    return draft, listing, draw(deltas(listing))


@given(cases())
@MANY
def test_a_draft_of_a_case_says_the_same(case: Case) -> None:
    found = check_draft(draft_of(case))
    assert (found.case, found.errors) == (case, ())
    assert found.saved is not None
    assert found.case.typed == case.typed, "the order of rows is kept"


@given(typed())
@MANY
def test_undo_takes_a_step_back_and_redo_makes_it_again(given_: tuple[Draft, Listing, Deltas]) -> None:
    draft, listing, changed = given_
    after = apply(draft, listing, changed)
    if after is draft:
        return
    assert after.undo().now == draft.now
    assert after.undo().done == draft.done
    assert after.undo().redo() == after
    back = after
    while back.done:
        back = back.undo()
    assert back.now == back.base == draft.base
    assert back.undo() is back
    while back.undone:
        back = back.redo()
    assert back == after


@given(typed())
@MANY
def test_what_is_told_again_changes_nothing(given_: tuple[Draft, Listing, Deltas]) -> None:
    """A table tells all that was typed since it was drawn, again and again."""
    draft, listing, changed = given_
    once = apply(draft, listing, changed)
    assert apply(once, listing, changed) is once


@given(st.data(), cases())
@MANY
def test_typing_one_cell_after_the_other_is_typing_them_all(data: st.DataObject, case: Case) -> None:
    """Each edit comes with all those before it, as Streamlit tells them; none is lost, whichever comes first."""
    draft = draft_of(case)
    listing = Listing.of(draft, data.draw(st.sampled_from(["cadres", "macro", "demand", "settings"])))
    cells = data.draw(st.lists(st.tuples(
        st.integers(0, len(listing.rows) - 1), st.sampled_from(listing.headings), TYPED), max_size=6))
    told: dict[int, dict[str, Any]] = {}
    for place, heading, value in cells:
        told.setdefault(place, {})[heading] = value
        draft = apply(draft, listing, Deltas(told))
    assert draft.now == apply(draft_of(case), listing, Deltas(told)).now
    for place, heading, _ in cells:
        row = draft.now.sheets[listing.sheet.name].row(listing.rows[place])
        assert row is not None
        assert (row.text(listing.by_heading[heading]) or None) == typed_cell(
            None if told[place][heading] is None else str(told[place][heading]))


@given(st.data(), cases())
@MANY
def test_independent_edits_may_be_made_in_any_order(data: st.DataObject, case: Case) -> None:
    draft = draft_of(case)
    edits: dict[object, Any] = {}
    for _ in range(data.draw(st.integers(0, 3))):
        table = data.draw(st.sampled_from(sorted(BY_NAME)))
        listing = Listing.of(draft, table)
        for edit in edits_between(listing.sheet, listing.sheet_with(data.draw(deltas(listing)))):
            edits.setdefault((edit.table, edit.row, edit.column if isinstance(edit, CellTyped) else ""), edit)
    gone = {(edit.table, edit.row) for edit in edits.values() if isinstance(edit, RowDeleted)}
    alone = [edit for edit in edits.values() if isinstance(edit, RowDeleted) or (edit.table, edit.row) not in gone]
    assert typed_case(draft.base, alone) == typed_case(draft.base, data.draw(st.permutations(alone)))


@given(typed())
@MANY
def test_edits_between_two_states_make_one_of_the_other(given_: tuple[Draft, Listing, Deltas]) -> None:
    _, listing, changed = given_
    after = listing.sheet_with(changed)
    step = edits_between(listing.sheet, after)
    assert edits_between(after, after) == ()
    assert {edit.table for edit in step} <= {listing.sheet.name}
    numbers = {row.number for row in listing.sheet.rows}
    assert all(edit.row not in numbers for edit in step if isinstance(edit, RowAdded))


@given(texts())
@MANY
def test_a_cell_that_is_shown_and_typed_again_is_the_same(text: str) -> None:
    shown = shown_cell(text)
    assert typed_cell(shown) == text.replace("\r\n", "\n").replace("\r", "\n").strip()


def test_a_formula_stays_a_text() -> None:
    assert shown_cell("=1+1") == "'=1+1"
    assert typed_cell("'=1+1") == "=1+1"
    assert typed_cell("=1+1") == "=1+1"
    assert shown_cell(-0.05) == "-0.05"
    assert (typed_cell(" "), typed_cell(None), typed_cell(float("nan"))) == (None, None, None)


@given(typed())
@MANY
def test_a_draft_is_checked_whatever_is_typed(given_: tuple[Draft, Listing, Deltas]) -> None:
    draft, listing, changed = given_
    after = apply(draft, listing, changed)
    found = check_draft(after, try_scenarios=False)
    assert (found.saved is None) == bool(found.errors)
    for problem in found.problems:
        if problem.row is not None:
            assert after.now.sheets[problem.table].row(problem.row) is not None
    assert [problem.is_error for problem in found.problems] == sorted(
        (problem.is_error for problem in found.problems), reverse=True)
