"""Steps of a draft as text: what is read is what was written, and anything else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_tables import grids, write_grids
from small_case import small_case
from test_draft import MANY, typed
from test_merging import OTHER_PAY, version

from rightfin.editing.draft import Draft
from rightfin.editing.listing import Deltas, Listing, apply
from rightfin.editing.merging import joined, joining
from rightfin.editing.opening import draft_of, open_file
from rightfin.editing.record import RecordError, base_from, base_text, draft_from, steps_text


@given(typed(), st.integers(0, 3))
@MANY
def test_steps_are_read_as_they_were_written(given_: tuple[Draft, Listing, Deltas], undone: int) -> None:
    draft = apply(*given_)
    for _ in range(undone):
        draft = draft.undo()
    assert draft_from(draft.base, steps_text(draft)) == draft
    assert base_from(base_text(draft.base)) == draft.base
    assert base_from(base_text(draft.now)) == draft.now


def test_what_could_not_be_read_in_a_file_is_kept(tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["cadres"][0][4] = "paye"
    spoilt["cadres"][1][3] = "=1/0"
    base = open_file(write_grids(spoilt, tmp_path / "case.xlsx", ("donors", "B1:C1"))).draft.base
    assert base_from(base_text(base)) == base


def test_a_merge_is_kept_with_its_trail() -> None:
    draft = draft_of(small_case())
    after = joined(draft, joining(draft, version(OTHER_PAY)), {})
    assert draft_from(draft.base, steps_text(after)) == after


@pytest.mark.parametrize("text", [
    "", "[]", "{}", "null", '{"done": [[["cell", "nowhere", 2, "pay", 1, 2]]], "undone": []}',
    '{"done": [[["cell", "cadres", "2", "pay", 1, 2]]], "undone": []}',
    '{"done": [[["cell", "cadres", 2, "pay", 1, {}]]], "undone": []}',
    '{"done": [[["eval", "cadres", 2, []]]], "undone": []}', '{"done": [[["added", "cadres", 2]]], "undone": []}',
    "[" * 9999,
])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        draft_from(draft_of(small_case()).base, text)
    with pytest.raises(RecordError):
        base_from(text)
