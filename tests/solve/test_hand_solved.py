"""Small cases whose answers are closed forms: one institution, one cadre, a few years."""

from __future__ import annotations

import pytest
from pipeline import MILLION, donor, macro, solved, tiny_case

SUPPORTED_HEAD = 2000.0


def test_without_donors_the_state_keeps_what_its_ceiling_pays() -> None:
    found = solved(tiny_case())
    strengths = found.by_year("strength", "strength")
    assert strengths == pytest.approx(dict.fromkeys(range(2021, 2027), 20 * MILLION / SUPPORTED_HEAD), rel=3e-5)
    assert found.by_year("strength", "hires")[2021] == pytest.approx(1000.0, rel=3e-5)
    assert found.by_year("fiscal", "own")[2024] == pytest.approx(20 * MILLION, rel=3e-5)
    assert found.levels["obligations"] == pytest.approx(0.0, abs=100.0)
    # Half of 20,000 is unmet: bands of 0.2 and 0.3 at penalties 1 and 2, each year discounted, tail included.
    expected = sum(1.05**-n for n in range(1, 12)) * (0.2 * 1 + 0.3 * 2)
    assert found.levels["needs"] == pytest.approx(expected, rel=3e-5)


@pytest.mark.parametrize("tolerance", [0.0, 0.01])
def test_where_nothing_is_demanded_all_needs_are_covered_and_level_2_has_nothing_to_solve(tolerance: float) -> None:
    nothing = [{"need": "war", "region": "national", "2021": 0.0}]
    found = solved(tiny_case({"arrears_tolerance": tolerance}, demand=nothing))
    assert found.levels["needs"] == 0.0
    assert found.by_year("strength", "hires") == pytest.approx(dict.fromkeys(range(2021, 2027), 0.0), abs=1e-6)


def test_a_pledge_that_ends_is_spent_on_people_whom_attrition_lets_go_in_time() -> None:
    # 10 million a year to 2023 pay 5,000 more people; afterwards the ceiling pays 10,000. Nobody is dismissed, so the
    # strength of 2023 is at most 10,000 / 0.9 (it may fall by attrition to 10,000 in 2024), and so on backwards.
    found = solved(tiny_case(soldier={"support_floor": 1.0}, **donor(10.0, exit_year=2023)))
    strengths = found.by_year("strength", "strength")
    assert strengths[2024] == pytest.approx(10_000.0, rel=3e-5)
    assert strengths[2023] == pytest.approx(10_000.0 / 0.9, rel=3e-5)
    assert strengths[2022] == pytest.approx(10_000.0 / 0.9**2, rel=3e-5)
    assert strengths[2021] == pytest.approx(10_000.0 / 0.9**3, rel=3e-5)
    grants = found.by_year("pledges", "spent")
    assert grants[2021] == pytest.approx((10_000.0 / 0.9**3 - 10_000.0) * SUPPORTED_HEAD, rel=3e-5)
    assert grants[2024] == 0.0
    assert found.by_year("fiscal", "unfunded")[2024] == pytest.approx(0.0, abs=100.0)


def test_attrition_above_training_shrinks_the_force_to_what_training_sustains() -> None:
    case = tiny_case(institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 400.0}])
    strengths = solved(case).by_year("strength", "strength")
    expected = 10_000.0
    for year in range(2021, 2027):
        expected = 0.9 * expected + 400.0
        assert strengths[year] == pytest.approx(expected, rel=3e-5)


def test_support_is_cut_before_pay_is_missed() -> None:
    # 16 million pay 10,000 people (15 million) and support 2,000; nobody leaves, nobody may be dismissed.
    found = solved(tiny_case(soldier={"attrition": 0.0, "support_floor": 1.0}, macro=macro(16.0)))
    strength = found.frame("strength")
    assert strength["strength"].tolist() == pytest.approx([10_000.0] * 6)
    assert strength["supported"].tolist() == pytest.approx([2000.0] * 6, rel=3e-5)
    assert strength["hollow"].tolist() == pytest.approx([8000.0] * 6, rel=3e-5)
    assert found.by_year("fiscal", "unfunded") == pytest.approx(dict.fromkeys(range(2021, 2027), 0.0), abs=100.0)
    assert found.indicator("broken_obligations")[2023] == pytest.approx(8000.0 * 500.0, rel=3e-5)
    assert found.indicator("readiness")[2023] == pytest.approx(0.2, rel=3e-5)
    weight = (1 + 1 / 1.05) / 2
    assert found.levels["obligations"] == pytest.approx(
        sum(1.05**-n for n in range(1, 12)) * weight * 4 * MILLION, rel=3e-5
    )


def test_what_not_even_the_whole_ceiling_pays_is_unfunded_and_owed() -> None:
    found = solved(tiny_case(soldier={"attrition": 0.0, "support": 0.0}, macro=macro(12.0)))
    assert found.by_year("fiscal", "unfunded") == pytest.approx(dict.fromkeys(range(2021, 2027), 3 * MILLION), rel=3e-5)
    assert found.by_year("fiscal", "arrears")[2026] == pytest.approx(18 * MILLION, rel=3e-5)
    discounted = sum(1.05**-n for n in range(1, 12)) * 3 * MILLION
    assert found.levels["obligations"] == pytest.approx(discounted, rel=3e-5)


DIP = {2021: 20.0, 2023: 15.0, 2024: 20.0}


def test_without_a_reserve_a_poor_year_makes_a_hollow_force_or_a_smaller_one() -> None:
    case = tiny_case(soldier={"attrition": 0.0, "support_floor": 1.0}, macro=macro(DIP))
    found = solved(case)
    # In 2023 15 million pay 10,000 people and support none.
    assert found.by_year("strength", "hollow")[2023] == pytest.approx(10_000.0, rel=3e-5)
    assert sum(found.by_year("fiscal", "reserve").values()) == 0.0


def test_with_a_reserve_rich_years_carry_the_poor_one() -> None:
    # Saving 2 million a year (10 % of the ceiling) before 2023 buys support for 8,000 people in 2023 at the price of
    # support in 2021 and 2022; a loss now outranks a loss later, so the plan saves only if it is free: with 22 million
    # a year before, 4 million are saved and 2023 has 19 million.
    case = tiny_case(
        settings={"reserve_allowed": True, "max_saving_share": 0.1},
        soldier={"attrition": 0.0, "support_floor": 1.0, "entry": False},
        macro=macro({2021: 22.0, 2023: 15.0, 2024: 20.0}),
    )
    found = solved(case)
    assert found.by_year("fiscal", "reserve")[2022] == pytest.approx(4 * MILLION, rel=3e-5)
    assert found.by_year("fiscal", "reserve")[2023] == pytest.approx(0.0, abs=100.0)
    assert found.by_year("strength", "hollow")[2023] == pytest.approx(2000.0, rel=3e-5)


def test_a_reserve_earns_its_yield() -> None:
    case = tiny_case(
        settings={"reserve_allowed": True, "max_saving_share": 2.0 / 22.0},
        soldier={"attrition": 0.0, "support_floor": 1.0, "entry": False},
        macro=macro({2021: 22.0, 2023: 15.0, 2024: 20.0}, reserve_yield=0.1),
    )
    found = solved(case)
    # Saving is net of yield: the reserve grows by its yield and by 2 million a year.
    assert found.by_year("strength", "hollow")[2023] == pytest.approx(
        (5 - 2 * 1.1**2 - 2 * 1.1) * MILLION / 500.0, rel=1e-4
    )


def test_a_fund_loses_its_fee_and_comes_late() -> None:
    # 10 million pledged a year from 2021, fee 7 %, one year late: nothing in 2021, 9.3 million from 2022 on.
    found = solved(tiny_case(soldier={"entry": False, "attrition": 0.0}, macro=macro(5.0),
                             **donor(10.0, fee=0.07, delay_years=1)))
    pledges = found.frame("pledges").set_index("year")
    assert pledges.loc[2021, "disbursed"] == 0.0
    assert pledges.loc[2022, "disbursed"] == pytest.approx(10 * MILLION)
    assert pledges.loc[2022, "fee"] == pytest.approx(0.7 * MILLION)
    assert pledges.loc[2022, "spent"] == pytest.approx(9.3 * MILLION, rel=3e-5)
    assert found.by_year("fiscal", "unfunded")[2021] == pytest.approx(10 * MILLION, rel=3e-5)
    # 5 + 9.3 million are 0.7 million short of the pay of 10,000 people.
    assert found.by_year("fiscal", "unfunded")[2022] == pytest.approx(0.7 * MILLION, rel=3e-5)


def test_the_pledge_of_the_base_year_arrives_when_it_is_delayed() -> None:
    found = solved(tiny_case(macro=macro(5.0), **donor({2020: 4.0, 2021: 10.0}, delay_years=1)))
    assert found.by_year("pledges", "disbursed")[2021] == pytest.approx(4 * MILLION)


def test_integration_and_retrenchment_are_counted_and_paid() -> None:
    found = solved(tiny_case(
        soldier={"attrition": 0.0, "severance": 1000.0, "support": 0.0},
        macro=macro({2021: 15.0, 2022: 16.5, 2023: 15.0}),
        integrated=[{"cadre": "soldier", **{str(y): 1000.0 if y == 2022 else 0.0 for y in range(2021, 2027)}}],
        demobilisation=[{"institution": "army", "2021": 0.0, "2023": 0.5, "2024": 0.0}],
    ))
    strength = found.by_year("strength", "strength")
    assert strength[2022] == pytest.approx(11_000.0)
    # 2023: 11,000 less e exits cost 1,500 (11,000 - e) + 1,000 e, and 15 million are there: e is 3,000 of 5,500 allowed.
    assert found.by_year("strength", "exits")[2023] == pytest.approx(3000.0, rel=3e-5)
    assert found.by_year("budget", "cost", category="benefits")[2023] == pytest.approx(3 * MILLION, rel=3e-5)


def test_leakage_raises_the_bill() -> None:
    case = tiny_case(institutions=[{"institution": "army", "name": "Army", "sector": "defence", "leakage": 0.2}])
    assert solved(case).by_year("strength", "strength")[2025] == pytest.approx(
        max(20 * MILLION * 0.8 / SUPPORTED_HEAD, 10_000 * 0.9**5), rel=3e-5
    )


def test_pensions_follow_attrition() -> None:
    found = solved(tiny_case(soldier={"pension": 600.0, "retiring_share": 0.5, "pension_exit": 0.2,
                                      "opening_pensioners": 1000.0, "entry": False}))
    pensioners, strength = 1000.0, 10_000.0
    for year in range(2021, 2027):
        pensioners = 0.8 * pensioners + 0.5 * 0.1 * strength
        strength *= 0.9
        assert found.by_year("budget", "cost", category="benefits")[year] == pytest.approx(600.0 * pensioners, rel=3e-5)


def test_the_slack_of_the_solver_is_not_published_as_debt() -> None:
    found = solved(tiny_case())
    assert set(found.by_year("fiscal", "unfunded").values()) == {0.0}
    assert set(found.by_year("fiscal", "arrears").values()) == {0.0}
