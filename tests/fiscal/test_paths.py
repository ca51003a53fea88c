"""Closed forms of the projection, each against its formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.fiscal import paths

RATES = st.lists(st.floats(-0.3, 0.5), min_size=1, max_size=12)


@given(RATES, RATES, st.floats(1.0, 1e12))
def test_gdp_compounds_real_growth_and_prices(real: list[float], price: list[float], base: float) -> None:
    length = min(len(real), len(price))
    found = paths.gdp_path(base, np.array(real[:length]), np.array(price[:length]))
    assert found[0] == base
    for n in range(length):
        assert found[n + 1] == pytest.approx(found[n] * (1 + real[n]) * (1 + price[n]))


@given(st.floats(0.0, 0.3), st.integers(1, 30))
def test_discounting_is_that_of_an_annuity(rate: float, years: int) -> None:
    annuity = years if rate < 1e-9 else (1 - (1 + rate) ** -years) / rate
    assert paths.discount_factors(rate, years).sum() == pytest.approx(annuity, rel=1e-6)


def test_prices_follow_their_index_and_real_growth() -> None:
    deflator, foreign = np.array([1.0, 1.1, 1.21]), np.array([50.0, 60.0, 72.0])
    found = paths.prices(np.array([[100.0], [2.0]]), [False, True], deflator, foreign, np.array([0.02, 0.0]))
    assert found == pytest.approx(np.array([[100.0, 100 * 1.1 * 1.02, 100 * 1.21 * 1.02**2], [100.0, 120.0, 144.0]]))


@given(st.integers(0, 4), st.integers(0, 5), st.floats(0.0, 1.0))
def test_delay_moves_a_pledge_and_loses_nothing_of_it(delay: int, earlier: int, arrival: float) -> None:
    years = 6
    pledged = np.arange(1.0, earlier + years + 1.0)
    found = paths.disbursement(pledged, delay, arrival, np.full(years, 2.0))
    assert found.shape == (years,)
    for n in range(years):
        source = earlier + n - delay
        assert found[n] == pytest.approx(pledged[source] * arrival * 2.0 if source >= 0 else 0.0)


@pytest.mark.parametrize(
    ("kind", "shares"),
    [
        ("linear", [0.0, 0.25, 0.5, 0.75, 1.0, 1.0]),
        ("s_curve", [0.0, 0.1464466, 0.5, 0.8535534, 1.0, 1.0]),
        ("stepped", [0.0, 0.0, 1 / 3, 2 / 3, 1.0, 1.0]),
    ],
)
def test_handover_paths(kind: str, shares: list[float]) -> None:
    assert paths.handover_path(kind, range(2020, 2026), 2020, 2024, 0.0, 1.0) == pytest.approx(shares)


@given(st.sampled_from(["linear", "s_curve", "stepped"]), st.floats(0, 1), st.floats(0, 1))
def test_a_handover_starts_and_ends_where_it_says_and_does_not_turn_back(kind: str, first: float, last: float) -> None:
    found = paths.handover_path(kind, range(2020, 2041), 2022, 2037, first, last)
    assert found[0] == pytest.approx(first)
    assert found[-1] == pytest.approx(last)
    assert np.all(np.diff(found) * np.sign(last - first) >= -1e-12)


@given(RATES, st.integers(0, 10))
def test_tails_keep_rates_and_the_growth_of_indices(values: list[float], more: int) -> None:
    positive = [1.0 + abs(value) for value in values]
    rates, index = paths.extend(values, len(values) + more), paths.extend_growth(positive, len(values) + more)
    assert rates[len(values) :] == pytest.approx([values[-1]] * more)
    growth = positive[-1] / positive[-2] if len(positive) > 1 else 1.0
    assert index[len(values) :] == pytest.approx([positive[-1] * growth**n for n in range(1, more + 1)])


def test_needs_per_head_grow_with_people() -> None:
    found = paths.needs_by_region(np.array([200.0, 200.0]), True, np.array([1.0, 1.5]), np.array([1e6, 1.1e6]))
    assert found == pytest.approx([2000.0, 3300.0])
