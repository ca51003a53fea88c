"""Plans that start from near ones: what is found is what a session finds, whatever was solved before."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import donor, tiny_case
from random_cases import random_case

from rightfin.case import Case
from rightfin.question import Question
from rightfin.solve.exact import Traced
from rightfin.solve.levels import Contradiction
from rightfin.solve.nearby import NearbyPlans, NotNearError, weights
from rightfin.solve.session import Session


def changed(case: Case, seed: int) -> Case:
    """Return a random case with other revenue, pay, pledges and needs."""
    drawn = np.random.default_rng(seed)

    def times(table: str, factor: float, column: str) -> list[dict[str, object]]:
        return [{name: value * factor if isinstance(value, float | int) and (name == column or (
            column == "years" and name.isdecimal() and row.get("series", "revenue_ratio") == "revenue_ratio")) else value
            for name, value in row.items()} for row in case.records(table)]

    tables = {"macro": ("years", 0.8, 1.1), "cadres": ("pay", 0.9, 1.2), "pledges": ("years", 0.5, 1.5),
              "demand": ("years", 0.8, 1.2)}
    chosen = [table for table in tables if drawn.random() < 0.6] or ["macro"]
    return case.replace({table: times(table, drawn.uniform(*tables[table][1:]), tables[table][0]) for table in chosen})


@pytest.mark.parametrize("seed", range(10))
def test_a_chain_of_cases_is_planned_as_each_alone(seed: int) -> None:
    case = random_case(seed)
    cases = [case, *(changed(case, 10 * seed + step) for step in range(4)), case]
    projection = Question.of(case).projection()
    parameters = [projection.of(Question.of(one).prepared) for one in cases]
    plans = NearbyPlans(parameters[0])
    start, found = plans.base, [plans.columns]
    for one in parameters[1:]:
        found.append(plans.solve(one, start))
        start = plans.stand()
    for one, ours in zip(parameters, found, strict=True):
        session = Session(one)
        theirs = session.solve(one)
        assert not isinstance(theirs, Contradiction)
        assert session.program.columns == plans.assembly.program.columns
        scale = np.maximum(session.program.column_scale, 1.0)
        assert np.abs(ours - theirs.columns).max(initial=0.0) <= 1e-5 * scale.max()
    assert found[-1] == pytest.approx(found[0], abs=1e-6 * float(plans.assembly.program.column_scale.max()))


def test_begun_again_the_same_is_found_to_the_last_bit() -> None:
    case = random_case(3)
    projection = Question.of(case).projection()
    base, one, two = (projection.of(Question.of(case).prepared) for case in (case, changed(case, 1), changed(case, 2)))
    plans = NearbyPlans(base)
    plans.begin_again()
    first = plans.solve(one, plans.base)
    plans.solve(two, plans.base)
    plans.begin_again()
    assert np.array_equal(plans.solve(one, plans.base), first)


def test_what_is_not_near_is_said() -> None:
    base = Question.of(tiny_case()).parameters
    plans = NearbyPlans(base)
    for other in (tiny_case(**donor(4.0)), tiny_case(settings={"arrears_tolerance": 0.1})):
        with pytest.raises(NotNearError):
            plans.solve(Question.of(other).parameters, plans.base)
    with pytest.raises(NotNearError):
        NearbyPlans(Question.of(tiny_case(settings={"arrears_tolerance": 0.1})).parameters)


def test_hard_limits_that_contradict_one_another_leave_the_models_usable() -> None:
    def limited(most: float) -> Case:
        return tiny_case(strength_limits=[{"cadre": "soldier", "bound": "max", "hard": True, "2021": most}])

    projection = Question.of(limited(20_000.0)).projection()
    base, none, less = (projection.of(Question.of(limited(most)).prepared) for most in (20_000.0, 2_000.0, 9_500.0))
    plans = NearbyPlans(base)
    with pytest.raises(NotNearError):
        plans.solve(none, plans.base)
    session = Session(less)
    expected = session.solve(less)
    assert not isinstance(expected, Contradiction)
    assert plans.solve(less, plans.base) == pytest.approx(expected.columns, rel=1e-6, abs=1e-3)


def test_no_level_is_outweighed_by_those_after_it() -> None:
    drawn = np.random.default_rng(5)
    for _ in range(50):
        prices = drawn.normal(size=(4, 30)) * (drawn.random((4, 30)) < 0.3)
        free = drawn.random(30) < 0.8
        traced = tuple(Traced(row[:20], row[20:], free[:20], free[20:]) for row in prices)
        by = weights(("a", "b", "c", "d"), traced)
        assert max(by.values()) == by["a"] == 1.0
        together = sum(one * row for one, row in zip(by.values().__reversed__(), prices, strict=True))
        for column in np.flatnonzero(free & np.any(prices != 0.0, axis=0)):
            first = next(value for value in prices[:, column] if value != 0.0)
            assert np.sign(together[column]) == np.sign(first)
