"""Next year's case: after years that went as planned it leads to the rest of the old plan, at every level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from inputs.shipped import AFGHANISTAN, DEMO, SIERRA_LEONE, shipped_case
from pipeline import macro, tiny_case
from random_cases import random_case
from real_budgets import real_budget
from real_chain import chain_budget
from real_payers import payer_budget
from real_programmes import programme_budget

from rightfin.case import Case
from rightfin.case.issue import CaseError
from rightfin.case.resolve import planning_years
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.planning import plan
from rightfin.question import Question
from rightfin.result.measured import measured
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.exits.leaving import years_of_own_financing
from rightfin.study.learning.roll import roll

SAME = 1e-6
"""How far levels of two solves may lie apart, relative to their natural sizes."""


def is_the_rest(case: Case, to: int) -> None:
    """Assert that the rest of the old plan is a plan of next year's case, and that no plan of it is better at any level."""
    whole = Question.of(case).parameters
    layout = layout_of(whole)
    old_program = Assembly(Inputs(whole, layout)).program
    old = solve_on(Stages(old_program), whole)
    assert isinstance(old, Solution)
    at = dict(zip(old_program.columns, old.columns, strict=True))
    rest = Question.of(roll(case, to).case).parameters
    assert rest.horizon.years[0] == to + 1
    cells = replace(
        layout.cells, bands={place: found for place, found in layout.cells.bands.items() if place[2] > to},
        shortage={place: found for place, found in layout.cells.shortage.items() if place[2] > to})
    program = Assembly(Inputs(rest, replace(layout, cells=cells))).program
    assert set(program.columns) <= set(at), "what is decided after settled years was decided in the old plan, too"
    point = np.array([at[label] for label in program.columns]) / program.column_scale
    sides = program.matrix @ point
    slack = SAME * (1.0 + np.abs(sides))
    assert np.all(sides >= program.row_lower - slack), [
        program.rows[n] for n in np.flatnonzero(sides < program.row_lower - slack)[:5]]
    assert np.all(sides <= program.row_upper + slack), [
        program.rows[n] for n in np.flatnonzero(sides > program.row_upper + slack)[:5]]
    found = solve_on(Stages(program), rest)
    assert isinstance(found, Solution)
    sizes = natural_sizes(rest)
    for level in found.settled or found.levels:
        sought = program.objectives[level.name]
        value = (float(sought.coefficients @ point) + sought.offset) * sought.scale
        assert level.value == pytest.approx(value, abs=SAME * sizes[level.name]), level


@pytest.mark.parametrize("seed", range(50))
def test_a_year_that_went_as_planned_leaves_the_rest_of_the_plan(seed: int) -> None:
    is_the_rest(random_case(seed), 2021 + seed % 3)


@pytest.mark.parametrize(("name", "to"), [
    (DEMO, 2026), (DEMO, 2029), (SIERRA_LEONE, 2004), (AFGHANISTAN, 2018)])
def test_so_do_shipped_cases(name: str, to: int) -> None:
    is_the_rest(shipped_case(name).replace({"actuals": []}), to)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("made", [real_budget, payer_budget, chain_budget, programme_budget])
def test_so_do_budgets_with_several_payers_careers_a_justice_chain_and_programmes(
    made: Callable[[int], Case], seed: int
) -> None:
    case = made(seed)
    is_the_rest(case, planning_years(case)[seed % 2])


def test_a_scenario_that_changes_the_past_is_refused() -> None:
    case = tiny_case(scenarios=[
        {"scenario": name, "order": 1, "table": "macro", "key": "deflator_growth", "column": years, "operation": "set",
         "value": 0.1} for name, years in (("past", "2021-"), ("later", "2022-"))
    ]).replace({"actuals": [{"measure": "prices", "whose": "*", "2021": 1.3}]})
    with pytest.raises(CaseError, match="changes price level of years that are over"):
        roll(case, 2021, scenarios=["past"])
    assert Question.of(roll(case, 2021).case, scenarios=["later"]).parameters.by_name.deflator[2022] == pytest.approx(1.43)


@pytest.mark.parametrize("seed", [1, 4, 9])
def test_rolling_twice_is_rolling_once_to_the_second_year(seed: int) -> None:
    case = random_case(seed)
    once, twice = roll(case, 2022), roll(roll(case, 2021).case, 2022)
    levels = [{row[1]: row[2] for row in one.after.tables["objective"].rows} for one in (once, twice)]
    assert levels[0] == pytest.approx(levels[1], rel=1e-5, abs=1e-3)


def test_who_was_counted_stands_and_the_others_as_planned() -> None:
    """Of an institution that was counted as a whole its cadres are there in the proportions of the plan."""
    case = random_case(3).replace({"actuals": [
        {"measure": "strength", "whose": "police", "2021": 5_000.0},
        {"measure": "strength", "whose": "judge", "2021": 123.0},
    ]})
    found = roll(case, 2021)
    opening = Question.of(found.case).parameters.by_name.opening_strength
    planned = {cadre: strength for cadre, year, strength, *_ in found.before.tables["strength"].rows if year == 2021}
    assert opening["judge"] == 123.0
    assert opening["soldier"] == pytest.approx(planned["soldier"])
    assert opening["constable"] + opening["sergeant"] == pytest.approx(5_000.0)
    assert opening["constable"] / opening["sergeant"] == pytest.approx(planned["constable"] / planned["sergeant"])


def test_prices_go_on_from_where_they_are() -> None:
    case = tiny_case(macro=[*macro(20.0)[:2], {"series": "deflator_growth", "2021": 0.1}, *macro(20.0)[3:]]).replace({
        "actuals": [{"measure": "prices", "whose": "*", "2021": 1.3}, {"measure": "revenue", "whose": "*", "2021": 9e7}]})
    rest = Question.of(roll(case, 2021).case).parameters
    deflator, revenue = rest.by_name.deflator, rest.by_name.revenue
    assert deflator[2021] == pytest.approx(1.3)
    assert deflator[2022] == pytest.approx(1.3 * 1.1)
    assert revenue[2021] == pytest.approx(9e7)
    assert revenue[2022] == pytest.approx(0.1 * 1e9 * 1.3 * 1.1), "what is typed for later years stays a share of GDP"


def test_a_frozen_year_keeps_who_joins_and_leaves() -> None:
    case = random_case(5).replace({"actuals": [{"measure": "revenue", "whose": "*", "2021": 1e6}]})
    found = roll(case, 2021, freeze=1)
    hired = [
        made.tables["strength"].where("year", {2022}).sums(["cadre"], "hires") for made in (found.before, found.after)
    ]
    assert hired[1] == pytest.approx(hired[0], rel=1e-6, abs=1e-3)


def test_what_is_decided_is_kept() -> None:
    case = tiny_case().replace({"decided": [{"measure": "strength", "whose": "soldier", "2023": 7_777.0},
                                            {"measure": "hires", "whose": "soldier", "2024": 55.0}]})
    table = plan(case).tables["strength"]
    assert table.by_year("strength")[2023] == pytest.approx(7_777.0)
    assert table.by_year("hires")[2024] == pytest.approx(55.0)
    assert table.by_year("strength")[2024] != pytest.approx(7_777.0), "nothing is decided of a year that says nothing"


def test_what_stands_as_planned_is_no_fact() -> None:
    found = roll(roll(tiny_case(), 2021).case, 2022)
    assert found.track is None, "nobody counted anything"


def test_after_rolling_rates_are_those_of_their_years_and_exits_begin_after_what_is_over() -> None:
    case = tiny_case(settings={"foreign_currency": "EUR"}, macro=[
        *macro(20.0), {"series": "exchange_rate", **{str(2020 + n): 2.0 + n for n in range(7)}}],
        donors=[{"donor": "anna", "name": "Anna"}],
        pledges=[{"donor": "anna", **{str(year): 1e6 for year in range(2021, 2027)}}])
    found = roll(case, 2022)
    rates = measured(found.after, Question.of(found.case).prepared, "exchange_rate")
    assert rates == {year: 2.0 + year - 2020 for year in range(2023, 2027)}
    assert years_of_own_financing(Question.of(found.case).prepared, None) == tuple(range(2023, 2028))


def test_a_plan_before_that_ends_earlier_is_compared_in_the_years_of_both() -> None:
    case = tiny_case()
    rows = [{**row, "value": 2024} if row["key"] == "end_year" else dict(row) for row in case.records("settings")]
    assert set(roll(case, 2021, planned=case.replace({"settings": rows})).moved) == {2022, 2023, 2024}


def test_debts_counted_of_another_payer_are_not_owed_twice() -> None:
    """Of what all owe together the government owes what the others do not, as counted where somebody counted."""
    case = payer_budget(3)
    year = planning_years(case)[0]
    other = str(case.records("payers")[0]["payer"])
    plain = Question.of(roll(case, year).case).parameters
    planned = dict(zip(plain.payers.further, plain.payers.payer_arrears.tolist(), strict=True))
    total = 1e9 + sum(planned.values())
    counted = case.replace({"actuals": [
        {"measure": "arrears", "whose": whose, str(year): amount} for whose, amount in (("*", total), (other, 2e8))]})
    rest = Question.of(roll(counted, year).case).parameters
    assert dict(zip(rest.payers.further, rest.payers.payer_arrears.tolist(), strict=True))[other] == pytest.approx(2e8)
    assert rest.policy.opening_arrears + rest.payers.payer_arrears.sum() == pytest.approx(total)


@pytest.mark.parametrize("whose", ["*", "government"])
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_revenue_counted_of_all_payers_is_not_the_governments_alone(whose: str, seed: int) -> None:
    case = payer_budget(seed)
    year = planning_years(case)[0]
    other = str(case.records("payers")[0]["payer"])
    money = Question.of(case).parameters
    before, typed = money.fiscal.revenue, money.payers.payer_revenue
    counted, total = 1.5 * float(typed[0, 1]), 1.1 * float(before[1] + typed[:, 1].sum())
    rest = Question.of(roll(case.replace({"actuals": [
        {"measure": "revenue", "whose": whose, str(year): total},
        {"measure": "revenue", "whose": other, str(year): counted},
    ]}), year).case).parameters
    others = rest.payers.payer_revenue
    assert float(rest.fiscal.revenue[0] + (others[:, 0].sum() if whose == "*" else 0.0)) == pytest.approx(total)
    assert others[0, 0] == pytest.approx(counted)
    shares = {str(row["payer"]) for row in case.records("payer_money") if row["series"] == "revenue_share"}
    for n, payer in enumerate(rest.payers.further):  # later years stay as typed
        by = (rest.fiscal.revenue[1:], before[2:]) if payer in shares else (1.0, 1.0)
        assert others[n, 1:] / by[0] == pytest.approx(typed[n, 2:] / by[1])


def test_the_fictional_case_goes_on_from_what_it_counted() -> None:
    found = roll(shipped_case(DEMO), 2026)
    assert found.track is not None
    assert found.after.tables["fiscal"].by_year("revenue").keys() == set(range(2027, 2038))


def test_more_people_of_cadres_than_of_their_institution_are_refused() -> None:
    case = random_case(3).replace({"actuals": [
        {"measure": "strength", "whose": "police", "2021": 5_000.0},
        {"measure": "strength", "whose": "constable", "2021": 6_000.0},
    ]})
    with pytest.raises(CaseError, match="6,000 people of cadres of police were counted, but 5,000"):
        roll(case, 2021)


@pytest.mark.parametrize(("to", "freeze", "said"), [(2020, 0, "no year that can be settled"), (2026, 0, "can be settled"),
                                                    (2025, 1, "not frozen")])
def test_a_year_that_cannot_be_settled_is_refused(to: int, freeze: int, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        roll(tiny_case(), to, freeze=freeze)
