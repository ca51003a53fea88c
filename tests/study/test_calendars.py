"""Exit calendars: against the whole grid, by hand, and when plans run out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, macro, tiny_case
from random_cases import random_case

from rightfin.case import Case, CaseError
from rightfin.study.exits.calendars import OutOfPlansError, Place, earliest_passing, exit_calendars
from rightfin.study.exits.criterion import ExitTest
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.whatif import WhatIf


def two_donors(ceilings: dict[int, float], first: float, second: float, **columns: object) -> Case:
    """Return a force of 20 million a year and two donors, who give so many millions a year."""
    force = [{"cadre": "soldier", "bound": bound, "hard": True, "2021": 10_000.0} for bound in ("min", "max")]
    one = donor(first, exit_year=2026)
    pledge = {str(year): second * MILLION for year in range(2021, 2027)}
    return tiny_case(macro=macro(ceilings), strength_limits=force, donors=[
        *one["donors"], {"donor": "others", "name": "Others", "exit_year": 2026, **columns},
    ], pledges=[*one["pledges"], {"donor": "others", **pledge}])


CEILINGS = {2021: 10.0, 2022: 14.0, 2023: 18.0, 2024: 20.0}


def test_either_donor_can_leave_where_the_other_fills_the_gap() -> None:
    """Ten, six and two million are missing in the first three years: friends give six, others twelve."""
    found = exit_calendars(two_donors(CEILINGS, 6.0, 12.0), donors=["friends", "others"])
    assert [calendar.own_from for calendar in found.calendars] == [(2021, 2024), (2024, 2022)]
    assert found.complete
    assert found.swept == ()
    assert found.plans < found.grid == 7**2


def test_no_calendar_passes_where_all_together_are_too_little() -> None:
    found = exit_calendars(two_donors(CEILINGS, 1.0, 2.0))
    assert found.calendars == ()
    assert found.complete
    assert found.plans == 1


def brute_force(places: list[Place], passes: set[Place]) -> list[Place]:
    """Return the least places that pass."""
    def below(one: Place, other: Place) -> bool:
        return one != other and all(a <= b for a, b in zip(one, other, strict=True))

    return sorted(place for place in places if place in passes and not any(below(other, place) for other in passes))


@settings(max_examples=200)
@given(st.data(), st.integers(1, 4), st.integers(1, 5))
def test_least_places_are_those_of_the_grid(data: st.DataObject, parts: int, length: int) -> None:
    places = list(product(range(length), repeat=parts))
    seeds = data.draw(st.lists(st.sampled_from(places), max_size=5))
    passes = {place for place in places if any(all(a >= b for a, b in zip(place, s, strict=True)) for s in seeds)}
    asked: list[Place] = []

    def ask(place: Place) -> bool:
        asked.append(place)
        return place in passes

    found, complete = earliest_passing((length - 1,) * parts, ask)
    assert complete
    assert sorted(found) == brute_force(places, passes)

    def tire(place: Place) -> bool:
        if len(asked) > 3:
            raise OutOfPlansError
        return ask(place)

    asked.clear()
    some, _ = earliest_passing((length - 1,) * parts, tire)
    assert set(some) <= set(found)


@settings(max_examples=4)
@given(st.integers(0, 10**6))
def test_calendars_are_those_of_the_grid(seed: int) -> None:
    case = random_case(seed, years=4)
    donors = [str(row["donor"]) for row in case.records("donors")][:2]
    assume(len(donors) == 2)
    found = exit_calendars(case, donors=donors)
    what_if, years = WhatIf(case), [2021, 2022, 2023, 2024, 2025]
    passes = set()
    for calendar in product(years, repeat=2):
        cells = [cell for name, year in zip(donors, calendar, strict=True) for cell in exit_cells([name], year)]
        glance = what_if.ask(cells)
        if glance is not None and glance.least_missing <= found.leaving.most_unpaid:
            passes.add(calendar)
    assert found.complete
    assert [c.own_from for c in found.calendars] == brute_force(list(product(years, repeat=2)), passes)
    assert found.plans <= found.grid


def test_three_donors_by_order_are_those_of_the_grid() -> None:
    case = two_donors(CEILINGS, 6.0, 12.0)
    third = {"donor": "third", **{str(year): 4 * MILLION for year in range(2021, 2027)}}
    case = case.replace({
        "donors": [*case.records("donors"), {"donor": "third", "name": "Third", "exit_year": 2026}],
        "pledges": [*case.records("pledges"), third],
    })
    years = [2021, 2022, 2023, 2024]
    by_order = exit_calendars(case, years=years)
    by_grid = exit_calendars(case, years=years, test=ExitTest(coverage=0.0))
    assert by_grid.swept == by_grid.leaving.donors
    assert by_grid.plans == 5**3 + 1
    assert [c.own_from for c in by_order.calendars] == [c.own_from for c in by_grid.calendars]
    assert len(by_order.calendars) > 2
    assert by_order.plans < by_grid.plans


def test_years_of_a_donor_that_asks_for_own_money_are_all_tried() -> None:
    case = two_donors(CEILINGS, 6.0, 12.0, match=1.0, untied=2 * MILLION, match_base=5 * MILLION)
    found = exit_calendars(case)
    grid = exit_calendars(case, test=ExitTest(coverage=0.0))
    assert found.swept == ("others",)
    assert [c.own_from for c in found.calendars] == [c.own_from for c in grid.calendars]
    assert found.calendars


def test_plans_that_run_out_leave_calendars_that_are_certain() -> None:
    case = two_donors(CEILINGS, 6.0, 12.0)
    whole = exit_calendars(case)
    for most in range(1, whole.plans):
        part = exit_calendars(case, most_plans=most)
        assert not part.complete
        assert part.plans == most
        assert {c.own_from for c in part.calendars} <= {c.own_from for c in whole.calendars}


def test_a_grid_that_is_too_large_and_too_many_donors_are_refused() -> None:
    case = two_donors(CEILINGS, 6.0, 12.0)
    with pytest.raises(CaseError, match="a plan for each of 49 calendars"):
        exit_calendars(case, test=ExitTest(coverage=0.5), most_plans=49)
    many = case.replace({"donors": [
        {"donor": f"d{n}", "name": f"Donor {n}", "exit_year": 2026} for n in range(7)
    ], "pledges": []})
    with pytest.raises(CaseError, match="7 donors"):
        exit_calendars(many)
