"""The Liberian case: published statements against what is planned, and what its page shows of it."""

from __future__ import annotations

import pytest
from shipped import INPUTS, LIBERIA, Found, found, planned, projected, shipped_case

from rightfin.result.plan import Status
from rightfin.study.missions.study import mission_exits, mission_withdrawals

MILLION = 1e6
YEARS = (2016, 2017, 2018)
POLICE, ARMY, OTHERS, SECURITY = 18_481_810.0, 14_500_000.0, 48_188_190.0, 81_170_000.0
A_POLICE_OFFICER, A_SOLDIER = POLICE / 4_100, ARMY / 2_000
MISSION = {"police": dict(zip(YEARS, (606, 310, 0), strict=True)), "troops": dict(zip(YEARS, (1_240, 434, 0), strict=True))}
"""Ceilings of UNMIL at the end of each fiscal year: resolutions 2239 and 2333, S/2018/344."""


def by_year(values: dict[int, float]) -> list[float]:
    return [values[year] for year in YEARS]


def unpaid(plan: Found, item: str) -> list[float]:
    rows = plan.plan.table("lines")
    ours = rows[rows["item"] == item].groupby("year")["unfunded"].sum()
    return [float(ours[year]) for year in YEARS]


def test_ministries_share_the_budget_of_2012_13() -> None:
    """Police Path Finder: 81.17 of 672.05 million dollars for security, 18,481,810 of it for 4,100 police."""
    parameters = projected(LIBERIA)
    people = parameters.people
    heads = people.opening_strength * (people.pay[:, 0] + people.support[:, 0])
    assert dict(zip(people.cadres, heads, strict=True)) == pytest.approx({"officers": POLICE, "soldiers": ARMY}, rel=1e-9)
    assert POLICE + ARMY + OTHERS == SECURITY
    fiscal = parameters.fiscal
    assert fiscal.revenue[1] == pytest.approx(672.05 * MILLION)
    assert fiscal.own_spending == SECURITY
    assert fiscal.ceiling[:3] == pytest.approx([SECURITY + 20 * MILLION, SECURITY, SECURITY])


def test_sixteen_million_are_missing_in_2015_16() -> None:
    """Minister Sannoh to the Security Council, September 2015: 36 million budgeted, 20 committed, 16 missing. Confirmed."""
    plan = found(LIBERIA)
    assert by_year(plan.indicator("broken_obligations")) == pytest.approx([16e6, 34e6, 34e6])
    assert unpaid(plan, "transition plan") == pytest.approx([16e6, 34e6, 34e6])
    assert plan.indicator("broken_obligations")[2016] / 36e6 == pytest.approx(0.444, abs=5e-4)


def test_ceilings_of_ministries_keep_police_and_army_supported() -> None:
    plan = found(LIBERIA)
    for cadre, strength in (("officers", 4_100), ("soldiers", 2_000)):
        assert by_year(plan.people(cadre)) == pytest.approx([strength] * 3)
        assert by_year(plan.people(cadre, "supported")) == pytest.approx([strength] * 3, rel=1e-6)


def test_in_one_purse_the_plan_takes_the_fuel_of_the_police() -> None:
    """The 16 million are missing either way; without ceilings by ministry everybody's support goes into them first."""
    plan = found(LIBERIA, "one_purse")
    assert by_year(plan.indicator("broken_obligations")) == pytest.approx([16e6, 34e6, 34e6])
    support = POLICE - 3_921.75 * 4_100 + 1_450 * 2_000
    assert by_year(plan.fiscal("unfunded")) == pytest.approx([16e6 - support, 34e6 - support, 34e6 - support])
    for cadre in ("officers", "soldiers"):
        assert by_year(plan.people(cadre, "supported")) == pytest.approx([0.0] * 3, abs=1.0)


def test_the_force_can_be_kept_when_the_mission_has_left_and_does_no_more() -> None:
    plan = found(LIBERIA)
    assert plan.indicator("overhang")[2018] == pytest.approx(0.0, abs=1.0)
    assert plan.indicator("kept_strength")[2018] == pytest.approx(6_100)


def test_the_gap_of_posts_is_that_of_the_mission() -> None:
    """Resolutions 2239 (2015) and 2333 (2016), S/2018/344: what UNMIL leaves nobody fills."""
    plan = found(LIBERIA)
    for year in YEARS:
        assert 1.0 - plan.covered("policing")[year] == pytest.approx((1_515 - MISSION["police"][year]) / 5_615, rel=1e-6)
        assert 1.0 - plan.covered("defence")[year] == pytest.approx((3_590 - MISSION["troops"][year]) / 5_590, rel=1e-6)
    assert [round(100 * (1.0 - share), 1) for share in by_year(plan.covered("policing"))] == [16.2, 21.5, 27.0]


@pytest.mark.parametrize(("scenario", "total"), [("even_plan", 104e6), ("senate_plan", 104_848_878.45)])
def test_own_money_for_the_plan_is_43_per_cent_more(scenario: str, total: float) -> None:
    """Liberian Observer on the Senate committee: 104,848,878.45 dollars for 2015-2018, told as 104 million."""
    plan = found(LIBERIA, scenario, "own_money_closes")
    missing = total / 3 - 104e6 / 3
    assert by_year(plan.indicator("broken_obligations")) == pytest.approx([missing] * 3, abs=2.0)
    assert by_year(plan.fiscal("own")) == pytest.approx([SECURITY + 104e6 / 3] * 3, rel=1e-6)
    assert plan.fiscal("own")[2016] / SECURITY == pytest.approx(1.427, abs=5e-4)


def test_what_replacing_the_mission_takes() -> None:
    """With money no limit the police fill the posts that UNMIL leaves, and the army, if it may, those of its troops."""
    police, both = found(LIBERIA, "open_purse"), found(LIBERIA, "open_purse", "open_army")
    assert by_year(police.people("officers")) == pytest.approx([5_009, 5_305, 5_615])
    assert by_year(both.people("soldiers")) == pytest.approx([4_350, 5_156, 5_590])
    plan = {2016: 36e6, 2017: 34e6, 2018: 34e6}
    more = 1_515 * A_POLICE_OFFICER + 3_590 * A_SOLDIER
    assert both.fiscal("own")[2018] - plan[2018] - SECURITY == pytest.approx(more, rel=1e-6)
    assert more == pytest.approx(32.86e6, abs=5e3)


def test_a_mission_that_leaves_a_year_early_without_notice_is_replaced_by_nobody() -> None:
    left = mission_withdrawals(shipped_case(LIBERIA), providers=["unmil"]).of("unmil")
    assert left.year == 2017
    points = {gap.need: gap.points for gap in left.falls}
    assert points == pytest.approx({"policing": 100 * 310 / 5_615, "defence": 100 * 434 / 5_590})
    assert not left.replaced


def test_what_the_mission_still_did_is_replaced_head_for_head_if_the_army_may_grow() -> None:
    found = mission_exits(shipped_case(LIBERIA), providers=["unmil"], scenarios=["open_army"], years=[2016, 2017])
    assert found.earliest is None
    late, early = (found.answer(year).replacement for year in (2017, 2016))
    a_year = 310 * A_POLICE_OFFICER + 434 * A_SOLDIER
    assert [late.money.by_year[year] for year in (2017, 2018)] == pytest.approx([a_year] * 2, rel=1e-5)
    assert late.beyond.by_year[2017] == pytest.approx(a_year, rel=1e-5)
    assert late.people_by_year[2017] == pytest.approx(744, abs=0.01)
    assert early.people_by_year[2016] == pytest.approx(1_846, abs=0.01)
    assert early.money.by_year[2016] == pytest.approx(606 * A_POLICE_OFFICER + 1_240 * A_SOLDIER, rel=1e-5)


def test_no_money_replaces_the_mission_while_the_army_is_held() -> None:
    found = mission_exits(shipped_case(LIBERIA), providers=["unmil"], years=[2016])
    assert found.answer(2016).replacement.since is None


def test_eight_thousand_police_are_out_of_reach_with_900_recruits_a_year() -> None:
    """The finance minister, May 2014 (Monrovia Inquirer): 900 a year, 8,000 in three years. Contradicted."""
    assert planned(LIBERIA, "police_8000", "recruits_900", "open_purse").status is Status.CONTRADICTORY
    assert 4_100 + 3 * 900 < 8_000
    plan = found(LIBERIA, "police_8000", "open_purse")
    assert plan.people("officers")[2018] == pytest.approx(8_000)
    more = plan.fiscal("own")[2018] - found(LIBERIA, "even_plan", "own_money_closes").fiscal("own")[2018]
    assert more == pytest.approx(8_000 * A_POLICE_OFFICER - POLICE - 104e6 / 3 + 34e6, rel=1e-6)


def test_an_officer_without_fuel_fills_three_tenths_of_a_post() -> None:
    """An assumption, stated in the case: it decides how far coverage falls in one purse, and nothing in the plan."""
    share = (0.3 * 4_100 + MISSION["police"][2016]) / 5_615
    assert found(LIBERIA, "one_purse").covered("policing")[2016] == pytest.approx(share, abs=1e-4)


def test_page_shows_what_is_planned() -> None:
    text = (INPUTS.parent / "docs" / "liberia.md").read_text(encoding="utf-8")
    plan = found(LIBERIA)
    in_millions = (("Missing", plan.indicator("broken_obligations")), ("Paid by the state", plan.fiscal("own")))
    for label, values in in_millions:
        assert f"| {label} | " + " | ".join(f"{value / MILLION:.1f}" for value in by_year(values)) + " |" in text, label
    for label, need in (("Police posts filled", "policing"), ("Military posts filled", "defence")):
        shares = " | ".join(f"{100 * share:.1f} %" for share in by_year(plan.covered(need)))
        assert f"| {label} | {shares} |" in text, label
