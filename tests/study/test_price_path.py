"""Prices, revenue and pledges multiplied along a path change nothing that is real: no year, no share, no verdict."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import donor, macro, tiny_case

from rightfin import Case
from rightfin.study.exit_verdicts import verdicts
from rightfin.study.exits import exit_study
from rightfin.study.require import require

PATHS = st.lists(st.sampled_from([0.0, 0.1, 1.0, 10.0]), min_size=6, max_size=6)


def with_prices(ceilings: dict[int, float], growth: Sequence[float], pledge: float) -> Case:
    """Return a case whose prices grow along a path; GDP, pay and support follow them, and so do the pledges."""
    level, pledges = 1.0, {}
    for year, rate in zip(range(2021, 2027), growth, strict=True):
        level *= 1.0 + rate
        pledges[year] = pledge * level
    rows = [row for row in macro(ceilings) if row["series"] != "deflator_growth"]
    path = {"series": "deflator_growth", **{str(2021 + n): rate for n, rate in enumerate(growth)}}
    return tiny_case(settings={"tail_years": 0}, soldier={"support_floor": 1.0}, macro=[*rows, path], **donor(pledges))


@settings(max_examples=6)
@given(PATHS)
def test_a_requirement_is_real(growth: list[float]) -> None:
    flat, rising = (require(with_prices({2021: 20.0}, path, 10.0), 2024, pace=2.5) for path in ([0.0] * 6, growth))
    assert rising.holds == flat.holds
    assert rising.force == pytest.approx(flat.force, rel=1e-4)
    for need in flat.needs:
        assert rising.need(need.name).amount == pytest.approx(need.amount, rel=1e-3), need.name
    assert flat.missing is not None
    assert rising.missing is not None
    real = [amount / price for amount, price in zip(rising.missing, rising.prices, strict=True)]
    assert real == pytest.approx(flat.missing, rel=1e-3, abs=100.0)


@settings(max_examples=6)
@given(PATHS)
def test_the_tests_of_exits_are_real(growth: list[float]) -> None:
    ceilings = {2021: 8.0, 2022: 12.0, 2023: 16.0, 2024: 20.0}
    flat, rising = (exit_study(with_prices(ceilings, path, 15.0)) for path in ([0.0] * 6, growth))
    assert [(one.measure, one.first) for one in verdicts(rising)] == [(one.measure, one.first) for one in verdicts(flat)]
    assert [[failure.year for failure in answer.failures] for answer in rising.answers] == [
        [failure.year for failure in answer.failures] for answer in flat.answers
    ]
