"""What goes with what: pairs, swaps and trade-offs against solves from nothing of the whole programme."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from inputs.shipped import DEMO, shipped_case
from near_plans import LOSS, Asked, FromNothing
from random_cases import random_case

from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.solve.levels import Solution, solve
from rightfin.study.why.aggregates import Aggregate, added
from rightfin.study.why.alternatives import Alternatives, alternatives
from rightfin.study.why.near_best import level_value
from rightfin.study.why.quantities import LinearSum, quantity_named
from rightfin.study.why.tradeoffs import GIVEN_UP, Tradeoff, TradeoffKind, securities

SEEDS = (1, 3, 6, 8)


@pytest.fixture(scope="module", params=SEEDS)
def both(request: pytest.FixtureRequest) -> tuple[Asked, Alternatives]:
    case = random_case(request.param)
    return Asked(case), alternatives(case, of=["cost"])


def sum_of(asked: Asked, one: Aggregate) -> LinearSum:
    return one.sum_in(asked.session.inputs)


def test_every_corner_is_a_plan_and_nothing_lies_farther_out_than_is_said(both: tuple[Asked, Alternatives]) -> None:
    asked, found = both
    brute = FromNothing(asked, LOSS)
    for pair in found.pairs:
        sums = [sum_of(asked, one) for one in (pair.first, pair.second)]
        corners = np.array(pair.figure.corners)
        size = np.maximum(corners.max(axis=0) - corners.min(axis=0), 1.0)
        for turn in np.linspace(0.1, 2.0 * np.pi + 0.1, 9):
            toward = np.array([np.cos(turn), np.sin(turn)]) / size
            total = added(zip(toward.tolist(), sums, strict=True))
            farthest = -brute.least(LinearSum({label: -by for label, by in total.terms.items()}, -total.constant))
            reached = float((corners @ toward).max())
            assert reached <= farthest + 1e-4, "every corner is possible"
            assert farthest <= reached + pair.figure.outside + 2e-3, "what is possible lies within"


def test_a_swap_is_one_plan_and_the_most_of_both_together(both: tuple[Asked, Alternatives]) -> None:
    asked, found = both
    plan = asked.reach().planned()
    place = {one.key: n for n, one in enumerate(asked.aggregates)}
    for swap in found.swaps:
        one, other = (asked.sums[place[end.key]] for end in (swap.less, swap.more))
        less, more = plan[place[swap.less.key]] - swap.given_up, plan[place[swap.more.key]] + swap.gained
        brute = FromNothing(asked, LOSS)
        brute.bound(one, less + 1e-3)
        brute.bound(other, more - 1e-3, above=True)
        brute.least(one)  # there is such a plan, with both at once
        brute = FromNothing(asked, LOSS)
        brute.bound(one, float(plan[place[swap.less.key]]))
        brute.bound(other, float(plan[place[swap.more.key]]), above=True)
        best = brute.least(added([(1.0, one), (-1.0, other)]))
        assert less - more == pytest.approx(best, rel=1e-5, abs=0.1)


def of_kind(found: Alternatives, kind: TradeoffKind) -> Tradeoff | None:
    return next((one for one in found.tradeoffs if one.kind is kind), None)


@pytest.mark.parametrize(("kind", "name"), [(TradeoffKind.COST, "cost"), (TradeoffKind.DONORS, "donors")])
def test_money_falls_ever_more_slowly_with_coverage_and_each_point_is_the_least(
    both: tuple[Asked, Alternatives], kind: TradeoffKind, name: str
) -> None:
    asked, found = both
    one = of_kind(found, kind)
    if one is None:
        return
    total = sum_of(asked, Aggregate(quantity_named(name, asked.question.prepared), None))
    for point in one.points:
        assert point.found == pytest.approx(FromNothing(asked, point.held).least(total), rel=2e-6, abs=10.0)
    slopes = [(after.found - before.found) / (after.held - before.held) for before, after in pairwise(one.points)]
    size = abs(one.planned.found) * 1e-4 / 0.005
    assert all(slope < 0.0 for slope in slopes), "no point is better than another in both"
    assert all(later >= earlier - size for earlier, later in pairwise(slopes)), "it is convex"


def test_security_is_a_frontier_that_bends_one_way_and_no_point_can_be_bettered(both: tuple[Asked, Alternatives]) -> None:
    asked, found = both
    one = of_kind(found, TradeoffKind.SECURITY)
    parts = securities(asked.program, asked.session.inputs, asked.found.columns, found.names.need_security)
    if one is None or parts is None:
        assert one is None
        assert parts is None
        return
    planned = {kind: value(asked, part) for kind, part in (
        ("national", parts.national), ("human", parts.human), ("rest", parts.rest))}
    for point in one.points:
        brute = FromNothing(asked, 0.0, without="needs")
        held = planned["national"] - (point.held - 1.0) * parts.covered["national"]
        brute.bound(parts.national, held + 1e-8 * parts.covered["national"])
        brute.bound(parts.rest, planned["rest"] + 1e-9 * sum(parts.covered.values()))
        least = brute.least(parts.human)
        assert point.found == pytest.approx(1.0 - (least - planned["human"]) / parts.covered["human"], abs=1e-5)
        assert min(point.held, point.found) > 1.0 - GIVEN_UP - 1e-3
    for before, after in pairwise(one.points):
        assert after.held < before.held
        assert after.found > before.found - 1e-6
    bends = [(b.found - a.found) / (b.held - a.held) for a, b in pairwise(one.points)]
    assert all(later >= earlier - 1e-3 * (1.0 + abs(earlier)) for earlier, later in pairwise(bends)), "it is concave"


def value(asked: Asked, total: LinearSum) -> float:
    at = dict(zip(asked.program.columns, asked.found.columns.tolist(), strict=True))
    return total.constant + sum(by * at[label] for label, by in total.terms.items())


def test_debt_buys_coverage_ever_more_slowly_as_plans_from_nothing_say(both: tuple[Asked, Alternatives]) -> None:
    asked, found = both
    one = of_kind(found, TradeoffKind.DEBT)
    assert one is not None
    for point in one.points:
        parameters = asked.question.parameters
        other = replace(parameters, policy=replace(parameters.policy, arrears_tolerance=point.held))
        solution = solve(asked.program, other)
        assert isinstance(solution, Solution)
        gained = (level_value(asked.program, "needs", asked.found.columns)
                  - level_value(asked.program, "needs", solution.columns)) / found.covered
        assert point.found == pytest.approx(gained, abs=1e-5)
        owed = level_value(asked.program, "obligations", solution.columns)
        assert point.owed == pytest.approx(owed, rel=1e-5, abs=1e-6 * parameters.case_size)
    assert all(after.found > before.found and after.held > before.held for before, after in pairwise(one.points))


def test_a_third_number_is_held_at_several_values() -> None:
    found = alternatives(random_case(3), of=["cost"], pairs=[("strength.army", "strength.police", "cost")])
    assert [round(one.held_at or 0.0) for one in found.pairs] == sorted({round(one.held_at or 0.0) for one in found.pairs})
    asked = Asked(random_case(3))
    for one in found.pairs:
        assert one.third is not None
        assert one.held_at is not None
        brute = FromNothing(asked, LOSS)
        total = sum_of(asked, one.third)
        brute.bound(total, one.held_at * (1.0 + 1e-9))
        brute.bound(total, one.held_at * (1.0 - 1e-9), above=True)
        ends = [brute.least(sum_of(asked, one.first), sign) for sign in (1.0, -1.0)]
        firsts = [x for x, _ in one.figure.corners]
        assert [min(firsts), max(firsts)] == pytest.approx(ends, rel=1e-4, abs=0.5)


def test_the_fictional_case_trades_soldiers_for_police() -> None:
    found = alternatives(shipped_case(DEMO), of=["unpaid"])
    assert all(one.least == one.planned == one.greatest for one in found.extents), "what solves differ by is no range"
    assert {(swap.less.quantity.name, swap.more.quantity.name) for swap in found.swaps} == {
        ("strength.army", "strength.police"), ("strength.police", "strength.army")}
    assert {one.kind for one in found.tradeoffs} == set(TradeoffKind)


def test_years_are_looked_at_with_prices_of_the_base_year() -> None:
    asked = Asked(random_case(2))
    p = project(random_case(2), {}, 1.25)
    assert isinstance(asked.session.inputs, Inputs)
    total = sum_of(asked, Aggregate(quantity_named("cost", asked.question.prepared), None))
    single = [quantity_named("cost", asked.question.prepared).sum_in(asked.session.inputs, year)
              for year in p.horizon.years[: p.horizon.shown]]
    by_hand = sum(value(asked, one) / float(index) for one, index in zip(single, p.fiscal.deflator[1:], strict=False))
    assert value(asked, total) == pytest.approx(by_hand)
