"""HiGHS on compiled arrays: one live solver, objectives and holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Program


class Outcome(StrEnum):
    """How a run of the solver ended that brought no optimum; an optimum is a ``Point``."""

    INFEASIBLE = "infeasible"
    FAILED = "failed"


DRIFT = 1e-8
"""Violation of a scaled row beyond which a point is computed afresh from its basis."""


class SolverError(RuntimeError):
    """The solver neither found an optimum nor proved that there is none; a defect, not a user's error."""


@dataclass(frozen=True)
class Point:
    """An optimum over scaled columns, with the scaled value of the objective that was minimised."""

    value: float
    columns: Floats


_METHODS: tuple[tuple[str, int, bool], ...] = (
    ("simplex", 4, False),
    ("simplex", 1, False),
    ("ipx", 1, True),
    ("simplex", 1, True),
)
"""Attempts in order: warm primal simplex, warm dual simplex, interior point with crossover, cold dual simplex."""

_COLD_METHODS: tuple[tuple[str, int, bool], ...] = (("ipx", 1, True), ("simplex", 1, True), ("simplex", 4, True))
"""Attempts for the first level, where there is no basis to start from."""


_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""No objective is unbounded below: decisions are never negative and so are their costs."""


class Engine:
    """One live HiGHS model of a program.

    An objective is minimised with ``minimise``; ``hold`` keeps an objective at or below a bound from then on, and can
    be called again to move the bound. Not safe for use by two threads at once; different engines are independent.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._held: dict[str, int] = {}
        self._started = False
        self._highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
        ):
            self._set(option, value)
        model = highspy.HighsLp()
        rows, columns = program.matrix.shape
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = program.column_upper
        model.row_lower_ = program.row_lower
        model.row_upper_ = program.row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = program.matrix.indptr
        model.a_matrix_.index_ = program.matrix.indices
        model.a_matrix_.value_ = program.matrix.data
        _check(self._highs.passModel(model), "load the model", dropping=True)

    def _set(self, option: str, value: object) -> None:
        _check(self._highs.setOptionValue(option, value), f"set {option}")

    def hold(self, name: str, objective: CompiledObjective, bound: float) -> None:
        """Keep a scaled objective at or below ``bound``; moves the bound if it is held already."""
        limit = bound - objective.offset
        if name in self._held:
            _check(self._highs.changeRowBounds(self._held[name], -highspy.kHighsInf, limit), f"hold {name}")
            return
        places = np.flatnonzero(objective.coefficients).astype(np.int32)
        self._held[name] = self._highs.getNumRow()
        _check(
            self._highs.addRow(-highspy.kHighsInf, limit, len(places), places, objective.coefficients[places]),
            f"hold {name}", dropping=True,
        )

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        _check(
            self._highs.changeRowBounds(self._held[name], -highspy.kHighsInf, highspy.kHighsInf), f"release {name}"
        )

    def minimise(self, objective: CompiledObjective) -> Point | Outcome:
        """Minimise an objective subject to what is held; return the optimum, or why there is none.

        The first call starts with the interior point method, later ones with the primal simplex method from the last
        basis, which a new objective leaves feasible. Methods that end without an answer are followed by the next.
        """
        columns = self.program.matrix.shape[1]
        _check(
            self._highs.changeColsCost(columns, np.arange(columns, dtype=np.int32), objective.coefficients),
            "change the objective",
        )
        for solver, strategy, fresh in _METHODS if self._started else _COLD_METHODS:
            self._set("solver", solver)
            self._set("simplex_strategy", strategy)
            if fresh:
                self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                self._started = True
                found = self._solution()
                return Point(float(objective.coefficients @ found) + objective.offset, found)
            if status in _INFEASIBLE and not self._held:
                return Outcome.INFEASIBLE
        return Outcome.FAILED

    def _solution(self) -> Floats:
        """Return the optimal point, recomputed from a fresh factorisation of its basis if it has drifted.

        After many warm iterations the point can break rows by more than the tolerance that HiGHS reports.
        """
        found = np.array(self._highs.getSolution().col_value)
        if float(self.program.broken_by(found).max(initial=0.0)) <= DRIFT:
            return found
        basis = self._highs.getBasis()
        self._highs.clearSolver()
        _check(self._highs.setBasis(basis), "take back its basis")
        self._highs.run()
        return np.array(self._highs.getSolution().col_value)

    def conflict(self) -> tuple[int, ...]:
        """Return the rows of a small set that cannot hold together; empty if HiGHS finds none.

        Raises nothing: an empty answer means *not found*. Irreducible strategies are tried before the plain one.
        """
        for strategy in (14, 4, 2):
            if self._highs.setOptionValue("iis_strategy", strategy) != highspy.HighsStatus.kOk:
                continue
            status, found = self._highs.getIis()
            if status == highspy.HighsStatus.kOk and len(found.row_index_):
                return tuple(sorted(int(row) for row in found.row_index_))
        return ()


def _check(status: highspy.HighsStatus, what: str, *, dropping: bool = False) -> None:
    """Raise ``SolverError`` unless HiGHS did what it was asked to: a refused option leaves the old one in place.

    With ``dropping``, a warning passes: HiGHS leaves out coefficients below 1e-9, which no scaled row can feel.
    """
    if status == highspy.HighsStatus.kError or (status != highspy.HighsStatus.kOk and not dropping):
        raise SolverError(f"HiGHS refused to {what}")
