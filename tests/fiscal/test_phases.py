"""Phase rules: paths solved by hand, and what holds of every path."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.fiscal.paths import bounded_path, handover_path
from rightfin.fiscal.phases import Phase, phase_path

YEARS = tuple(range(2020, 2030))
POOR, MIDDLE, RICH = 500.0, 1200.0, 2000.0

INITIAL = Phase()
PREPARATORY = Phase("income_per_head", above=1000.0, growth_rate=0.5)
ACCELERATED = Phase("income_per_head", above=1700.0, average_years=2, longest=4, share_to=1.0)


def path(phases: list[Phase], incomes: list[float], start: int = 2019, opening: float = 0.1) -> list[float]:
    known = {"income_per_head": dict(zip(YEARS, incomes, strict=False))}
    return phase_path(phases, YEARS[: len(incomes)], start, opening, known).tolist()


def test_a_country_that_grows_goes_through_all_phases() -> None:
    incomes = [POOR, POOR, MIDDLE, MIDDLE, RICH, RICH, RICH, RICH, RICH, RICH]
    # 2022: above 1,000, half as much again a year. The mean of two years exceeds 1,700 in 2025 (in 2024 it is 1,600).
    reached = 0.1 * 1.5**3
    rest = (1.0 - reached) / 4.0
    wanted = [0.1, 0.1, 0.15, 0.225, reached, reached + rest, reached + 2 * rest, reached + 3 * rest, 1.0, 1.0]
    assert path([INITIAL, PREPARATORY, ACCELERATED], incomes) == pytest.approx(wanted)


def test_a_phase_is_not_left_when_income_falls() -> None:
    incomes = [MIDDLE, POOR, POOR]
    assert path([INITIAL, PREPARATORY], incomes) == pytest.approx([0.15, 0.225, 0.3375])


def test_a_phase_may_be_passed_over() -> None:
    assert path([INITIAL, PREPARATORY, ACCELERATED], [RICH] * 4) == pytest.approx([0.325, 0.55, 0.775, 1.0])


def test_nothing_is_entered_before_the_rule_starts_or_a_test_holds() -> None:
    assert path([PREPARATORY], [RICH] * 4, start=2021) == pytest.approx([0.1, 0.1, 0.15, 0.225])
    assert path([PREPARATORY], [POOR] * 3) == pytest.approx([0.1, 0.1, 0.1])
    assert path([PREPARATORY], [1000.0] * 3) == pytest.approx([0.1, 0.1, 0.1])  # not above, but at the threshold


def test_phases_of_a_given_length_follow_each_other() -> None:
    timed = [Phase(longest=2, share=0.2), Phase(longest=3, share=0.5, growth=0.05), Phase(share=0.9)]
    assert path(timed, [POOR] * 7) == pytest.approx([0.2, 0.2, 0.5, 0.55, 0.6, 0.9, 0.9])


def test_a_phase_that_runs_out_is_followed_whatever_the_test_of_the_next() -> None:
    assert path([Phase(longest=2), PREPARATORY], [POOR] * 4) == pytest.approx([0.1, 0.1, 0.15, 0.225])


def test_a_rule_that_started_long_ago_has_run_its_years() -> None:
    timed = [Phase(longest=5, share=0.2), Phase(share=0.6)]
    assert path(timed, [POOR] * 4, start=2017) == pytest.approx([0.2, 0.2, 0.2, 0.6])


def test_grace_years_keep_the_share_and_shorten_the_line() -> None:
    line = Phase(longest=4, grace_years=1, share_to=0.7)
    assert path([line], [POOR] * 6) == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.7, 0.7])
    stated = Phase(longest=4, grace_years=1, share=0.3, share_to=0.7)
    assert path([stated], [POOR] * 5) == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.7])
    growing = Phase(grace_years=2, share=0.3, growth=0.1)
    assert path([growing], [POOR] * 5) == pytest.approx([0.1, 0.1, 0.3, 0.4, 0.5])


def test_a_mean_counts_the_years_that_are_known() -> None:
    three = [Phase("income_per_head", above=1000.0, average_years=3, share=0.5)]
    # Means: 700; 900; 1,200 over three years.
    assert path(three, [700.0, 1100.0, 1800.0]) == pytest.approx([0.1, 0.1, 0.5])


def test_the_share_falls_only_to_a_share_that_is_stated() -> None:
    assert path([Phase(share=0.05)], [POOR] * 2) == pytest.approx([0.05, 0.05])
    assert path([Phase(longest=3, share_to=0.05)], [POOR] * 4) == pytest.approx([0.1] * 4)


SHARES = st.floats(0.0, 1.0)


@st.composite
def rules(draw: st.DrawFn, *, stated: bool = True) -> list[Phase]:
    found = []
    for place in range(draw(st.integers(1, 4))):
        longest = draw(st.none() | st.integers(1, 5))
        found.append(Phase(
            test="always" if place == 0 and draw(st.booleans()) else "income_per_head",
            above=draw(st.floats(0.0, 2000.0)), average_years=draw(st.integers(1, 4)), longest=longest,
            grace_years=draw(st.integers(0, (longest or 3) - 1)), share=draw(st.none() | SHARES) if stated else None,
            growth=draw(st.floats(0.0, 0.3)), growth_rate=draw(st.floats(0.0, 0.5)),
            share_to=draw(st.none() | SHARES) if longest else None,
        ))
    return found


INCOMES = st.lists(st.floats(0.0, 3000.0), min_size=10, max_size=10)


@given(rules(), INCOMES, SHARES, st.integers(2015, 2025))
def test_a_share_is_never_above_one_nor_negative(
    found: list[Phase], incomes: list[float], opening: float, start: int
) -> None:
    shares = path(found, incomes, start, opening)
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert [share for year, share in zip(YEARS, shares, strict=True) if year <= start] == [
        opening for year in YEARS if year <= start
    ]


@given(rules(stated=False), INCOMES, SHARES)
def test_a_rule_that_states_no_share_never_lets_it_fall(found: list[Phase], incomes: list[float], opening: float) -> None:
    assert np.all(np.diff([opening, *path(found, incomes, opening=opening)]) >= -1e-12)


@given(
    st.lists(st.tuples(st.floats(0.0, 0.2), st.floats(0.0, 0.3)), min_size=1, max_size=4), st.floats(100.0, 2000.0),
    INCOMES, st.lists(st.floats(0.0, 500.0), min_size=10, max_size=10), SHARES,
)
def test_more_income_never_asks_for_less_where_later_phases_rise_faster(
    rises: list[tuple[float, float]], above: float, incomes: list[float], more: list[float], opening: float
) -> None:
    growths, rates = (sorted(values) for values in zip(*rises, strict=True))
    found = [Phase("income_per_head", above=above * n, average_years=2, growth=growth, growth_rate=rate)
             for n, (growth, rate) in enumerate(zip(growths, rates, strict=True))]
    poorer, richer = path(found, incomes, opening=opening), path(
        found, [income + extra for income, extra in zip(incomes, more, strict=True)], opening=opening
    )
    assert np.all(np.array(richer) >= np.array(poorer) - 1e-12)


@given(st.lists(SHARES, min_size=2, max_size=12), SHARES, st.none() | SHARES)
def test_floor_and_largest_step_are_kept_and_nothing_else_changes(
    shares: list[float], floor: float, max_step: float | None
) -> None:
    found = bounded_path(np.array(shares), floor, max_step)
    assert np.all(found >= floor)
    assert np.all(found <= np.maximum(shares, floor))
    if max_step is None:
        assert found == pytest.approx(np.maximum(shares, floor))
    else:
        assert np.all(np.diff(found) <= max_step + 1e-12)


def test_a_step_is_caught_up_with_later() -> None:
    found = bounded_path(np.array([0.0, 0.5, 0.5, 0.5]), 0.1, 0.15)
    assert found == pytest.approx([0.1, 0.25, 0.4, 0.5])
    assert bounded_path(np.array([np.nan, 0.5, 0.9]), 0.0, 0.1) == pytest.approx([np.nan, 0.5, 0.6], nan_ok=True)


@pytest.mark.parametrize(
    ("steps", "shares"), [(1, [0, 0, 0, 0, 1]), (2, [0, 0, 0.5, 0.5, 1]), (4, [0, 0.25, 0.5, 0.75, 1])]
)
def test_a_stepped_path_takes_as_many_steps_as_it_is_told(steps: int, shares: list[float]) -> None:
    assert handover_path("stepped", range(2020, 2025), 2020, 2024, 0.0, 1.0, steps) == pytest.approx(shares)
