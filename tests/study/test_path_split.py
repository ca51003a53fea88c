"""A difference split along the path of amounts: sums are exact, and shares are the values of Aumann and Shapley."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import donor, tiny_case
from random_cases import random_case

from rightfin.case import Case, CaseError
from rightfin.question import Question
from rightfin.solve.nearby import NearbyPlans
from rightfin.study.why.attribution import SplitMethod, attribution
from rightfin.study.why.measured import Measured

STEPS = 100
"""Steps of the path by which its shares are added up numerically."""


def moved(case: Case, less: float, pledged: float) -> Case:
    """Return a case with some revenue less and other pledges, each by an amount that is linear in its share of the way."""
    def times(table: str, factor: float, row: str) -> list[dict[str, object]]:
        return [{name: value * factor if isinstance(value, float | int) and name.isdecimal() and int(name) > 2020 and (
            row in ("", record.get("series"))) else value for name, value in record.items()}
            for record in case.records(table)]

    return case.replace({"macro": times("macro", 1.0 - 0.2 * less, "revenue_ratio"),  # type: ignore[dict-item]
                         "pledges": times("pledges", 1.0 - 0.5 * pledged, "")})  # type: ignore[dict-item]


def straight(seed: int) -> Case:
    """Return a random case in which other revenue changes amounts alone: no handover is asked for."""
    case = random_case(seed)
    kept = [row for row in case.records("settings") if not str(row["key"]).startswith("handover")]
    return case.replace({"settings": kept})


def test_a_ceiling_and_a_pledge_by_hand() -> None:
    """20 million of own money and 4 of a donor pay 12,000 people at 2,000; less of either takes its people with it."""
    case = tiny_case(**donor(4.0))
    found = attribution(Question.of(case), Question.of(moved(case, 1.0, 1.0)), method=SplitMethod.PATH)
    people = found.change("strength").by_year[2026]
    parts = dict(zip(found.groups, (one.share for one in people.contributions), strict=True))
    assert people.change == pytest.approx(-3_000.0, abs=0.5)
    assert parts["Macro-fiscal projection"] == pytest.approx(-2_000.0, abs=0.5)
    assert parts["Pledges"] == pytest.approx(-1_000.0, abs=0.5)
    assert found.pieces is not None
    orders = attribution(Question.of(case), Question.of(moved(case, 1.0, 1.0)))
    assert orders.pieces is None
    assert [one.name for one in found.changes] == [one.name for one in orders.changes]


@pytest.mark.parametrize("seed", [0, 1, 5, 12])
def test_shares_are_the_sums_of_small_steps(seed: int) -> None:
    case = straight(seed)
    question, other = Question.of(case), Question.of(moved(case, 1.0, 1.0))
    found = attribution(question, other, method=SplitMethod.PATH)
    assert found.groups == ("Macro-fiscal projection", "Pledges")
    names, years = tuple(one.name for one in found.changes), [int(year) for year in found.years]
    measured, projection = Measured(names, years), question.projection()
    plans = NearbyPlans(projection.of(question.prepared))

    def numbers(less: float, pledged: float) -> np.ndarray:
        made = Question.of(moved(case, less, pledged)).prepared
        columns = plans.solve(projection.of(made), plans.base)
        return measured.numbers(made, plans.assembly, columns)

    ends = numbers(0.0, 0.0), numbers(1.0, 1.0)
    size = np.maximum(np.abs(ends).max(axis=(0, 2)), 1.0)
    shares = np.array([[[part.share for part in one.by_year[year].contributions] for year in years]
                       for one in found.changes])
    change = np.array([[one.by_year[year].change for year in years] for one in found.changes])
    assert np.all(np.abs(shares.sum(axis=2) - change) <= 1e-9 * size[:, None])
    assert np.all(np.abs(change - (ends[1] - ends[0])) <= 1e-6 * size[:, None])
    small, total = 1e-5, np.zeros((2, *change.shape))
    for step in range(STEPS):
        at = (step + 0.5) / STEPS
        here = numbers(at, at)
        total[0] += (numbers(at + small, at) - here) / small / STEPS
        total[1] += (numbers(at, at + small) - here) / small / STEPS
    apart = np.abs(np.moveaxis(total, 0, 2) - shares) / size[:, None, None]
    assert float(apart.max()) <= 5.0 / STEPS  # a step that holds a breakpoint errs by what the slope changes there
    assert float(apart.mean()) <= 0.1 / STEPS


def test_what_jumps_on_the_way_is_not_told_and_the_rest_sums() -> None:
    """In this case the price of a clerk is nearly none, and it changes on the way whether it counts as one."""
    case = straight(11)
    found = attribution(Question.of(case), Question.of(moved(case, 1.0, 1.0)), method=SplitMethod.PATH)
    assert found.untold
    assert "coverage" in {one.name for one in found.changes}
    for one in found.changes:
        assert one.title not in found.untold
        for number in one.by_year.values():
            size = max(1.0, abs(number.before), abs(number.after))
            assert abs(sum(part.share for part in number.contributions) - number.change) <= 1e-9 * size


def test_what_is_not_of_amounts_alone_is_refused_with_its_groups() -> None:
    case = tiny_case(**donor(4.0))
    other = moved(case, 1.0, 0.0).replace({"cadres": [{**row, "pay": 1700.0} for row in case.records("cadres")]})
    with pytest.raises(CaseError) as caught:
        attribution(Question.of(case), Question.of(other), method=SplitMethod.PATH)
    (issue,) = caught.value.issues
    assert issue.code == "not_straight"
    assert "Cadres" in issue.message
    assert "Macro" not in issue.message
    with pytest.raises(CaseError) as caught:
        attribution(Question.of(tiny_case()), Question.of(case), method=SplitMethod.PATH)
    assert caught.value.issues[0].code == "no_path"
