"""What a state can keep up for good: hand-solved cases, and that more means never bring fewer people."""

from __future__ import annotations

from pathlib import Path

import pytest
from pipeline import MILLION, solved, tiny_case
from random_cases import random_case

from rightfin.case import Case
from rightfin.planning import plan
from rightfin.reading import read_case
from rightfin.report import facts

YEARS = tuple(map(str, range(2021, 2027)))
DEMO = Path(__file__).parents[2] / "inputs" / "demo"
SLIP = 0.005
"""By how much the people kept up for good may fall where they should not: the mix of cadres moves a little."""


def advisers(amount: float, **more: object) -> list[dict[str, object]]:
    return [{"institution": "army", "category": "operations", "item": "advisers", **dict.fromkeys(YEARS, amount), **more}]


def test_committed_money_that_goes_on_counts_and_what_ends_does_not() -> None:
    on, off = (solved(tiny_case(committed=advisers(3 * MILLION, goes_on=goes_on))) for goes_on in (True, False))
    for found, committed in ((on, 3 * MILLION), (off, 0.0)):
        persons = found.by_year("strength", "strength")[2026]
        steady = persons * 2000.0
        assert found.indicator("steady_state_cost")[2026] == pytest.approx(steady + committed, rel=1e-5)
        assert found.indicator("steady_state_margin")[2026] == pytest.approx(
            20 * MILLION - committed - steady, rel=1e-5, abs=100.0)
        kept = min(persons, (20 * MILLION - committed) / 2000.0)
        assert found.indicator("sustainable_strength")[2026] == pytest.approx(kept, rel=1e-5)
    assert on.frame("commitments").to_dict("records") == [
        {"institution": "army", "category": "operations", "item": "advisers", "amount": 3 * MILLION, "goes_on": "yes"}]
    assert off.frame("commitments")["goes_on"].tolist() == ["no"]


def test_a_state_that_is_short_is_not_told_that_money_is_left() -> None:
    """People cost 20 million and cannot be let go; contracts of 3 million go on: 3 million are missing for good."""
    soldier = {"attrition": 0.0, "entry": False, "support_floor": 1.0}
    found = solved(tiny_case(soldier=soldier, committed=advisers(3 * MILLION)))
    assert found.indicator("steady_state_margin")[2026] == pytest.approx(-3 * MILLION, rel=1e-5)
    assert found.indicator("sustainable_strength")[2026] == pytest.approx(8500.0, rel=1e-5)
    assert found.indicator("sustainable_coverage")[2026] == pytest.approx(
        0.85 * found.indicator("coverage")[2026], rel=1e-5)


def test_kit_that_nobody_uses_is_not_replaced() -> None:
    truck = {"asset": "truck", "institution": "army", "name": "Trucks", "price": 4000.0, "life": 8.0, "upkeep": 0.0}
    kit = [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}]
    for stock in (2000.0, 20_000.0):
        found = solved(tiny_case(assets=[{**truck, "opening_stock": stock}], equipment=kit))
        persons, supported = (found.by_year("strength", column)[2026] for column in ("strength", "supported"))
        assert found.indicator("steady_state_margin")[2026] == pytest.approx(
            20 * MILLION - persons * 1500.0 - supported * 550.0, rel=1e-5, abs=100.0)


def kept(case: Case) -> float:
    found = facts.indicator(plan(case, settings={"arrears_tolerance": 0.0}), "sustainable_strength")
    return found[max(found)]


def richer(case: Case, by: float) -> Case:
    rows = [row for row in case.records("macro") if row["series"] == "security_share"]
    cells = [((str(row["series"]),), year, by * float(str(value))) for row in rows
             for year, value in row.items() if year.isdigit() and value is not None]
    return case.with_cells("macro", cells)


def cheaper(case: Case) -> Case:
    return case.with_cells("cadres", [((str(row["cadre"]),), "pay", 0.95 * float(str(row["pay"])))
                                      for row in case.records("cadres")])


def carrying(case: Case) -> Case:
    return case.with_cells("donors", [((str(row["donor"]),), "carry_over", 1.0) for row in case.records("donors")])


@pytest.mark.parametrize("seed", [3, 8, 17])
def test_more_means_never_keep_fewer_people(seed: int) -> None:
    case = random_case(seed)
    before = kept(case)
    for changed in (richer(case, 1.01), richer(case, 1.1), cheaper(case), carrying(case)):
        assert kept(changed) >= (1.0 - SLIP) * before


def test_saved_donor_money_does_not_make_the_demo_look_unsustainable() -> None:
    """It has several payers, so no number of people is told to be kept: what can be paid for good of their cost is."""
    def kept_cost(case: Case) -> float:
        found = plan(case, settings={"arrears_tolerance": 0.0})
        margin, cost = (facts.indicator(found, f"steady_state_{name}") for name in ("margin", "cost"))
        return cost[max(cost)] + min(margin[max(margin)], 0.0)

    case = read_case(DEMO)
    before = kept_cost(case)
    assert kept_cost(richer(case, 1.01)) >= 1.005 * before
    assert kept_cost(carrying(case)) >= (1.0 - SLIP) * before
