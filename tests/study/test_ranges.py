"""Numbers that ties decide: their ends belong to plans that are as good at every level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from pipeline import Solved, levels_of, solved, tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import Case
from rightfin.lp.decided import Fixable
from rightfin.solve.levels import Solution, solve
from rightfin.study.briefing import ranges as module
from rightfin.study.briefing.ranges import Number, Range, ranges


def twins() -> Case:
    """Return a case of two cadres that are alike in everything but their names."""
    cadre = {"institution": "army", "opening_strength": 5_000.0, "pay": 1500.0, "support": 500.0, "attrition": 0.1}
    return tiny_case(
        cadres=[{"cadre": name, "name": name.title(), **cadre} for name in ("north", "south")],
        effects=[{"cadre": name, "need": "war", "effect": 1.0} for name in ("north", "south")],
    )


def held_at(found: Solved, one: Range, strength: float) -> dict[str, float]:
    """Return the levels of a plan from nothing with a cadre held at a strength in one year."""
    values = {("strength", (one.who, one.year)): strength}
    program = Fixable(found.program, values).fixed(found.program, values)
    solution = solve(program, found.parameters)
    assert isinstance(solution, Solution)
    return levels_of(solution)


def alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return one.keys() == other.keys() and all(one[key] == pytest.approx(other[key], rel=1e-4, abs=1e-3) for key in one)


def test_both_ends_belong_to_plans_that_are_as_good() -> None:
    case = twins()
    found = ranges(case).ranges
    assert {(one.number, one.who, one.year) for one in found} == {
        (Number.STRENGTH, who, year) for who in ("north", "south") for year in (2024, 2026)
    }
    plan = solved(case)
    for one in found:
        assert one.least < one.value + 1.0
        assert one.value < one.greatest + 1.0
        assert one.least + 100.0 < one.greatest
        assert alike(held_at(plan, one, one.least), plan.levels)
        assert alike(held_at(plan, one, one.greatest), plan.levels)
        assert not alike(held_at(plan, one, 1.05 * one.greatest), plan.levels)


def test_what_is_alike_has_the_same_range() -> None:
    by = {(one.who, one.year): one for one in ranges(twins()).ranges}
    for year in (2024, 2026):
        north, south = by["north", year], by["south", year]
        assert (north.least, north.greatest) == pytest.approx((south.least, south.greatest), rel=1e-4)


def test_a_plan_without_ties_leaves_nothing_open() -> None:
    assert ranges(tiny_case()).ranges == ()


@pytest.mark.parametrize("seed", [1, 4, 8])
def test_the_published_plan_lies_within_its_ranges(seed: int) -> None:
    case = random_case(seed)
    table = rightfin.plan(case).table("strength").set_index(["cadre", "year"])["strength"]
    for one in ranges(case).ranges:
        if one.number is Number.STRENGTH:
            slack = 1e-2 * max(one.greatest - one.least, 1.0)
            assert one.least - slack <= float(table[one.who, one.year]) <= one.greatest + slack, one


def test_the_widest_are_kept_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    found = ranges(twins())
    assert len(found.ranges) == 1
    assert found.left_out == 3
    assert found.asked == 5
    assert np.isfinite(found.ranges[0].greatest)
