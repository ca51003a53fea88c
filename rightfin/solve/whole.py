"""HiGHS on arrays with whole decisions: one search after another, each told truthfully.

HiGHS has called points of such models optimal that were not, without a word. Nothing that it says is believed here alone:
who asks checks every point, and a search whose value and bound contradict each other says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic, perf_counter
from typing import Any, Protocol

import highspy
import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.solve.engine import Arrays, QuietHighs, SolverError
from rightfin.tolerances import FEASIBILITY

AGGREGATOR = 1 << 12
"""The rule of HiGHS's presolve that puts one decision in place of others, as its option ``presolve_rule_off`` counts rules.

With it HiGHS 1.16 called points of small models of calendars optimal that were up to a quarter of a per cent off, with a
bound equal to their value, and models infeasible that have points. Without it none of several hundred differed from what
it finds without presolve.
"""


class WholeArrays(Arrays, Protocol):
    """Arrays some of whose columns must be whole."""

    @property
    def integral(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which columns must be whole."""


class Ended(StrEnum):
    """How a search ended."""

    PROVEN = "proven"
    TIME = "time"
    INFEASIBLE = "infeasible"
    FAILED = "failed"
    APART = "apart"
    """Proven, but the plan of what was found, in which no level slips for the next, is not as good."""


@dataclass(frozen=True)
class Searched:
    """What a search found: ``columns`` is its best point, ``None`` without any; ``value`` and ``bound`` are scaled."""

    ended: Ended
    columns: Floats | None
    value: float
    bound: float
    nodes: int
    seconds: float


class WholeEngine:
    """A model with whole decisions, loaded once; rows may be moved between searches.

    One thread and no parallel search, so that the same case takes the same way on every machine. It is for one thread of
    the caller at a time.
    """

    def __init__(self, arrays: WholeArrays, *, presolve: bool = True) -> None:
        self._highs = QuietHighs()
        self._set("output_flag", False)
        for option, value in (
            ("threads", 1), ("parallel", "off"), ("random_seed", 0), ("presolve", "on" if presolve else "off"),
            ("primal_feasibility_tolerance", FEASIBILITY), ("dual_feasibility_tolerance", FEASIBILITY),
            ("mip_feasibility_tolerance", FEASIBILITY), ("mip_rel_gap", 0.0), ("presolve_rule_off", AGGREGATOR),
        ):
            self._set(option, value)
        rows, columns = arrays.matrix.shape
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = arrays.column_upper
        model.row_lower_, model.row_upper_ = arrays.row_lower, arrays.row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = arrays.matrix.indptr
        model.a_matrix_.index_ = arrays.matrix.indices
        model.a_matrix_.value_ = arrays.matrix.data
        whole, any_value = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole if must else any_value for must in arrays.integral.tolist()]
        if self._highs.passModel(model) == highspy.HighsStatus.kError:
            raise SolverError("HiGHS refused to load a model with whole decisions")
        self._arrays = arrays
        self._control, self._until = NEVER, math.inf
        self._highs.cbMipInterrupt += self._interrupt
        self._highs.cbSimplexInterrupt += self._interrupt

    def _set(self, option: str, value: object) -> None:
        if self._highs.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise SolverError(f"HiGHS refused to set {option}")

    def _interrupt(self, event: Any) -> None:
        event.interrupt(self._control.stops() or monotonic() > self._until)

    def at_most(self, row: int, upper: float) -> None:
        """Let a row be at most so much from the next search on."""
        self._highs.changeRowBounds(row, float(self._arrays.row_lower[row]), upper)

    def search(
        self, objective: CompiledObjective, *, gap: float, seconds: float, start: Mapping[int, float] | None = None,
        control: Control = NEVER,
    ) -> Searched:
        """Minimise an objective to within an absolute gap, in scaled units, or until the time is over.

        ``start`` has values of some columns of a point to begin from. Raises ``SolveStoppedError`` if ``control`` says so.
        """
        count = len(objective.coefficients)
        longest = float(max(seconds, 1.0))
        self._control, self._until = control, monotonic() + longest
        self._set("mip_abs_gap", gap)
        self._set("time_limit", longest)  # HiGHS counts the time of this run, not that of all
        self._highs.clearSolver()
        self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), objective.coefficients)
        if start is not None:
            places, values = np.array(list(start), np.int32), np.array(list(start.values()), np.float64)
            self._highs.setSolution(len(places), places, values)
        began = perf_counter()
        if self._highs.run() == highspy.HighsStatus.kError:  # somebody else's HiGHS has started more threads
            self._set("threads", 0)
            self._highs.run()
        taken = perf_counter() - began
        if control.stops():
            raise SolveStoppedError(control.why())
        info, status = self._highs.getInfo(), self._highs.getModelStatus()
        has_point = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        columns = np.array(self._highs.getSolution().col_value) if has_point else None
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return Searched(Ended.INFEASIBLE, None, np.inf, np.inf, 0, taken)
        value = np.inf if columns is None else float(objective.coefficients @ columns) + objective.offset
        nodes = max(0, int(info.mip_node_count))
        bound = float(info.mip_dual_bound) + objective.offset
        if not np.any(objective.coefficients):
            bound = objective.offset
        ended = {
            highspy.HighsModelStatus.kOptimal: Ended.PROVEN, highspy.HighsModelStatus.kTimeLimit: Ended.TIME,
            highspy.HighsModelStatus.kInterrupt: Ended.TIME,
        }.get(status, Ended.FAILED)
        if columns is None and ended is not Ended.TIME:
            ended = Ended.FAILED
        return Searched(ended, columns, value, bound, nodes, taken)
