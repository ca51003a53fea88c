"""From force to budget and from budget to force."""

from __future__ import annotations

import pytest
from pipeline import tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import CaseError
from rightfin.case.resolve import across
from rightfin.question import Question
from rightfin.report import facts
from rightfin.report.studies.force_budget import budget_findings, cost_findings
from rightfin.shipped import INPUTS
from rightfin.study.levers.budget import force_of_budget
from rightfin.study.levers.force import _asked, _with_force, cost_of_force


@pytest.mark.parametrize("seed", range(3))
def test_a_force_costs_what_its_people_cost_whatever_money_there_is(seed: int) -> None:
    case = random_case(seed)
    poor = case.replace({"macro": [
        {**row, "2021": 0.01} if row["series"] == "security_share" else row for row in case.records("macro")]})
    one, other = (cost_of_force(given, strengths={"constable": 4000.0}, reached=2023) for given in (case, poor))
    for rich_year, poor_year in zip(facts.yearly(one.plan), facts.yearly(other.plan), strict=True):
        assert rich_year.asked == pytest.approx(poor_year.asked, rel=1e-4)
    table = cost_findings(other).table("by_year")
    assert sum(float(str(row[6])) for row in table.rows) > sum(
        float(str(row[6])) for row in cost_findings(one).table("by_year").rows) - 1.0


def test_people_come_in_equal_steps_and_those_not_named_stay() -> None:
    case = random_case(1)
    today = {str(row["cadre"]): float(str(row["opening_strength"])) for row in case.records("cadres")}
    asked = cost_of_force(case, strengths={"judge": 600.0}, reached=2022).asked
    assert asked["judge"] == pytest.approx({
        2021: (today["judge"] + 600.0) / 2.0, **dict.fromkeys(range(2022, 2026), 600.0)})
    assert asked["clerk"] == dict.fromkeys(range(2021, 2026), today["clerk"])


def test_a_force_of_a_hand_solved_case_costs_pay_and_support() -> None:
    case = tiny_case()
    cadre = case.records("cadres")[0]
    found = cost_of_force(case, strengths={str(cadre["cadre"]): float(str(cadre["opening_strength"]))})
    strength = facts.yearly(found.plan)[-1].strength
    assert strength == pytest.approx(sum(by_year[int(found.plan.years[-1])] for by_year in found.asked.values()), rel=1e-6)


def test_a_budget_is_the_ceiling_of_the_plan_and_more_of_it_never_covers_less() -> None:
    case = random_case(2)
    standing = force_of_budget(case, ceilings={})
    assert standing.ceilings == standing.standing_ceilings
    more = {year: 1.5 * amount for year, amount in standing.standing_ceilings.items() if year >= 2022}
    found = force_of_budget(case, ceilings=more)
    ceilings = {int(row.year): row.ceiling for row in facts.yearly(found.plan)}
    assert ceilings == pytest.approx({**standing.standing_ceilings, **more}, rel=1e-9)
    before, after = ({str(row[1]): float(str(row[2])) for row in plan.tables["objective"].rows}
                     for plan in (found.standing, found.plan))
    assert after["obligations"] <= before["obligations"] * (1.0 + 1e-6) + 1.0
    assert budget_findings(found).answered


def test_what_cannot_be_asked_is_said() -> None:
    case = random_case(0)
    with pytest.raises(CaseError) as refused:
        cost_of_force(case, strengths={"admiral": 1.0, "judge": -1.0}, reached=2040)
    assert [issue.code for issue in refused.value.issues] == ["unknown_cadre", "strength_number", "reached_year"]
    with pytest.raises(CaseError) as refused:
        force_of_budget(case, ceilings={2019: 1.0, 2022: 1e15})
    assert [issue.code for issue in refused.value.issues] == ["budget_year", "budget_amount"]


def test_a_floor_on_a_part_of_the_budget_does_not_grow_with_the_money_that_is_lifted() -> None:
    """Floors as shares are shares of the ceiling, which is all that is earned where a force is priced."""
    case = rightfin.read_case(INPUTS / "demo")
    floors = [row for row in case.records("ceilings") if row["bound"] == "min"]
    assert floors
    lifted = _with_force(Question.of(case).prepared, _asked(Question.of(case).prepared, {}, 2030))
    left = [across("ceilings", row, 2026, 2037) for row in lifted.records("ceilings") if row["bound"] == "min"]
    assert len(left) == len(floors)
    assert not any(value for values in left for value in values)


def test_a_budget_by_years_of_another_calendar_is_refused() -> None:
    case = rightfin.read_case(INPUTS / "demo").with_cell("macro", ("security_share",), "year_starts", 7)
    with pytest.raises(CaseError) as refused:
        rightfin.force_of_budget(case, ceilings={2027: 1e9})
    assert [issue.code for issue in refused.value.issues] == ["budget_years"]
