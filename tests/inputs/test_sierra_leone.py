"""The case of Sierra Leone: published statements against what is planned, and what its page shows of it."""

from __future__ import annotations

import pytest
from shipped import INPUTS, SIERRA_LEONE, Found, found, planned, projected, shipped_case

from rightfin.result.plan import Status
from rightfin.study.exits.study import earliest_exit
from rightfin.study.requirement.study import require

BILLION = 1e9
REQUIRED, ALLOCATED, POLICE = 91.108 * BILLION, 61.2 * BILLION, 61.2 * BILLION * 3.5 / 9.9
A_SOLDIER = REQUIRED / 13_800
PATH = dict(zip(range(2002, 2011), (13_800, 12_800, 11_800, 10_800, 10_500, 10_000, 9_500, 9_000, 8_500), strict=True))
AS_PUBLISHED = ("fy2002", "police_fixed")
"""No severance, which the requirement of FY2002 does not hold, and police as they were."""


def missing(plan: Found) -> dict[int, float]:
    return {year: value if value > 1e3 else 0.0 for year, value in plan.indicator("broken_obligations").items()}


def test_the_requirement_is_that_of_the_ministry() -> None:
    """GlobalSecurity.org after the Ministry of Defence: 91.108 billion leones for FY2002, 28.7 % of it salaries."""
    people = projected(SIERRA_LEONE).people
    soldiers, police = people.cadres.index("soldiers"), people.cadres.index("constables")
    assert 13_800 * (people.pay[soldiers, 0] + people.support[soldiers, 0]) == pytest.approx(REQUIRED, rel=1e-8)
    assert 13_800 * people.pay[soldiers, 0] == pytest.approx(0.287 * REQUIRED, rel=1e-8)
    assert 6_053 * (people.pay[police, 0] + people.support[police, 0]) == pytest.approx(POLICE, rel=1e-7)
    assert people.severance[soldiers, 0] == pytest.approx(0.287 * A_SOLDIER + 850 * 2_102, rel=1e-8)


def test_the_plan_is_the_published_path() -> None:
    """765 in 2002 and 1,000 a year (IRIN, 14 August 2003), 10,500 by 2006, 8,500 by 2010. Nobody is hired to go."""
    plan = found(SIERRA_LEONE)
    assert plan.people("soldiers") == pytest.approx(PATH, rel=1e-6)
    assert max(plan.people("soldiers", "hires").values()) == pytest.approx(0.0, abs=1e-3)
    assert max(plan.people("constables", "exits").values()) == pytest.approx(0.0, abs=1e-3)


def test_fy2002_is_29_9_billion_short() -> None:
    """The same source: an allocation of 61.2 billion. All of it is missing in support; pay is paid. Confirmed."""
    plan = found(SIERRA_LEONE, *AS_PUBLISHED)
    assert missing(plan)[2002] == pytest.approx(REQUIRED - ALLOCATED, rel=1e-6)
    assert missing(plan)[2002] / REQUIRED == pytest.approx(0.33, abs=5e-3)
    assert plan.fiscal("unfunded")[2002] == pytest.approx(0.0, abs=1e3)


def test_what_it_costs_to_let_soldiers_go_comes_out_of_the_fuel_of_the_others() -> None:
    """A year's pay and 850 dollars each (IRIN): out of one ministry's allocation."""
    plain, paid = found(SIERRA_LEONE, "fy2002"), found(SIERRA_LEONE)
    for year, left in ((2002, 765), (2003, 1_000), (2006, 300)):
        more = missing(paid)[year] - missing(plain)[year]
        assert more == pytest.approx(left * (0.287 * A_SOLDIER + 850 * 2_102), rel=1e-4)


def test_the_target_of_10_500_cannot_be_reached_at_1_000_a_year_before_2006() -> None:
    """IRIN, 14 August 2003: 10,500 by 31 January 2004. Contradicted by its own pace; 2006, as it happened, is possible."""
    assert planned(SIERRA_LEONE, "target_2004").status is Status.CONTRADICTORY
    assert planned(SIERRA_LEONE, "target_2005").status is Status.CONTRADICTORY
    plan = found(SIERRA_LEONE, "target_2006")
    assert plan.plan.status is Status.ANSWERED
    assert plan.people("soldiers")[2006] <= 10_500 + 1e-3


def test_the_allocation_supports_9_270_soldiers() -> None:
    free = found(SIERRA_LEONE, *AS_PUBLISHED, "army_free")
    assert free.people("soldiers")[2002] == pytest.approx(ALLOCATED / A_SOLDIER, rel=1e-6)
    assert round(free.people("soldiers")[2002]) == 9_270
    assert round(56.955 * BILLION / A_SOLDIER) == 8_627  # what SIPRI says was spent


def test_10_500_cannot_be_kept_and_8_500_can() -> None:
    """GlobalSecurity.org and Mail & Guardian, 15 March 2008: 10,500 by 2006, 8,500 by 2010 as the final ceiling."""
    plan = found(SIERRA_LEONE, *AS_PUBLISHED)
    short = missing(plan)
    for year, soldiers in PATH.items():
        assert short[year] == pytest.approx(max(0.0, soldiers * A_SOLDIER - ALLOCATED), rel=1e-5, abs=1e3), year
    assert [year for year, amount in short.items() if amount == 0.0] == [2009, 2010]
    assert short[2006] == pytest.approx(8.121 * BILLION, abs=1e6)
    assert plan.fiscal("ceiling")[2010] - plan.fiscal("own")[2010] == pytest.approx(5.083 * BILLION, abs=1e6)
    assert found(SIERRA_LEONE).indicator("overhang")[2006] == pytest.approx(short[2006], rel=1e-5)


def test_a_plan_that_may_choose_shrinks_the_army_as_fast_as_was_decided_and_stops_at_what_can_be_paid() -> None:
    """Neither a least nor a greatest army, only the pace: to 8,500 where police may be hired instead, else to 9,270."""
    assert found(SIERRA_LEONE, "army_chooses").people("soldiers") == pytest.approx(PATH, rel=1e-5)
    chosen = found(SIERRA_LEONE, *AS_PUBLISHED, "army_chooses").people("soldiers")
    can_be_paid = ALLOCATED / A_SOLDIER
    assert chosen == pytest.approx({year: max(soldiers, can_be_paid) for year, soldiers in PATH.items()}, rel=1e-5)


def test_1_149_police_recruits_a_year_reach_9_500_and_1_100_do_not() -> None:
    """IRIN, 20 March 2003: perhaps as few as 6,053, and 9,500 by 2005."""
    assert (9_500 - 6_053) / 3 == 1_149
    reached = found(SIERRA_LEONE, "police_9500")
    assert [reached.people("constables")[year] for year in (2002, 2004, 2005)] == pytest.approx([6_053, 8_351, 9_500])
    assert reached.people("soldiers", "supported")[2005] == pytest.approx(5_254, abs=1.0)
    assert planned(SIERRA_LEONE, "police_9500", "places_1100").status is Status.CONTRADICTORY


def test_posts_are_filled_by_soldiers_peacekeepers_and_three_tenths_of_those_without_fuel() -> None:
    plan, mission = found(SIERRA_LEONE), {2002: 17_000, 2003: 13_000, 2004: 5_000}
    supported = plan.people("soldiers", "supported")
    for year, soldiers in PATH.items():
        there = supported[year] + 0.3 * (soldiers - supported[year]) + mission.get(year, 0)
        assert plan.covered("defence")[year] == pytest.approx(there / 30_800, rel=1e-5), year


def test_what_the_smaller_army_leaves_pays_police_in_2010() -> None:
    plan = found(SIERRA_LEONE)
    left = ALLOCATED - 8_500 * A_SOLDIER - 500 * (0.287 * A_SOLDIER + 850 * 2_102)
    assert plan.people("constables")[2010] - 6_053 == pytest.approx(left / (POLICE / 6_053), rel=1e-4)
    assert plan.fiscal("own") == pytest.approx(plan.fiscal("ceiling"), rel=1e-6)


def test_without_support_from_abroad_the_state_cannot_fund_the_sector_before_2009() -> None:
    """Middlebrook and Miller 2006. Confirmed to 2008: Britain can stop when the army is below 9,270."""
    assert earliest_exit(shipped_case(SIERRA_LEONE), scenarios=[*AS_PUBLISHED, "uk_fills"]).own_from == 2009


def test_what_2006_without_britain_takes_where_money_may_move() -> None:
    scenarios = [*AS_PUBLISHED, "uk_fills", "one_purse", "both_may_shrink"]
    needs = require(shipped_case(SIERRA_LEONE), year=2006, scenarios=scenarios)
    short, sector = 10_500 * A_SOLDIER - ALLOCATED, 10_500 * A_SOLDIER + POLICE
    gdp, share = 56.955 * BILLION / 0.0136, (ALLOCATED + POLICE) / (0.12 * 56.955 * BILLION / 0.0136)
    expected = {"revenue_level": 100 * short / share / gdp, "unit_costs": short / sector, "force": short / sector}
    for name, amount in expected.items():
        assert needs.need(name).amount == pytest.approx(amount, rel=1e-3), name
    assert [round(value, 3) for value in expected.values()] == [1.176, 0.089, 0.089]


def test_page_shows_what_is_planned() -> None:
    text = (INPUTS.parent / "docs" / "sierra_leone.md").read_text(encoding="utf-8")
    plan = found(SIERRA_LEONE)
    rows = (
        ("Soldiers", [f"{value:,.0f}" for value in plan.people("soldiers").values()]),
        ("of them supported", [f"{value:,.0f}" for value in plan.people("soldiers", "supported").values()]),
        ("Police", [f"{value:,.0f}" for value in plan.people("constables").values()]),
        ("Military posts of 2002 filled", [f"{100.0 * value:.1f} %" for value in plan.covered("defence").values()]),
        ("Missing, billion leones", [f"{value / BILLION:.1f}" for value in plan.indicator("broken_obligations").values()]),
    )
    for label, values in rows:
        assert f"| {label} | " + " | ".join(values) + " |" in text, label
