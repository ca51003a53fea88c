"""A draft in words: a table is meant by its label, whatever the label counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from small_case import small_case

from rightfin.editing.checking import check_draft
from rightfin.editing.draft import Draft
from rightfin.editing.listing import Deltas, Listing, apply
from rightfin.editing.opening import draft_of
from rightfin.editing.told import TableTold, nearest, table_called
from rightfin.schema import BY_NAME, GROUPS

GROUP_OF = {table.name: group for group, tables in GROUPS for table in tables}

COUNTS = st.integers(0, 2000)


@given(st.sampled_from(sorted(BY_NAME)), COUNTS, COUNTS, COUNTS)
def test_a_label_means_its_table_whatever_it_counts(name: str, rows: int, errors: int, warnings: int) -> None:
    assert table_called(TableTold(name, GROUP_OF[name], rows, errors, warnings).label) == name
    assert table_called(name) == name


def test_another_text_means_no_table() -> None:
    assert table_called("") is None
    assert table_called("People: Cadre, 3 rows") is None
    assert table_called("My own workbook") is None


def typed(draft: Draft, table: str, cells: dict[int, dict[str, object]]) -> Draft:
    return apply(draft, Listing.of(draft, table), Deltas(cells))


def test_the_problem_told_first_is_where_was_typed_last() -> None:
    draft = typed(draft_of(small_case()), "cadres", {0: {"pay": "much"}})
    rows = Listing.of(draft, "cadres").rows
    draft = typed(draft, "cadres", {2: {"pay": "more", "opening_strength": "many"}})
    draft = typed(draft, "cadres", {1: {"pay": "most"}})
    found = nearest(check_draft(draft), "cadres", draft.done[-1])
    assert found is not None
    assert (found.row, found.column) == (rows[1], "pay")
    draft = typed(draft, "cadres", {2: {"note": "as agreed"}})
    found = nearest(check_draft(draft), "cadres", draft.done[-1])
    assert found is not None
    assert found.row == rows[2], "the row that was typed into, whose other cells are wrong"
    found = nearest(check_draft(draft), "cadres", ())
    assert found is not None
    assert found.row == rows[0], "the first one"
    assert nearest(check_draft(draft), "donors", draft.done[-1]) is None
    assert nearest(check_draft(draft_of(small_case())), "cadres", draft.done[-1]) is None
