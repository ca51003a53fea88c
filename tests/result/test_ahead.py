"""What a plan leaves to pay: pensions of thirty years in closed form, age profiles beyond the horizon, old severance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline import MILLION, Row, Solved, solved, tiny_case

from rightfin.result.ahead import YEARS_AHEAD, ahead_tables
from rightfin.result.plan import PlanTable
from rightfin.result.point import Point
from rightfin.result.yearly import Yearly

AHEAD = range(2027, 2027 + YEARS_AHEAD)


def ahead(found: Solved) -> dict[str, PlanTable]:
    return ahead_tables(Yearly(found.inputs, Point.of(found.inputs, found.program, found.solution.columns)))


def by_year(table: PlanTable, column: str) -> dict[int, float]:
    return {int(year): float(amount) for year, amount in table.by_year(column).items()}


@given(st.floats(0.01, 0.3), st.floats(0.05, 1.0), st.floats(0.02, 0.4))
def test_pensions_ahead_are_the_closed_form(leave: float, retire: float, ends: float) -> None:
    r"""$p_n = (1-x)^n p_0 + r a s_0 ((1-a)^n - (1-x)^n) / (x - a)$."""
    if abs(leave - ends) < 1e-3:
        ends = leave + 1e-3
    found = solved(tiny_case(
        soldier={"entry": False, "attrition": leave, "retiring_share": retire, "pension": 120.0, "pension_exit": ends,
                 "opening_pensioners": 900.0},
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "waste": 0.2}],
    ))
    serving, pensioners = (
        10_000.0 * (1.0 - leave) ** 6,
        900.0 * (1.0 - ends) ** 6 + retire * leave * 10_000.0 * ((1.0 - leave) ** 6 - (1.0 - ends) ** 6) / (ends - leave),
    )
    table = ahead(found)["pensions_ahead"]
    stay, draw = 1.0 - leave, 1.0 - ends
    old = {year: pensioners * draw ** (n + 1) for n, year in enumerate(AHEAD)}
    new = {year: retire * leave * serving * (stay ** (n + 1) - draw ** (n + 1)) / (ends - leave)
           for n, year in enumerate(AHEAD)}
    assert by_year(table, "serving") == pytest.approx({year: serving * stay ** (n + 1) for n, year in enumerate(AHEAD)})
    assert by_year(table, "pensioners") == pytest.approx({year: old[year] + new[year] for year in AHEAD}, rel=1e-5)
    assert by_year(table, "drawn") == pytest.approx({year: 150.0 * old[year] for year in AHEAD}, rel=1e-5)
    assert by_year(table, "cost") == pytest.approx({year: 150.0 * (old[year] + new[year]) for year in AHEAD}, rel=1e-5)


def test_an_intake_that_retires_after_the_plan_is_in_the_bill_from_then_on() -> None:
    """Recruits of 2021 and a part of those who were there retire in 2035; a tenth of all leaves every year before."""
    profile: list[Row] = [
        {"retirement": "old", "cadre": "soldier", "joined": 2020, "year": 2035, "share": 0.5, "with_pension": 0.5},
        {"retirement": "new", "cadre": "soldier", "joined": 2021, "year": 2035, "share": 1.0},
        {"retirement": "late", "cadre": "soldier", "joined": 2021, "year": 2090, "share": 0.0},
    ]
    found = solved(tiny_case(soldier={"pension": 100.0, "pension_exit": 0.0, "opening_strength": 6000.0},
                             retirements=profile))
    hired = found.by_year("strength", "hires")[2021]
    assert hired > 100.0
    there = by_year(table := ahead(found)["pensions_ahead"], "serving")
    old, new = 0.5 * 6000.0 * 0.9**15, hired * 0.9**14
    assert there[2035] == pytest.approx(0.9 * there[2034] - old - new)
    cost = by_year(table, "cost")
    assert cost == pytest.approx({year: 100.0 * (0.5 * old + new) * (year >= 2035) for year in AHEAD})


def test_severance_of_those_who_left_is_told_until_the_last_of_it_is_paid() -> None:
    """5,000 leave in 2025: of 5 million a fifth is paid in 2025, 2026, 2027 and 2028 each and the rest in 2030."""
    found = solved(tiny_case(
        soldier={"entry": False, "attrition": 0.0, "severance": 1000.0},
        demand=[{"need": "war", "region": "national", "2021": 10_000.0, "2025": 5000.0}],
        demobilisation=[{"institution": "army", "reintegration": 200.0, "2021": 0.0, "2025": 0.5, "2026": 0.0}],
        severance_years=[{"institution": "army", "payment": "severance", "after": after, "share": 0.2}
                         for after in (0, 1, 2, 3, 5)],
    ))
    assert found.by_year("strength", "exits")[2025] == pytest.approx(5000.0)
    tables = ahead(found)
    assert by_year(tables["severance_ahead"], "severance") == pytest.approx(
        {2027: MILLION, 2028: MILLION, 2030: MILLION})
    assert not any(by_year(tables["severance_ahead"], "reintegration").values())
    assert not tables["pensions_ahead"].rows


def test_nothing_is_ahead_where_nobody_draws_a_pension_and_nobody_is_dismissed() -> None:
    assert not any(table.rows for table in ahead(solved(tiny_case())).values())
