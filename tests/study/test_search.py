"""Halving: the least that suffices, found with few tries and none of them at an end."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.study.search import least_number, least_whole


@given(st.integers(-50, 50), st.integers(1, 200), st.data())
def test_the_least_whole_number_that_suffices_is_found(too_little: int, span: int, data: st.DataObject) -> None:
    enough = too_little + span
    least = data.draw(st.integers(too_little + 1, enough))
    tried: list[int] = []

    def suffices(number: int) -> bool:
        tried.append(number)
        return number >= least

    assert least_whole(too_little, enough, suffices) == least
    assert all(too_little < number < enough for number in tried)
    assert len(tried) == len(set(tried)) <= math.ceil(math.log2(span))


@given(st.floats(-10.0, 10.0), st.floats(0.01, 10.0), st.floats(0.0, 1.0), st.sampled_from([1e-2, 1e-4]))
def test_the_number_found_suffices_and_is_close_to_the_least(low: float, span: float, share: float, within: float) -> None:
    least = low + share * span
    tried: list[float] = []

    def suffices(number: float) -> bool:
        tried.append(number)
        return number >= least

    found = least_number(low, low + span, suffices, within)
    assert least <= found + 1e-12
    assert found - least <= within + 1e-12
    assert found in (*tried, low + span)
    assert len(tried) <= max(0, math.ceil(math.log2(span / within))) + 1


@pytest.mark.parametrize("least", [0.3, 3.0, 70.0])
def test_close_may_be_a_share_of_what_is_found(least: float) -> None:
    found = least_number(0.0, 100.0, lambda number: number >= least, 1e-2, relative=True)
    assert least <= found <= least / (1.0 - 1e-2)


def test_halving_goes_by_the_middle() -> None:
    tried: list[float] = []
    assert least_number(0.0, 8.0, lambda number: bool(tried.append(number)) or number >= 3.0, 1.0) == 3.0
    assert tried == [4.0, 2.0, 3.0]
    assert least_whole(-1, 0, lambda _: False) == 0
