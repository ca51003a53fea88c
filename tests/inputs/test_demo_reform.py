"""The fictional country's justice chain, its reform, and how its soldiers leave: what its page tells, planned."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from shipped import DEMO, planned, shipped_case

from rightfin.case.programmes.choices import broken
from rightfin.case.programmes.starts import starts_of
from rightfin.case.scenario import apply_scenario
from rightfin.study.programmes.worth import ProgrammeStudy, programmes

POLICE = ("constables_men", "constables_women", "sergeants", "police_civilians")


def prisons(*scenarios: str) -> pd.DataFrame:
    """Return who is in prison and its places, by year."""
    return planned(DEMO, *scenarios).table("prisons").set_index("year")


def stage(name: str, *scenarios: str) -> pd.DataFrame:
    """Return a stage of the chain by year."""
    rows = planned(DEMO, *scenarios).table("justice")
    return rows[rows.stage == name].set_index("year")


def strength(cadre: str, *scenarios: str) -> pd.DataFrame:
    """Return the movements of a cadre by year."""
    rows = planned(DEMO, *scenarios).table("strength")
    return rows[rows.cadre == cadre].set_index("year")


def covered(need: str, *scenarios: str) -> pd.Series:
    """Return the share of a need that is met, by year."""
    rows = planned(DEMO, *scenarios).table("needs")
    sums = rows[rows.need == need].groupby("year")[["needed", "unmet"]].sum()
    return 1.0 - sums.unmet / sums.needed


def test_the_chain_begins_congested_at_trial_with_more_in_prison_than_there_are_places() -> None:
    opening = shipped_case(DEMO).records("justice_stages")[2]
    assert float(str(opening["opening_backlog"])) > stage("trial").inflow[2026], "more than a year's cases"
    assert prisons().held[2026] > 1.3 * prisons().places[2026]
    assert prisons().detained.idxmax() == 2027
    assert (prisons().overcrowding.loc[:2030] > 100.0).all()
    assert prisons().overcrowding.loc[2031:].max() == pytest.approx(0.0, abs=1.0)
    assert prisons().detained[2037] < 0.6 * prisons().detained[2027]


def test_judges_try_what_has_piled_up_before_they_settle_disputes_and_the_trial_stays_the_narrowest_place() -> None:
    rows = planned(DEMO).table("postings")
    trying = rows[(rows.cadre == "judges") & (rows.work == "trial")].set_index("year")
    share = (trying.supported + trying.unsupported) / strength("judges").present
    assert share.loc[2026:2029].mean() > 0.37 > 0.31 > share.loc[2033:].max()
    assert stage("trial").backlog[2026] < 0.9 * 14_000
    assert stage("trial").backlog[2029] < 0.35 * 14_000
    assert (stage("trial").bottleneck == "yes").all()
    assert planned(DEMO).table("justice").dropped.max() == pytest.approx(0.0, abs=1e-3), "none to save waiting"


def test_more_police_alone_fill_the_cells_and_courts_that_grow_with_them_empty_them() -> None:
    for year in (2035, 2036):
        detained = {name: prisons(*names).detained[year] for name, names in (
            ("planned", ()), ("more_police", ("more_police",)), ("balanced_growth", ("balanced_growth",)))}
        assert detained["more_police"] > 1.05 * detained["planned"] > 1.4 * detained["balanced_growth"]
    assert prisons("more_police").detained[2037] > 1.01 * prisons().detained[2037] > 1.3 * prisons(
        "balanced_growth").detained[2037]
    assert covered("violent_crime", "more_police")[2037] > covered("violent_crime")[2037] + 0.03
    assert covered("case_disposal", "more_police").max() < 0.75
    assert covered("case_disposal", "balanced_growth").loc[2028:].min() > 0.99


@cache
def reform() -> ProgrammeStudy:
    """Return the study of the scenario reform."""
    return programmes(shipped_case(DEMO), scenarios=("reform",))


def test_the_reform_keeps_its_rules_is_paid_in_full_and_each_programme_is_worth_something() -> None:
    case = apply_scenario(shipped_case(DEMO), "reform")
    assert broken(case, starts_of(case)) == ()
    rows = reform().plan.table("programmes")
    assert rows.unfunded.max() == pytest.approx(0.0, abs=1.0)
    assert rows.grants.sum() > 0.1 * rows.cost.sum()
    level = list(reform().plan.table("objective").name).index("needs")
    missed = reform().plan.table("objective").value[level]
    without = {one.programme: one.plan.table("objective").value[level] for one in reform().each}
    assert set(without) == {
        "vetting", "paralegals", "mobile_courts", "payroll_cleanup", "police_academy", "community_policing"}
    assert min(without.values()) > missed + 0.03
    fallen = {one.programme: set(one.fallen) for one in reform().each}
    assert fallen["vetting"] == {"payroll_cleanup", "police_academy", "community_policing"}
    assert fallen["police_academy"] == {"community_policing"}
    assert missed < planned(DEMO).table("objective").value[level] - 1.0


def test_the_payroll_is_cleaned_up_when_vetting_has_ended_and_nobody_who_is_there_goes() -> None:
    for cadre in POLICE:
        struck = strength(cadre, "reform").struck
        assert struck[struck > 1e-3].index.tolist() == [2029, 2030], cadre
        assert strength(cadre).struck.max() == pytest.approx(0.0, abs=1e-3)
    assert strength("constables_men", "reform").exits.max() == pytest.approx(0.0, abs=1e-3)


def test_when_donors_have_left_the_state_pays_what_goes_on() -> None:
    rows = planned(DEMO, "reform").table("programmes")
    after = rows[rows.year == 2037]
    assert after.cost.sum() > 0.3e9
    assert after.own.sum() > 0.9 * after.cost.sum()
    assert covered("violent_crime", "reform").loc[2034:].min() > covered("violent_crime").loc[2034:].max() + 0.03


def test_soldiers_leave_as_ghosts_as_pensioners_and_with_severance_over_two_years() -> None:
    soldiers = strength("soldiers")
    assert soldiers.struck[soldiers.struck > 1e-3].index.tolist() == [2028, 2029]
    assert soldiers.retirements[soldiers.retirements > 1e-3].index.tolist() == [2032, 2034]
    lines = planned(DEMO).table("lines")
    help_paid = lines[(lines.institution == "army") & (lines.item == "reintegration")].set_index("year").cost
    exits = soldiers.exits + strength("army_officers").exits
    last = exits[exits > 1.0].index[-1]
    assert help_paid[last + 1] > 1e6, "the second part is paid when nobody leaves any more"
    assert help_paid.loc[last + 2:].max() == pytest.approx(0.0, abs=1.0)
