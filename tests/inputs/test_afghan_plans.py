"""The Afghan case through the engine: closed forms that a plan must reproduce, and what its page tells."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from shipped import AFGHANISTAN, INPUTS

from rightfin.planning import plan
from rightfin.reading import read_case_with_warnings
from rightfin.result.plan import Plan, Status

BILLION = 1e9
PROMISED = 4.1 * BILLION
REVENUE_2015 = 0.5 * BILLION / 0.14
A_HEAD = PROMISED / 228_500
GROWTH = {
    "growth_05": 0.05, "growth_13": 0.13, "growth_16": 0.16, "growth_16_25": 0.1625, "growth_20": 0.20,
    "growth_26": 0.2634,
}
NOTHING = 1e6
"""Below this, in dollars, an amount is the tolerance of the solver and not a shortfall."""


@cache
def planned(*scenarios: str) -> Plan:
    """Return the plan of the shipped case under scenarios."""
    case, warnings = read_case_with_warnings(INPUTS / AFGHANISTAN)
    assert warnings == ()
    found = plan(case, scenarios=scenarios)
    assert found.status is Status.ANSWERED
    return found


def indicator(found: Plan, name: str) -> pd.Series:
    """Return an indicator by year."""
    rows = found.table("indicators")
    return rows[rows.indicator == name].set_index("year")["value"]


def broken(*scenarios: str) -> pd.Series:
    """Return broken obligations by year, those below the tolerance as zero."""
    values = indicator(planned(*scenarios), "broken_obligations")
    return values.where(values > NOTHING, 0.0)


def strength(*scenarios: str) -> pd.Series:
    """Return people paid by year."""
    return indicator(planned(*scenarios), "total_strength")


def ceiling(growth: float, year: int, share: float = 0.30) -> float:
    """Return the closed form of the ceiling."""
    return float(share * REVENUE_2015 * (1.0 + growth) ** (year - 2015))


def test_base_case_fails_in_2024_only_and_by_the_closed_form() -> None:
    missing = broken()
    assert list(missing.index[missing > 0.0]) == [2024]
    assert missing[2024] == pytest.approx(PROMISED - ceiling(0.10, 2024), rel=1e-6)
    assert missing[2024] == pytest.approx(1.57 * BILLION, abs=0.005 * BILLION)


def test_own_money_fills_the_ceiling_and_donors_pay_the_rest() -> None:
    found = planned()
    fiscal = found.table("fiscal").set_index("year")
    grants = found.table("grants").groupby("year")["amount"].sum()
    for year in range(2017, 2024):
        assert fiscal.own[year] == pytest.approx(ceiling(0.10, year), rel=1e-6)
        assert grants[year] == pytest.approx(PROMISED - ceiling(0.10, year), rel=1e-6)
    assert grants.get(2024, 0.0) == 0.0


def test_support_fails_before_pay_and_both_services_share_it() -> None:
    rows = planned().table("strength").query("year == 2024").set_index("cadre")
    assert rows.strength.sum() == pytest.approx(228_500, abs=0.01)
    assert rows.supported.sum() == pytest.approx(130_583, abs=20.0)
    shares = rows.supported / rows.strength
    assert 0.4 < shares.min() < shares.max() < 0.7


@pytest.mark.parametrize(("scenario", "growth"), GROWTH.items())
def test_fixed_force_fails_below_16_1_per_cent_growth_and_holds_above(scenario: str, growth: float) -> None:
    missing = broken(scenario)
    assert (missing.drop(2024) == 0.0).all()
    expected = max(0.0, PROMISED - ceiling(growth, 2024))
    assert missing[2024] == pytest.approx(expected, rel=1e-5, abs=NOTHING)
    assert (missing[2024] == 0.0) == (growth > 0.1608)


def test_own_money_at_14_per_cent_of_revenue_carries_the_force_at_26_per_cent_growth() -> None:
    assert broken("growth_26", "share_14").sum() == 0.0
    assert broken("growth_20", "share_14")[2024] == pytest.approx(
        PROMISED - ceiling(0.20, 2024, share=0.14), rel=1e-5
    )


STRAIGHT_LINE = [("", 0.10), ("growth_05", 0.05), ("growth_13", 0.13), ("growth_16_25", 0.1625), ("growth_20", 0.20)]


def own_share(year: int) -> float:
    """Return the own share of the straight line: 500 million of 4.1 billion in 2015, all of it in 2024."""
    start = 0.5 * BILLION / PROMISED
    return start + (1.0 - start) * (year - 2015) / 9


def cost_as_fixed(year: int) -> float:
    """Return what the force of the plan costs."""
    return PROMISED if year > 2016 else A_HEAD * (352_000 + 228_500) / 2


@pytest.mark.parametrize(("scenario", "growth"), STRAIGHT_LINE)
def test_straight_line_handover_lets_the_sector_pay_its_own_money_over_its_share(scenario: str, growth: float) -> None:
    missing = broken(*([scenario] if scenario else []), "linear_handover")
    for year in range(2016, 2025):
        pledged = 0.0 if year == 2024 else 3.6 * BILLION + max(0.0, cost_as_fixed(year) - PROMISED)
        own = ceiling(growth, year)
        # Each dollar of own money admits (1 - s) / s dollars of grants, as far as donors have pledged them.
        payable = min(own / own_share(year), own + pledged)
        expected = max(0.0, cost_as_fixed(year) - payable)
        assert missing[year] == pytest.approx(expected, rel=1e-3, abs=NOTHING), year


def test_straight_line_handover_buys_nothing_on_credit_and_lets_grants_lapse() -> None:
    found = planned("linear_handover")
    assert found.table("fiscal").unfunded.max() < NOTHING
    rows = found.table("budget").groupby("year")[["own", "grants"]].sum()
    for year in range(2017, 2024):
        assert rows.own[year] / rows.sum(axis=1)[year] == pytest.approx(own_share(year), rel=1e-6)
    lost = indicator(found, "donor_money_lost")
    assert lost[2020] == pytest.approx(3.6 * BILLION - rows.grants[2020], rel=1e-6)
    assert lost[2020] > broken("linear_handover")[2020] > 1e9


def test_straight_line_needs_18_5_per_cent_growth() -> None:
    def needed(year: int) -> float:
        own = 0.5 + 3.6 * (year - 2015) / 9
        return float((own * BILLION / (0.30 * REVENUE_2015)) ** (1 / (year - 2015)) - 1)

    assert max(map(needed, range(2017, 2025))) == pytest.approx(0.185, abs=5e-4)


@pytest.mark.parametrize(("scenario", "growth"), [("", 0.10), ("growth_16", 0.16), ("growth_26", 0.2634)])
def test_free_force_keeps_what_the_ceiling_of_2024_pays(scenario: str, growth: float) -> None:
    names = (scenario, "free_force") if scenario else ("free_force",)
    kept = strength(*names)
    expected = min(344_200.0, ceiling(growth, 2024) / A_HEAD)
    assert kept[2024] == pytest.approx(expected, rel=1e-5)
    assert broken(*names).sum() == 0.0


def test_the_plan_as_published_cannot_be_kept_and_costs_no_more_for_being_asked() -> None:
    """Its force is fixed, so the excess is what 2024 lacks, and no other level moves."""
    asked, not_asked = (planned(*names).table("objective").set_index(["level", "name"])["value"]
                        for names in ((), ("not_sustained",)))
    assert asked["1d", "sustained"] > BILLION
    assert asked.drop("1d").to_dict() == pytest.approx(not_asked.to_dict(), rel=1e-6, abs=1.0)
    assert indicator(planned(), "overhang")[2024] == pytest.approx(PROMISED - ceiling(0.10, 2024), rel=1e-6)
    assert indicator(planned(), "kept_strength")[2024] == pytest.approx(ceiling(0.10, 2024) / A_HEAD, rel=1e-6)


@pytest.mark.parametrize(("scenario", "growth"), GROWTH.items())
def test_the_force_of_the_plan_can_be_kept_only_above_16_1_per_cent_growth(scenario: str, growth: float) -> None:
    excess = planned(scenario).table("objective").set_index("name")["value"]["sustained"]
    assert (excess > NOTHING) == (growth < 0.1608)
    overhang = indicator(planned(scenario), "overhang")[2024]
    assert overhang == pytest.approx(PROMISED - ceiling(growth, 2024), rel=1e-5)


def test_free_force_falls_evenly_to_what_can_be_kept() -> None:
    """From 352,000 in 2015 a ninth of the way a year; in 2016 to 2018 pledges and ceiling pay fewer."""
    kept = strength("free_force")
    last = ceiling(0.10, 2024) / A_HEAD
    for year in range(2016, 2025):
        line = 352_000 - (352_000 - last) * (year - 2015) / 9
        paid = (ceiling(0.10, year) + (4.708 if year == 2016 else 3.6 * (year < 2024)) * BILLION) / A_HEAD
        assert kept[year] == pytest.approx(min(line, paid), rel=1e-5), year
    rows = planned("free_force").table("strength")
    assert rows.exits.max() == pytest.approx(0.0, abs=1e-6)
    assert rows.hires.min() > 5_000.0


def test_free_force_that_need_not_be_kept_stops_recruiting_two_years_ahead() -> None:
    kept = strength("free_force", "not_sustained")
    assert kept.idxmax() == 2016
    assert kept[2021] > kept[2022] > kept[2023] > kept[2024]
    assert kept[2024] == pytest.approx(strength("free_force")[2024], rel=1e-5)
    assert all(after >= (1 - 0.27) * before - 1e-3 for before, after in pairwise(kept))
    rows = planned("free_force", "not_sustained").table("strength")
    assert rows.exits.max() == pytest.approx(0.0, abs=1e-6)
    assert rows[rows.year >= 2023].hires.max() == pytest.approx(0.0, abs=1.0)


def test_ghosts_take_coverage_in_proportion_and_no_money() -> None:
    covered = indicator(planned(), "coverage")
    for scenario, there in (("ghosts_counted", 1.0 - 42_000 / 313_728), ("ghosts_told", 120_000 / 319_595)):
        assert broken(scenario)[2024] == pytest.approx(broken()[2024], rel=1e-6)
        assert indicator(planned(scenario), "coverage")[2020] == pytest.approx(there * covered[2020], rel=1e-5)


def test_a_fund_for_salaries_of_the_police_finds_no_use_for_a_third_of_its_money() -> None:
    found = planned("police_pay_fund")
    assert broken("police_pay_fund").to_dict() == pytest.approx(broken().to_dict(), rel=1e-6, abs=NOTHING)
    lapsed = found.table("pledges").query("donor == 'police_fund' and year == 2020")["lapsed"].sum()
    assert lapsed >= 300e6 - 101_916 * 1_872 - NOTHING


def test_american_years_change_nothing_before_donors_leave() -> None:
    assert broken("american_year").to_dict() == pytest.approx(broken().to_dict(), rel=1e-6, abs=NOTHING)


def test_one_training_centre_uses_every_place_and_sinks_towards_134_815_soldiers() -> None:
    rows = planned("free_force", "growth_26", "one_training_centre").table("strength")
    army = rows[rows.cadre == "soldiers"].set_index("year")
    expected = 195_000.0
    for year in range(2016, 2025):
        expected = 0.73 * expected + 36_400
        assert army.hires[year] == pytest.approx(36_400, abs=0.1)
        assert army.strength[year] == pytest.approx(expected, rel=1e-6)
    assert 134_815 < army.strength[2024] < 139_000


def test_reserve_bridges_one_year_only() -> None:
    found = planned("transition_reserve")
    reserve = found.table("fiscal").set_index("year").reserve
    saved = sum(0.10 * ceiling(0.10, year) for year in range(2016, 2024))
    assert reserve[2023] == pytest.approx(saved, rel=1e-4)
    assert broken("transition_reserve")[2024] == pytest.approx(
        PROMISED - ceiling(0.10, 2024) - saved, abs=0.02 * BILLION
    )


def test_donors_who_stay_move_the_question_on() -> None:
    assert broken("donors_stay").sum() == 0.0


def test_hindsight() -> None:
    assert broken("hindsight")[2024] == pytest.approx(2.892 * BILLION, rel=1e-3)
    assert strength("hindsight", "free_force")[2024] == pytest.approx(67_317, abs=1.0)


def test_page_shows_the_force_that_could_have_been_kept() -> None:
    section = (INPUTS.parent / "docs" / "afghanistan.md").read_text(encoding="utf-8").split("## What force could")[1]
    rows = [line.split("|")[1:-1] for line in section.split("\n## ")[0].splitlines() if line.startswith("|")][2:]
    plans = (rows[:2], ("free_force",)), (rows[2:4], ("free_force", "not_sustained"))
    for (people, recruits), names in plans:
        hired = planned(*names).table("strength").groupby("year")["hires"].sum()
        for shown, found in ((people, strength(*names)), (recruits, hired)):
            assert [int(cell.replace(",", "")) for cell in shown[1:]] == pytest.approx(list(found), abs=2.0)
