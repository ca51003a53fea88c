"""Two versions of a case brought together: laws over generated cases, and cases changed by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_case import added, deleted, edited, setting, small_case
from strategies import case_tables, cases

from rightfin.case import Case
from rightfin.case.case import Key
from rightfin.case.exchange.difference import content_of, difference, same
from rightfin.case.exchange.merge import REMOVED, Conflict, merge, row_cells
from rightfin.schema import BY_NAME, Value

MANY = settings(max_examples=12, deadline=None)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Case, Case, Case]:
    """A case and two versions of it, in which cells, rows and tables come from other cases, some of them the same."""
    base, one, other = (Case.of(draw(case_tables())) for _ in range(3))
    return base, _mixed(draw, base, (one, other)), _mixed(draw, base, (one, other))


def _mixed(draw: st.DrawFn, base: Case, others: tuple[Case, ...]) -> Case:
    tables: dict[str, list[dict[str, Value]]] = {}
    for name in draw(st.lists(st.sampled_from(sorted(BY_NAME)), max_size=8, unique=True)):
        rows = content_of(base.tables[name])
        for key, row in content_of(draw(st.sampled_from(others)).tables[name]).items():
            what = draw(st.sampled_from(["row", "cells", "nothing"]))
            if what == "row":
                rows[key] = row
            elif what == "cells" and key in rows:
                rows[key] = {**rows[key], **{column: value for column, value in row.items() if draw(st.booleans())}}
        rows = {key: row for key, row in rows.items() if draw(st.integers(0, 5))}
        part = BY_NAME[name].key
        tables[name] = [{**dict(zip(part, key, strict=True)), **row} for key, row in rows.items()]
    return base.replace(tables)


def cells(case: Case) -> dict[tuple[str, Key, str], Value]:
    """All cells of a case that are not blank, and one for every row."""
    found: dict[tuple[str, Key, str], Value] = {}
    for name, table in case.tables.items():
        for key, row in content_of(table).items():
            found[name, key, ""] = "there"
            found.update({(name, key, column): value for column, value in row.items()})
    return found


@given(cases(), cases())
@MANY
def test_where_one_side_left_all_alone_the_other_one_is_taken(base: Case, other: Case) -> None:
    assert (merge(base, other, base).case, merge(base, other, base).conflicts) == (other, ())
    assert (merge(base, base, other).case, merge(base, base, other).conflicts) == (other, ())
    assert (merge(base, other, other).case, merge(base, other, other).conflicts) == (other, ())
    assert merge(base, other, base).taken_b == merge(base, base, other).taken_a == 0


@given(versions())
@MANY
def test_the_sides_can_be_exchanged(three: tuple[Case, Case, Case]) -> None:
    base, a, b = three
    one, other = merge(base, a, b), merge(base, b, a)
    mirrored = {(c.table, c.key, c.column, repr(c.base), repr(c.b), repr(c.a)) for c in other.conflicts}
    assert {(c.table, c.key, c.column, repr(c.base), repr(c.a), repr(c.b)) for c in one.conflicts} == mirrored
    assert (one.taken_a, one.taken_b, one.taken_both) == (other.taken_b, other.taken_a, other.taken_both)
    open_cells = {(c.table, c.key, c.column) for c in one.conflicts}
    theirs = {place: value for place, value in cells(other.case).items() if place not in open_cells}
    assert {place: value for place, value in cells(one.case).items() if place not in open_cells} == theirs


@given(versions())
@MANY
def test_nothing_is_overwritten_in_silence(three: tuple[Case, Case, Case]) -> None:
    """Every cell that a side changed is in the merged case, unless the cell or its row is listed as a conflict."""
    base, a, b = three
    merged = merge(base, a, b)
    before, ours, theirs, found = cells(base), cells(a), cells(b), cells(merged.case)
    listed = {(c.table, c.key, c.column) for c in merged.conflicts}
    for place in before.keys() | ours.keys() | theirs.keys() | found.keys():
        was, one, other, now = (known.get(place) for known in (before, ours, theirs, found))
        if place in listed or (*place[:2], "") in listed:
            continue
        row = (*place[:2], "")
        if row not in ours or row not in theirs:  # a row that one side added or removed goes as a whole
            side = ours if (row in ours) is not (row in before) else theirs
            assert same(now, side.get(place))
            continue
        assert same(one, other) or same(was, one) or same(was, other), f"{place} is a conflict that is not listed"
        assert same(now, other if same(was, one) else one)


@given(versions())
@MANY
def test_without_conflicts_both_differences_hold(three: tuple[Case, Case, Case]) -> None:
    base, a, b = three
    merged = merge(base, a, b)
    if merged.conflicts:
        for conflict in merged.conflicts:
            assert not same(conflict.a, conflict.b)
        return
    assert difference(base, b).applied(difference(base, a).applied(base)) == merged.case
    counted = merged.taken_a + merged.taken_b + merged.taken_both
    assert (counted == 0) is (merged.case == base)


def merged(ours: Any, theirs: Any, base: Case | None = None) -> tuple[Case, list[tuple[Any, ...]]]:
    """Merge two changes of the small case; conflicts as plain tuples."""
    found = merge(base or small_case(), small_case(*ours), small_case(*theirs))
    return found.case, [(c.table, c.row, c.column, c.base, c.a, c.b) for c in found.conflicts]


def test_different_cells_of_one_row_both_count() -> None:
    case, conflicts = merged([edited("cadres", "judge", pay=1.0)], [edited("cadres", "judge", support=2.0)])
    assert conflicts == []
    assert case == small_case(edited("cadres", "judge", pay=1.0, support=2.0))


def test_the_same_cell_changed_in_two_ways_keeps_what_was_until_somebody_chooses() -> None:
    case, conflicts = merged([edited("cadres", "judge", pay=1.0)], [edited("cadres", "judge", pay=2.0)])
    assert conflicts == [("cadres", "judge", "pay", 200_000.0, 1.0, 2.0)]
    assert case == small_case()


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    new = added("regions", region="north", name="North")
    change = [edited("cadres", "judge", pay=1.0), deleted("cadres", "clerk"), new]
    case, conflicts = merged(change, change)
    assert conflicts == []
    assert case == small_case(*change)


def test_a_row_that_one_removed_goes_if_the_other_left_it_alone() -> None:
    case, conflicts = merged([deleted("cadres", "clerk")], [edited("cadres", "judge", pay=2.0)])
    assert conflicts == []
    assert case == small_case(deleted("cadres", "clerk"), edited("cadres", "judge", pay=2.0))


def test_a_row_that_one_removed_and_the_other_changed_is_a_conflict_about_the_row() -> None:
    changed = edited("pledges", "eu", y2027=5.0)
    case, conflicts = merged([deleted("pledges", "eu")], [changed])
    assert [conflict[:3] for conflict in conflicts] == [("pledges", "eu", "")]
    base, one, other = conflicts[0][3:]
    assert one == REMOVED
    assert (row_cells(base), row_cells(other)) == ({"2027": 1e7}, {"2027": 5.0})
    assert case == small_case(changed)
    assert merged([changed], [deleted("pledges", "eu")])[1][0][4:] == (other, REMOVED)


def test_the_same_row_added_twice_is_a_conflict_in_every_cell_that_differs_blanks_included() -> None:
    base = {"region": "north", "name": "North"}
    _, conflicts = merged([added("regions", **base, population=5.0)], [added("regions", **base, note="census")])
    assert conflicts == [("regions", "north", "population", None, 5.0, None),
                         ("regions", "north", "note", None, None, "census")]


def test_two_agreeing_versions_may_not_fit_together() -> None:
    """A merge checks nothing: one removes a cadre, the other lets it serve a need."""
    ours = [deleted("cadres", "clerk")]
    case, conflicts = merged(ours, [added("effects", cadre="clerk", need="crime", effect=1.0)])
    assert conflicts == []
    assert not any(row["cadre"] == "clerk" for row in case.records("cadres"))
    assert any(row["cadre"] == "clerk" for row in case.records("effects"))


def test_settings_are_merged_by_key() -> None:
    case, conflicts = merged([setting("discount_rate", 0.1)], [setting("tail_years", 7)])
    assert conflicts == []
    assert case == small_case(setting("discount_rate", 0.1), setting("tail_years", 7))


@pytest.mark.parametrize("text", ["removed", "[1]", '{"pay": [1]}', "{", None, 3.0])
def test_what_is_no_row_is_not_taken_for_one(text: Value) -> None:
    assert row_cells(text) is None


def test_a_conflict_is_a_line_of_its_table() -> None:
    line = Conflict("committed", ("police", "capital", "Barracks"), "2027", 1.0, 2.0, None).record()
    assert line == {"table": "committed", "row": "police/capital/Barracks", "column": "2027", "base": 1.0, "a": 2.0,
                    "b": None, "take": None}
