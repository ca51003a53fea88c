"""Least and greatest values over all plans nearly as good, against a full re-solve from nothing by another library."""

from __future__ import annotations

from itertools import pairwise

import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from near_plans import LOSS, Asked, FromNothing
from random_cases import random_case

from rightfin.case import CaseError
from rightfin.solve.sums import EquallyGood
from rightfin.study.why.alternatives import Alternatives, alternatives
from rightfin.study.why.near_best import level_value, ranking
from rightfin.study.why.quantities import QuantityUnit

SHIPPED = {"demo": DEMO, "afghanistan": AFGHANISTAN}


def agrees(asked: Asked, loss: float, places: list[int]) -> None:
    """Check the ends of some aggregates against solves from nothing, and that the plan lies between them.

    Besides a share of their size they may be apart by what the other solver cannot tell: a thousandth of a person or of a
    unit of currency.
    """
    reach, brute = asked.reach(loss), FromNothing(asked, loss)
    planned = reach.planned()
    for place in places:
        least, greatest = reach.range_of(place)
        ends = [brute.least(asked.sums[place]), brute.least(asked.sums[place], -1.0)]
        size = max(1.0, *map(abs, ends), abs(planned[place]))
        fine = 0.0 if asked.aggregates[place].quantity.unit is QuantityUnit.SHARE else 1e-3
        assert [least, greatest] == pytest.approx(ends, abs=2e-6 * size + fine), asked.aggregates[place].key
        assert least - 1e-6 * size <= planned[place] <= greatest + 1e-6 * size, asked.aggregates[place].key


@pytest.mark.parametrize("seed", range(20))
def test_every_end_is_that_of_a_solve_from_nothing_on_random_cases(seed: int) -> None:
    asked = Asked(random_case(seed))
    agrees(asked, (0.0, 0.005, LOSS, 0.2)[seed % 4], list(range(len(asked.sums))))


@pytest.mark.parametrize("seed", [6, 32, 41])
def test_a_loss_of_nothing_buys_nothing_on_cases_where_a_little_promised_is_worth_many_people(seed: int) -> None:
    """Were level 1 to slip by a ten-millionth of its size, the army of 32 would move by 160 people, courts of 41 by 300."""
    asked = Asked(random_case(seed))
    agrees(asked, 0.0, list(range(len(asked.sums))))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_end_is_that_of_a_solve_from_nothing_on_shipped_cases(name: str) -> None:
    asked = Asked(shipped_case(SHIPPED[name]))
    step = 1 if name == "afghanistan" else 7  # a solve of the fictional case from nothing takes a second
    agrees(asked, LOSS, list(range(0, len(asked.sums), step)))


def test_the_fictional_case_leaves_no_police_open_where_nothing_may_be_lost() -> None:
    found = alternatives(shipped_case(DEMO), loss=0.0, of=["strength.delta_police"], years=[2037], ranges_only=True)
    assert all(one.greatest - one.least < 0.5 for one in found.extents)


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_a_loss_of_nothing_leaves_the_plans_that_are_as_good(seed: int) -> None:
    asked = Asked(random_case(seed))
    reach = asked.reach(0.0)
    good = EquallyGood(asked.program, asked.question.parameters, ranking(asked.found), asked.found.columns,
                       [one.terms for one in asked.sums])
    for place, total in enumerate(asked.sums):
        least, greatest = (end + total.constant for end in good.range_of(place))
        size = max(1.0, abs(least), abs(greatest))
        assert reach.range_of(place) == pytest.approx((least, greatest), abs=2e-6 * size)


@pytest.mark.parametrize("seed", [1, 2, 6])
def test_a_greater_loss_leaves_more_room_and_each_end_is_one_plan_within_it(seed: int) -> None:
    asked = Asked(random_case(seed))
    found = []
    for loss in (0.0, 0.01, 0.05):
        reach = asked.reach(loss)
        ends = [reach.range_of(place) for place in range(len(asked.sums))]
        for place in range(0, len(asked.sums), 5):
            reach.least({place: 1.0})
            point = reach.point()
            assert float(asked.program.broken_by(point / asked.program.column_scale).max()) < 1e-6
            most = level_value(asked.program, "needs", asked.found.columns) + loss * asked.covered()
            assert level_value(asked.program, "needs", point) <= most + 1e-4
            assert reach.values()[place] == pytest.approx(ends[place][0], rel=1e-6, abs=1e-4)
        found.append(ends)
    for less, more in pairwise(found):
        for (low, high), (lower, higher) in zip(less, more, strict=True):
            size = max(1.0, abs(low), abs(high))
            assert lower <= low + 1e-6 * size
            assert higher >= high - 1e-6 * size


def test_the_study_tells_the_same_ends_by_name_and_year() -> None:
    asked = Asked(random_case(1))
    found = alternatives(random_case(1), of=["police", "cost"], years=[2022, 2025])
    assert isinstance(found, Alternatives)
    assert [one.aggregate.key for one in found.extents] == [
        (name, year) for name in ("strength.police", "cost") for year in (2022, 2025, None)]
    assert found.covered == pytest.approx(asked.covered())
    reach = asked.reach()
    for one in found.extents:
        if one.aggregate.year != 2022:
            ends = reach.range_of([other.key for other in asked.aggregates].index(one.aggregate.key))
            assert (one.least, one.greatest) == pytest.approx(ends, rel=1e-5, abs=1.0)


@pytest.mark.parametrize(("asked", "said"), [
    ({"loss": -0.1}, "no share"), ({"loss": 1.5}, "no share"), ({"of": ["polise"]}, "polise"), ({"years": [1999]}, "1999"),
])
def test_what_cannot_be_asked_is_refused_all_at_once(asked: dict[str, object], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        alternatives(random_case(1), **asked)  # type: ignore[arg-type]
    with pytest.raises(CaseError) as both:
        alternatives(random_case(1), loss=3.0, of=["polise"], years=[1999])
    assert len(both.value.issues) == 3
