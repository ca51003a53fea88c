"""Running costs: hand-solved cases, and that they are what contracts are that rise with prices and never end."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, levels_only, macro, solved, tiny_case
from real_budgets import real_budget

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.result.steady import base_year_costs

YEARS = range(2021, 2027)
RENT = {"institution": "army", "category": "operations", "item": "rent"}


def test_what_runs_anyhow_leaves_less_for_people_and_is_there_for_good() -> None:
    """Of 20 million, 2 are rent: 18 million pay 9,000 soldiers at 2,000, and that is just what can be kept up."""
    found = solved(tiny_case(running_costs=[{**RENT, "2021": 2 * MILLION}]))
    assert found.by_year("strength", "strength") == pytest.approx(dict.fromkeys(YEARS, 9000.0), rel=3e-5)
    assert found.by_year("lines", "cost", item="rent") == dict.fromkeys(YEARS, 2 * MILLION)
    assert found.indicator("steady_state_cost")[2026] == pytest.approx(20 * MILLION, rel=3e-5)
    assert found.indicator("steady_state_margin")[2026] == pytest.approx(0.0, abs=1000.0)


def test_it_rises_with_prices_and_a_foreign_one_with_those_abroad() -> None:
    """At 8 per cent a year, 1 million is 1.08 in the first year; in dollars, at a rate from 2 to 3, it is 2 and then 3."""
    rows = [{**RENT, "2021": MILLION, "2024": 2 * MILLION}, {**RENT, "item": "fuel", "currency": "USD", "2021": MILLION}]
    rates = macro(20, exchange_rate={2020: 2.0, 2021: 3.0}, foreign_inflation=0.0)
    case = tiny_case(
        {"currency": "LCU", "foreign_currency": "USD"}, running_costs=rows,
        macro=[{**row, "2021": 0.08} if row["series"] == "deflator_growth" else row for row in rates],
    )
    found = project(case, {})
    rent, fuel = (found.running[[line.item for line in found.lines].index(item)] for item in ("rent", "fuel"))
    real = [1.0, 1.0, 1.0, 1.0] + [2.0] * 8  # the base year as the first one, then the tail as the last one
    assert rent == pytest.approx([MILLION * units * 1.08**n for n, units in enumerate(real)])
    assert fuel == pytest.approx([2 * MILLION] + [3 * MILLION] * 11)
    of_base = base_year_costs(Inputs(found, layout_of(found)))
    assert of_base["army", "operations"] == pytest.approx(5 * MILLION + MILLION + 2 * MILLION)


def as_contracts(case: Case) -> Case:
    """Return the case with contracts for its running costs, at the prices of each year."""
    found, years = project(case, {}), range(2021, 2026)
    at = {line: place for place, line in enumerate(found.lines)}
    rows = [
        {"institution": line.institution, "category": line.category, "item": f"{line.item} contract", "goes_on": True,
         **{str(year): float(found.running[place, year - 2020]) for year in years}}
        for line, place in at.items() if found.running[place].any()
    ]
    barred = [{**row, "item": f"{row['item']} contract"} for row in case.records("eligibility") if row["item"] == "rent"]
    return case.replace({"running_costs": [], "committed": [*case.records("committed"), *rows],
                         "eligibility": [*(r for r in case.records("eligibility") if r["item"] != "rent"), *barred]})


def same_levels(one: Case, other: Case) -> None:
    sizes = natural_sizes(project(one, {}))
    expected = levels_only(other)
    for name, value in levels_only(one).items():
        assert value == pytest.approx(expected[name], rel=1e-7, abs=1e-7 * sizes[name.split()[-1]]), name


@settings(max_examples=8)
@given(st.integers(0, 10**6))
def test_it_is_what_a_contract_is_that_rises_with_prices_and_never_ends(seed: int) -> None:
    case = real_budget(seed)
    assume(case.records("running_costs"))
    assume(not any(row["item"] == "constable" for row in case.records("running_costs")))
    same_levels(case, as_contracts(case))


@settings(max_examples=6)
@given(st.integers(0, 10**6))
def test_halves_of_a_running_cost_are_the_whole(seed: int) -> None:
    case = real_budget(seed)
    rows = case.records("running_costs")
    assume(rows and not any(row["item"] == "rent" for row in rows))
    halves = [
        {**row, "item": row["item"] if half == 0 else f"{row['item']} too",
         **{c: value / 2 for c, value in row.items() if c.isdigit() and value is not None}}
        for row in rows for half in range(2)
    ]
    whole = [row for row in case.records("eligibility") if row["item"] in (None, "*")]
    plain = case.replace({"eligibility": whole, "co_financing": [], "handovers": [], "ceilings": [], "rules": []})
    same_levels(plain, plain.replace({"running_costs": halves}))


def test_what_is_wrong_is_said() -> None:
    case = tiny_case(
        running_costs=[{**RENT, "currency": "EUR", "2021": 1.0}, {**RENT, "institution": "navy", "item": "docks"}],
        donors=[{"donor": "friends", "name": "Friends"}],
        eligibility=[{"donor": "friends", "institution": "army", "category": "pay", "item": "rent", "allowed": True}],
    )
    found = {(issue.code, issue.row, issue.column) for issue in check_case(case)}
    assert {
        ("unknown_currency", "army/operations/rent", "currency"),
        ("unknown_reference", "navy/operations/docks", "institution"),
        ("item_unknown", "friends/army/pay/rent", "item"),
    } <= found
