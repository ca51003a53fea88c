"""No absurd plan: each absurdity is absent, and comes back when the row that prevents it is taken away."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from pipeline import MILLION, Solved, donor, macro, solved, tiny_case

from rightfin.lp import objectives
from rightfin.result.point import Point
from rightfin.solve import levels
from rightfin.solve.engine import Engine
from rightfin.solve.order import following
from rightfin.solve.policy import Stage, Start, methods

YEARS = range(2021, 2027)


def test_nobody_is_hired_for_one_donor_paid_year_and_dismissed() -> None:
    """Prevented by retrenchment being a decision with dates: without one, nobody is dismissed."""
    gift = donor({2022: 30.0})
    soldier = {"attrition": 0.02, "severance": 100.0}

    def hired_and_dismissed(found: Solved) -> float:
        hires, exits = found.by_year("strength", "hires"), found.by_year("strength", "exits")
        return min(hires[2022], exits[2023])

    assert hired_and_dismissed(solved(tiny_case(soldier=soldier, **gift))) == 0.0
    always = [{"institution": "army", "2021": 1.0}]
    assert hired_and_dismissed(solved(tiny_case(soldier=soldier, demobilisation=always, **gift))) > 5000.0


def test_support_is_not_starved_for_years_to_avoid_arrears_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prevented by hollow strength counting as a broken obligation in level 1."""
    case = tiny_case(
        settings={"end_year": 2030, "tail_years": 0, "arrears_tolerance": 0.0},
        soldier={"attrition": 0.0, "entry": False, "support_floor": 0.9},
        macro=macro(8.0),
        **donor({**dict.fromkeys(range(2021, 2029), 12.0), 2029: 2.0, 2030: 2.0}, range(2021, 2031), carry_over=1.0),
    )

    def hollow_early(found: Solved) -> float:
        return sum(value for year, value in found.by_year("strength", "hollow").items() if year < 2029)

    assert hollow_early(solved(case)) == pytest.approx(0.0, abs=100.0)
    monkeypatch.setattr(objectives, "hollow_weight", lambda rate: 0.0)
    assert hollow_early(solved(case)) > 8000.0


def test_own_money_is_not_banked_while_donors_pay() -> None:
    """Prevented by the saving limit."""
    case = tiny_case(
        settings={"reserve_allowed": True, "max_saving_share": 0.05, "secondary_objective": "total_cost"},
        soldier={"attrition": 0.02}, **donor(dict.fromkeys(range(2021, 2024), 20.0), exit_year=2023),
    )
    limited, free = solved(case), solved(case, {"saving_limit": False})
    saved = limited.by_year("fiscal", "reserve")
    assert saved[2021] <= 0.05 * 20 * MILLION * (1 + 1e-6)
    assert all(saved[y] - saved[y - 1] <= 0.05 * 20 * MILLION * (1 + 1e-6) for y in range(2022, 2027))
    assert free.by_year("fiscal", "reserve")[2021] > 0.2 * 20 * MILLION


RANKS = {
    "cadres": [
        {"cadre": "constable", "institution": "army", "name": "Constables", "opening_strength": 5000.0, "pay": 1500.0,
         "support": 500.0, "attrition": 0.1},
        {"cadre": "sergeant", "institution": "army", "name": "Sergeants", "opening_strength": 500.0, "pay": 1600.0,
         "support": 500.0, "attrition": 0.1},
    ],
    "promotions": [{"from": "constable", "to": "sergeant", "max_rate": 0.3}],
    "effects": [{"cadre": "constable", "need": "war", "effect": 1.0}, {"cadre": "sergeant", "need": "war", "effect": 2.0}],
}


def test_higher_grades_are_not_hired_from_the_street() -> None:
    """Prevented by entry: a cadre into which a promotion leads does not hire."""
    slow = {**RANKS, "promotions": [{"from": "constable", "to": "sergeant", "max_rate": 0.02}]}
    switches = {"grade_ratio": False}
    found = solved(tiny_case(**slow), switches)
    assert found.by_year("strength", "hires", cadre="sergeant") == dict.fromkeys(YEARS, 0.0)
    street = {**slow, "cadres": [RANKS["cadres"][0], {**RANKS["cadres"][1], "entry": True}]}
    hires = solved(tiny_case(**street), switches).by_year("strength", "hires", cadre="sergeant")
    assert max(hires.values()) > 100.0


def test_higher_grades_do_not_outgrow_the_ranks() -> None:
    """Prevented by the grade rule."""

    def ratio(found: Solved) -> float:
        last = found.frame("strength").query("year == 2026").set_index("cadre")["strength"]
        return float(last["sergeant"] / last["constable"])

    case = tiny_case(settings={"rule_weight": 10.0}, **RANKS)
    assert ratio(solved(case)) <= 0.1 * 1.25 * (1 + 1e-6)
    assert ratio(solved(case, {"grade_ratio": False})) > 0.3


def test_overhead_staff_does_not_vanish() -> None:
    """Prevented by the overhead rule."""
    soldiers = {"cadre": "soldier", "institution": "army", "name": "Soldiers", "opening_strength": 9000.0,
                "pay": 1500.0, "support": 500.0, "attrition": 0.1}
    clerks = {**soldiers, "cadre": "clerk", "name": "Clerks", "opening_strength": 900.0}
    case = tiny_case(cadres=[soldiers, clerks], settings={"rule_weight": 3.0})

    def ratio(found: Solved) -> float:
        last = found.frame("strength").query("year == 2026").set_index("cadre")["strength"]
        return float(last["clerk"] / last["soldier"])

    assert ratio(solved(case)) == pytest.approx(0.1, rel=1e-4)
    assert ratio(solved(case, {"overhead": False})) < 0.07


def test_a_default_that_can_be_avoided_is_avoided() -> None:
    """Prevented by the order of objectives: obligations outrank needs, and the tolerance is all that they may cost."""
    case = {"soldier": {"attrition": 0.02, "support_floor": 1.0}, **donor({2021: 12.0, 2022: 12.0}, exit_year=2022)}
    strict = solved(tiny_case(**case))
    assert sum(strict.indicator("broken_obligations").values()) == pytest.approx(0.0, abs=100.0)
    loose = solved(tiny_case(settings={"arrears_tolerance": 0.3}, **case))
    assert sum(loose.indicator("broken_obligations").values()) > 1 * MILLION
    assert loose.levels["needs"] < strict.levels["needs"]


def test_the_tolerance_buys_coverage_and_never_leaks_into_savings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prevented by minimising obligations again with the needs held."""
    settings = {"arrears_tolerance": 0.05, "secondary_objective": "own_money", "tail_years": 0}
    case = tiny_case(settings=settings,
                     demand=[{"need": "war", "region": "national", "2021": 9000.0}], **donor(5.0))
    assert solved(case).by_year("fiscal", "arrears")[2026] == pytest.approx(0.0, abs=100.0)

    monkeypatch.setattr(levels, "following",
                        lambda *given: (step for step in following(*given) if step[0] != "2 then 1"))
    assert sum(solved(case).indicator("broken_obligations").values()) > 1 * MILLION


def test_what_the_tolerance_bought_can_be_told() -> None:
    """Prevented by recording level 1a, and level 2 without the tolerance: what is unpaid was a choice, or it was not."""
    case = {"soldier": {"attrition": 0.02, "support_floor": 1.0}, **donor({2021: 12.0, 2022: 12.0}, exit_year=2022)}
    strict, loose = (
        {(level.order, level.name): level.value for level in solved(tiny_case(settings=settings, **case)).solution.levels}
        for settings in ({}, {"arrears_tolerance": 0.3})
    )
    assert not [order for order, _ in strict if "tolerance" in order or order == "2 then 1"]
    assert loose["1a", "obligations"] == pytest.approx(strict["1a", "obligations"], abs=100.0)
    assert loose["2 at tolerance 0", "needs"] == pytest.approx(strict["2", "needs"], rel=1e-6)
    assert loose["2", "needs"] < strict["2", "needs"] - 0.1
    assert loose["2 then 1", "obligations"] > 1 * MILLION


def test_donor_money_is_not_saved_by_leaving_someone_unpaid() -> None:
    """Prevented by level 1 being held while donor money is saved in level 3."""
    case = tiny_case(soldier={"attrition": 0.0}, macro=macro(10.0), **donor(10.0))
    found = solved(case)
    assert found.by_year("fiscal", "unfunded") == pytest.approx(dict.fromkeys(YEARS, 0.0), abs=100.0)
    assert found.by_year("pledges", "spent")[2023] == pytest.approx(10 * MILLION, rel=1e-5)
    # Without the hold the cheapest plan for donors leaves half of the bill unpaid.
    point = Engine(found.program)
    assert point.minimise(found.program.objectives["donor_money"], methods(Stage.PAY, Start.NOTHING)) is None
    assert point.value == pytest.approx(0.0, abs=1e-6)
    unpaid = found.program.objectives["obligations"]
    assert float(unpaid.coefficients @ point.columns) * unpaid.scale > 10 * MILLION


def test_investment_does_not_collapse_in_the_last_years() -> None:
    """Prevented by the tail years."""
    equipped = {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 800.0, "price": 60_000.0,
                    "life": 15.0, "upkeep": 0.02}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
    }
    demand = [{"need": "war", "region": "national", "2021": 12_000.0}]

    def last_purchases(tail: int) -> float:
        case = tiny_case(settings={"tail_years": tail, "arrears_tolerance": 0.001}, macro=macro(26.0), demand=demand,
                         **equipped)
        bought = solved(case).by_year("assets", "bought")
        return bought[2026] / (sum(bought[year] for year in range(2022, 2025)) / 3.0)

    assert last_purchases(5) > 0.7
    assert last_purchases(0) < last_purchases(5) - 0.1


def test_own_spending_is_not_stuck_far_below_its_ceiling() -> None:
    """Prevented by the base of the no-cliff row being what the state spent: a base of zero makes false arrears."""
    rows = macro(20.0, max_step_share=0.005)
    started = solved(tiny_case(macro=[*rows, {"series": "own_spending", "2020": 19 * MILLION}]))
    assert min(started.by_year("fiscal", "own").values()) > 18 * MILLION
    stuck = solved(tiny_case(macro=rows))
    assert max(stuck.by_year("fiscal", "own").values()) < 5 * MILLION


def test_equipment_that_nobody_uses_is_not_kept_at_a_cost() -> None:
    """Prevented by disposal: the decision to retire what is worth less than its upkeep."""
    case = tiny_case(
        assets=[{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 3000.0, "price": 10_000.0,
                 "life": 20.0, "upkeep": 1.2}],
        equipment=[{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
        demand=[{"need": "war", "region": "national", "2021": 8000.0}], macro=macro(40.0),
    )

    found = solved(case)
    stock, supported = found.by_year("assets", "stock"), found.by_year("strength", "supported")
    assert max(stock[year] - 0.1 * supported[year] for year in YEARS) == pytest.approx(0.0, abs=1.0)
    assert found.by_year("assets", "retired")[2021] > 2000.0

    kept = [0.0 if name == "retired" else math.inf for name, _ in found.program.columns]
    program = replace(found.program, column_upper=np.minimum(found.program.column_upper, kept))
    without = levels.solve(program, found.parameters)
    assert isinstance(without, levels.Solution)
    point = Point.of(found.inputs, program, without.columns)
    at = found.inputs.years.index(2023)
    assert point["stock"][0, at] > 0.1 * point["strength"][0, at] + 500.0
