"""What tables about leaving come to as parameters, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline import Row, tiny_case

from rightfin.fiscal.departures import Departures
from rightfin.fiscal.project import project


def departures(**tables: list[Row]) -> Departures:
    return project(tiny_case({"end_year": 2023, "tail_years": 1, "foreign_currency": "EUR"}, **tables), {}).departures


def profile(*rows: tuple[int, int, float, float]) -> list[Row]:
    return [{"retirement": f"r{n}", "cadre": "soldier", "joined": joined, "year": year, "share": share,
             "with_pension": pension} for n, (joined, year, share, pension) in enumerate(rows)]


def test_of_an_intake_retire_those_who_are_left() -> None:
    """A tenth leaves every year; what stands at the end of a year and retires later is due."""
    found = departures(retirements=profile((2020, 2022, 0.2, 0.5), (2020, 2030, 0.3, 1.0)))
    assert found.retires == pytest.approx({("soldier", 2020, 2022): 0.2 * 0.81})
    assert found.retires_with_pension == pytest.approx({("soldier", 2020, 2022): 0.1 * 0.81})
    assert found.due == pytest.approx({
        ("soldier", 2020, 2021): 0.5 * 0.9, ("soldier", 2020, 2022): 0.3 * 0.81, ("soldier", 2020, 2023): 0.3 * 0.729,
        ("soldier", 2020, 2024): 0.3 * 0.6561})


def test_recruits_are_due_in_the_year_in_which_they_join() -> None:
    found = departures(retirements=profile((2022, 2024, 1.0, 1.0)))
    assert found.due == pytest.approx({("soldier", 2022, 2022): 1.0, ("soldier", 2022, 2023): 0.9})
    assert found.retires == pytest.approx({("soldier", 2022, 2024): 0.81})


def test_two_rows_of_the_same_years_are_added_up() -> None:
    found = departures(retirements=profile((2022, 2024, 0.5, 1.0), (2022, 2024, 0.25, 0.0)))
    assert found.profile == {("soldier", 2022, 2024): (0.75, 0.5)}
    assert found.retires == pytest.approx({("soldier", 2022, 2024): 0.75 * 0.81})


@given(st.floats(0.0, 0.9), st.floats(0.0, 0.9), st.floats(1.0, 1e6))
def test_a_fall_of_ghosts_strikes_off_nobody_who_is_there(before: float, after: float, paid: float) -> None:
    struck = departures(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "ghosts": before}],
        over_time=[{"table": "institutions", "row": "army", "column": "ghosts", "2022": after}],
    ).struck_off[0].tolist()
    assert struck[0] == struck[2] == struck[3] == 0.0
    left = paid * (1.0 - struck[1])
    if after <= before:
        assert (1.0 - after) * left == pytest.approx((1.0 - before) * paid)
    else:
        assert struck[1] == 0.0


def test_payments_after_the_last_planning_year_are_made_in_it() -> None:
    rows: list[Row] = [{"institution": "army", "payment": "severance", "after": after, "share": share}
                       for after, share in ((0, 0.5), (1, 0.3), (3, 0.2))]
    found = departures(severance_years=rows)
    assert found.severance_due == pytest.approx({
        ("army", 2021, 2021): 0.5, ("army", 2021, 2022): 0.3, ("army", 2021, 2024): 0.2,
        ("army", 2022, 2022): 0.5, ("army", 2022, 2023): 0.3, ("army", 2022, 2024): 0.2,
        ("army", 2023, 2023): 0.5, ("army", 2023, 2024): 0.5, ("army", 2024, 2024): 1.0,
    })
    assert found.reintegration_due == {("army", year, year): 1.0 for year in range(2021, 2025)}


def test_reintegration_follows_the_prices_of_its_currency() -> None:
    macro: list[Row] = [
        {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.0}, {"series": "revenue_ratio", "2021": 0.1},
        {"series": "deflator_growth", "2021": 0.1}, {"series": "security_share", "2021": 0.2},
        {"series": "exchange_rate", "2020": 2.0, "2021": 3.0}, {"series": "foreign_inflation", "2021": 0.0},
    ]
    row: Row = {"institution": "army", "reintegration": 100.0, "2021": 0.1}
    own = departures(macro=macro, demobilisation=[row])
    abroad = departures(macro=macro, demobilisation=[{**row, "reintegration_currency": "EUR"}])
    assert own.reintegration[0, :3].tolist() == pytest.approx([110.0, 121.0, 133.1])
    assert abroad.reintegration[0, :3].tolist() == pytest.approx([300.0, 300.0, 300.0])
