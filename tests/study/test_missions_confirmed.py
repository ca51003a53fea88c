"""What replaces a mission, typed into the case and planned again: the money as a payer of its own, the people as limits."""

from __future__ import annotations

import pytest
from pipeline import Row, Solved, solved
from random_cases import random_case
from real_budgets import real_budget
from real_payers import shared_out
from solve.test_laws import never_worse
from study.test_missions import YEARLY, police, row

from rightfin import Case
from rightfin.case.resolve import base_and_end
from rightfin.result.panel import Panel
from rightfin.study.missions.providers import leaving_cells, with_rows
from rightfin.study.missions.study import MissionLeft, mission_withdrawals
from rightfin.study.whatif import with_cells

ENDLESS = 1e12


def without(case: Case, left: MissionLeft) -> Case:
    """The case in which the mission has left."""
    return with_cells(with_rows(case), leaving_cells(left.providers, left.year))


def with_money(case: Case, amounts: dict[int, float]) -> Case:
    """The case with a further payer that has so much each year and may pay all."""
    base, end = base_and_end(case)
    return case.replace({
        "payers": [*case.records("payers"), {"payer": "extra", "name": "Extra"}],
        "payer_money": [
            *case.records("payer_money"),
            {"payer": "extra", "series": "revenue", **{str(year): amounts.get(year, 0.0) for year in range(base, end + 1)}},
            {"payer": "extra", "series": "security_share", str(base): 1.0},
        ],
        "may_pay": [*case.records("may_pay"), {"payer": "extra", "institution": "*", "category": "*"}],
    })


def with_most(case: Case, left: MissionLeft, before: Solved, share: float = 1.0) -> Case:
    """The case with no more people than before and a share of those who replace the mission, and money without end."""
    base, end = base_and_end(case)
    people, strength = left.replacement.people, Panel.of(before.tables["strength"], before.parameters.horizon.written)
    limits: list[Row] = [
        {"cadre": cadre, "bound": "max", "hard": True, **{
            str(year): number + share * people.get((cadre, year), 0.0) + 1e-3
            for year, number in zip(range(base + 1, end + 1), strength["strength"][place], strict=True)
        }}
        for place, (cadre,) in enumerate(strength.lines)
    ]
    rich = with_money(without(case, left), dict.fromkeys(range(base, end + 1), ENDLESS))
    return rich.replace({"strength_limits": limits})


def bare(seed: int, *limits: str) -> Case:
    """A random case without tail and soft rules, which may have to miss more where coverage is held."""
    none: list[Row] = []
    return random_case(seed, tail=0).replace({"rules": none, "promotions": none, **dict.fromkeys(limits, none)})


@pytest.mark.parametrize(("seed", "year"), [(11, 2021), (23, 2023), (30, 2023)])
def test_with_that_money_the_case_without_the_mission_is_no_worse_than_with_it(seed: int, year: int) -> None:
    """Levels 1 and 2 of the plan with the mission are reached again; the first case has limits of strength."""
    case = bare(seed)
    (left,) = mission_withdrawals(case, year=year).each
    assert left.replacement.since == year
    for money in (left.replacement.money, left.replacement.beyond):
        assert money.discounted > 0.0
        never_worse(case, with_money(without(case, left), dict(money.by_year)))


@pytest.mark.parametrize(("seed", "year"), [(2, 2021), (15, 2021)])
def test_that_holds_where_several_pay_and_serve_some_regions_only(seed: int, year: int) -> None:
    case = shared_out(real_budget(seed, tail=0), seed)
    case = case.replace({table: [] for table in ("rules", "promotions", "targets", "ceilings", "strength_limits")})
    (left,) = mission_withdrawals(case, year=year).each
    assert left.replacement.since == year
    assert left.replacement.beyond.discounted > 0.0
    never_worse(case, with_money(without(case, left), dict(left.replacement.beyond.by_year)))


@pytest.mark.parametrize(("seed", "year"), [(15, 2021), (23, 2023)])
def test_with_those_people_the_case_without_the_mission_is_no_worse_than_with_it(seed: int, year: int) -> None:
    case = bare(seed, "strength_limits")
    (left,) = mission_withdrawals(case, year=year).each
    assert left.replacement.since == year
    assert left.replacement.people
    never_worse(case, with_most(case, left, solved(case)))


def test_500_police_are_needed_and_no_fewer_and_neither_is_less_money() -> None:
    """Without news 500 join in 2024 and need a million a year; nine tenths of either cover no more than nine tenths."""
    case = police(providers=row())
    (left,) = mission_withdrawals(case, year=2023).each
    before, money = solved(case), left.replacement.money.by_year
    for share, missing in ((1.0, 0.0), (0.9, 50.0)):
        paid = solved(with_money(without(case, left), {year: share * amount for year, amount in money.items()}))
        assert paid.by_year("needs", "unmet")[2026] == pytest.approx(missing, abs=0.5)
        there = solved(with_most(case, left, before, share))
        assert there.by_year("needs", "unmet")[2026] == pytest.approx(missing, abs=0.5)


def test_money_and_people_keep_to_limits_of_strength_where_others_can_be_hired() -> None:
    """Soldiers at 2,000 a head may be no more than the 10,000 who are there: guards, of whom two do as much as one of them,
    at 3,000 replace the mission."""
    guards: Row = {"cadre": "guard", "institution": "army", "name": "Guards", "opening_strength": 0.0, "pay": 2500.0,
                   "support": 500.0, "attrition": 0.0}
    case = police(providers=row())
    limited = case.replace({
        "cadres": [*case.records("cadres"), guards],
        "effects": [*case.records("effects"), {"cadre": "guard", "need": "war", "effect": 0.5}],
        "strength_limits": [{"cadre": "soldier", "bound": "max", "2021": 10_000.0}],
    })
    (left,) = mission_withdrawals(limited, year=2023).each
    assert left.replacement.money.by_year[2025] == pytest.approx(3.0 * YEARLY, rel=1e-4)
    assert left.replacement.people == pytest.approx({("guard", year): 1000.0 for year in range(2024, 2032)}, rel=1e-4)
