"""Peace operations that leave: hand-solved replacements, laws, and what a leaving does not touch."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from pipeline import Row, donor, macro, solved, tiny_case
from random_cases import random_case
from solve.test_several_payers import police_of

from rightfin import Case, CaseError
from rightfin.case.resolve import base_and_end
from rightfin.fiscal.project import project
from rightfin.result.plan import Plan
from rightfin.study.missions.providers import leaving_cells, with_rows
from rightfin.study.missions.study import MissionExits, mission_exits, mission_withdrawals
from rightfin.study.whatif import with_cells

CLOSE = 1e-5
YEARLY = 500 * 2000.0
TRAINED = 500 * 300.0
YEARS = range(2021, 2027)


def police(
    size: float = 500.0, until: int = 2026, lead: int = 0, ceiling: float = 20.0, places: float | None = None,
    providers: list[Row] | None = None,
) -> Case:
    """10,500 are needed; the state pays for its 10,000, whom nobody leaves, and a mission has the others."""
    mission: Row = {"provider": "un_police", "need": "war", "region": "national",
                    **{str(year): size if year <= until else 0.0 for year in YEARS}}
    army: Row = {"institution": "army", "name": "Army", "sector": "defence", "training_places": places}
    return tiny_case(
        soldier={"attrition": 0.0, "training_lead": lead, "training_cost": 300.0}, macro=macro(ceiling), external=[mission],
        institutions=[army], demand=[{"need": "war", "region": "national", "2021": 10_500.0}],
        providers=[] if providers is None else providers,
    )


def row(**columns: object) -> list[Row]:
    return [{"provider": "un_police", "name": "UN police", "yearly_cost": 9e6, "paid_by": "the members", **columns}]


@cache
def exits() -> MissionExits:
    return mission_exits(police(lead=1, providers=row()))


def test_a_mission_of_500_police_is_replaced_at_its_exact_cost() -> None:
    """News comes when the year's recruits are settled: 500 join a year later, are trained then, and stay for good."""
    (one,) = mission_withdrawals(police(providers=row()), year=2023).each
    assert one.replacement.since == 2024
    assert one.replacement.money.by_year == pytest.approx(
        {2024: YEARLY + TRAINED, **dict.fromkeys(range(2025, 2032), YEARLY)}, rel=CLOSE)
    assert one.replacement.people == pytest.approx({("soldier", year): 500.0 for year in range(2024, 2032)}, rel=CLOSE)
    assert one.lost == {("war", year): 500.0 for year in range(2023, 2027)}
    assert one.cost == dict.fromkeys(range(2023, 2027), 9e6)
    assert [gap.year for gap in one.falls] == [2023, 2024, 2025, 2026]
    assert one.falls[0].points == pytest.approx(100 * 500 / 10_500, rel=1e-4)


def test_what_the_ceiling_has_room_for_is_own_money_and_not_beyond_it() -> None:
    (one,) = mission_withdrawals(police(ceiling=22.0), year=2023).each
    assert one.replacement.money.by_year[2025] == pytest.approx(YEARLY, rel=1e-4)
    assert one.replacement.beyond.by_year == {}
    assert [gap.year for gap in one.falls] == [2023]  # whoever has the money hires at once


@pytest.mark.parametrize(("places", "since"), [(None, 2025), (500.0, 2025), (300.0, 2026), (200.0, None)])
def test_training_places_say_by_when_at_the_earliest(places: float | None, since: int | None) -> None:
    """With a year of training those who are asked for in 2024 join in 2025; of 200 a year the last join after the plan."""
    (one,) = mission_withdrawals(police(lead=1, places=places), year=2023).each
    assert one.replacement.since == since


def test_announced_from_the_start_its_people_are_trained_the_year_before() -> None:
    one = exits().answer(2024)
    assert one.replacement.since == 2024
    assert one.replacement.money.by_year == pytest.approx(
        {2023: TRAINED, **dict.fromkeys(range(2024, 2032), YEARLY)}, rel=CLOSE)
    assert exits().earliest is None
    assert exits().answer(2021).replacement.since == 2022  # nobody is in training at the start


def test_with_that_money_a_plan_covers_all_and_with_less_it_does_not() -> None:
    extra = exits().answer(2024).replacement.money.by_year
    case = with_cells(police(lead=1, providers=row()), leaving_cells(["un_police"], 2024))
    for part, uncovered in ((1.0, False), (0.9, True)):
        ceilings = {year: 20.0 + part * extra.get(year, 0.0) / 1e6 + 1e-4 for year in range(2021, 2027)}
        plan = solved(case.replace({"macro": macro(ceilings)}))
        assert (max(plan.by_year("needs", "unmet").values()) > 1.0) == uncovered


def test_an_earlier_leaving_is_never_better() -> None:
    answers = [one for one in exits().answers if one.year is not None]
    prices = [one.replacement.money.discounted for one in answers]
    falls = [sum(gap.points for gap in one.falls) for one in answers]
    assert prices == sorted(prices, reverse=True)
    assert falls == sorted(falls, reverse=True)


def test_what_the_government_may_not_keep_up_takes_money_too() -> None:
    """A donor who leaves could pay 500 of the region's police, and the region has nothing to keep them up with."""
    base = police_of("juba")
    case = base.replace({
        "settings": [*base.records("settings"), {"key": "sustained_from", "value": "2021"}],
        "demand": [{**one, "2021": 2500.0} if one["need"] == "crime" else one for one in base.records("demand")],
        "external": [{"provider": "un_police", "need": "crime", "region": "national",
                      **dict.fromkeys(map(str, YEARS), 500.0)}],
        **donor(1.0, exit_year=2026),
        "eligibility": [{"donor": "friends", "institution": "police", "category": "*", "allowed": True}],
    })
    (one,) = mission_withdrawals(case, year=2023).each
    assert one.replacement.since == 2024
    assert one.replacement.money.by_year == pytest.approx(dict.fromkeys(range(2024, 2032), YEARLY), rel=1e-4)


@pytest.mark.parametrize("seed", [3, 8])
def test_an_earlier_leaving_is_never_better_in_random_cases(seed: int) -> None:
    """Neither are needs better covered (level 2), nor does it cost less to hold coverage at once."""
    case = random_case(seed)
    first, last = base_and_end(case)
    found = mission_exits(case, years=[first + 1, last])
    answers = [one for one in found.answers if one.year is not None]
    assert len(answers) == 3
    needs = [level_2(one.plan) for one in answers]
    assert all(early >= late * (1 - 1e-5) for early, late in pairwise(needs))
    prices = [one.replacement.money.discounted for one in answers if one.replacement.since == one.year]
    assert all(early >= late * (1 - 1e-4) - 1.0 for early, late in pairwise(prices))


def level_2(plan: Plan) -> float:
    table = plan.tables["objective"]
    return dict(zip(table.column("name"), map(float, table.column("value")), strict=True))["needs"]


def test_it_is_replaced_where_it_stood_by_those_who_serve_there() -> None:
    """500 police leave the north, whose own cost 2,000 each; the south, where 500 are missing too, has some for 1,000."""
    regions = ("north", "south")
    case = tiny_case(
        macro=macro(3.0),
        regions=[{"region": region, "name": region.title(), "population": 1e6} for region in regions],
        institutions=[
            {"institution": f"{region}_police", "name": region.title(), "sector": "interior"} for region in regions
        ],
        cadres=[{"cadre": region, "institution": f"{region}_police", "name": region.title(), "opening_strength": 1_000.0,
                 "pay": pay, "support": 0.0, "attrition": 0.0}
                for region, pay in zip(regions, (2000.0, 1000.0), strict=True)],
        serves=[{"institution": f"{region}_police", "region": region} for region in regions],
        demand=[{"need": "war", "region": region, "2021": 1_500.0} for region in regions],
        effects=[{"cadre": region, "need": "war", "effect": 1.0} for region in regions],
        external=[{"provider": "un_police", "need": "war", "region": "north", **{str(year): 500.0 for year in YEARS}}],
        strength_limits=[{"cadre": region, "bound": "min", "hard": True, "2021": 1_000.0} for region in regions],
    )
    (one,) = mission_withdrawals(case, year=2023).each
    assert one.replacement.since == 2024
    assert one.replacement.money.by_year == pytest.approx(dict.fromkeys(range(2024, 2032), YEARLY), rel=CLOSE)
    assert one.replacement.people == pytest.approx({("north", year): 500.0 for year in range(2024, 2032)}, rel=CLOSE)


def test_without_a_year_a_mission_leaves_a_year_early() -> None:
    found = mission_withdrawals(police(until=2024))
    assert found.of("un_police").year == 2024
    assert mission_withdrawals(police()).of("un_police").year == 2021  # it stays to the end
    with pytest.raises(KeyError):
        found.of("nobody")


def test_a_last_year_cuts_what_external_has_for_later_years() -> None:
    cut, typed = project(police(providers=row(last_year=2023)), {}), project(police(until=2023), {})
    assert (cut.needs.external == typed.needs.external).all()
    whole = project(police(providers=row()), {})
    assert (project(police(), {}).needs.external == whole.needs.external).all()
    assert project(with_rows(police()), {}).needs.external.tolist() == whole.needs.external.tolist()


@pytest.mark.parametrize("ask", [mission_withdrawals, mission_exits])
def test_who_supplies_nothing_is_refused(ask: Callable[..., object]) -> None:
    with pytest.raises(CaseError, match="nobody_here"):
        ask(police(), providers=["nobody_here"])
    with pytest.raises(CaseError, match="no provider"):
        ask(tiny_case())
