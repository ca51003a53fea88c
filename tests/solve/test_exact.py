"""Levels one after another without slack: each keeps its optima, whether it was solved or stands at its least."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.engine import Engine
from rightfin.solve.exact import Exact
from rightfin.solve.policy import METHODS, Start


@dataclass(frozen=True)
class Small:
    """x + y ≥ 1 and y + z ≥ 2, each decision between 0 and 5."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


def small() -> Small:
    matrix = csc_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]))
    return Small(matrix, np.array([1.0, 2.0]), np.full(2, np.inf), np.full(3, 5.0))


def exact() -> Exact:
    first = Engine(small())
    assert first.minimise(CompiledObjective(np.zeros(3), 0.0, 1.0), METHODS[Start.BOUNDS_CHANGED]) is None
    return Exact(small(), first.basis())


def test_each_level_is_kept_while_the_next_is_solved() -> None:
    levels = exact()
    assert levels.minimise(np.array([3.0, 0.0, 0.0])) == pytest.approx(0.0, abs=1e-9)
    assert levels.minimise(np.array([0.0, 1.0, 0.5])) == pytest.approx(1.5)
    assert levels.minimise(np.array([-1.0, -1.0, 0.0])) == pytest.approx(-1.0), "x stays at 0, y at 1"
    assert levels.columns == pytest.approx([0.0, 1.0, 1.0])


def test_a_level_that_stands_at_its_least_is_kept_without_being_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    levels, runs = exact(), list[object]()
    assert levels.minimise(np.array([1.0, 0.0, 1.0])) == pytest.approx(0.0, abs=1e-9)
    run = Engine._run
    monkeypatch.setattr(Engine, "_run", lambda self, method: (runs.append(method), run(self, method))[1])
    assert levels.minimise(np.array([0.0, 0.0, 7.0])) == 0.0
    assert not runs
    assert levels.minimise(np.array([0.0, 1.0, 0.0])) == pytest.approx(2.0)
    assert levels.minimise(np.array([0.0, 0.0, -1.0])) == pytest.approx(0.0, abs=1e-9), "z stays at 0"
    assert len(runs) == 2


@pytest.mark.parametrize("costs", [[1.0, -1.0, 0.0], [0.0, 1.0, 1.0]])
def test_a_level_that_may_still_fall_is_solved(costs: list[float]) -> None:
    levels = exact()
    assert levels.minimise(np.array([1.0, 0.0, 0.0])) == pytest.approx(0.0, abs=1e-9)
    found = levels.minimise(np.array(costs))
    assert found == pytest.approx(-5.0 if costs[1] < 0.0 else 2.0)
