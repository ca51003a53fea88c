"""What each programme is worth: every plan against one made by itself, what falls with it, and who pays."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest
from pipeline import MILLION, Row, donor, levels_only, macro, tiny_case
from real_programmes import programme_budget

import rightfin
from rightfin import CaseError, Question
from rightfin.case import Case
from rightfin.case.programmes.choices import calendars, choices_of
from rightfin.case.programmes.starts import starts_of, with_starts
from rightfin.study.programmes.worth import ProgrammeStudy, fallen_without, programmes

NAMES = {"vetting": ("preparatory", 2), "academy": ("main", 2), "clean_up": ("main", 1), "audit": ("consolidation", 1)}


def reforms(starts: dict[str, int], **more: Any) -> Case:
    """An army that ghosts and desertion cost money, and four programmes, two of which must come after the vetting."""
    programmes_of: list[Row] = [
        {"programme": name, "name": name.title(), "institution": "army", "phase": phase, "years": years,
         "start": starts.get(name)} for name, (phase, years) in NAMES.items()]
    costs: list[Row] = [
        {"programme": "vetting", "category": "operations", "item": "panels", "year": 1, "to": 2, "amount": 0.1 * MILLION},
        {"programme": "academy", "category": "capital", "item": "building", "year": 1, "amount": 0.4 * MILLION},
        {"programme": "academy", "category": "operations", "item": "teachers", "year": 2, "amount": 0.1 * MILLION,
         "goes_on": True},
    ]
    effects: list[Row] = [
        {"programme": "vetting", "kind": "attrition", "on": "soldier", "gain": 0.2, "after": 1},
        {"programme": "academy", "kind": "effect", "on": "soldier/war", "gain": 0.3, "after": 1, "ramp": 2},
        {"programme": "clean_up", "kind": "ghosts", "on": "army", "gain": 0.7},
    ]
    order: list[Row] = [{"programme": "academy", "rule": "after", "other": "vetting"}]
    prices: list[Row] = [
        {**row, "2021": 0.05} if row["series"] == "deflator_growth" else row for row in macro(20.0)]
    return tiny_case(**{
        "institutions": [{"institution": "army", "name": "Army", "sector": "defence", "ghosts": 0.1}],
        "macro": prices, "programmes": programmes_of, "programme_costs": costs,
        "programme_effects": effects, "programme_order": order, **donor(2.0, exit_year=2023),
        "eligibility": [{"donor": "friends", "institution": "*", "category": "*", "allowed": False},
                        {"donor": "friends", "institution": "army", "category": "capital", "allowed": True}], **more})


STARTS = {"vetting": 2021, "academy": 2023, "clean_up": 2022}


@pytest.fixture(scope="module")
def found() -> ProgrammeStudy:
    return programmes(reforms(STARTS))


def objective(plan: rightfin.Plan) -> dict[str, float]:
    return {f"{level} {name}": float(value) for level, name, value in plan.tables["objective"].rows}


def test_the_plan_is_that_of_the_case(found: ProgrammeStudy) -> None:
    assert objective(found.plan) == pytest.approx(objective(rightfin.plan(reforms(STARTS))), rel=1e-6, abs=1e-6)


def test_without_each_is_the_plan_of_the_case_without_it_and_what_needs_it(found: ProgrammeStudy) -> None:
    assert {one.programme: one.fallen for one in found.each} == {
        "vetting": ("academy", "clean_up"), "academy": (), "clean_up": ()}
    for one in found.each:
        left = with_starts(reforms(STARTS), dict.fromkeys((one.programme, *one.fallen)))
        assert objective(one.plan) == pytest.approx(objective(rightfin.plan(left)), rel=1e-6, abs=1e-6), one.programme
        assert objective(one.plan)["2 needs"] == pytest.approx(one.totals.unmet)


def test_what_is_broken_is_what_cannot_be_paid_or_supported_and_not_the_unpaid_part_of_it() -> None:
    study = programmes(programme_budget(2))
    for totals, plan in ((study.totals, study.plan), *((one.totals, one.plan) for one in study.each)):
        levels = objective(plan)
        assert levels["1a unfunded"] < 0.9 * levels["1a obligations"], "the two differ in this case"
        assert totals.broken == levels["1a obligations"]


def test_each_is_worth_what_is_lost_without_it(found: ProgrammeStudy) -> None:
    needs = {one.programme: levels_only(Question(with_starts(
        reforms(STARTS), dict.fromkeys((one.programme, *one.fallen)))).prepared)["2 needs"] for one in found.each}
    base = found.totals.unmet
    assert all(lost > base for lost in needs.values())
    assert [one.programme for one in found.by_worth] == sorted(needs, key=lambda name: -needs[name])
    assert found.of("vetting").totals.coverage < found.totals.coverage
    with pytest.raises(KeyError):
        found.of("audit")


def test_costs_are_told_at_base_year_prices_and_by_who_pays(found: ProgrammeStudy) -> None:
    assert found.cost("academy") == pytest.approx(0.8 * MILLION - 0.1 * MILLION)  # the building, three years of teachers
    assert found.cost("academy", "grants") == pytest.approx(0.4 * MILLION)
    assert found.cost("vetting") == pytest.approx(0.2 * MILLION)
    assert found.cost("clean_up") == 0.0
    for one in found.planned:
        parts = sum(found.cost(one.name, column) for column in ("own", "grants", "unfunded"))
        assert parts == pytest.approx(found.cost(one.name))


def test_the_table_of_a_plan_is_the_sum_of_its_lines(found: ProgrammeStudy) -> None:
    table, lines = found.plan.tables["programmes"], found.plan.tables["lines"]
    for programme, year, *_, cost, own, grants, unfunded in table.rows:
        mine = [row for row in lines.records() if str(row["item"]).endswith(f"({programme})") and row["year"] == year]
        for column, amount in (("cost", cost), ("own", own), ("grants", grants), ("unfunded", unfunded)):
            assert sum(float(row[column]) for row in mine) == pytest.approx(float(amount), abs=1e-9)
    runs = {(row["programme"], row["year"]) for row in table.records() if row["running"] == "yes"}
    assert runs == {("vetting", 2021), ("vetting", 2022), ("clean_up", 2022), ("academy", 2023), ("academy", 2024)}


def test_rooms_are_the_years_that_rules_leave_to_each(found: ProgrammeStudy) -> None:
    case = reforms(STARTS)
    allowed = list(calendars(case))
    for room in found.rooms:
        others = {name: year for name, year in starts_of(case).items() if name != room.programme}
        years = {one[room.programme] for one in allowed if {n: y for n, y in one.items() if n != room.programme} == others}
        assert set(room.years) == years - {None}
    first = found.rooms[0]
    assert (first.programme, first.years) == ("vetting", (2021,))
    assert first.earlier == "vetting starts in 2020, which is no year of the plan."
    assert first.later == "academy starts in 2023, and vetting in 2022: 2 years must lie between the two."


def test_starts_are_laid_over_the_case_and_over_its_scenarios() -> None:
    scenarios = [{"scenario": "late", "order": 1, "table": "programmes", "key": "academy", "column": "start",
                  "operation": "set", "value": 2025}]
    case = reforms(STARTS, scenarios=scenarios)
    late = programmes(case, scenarios=["late"])
    assert {one.name: one.start for one in late.planned} == {"vetting": 2021, "clean_up": 2022, "academy": 2025}
    other = programmes(case, scenarios=["late"], starts={"academy": 2024, "clean_up": None, "vetting": 2022})
    assert {one.name: one.start for one in other.planned} == {"vetting": 2022, "academy": 2024}
    assert dict(other.plan.provenance.study)["start of clean_up"] == "declined"
    typed = with_starts(case, {"academy": 2024, "clean_up": None, "vetting": 2022})
    assert objective(other.plan) == pytest.approx(objective(rightfin.plan(typed)), rel=1e-6, abs=1e-6)


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(CaseError, match=r"There is no programme acadmy\. Did you mean academy"):
        programmes(reforms(STARTS), starts={"acadmy": 2024})
    with pytest.raises(CaseError, match="The case has no programmes"):
        programmes(tiny_case())
    with pytest.raises(CaseError, match="academy needs vetting, which is not planned"):
        programmes(reforms(STARTS), starts={"vetting": None})
    with pytest.raises(CaseError, match="There is no programme x"):
        fallen_without(choices_of(reforms(STARTS)), "x")


def test_a_case_in_which_nothing_is_planned_has_a_study_without_worth() -> None:
    none = programmes(reforms({}))
    assert (none.planned, none.each) == ((), ())
    assert len(none.programmes) == 4


def test_two_questions_with_other_starts_are_not_the_same_question() -> None:
    question = Question(reforms(STARTS))
    other = replace(question, starts={"academy": 2024})
    assert question.digest != other.digest
    assert question.digest == replace(question, starts={}).digest
    again = pickle.loads(pickle.dumps(other))
    assert again.digest == other.digest
    assert dict(again.starts) == {"academy": 2024}
