"""From a case to its plan: precedence, contradictions, threads, purity."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from inputs.shipped import SHIPPED, shipped_case
from pipeline import donor, macro, tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import CaseError, Severity
from rightfin.case.checks import check_case
from rightfin.definition import Definition, default_definition, read_definition
from rightfin.fiscal.project import project
from rightfin.planning import plan
from rightfin.question import Question
from rightfin.report.words.answer import headline
from rightfin.report.workbook.notes import command_line
from rightfin.result.plan import Status
from rightfin.schema.results import RESULT
from rightfin.schema.switches import Switch


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
    assert all(found.table(name).empty for name in RESULT)


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
    assert plan(case, definition=model).arrears_tolerance == 0.02
    assert plan(case, definition=model, settings={"arrears_tolerance": 0.03}).arrears_tolerance == 0.03


SCENARIOS = [
    {"scenario": "poor", "order": 1, "table": "macro", "key": "security_share", "column": "2023-", "operation": "multiply",
     "value": 0.5},
    {"scenario": "bad", "order": 1, "table": "cadres", "key": "soldier", "column": "attrition", "operation": "set",
     "value": 0.5},
]


def test_a_text_is_one_scenario() -> None:
    case = tiny_case(scenarios=SCENARIOS)
    assert plan(case, scenarios="poor") == plan(case, scenarios=["poor"])


def test_scenarios_lie_over_the_case_and_leave_it_as_it_was() -> None:
    case = tiny_case(scenarios=SCENARIOS)
    before = case.digest
    found = plan(case, scenarios=["poor"])
    ceilings = found.table("fiscal").set_index("year")["ceiling"]
    assert ceilings[2022] == pytest.approx(20e6)
    assert ceilings[2023] == pytest.approx(10e6)
    assert case.digest == before == found.provenance.case_digest
    assert found.provenance.scenarios == ("poor",)


def test_a_scenario_named_twice_is_refused_since_what_it_multiplies_would_count_twice() -> None:
    model = replace(default_definition(), scenarios=("revenue_shock",))
    for words in ({"scenarios": ["revenue_shock", "early_exit", "revenue_shock"]},
                  {"scenarios": ["revenue_shock"], "definition": model}):
        with pytest.raises(CaseError, match="revenue_shock is named twice"):
            plan(shipped_case("demo"), **words)  # type: ignore[arg-type]
        with pytest.raises(CaseError, match="revenue_shock is named twice"):
            rightfin.pyomo_model(shipped_case("demo"), **words)  # type: ignore[arg-type]


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


@pytest.mark.parametrize("off", list(Switch))
def test_a_plan_is_made_whichever_switch_is_off(off: Switch) -> None:
    rules = {**default_definition().rules, off.value: False}
    for seed in (1, 5):  # without a handover, and with one of the settings and one of its own
        assert plan(random_case(seed), definition=definition(rules=rules)).status is Status.ANSWERED


def test_switching_a_family_off_removes_its_rows() -> None:
    case = tiny_case(macro=macro(20.0, wage_bill_share=0.01))
    tight = plan(case)
    free = plan(case, definition=definition(rules={**default_definition().rules, "wage_bill": False}))
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


def test_rows_of_a_definition_replace_those_of_the_case_with_the_same_key_and_scenarios_come_after() -> None:
    case = tiny_case(
        handovers=[{"handover": "a", "path": "linear", "to": 0.5, "note": "of the case"},
                   {"handover": "b", "path": "linear", "to": 0.4}],
        scenarios=[{"scenario": "half", "order": 1, "table": "handovers", "key": "a", "column": "2022", "operation": "set",
                    "value": 0.5}],
    )
    model = definition(tables={"handovers": ({"handover": "a", "path": "by_year", "2021": 0.3},)})
    prepared = Question(case, model).prepared
    rows = {row["handover"]: row for row in prepared.records("handovers")}
    assert set(rows) == {"a", "b"}
    assert (rows["a"]["path"], rows["a"]["to"], rows["a"]["note"], rows["a"]["2021"]) == ("by_year", None, None, 0.3)
    assert rows["b"]["to"] == 0.4
    assert case.records("handovers")[0]["path"] == "linear"
    scenario = {row["handover"]: row for row in Question(case, model, ("half",)).prepared.records("handovers")}
    assert (scenario["a"]["2021"], scenario["a"]["2022"]) == (0.3, 0.5)


def test_the_gavi_rule_takes_over_a_country_that_grows() -> None:
    """1,000 dollars a head grow by 10 % a year: above 1,085 from 2021; three years above 1,730 on average in 2027."""
    peopled = {"regions": [{"region": "national", "name": "All", "population": 1e6}]}
    case = tiny_case(settings={"end_year": 2036, "tail_years": 0},
                     macro=[*(row for row in macro(20.0) if row["series"] != "real_growth"),
                            {"series": "real_growth", "2021": 0.1}], **donor(2.0, range(2021, 2037)), **peopled)
    model = read_definition(Path(__file__).parents[1] / "models" / "gavi_2023.toml")
    found = plan(case, definition=model).table("handover")
    shares = dict(zip(found["year"], found["required_share"], strict=True))
    incomes = {year: 1000 * 1.1 ** (year - 2020) for year in range(2020, 2037)}
    entered = next(year for year in incomes if year >= 2022 and sum(incomes[year - n] for n in range(3)) / 3 > 1730)
    assert entered == 2027
    reached = 0.1 * 1.15**6
    assert shares[2026] == pytest.approx(reached)
    line = [reached + (1 - reached) * (n + 1) / 8 for n in range(8)]
    assert [shares[entered + n] for n in range(8)] == pytest.approx(line)
    assert shares[2036] == 1.0


LACKING = {
    **{(name, case): "inhabitants of the country are not given"
       for name in ("gavi_2016", "gavi_2023") for case in ("liberia_2015", "sierra_leone_2002")},
    **{(name, "sierra_leone_2002"): "has no share for 2002-20" for name in ("chicago_2012", "unmil_2015")},
}
"""What a rule cannot be laid over, and why: income per head needs people, and shares of years not those before them."""


@pytest.mark.parametrize("case", SHIPPED)
@pytest.mark.parametrize("name", ["gavi_2023", "gavi_2016", "chicago_2012", "unmil_2015"])
def test_every_shipped_rule_can_be_laid_over_every_shipped_case_or_says_what_it_lacks(name: str, case: str) -> None:
    model = read_definition(Path(__file__).parents[1] / "models" / f"{name}.toml")
    if lacking := LACKING.get((name, case)):
        with pytest.raises(CaseError, match=lacking):
            _ = Question(shipped_case(case), model).prepared
        return
    prepared = Question(shipped_case(case), model).prepared
    errors = [issue for issue in check_case(prepared, try_scenarios=False) if issue.severity is Severity.ERROR]
    assert errors == []
    found = project(prepared, {}).handovers
    share = found.share[found.handovers.index(name)]
    assert np.all(np.diff(share) >= 0.0)
    assert np.all((share >= 0.0) & (share <= 1.0))


def test_a_scenario_that_changes_nothing_is_said_to() -> None:
    rows = [{"scenario": name, "order": 1, "table": "cadres", "key": "soldier", "column": "attrition", "operation": "set",
             "value": value} for name, value in (("same", 0.1), ("other", 0.2))]
    case = tiny_case(scenarios=rows)
    found = plan(case, scenarios=["same", "other"])
    assert found.idle == ("same",)
    assert plan(case, scenarios=["same"]).idle == ("same",)
    assert plan(case, scenarios=["other"]).idle == ()
    basis = headline(plan(case, scenarios=["same"])).sentence("basis")
    assert basis is not None
    assert basis.text == "Scenarios: same; same changes nothing in this case."


def test_warnings_are_about_what_is_planned_and_say_what_scenarios_and_settings_bring() -> None:
    """Old arrears that nobody may clear: mended by a setting, or brought about by one."""
    stuck = tiny_case(settings={"opening_arrears": 1e6, "max_clearing_share": 0.0})
    (read,) = (issue for issue in check_case(stuck) if issue.code == "arrears_stay")
    assert "arrears_stay" in {issue.code for issue in plan(stuck, warnings=[read]).issues}
    mended = plan(stuck, settings={"max_clearing_share": 0.1}, warnings=[read])
    assert "arrears_stay" not in {issue.code for issue in mended.issues}
    free = tiny_case(settings={"opening_arrears": 1e6, "max_clearing_share": 0.1})
    closed = plan(free, settings={"max_clearing_share": 0.0})
    (brought,) = (issue for issue in closed.issues if issue.code == "arrears_stay")
    assert brought.message.startswith("With the scenarios and settings")
    remark = read.__class__("unknown_column", "“remark” is not read.", "", "cadres", severity=Severity.WARNING)
    assert remark in plan(free, settings={"max_clearing_share": 0.0}, warnings=[remark]).issues


def test_a_population_that_the_case_does_not_say_is_zero_in_the_table() -> None:
    assert set(plan(tiny_case()).table("fiscal")["population"]) == {0.0}


def test_the_command_to_make_a_plan_again_names_what_was_asked_for_beside_the_definition() -> None:
    found = plan(tiny_case(scenarios=SCENARIOS), definition=definition(scenarios=("poor",)), scenarios=["bad"])
    assert found.provenance.scenarios == ("poor", "bad")
    assert command_line(found, "CASE") == "rightfin plan CASE --model m.toml --scenario bad"
