from __future__ import annotations

import pytest
from random_cases import random_case

from rightfin.planning import plan
from rightfin.report import facts
from rightfin.result.plan import Plan
from rightfin.result.thresholds import THRESHOLDS, Relation
from rightfin.schema.indicators import BY_NAME as INDICATORS


def by_year(answer: Plan, table: str, column: str) -> dict[int, float]:
    return answer.tables[table].by_year(column)


@pytest.mark.parametrize("seed", [1, 5, 14])
def test_limits_are_those_that_the_model_holds(seed: int) -> None:
    """Worked out from the tables again: outlay within the ceiling, and where no support is missing, enough readiness."""
    answer = plan(random_case(seed))
    limits: dict[str, dict[int, float]] = {}
    for name, year, value in answer.tables["thresholds"].rows:
        limits.setdefault(str(name), {})[int(year)] = float(value)
    fiscal = {column: by_year(answer, "fiscal", column) for column in answer.tables["fiscal"].columns[1:]}
    hollow, strength = by_year(answer, "strength", "hollow"), by_year(answer, "strength", "strength")
    readiness, own = facts.indicator(answer, "readiness"), facts.indicator(answer, "own_share_of_revenue")
    for place, year in enumerate(answer.years):
        room = fiscal["ceiling"][year] - fiscal["own"][year] - fiscal["cleared"][year] - fiscal["saved"][year]
        assert (limits["ceiling"][year] - own[year]) * fiscal["revenue"][year] == pytest.approx(room, abs=1.0)
        assert (limits["support_floor"][year] - readiness[year]) * strength[year] <= hollow[year] + 1e-3
        if place:
            before = answer.years[place - 1]
            outlay = fiscal["own"][before] + fiscal["cleared"][before] + fiscal["saved"][before]
            assert fiscal["outlay_before"][year] == pytest.approx(outlay)


def test_thresholds_are_named_once_and_limit_indicators() -> None:
    assert len({threshold.name for threshold in THRESHOLDS}) == len(THRESHOLDS)
    for threshold in THRESHOLDS:
        assert threshold.indicator in INDICATORS
        assert threshold.relation in Relation


@pytest.mark.parametrize("seed", [1, 5, 14])
def test_new_columns_hold_the_parts_of_indicators(seed: int) -> None:
    answer = plan(random_case(seed))
    lost, shrunk = by_year(answer, "pledges", "lapsed"), by_year(answer, "pledges", "carry_loss")
    for year, value in facts.indicator(answer, "donor_money_lost").items():
        assert lost[year] + shrunk[year] == pytest.approx(value, rel=1e-9, abs=1e-3)
    people = answer.table("strength")
    lacking = (people["hollow"] * people["support_cost"]).groupby(people["year"]).sum()
    unfunded = by_year(answer, "fiscal", "unfunded")
    for year, value in facts.indicator(answer, "broken_obligations").items():
        assert lacking[year] + unfunded[year] == pytest.approx(value, rel=1e-9, abs=1e-3)
    costs = by_year(answer, "budget", "cost")
    gdp = by_year(answer, "fiscal", "gdp")
    for year, value in facts.indicator(answer, "security_share_of_gdp").items():
        assert costs[year] / gdp[year] == pytest.approx(value)
