"""The published figures behind the Afghan case, recomputed in closed form from the files."""

from __future__ import annotations

import numpy as np
import pytest
from shipped import AFGHANISTAN, projected

BILLION = 1e9
PROMISED = 4.1 * BILLION
YEARS = range(2016, 2025)


def test_cost_of_the_planned_force_is_4_1_billion_a_year_from_2017() -> None:
    people = projected(AFGHANISTAN).people
    cost = ((people.pay + people.support) * people.min_strength).sum(axis=0)[:9]
    assert cost[1:] == pytest.approx(PROMISED, abs=1.0)
    assert (people.pay + people.support)[0, 0] == pytest.approx(17_943, abs=0.5)
    assert (people.min_strength == people.max_strength).all()
    assert people.min_hard.all()
    assert people.max_hard.all()


def test_force_falls_from_352_000_to_228_500_by_the_end_of_2017() -> None:
    people = projected(AFGHANISTAN).people
    total = people.min_strength.sum(axis=0)
    assert people.opening_strength.sum() == 352_000
    opening = dict(zip(people.cadres, people.opening_strength, strict=True))
    assert opening == {"soldiers": 195_000, "police": 157_000}
    assert total[0] == (352_000 + 228_500) / 2
    assert (total[1:9] == 228_500).all()
    army = people.min_strength[people.cadres.index("soldiers")]
    assert army[:9] / total[:9] == pytest.approx(195 / 352, abs=1e-5)


def test_training_places_sustain_the_planned_force_and_the_fall_needs_no_dismissal() -> None:
    people = projected(AFGHANISTAN).people
    before = np.column_stack([people.opening_strength, people.min_strength[:, :-1]])
    hires = people.min_strength - (1.0 - people.attrition) * before
    assert hires.min() >= 0.0
    assert hires[:, 2].sum() == pytest.approx(57_618, abs=1.0)
    places = dict(zip(people.institutions, people.training_places[:, 0], strict=True))
    for place, cadre in enumerate(people.cadres):
        assert hires[place].max() <= places[people.institution_of[cadre]]


def test_revenue_of_2015_makes_half_a_billion_14_per_cent() -> None:
    fiscal = projected(AFGHANISTAN).fiscal
    assert fiscal.revenue[0] == pytest.approx(0.5 * BILLION / 0.14, rel=1e-12)
    assert fiscal.own_spending / fiscal.revenue[0] == pytest.approx(0.14, rel=1e-12)


def test_donors_and_own_floor_pay_for_the_planned_force() -> None:
    parameters = projected(AFGHANISTAN)
    grants = parameters.donors.disbursed.sum(axis=0)
    people = parameters.people
    cost = ((people.pay + people.support) * people.min_strength).sum(axis=0)
    assert grants[:8] + 0.5 * BILLION == pytest.approx(cost[:8], abs=1.0)
    assert (grants[8:] == 0.0).all()
    assert set(parameters.donors.last_year.values()) == {2023}


def test_own_money_must_grow_26_3_per_cent_a_year_at_an_unchanged_share() -> None:
    needed = (PROMISED / (0.5 * BILLION)) ** (1 / 9) - 1
    assert needed == pytest.approx(0.263, abs=5e-4)
    fiscal = projected(AFGHANISTAN, "growth_26", "share_14").fiscal
    assert fiscal.ceiling[8] == pytest.approx(PROMISED, rel=1e-3)
    assert fiscal.ceiling[8] >= PROMISED


def test_at_30_per_cent_of_revenue_16_1_per_cent_growth_is_needed() -> None:
    needed = (PROMISED / (0.30 * 0.5 * BILLION / 0.14)) ** (1 / 9) - 1
    assert needed == pytest.approx(0.161, abs=5e-4)
    assert projected(AFGHANISTAN, "growth_16").fiscal.ceiling[8] < PROMISED
    assert projected(AFGHANISTAN, "growth_16_25").fiscal.ceiling[8] > PROMISED
    assert projected(AFGHANISTAN).fiscal.ceiling[8] == pytest.approx(
        0.30 * 0.5 * BILLION / 0.14 * 1.1**9, rel=1e-9
    )


def test_ceiling_and_pledges_pay_for_the_planned_force_in_all_years_but_the_last() -> None:
    parameters = projected(AFGHANISTAN)
    people = parameters.people
    cost = ((people.pay + people.support) * people.min_strength).sum(axis=0)
    margin = (parameters.fiscal.ceiling + parameters.donors.disbursed.sum(axis=0) - cost)[:9]
    assert [year for year, value in zip(YEARS, margin, strict=True) if value < 0.0] == [2024]
    assert margin[8] == pytest.approx(-1.574 * BILLION, abs=5e5)


def test_need_is_the_study_less_local_police() -> None:
    needs = projected(AFGHANISTAN).needs
    assert (needs.need.sum(axis=(0, 1)) == 373_300 - 29_100).all()
    assert needs.need[0, 0, 0] / needs.need[:, 0, 0].sum() == pytest.approx(195 / 352, abs=1e-5)
    assert 258_500 - 30_000 == 228_500


@pytest.mark.parametrize(("scenario", "leaving", "sustains"), [
    ("", 0.27, 134_815), ("attrition_2_a_month", 0.215, 151_667), ("attrition_3_a_month", 0.306, 101_111),
])
def test_one_training_centre_sustains_what_attrition_leaves(scenario: str, leaving: float, sustains: int) -> None:
    """By year, places over attrition; by month, recruits leave within their year too: places over twelve months' share."""
    people = projected(AFGHANISTAN, "one_training_centre", *([scenario] if scenario else [])).people
    places = people.training_places[people.institutions.index("army"), 0]
    army = people.cadres.index("soldiers")
    assert places == 1_400 * 26
    assert people.attrition[army, 0] == pytest.approx(leaving, abs=5e-4)
    assert places * people.recruits_kept[army, 0] / people.attrition[army, 0] == pytest.approx(sustains, abs=0.5)


def test_published_attrition_of_a_year_lies_between_that_of_the_published_months() -> None:
    two, three = ([projected(AFGHANISTAN, f"attrition_{n}_a_month").people.attrition[1, 0]] for n in (2, 3))
    assert two[0] == pytest.approx(1.0 - 0.98**12)
    assert two[0] < 0.27 < three[0] == pytest.approx(1.0 - 0.97**12)


@pytest.mark.parametrize(("scenario", "there"), [
    ("ghosts_counted", 1.0 - 42_000 / 313_728), ("ghosts_told", 120_000 / 319_595),
])
def test_ghosts_leave_the_4_1_billion_and_take_people(scenario: str, there: float) -> None:
    people = projected(AFGHANISTAN, scenario).people
    present = 1.0 - people.ghosts[0, 0]
    assert present == pytest.approx(there, abs=1e-6)
    cost = ((people.pay + people.support * present) * people.min_strength).sum(axis=0)[1:9]
    assert cost == pytest.approx(PROMISED, rel=1e-6)


def test_a_fund_for_salaries_of_the_police_takes_300_million_of_the_american_money() -> None:
    plain, parted = projected(AFGHANISTAN).donors, projected(AFGHANISTAN, "police_pay_fund").donors
    assert parted.disbursed.sum(axis=0) == pytest.approx(plain.disbursed.sum(axis=0))
    fund = parted.donors.index("police_fund")
    assert parted.disbursed[fund][:8] == pytest.approx(300e6)
    salaries = ("police", "pay", "police")
    lines = {(donor, (line.institution, line.category, line.item)) for donor, line in parted.eligible}
    assert {line for donor, line in lines if donor == "police_fund"} == {salaries}
    assert ("united_states", salaries) not in lines
    assert ("united_states", ("army", "pay", "soldiers")) in lines


def test_american_years_end_in_september() -> None:
    donors = projected(AFGHANISTAN, "american_year").donors
    money = donors.disbursed[donors.donors.index("united_states")]
    assert money[1:7] == pytest.approx(2.3 * BILLION)
    assert money[7] == pytest.approx(0.75 * 2.3 * BILLION)


def test_the_promised_share_is_a_floor_of_own_money() -> None:
    parts = projected(AFGHANISTAN).parts
    assert parts.is_floor == {"chicago_share": True}
    assert parts.part_limit[0, :9].tolist() == [0.5 * BILLION] * 9


def test_a_person_counts_the_same_in_both_services() -> None:
    needs = projected(AFGHANISTAN).needs
    worth = needs.weight / needs.base_demand
    assert worth[0] == pytest.approx(worth[1], rel=1e-12)


def test_free_force_lifts_every_limit_but_the_authorised_strength() -> None:
    people = projected(AFGHANISTAN, "free_force").people
    assert (people.min_strength == 0.0).all()
    assert (people.max_strength.sum(axis=0) == 352_000).all()
    assert not people.min_hard.any()
    assert not people.max_hard.any()


def test_hindsight_reaches_the_revenue_reported_for_2019() -> None:
    assert projected(AFGHANISTAN, "hindsight").fiscal.revenue[4] == pytest.approx(2.5 * BILLION, rel=1e-4)
