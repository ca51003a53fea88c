"""Segments of a queue: what they may be, and that they touch the queue that they are made for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.fiscal.queue import segments_of


def test_without_swings_nothing_but_capacity_limits() -> None:
    assert segments_of(0.0) == ()


@given(st.floats(0.01, 1.0))
def test_what_a_segment_lets_be_done_is_never_negative_and_never_more_than_is_there(swing: float) -> None:
    for segment in segments_of(swing):
        assert all(0.0 <= share <= 1.0 for share in segment)


@given(st.floats(0.02, 1.0), st.floats(0.3, 3.0), st.floats(0.0, 3.0))
def test_more_swings_never_let_more_be_done(swing: float, capacity: float, waiting: float) -> None:
    """Nor does a segment ask for much more than what a queue without swings leaves plus what a year of swings can."""
    left = [max([0.0, waiting + 1.0 - capacity, *(k * waiting + a - c * capacity for k, a, c in segments_of(s))])
            for s in (0.5 * swing, swing)]
    assert left[1] >= left[0] - 0.02 * (1.0 + waiting)
    assert left[1] <= max(0.0, waiting + 1.0 - capacity) + 0.45 * swing + 0.06 * waiting


@pytest.mark.parametrize("busy", [0.8, 0.9, 0.97])
def test_a_steady_queue_is_met_where_a_segment_touches(busy: float) -> None:
    """Against the mean of a random walk that is held at nothing, drawn for forty years."""
    swing, rng = 0.3, np.random.default_rng(5)
    waits = np.zeros(20_000)
    for _ in range(480):
        waits = np.maximum(0.0, waits + (1.0 + swing * rng.standard_normal(len(waits)) - 1.0 / busy) / 12.0)
    yearly = 0.0
    for _ in range(40):
        yearly = max([0.0, yearly + 1.0 - 1.0 / busy, *(k * yearly + a - c / busy for k, a, c in segments_of(swing))])
    assert yearly == pytest.approx(float(waits.mean()), abs=0.05)
    assert yearly > 0.4 * float(waits.mean())
