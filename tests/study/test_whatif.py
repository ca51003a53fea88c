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
    glance = what_if.glance(changed, depth=Depth.PLAN)
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


def test_a_glance_knows_where_institutions_stand_though_one_that_costs_nothing_comes_or_goes() -> None:
    """Such an institution has no column, so that the arrays of the model are the same with it and without."""
    case = random_case(1)
    institutions = case.records("institutions")
    more = case.replace({"institutions": [*institutions, {**institutions[0], "institution": "archive", "name": "Archive"}]})
    for base, other in ((case, more), (more, case)):
        what_if = WhatIf(base)
        before, after = what_if.glance(base), what_if.glance(other)
        assert before is not None
        assert after is not None
        assert sum(before.cost) > 0.0
        assert after.cost == before.cost


def test_a_plan_from_live_models_has_the_objectives_of_a_plan_from_nothing() -> None:
    case = random_case(3)
    what_if = WhatIf(case, settings={"discount_rate": 0.07})
    what_if.glance(case.with_cell("settings", ("discount_rate",), "value", 0.07)
                   if any(row["key"] == "discount_rate" for row in case.records("settings")) else what_if.base)
    warm, cold = what_if.plan(what_if.base), rightfin.plan(case, settings={"discount_rate": 0.07})
    one, other = (plan.tables["objective"].frame() for plan in (warm, cold))
    assert list(one["level"]) == list(other["level"])
    assert one["value"].to_numpy() == pytest.approx(other["value"].to_numpy(), rel=1e-5, abs=1.0)
    assert (warm.provenance.options, warm.provenance.study) == (cold.provenance.options, {"solved": "on live models"})


def test_glances_after_levels_one_and_two_sum_to_what_the_levels_say() -> None:
    what_if = WhatIf(tiny_case(macro=[
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0}, {"series": "deflator_growth", "2021": 0.0},
        {"series": "revenue_ratio", "2021": 0.1}, {"series": "security_share", "2021": 0.05},
    ]))
    glance = what_if.glance(what_if.base)
    assert glance is not None
    assert glance.least_missing > 0.0
    assert sum(glance.missing) > 0.0
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


def test_a_question_of_another_magnitude_leaves_no_scales_behind() -> None:
    """The arrays of a question with pay a million million times as high hid everything of the next one."""
    what_if = WhatIf(tiny_case())
    before = what_if.ask([])
    pay = what_if.base.records("cadres")[0]["pay"]
    what_if.ask([("cadres", ("soldier",), "pay", float(str(pay)) * 1e12)])
    assert what_if.change.rebuilt
    after = what_if.ask([])
    assert before is not None
    assert after is not None
    for one, other in zip(before.levels, after.levels, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-6, abs=10.0)


def test_an_edit_that_the_solver_refuses_is_not_left_half_applied() -> None:
    case = tiny_case(**donor(5.0))
    what_if, fresh = WhatIf(case), WhatIf(case)
    what_if.ask([])
    cheaper = ("cadres", ("soldier",), "pay", 900.0)
    what_if.glance(what_if.changed([cheaper, ("demand", ("war", "national"), "2021", 1e22)]), checked=True)
    found, wanted = what_if.ask([cheaper]), fresh.ask([cheaper])
    assert found is not None
    assert wanted is not None
    for one, other in zip(found.levels, wanted.levels, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-6, abs=10.0)


def test_another_last_year_shown_changes_the_years_of_a_glance() -> None:
    what_if = WhatIf(tiny_case())
    assert what_if.glance(what_if.base).years[-1] == 2026  # type: ignore[union-attr]
    shorter = what_if.base.with_cells("settings", [(("end_year",), "value", 2025), (("tail_years",), "value", 6)])
    assert what_if.glance(shorter).years[-1] == 2025  # type: ignore[union-attr]


@pytest.mark.parametrize(("cells", "named"), [
    ([("cadres", ("nobody",), "pay", 1.0)], "nobody"), ([("cadres", ("soldier",), "salary", 1.0)], "salary"),
    ([("cadre", ("soldier",), "pay", 1.0)], "no table cadre"), ([("macro", ("security_share",), "2021")], "changed cell"),
    (("macro", ("security_share",), "2021", 0.2), "changed cell"), ([("cadres", ("soldier",), "pay", [1.0])], "one number"),
    ([("cadres", (["soldier"],), "pay", 1.0)], "one number"), (7, "not a list"),
])
def test_cells_that_are_not_there_or_not_cells_are_refused_in_words(cells: object, named: str) -> None:
    what_if = WhatIf(tiny_case())
    with pytest.raises(CaseError) as raised:
        what_if.ask(cells)  # type: ignore[arg-type]
    assert named in " ".join(f"{issue.message} {issue.remedy}" for issue in raised.value.issues)


def test_keys_and_years_are_taken_in_plain_forms() -> None:
    what_if = WhatIf(tiny_case())
    exact = what_if.ask([("macro", ("security_share",), "2021", 0.25)])
    assert what_if.ask([["macro", "security_share", 2021, 0.25]]) == exact  # type: ignore[list-item]


def test_a_depth_may_be_named_and_must_exist() -> None:
    what_if = WhatIf(tiny_case())
    assert what_if.ask([], depth="plan").levels[-1].name == "churn"  # type: ignore[arg-type, union-attr]
    with pytest.raises(ValueError, match="nonsense"):
        what_if.ask([], depth="nonsense")  # type: ignore[arg-type]


def test_the_first_number_of_a_series_has_the_whole_case_checked() -> None:
    what_if = WhatIf(tiny_case(macro=[*tiny_case().records("macro"), {"series": "max_step_share", "note": "later"}]))
    with pytest.raises(CaseError):
        what_if.ask([("macro", ("max_step_share",), "2024", 0.02)])
