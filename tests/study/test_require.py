"""What it takes to be free of donors: against hand-solved cases, plans with and without it, and generated cases."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, donor, macro, tiny_case
from random_cases import random_case

from rightfin import Case, CaseError, plan, read_case
from rightfin.question import Question
from rightfin.study.requirement.study import Requirement, require
from rightfin.study.requirement.unaided import Unaided

SUPPORTED = {"support_floor": 1.0}


def force_of_15_000(**settings: object) -> Case:
    """Ceiling 20 million, donor 10 million: 15,000 soldiers at 2,000, of whom the state alone can pay 10,000."""
    return tiny_case(settings=settings, soldier=SUPPORTED, **donor(10.0))


@pytest.fixture(scope="module")
def tiny() -> Requirement:
    return require(force_of_15_000(), year=2024, pace=2.5)


def test_the_force_is_the_one_that_donors_make_possible(tiny: Requirement) -> None:
    assert tiny.force == pytest.approx((0.0, 0.0, 0.0, 15_000.0, 15_000.0, 15_000.0), rel=1e-5)
    assert tiny.missing == pytest.approx((0.0, 0.0, 0.0, 10 * MILLION, 10 * MILLION, 10 * MILLION), rel=1e-4, abs=100.0)
    assert tiny.missing_after == pytest.approx(50 * MILLION, rel=1e-4)
    assert not tiny.holds


def test_each_need_has_its_closed_form(tiny: Requirement) -> None:
    """Extra revenue of 50 million is five points of a GDP of a billion; a fifth of it goes to the sector."""
    assert tiny.need("revenue_level").amount == pytest.approx(5.0, rel=1e-4)
    assert tiny.need("revenue_path").amount == pytest.approx(5.0 / 4.0, rel=1e-4)
    assert tiny.need("unit_costs").amount == pytest.approx(1.0 / 3.0, rel=1e-4)
    assert tiny.need("force").amount == pytest.approx(1.0 / 3.0, rel=1e-4)
    assert tiny.need("latest_start").amount == 2023
    fund = sum(10 * MILLION * 1.05**-n for n in range(4, 12))
    assert tiny.need("bridging_fund").amount == pytest.approx(fund, rel=1e-4)
    assert tiny.need("revenue_level").by_year == pytest.approx((0.0, 0.0, 0.0, *[50 * MILLION] * 3), rel=1e-4, abs=1.0)


def test_the_balance_has_its_closed_form(tiny: Requirement) -> None:
    """30 (1 - m/3)² = 20 + 10 m (revenue) + 10 m (fund)."""
    assert tiny.balance is not None
    assert tiny.balance.share == pytest.approx((40.0 - math.sqrt(1600.0 - 400.0 / 3.0)) * 3.0 / 20.0, abs=3e-4)
    assert tiny.balance.parts["force"] == pytest.approx(tiny.balance.share / 3.0, rel=1e-3)


def test_a_part_of_the_force_takes_in_proportion_less() -> None:
    """12,000 soldiers cost 24 million, four more than the ceiling: 20 million of revenue, two points."""
    assert require(force_of_15_000(), year=2024, keep=0.8).need("revenue_level").amount == pytest.approx(2.0, rel=1e-4)
    free = require(force_of_15_000(), year=2024, keep=0.6)
    assert free.holds
    assert [need.amount for need in free.needs[:3]] == pytest.approx([0.0, 0.0, 0.0], abs=1e-4)
    assert free.balance is None


def test_hard_least_strengths_are_lowered_with_the_share_that_is_kept() -> None:
    """Half of the force costs 15 million, less than the ceiling; 80 % of it asks for two points of GDP."""
    case = fixed_force(force_of_15_000())
    assert require(case, year=2024, keep=0.5).holds
    found = require(case, year=2024, keep=0.8)
    assert found.need("revenue_level").amount == pytest.approx(2.0, rel=1e-4)
    assert found.need("force").amount == pytest.approx(1.0 / 6.0, rel=1e-4)
    assert found.balance is not None
    assert 0.2 < found.balance.share < 0.4


def fixed_force(case: Case) -> Case:
    """Hold 15,000 soldiers from 2024 on as a hard limit, so that an ordinary plan can be asked whether it holds."""
    limit: Row = {"cadre": "soldier", "bound": "min", "hard": True, **{str(y): 15_000.0 if y >= 2024 else 0.0
                                                                    for y in range(2021, 2027)}}
    donors = [{**row, "exit_year": 2023} for row in case.records("donors")]
    return case.replace({"strength_limits": [limit], "donors": donors})


def missing_in(case: Case) -> float:
    objective = plan(case).table("objective")
    return float(objective[(objective["level"] == "1a") & (objective["name"] == "obligations")]["value"].iloc[0])


@pytest.mark.parametrize("name", ["revenue_level", "revenue_path", "unit_costs"])
def test_the_least_amount_makes_an_ordinary_plan_hold_and_one_per_cent_less_does_not(name: str, tiny: Requirement) -> None:
    case = fixed_force(force_of_15_000())
    before = {cell[:3]: _value(case, cell[:3]) for cell in tiny.need(name).cells}

    def with_share(share: float) -> Case:
        changed = case
        for table, key, column, value in tiny.need(name).cells:
            old = before[table, key, column]
            changed = changed.with_cells(table, [(key, column, old + share * (float(str(value)) - old))])
        return changed

    assert missing_in(with_share(1.0)) < 200.0
    assert missing_in(with_share(0.99)) > 0.05 * MILLION


def _value(case: Case, cell: tuple[str, tuple[object, ...], str]) -> float:
    """Return the value of a cell; the tiny case carries its ratio from 2021 on."""
    table, key, column = cell
    row = next(row for row in case.records(table) if row[next(iter(row))] == key[0])
    found = row.get(column)
    return float(str(found if found is not None else row["2021"]))


def test_own_spending_that_may_not_jump_is_searched_and_still_found() -> None:
    """With a limit on the yearly step the extra revenue of an even rise counts from the first year on."""
    tables = donor(10.0)
    case = tiny_case(soldier=SUPPORTED, **tables).replace(
        {"macro": macro(20.0, max_step_share=0.2, own_spending={2020: 20 * MILLION})}
    )
    found = require(case, year=2024)
    need = found.need("revenue_level")
    assert need.how == (
        "search, because own spending may rise only so fast (max_step_share), and so what it moves is not in proportion "
        "to it"
    )
    assert need.amount is not None
    assert need.amount >= 5.0 * (1.0 - 1e-3)
    unaided = Unaided(Question(case), ("friends",), 2024, 1.0)
    assert unaided.is_paid(unaided.with_cells(need.cells))
    ratio = 0.1
    less = [(*cell[:3], ratio + 0.99 * (float(str(cell[3])) - ratio)) for cell in need.cells]
    assert not unaided.is_paid(unaided.with_cells(less))


@pytest.mark.parametrize("above", [110.0, 140.0])
def test_revenue_that_moves_a_phase_is_searched_and_still_found(above: float) -> None:
    """The phase comes at more than one point of GDP and before the least amount; the donor who stays then pays less."""
    pledges = donor(10.0)["pledges"] + [{**donor(10.0)["pledges"][0], "donor": "others"}]
    case = tiny_case(
        soldier=SUPPORTED, pledges=pledges,
        donors=[{"donor": name, "name": name.title()} for name in ("friends", "others")],
        regions=[{"region": "all_of_it", "name": "All of it", "population": MILLION}],
        handovers=[{"handover": "whole", "scope": "all", "path": "phases", "phase_rule": "wealth"}],
        phases=[{"phase_rule": "wealth", "phase": "poor", "order": 1, "share": 0.0},
                {"phase_rule": "wealth", "phase": "rich", "order": 2, "test": "revenue_per_head", "above": above,
                 "share": 0.9}],
    )
    case = case.replace({"demand": [{**row, "region": "*"} for row in case.records("demand")]})
    need = require(case, year=2024, donors=["friends"]).need("revenue_level")
    assert need.how == "search, because a handover follows revenue, and so what it moves is not in proportion to it"
    unaided = Unaided(Question(case), ("friends",), 2024, 1.0)
    assert unaided.is_paid(unaided.with_cells(need.cells))


def test_a_soft_floor_of_a_part_that_follows_the_ceiling_needs_no_search() -> None:
    """It can always be missed, and nothing that is owed depends on it: 10 million are half of 20, or five points of GDP."""
    floor: Row = {"ceiling": "share", "scope": "all", "basis": "share", "bound": "min", "2021": 0.9}
    found = require(tiny_case(soldier=SUPPORTED, ceilings=[floor], **donor(10.0)), year=2024)
    assert found.need("revenue_level").how == found.need("security_share").how == "one optimisation"
    assert found.need("revenue_level").amount == pytest.approx(5.0, rel=1e-4)


def test_where_no_kit_can_be_bought_no_money_helps() -> None:
    """Half of the soldiers have kit, no more can be bought, and all must be supported."""
    equipped: dict[str, list[Row]] = {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 500.0, "price": 1000.0,
                    "life": 200.0, "max_purchase": 0.0}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
    }
    limit: Row = {"cadre": "soldier", "bound": "min", "hard": True, "2021": 10_000.0}
    case = tiny_case(soldier=SUPPORTED, strength_limits=[limit], **equipped, **donor(10.0))
    found = require(case, year=2024)
    assert found.missing is None
    assert [found.need(name).amount for name in ("revenue_level", "unit_costs", "bridging_fund")] == [None] * 3


@pytest.mark.parametrize(("year", "donors", "keep", "pace", "code"), [
    (2020, None, 1.0, 0.5, "year_out_of_range"), (2027, None, 1.0, 0.5, "year_out_of_range"),
    (2024, ["nobody"], 1.0, 0.5, "unknown_donor"), (2024, None, 0.0, 0.5, "keep_out_of_range"),
    (2024, None, 1.1, 0.5, "keep_out_of_range"), (2024, None, 1.0, 0.0, "pace_out_of_range"),
])
def test_what_cannot_be_asked_is_refused(
    year: int, donors: list[str] | None, keep: float, pace: float, code: str
) -> None:
    with pytest.raises(CaseError) as refused:
        require(force_of_15_000(), year=year, donors=donors, keep=keep, pace=pace)
    assert code in {issue.code for issue in refused.value.issues}


def test_pledges_that_end_go_on_in_the_force_to_be_kept(tiny: Requirement) -> None:
    ending = tiny_case(soldier=SUPPORTED, **donor({2021: 10.0, 2022: 10.0, 2023: 10.0}))
    assert require(ending, year=2024).force == pytest.approx(tiny.force, rel=1e-5)


def test_a_case_without_donors_is_refused() -> None:
    with pytest.raises(CaseError, match="no donor"):
        require(tiny_case(), year=2024)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0, max_value=10_000), later=st.integers(min_value=0, max_value=2))
def test_the_least_revenue_makes_the_test_hold_and_less_does_not(seed: int, later: int) -> None:
    """On any case: what the optimisation finds is what an edited case confirms."""
    case = random_case(seed)
    try:
        found = require(case, year=_first(case) + later)
    except CaseError:
        return
    need = found.need("revenue_level")
    if need.amount is None or need.amount < 0.01:
        return
    unaided = Unaided(Question(case), found.donors, found.year, 1.0)
    assert unaided.is_paid(unaided.with_cells(need.cells))
    ratio = dict(zip(found.years, (r / g for r, g in zip(found.revenue, found.gdp, strict=True)), strict=True))
    less = [(*cell[:3], ratio[int(cell[2])] + 0.99 * (float(str(cell[3])) - ratio[int(cell[2])])) for cell in need.cells]
    assert not unaided.is_paid(unaided.with_cells(less))


def _first(case: Case) -> int:
    return int(str(next(row["value"] for row in case.records("settings") if row["key"] == "base_year"))) + 2


def test_a_requirement_is_frozen(tiny: Requirement) -> None:
    assert replace(tiny, year=2025).year == 2025
    with pytest.raises(AttributeError):
        tiny.year = 2025  # type: ignore[misc]


CASES = Path(__file__).parent / "cases"


def test_a_reform_may_begin_after_the_donors_have_left_if_that_is_soon_enough() -> None:
    """Nothing is missing before 2027, so a rise by eight points a year from then on does; donors leave in 2025."""
    case = read_case(CASES / "latest_start_after_year")
    assert require(case, year=2025, pace=8.0).need("latest_start").amount == 2027
    unaided = Unaided(Question(case), ("d1",), 2025, 1.0)
    rise = [("macro", ("revenue_ratio",), "2027", 0.245861 + 0.08)]
    assert unaided.is_paid(unaided.with_cells(rise))
    assert not unaided.is_paid(unaided.program)


def without_costly_support(support: float) -> Case:
    """Half of the soldiers have kit and no more can be bought; what supporting one costs beside it is given."""
    equipped: dict[str, list[Row]] = {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 500.0, "price": 1000.0,
                    "life": 200.0, "max_purchase": 0.0}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
    }
    limit: Row = {"cadre": "soldier", "bound": "min", "hard": True, "2021": 10_000.0}
    return tiny_case(soldier={**SUPPORTED, "support": support}, strength_limits=[limit], **equipped, **donor(10.0))


def test_those_whose_support_costs_nothing_are_missed_by_no_part_of_the_answer() -> None:
    """What is missing, the fund and the balance ask what level 1a asks, which does not count them."""
    free = require(without_costly_support(0.0), year=2024)
    assert not free.holds
    assert free.missing is not None
    assert sum(free.missing) > 0.0
    assert free.need("bridging_fund").amount is not None
    assert free.balance is not None
    assert free.balance.share < 0.5
    assert require(without_costly_support(500.0), year=2024).missing is None


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0, max_value=10_000))
def test_nothing_is_missing_if_and_only_if_level_1a_is_zero(seed: int) -> None:
    case = random_case(seed)
    try:
        found = require(case, year=_first(case))
    except CaseError:
        return
    if found.missing is not None:
        assert found.holds == (sum(found.missing) + found.missing_after == 0.0)
    if found.balance is not None:
        assert 0.0 < found.balance.share <= 1.0


def test_the_force_of_the_plan_stands_beside_the_force_that_is_held(tiny: Requirement) -> None:
    assert tiny.force_standing is not None
    assert tiny.force_standing[3:] == pytest.approx(tiny.force[3:], rel=1e-5)
    assert tiny.given == pytest.approx((10 * MILLION,) * 6, rel=1e-4)
    ending = require(tiny_case(soldier=SUPPORTED, **donor({2021: 10.0, 2022: 10.0, 2023: 10.0})), year=2024)
    found = plan(tiny_case(soldier=SUPPORTED, **donor({2021: 10.0, 2022: 10.0, 2023: 10.0}))).table("strength")
    assert ending.force_standing == pytest.approx(tuple(found.groupby("year")["strength"].sum()), rel=1e-4)
    assert ending.given_standing is not None
    assert ending.given_standing[3:] == pytest.approx((0.0, 0.0, 0.0), abs=10.0)
