"""Pay in parts and by a grid: hand-solved cases, and that what is said more finely costs the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, levels_only, macro, solved, tiny_case
from random_cases import Row, random_case
from real_budgets import real_budget
from real_pay import in_halves, in_parts, on_a_grid

from rightfin.case import Case, Severity
from rightfin.case.checks import check_case
from rightfin.case.scenario import apply_scenario
from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes

YEARS = range(2021, 2027)
BASIC = {"cadre": "soldier", "part": "basic", "kind": "base", "amount": 1000.0}
RISK = {"cadre": "soldier", "part": "risk", "kind": "stipend", "amount": 500.0}


def paid(*parts: Row, soldier: Row | None = None, **tables: list[Row]) -> Case:
    return tiny_case(soldier={"pay": None, **(soldier or {})}, pay_parts=[*(parts or (BASIC, RISK))], **tables)


def same_levels(one: Case, other: Case, rel: float = 1e-9) -> None:
    sizes = natural_sizes(project(one, {}))
    expected = levels_only(other)
    for name, value in levels_only(one).items():
        assert value == pytest.approx(expected[name], rel=rel, abs=rel * sizes[name.split()[-1]]), name


def test_each_part_is_a_line_of_its_own_and_they_sum_to_pay() -> None:
    found = solved(paid())
    whole = solved(tiny_case())
    for item, amount in (("soldier/basic", 10 * MILLION), ("soldier/risk", 5 * MILLION)):
        assert found.by_year("lines", "cost", item=item) == pytest.approx(dict.fromkeys(YEARS, amount), rel=3e-5)
    assert found.by_year("budget", "cost") == pytest.approx(whole.by_year("budget", "cost"), rel=1e-9)
    assert found.indicator("wage_share") == pytest.approx(whole.indicator("wage_share"), rel=1e-9)


def test_a_stipend_that_only_a_donor_may_pay_holds_the_force_to_what_the_donor_gives() -> None:
    """The state's 20 million pay 1,000 and support 500 of 13,333 soldiers; 4 million of stipends at 500 are for 8,000."""
    eligibility = [
        {"donor": "friends", "institution": "*", "category": "*", "allowed": False},
        {"donor": "friends", "institution": "army", "category": "pay", "item": "soldier/risk", "allowed": True},
    ]
    ours: list[Row] = [{"ceiling": "no_stipends", "scope": "item:soldier/risk", "2021": 0.0}]
    found = solved(paid(soldier={"attrition": 0.5}, eligibility=eligibility, ceilings=ours, **donor(4.0)))
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 8000.0), rel=3e-5)
    stipends = {name: found.by_year("lines", name, item="soldier/risk") for name in ("own", "grants")}
    assert stipends["grants"] == pytest.approx(dict.fromkeys(YEARS, 4 * MILLION), rel=3e-5)
    assert stipends["own"] == pytest.approx(dict.fromkeys(YEARS, 0.0), abs=100.0)
    assert found.by_year("lines", "grants", item="soldier/basic") == dict.fromkeys(YEARS, 0.0)
    whole = solved(paid(soldier={"attrition": 0.5}, **donor(4.0)))
    assert whole.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 12_000.0), rel=3e-5)


def test_a_row_that_names_the_cadre_means_its_parts_and_one_that_names_a_part_goes_before_it() -> None:
    rows: list[Row] = [
        {"donor": "friends", "institution": "army", "category": "pay", "item": "soldier", "allowed": False},
        {"donor": "friends", "institution": "army", "category": "pay", "item": "soldier/risk", "allowed": True},
    ]
    for chosen, barred in ((rows, {"soldier/basic"}), (rows[:1], {"soldier/basic", "soldier/risk"}), ([], set())):
        parameters = project(paid(eligibility=chosen, **donor(4.0)), {})
        eligible = {line.item for _, line in parameters.donors.eligible if line.category == "pay"}
        assert eligible == {"soldier/basic", "soldier/risk"} - barred


def test_parts_grow_and_are_exchanged_on_their_own() -> None:
    """At 8 per cent: a basic pay that falls by 2 per cent a year in real terms, a stipend of 500 dollars at a rate of 3."""
    rows = [{**row, "2021": 0.08} if row["series"] == "deflator_growth" else row
            for row in macro(20, exchange_rate={2020: 2.0, 2021: 3.0}, foreign_inflation=0.0)]
    case = tiny_case({"currency": "LCU", "foreign_currency": "USD"}, {"pay": None, "real_pay_growth": -0.02},
                     pay_parts=[BASIC, {**RISK, "growth": 0.0, "currency": "USD"}], macro=rows)
    people = project(case, {}).people
    assert people.pay_items == ("soldier/basic", "soldier/risk")
    assert people.part_pay[0] == pytest.approx([1000.0 * (1.08 * 0.98) ** n for n in range(1, 12)])
    assert people.part_pay[1] == pytest.approx([1500.0] * 11)
    assert people.pay[0] == pytest.approx(people.part_pay.sum(axis=0))
    assert people.base_pay == pytest.approx([1000.0 + 500.0 * 2.0])


def test_a_freeze_of_the_cadre_is_one_of_every_part() -> None:
    frozen = {"table": "cadres", "row": "soldier", "column": "pay", "form": "growth", "2021": 0.0, "2022": 0.1}
    people = project(paid(over_time=[frozen]), {}).people
    assert people.part_pay[0, :3] == pytest.approx([1000.0, 1100.0, 1100.0])
    assert people.part_pay[1, :3] == pytest.approx([500.0, 550.0, 550.0])


def test_a_rise_is_one_in_the_currency_of_what_rises() -> None:
    """Local money halves against the dollar in 2021 and again in 2022; frozen dollars stay dollars, and cost more."""
    rates = macro(20, exchange_rate={2020: 1.0, 2021: 2.0, 2022: 4.0}, foreign_inflation=0.1)
    money = {"currency": "LCU", "foreign_currency": "USD"}
    rows: list[Row] = [{"table": "cadres", "row": "soldier", "column": column, "form": "growth", "2021": 0.0, "2022": 0.1}
                       for column in ("pay", "support")]
    truck = {"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 0.0, "price": 10.0, "life": 8.0,
             "upkeep": 0.0, "max_purchase": 0.0, "currency": "USD"}
    rows.append({"table": "assets", "row": "truck", "column": "price", "form": "growth", "2021": 0.0, "2022": 0.1})
    tables: dict[str, list[Row]] = {"macro": rates, "over_time": rows, "assets": [truck]}
    found = project(tiny_case(money, {"pay": None, "support_currency": "USD"}, **tables,
                              pay_parts=[BASIC, {**RISK, "currency": "USD"}]), {})
    assert found.people.part_pay[0, :2] == pytest.approx([1000.0, 1100.0])
    assert found.people.part_pay[1, :2] == pytest.approx([500.0 * 2.0, 550.0 * 4.0])
    assert found.people.support[0, :2] == pytest.approx([500.0 * 2.0, 550.0 * 4.0])
    assert found.equipment.price[0, :2] == pytest.approx([10.0 * 2.0, 11.0 * 4.0])
    whole = project(tiny_case(money, {"pay_currency": "USD"}, **tables), {}).people
    assert whole.pay[0, :2] == pytest.approx([1500.0 * 2.0, 1650.0 * 4.0])


def test_a_part_changes_over_time_on_its_own() -> None:
    """A stipend of 600 from 2023, nothing in 2025, 800 again; a freeze of all pay in 2022 and a rise of a tenth in 2024."""
    rows: list[Row] = [
        {"table": "pay_parts", "row": "soldier/risk", "column": "amount", "2023": 600.0, "2025": 0.0,
         "2026": 800.0},
        {"table": "pay_parts", "row": "soldier/basic", "column": "amount", "form": "growth", "2022": 0.2},
        {"table": "cadres", "row": "soldier", "column": "pay", "form": "growth", "2022": 0.0, "2024": 0.1},
    ]
    case = paid(over_time=rows)
    assert [issue for issue in check_case(case) if issue.severity is Severity.ERROR] == []
    people = project(case, {}).people
    assert people.part_pay[0, :5] == pytest.approx([1000.0, 1200.0, 1200.0, 1320.0, 1320.0])
    assert people.part_pay[1, :6] == pytest.approx([500.0, 500.0, 600.0, 660.0, 0.0, 880.0])
    later = case.replace({"scenarios": [{"scenario": "stays", "order": 1, "table": "over_time", "column": "2025-",
                                         "key": "pay_parts/soldier/risk/amount", "operation": "set", "value": 600.0}]})
    assert project(apply_scenario(later, "stays"), {}).people.part_pay[1, 4] == pytest.approx(660.0)


def test_the_average_creeps_as_people_move_up_and_stops_at_the_top() -> None:
    """Of 60 at 1,000 and 40 at 1,500, a tenth of the lower step moves each year, which leaves 54, 48.6 … on it."""
    grid: list[Row] = [
        {"cadre": "soldier", "grade": "e", "step": 1, "amount": 1000.0, "share": 0.6, "moves": 0.1},
        {"cadre": "soldier", "grade": "e", "step": 5, "amount": 1500.0, "share": 0.4},
    ]
    people = project(tiny_case(soldier={"pay": None}, pay_grid=grid), {}).people
    assert people.base_pay == pytest.approx([1200.0])
    assert people.pay[0] == pytest.approx([1500.0 - 500.0 * 0.6 * 0.9**n for n in range(1, 12)])


def test_a_rise_of_a_cadre_on_a_grid_is_one_of_every_step_and_creep_comes_on_top() -> None:
    grid: list[Row] = [
        {"cadre": "soldier", "grade": "e", "step": step, "amount": amount, "share": 0.5, "moves": moves}
        for step, amount, moves in ((1, 1000.0, 0.2), (2, 2000.0, 0.0))
    ]
    rise = {"table": "cadres", "row": "soldier", "column": "pay", "form": "growth", "2021": 0.0, "2022": 0.1}
    people = project(tiny_case(soldier={"pay": None}, pay_grid=grid, over_time=[rise]), {}).people
    assert people.pay[0, :3] == pytest.approx([1600.0, 1680.0 * 1.1, 1744.0 * 1.1])


def test_nobody_moves_from_one_grade_into_another() -> None:
    grid: list[Row] = [
        {"cadre": "soldier", "grade": grade, "step": step, "amount": amount, "share": 0.25, "moves": moves}
        for grade, step, amount, moves in (("a", 1, 1000.0, 1.0), ("a", 2, 1200.0, 0.0), ("b", 1, 2000.0, 0.0),
                                           ("b", 2, 3000.0, 0.0))
    ]
    people = project(tiny_case(soldier={"pay": None}, pay_grid=grid), {}).people
    assert people.base_pay == pytest.approx([1800.0])
    assert people.pay[0] == pytest.approx([1850.0] * 11)


def test_a_pension_that_is_a_share_of_pay_counts_what_is_pensionable_and_rises_with_it() -> None:
    """Half of 1,000 basic pay, which rises by 10 per cent in 2022; with the stipend pensionable it is half of 1,500."""
    rise = {"table": "cadres", "row": "soldier", "column": "pay", "form": "growth", "2022": 0.1}
    for parts, first in (((BASIC, RISK), 500.0), ((BASIC, {**RISK, "pensionable": True}), 750.0),
                         (({**BASIC, "pensionable": False}, RISK), 0.0)):
        people = project(paid(*parts, soldier={"pension_share": 0.5}, over_time=[rise]), {}).people
        assert people.pension[0, :3].tolist() == pytest.approx([first, 1.1 * first, 1.1 * first])
    whole = project(tiny_case(soldier={"pension_share": 0.5}), {}).people
    assert whole.pension[0].tolist() == pytest.approx([750.0] * 11)


@settings(max_examples=6)
@given(st.integers(0, 10**6), st.sampled_from([random_case, real_budget]), st.floats(0.0, 1.0))
def test_parts_that_sum_to_pay_are_pay(seed: int, made: Callable[[int], Case], share: float) -> None:
    case = made(seed)
    whole = [str(row["cadre"]) for row in case.records("cadres") if row["pay"] is not None]
    changed = {row["row"] for row in case.records("over_time") if row["column"] == "pay" and row["form"] != "growth"}
    chosen = [cadre for cadre in whole if cadre not in changed][:3]
    assume(chosen)
    split = in_parts(case, dict.fromkeys(chosen, (share, 1.0 - share)), pensionable=True)
    assert [issue for issue in check_case(split) if issue.severity is Severity.ERROR] == []
    same_levels(split, case, 1e-7)


@settings(max_examples=6)
@given(st.integers(0, 10**6))
def test_halves_of_every_part_are_the_whole(seed: int) -> None:
    case = real_budget(seed)
    assume(case.records("pay_parts"))
    halves = in_halves(case)
    assert len(halves.records("pay_parts")) == 2 * len(case.records("pay_parts"))
    assert [issue for issue in check_case(halves) if issue.severity is Severity.ERROR] == []
    same_levels(halves, case, 1e-7)


@settings(max_examples=4)
@given(st.integers(0, 10**6), st.floats(0.0, 1.0))
def test_a_grid_of_one_step_is_pay(seed: int, moves: float) -> None:
    case = random_case(seed)
    same_levels(on_a_grid(case, "constable", (1.0, 1.0, moves)), case, 1e-12)


def test_scenarios_and_what_ifs_reach_both_tables() -> None:
    grid: list[Row] = [{"cadre": "clerk", "grade": "c", "step": 1, "amount": 100.0, "share": 1.0}]
    clerk = {"cadre": "clerk", "institution": "army", "name": "Clerks", "opening_strength": 10.0}
    case = paid()
    case = case.replace({"cadres": [*case.records("cadres"), clerk], "pay_grid": grid, "scenarios": [
        {"scenario": "cut", "order": 1, "table": "pay_parts", "key": "soldier/risk", "column": "amount",
         "operation": "multiply", "value": 0.5},
        {"scenario": "cut", "order": 2, "table": "pay_grid", "key": "clerk/c/1", "column": "amount",
         "operation": "add", "value": 20.0},
        {"scenario": "cut", "order": 3, "table": "pay_parts", "key": "soldier/food", "column": "kind", "operation": "set",
         "value": "allowance"},
        {"scenario": "cut", "order": 4, "table": "pay_parts", "key": "soldier/food", "column": "amount", "operation": "set",
         "value": 30.0},
    ]})
    people = project(apply_scenario(case, "cut"), {}).people
    assert dict(zip(people.pay_items, people.base_part_pay.tolist(), strict=True)) == {
        "soldier/basic": 1000.0, "soldier/food": 30.0, "soldier/risk": 250.0, "clerk": 120.0,
    }
