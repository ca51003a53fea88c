"""Paid, present, supported: what is lost of people and money, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, levels_only, solved, tiny_case
from random_cases import random_case
from solve.test_laws import changed, never_worse

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.planning import plan
from rightfin.report.words.answer import headline
from rightfin.result.steady import base_year_costs

YEARS = range(2021, 2027)


def losing(soldier: Row | None = None, **lost: float | None) -> Case:
    """Return the tiny case whose army loses something."""
    army: Row = {"institution": "army", "name": "Army", "sector": "defence", **lost}
    return tiny_case(institutions=[army], soldier=soldier,
                     regions=[{"region": "national", "name": "All", "population": 4 * MILLION}])


def test_half_of_paid_strength_are_ghosts() -> None:
    """A soldier on the payroll costs 1,500 and half of 500: 20 million pay 80,000 / 7, of whom half are there."""
    found = solved(losing(ghosts=0.5))
    paid = 80_000.0 / 7.0
    for column, persons in (("strength", paid), ("present", paid / 2.0), ("supported", paid / 2.0)):
        assert found.by_year("strength", column) == pytest.approx(dict.fromkeys(YEARS, persons), rel=3e-5)
    assert found.by_year("needs", "covered") == pytest.approx(dict.fromkeys(YEARS, paid / 2.0), rel=3e-5)
    assert found.indicator("readiness") == pytest.approx(dict.fromkeys(YEARS, 1.0), rel=3e-5)
    assert base_year_costs(found.inputs) == {("army", "pay"): 15 * MILLION, ("army", "operations"): 2.5 * MILLION}


def test_pay_is_skimmed_and_the_rest_is_wasted() -> None:
    """1,500 / 0.8 of pay and 500 / 0.5 of support: 2,875 a soldier."""
    found = solved(losing({"opening_strength": 6000.0}, skimming=0.2, waste=0.5))
    paid = 20 * MILLION / 2875.0
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, paid), rel=3e-5)
    assert found.by_year("budget", "cost", category="pay") == pytest.approx(dict.fromkeys(YEARS, 1875.0 * paid), rel=3e-5)
    assert found.by_year("strength", "support_cost") == dict.fromkeys(YEARS, 1000.0)
    assert base_year_costs(found.inputs) == {
        ("army", "pay"): pytest.approx(11.25 * MILLION), ("army", "operations"): pytest.approx(6 * MILLION)}


def test_overhead_is_supported_as_far_as_it_is_there() -> None:
    army: Row = {"institution": "army", "name": "Army", "sector": "defence", "ghosts": 0.5}
    clerk: Row = {"cadre": "clerk", "institution": "army", "name": "Clerks", "opening_strength": 1000.0, "pay": 1000.0,
                  "support": 400.0}
    case = tiny_case(institutions=[army])
    found = solved(case.replace({"cadres": [*case.records("cadres"), clerk]}))
    clerks, soldiers = (found.by_year("strength", "strength", cadre=cadre) for cadre in ("clerk", "soldier"))
    operations = found.by_year("budget", "cost", category="operations")
    assert operations == pytest.approx({t: 200.0 * clerks[t] + 250.0 * soldiers[t] for t in YEARS}, rel=1e-4)


def test_police_per_head_are_those_who_are_there() -> None:
    case = losing(ghosts=0.5).replace({
        "institutions": [{"institution": "army", "name": "Police", "sector": "interior", "ghosts": 0.5}],
        "targets": [{"target": "police", "measure": "per_100k", "group": "all", "2021": 100.0}],
    })
    found = solved(case)
    density = found.by_year("targets", "found")
    assert density == pytest.approx(found.indicator("police_per_100k"))
    assert density == pytest.approx(dict.fromkeys(YEARS, 40_000.0 / 7.0 / 40.0), rel=3e-5)


def test_the_answer_says_who_is_not_there() -> None:
    assert "are not there (ghosts)" in headline(plan(losing(ghosts=0.5))).text()
    assert "ghosts" not in headline(plan(losing())).text()


@pytest.mark.parametrize("seed", [3, 11])
def test_leakage_is_skimming_and_waste_together(seed: int) -> None:
    case = random_case(seed)

    def apart(row: dict[str, object]) -> None:
        row.update(skimming=row.get("leakage"), waste=row.get("leakage"), leakage=None)

    assert levels_only(changed(case, "institutions", apart)) == levels_only(case)


def test_a_payroll_is_cleaned_up_in_a_year() -> None:
    """9,000 are paid and 6,200 found: in 2023 the others are struck off, and nobody who works is missed."""
    case = losing({"opening_strength": 9000.0, "attrition": 0.0, "entry": False}, ghosts=1.0 - 6200.0 / 9000.0).replace({
        "over_time": [{"table": "institutions", "row": "army", "column": "ghosts", "2023": 0.0}],
        "demobilisation": [{"institution": "army", "2023": 0.32, "2024": 0.0}],
        "strength_limits": [{"cadre": "soldier", "bound": "max", "hard": True, "2023": 6200.0}],
    })
    assert not any(issue.code == "leakage_twice" for issue in check_case(case))
    found = solved(case)
    assert found.by_year("strength", "strength") == pytest.approx(
        {2021: 9000.0, 2022: 9000.0, 2023: 6200.0, 2024: 6200.0, 2025: 6200.0, 2026: 6200.0}, rel=1e-5)
    assert found.by_year("strength", "present") == pytest.approx(dict.fromkeys(YEARS, 6200.0), rel=1e-5)
    assert found.by_year("needs", "covered") == pytest.approx(dict.fromkeys(YEARS, 6200.0), rel=1e-5)
    saved = found.by_year("fiscal", "own")
    assert saved[2022] - saved[2023] == pytest.approx(2800.0 * 1500.0, rel=1e-5)


def test_leakage_beside_what_is_told_apart_is_an_error() -> None:
    issue, = (issue for issue in check_case(losing(leakage=0.1, ghosts=0.2)) if issue.code == "leakage_twice")
    assert "Keep ghosts, skimming and waste" in issue.remedy
    assert not any(issue.code == "leakage_twice" for issue in check_case(losing(leakage=0.0, waste=0.2)))


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from(["skimming", "waste"]))
def test_less_lost_never_worsens(seed: int, name: str) -> None:
    """Rules that compare costs are left out: what is lost moves their sides."""
    case = changed(random_case(seed).replace({"rules": []}), "institutions",
                   lambda row: row.update({"leakage": None, name: 0.3}))
    never_worse(case, changed(case, "institutions", lambda row: row.update({name: 0.1})))


def test_a_payroll_is_cleaned_up_by_one_row() -> None:
    """9,000 are paid and 6,200 found: nothing but the share of ghosts has to be typed, and severance is paid to nobody."""
    soldier: Row = {"opening_strength": 9000.0, "attrition": 0.0, "entry": False, "severance": 1000.0}
    case = losing(soldier, ghosts=1.0 - 6200.0 / 9000.0).replace({
        "over_time": [{"table": "institutions", "row": "army", "column": "ghosts", "2023": 0.0}],
    })
    found = solved(case)
    assert found.by_year("strength", "strength") == pytest.approx({t: 9000.0 if t < 2023 else 6200.0 for t in YEARS})
    assert found.by_year("strength", "present") == pytest.approx(dict.fromkeys(YEARS, 6200.0))
    assert not any(found.by_year("budget", "cost", category="benefits").values())
