"""Which of two answers is better: what is compared are the levels in their own places."""

from __future__ import annotations

from itertools import permutations

from rightfin.solve.levels import Level
from rightfin.solve.order import STRICT
from rightfin.study.rank import ORDER, ranked


def test_what_an_arrears_tolerance_minimises_elsewhere_is_not_compared() -> None:
    levels = [Level("1a", "obligations", 1.0), Level(STRICT, "needs", 2.0), Level("2", "needs", 3.0),
              Level("2 then 1", "obligations", 4.0), Level("3", "total_cost", 5.0)]
    wanted = tuple({"obligations": 1.0, "needs": 3.0}.get(name, 0.0) for name in ORDER)
    assert {ranked(found) for found in permutations(levels)} == {wanted}
