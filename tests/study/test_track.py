"""Plan against fact: splits of spending sum to the difference, and each part is what it says."""

from __future__ import annotations

import numpy as np
import pytest
from pipeline import macro, tiny_case

from rightfin.case import Case
from rightfin.case.issue import CaseError
from rightfin.planning import plan
from rightfin.question import Question
from rightfin.report.studies import track as words
from rightfin.result.measured import measured
from rightfin.study.learning.track import PRICE, RATE, VOLUME, SpendingSplit, track

Facts = dict[tuple[str, str], dict[str, float]]


def case_of(facts: Facts, **soldier: object) -> Case:
    """Return one army whose soldiers cost 2,000 a head, with what happened; prices rise by a tenth a year as expected."""
    series = [row for row in macro(60.0) if row["series"] != "deflator_growth"]
    case = tiny_case(
        settings={"foreign_currency": "EUR"}, soldier={"training_cost": 0.0, **soldier},
        macro=[*series, {"series": "deflator_growth", "2021": 0.1}, {"series": "exchange_rate", "2020": 2.0, "2021": 2.0},
               {"series": "foreign_inflation", "2021": 0.0}],
    )
    return case.replace({"actuals": [
        {"measure": measure, "whose": whose, **years} for (measure, whose), years in facts.items()
    ]})


def split_of(case: Case, year: int) -> SpendingSplit:
    return next(one for one in track(case).splits if one.year == year)


def planned(case: Case, measure: str, year: int) -> float:
    return measured(plan(case), Question.of(case).prepared, measure, "army")[year]


def test_people_and_prices_by_hand() -> None:
    """A tenth fewer people, prices a tenth above those expected: each what it does alone, and half of both together."""
    free = case_of({})
    people, cost = planned(free, "strength", 2021), planned(free, "cost", 2021)
    found = split_of(case_of({
        ("strength", "army"): {"2021": 0.9 * people}, ("prices", "*"): {"2021": 1.21},
        ("cost", "army"): {"2021": cost},
    }), 2021)
    assert found.planned == pytest.approx(cost)
    assert found.parts[VOLUME] == pytest.approx(-0.1 * cost * 1.05)
    assert found.parts[PRICE] == pytest.approx(0.1 * cost * 0.95)
    assert found.parts[RATE] == pytest.approx(0.0, abs=1e-6)
    assert found.decision == pytest.approx(cost - 0.9 * 1.1 * cost)


def test_the_exchange_rate_moves_what_is_priced_abroad_and_nothing_else() -> None:
    free = case_of({}, support_currency="EUR", support=250.0)
    people, cost = planned(free, "strength", 2021), planned(free, "cost", 2021)
    found = split_of(case_of({
        ("strength", "army"): {"2021": people}, ("exchange_rate", "*"): {"2021": 3.0}, ("cost", "army"): {"2021": cost},
    }, support_currency="EUR", support=250.0), 2021)
    supported = plan(free).tables["strength"].by_year("supported")[2021]
    assert found.parts[RATE] == pytest.approx(supported * 250.0, rel=1e-6)
    assert found.parts[VOLUME] == pytest.approx(0.0, abs=1e-3)
    assert found.parts[PRICE] == pytest.approx(0.0, abs=1e-3)


def test_what_the_next_year_makes_up_for_is_timing() -> None:
    free = case_of({})
    cost = {year: planned(free, "cost", year) for year in (2021, 2022)}
    people = {str(year): planned(free, "strength", year) for year in (2021, 2022)}
    case = case_of({("strength", "army"): people,
                    ("cost", "army"): {"2021": cost[2021] - 5e5, "2022": cost[2022] + 3e5}})
    first, second = split_of(case, 2021), split_of(case, 2022)
    assert first.timing == pytest.approx(-3e5, rel=1e-3)
    assert first.decision == pytest.approx(-2e5, rel=1e-2)
    assert second.timing == pytest.approx(3e5, rel=1e-3)
    assert second.decision == pytest.approx(0.0, abs=1.0)


def test_what_a_pair_of_years_makes_up_for_is_used_up() -> None:
    """A year between two others makes up for the first and is itself made up for as far as something is left."""
    free = case_of({})
    years = (2021, 2022, 2023)
    people = {str(year): planned(free, "strength", year) for year in years}
    rest = dict(zip(years, (1e6, -1.5e6, 2e6), strict=True))
    case = case_of({("strength", "army"): people,
                    ("cost", "army"): {str(year): planned(free, "cost", year) + rest[year] for year in years}})
    timing = {one.year: one.timing for one in track(case).splits}
    assert timing == pytest.approx({2021: 1e6, 2022: -1.5e6, 2023: 5e5}, rel=1e-3)


def test_one_year_alone_has_no_timing() -> None:
    free = case_of({})
    case = case_of({("strength", "army"): {"2021": planned(free, "strength", 2021)},
                    ("cost", "army"): {"2021": planned(free, "cost", 2021) + 1e6}})
    assert split_of(case, 2021).timing is None


@pytest.mark.parametrize("seed", range(12))
def test_splits_sum_to_the_difference(seed: int) -> None:
    rng = np.random.default_rng(seed)
    years = ("2021", "2022", "2023")
    case = case_of({
        ("strength", "army"): {year: float(rng.uniform(4e3, 2e4)) for year in years},
        ("cost", "army"): {year: float(rng.uniform(1e7, 6e7)) for year in years},
        ("prices", "*"): dict(zip(years, np.cumprod(rng.uniform(1.0, 1.3, 3)).tolist(), strict=True)),
        ("exchange_rate", "*"): {year: float(rng.uniform(1.0, 4.0)) for year in years},
    }, support_currency="EUR", support=250.0)
    found = track(case)
    assert len(found.splits) == len(years)
    for one in found.splits:
        told = one.planned + sum(one.parts.values()) + (one.timing or 0.0) + one.decision
        assert told == pytest.approx(one.actual, rel=1e-9)


def test_a_fact_of_half_a_year_is_shown_and_compared_with_nothing() -> None:
    case = case_of({("strength", "army"): {"2021": 9_000.0}})
    half = case.replace({"actuals": [{**row, "months": 6} for row in case.records("actuals")]})
    table = words.findings(track(half)).table("facts")
    names = [heading.name for heading in table.headings]
    row = table.rows[0]
    assert row[names.index("months")] == 6
    assert row[names.index("apart")] is None


def test_nothing_known_is_an_error() -> None:
    with pytest.raises(CaseError, match="Nothing is known"):
        track(case_of({}))
