"""Limits of strength that rise or fall by a share a year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline import solved, tiny_case
from random_cases import Row

from rightfin.case.checks import check_case
from rightfin.case.limits import grown
from rightfin.fiscal.project import project

YEARS = range(2021, 2027)


def limit(bound: str = "max", **years: object) -> Row:
    return {"cadre": "soldier", "bound": bound, "form": "growth", **years}


def test_a_force_cut_by_five_per_cent_a_year() -> None:
    """Of 10,000 soldiers, who could all be paid, at most 9,500 stay, 9,025, 8,573.75, and then as many."""
    cut = limit(**dict.fromkeys(("2021", "2022", "2023"), -0.05))
    found = solved(tiny_case(strength_limits=[cut]))
    kept = [10_000.0 * 0.95 ** min(n, 3) for n in range(1, 7)]
    assert list(found.by_year("strength", "strength").values()) == pytest.approx(kept, rel=3e-5)
    assert found.parameters.people.max_strength[0].tolist() == pytest.approx([*kept, *[kept[-1]] * 5])


def test_the_first_rise_is_over_the_limit_that_the_cadre_states_and_nothing_holds_before_it() -> None:
    rows = [limit("min", **{"2023": 0.1}), limit(**{"2022": 0.5, "2024": -0.5})]
    found = project(tiny_case(soldier={"min_strength": 2000.0}, strength_limits=rows), {}).people
    assert np.isnan(found.min_strength[0, :2]).all()
    assert found.min_strength[0, 2:5].tolist() == pytest.approx([2200.0] * 3)
    assert found.max_strength[0, 1:5].tolist() == pytest.approx([15_000.0, 15_000.0, 7500.0, 7500.0])


@given(st.floats(0.0, 1e6), st.lists(st.none() | st.floats(-1.0, 1.0), max_size=8))
def test_what_a_limit_grows_to_is_the_product_of_its_rises(start: float, rises: list[float | None]) -> None:
    found = grown(start, rises)
    begins = next((n for n, rise in enumerate(rises) if rise is not None), len(rises))
    assert found[:begins] == [None] * begins
    product = start * np.cumprod([1.0 + (rise or 0.0) for rise in rises])
    assert found[begins:] == pytest.approx(list(product[begins:]))


def test_limits_that_cross_are_found_where_one_of_them_grows() -> None:
    rows: list[Row] = [{"cadre": "soldier", "bound": "min", "hard": True, "2021": 9000.0},
                       {**limit(**{"2021": -0.08, "2023": -0.08}), "hard": True}]
    found, = (issue for issue in check_case(tiny_case(strength_limits=rows)) if issue.code == "limits_cross")
    assert "2023" in found.message
    assert "8464" in found.message


@pytest.mark.parametrize(("row", "words"), [
    (limit(**{"2022": -1.5}), "-1"), (limit(**{"2022": 9000.0}), "-0.05"),
    ({"cadre": "soldier", "bound": "max", "2022": -5.0}, "growth"),
])
def test_what_is_no_rise_and_no_limit_is_refused(row: Row, words: str) -> None:
    found, = (issue for issue in check_case(tiny_case(strength_limits=[row])) if issue.code == "limit_bounds")
    assert words in found.remedy
    assert found.column == "2022"


def test_what_is_no_rise_is_said_once() -> None:
    issues = check_case(tiny_case(strength_limits=[limit(**{"2022": -5.0})]))
    assert {issue.code for issue in issues if issue.table == "strength_limits"} == {"limit_bounds"}
