"""Laws of what is kept of a case that is edited: typed, undone, redone in any order, the grid is what its columns say."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from small_case import small_case

from rightfin.editing.opening import draft_of
from rightfin.schema import BY_NAME
from rightfin.ui.case_desk import TICK, CaseDesk
from rightfin.ui.case_grid import frame_of

TYPED = st.sampled_from(["12", "0.5", "very many", "", None, 7, 2.5, True, "2027", "*", "judge"])
STEPS = st.lists(st.sampled_from(["type", "undo", "redo", "table", "only"]), min_size=1, max_size=8)
TABLES = st.sampled_from(["cadres", "donors", "settings", "macro", "packages"])


def stands(desk: CaseDesk) -> None:
    """Assert that the grid can be drawn: ticks are yes or no, cells are texts or blank, rows have their numbers."""
    assert desk.table in BY_NAME
    listing = desk.listed()
    if not listing.rows:
        return  # no grid is drawn
    frame = frame_of(listing, desk.check())
    assert frame[TICK].dtype == bool
    assert frame.index.tolist() == list(listing.rows)
    assert frame.columns.is_unique
    for name in frame.columns.drop(TICK):
        assert frame[name].dtype == object
        assert all(isinstance(cell, str) or pd.isna(cell) for cell in frame[name]), name


@given(STEPS, st.data())
@settings(max_examples=25, deadline=None)
def test_typed_undone_and_redone_the_grid_is_what_its_columns_say(steps: list[str], data: st.DataObject) -> None:
    desk = CaseDesk()
    desk.look_at("small", "Small", draft_of(small_case()))
    desk.show_row("cadres", None)
    stands(desk)
    for step in steps:
        before, key = desk.draft.now, desk.grid
        if step == "type" and desk.listed().rows:
            place = data.draw(st.integers(0, len(desk.listed().rows) - 1))
            heading = data.draw(st.sampled_from(desk.listed().headings))
            desk.take({"edited_rows": {place: {heading: data.draw(TYPED)}}, "added_rows": [], "deleted_rows": []})
            assert desk.grid == key, "a grid that is typed into stays"
        elif step == "undo" and desk.draft.done:
            desk.undo()
            after = desk.draft.now
            desk.redo()
            assert desk.draft.now == before
            desk.undo()
            assert desk.draft.now == after
            assert desk.grid != key, "a step begins a grid of its own, so that nothing typed before is laid over it"
        elif step == "redo" and desk.draft.undone:
            desk.redo()
            assert desk.grid != key
        elif step == "table":
            desk.seek(data.draw(TABLES), "", False)
        elif step == "only":
            desk.seek(desk.table, "", not desk.only_problems)
        stands(desk)
