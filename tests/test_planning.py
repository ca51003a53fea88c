"""From a case to its plan: precedence, contradictions, threads, purity."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from pipeline import macro, tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import CaseError
from rightfin.definition import Definition, default_definition
from rightfin.planning import plan
from rightfin.result.plan import TABLE_COLUMNS, Status


def test_two_plans_in_two_threads_at_the_same_time_both_finish() -> None:
    cases = [random_case(seed) for seed in (3, 11, 3, 11)]
    alone = [plan(case) for case in cases[:2]]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(plan, cases, timeout=120))
    for case, found in zip(cases, together, strict=True):
        expected = alone[0] if case == cases[0] else alone[1]
        assert found.tables == expected.tables


def test_contradictory_hard_limits_are_named_in_the_words_of_the_case() -> None:
    case = tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
        strength_limits=[{"cadre": "soldier", "bound": "min", "hard": True, "2023": 12_000.0}],
    )
    found = plan(case)
    assert found.status is Status.CONTRADICTORY
    assert any("Least strength" in line and "Soldiers" in line and "2023" in line for line in found.conflict)
    assert any("Training places" in line for line in found.conflict)
    assert all(found.table(name).empty for name in TABLE_COLUMNS)


def test_a_soft_limit_is_broken_and_answered() -> None:
    case = tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "training_places": 100.0}],
        strength_limits=[{"cadre": "soldier", "bound": "min", "2023": 12_000.0}],
    )
    found = plan(case)
    assert found.status is Status.ANSWERED
    assert found.table("objective").set_index("name").loc["limits", "value"] > 0.1


def definition(**changes: object) -> Definition:
    base = default_definition()
    fields = {"name": "m", "title": "M", "description": "", "settings": {}, "scenarios": (), "rules": base.rules,
              "parameters": base.parameters}
    return Definition(**{**fields, **changes})  # type: ignore[arg-type]


def test_the_command_line_precedes_the_definition_which_precedes_the_case() -> None:
    case = tiny_case(settings={"arrears_tolerance": 0.01})
    assert plan(case).arrears_tolerance == 0.01
    model = definition(settings={"arrears_tolerance": 0.02})
    assert plan(case, model).arrears_tolerance == 0.02
    assert plan(case, model, settings={"arrears_tolerance": 0.03}).arrears_tolerance == 0.03


SCENARIOS = [
    {"scenario": "poor", "order": 1, "table": "macro", "key": "security_share", "column": "2023-", "operation": "multiply",
     "value": 0.5},
    {"scenario": "bad", "order": 1, "table": "cadres", "key": "soldier", "column": "attrition", "operation": "set",
     "value": 0.5},
]


def test_scenarios_lie_over_the_case_and_leave_it_as_it_was() -> None:
    case = tiny_case(scenarios=SCENARIOS)
    before = case.digest
    found = plan(case, scenarios=["poor"])
    ceilings = found.table("fiscal").set_index("year")["ceiling"]
    assert ceilings[2022] == pytest.approx(20e6)
    assert ceilings[2023] == pytest.approx(10e6)
    assert case.digest == before == found.provenance.case_digest
    assert found.provenance.scenarios == ("poor",)


def test_an_unknown_scenario_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(CaseError, match="poor"):
        plan(tiny_case(scenarios=SCENARIOS), scenarios=["por"])


def test_a_case_with_errors_is_not_planned() -> None:
    with pytest.raises(CaseError, match="gdp"):
        plan(tiny_case(macro=[row for row in macro(20.0) if row["series"] != "gdp"]))


def test_progress_is_told_in_order() -> None:
    steps: list[tuple[int, int, str]] = []
    plan(tiny_case(), progress=lambda step, whole, label: steps.append((step, whole, label)))
    assert [step for step, _, _ in steps] == sorted(step for step, _, _ in steps)
    assert steps[0][2] == "paying what is due"
    assert all(step <= whole for step, whole, _ in steps)


def test_switching_a_family_off_removes_its_rows() -> None:
    case = tiny_case(macro=macro(20.0, wage_bill_share=0.01))
    tight = plan(case)
    free = plan(case, definition(rules={**default_definition().rules, "wage_bill": False}))
    assert tight.table("fiscal")["unfunded"].sum() > 1e6
    assert free.table("fiscal")["unfunded"].sum() == pytest.approx(0.0, abs=100.0)


def test_every_default_used_is_listed() -> None:
    used = {(found.table, found.row, found.column) for found in plan(tiny_case()).defaults}
    assert ("settings", "rule_weight", "value") in used
    assert ("cadres", "soldier", "unsupported_effect") in used
    assert ("macro", "real_growth", "2024") in used
    assert ("settings", "discount_rate", "value") not in used


def test_the_public_names_are_there() -> None:
    for name in rightfin.__all__:
        assert getattr(rightfin, name) is not None
