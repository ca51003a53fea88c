"""The fictional country through the engine: a plan that a finance ministry could discuss."""

from __future__ import annotations

import pandas as pd
import pytest
import shipped
from pipeline import levels_only
from shipped import DEMO, shipped_case

from rightfin.case import Case
from rightfin.result.plan import Plan, Status

BILLION = 1e9
POLICE = ("constables_men", "constables_women", "sergeants")


def planned(*scenarios: str) -> Plan:
    """Return the plan of the shipped case under scenarios."""
    return shipped.planned(DEMO, *scenarios)


def by_cadre(found: Plan, value: str = "strength") -> pd.DataFrame:
    """Return one value of the strength table, years down and cadres across."""
    return found.table("strength").pivot(index="year", columns="cadre", values=value)


def coverage(found: Plan) -> pd.DataFrame:
    """Return coverage of each need, years down and needs across."""
    sums = found.table("needs").groupby(["year", "need"])[["needed", "external", "covered"]].sum()
    return ((sums.external + sums.covered) / sums.needed).unstack()


def needs_missed(found: Plan) -> float:
    """Return the value of level 2: unmet needs and broken rules, discounted."""
    rows = found.table("objective")
    return float(rows.loc[rows.name == "needs", "value"].iloc[0])


@pytest.mark.parametrize("scenarios", [(), ("early_exit",), ("revenue_shock",), ("early_exit", "revenue_shock")])
def test_plan_pays_what_is_due_and_supports_whom_the_case_asks_for(scenarios: tuple[str, ...]) -> None:
    found = planned(*scenarios)
    assert found.status is Status.ANSWERED
    fiscal, rows = found.table("fiscal").set_index("year"), found.table("indicators")
    assert fiscal.unfunded.max() == pytest.approx(0.0, abs=1.0)
    assert fiscal.arrears.max() == pytest.approx(0.0, abs=1.0), "old arrears are cleared in the first year"
    assert rows[rows.indicator == "broken_obligations"].value.max() == pytest.approx(0.0, abs=1.0)


def test_donors_pay_a_third_at_first_and_almost_nothing_at_the_end() -> None:
    rows = planned().table("indicators")
    dependency = rows[rows.indicator == "donor_dependency"].set_index("year")["value"]
    assert dependency[2026] == pytest.approx(0.33, abs=0.02)
    assert dependency[2032] > 0.08 > 0.05 > dependency[2034]
    grants = planned().table("grants")
    assert set(grants[(grants.amount > 1.0) & (grants.year > 2035)].donor) <= {"lake_state"}
    assert set(grants[(grants.amount > 1.0) & (grants.year == 2034)].donor) <= {"lake_state", "sister_ports", "union"}


def test_what_stands_can_be_kept_when_donors_have_left_and_nobody_has_to_go_for_it() -> None:
    rows, budget = planned().table("indicators"), planned().table("fiscal").set_index("year")
    overhang = rows[rows.indicator == "overhang"].set_index("year")["value"]
    assert overhang.loc[2036:].max() < 1e-5 * budget.ceiling[2036]
    assert overhang[2026] > 0.3 * budget.ceiling[2026]
    real = overhang / budget.deflator
    assert (real.loc[:2036].diff().dropna() < 0.0).all(), "it falls in every year until nothing is left"
    people = by_cadre(planned()).sum(axis=1)
    assert people.pct_change().min() > -0.04
    assert people.loc[2029:].pct_change().dropna().min() > -0.01, "once the army is as small as agreed"


def test_coverage_never_falls_by_more_than_the_worth_of_a_year() -> None:
    covered = coverage(planned())
    assert covered.diff().min().min() > -0.06
    assert (covered.loc[2037] > covered.loc[2026] - 0.01).all()


def test_parts_and_earmarks_cost_nothing_because_money_is_fungible_and_bite_when_tightened() -> None:
    case = shipped_case(DEMO)

    def needs(case: Case) -> float:
        return levels_only(case)["2 needs"]

    def scaled(table: str, name: str, factor: float) -> Case:
        def times(row: dict[str, object]) -> dict[str, object]:
            return {key: factor * float(str(value)) if key.isdigit() and value is not None else value
                    for key, value in row.items()}

        return case.replace({table: [times(row) if name in row.values() else row for row in case.records(table)]})

    asked = needs(case)
    assert needs(case.replace({"ceilings": [], "earmarks": []})) == pytest.approx(asked, rel=1e-6)
    for tighter in (("ceilings", "ministry", 0.6), ("ceilings", "justice_floor", 1.5), ("earmarks", "justice", 2.0)):
        assert needs(scaled(*tighter)) > 1.001 * asked


def test_donor_money_is_left_over_only_when_it_could_not_be_used_to_the_end() -> None:
    pledges = planned().table("pledges")
    pledges = pledges[pledges.donor != "sister_ports"]  # whom the rest of its money could pay, the region could not keep
    lost = (pledges.lapsed + pledges.carry_loss).groupby(pledges.year).sum()
    assert lost.loc[2027:2029].max() < 1e-3 * BILLION
    assert lost.sum() < 0.10 * pledges.disbursed.sum()


def test_the_promise_of_police_is_kept_late_and_gifts_are_taken_in_part() -> None:
    rows = planned().table("targets")
    street = rows[rows.target == "street_police"].set_index("year")
    kept = street.found >= street.asked * (1.0 - 1e-6)
    assert kept[kept].index.tolist() == [2034]
    assert street.found.loc[2035:].min() > 0.96 * street.asked[2035]
    gifts = planned().table("in_kind").groupby("gift")[["offered", "accepted"]].sum()
    assert gifts.accepted.patrol_cars == pytest.approx(gifts.offered.patrol_cars, abs=1e-3)
    assert 100.0 < gifts.accepted.used_trucks < gifts.offered.used_trucks - 100.0


def test_the_region_spends_all_it_has_on_its_police_until_they_cover_its_need() -> None:
    rows = planned().table("needs")
    here = rows[(rows.region == "delta") & (rows.need == "violent_crime")].set_index("year")
    cover = 1.0 - here.unmet / here.needed
    assert cover[2026] == pytest.approx(0.75, abs=0.01)
    assert (cover.diff().dropna() > -1e-6).all()
    assert cover.loc[2034:].min() == pytest.approx(1.0, abs=1e-6)
    payers = planned().table("payers")
    ours = payers[payers.payer == "delta"].set_index("year")
    may_spend = ours.ceiling + ours.received
    assert (ours.own + ours.cleared >= may_spend - 1e-4 * BILLION).loc[2026:2033].all()
    assert ours.own[2037] < ours.ceiling[2037]
    given = planned().table("grants")
    theirs = given[given.donor == "sister_ports"]
    assert set(theirs[theirs.amount > 1.0].institution) == {"delta_police"}
    assert theirs[theirs.year > 2034].amount.sum() == pytest.approx(0.0, abs=1.0)


def test_when_its_grants_end_early_the_region_has_police_without_support() -> None:
    ended, rows = planned("grants_end"), planned("grants_end").table("needs")
    here = rows[(rows.region == "delta") & (rows.need == "violent_crime")].set_index("year")
    assert 1.0 - here.unmet[2029] / here.needed[2029] == pytest.approx(0.58, abs=0.01)
    left = by_cadre(ended, "present").delta_constables - by_cadre(ended, "supported").delta_constables
    assert left[2029] == pytest.approx(0.25 * by_cadre(ended).delta_constables[2029], rel=1e-3), "as many as are accepted"
    assert left.drop(index=[2029, 2030]).max() == pytest.approx(0.0, abs=1e-3)


def test_courts_grow_together_and_nobody_is_paid_to_sit_idle() -> None:
    strength, supported = by_cadre(planned()), by_cadre(planned(), "supported")
    assert (strength.court_clerks >= 2 * strength.judges - 2).all()
    assert strength.judges[2037] > 2 * strength.judges[2026]
    idle = (by_cadre(planned(), "present") - supported)[["judges", "prosecutors", "court_clerks", "arbiters", *POLICE]]
    assert idle.max().max() < 1.0
    cases = coverage(planned())["case_disposal"]
    assert cases.loc[2030:].min() > 0.93
    assert cases.loc[2033:].min() > 0.999


def test_a_quarter_of_police_recruits_are_women_in_every_year() -> None:
    hires = by_cadre(planned(), "hires")
    women, all_recruits = hires.constables_women, hires.constables_women + hires.constables_men
    assert (women >= 0.25 * all_recruits - 1.0).all()
    assert (all_recruits > 1_000).sum() >= 10


def test_army_shrinks_to_its_cap_and_dismisses_in_the_window_only() -> None:
    strength, exits = by_cadre(planned()), by_cadre(planned(), "exits")
    assert strength.soldiers.max() <= 45_000 + 1e-3
    assert strength.soldiers.loc[2030:2032].tolist() == pytest.approx([32_000, 31_000, 30_000], rel=1e-6), "at its cap"
    assert exits.sum().sum() > 100
    assert exits.drop(index=[2028, 2029, 2030, 2031]).sum().sum() == pytest.approx(0.0, abs=1e-3)


def test_hard_rules_hold_and_the_ministry_does_not_wither() -> None:
    strength, hires = by_cadre(planned()), by_cadre(planned(), "hires")
    assert (strength.ministry_staff >= 0.014 * strength.sum(axis=1) - 1e-3).all()
    assert strength.ministry_staff.min() > 1_300, "overhead of the whole sector, as in the base year"
    constables = hires[["constables_men", "constables_women"]].sum(axis=1)
    assert (hires.constables_women <= 0.4 * constables + 1e-3).all()
    assert (strength.army_officers <= 0.25 * strength.soldiers + 1e-3).all()


def test_ceiling_of_the_wage_bill_and_handover_hold() -> None:
    budget, paid, payers = (planned().table(name) for name in ("budget", "paid", "payers"))
    own_pay = paid[(paid.payer == "government") & (paid.category == "pay")].groupby("year").amount.sum()
    revenue = payers[payers.payer == "government"].set_index("year").revenue
    assert (own_pay <= 0.115 * revenue * (1 + 1e-6)).all()
    assert (own_pay > 0.115 * revenue * (1 - 1e-2)).any(), "the wage bill is all but used up in some year"
    recurrent = budget[budget.category != "capital"].groupby("year")[["cost", "grants"]].sum()
    assert ((1 - recurrent.grants / recurrent.cost).loc[2036:] >= 0.98 - 1e-6).all()


@pytest.mark.parametrize(("scenario", "better"), [
    ("better_leakage", True), ("peace_dividend", True), ("un_hub", True), ("outsourcing", True),
    ("regional_teams", True), ("early_exit", False), ("revenue_shock", False), ("grants_end", False),
    ("resistance_to_change", False), ("more_police", False), ("balanced_growth", True), ("early_mobile_courts", True),
    ("reform", True),
])
def test_scenarios_move_needs_in_the_expected_direction(scenario: str, better: bool) -> None:
    change = needs_missed(planned(scenario)) - needs_missed(planned())
    assert (change < -0.02) if better else (change > 0.02)
