"""Steps of a draft as text: what is read is what was written, and anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_case import small_case
from test_draft import MANY, typed
from test_merging import OTHER_PAY, version

from rightfin.editing.draft import Draft
from rightfin.editing.listing import Deltas, Listing, apply
from rightfin.editing.merging import joined, joining
from rightfin.editing.opening import draft_of
from rightfin.editing.record import RecordError, draft_from, steps_text


@given(typed(), st.integers(0, 3))
@MANY
def test_steps_are_read_as_they_were_written(given_: tuple[Draft, Listing, Deltas], undone: int) -> None:
    draft = apply(*given_)
    for _ in range(undone):
        draft = draft.undo()
    assert draft_from(draft.base, steps_text(draft)) == draft


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
