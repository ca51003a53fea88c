"""Options near a plan: each keeps its wishes and what is promised, and loses no more than stated, also from nothing."""

from __future__ import annotations

import pytest
from near_plans import LOSS, Asked
from random_cases import random_case

from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import Label
from rightfin.lp.wished import WISH, Wishable
from rightfin.solve.levels import Level, Solution, solve
from rightfin.study.why.aggregates import value_of
from rightfin.study.why.alternatives import Alternatives, alternatives
from rightfin.study.why.near_best import level_value, ranking
from rightfin.study.why.options import AlternativePlan, OptionKind, option_named, rounded_for
from rightfin.study.why.quantities import quantity_named
from rightfin.study.why.wishes import WishSense, wish_of
from rightfin.tolerances import HOLD, ROOM

SEEDS = (1, 3, 6, 8, 11)


@pytest.fixture(scope="module", params=SEEDS)
def both(request: pytest.FixtureRequest) -> tuple[Asked, Alternatives]:
    case = random_case(request.param)
    return Asked(case), alternatives(case, of=["cost"])


def anew(asked: Asked, option: AlternativePlan) -> Solution:
    """Return all levels with the wishes of an option, built and solved from nothing."""
    sums, sides = dict[Label, dict[Label, float]](), dict[Label, tuple[float, float]]()
    for n, wish in enumerate(option.wishes):
        for row in wish.rows(asked.session.inputs):
            sums[WISH, (n, int(row.year))] = dict(row.total.terms)
            sides[WISH, (n, int(row.year))] = row.least - row.total.constant, row.most - row.total.constant
    program = Wishable(asked.program, sums).asked(sides)
    found = solve(program, asked.question.parameters)
    assert isinstance(found, Solution)
    return found


def by_name(levels: tuple[Level, ...]) -> dict[str, float]:
    return {level.name: level.value for level in levels}


def test_every_option_keeps_its_wishes_and_loses_no_more_than_stated(both: tuple[Asked, Alternatives]) -> None:
    asked, found = both
    assert found.options
    sizes = natural_sizes(asked.question.parameters)
    for option in found.options:
        assert -1e-6 <= option.lost <= LOSS + 1e-6, option.name
        solution = anew(asked, option)
        before, after = by_name(ranking(asked.found)), by_name(ranking(solution))
        for name, value in after.items():
            if name != "needs":
                assert value <= before.get(name, 0.0) + 20.0 * HOLD * sizes[name], (option.name, name)
        lost = (after["needs"] - level_value(asked.program, "needs", asked.found.columns)) / found.covered
        assert option.lost == pytest.approx(lost, abs=1e-4), option.name
        at = dict(zip(asked.program.columns, solution.columns.tolist(), strict=True))
        for wish in option.wishes:
            for row in wish.rows(asked.session.inputs):
                assert row.missed_by(value_of(row.total, at)) <= 1e-5 * max(1.0, wish.number)
                told = option.values.get((wish.quantity.name, row.year))
                if told is not None:
                    assert row.missed_by(told) <= 1e-5 * max(1.0, wish.number)


@pytest.mark.parametrize(("seed", "loss"), [(19, LOSS), (19, 0.0), (32, 0.0), (41, 0.0)])
def test_no_option_loses_more_than_stated_where_a_little_promised_is_worth_much(seed: int, loss: float) -> None:
    found = alternatives(random_case(seed), loss=loss, of=["cost"])
    assert all(option.lost <= loss + 1e-6 for option in found.options)


def test_wishes_of_options_can_be_typed(both: tuple[Asked, Alternatives]) -> None:
    asked, found = both
    for option in found.options:
        assert option_named(found.options, option.name) is option
        for wish in option.wishes:
            again = wish_of(str(wish), asked.question.prepared)
            assert (again.quantity.name, again.sense, again.number) == (wish.quantity.name, wish.sense, wish.number)
            assert tuple(again.years) == tuple(wish.years)
    with pytest.raises(KeyError):
        option_named(found.options, "nothing")


def test_a_swap_stands_as_two_wishes(both: tuple[Asked, Alternatives]) -> None:
    _, found = both
    swaps = [option for option in found.options if option.kind is OptionKind.SWAP]
    assert len(swaps) == len(found.swaps)
    for option, swap in zip(swaps, found.swaps, strict=True):
        assert [wish.sense for wish in option.wishes] == [WishSense.AT_MOST, WishSense.AT_LEAST]
        less, more = (option.values[one.key] - found.planned[one.key] for one in option.about)
        assert -less == pytest.approx(swap.given_up, abs=1.01)
        assert more == pytest.approx(swap.gained, abs=1.01)


@pytest.mark.parametrize(("name", "sense", "number", "rounded"), [
    ("strength", WishSense.AT_LEAST, 1234.7, 1234.0), ("strength", WishSense.AT_MOST, 1234.2, 1235.0),
    ("cost", WishSense.AT_MOST, 1_234_567.0, 1_235_000.0), ("cost", WishSense.AT_LEAST, 1_234_567.0, 1_234_000.0),
    ("cost", WishSense.AT_MOST, 12.3, 13.0), ("coverage", WishSense.AT_LEAST, 0.91278, 0.912),
    ("cost", WishSense.AT_MOST, -1e-9, 0.0),
])
def test_numbers_are_rounded_to_the_easier_side(name: str, sense: WishSense, number: float, rounded: float) -> None:
    quantity = quantity_named(name, Asked(random_case(1)).question.prepared)
    assert rounded_for(quantity, sense, number) == pytest.approx(rounded)


@pytest.mark.parametrize(("sense", "number", "rounded"), [
    (WishSense.AT_LEAST, 1_999.9999, 2_000.0), (WishSense.AT_LEAST, 1_999.9, 1_999.0),
    (WishSense.AT_MOST, 2_000.0001, 2_000.0), (WishSense.AT_MOST, 2_000.1, 2_001.0),
])
def test_a_hairs_breadth_beside_a_round_number_is_that_number(sense: WishSense, number: float, rounded: float) -> None:
    quantity = quantity_named("strength", Asked(random_case(1)).question.prepared)
    assert rounded_for(quantity, sense, number, ROOM) == rounded
