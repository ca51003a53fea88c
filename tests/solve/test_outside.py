"""The process of another solver: what becomes of a request when it ends by itself."""

from __future__ import annotations

import os
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from pipeline import solved, tiny_case
from pyomo.contrib.solver.common.util import NoFeasibleSolutionError

from rightfin.question import Question
from rightfin.solve.control import NEVER
from rightfin.solve.outside import Outside, OutsideError
from rightfin.solve.pyomo_levels import _Order
from rightfin.tolerances import FEASIBILITY


def test_a_process_that_was_ended_while_the_plan_was_made_is_told_as_what_it_is() -> None:
    """Where memory runs out, the system ends it between two requests."""
    with Outside(Question.of(tiny_case()).parameters, "highs", NEVER) as outside:
        outside.ready()
        process = outside._process
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        process.join()
        with pytest.raises(OutsideError, match="was ended"):
            next(outside.levels([("1a", "obligations")]))


class Strict:
    """HiGHS where rows can only be kept with more room: it says optimal, and has no point that may be loaded."""

    def __init__(self, real: Any) -> None:
        self.real, self.tried = real, list[float]()

    def solve(self, model: Any, load_solutions: bool = True, options: Any = None) -> Any:
        self.tried.append(options["primal_feasibility_tolerance"])
        if self.tried[-1] > FEASIBILITY:
            return self.real.solve(model, load_solutions=load_solutions, options=options)
        if load_solutions:
            raise NoFeasibleSolutionError
        return SimpleNamespace(solver=SimpleNamespace(termination_condition="optimal"))


def test_an_optimum_that_misses_a_row_by_too_much_is_sought_again_with_more_room() -> None:
    """It was taken for a solver that tells no prices."""
    found = solved(tiny_case())
    order = _Order(found.parameters, "highs")
    order._solver = strict = Strict(order._solver)
    least, ending = order.minimise("1a", "obligations")
    assert (least, ending) == (pytest.approx(found.levels["obligations"], abs=1e-3), "optimal")
    assert strict.tried == [FEASIBILITY, FEASIBILITY, pytest.approx(100.0 * FEASIBILITY)]
