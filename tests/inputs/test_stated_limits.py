"""What the page on limits tells a user about the fictional case, run again."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from shipped import DEMO, INPUTS

from rightfin.case.case import Case
from rightfin.case.scenario import apply_settings
from rightfin.planning import plan
from rightfin.reading import read_case
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.study.briefing.ranges import Number, ranges

BILLION = 1e9
NORM = 1.25
"""What a grade may outgrow the grades that feed it, times their ratio in the base year."""


@cache
def planned(**settings: Value) -> Plan:
    """Return the plan of the fictional case with settings replaced."""
    return plan(apply_settings(read_case(INPUTS / DEMO), settings))


def with_cells(table: str, key: str, **cells: Value) -> Case:
    """Return the fictional case with cells of one row replaced; ``years`` stands for every year column."""
    case = read_case(INPUTS / DEMO)
    every = {str(year): cells["years"] for year in range(2026, 2038)} if "years" in cells else {}
    values = {name.removeprefix("y"): value for name, value in cells.items() if name != "years"} | every
    rows = [{**row, **values} if next(iter(row.values())) == key else row for row in case.records(table)]
    assert any(next(iter(row.values())) == key for row in rows)
    return case.replace({table: rows})


def fiscal(found: Plan) -> pd.DataFrame:
    """Return the state's money by year."""
    return found.table("fiscal").set_index("year")


def strength(found: Plan) -> pd.DataFrame:
    """Return people paid, years down and cadres across."""
    return found.table("strength").pivot(index="year", columns="cadre", values="strength")


def indicator(found: Plan, name: str) -> pd.Series:
    """Return an indicator by year."""
    rows = found.table("indicators")
    return rows[rows.indicator == name].set_index("year")["value"]


def test_carrying_donor_money_over_loses_what_the_indicator_says() -> None:
    rows = planned().table("pledges").pivot(index="year", columns="donor", values="carried")
    lapsed = planned().table("pledges").pivot(index="year", columns="donor", values="lapsed")
    matched = ["lake_state", "sister_ports"]  # what the state gives for their money is not worth it in some years
    assert lapsed.drop(columns=matched).max().max() == pytest.approx(0.0, abs=1.0)
    opening = 0.2 * 6e6 * 100.0
    after = 0.2 * rows.trust_fund + 0.5 * rows.union
    lost = indicator(planned(), "donor_money_lost")
    assert lost[2026] - lapsed[matched].sum(axis=1)[2026] == pytest.approx(opening, rel=1e-6)
    for year in range(2027, 2038):
        assert lost[year] - lapsed[matched].sum(axis=1)[year] == pytest.approx(after[year - 1], rel=1e-6, abs=1e4)
    assert 1.0 * BILLION < lost.sum() < 8.0 * BILLION


def test_the_reserve_is_gone_in_the_last_year_where_nobody_asks_for_a_force_that_can_be_kept() -> None:
    found = planned(sustained_from="never")
    assert fiscal(found).reserve[2035] > 0.1 * BILLION
    assert fiscal(found).reserve[2037] < 0.01 * BILLION
    assert indicator(found, "steady_state_margin")[2037] < -0.01 * indicator(found, "steady_state_cost")[2037]
    shipped = planned()
    assert indicator(shipped, "steady_state_margin")[2037] > -0.005 * indicator(shipped, "steady_state_cost")[2037]


def test_equipment_of_the_army_stands_idle_before_its_donor_leaves() -> None:
    stock = planned().table("assets").pivot(index="year", columns="asset", values="stock")
    rows = planned().table("strength")
    used = rows[rows.cadre == "soldiers"].set_index("year").present / 32
    assert stock.army_trucks[2033] > used[2033] + 100
    assert stock.army_trucks[2036] > used[2036] + 30
    assert 0.97 * used[2037] < stock.army_trucks[2037] < used[2037]
    assert planned().table("assets").query("asset == 'army_trucks' and 2033 <= year <= 2036").bought.max() < 1.0


def test_a_reserve_is_kept_while_arrears_are_owed_because_clearing_is_capped() -> None:
    found = planned(opening_arrears=20.0 * BILLION)
    rows, payers = fiscal(found), found.table("payers")
    owes = payers[payers.payer == "government"].set_index("year")
    assert rows.arrears[2026] > 15.0 * BILLION
    assert rows.reserve[2026] == pytest.approx(0.99 * BILLION, rel=0.02)
    assert owes.cleared[2026] == pytest.approx(0.10 * (owes.ceiling[2026] - owes.given[2026]), rel=1e-6)


def test_wages_paid_a_year_late_slip_past_the_wage_ceiling() -> None:
    case = with_cells("macro", "wage_bill_share", years=0.10)
    found = plan(case, settings={"arrears_tolerance": 0.0001})
    rows, budget = fiscal(found), found.table("budget")
    unpaid = budget[budget.category == "pay"].groupby("year").unfunded.sum()
    assert unpaid[2033] > 0.1 * BILLION
    assert rows.cleared[2034] >= unpaid[2033] - 1e4
    assert (rows.own < 0.96 * rows.ceiling)[[2033, 2034]].all()


def test_a_step_too_small_leaves_wages_unpaid_under_an_unused_ceiling() -> None:
    found = plan(with_cells("macro", "own_spending", y2025=2.0 * BILLION))
    budget = found.table("budget").query("year == 2026 and category == 'pay'")
    assert budget.unfunded.sum() > 9.0 * BILLION
    assert fiscal(found).own[2026] < 0.2 * fiscal(found).ceiling[2026]


def test_grades_and_overhead_keep_their_ratios_only_as_rule_weight_says() -> None:
    norm = NORM * 5_000 / 42_000

    def officers(found: Plan) -> float:
        people = strength(found)
        return float((people.army_officers / people.soldiers).max()) / norm

    light = planned(rule_weight=0.03)
    assert officers(planned(rule_weight=3.0)) == pytest.approx(1.0, abs=1e-3)
    assert 1.05 < officers(planned()) < 1.15
    assert officers(light) > 1.25
    people = strength(light)
    police = people[["constables_men", "constables_women", "sergeants"]].sum(axis=1)
    assert (people.police_civilians / police / (1_200 / 23_800)).min() < 0.7


def test_a_share_of_cost_is_met_with_people_whom_no_need_asks_for() -> None:
    dear = plan(with_cells("rules", "justice_share", measure="cost", coefficient=0.14, first_year=2028))
    needs = dear.table("needs").query("need == 'case_disposal' and year == 2037")
    assert needs.unmet.sum() == pytest.approx(0.0, abs=1.0)
    assert strength(dear).prosecutors[2037] > 1.2 * strength(planned()).prosecutors[2037]


def test_overhead_staff_follow_only_the_cadres_of_their_own_institution() -> None:
    apart = strength(plan(with_cells("cadres", "internal_auditors", institution="ministry")))
    assert apart.ministry_staff[2037] < 0.9 * strength(planned()).ministry_staff[2037]


def test_the_split_of_equal_cadres_is_left_open() -> None:
    case = read_case(INPUTS / DEMO)
    found = {(one.who, one.year): one for one in ranges(case).ranges if one.number is Number.STRENGTH}
    women = found["constables_women", 2037]
    assert women.value == pytest.approx(strength(planned()).constables_women[2037], rel=1e-6)
    assert women.greatest > women.least + 3_000


def test_other_names_of_equal_cadres_change_no_objective() -> None:
    case = read_case(INPUTS / DEMO)
    tables = {
        name: [
            {key: "a_women_constables" if value == "constables_women" else value for key, value in row.items()}
            for row in case.records(name)
        ]
        for name in ("cadres", "promotions", "equipment", "effects", "pay_parts", "justice_staff")
    }
    rules = [
        {key: value.replace("constables_women", "a_women_constables") if isinstance(value, str) else value
         for key, value in row.items()}
        for row in case.records("rules")
    ]
    effects = [
        {key: value.replace("constables_women", "a_women_constables") if isinstance(value, str) else value
         for key, value in row.items()}
        for row in case.records("programme_effects")
    ]
    renamed = plan(case.replace({**tables, "rules": rules, "programme_effects": effects}))
    here, there = planned().table("objective"), renamed.table("objective")
    assert list(there.value) == pytest.approx(list(here.value), rel=1e-5, abs=1e4)
    both = strength(planned()).constables_men + strength(planned()).constables_women
    other = strength(renamed).constables_men + strength(renamed).a_women_constables
    assert list(other) == pytest.approx(list(both), rel=1e-3)
