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
    assert hires[:, 2].sum() == pytest.approx(61_695, abs=1.0)
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


def test_one_training_centre_sustains_134_815_soldiers() -> None:
    people = projected(AFGHANISTAN, "one_training_centre").people
    places = people.training_places[people.institutions.index("army"), 0]
    attrition = people.attrition[people.cadres.index("soldiers"), 0]
    assert places == 1_400 * 26
    assert places / attrition == pytest.approx(134_815, abs=0.5)


def test_free_force_lifts_every_limit_but_the_authorised_strength() -> None:
    people = projected(AFGHANISTAN, "free_force").people
    assert (people.min_strength == 0.0).all()
    assert (people.max_strength.sum(axis=0) == 352_000).all()
    assert not people.min_hard.any()
    assert not people.max_hard.any()


def test_hindsight_reaches_the_revenue_reported_for_2019() -> None:
    assert projected(AFGHANISTAN, "hindsight").fiscal.revenue[4] == pytest.approx(2.5 * BILLION, rel=1e-4)
