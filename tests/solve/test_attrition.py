"""Attrition by year and by month, and trainees who never join: closed forms."""

from __future__ import annotations

import pytest
from pipeline import Row, Solved, levels_only, solved, tiny_case

from rightfin.case import Case
from rightfin.case.checks import check_case

TRAINED = 36_400.0
LOST = 1.0 - 0.97**12


def school(places: float, *, years: int = 6, **soldier: float | str | None) -> Case:
    """Return the tiny case with money for all, a need of many more, and so many training places."""
    army: Row = {"institution": "army", "name": "Army", "sector": "defence", "training_places": places}
    share: Row = {"series": "security_share", "2021": 1.0}
    case = tiny_case({"end_year": 2020 + years, "tail_years": 0}, {"attrition": None, "training_cost": 100.0, **soldier},
                     institutions=[army], demand=[{"need": "war", "region": "national", "2021": 1e6}])
    macro = [{**row, "2020": 1e11} if row["series"] == "gdp" else row for row in case.records("macro")]
    return case.replace({"macro": [*(row for row in macro if row["series"] != "security_share"), share]})


def strength(found: Solved, column: str = "strength") -> list[float]:
    return list(found.by_year("strength", column).values())


def test_a_force_settles_where_leavers_are_those_who_can_be_trained() -> None:
    """36,400 trainees a year: at 3 % a month 36,400 / (12 * 0.03) = 101,111, at 27 % a year 134,815."""
    by_month = strength(solved(school(TRAINED, years=30, monthly_attrition=0.03)))
    assert by_month[-1] == pytest.approx(101_111.0, rel=2e-4)
    assert by_month[-1] == pytest.approx(TRAINED / 0.36, rel=2e-4)
    by_year = strength(solved(school(TRAINED, years=30, attrition=0.27)))
    assert by_year[-1] == pytest.approx(134_815.0, rel=2e-4)


def test_recruits_leave_within_their_year() -> None:
    found = solved(school(1200.0, monthly_attrition=0.03))
    kept = LOST / 0.36
    assert strength(found)[0] == pytest.approx(10_000.0 * 0.97**12 + kept * 1200.0, rel=1e-6)
    assert strength(found, "attrition")[0] == pytest.approx(10_000.0 * LOST + (1.0 - kept) * 1200.0, rel=1e-6)


def test_month_by_month_is_the_same_as_the_year() -> None:
    """Each month 3 % of those who were there when it began leave, and a hundred join."""
    found = strength(solved(school(1200.0, monthly_attrition=0.03)))
    there, course = 10_000.0, []
    for month in range(72):
        there = 0.97 * there + 100.0
        if month % 12 == 11:
            course.append(there)
    assert found == pytest.approx(course, rel=1e-6)


def test_who_washes_out_costs_a_place_and_training_and_never_joins() -> None:
    """1,200 places, of whom a quarter wash out: 900 join a year, and 1,200 are paid for."""
    found = solved(school(1200.0, attrition=0.1, wash_out=0.25))
    course = 10_000.0
    for persons in strength(found):
        course = 0.9 * course + 900.0
        assert persons == pytest.approx(course, rel=1e-6)
    assert strength(found, "hires") == pytest.approx([900.0] * 6, rel=1e-6)
    assert list(found.by_year("budget", "cost", category="training").values()) == pytest.approx([120_000.0] * 6, rel=1e-6)


def test_those_who_are_in_training_at_the_start_wash_out_too() -> None:
    case = school(4000.0, attrition=0.1, wash_out=0.5, training_lead=1)
    army = [{**row, "pipeline": 800.0} for row in case.records("institutions")]
    found = solved(case.replace({"institutions": army}))
    assert strength(found, "hires") == pytest.approx([400.0, *[2000.0] * 5], rel=1e-6)
    training = list(found.by_year("budget", "cost", category="training").values())
    assert training[:5] == pytest.approx([400_000.0] * 5, rel=1e-6)
    assert training[5] == pytest.approx(100.0 * 0.1 * strength(found)[4] / 0.5, rel=1e-6)  # those who replace leavers


def test_keeping_a_force_trains_for_those_who_leave_in_their_first_year_too() -> None:
    found = solved(school(TRAINED, years=30, monthly_attrition=0.03, wash_out=0.2))
    persons = 0.8 * TRAINED / 0.36
    assert strength(found)[-1] == pytest.approx(persons, rel=2e-4)
    assert found.indicator("steady_state_cost")[2050] == pytest.approx(persons * 2000.0 + 100.0 * TRAINED, rel=1e-3)


def test_a_little_a_month_is_as_much_by_the_year() -> None:
    """Where nobody can join, only the yearly rate counts."""
    by_year = levels_only(school(0.0, attrition=LOST))
    assert levels_only(school(0.0, monthly_attrition=0.03)) == pytest.approx(by_year, rel=1e-9)


def test_attrition_by_year_and_by_month_is_an_error() -> None:
    case = school(1.0, attrition=0.1, monthly_attrition=0.01)
    issue, = (one for one in check_case(case) if one.code == "attrition_twice")
    assert "recruits" in issue.remedy


def test_attrition_by_month_may_begin_in_a_year_and_not_beside_that_by_year() -> None:
    later = [{"table": "cadres", "row": "soldier", "column": "monthly_attrition", "2023": 0.03}]
    case = school(0.0).replace({"over_time": later})
    assert not any(one.code == "attrition_twice" for one in check_case(case))
    assert strength(solved(case))[:3] == pytest.approx([10_000.0, 10_000.0, 10_000.0 * 0.97**12], rel=1e-6)
    both = check_case(school(0.0, attrition=0.1).replace({"over_time": later}))
    assert any(one.code == "attrition_twice" for one in both)
