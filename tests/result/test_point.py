"""Points: every decision in its place, and sums that tables, indicators and glances have in common to the last digit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from pipeline import Solved, solved
from random_cases import random_case

from rightfin.lp.rules import DECISION
from rightfin.result.glance import Gauge, Glance
from rightfin.result.plan import PlanTable
from rightfin.result.point import Places, Point, in_turn
from rightfin.tolerances import NO_DECISION

SEEDS = (1, 5, 14, 23)
SETTLED = ("own", "unfunded", "cleared", "arrears")
"""Decisions that are settled after the solver, so that nothing reads as unpaid that is rounding."""


@cache
def case(seed: int) -> Solved:
    return solved(random_case(seed))


def point(seed: int) -> Point:
    found = case(seed)
    return Point.of(found.inputs, found.program, found.solution.columns)


def glance(seed: int) -> Glance:
    found = case(seed)
    return Gauge(found.program, found.inputs).of(found.inputs, found.program, found.solution)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_decision_stands_in_its_place_and_nothing_stands_elsewhere(seed: int) -> None:
    """By name and index: the labels of the program say which, so no array may hold anything that no column does."""
    found, where = case(seed), point(seed)
    scale = found.program.column_scale
    for name, decision in DECISION.items():
        if name in SETTLED:
            continue
        columns = [place for place, (kind, _) in enumerate(found.program.columns) if kind == name]
        amounts = found.solution.columns[columns]
        kept = np.where(amounts < NO_DECISION * scale[columns], 0.0, amounts)
        assert where[name].ndim == len(decision.axes)
        assert sorted(where[name][where[name] > 0.0]) == sorted(kept[kept > 0.0])


def test_decisions_are_found_by_name_and_index() -> None:
    found, where = case(5), point(5)
    people, years = found.inputs.parameters.people, found.inputs.years
    at = {label: place for place, label in enumerate(found.program.columns)}
    for k, cadre in enumerate(people.cadres):
        for t, year in enumerate(years):
            amount = found.solution.columns[at["strength", (cadre, year)]]
            assert where["strength"][k, t] == pytest.approx(amount, abs=1e-3)
    with pytest.raises(KeyError):
        where["no such decision"]
    with pytest.raises(ValueError, match="read-only"):
        where["strength"][0, 0] = 1.0


@pytest.mark.parametrize("seed", SEEDS)
def test_arrears_are_what_is_unpaid_less_what_is_cleared(seed: int) -> None:
    where, parameters = point(seed), case(seed).parameters
    owed = parameters.policy.opening_arrears + np.cumsum(in_turn(where["unfunded"][0]) - where["cleared"][0])
    assert where["arrears"][0] == pytest.approx(owed, rel=1e-9, abs=1e-3)
    assert (where["cleared"] >= 0.0).all()


def test_places_fit_the_columns_that_they_were_made_for_and_no_others() -> None:
    one, other = case(1), case(5)
    places = Places(one.program, one.inputs)
    assert places.fits(one.program, one.inputs)
    assert not places.fits(other.program, other.inputs)
    assert not places.fits(one.program, other.inputs)


@pytest.mark.parametrize("seed", SEEDS)
def test_glances_agree_with_tables_and_indicators_to_the_last_digit(seed: int) -> None:
    """No tolerance: both take each number from the same sum."""
    found, seen = case(seed), glance(seed)
    fiscal, years = found.frame("fiscal"), seen.years
    for column, course in (("own", seen.own), ("unfunded", seen.unpaid), ("cleared", seen.cleared), ("saved", seen.saved),
                           ("revenue", seen.revenue)):
        assert fiscal[column].tolist() == list(course), column
    for name, course in (("total_cost", seen.cost), ("total_strength", seen.strength), ("coverage", seen.coverage)):
        indicator = found.indicator(name)
        assert [indicator.get(year, 1.0) for year in years] == list(course), name
    broken, asked = found.indicator("broken_obligations"), found.indicator("asked_cost")
    assert [asked[year] for year in years] == [a + b for a, b in zip(seen.cost, seen.unsupported, strict=True)]
    assert [broken[year] for year in years] == pytest.approx(list(seen.missing), rel=1e-12)
    margin = found.indicator("steady_state_margin")
    assert margin == ({} if seen.margin is None else {years[-1]: seen.margin})


@pytest.mark.parametrize("seed", SEEDS)
def test_grants_of_a_glance_are_those_of_the_table(seed: int) -> None:
    """Tables split them by donor and line, so that the last digit may differ."""
    grants = case(seed).by_year("budget", "grants")
    assert [grants[year] for year in glance(seed).years] == pytest.approx(list(glance(seed).grants), rel=1e-12, abs=1e-6)


def test_a_table_that_lacks_a_column_or_writes_one_too_many_is_refused_by_name() -> None:
    whole = {"need": ("war",), "weight": (1.0,)}
    assert PlanTable.of("weights", whole) == PlanTable.of_rows("weights", [("war", 1.0)])
    with pytest.raises(ValueError, match=r"differ in: weight$"):
        PlanTable.of("weights", {"need": ("war",)})
    with pytest.raises(ValueError, match=r"differ in: urgency$"):
        PlanTable.of("weights", {**whole, "urgency": (1.0,)})
    with pytest.raises(KeyError):
        PlanTable.of("wages", whole)
