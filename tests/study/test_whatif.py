"""Asking what if: glances and plans from live models, against plans from nothing."""

from __future__ import annotations

import pytest
from pipeline import donor, tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import Case, CaseError
from rightfin.result.plan import Plan, Status
from rightfin.solve.levels import Depth
from rightfin.study.whatif import WhatIf


def by_year(plan: Plan, table: str, column: str) -> list[float]:
    frame = plan.tables[table].frame()
    return [float(value) for value in frame.groupby("year")[column].sum()]


def indicator(plan: Plan, name: str) -> list[float]:
    frame = plan.tables["indicators"].frame()
    return [float(value) for value in frame[frame["indicator"] == name]["value"]]


@pytest.mark.parametrize("seed", range(6))
def test_a_glance_at_all_levels_shows_what_the_plan_tables_say(seed: int) -> None:
    case = random_case(seed)
    what_if = WhatIf(case)
    changed = what_if.base.with_cell("macro", ("security_share",), "2021", 0.31)
    glance = what_if.glance(changed, Depth.PLAN)
    plan = what_if.plan(changed)
    assert glance is not None
    near = {"rel": 1e-6, "abs": 10.0}
    assert list(glance.years) == list(plan.years)
    assert list(glance.strength) == pytest.approx(by_year(plan, "strength", "strength"), rel=1e-6, abs=1e-3)
    assert list(glance.cost) == pytest.approx(by_year(plan, "budget", "cost"), **near)
    assert list(glance.own) == pytest.approx(by_year(plan, "budget", "own"), **near)
    assert list(glance.grants) == pytest.approx(by_year(plan, "budget", "grants"), **near)
    assert list(glance.missing) == pytest.approx(indicator(plan, "broken_obligations"), **near)
    assert list(glance.coverage) == pytest.approx(indicator(plan, "coverage"), abs=1e-6)


def test_a_plan_from_live_models_has_the_objectives_of_a_plan_from_nothing() -> None:
    case = random_case(3)
    what_if = WhatIf(case, settings={"discount_rate": 0.07})
    what_if.glance(case.with_cell("settings", ("discount_rate",), "value", 0.07)
                   if any(row["key"] == "discount_rate" for row in case.records("settings")) else what_if.base)
    warm, cold = what_if.plan(what_if.base), rightfin.plan(case, settings={"discount_rate": 0.07})
    one, other = (plan.tables["objective"].frame() for plan in (warm, cold))
    assert list(one["level"]) == list(other["level"])
    assert one["value"].to_numpy() == pytest.approx(other["value"].to_numpy(), rel=1e-5, abs=1.0)
    assert warm.provenance.options == cold.provenance.options


def test_glances_after_levels_one_and_two_sum_to_what_the_levels_say() -> None:
    what_if = WhatIf(tiny_case(macro=[
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0}, {"series": "deflator_growth", "2021": 0.0},
        {"series": "revenue_ratio", "2021": 0.1}, {"series": "security_share", "2021": 0.05},
    ]))
    glance = what_if.glance(what_if.base)
    assert glance is not None
    assert glance.missing[0] > 0.0
    assert glance.levels[-1].name == "needs"


def test_a_wrong_case_is_refused_with_its_issues_and_the_models_go_on() -> None:
    what_if = WhatIf(tiny_case(**donor(5.0)))
    before = what_if.glance(what_if.base)
    with pytest.raises(CaseError) as raised:
        what_if.glance(what_if.base.with_cell("cadres", ("soldier",), "pay", -1.0))
    assert any(issue.column == "pay" for issue in raised.value.issues)
    assert what_if.glance(what_if.base) == before


def test_a_contradiction_has_no_glance_and_its_plan_says_so() -> None:
    limits = [{"cadre": "soldier", "bound": "min", "hard": True, "2021": 9500.0}]
    case = tiny_case(strength_limits=limits, institutions=[
        {"institution": "army", "name": "Army", "sector": "defence", "training_places": 10.0},
    ])
    what_if = WhatIf(case)
    assert what_if.glance(what_if.base) is None
    assert what_if.plan(what_if.base).status is Status.CONTRADICTORY


def test_scenarios_are_part_of_the_base() -> None:
    case = tiny_case(scenarios=[{"scenario": "poor", "order": 1, "table": "macro", "key": "security_share",
                                 "column": "2021-", "operation": "multiply", "value": 0.5}])
    rich, poor = WhatIf(case), WhatIf(case, scenarios=["poor"])
    one, other = rich.glance(rich.base), poor.glance(poor.base)
    assert one is not None
    assert other is not None
    assert sum(other.missing) > sum(one.missing) + 1.0


def test_another_structure_is_answered_too() -> None:
    case = tiny_case()
    what_if = WhatIf(case)
    what_if.glance(what_if.base)
    cadres = case.records("cadres")
    bigger: Case = case.replace({
        "cadres": [*cadres, {**cadres[0], "cadre": "guard", "opening_strength": 500.0}],
        "effects": [*case.records("effects"), {"cadre": "guard", "need": "war", "effect": 1.0}],
    })
    glance = what_if.glance(bigger)
    assert glance is not None
    assert "guard" in what_if.change.rebuilt
    assert glance.coverage[0] > 0.0
