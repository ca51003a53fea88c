"""Benchmarks: met, at risk, missed, not known, against the plan and against what happened."""

from __future__ import annotations

import pytest
from pipeline import tiny_case

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.issue import CaseError
from rightfin.planning import plan
from rightfin.report.studies import benchmarks as words
from rightfin.result.measured import _MEASURED
from rightfin.schema.learning import MEASURES
from rightfin.study.learning.benchmarks import HeldAgainst, State, benchmarks

Row = dict[str, object]


def held(benchmark: Row, *facts: Row, **tables: list[Row]) -> HeldAgainst:
    """Return how one benchmark of the tiny army stands, in which people are paid in every year."""
    row = {"benchmark": "b", "measure": "strength", "whose": "army", "year": 2022, **benchmark}
    case = tiny_case(**tables).replace({"benchmarks": [row], "actuals": list(facts)})
    return benchmarks(case).held[0]


def people(year: int) -> float:
    return plan(tiny_case()).tables["strength"].by_year("strength")[year]


@pytest.mark.parametrize(("relation", "share", "state"), [
    ("at_least", 0.99, State.MET), ("at_least", 1.01, State.MISSED), ("at_most", 1.01, State.MET),
    ("at_most", 0.99, State.MISSED), ("about", 1.0, State.MET), ("about", 1.01, State.MISSED),
    ("about", 0.99, State.MISSED),
])
def test_the_plan_is_on_the_right_side_or_not(relation: str, share: float, state: State) -> None:
    found = held({"relation": relation, "value": share * people(2022)})
    assert found.planned == pytest.approx(people(2022))
    assert found.actual is None
    assert found.state is state


def test_within_its_tolerance_a_number_is_met() -> None:
    value = people(2022)
    assert held({"value": value + 90.0, "tolerance": 100.0}).state is State.MET
    assert held({"value": value + 110.0, "tolerance": 100.0}).state is State.MISSED


def test_what_happened_counts_before_the_plan() -> None:
    fact: Row = {"measure": "strength", "whose": "army", "2022": 100.0}
    assert held({"relation": "at_least", "value": 0.5 * people(2022)}, fact).state is State.MISSED
    assert held({"relation": "at_most", "value": 0.5 * people(2022)}, fact).state is State.MET


def test_behind_the_plan_so_far_is_at_risk() -> None:
    promise: Row = {"relation": "at_least", "value": 0.9 * people(2022), "tolerance": 10.0}
    late: Row = {"measure": "strength", "whose": "army", "2021": people(2021) - 20.0}
    early: Row = {"measure": "strength", "whose": "army", "2021": people(2021) + 20.0}
    assert held(promise, late).state is State.AT_RISK
    assert held(promise, early).state is State.MET


def test_half_a_year_settles_nothing() -> None:
    fact: Row = {"measure": "strength", "whose": "army", "months": 6, "2022": 100.0}
    assert held({"relation": "at_least", "value": 0.5 * people(2022)}, fact).state is State.MET


def test_no_plan_has_what_people_say() -> None:
    found = held({"measure": "trust", "whose": "army", "value": 0.5})
    assert found.state is State.NOT_KNOWN
    told: Row = {"measure": "trust", "whose": "army", "2022": 0.55}
    assert held({"measure": "trust", "relation": "at_least", "value": 0.5}, told).state is State.MET


def test_a_benchmark_is_about_the_scenarios_that_it_names() -> None:
    rows: list[Row] = [{"scenario": "rich", "order": 1, "table": "macro", "key": "security_share", "column": "*",
                        "operation": "multiply", "value": 1.5}]
    value = 1.2 * people(2022)
    assert held({"relation": "at_least", "value": value}, scenarios=rows).state is State.MISSED
    assert held({"relation": "at_least", "value": value, "scenarios": "rich"}, scenarios=rows).state is State.MET


def test_indicators_can_be_promised() -> None:
    found = held({"measure": "coverage", "whose": None, "relation": "at_least", "value": 0.01})
    other = held({"measure": "total_strength", "whose": None, "relation": "about", "value": people(2022)})
    assert found.state is State.MET
    assert other.state is State.MET


@pytest.mark.parametrize(("row", "code"), [
    ({"measure": "strenght"}, "benchmark_measure"), ({"whose": "navy"}, "whose_unknown"),
    ({"measure": "trust", "whose": None}, "whose_missing"), ({"measure": "prices", "whose": "army"}, "whose_whole"),
    ({"measure": "total_strength", "whose": "army"}, "benchmark_whole"), ({"year": 2040}, "benchmark_year"),
    ({"scenarios": "none"}, "benchmark_scenario"),
])
def test_what_cannot_be_held_against_anything_is_said(row: Row, code: str) -> None:
    case = tiny_case().replace({"benchmarks": [
        {"benchmark": "b", "measure": "strength", "whose": "army", "year": 2022, "value": 1.0, **row}]})
    found = {issue.code: issue for issue in check_case(case)}
    assert code in found
    assert (found[code].table, found[code].row) == ("benchmarks", "b")


def test_without_benchmarks_there_is_nothing_to_hold() -> None:
    with pytest.raises(CaseError, match="no benchmarks"):
        benchmarks(tiny_case())


def test_one_that_is_missed_is_told_and_the_answer_is_no() -> None:
    case: Case = tiny_case().replace({"benchmarks": [
        {"benchmark": "more", "name": "More soldiers", "measure": "strength", "whose": "army", "year": 2022,
         "value": 1e6, "relation": "at_least"},
        {"benchmark": "some", "measure": "strength", "whose": "army", "year": 2022, "value": 1.0, "relation": "at_least"},
    ]})
    found = words.findings(benchmarks(case))
    assert not found.answered
    assert found.sentences[0].text == "Of 2 benchmarks 1 is met and 1 is missed."
    assert found.sentences[1].text.startswith("More soldiers (more): at least 1,000,000 in 2022; planned: ")


def test_each_measure_that_a_plan_has_is_read_from_it() -> None:
    assert set(_MEASURED) == {measure.name for measure in MEASURES if measure.in_plan}
