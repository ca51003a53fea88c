"""Outlines of convex figures: corners are possible, and nothing reaches farther beyond them than is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.study.why.outline import EXACT_ENOUGH, MOST_SOLVES, Outline, outline


def found_of(corners: list[tuple[float, float]], most: int = MOST_SOLVES) -> Outline:
    return outline(lambda x, y: max(corners, key=lambda one: x * one[0] + y * one[1]), most)


def in_figure(point: tuple[float, float], corners: tuple[tuple[float, float], ...], within: float) -> bool:
    """Return whether a point lies in a convex figure with counter-clockwise corners, or near it."""
    for one, other in zip(corners, (*corners[1:], corners[0]), strict=True):
        edge = np.subtract(other, one)
        turn = float(edge[0] * (point[1] - one[1]) - edge[1] * (point[0] - one[0]))
        if turn < -within * max(1.0, float(np.linalg.norm(edge))):
            return False
    return True


@pytest.mark.parametrize(("corners", "count"), [
    ([(0.0, 0.0), (2.0, 0.0), (2.0, 3e9), (0.0, 3e9)], 4), ([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)], 3),
    ([(10.0, 5.0), (11.0, 4.0), (12.0, 4.5), (12.5, 6.0), (11.0, 7.0)], 5),
])
def test_all_corners_of_a_simple_figure_are_found(corners: list[tuple[float, float]], count: int) -> None:
    found = found_of(corners)
    assert len(found.corners) == count
    assert np.array(sorted(found.corners)) == pytest.approx(np.array(sorted(corners)))
    assert found.outside <= EXACT_ENOUGH


def test_a_figure_of_one_line_or_one_point_has_its_ends() -> None:
    assert sorted(found_of([(0.0, 0.0), (4.0, 2.0)]).corners) == [(0.0, 0.0), (4.0, 2.0)]
    assert sorted(found_of([(3.0, 1.0), (3.0, 9.0)]).corners) == [(3.0, 1.0), (3.0, 9.0)]
    assert found_of([(3.0, 1.0)]).corners == ((3.0, 1.0),)


def test_a_circle_takes_no_more_solves_than_allowed_and_says_what_is_outside() -> None:
    around = np.linspace(0.0, 2.0 * np.pi, 400, endpoint=False)
    corners = [(float(np.cos(one)), float(np.sin(one))) for one in around]
    found = found_of(corners)
    assert found.solves == MOST_SOLVES
    worst = max(0.0, *(max(
        float(np.dot(point, (other[1] - one[1], one[0] - other[0])) - np.dot(one, (other[1] - one[1], one[0] - other[0])))
        / float(np.hypot(other[0] - one[0], other[1] - one[1])) for point in corners
    ) for one, other in zip(found.corners, (*found.corners[1:], found.corners[0]), strict=True)))
    assert worst / 2.0 <= found.outside + 1e-4, "units are the width of the figure, two radii"
    assert found.outside < 0.05


@given(st.lists(st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000).map(lambda n: 1e6 * n)), min_size=3,
                max_size=12))
def test_corners_are_of_the_figure_and_the_figure_lies_within_what_is_said(points: list[tuple[float, float]]) -> None:
    found = found_of(points)
    known = np.array(points, dtype=float)
    for corner in found.corners:
        assert float(np.abs((known - corner) / (np.abs(known).max(axis=0) + 1.0)).max(axis=1).min()) < 1e-9
    assert found.solves <= MOST_SOLVES
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    size = high - low
    if np.all(size > 2e-3 * np.abs(points).max(axis=0)) and len(found.corners) > 2:
        scaled = tuple((x / size[0], y / size[1]) for x, y in found.corners)
        for x, y in points:
            assert in_figure((x / size[0], y / size[1]), scaled, found.outside + 1e-3)
