"""Years of another calendar: pledges and series moved by months to the years of the case."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightfin.case import Case
from rightfin.case.calendars import months_apart, moved
from rightfin.case.resolve import base_value, series
from rightfin.definition import default_definition
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from tests.small_case import BASE, END, Tables, small_tables


def projected(tables: Tables) -> Parameters:
    definition = default_definition()
    return project(Case.of(tables), definition.rules, definition.grade_ratio_factor)


def with_starts(tables: Tables, month: int) -> Tables:
    tables["settings"].append({"key": "year_starts", "value": month})
    return tables


@pytest.mark.parametrize(("case", "other", "months"), [
    (1, 1, 0), (7, 1, -6), (1, 7, 6), (7, 10, -3), (10, 7, 3), (4, 10, -6), (12, 1, -1), (1, 12, 1), (2, 1, -11),
])
def test_years_of_one_name_start_so_many_months_apart(case: int, other: int, months: int) -> None:
    assert months_apart({"year_starts": case}, other) == months


def test_without_a_month_nothing_is_apart() -> None:
    assert months_apart({"year_starts": 7}, None) == 0
    assert months_apart({"year_starts": None}, 1) == 0


def test_seven_twelfths_of_one_year_and_five_of_the_next() -> None:
    # A year from January to December, a donor's from August: August 2025 to July 2026 is its 2026. Of the case's 2026 seven
    # months lie in it, and August to December in the donor's 2027.
    assert months_apart({"year_starts": 1}, 8) == 5
    assert moved([0.0, 12.0, 24.0, 36.0], 5) == pytest.approx([7.0 + 10.0, 14.0 + 15.0])


def test_a_donors_pledges_are_moved_to_the_years_of_the_case() -> None:
    tables = with_starts(small_tables(), 7)
    donor, pledge = tables["donors"][0], tables["pledges"][0]
    donor.update(donor="usa", currency="AFN", year_starts=1, exit_year=None)
    pledge.clear()
    pledge.update({"donor": "usa", "2025": 6.0, "2026": 12.0, "2027": 24.0, "2028": 36.0, "2029": 0.0, "2030": 60.0})
    found = projected(tables).donors.disbursed[1 if projected(tables).donors.donors[0] == "eu" else 0]
    # July 2025 to June 2026 has half of 2025 and half of 2026; in the tail the last pledge goes on.
    assert found == pytest.approx([9.0, 18.0, 30.0, 18.0, 30.0, 60.0, 60.0, 60.0])


def test_a_series_by_calendar_year_is_averaged_over_the_fiscal_year() -> None:
    tables = with_starts(small_tables(), 7)
    next(row for row in tables["macro"] if row["series"] == "exchange_rate")["year_starts"] = 1
    # Typed 80 in 2025 and 2026, 90 from 2027 on: July 2026 to June 2027 is at 85.
    assert series(Case.of(tables), "exchange_rate") == pytest.approx([80.0, 80.0, 85.0, 90.0, 90.0, 90.0])


def test_the_gdp_of_the_fiscal_year_has_half_of_the_year_before() -> None:
    tables = with_starts(small_tables(), 7)
    rows: dict[str, dict[str, Any]] = {str(row["series"]): row for row in tables["macro"]}
    rows["gdp"]["year_starts"] = 1
    # Growth of 3 % and prices 5 % up in the first year, and so in the base year: half of 2e11, half of 2e11 / 1.0815.
    assert base_value(Case.of(tables), "gdp") == pytest.approx(1e11 + 1e11 / 1.0815)


def same(one: Parameters, other: Parameters) -> None:
    for part in ("fiscal", "donors", "people", "needs", "handovers"):
        for entry in fields(getattr(one, part)):
            here, there = (getattr(getattr(found, part), entry.name) for found in (one, other))
            if isinstance(here, np.ndarray):
                np.testing.assert_allclose(here, there, rtol=1e-12, err_msg=f"{part}.{entry.name}")


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12))
def test_where_all_count_by_the_same_year_its_name_and_start_change_nothing(month: int) -> None:
    tables = with_starts(small_tables(), month)
    for row in (*tables["macro"], *tables["donors"]):
        row["year_starts"] = month
    same(projected(tables), projected(small_tables()))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.0, 1e8), min_size=7, max_size=7), st.integers(1, 12), st.integers(1, 12))
def test_moved_pledges_give_what_the_moved_numbers_give_when_typed(amounts: list[float], own: int, other: int) -> None:
    years = [str(year) for year in range(BASE, END + 2)]
    apart = months_apart({"year_starts": own}, other)
    shifted, typed = with_starts(small_tables(), own), small_tables()
    for tables in (shifted, typed):
        tables["donors"][0]["exit_year"] = None
    shifted["donors"][0]["year_starts"] = other
    given = [*amounts[:-1], amounts[-2]]  # what falls into the year after the end year is as in the end year
    shifted["pledges"][0].update(zip(years[:-1], given, strict=False))
    typed["pledges"][0].update(zip(years[:-1], moved([0.0, *given], apart), strict=True))
    one, two = projected(shifted).donors.disbursed, projected(typed).donors.disbursed
    shown = slice(0, END - BASE)
    np.testing.assert_allclose(one[:, shown], two[:, shown], rtol=1e-12, atol=1e-6)
