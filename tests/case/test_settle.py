"""Choices about conflicts: unsettled lines are errors, settled ones are applied, nothing typed since is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from raw_tables import raw_table
from small_case import added, deleted, edited, small_case
from strategies import cases

from rightfin.case import Case, Issue
from rightfin.case.exchange.difference import content_of
from rightfin.case.exchange.merge import Merged, merge
from rightfin.case.exchange.settle import settle
from rightfin.io import write_case
from rightfin.reading import read_unchecked
from rightfin.schema.trail import CONFLICTS

NAMES = [column.name for column in CONFLICTS.columns]


def lines(merged: Merged, *takes: str | None) -> list[list[Any]]:
    """Return the table of conflicts with a choice a line."""
    rows = [[{**conflict.record(), "take": take}[name] for name in NAMES]
            for conflict, take in zip(merged.conflicts, takes, strict=True)]
    return [list(NAMES), *rows]


def settled(merged: Merged, *takes: str | None) -> tuple[Case, tuple[Issue, ...]]:
    return settle(merged.case, [raw_table("conflicts", lines(merged, *takes))])


PAY = merge(small_case(), small_case(edited("cadres", "judge", pay=1.0)), small_case(edited("cadres", "judge", pay=2.0)))
GONE = merge(small_case(), small_case(deleted("pledges", "eu")), small_case(edited("pledges", "eu", y2027=5.0)))


@pytest.mark.parametrize(("take", "pay"), [("a", 1.0), ("b", 2.0), ("base", 200_000.0), (" A ", 1.0)])
def test_what_is_chosen_holds(take: str, pay: float) -> None:
    assert settled(PAY, take) == (small_case(edited("cadres", "judge", pay=pay)), ())


def test_a_line_without_a_choice_is_an_error_at_the_cell_of_the_choice() -> None:
    case, issues = settled(PAY, None)
    assert [(i.code, i.table, i.row, i.column, i.cell) for i in issues] == [
        ("unsettled", "cadres", "judge", "pay", "conflicts!G2")
    ]
    assert "a: “1”; b: “2”" in issues[0].message
    assert case == PAY.case
    assert [issue.code for issue in settled(PAY, "c")[1]] == ["not_a_choice"]


def test_one_line_without_a_choice_holds_back_the_others() -> None:
    both = merge(small_case(), small_case(edited("cadres", "judge", pay=1.0, support=1.0)),
                 small_case(edited("cadres", "judge", pay=2.0, support=2.0)))
    case, issues = settled(both, "a", None)
    assert (case, [issue.code for issue in issues]) == (both.case, ["unsettled"])


@pytest.mark.parametrize(("take", "left"), [
    ("a", [deleted("pledges", "eu")]), ("b", [edited("pledges", "eu", y2027=5.0)]), ("base", []),
])
def test_a_row_goes_stays_as_changed_or_stands_as_it_was(take: str, left: list[Any]) -> None:
    assert settled(GONE, take) == (small_case(*left), ())


def test_what_was_typed_after_the_merge_is_not_overwritten_in_silence() -> None:
    typed = PAY.case.with_cell("cadres", ("judge",), "pay", 9.0)
    raw = [raw_table("conflicts", lines(PAY, "a"))]
    case, issues = settle(typed, raw)
    assert (case, [issue.code for issue in issues]) == (typed, ["typed_over"])
    assert settle(PAY.case.with_cell("cadres", ("judge",), "pay", 1.0), raw)[1] == (), "what is taken was typed already"


def test_a_line_that_was_cleared_leaves_its_cell_as_it_stands() -> None:
    typed = PAY.case.with_cell("cadres", ("judge",), "pay", 9.0)
    assert settle(typed, [raw_table("conflicts", [list(NAMES), [None] * len(NAMES)])]) == (typed, ())
    assert settle(typed, []) == (typed, ())


@pytest.mark.parametrize(
    ("column", "text"), [("table", "cadre"), ("row", "nobody"), ("column", "2027"), ("column", "cadre")]
)
def test_a_line_that_leads_to_no_cell_is_an_error(column: str, text: str) -> None:
    grid = lines(PAY, "a")
    grid[1][NAMES.index(column)] = text
    case, issues = settle(PAY.case, [raw_table("conflicts", grid)])
    assert (case, [issue.code for issue in issues]) == (PAY.case, ["unknown_conflict"])


def test_a_value_that_its_column_cannot_have_is_an_error() -> None:
    grid = lines(PAY, "a")
    grid[1][NAMES.index("a")] = "much"
    case, issues = settle(PAY.case, [raw_table("conflicts", grid)])
    assert (case, [issue.code for issue in issues]) == (PAY.case, ["not_a_number"])


def test_a_sheet_without_its_headings_is_an_error() -> None:
    assert {issue.code for issue in settle(PAY.case, [raw_table("conflicts", [["what", "take"], ["pay", "a"]])])[1]} == {
        "missing_column"
    }


def test_a_row_too_long_for_a_cell_cannot_go_back_to_what_it_was() -> None:
    long = {"note": "n" * 20_000, "source": "s" * 20_000}
    base = small_case(edited("pledges", "eu", **long))
    found = merge(base, small_case(deleted("pledges", "eu")), small_case())
    assert found.conflicts[0].base is None
    assert [issue.code for issue in settled(found, "base")[1]] == ["unknown_conflict"]
    assert settled(found, "b") == (small_case(), ())


@given(cases(), cases(), cases(), st.sampled_from(["a", "b"]))
@settings(max_examples=8, deadline=None)
def test_a_merge_that_always_takes_one_side_holds_all_that_it_changed(base: Case, a: Case, b: Case, side: str) -> None:
    merged = merge(base, a, b)
    grid = lines(merged, *[side] * len(merged.conflicts))
    case, issues = settle(merged.case, [raw_table("conflicts", grid)])
    assert issues == ()
    taken = a if side == "a" else b
    for name, table in taken.tables.items():
        old, new, found = content_of(base.tables[name]), content_of(table), content_of(case.tables[name])
        for key in new.keys() - old.keys():
            assert new[key].items() <= found[key].items()
        assert not found.keys() & (old.keys() - new.keys())
        for key in new.keys() & old.keys() & found.keys():
            changed = {c for c in new[key].keys() | old[key].keys() if new[key].get(c) != old[key].get(c)}
            assert {c: found[key].get(c) for c in changed} == {c: new[key].get(c) for c in changed}


def test_a_workbook_is_settled_by_its_drop_downs(tmp_path: Path) -> None:
    base = small_case(edited("institutions", "army", note="=1+1"))
    merged = merge(
        base,
        small_case(edited("institutions", "army", note="=2+2"), edited("cadres", "judge", pay=1.0),
                   deleted("pledges", "eu"), added("regions", region="north", name="North", population=5.0)),
        small_case(edited("institutions", "army", note="007"), edited("cadres", "judge", pay=2.0),
                   edited("pledges", "eu", y2027=5.0), added("regions", region="north", name="Norden", population=5.0)),
    )
    write_case(merged.case, tmp_path / "merged.xlsx", conflicts=merged.conflicts)
    unsettled = read_unchecked(tmp_path / "merged.xlsx").issues
    assert {issue.code for issue in unsettled} == {"unsettled"}
    book = load_workbook(tmp_path / "merged.xlsx")
    assert book.sheetnames.index("conflicts") < book.sheetnames.index("settings")
    sheet = book["conflicts"]
    takes = {("institutions", "army"): "b", ("cadres", "judge"): "a", ("pledges", "eu"): "b", ("regions", "north"): "b"}
    for issue in unsettled:
        cell = sheet[issue.cell.split("!")[1]]
        cell.value = takes[issue.table, issue.row]
        link = sheet.cell(cell.row, 2).hyperlink
        assert link is not None
        assert link.location.startswith(f"'{issue.table}'!")
    book.save(tmp_path / "settled.xlsx")
    found = read_unchecked(tmp_path / "settled.xlsx")
    assert [issue for issue in found.issues if issue.severity == "error"] == []
    assert found.case == small_case(
        edited("institutions", "army", note="007"), edited("cadres", "judge", pay=1.0), edited("pledges", "eu", y2027=5.0),
        added("regions", region="north", name="Norden", population=5.0),
    )


@pytest.mark.parametrize("take", ["a", "b", "base"])
def test_what_was_typed_into_a_row_after_the_merge_is_not_overwritten_in_silence(take: str) -> None:
    typed = GONE.case.with_cell("pledges", ("eu",), "2027", 9.0)
    case, issues = settle(typed, [raw_table("conflicts", lines(GONE, take))])
    assert (case, [issue.code for issue in issues]) == (typed, ["typed_over"])


def test_a_row_that_was_put_back_by_hand_may_be_what_the_base_says() -> None:
    back = GONE.case.with_cell("pledges", ("eu",), "2027", 1e7)
    assert settle(back, [raw_table("conflicts", lines(GONE, "base"))]) == (small_case(), ())


def test_a_changed_row_too_long_for_a_cell_stays_as_it_was_changed() -> None:
    long = {"note": "n" * 20_000, "source": "s" * 20_000}
    found = merge(small_case(), small_case(deleted("pledges", "eu")), small_case(edited("pledges", "eu", **long)))
    assert found.conflicts[0].b is None
    assert settled(found, "b") == (small_case(edited("pledges", "eu", **long)), ())
    assert settled(found, "a") == (small_case(deleted("pledges", "eu")), ())
