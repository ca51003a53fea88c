"""Odd but valid cases, each of which once went wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pipeline import MILLION, Row, donor, levels_only, macro, solved, tiny_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.planning import plan
from rightfin.result.plan import Status


def test_rounded_thirds_leave_no_need_without_a_band() -> None:
    case = tiny_case(
        soldier={"opening_strength": 0.0, "entry": False},
        needs=[{"need": "war", "name": "War", "weight": 1.0, "bands": "0.3333333333:1;0.3333333333:2;0.3333333333:4"}],
    )
    assert plan(case).status is Status.ANSWERED


def test_people_beyond_their_share_of_a_need_stand_by_and_are_not_hollow() -> None:
    constable = {"cadre": "constable", "institution": "army", "name": "C", "opening_strength": 1000.0, "pay": 1500.0,
                 "support": 500.0, "attrition": 0.05, "entry": False}
    sergeant = {**constable, "cadre": "sergeant", "name": "S", "opening_strength": 3000.0}
    case = tiny_case(cadres=[constable, sergeant], effects=[
        {"cadre": "constable", "need": "war", "effect": 1.0},
        {"cadre": "sergeant", "need": "war", "effect": 1.0, "max_share": 0.3},
    ])
    found = solved(case)
    assert found.levels["obligations"] == pytest.approx(0.0, abs=100.0)
    assert sum(found.by_year("strength", "hollow").values()) == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize(("inflation", "years"), [(1.0, 30), (3.0, 10), (0.3, 59)])
def test_high_inflation_over_a_long_horizon_is_planned(inflation: float, years: int) -> None:
    case = tiny_case(settings={"end_year": 2020 + years}, macro=macro(20.0)[:2] + macro(20.0)[3:] + [
        {"series": "deflator_growth", "2021": inflation}])
    # Prices and revenue rise alike, so that the force stays what it is.
    assert solved(case).by_year("strength", "strength")[2020 + years] == pytest.approx(10_000.0, rel=1e-3)


@pytest.mark.parametrize(("rate", "years"), [(0.5, 59), (1.0, 25)])
def test_a_high_discount_rate_over_a_long_horizon_is_planned(rate: float, years: int) -> None:
    case = tiny_case(settings={"end_year": 2020 + years, "discount_rate": rate})
    assert solved(case).by_year("strength", "strength")[2022] == pytest.approx(10_000.0, rel=1e-3)


@pytest.mark.parametrize("ceiling", [0.0, 1e-6])
def test_a_state_without_means_is_answered_with_what_is_unpaid(ceiling: float) -> None:
    found = solved(tiny_case(soldier={"attrition": 0.0}, macro=macro(ceiling)))
    assert found.by_year("fiscal", "unfunded")[2023] == pytest.approx(15 * MILLION, rel=1e-3)


@pytest.mark.parametrize("factor", [1e-9, 1e-3, 1e9])
def test_the_unit_of_the_currency_does_not_matter(factor: float) -> None:
    def scaled(rows: list[Row]) -> list[Row]:
        return [{**row, "2020": 1e9 * factor} if row["series"] == "gdp" else row for row in rows]

    one = levels_only(tiny_case())
    other = levels_only(tiny_case(soldier={"pay": 1500.0 * factor, "support": 500.0 * factor}, macro=scaled(macro(20.0))))
    assert other["2 needs"] == pytest.approx(one["2 needs"], rel=1e-6)


def test_a_rule_with_coefficient_zero_counts_relative_to_the_whole_case() -> None:
    rule = {"rule": "none", "measure": "cost", "left": "category:operations", "relation": "at_most", "coefficient": 0.0,
            "right": "all"}
    found = solved(tiny_case(rules=[rule]))
    # A quarter of the bill breaks the rule by a quarter of the opening bill: 0.3 · 0.25 a year beside 0.8 of unmet need.
    assert found.levels["needs"] < 2.0 * solved(tiny_case()).levels["needs"]


def test_a_new_institution_keeps_its_typed_overhead_ratio() -> None:
    soldier = {"cadre": "soldier", "institution": "army", "name": "S", "opening_strength": 0.0, "pay": 1500.0,
               "support": 500.0, "attrition": 0.1}
    clerk = {**soldier, "cadre": "clerk", "name": "Clerks", "overhead_ratio": 0.1}
    found = solved(tiny_case(settings={"rule_weight": 3.0}, cadres=[soldier, clerk])).frame("strength")
    last = found[found["year"] == 2026].set_index("cadre")["strength"]
    assert last["soldier"] > 1000.0
    assert last["clerk"] == pytest.approx(0.1 * last["soldier"], rel=1e-3)


def test_blank_demand_before_the_first_value_is_an_error_and_not_zero() -> None:
    issues = check_case(tiny_case(demand=[{"need": "war", "region": "national", "2023": 20_000.0}]))
    assert ("blank_demand", "2021") in {(issue.code, issue.column) for issue in issues}


def test_a_donor_whose_exit_lies_beyond_the_plan_has_left_in_the_tail() -> None:
    given = {**donor({2026: 30.0}, carry_over=1.0)}

    def level(exit_year: int) -> float:
        donors = [{**given["donors"][0], "exit_year": exit_year}]
        return solved(tiny_case(donors=donors, pledges=given["pledges"])).levels["needs"]

    assert level(2026) == pytest.approx(level(2029), rel=1e-9)


def test_pensions_that_never_end_have_no_steady_state() -> None:
    soldier = {"pension": 100.0, "retiring_share": 0.5, "pension_exit": 0.0}
    assert solved(tiny_case(soldier=soldier)).indicator("steady_state_margin") == {}


def test_a_bill_is_not_left_unpaid_and_cleared_within_the_year() -> None:
    found = solved(tiny_case(macro=macro(20.0, wage_bill_share=0.1), settings={"max_clearing_share": 1.0}))
    fiscal = found.frame("fiscal")
    before = [0.0, *fiscal["arrears"].iloc[:-1]]
    assert all(fiscal["cleared"].to_numpy() <= [owed + 1.0 for owed in before])
    assert fiscal["arrears"].iloc[0] > 1 * MILLION


def test_nothing_is_bought_on_credit_to_unlock_grants() -> None:
    """A handover capped by cost would let each unpaid unit unlock donor money."""
    case = tiny_case(
        settings={"handover": "by_year"}, soldier={"attrition": 0.0, "support_floor": 1.0, "support": 1000.0},
        macro=macro(8.0, own_share=0.5), **donor(20.0),
    )
    fiscal = solved(case).frame("fiscal")
    # 8 million own money unlock 8 million: 16 of 25 million, all of pay and a tenth of support.
    assert fiscal["unfunded"].sum() == pytest.approx(0.0, abs=1000.0)


def test_idle_donor_money_is_not_carried() -> None:
    case = tiny_case(demand=[{"need": "war", "region": "national", "2021": 5000.0}], **donor(5.0, carry_over=1.0))
    assert sum(solved(case).by_year("pledges", "carried").values()) == pytest.approx(0.0, abs=1000.0)


@pytest.mark.parametrize("make", [
    lambda: tiny_case(settings={"end_year": 2021, "tail_years": 0}),
    lambda: tiny_case(soldier={"opening_strength": 0.0}),
    lambda: tiny_case(soldier={"pay": 0.0, "support": 0.0}),
    lambda: tiny_case(demand=[{"need": "war", "region": "*", "2021": 0.0}]),
    lambda: tiny_case(institutions=[{"institution": "army", "name": "Army", "sector": "defence"},
                                    {"institution": "empty", "name": "Empty", "sector": "oversight"}]),
    lambda: tiny_case(**donor(5.0, exit_year=2019)),
    lambda: tiny_case(settings={"tail_years": 0}, soldier={"training_lead": 9, "training_cost": 10.0}),
    lambda: tiny_case(soldier={"unsupported_effect": 0.0, "support_floor": 0.0}),
])
def test_degenerate_cases_are_answered(make: Callable[[], Case]) -> None:
    assert plan(make()).status is Status.ANSWERED
