"""HiGHS on whole decisions: what it is told about time, and that a search that is stopped tells so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from real_chain import chain_budget
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.whole import Ended, WholeEngine
from rightfin.study.starts.decided import decided_programmes


@dataclass(frozen=True)
class Knapsacks:
    """Many knapsacks at once, which no search of a few seconds proves."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    integral: np.ndarray


def hard(rows: int = 30, columns: int = 200) -> tuple[Knapsacks, CompiledObjective]:
    rng = np.random.default_rng(0)
    weights = rng.integers(1, 100, (rows, columns)).astype(float)
    arrays = Knapsacks(csc_array(weights), np.full(rows, -np.inf), weights.sum(axis=1) / 2.0, np.ones(columns),
                       np.ones(columns, dtype=bool))
    return arrays, CompiledObjective(-rng.integers(1, 100, columns).astype(float), 0.0, 1.0)


def test_every_search_has_its_own_time_however_long_earlier_ones_took() -> None:
    """The third took four times as long as it was given when the time of earlier ones was added to its own."""
    arrays, objective = hard()
    engine = WholeEngine(arrays)
    found = [engine.search(objective, gap=1e-6, seconds=1.0) for _ in range(3)]
    assert [one.ended for one in found] == [Ended.TIME] * 3
    assert all(one.columns is not None and one.bound <= one.value for one in found)
    assert found[-1].seconds < 2.5


def test_presolve_cuts_off_no_calendar() -> None:
    """A case of which HiGHS 1.16 called 0.2 % more unpaid money than the best calendar has the proven least."""
    case = chain_budget(120).replace({
        "programmes": [
            {"programme": "posts", "name": "Posts", "institution": "police", "earliest": 2021, "latest": 2023, "years": 3},
            {"programme": "academy", "name": "Academy", "institution": "army", "earliest": 2021, "latest": 2023, "years": 2,
             "kept": 0.0},
        ],
        "programme_costs": [
            {"programme": "posts", "category": "capital", "item": "reform", "year": 1, "to": 3, "amount": 4_462_535.0,
             "goes_on": True},
            {"programme": "academy", "category": "operations", "item": "reform", "year": 1, "amount": 113_436.0},
        ],
        "programme_effects": [
            {"programme": "academy", "kind": "demand", "on": "cases/r1", "gain": 5.0, "after": 1, "ramp": 3},
            {"programme": "academy", "kind": "ghosts", "on": "courts", "gain": 0.480865065980938, "after": 1},
        ],
    })
    found = decided_programmes(case, reasons=False)
    assert found.proven, found.doubts
