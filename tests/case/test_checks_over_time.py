"""What a case says by year counts for the checks of what it says once."""

from __future__ import annotations

import pytest
from pipeline import donor, tiny_case
from random_cases import Row

from rightfin.case import Case
from rightfin.case.checks import check_case


def later(table: str, row: str, column: str, **values: object) -> Row:
    return {"table": table, "row": row, "column": column, **values}


def codes(case: Case, *wanted: str) -> list[str]:
    """Return which of some codes the checks of a case give."""
    return [issue.code for issue in check_case(case) if issue.code in wanted]


@pytest.mark.parametrize(("columns", "row", "wanted"), [
    ({"untied": 5.0}, None, ["no_match", "untied_unused"]),
    ({"untied": 5.0}, later("donors", "friends", "match", **{"2024": 0.5}), []),
    ({"untied": 5.0}, later("donors", "friends", "match", **{"2024": 0.0}), []),
    ({}, later("donors", "friends", "untied", **{"2024": 5.0}), ["no_match", "untied_unused"]),
    ({"arrival_share": 0.0}, None, ["no_match", "pledge_lapses"]),
    ({"arrival_share": 0.0}, later("donors", "friends", "arrival_share", **{"2024": 0.5}), ["no_match"]),
    ({"arrival_share": 0.0, "exit_year": 2023}, later("donors", "friends", "arrival_share", **{"2024": 0.5}),
     ["no_match", "pledge_lapses"]),
    ({"arrival_share": 0.5}, later("donors", "friends", "arrival_share", **{"2021": 0.0}), ["no_match", "pledge_lapses"]),
])
def test_a_match_or_an_arrival_that_begins_later_is_one(columns: Row, row: Row | None, wanted: list[str]) -> None:
    scope = [{"donor": "friends", "institution": "army", "category": "pay", "item": "*"}]
    case = tiny_case(co_financing=scope, over_time=[row] if row else [], **donor(4.0, **columns))
    assert sorted(codes(case, "no_match", "untied_unused", "pledge_lapses")) == wanted


@pytest.mark.parametrize(("category", "item", "wanted"), [
    ("pay", "soldier/bonus", 1), ("pay", "soldier/risk", 0), ("pay", "bonus", 0), ("operations", "soldier/bonus", 0),
])
def test_an_item_of_pay_has_a_slash_only_where_it_is_a_part_of_pay(category: str, item: str, wanted: int) -> None:
    part = {"cadre": "soldier", "part": "risk", "kind": "allowance", "amount": 1500.0}
    cost = {"institution": "army", "category": category, "item": item, "2021": 5.0}
    case = tiny_case(soldier={"pay": None}, pay_parts=[part], running_costs=[cost])
    assert len(codes(case, "item_slash")) == wanted


@pytest.mark.parametrize(("soldier", "rows", "wanted"), [
    ({"pension_share": 0.5}, [later("cadres", "soldier", "pension", **{"2024": 0.0})], 1),
    ({"pension_share": 0.5}, [later("cadres", "soldier", "pension", form="growth", **{"2024": 0.0})], 1),
    ({"pension_share": 0.0, "pension": 100.0}, [], 1),
    ({"pension": 100.0}, [later("cadres", "soldier", "pension_share", **{"2024": 0.0})], 1),
    ({}, [later("cadres", "soldier", "pension", **{"2024": 80.0}),
          later("cadres", "soldier", "pension_share", **{"2025": 0.4})], 1),
    ({"pension_share": 0.5}, [later("cadres", "soldier", "pension_share", **{"2024": 0.0})], 0),
    ({"pension": 100.0}, [later("cadres", "soldier", "pension", form="growth", **{"2024": 0.0})], 0),
])
def test_a_pension_that_a_share_of_pay_takes_the_place_of_is_told(soldier: Row, rows: list[Row], wanted: int) -> None:
    assert len(codes(tiny_case(soldier=soldier, over_time=rows), "pension_twice")) == wanted
