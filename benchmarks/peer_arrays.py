"""The full model as bare arrays handed to HiGHS: what the other peers would take if their own layer cost nothing."""

from __future__ import annotations

from time import perf_counter

import highspy
import numpy as np
from peer_levels import DEFAULT, INTERIOR, OPTIONS, UNIT, PeerResult, Run, solved

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Program


def run(parameters: Parameters, inputs: Inputs) -> PeerResult:
    """Hand the arrays of the full layout to HiGHS and solve all levels; making the arrays is not timed."""
    program = Assembly(inputs).program
    start = perf_counter()
    return solved("arrays", ArraysPeer(program), parameters, 0.0, start)


class ArraysPeer:
    """One HiGHS over the scaled arrays, with holds as added rows."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.held: dict[str, int] = {}
        self.highs = highspy.Highs()
        for option, value in OPTIONS.items():
            self.highs.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = program.matrix.shape
        model.col_cost_ = np.zeros(model.num_col_)
        model.col_lower_ = np.zeros(model.num_col_)
        model.col_upper_ = program.column_upper
        model.row_lower_ = program.row_lower
        model.row_upper_ = program.row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = program.matrix.indptr
        model.a_matrix_.index_ = program.matrix.indices
        model.a_matrix_.value_ = program.matrix.data
        self.highs.passModel(model)

    def size(self) -> tuple[int, int, int]:
        """Return columns, rows and nonzeros, holds left out."""
        rows, columns = self.program.matrix.shape
        return int(columns), int(rows), int(self.program.matrix.nnz)

    def has_terms(self, name: str) -> bool:
        """Return whether an objective depends on any decision."""
        return bool(np.any(self.program.objectives[name].coefficients))

    def minimise(self, name: str, *, interior: bool) -> Run:
        """Minimise an objective subject to what is held."""
        objective = self.program.objectives[name]
        columns = len(objective.coefficients)
        self.highs.changeColsCost(columns, np.arange(columns, dtype=np.int32), objective.coefficients)
        for option, value in (INTERIOR if interior else DEFAULT).items():
            self.highs.setOptionValue(option, value)
        start = perf_counter()
        self.highs.run()
        seconds = perf_counter() - start
        info = self.highs.getInfo()
        found = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        value = (info.objective_function_value + objective.offset) * objective.scale / UNIT[name]
        return Run(value if found else None, seconds, max(0, info.simplex_iteration_count))

    def hold(self, name: str, bound: float) -> None:
        """Keep an objective at or below a bound."""
        objective = self.program.objectives[name]
        limit = bound * UNIT[name] / objective.scale - objective.offset
        if name in self.held:
            self.highs.changeRowBounds(self.held[name], -highspy.kHighsInf, limit)
            return
        places = np.flatnonzero(objective.coefficients).astype(np.int32)
        self.held[name] = self.highs.getNumRow()
        self.highs.addRow(-highspy.kHighsInf, limit, len(places), places, objective.coefficients[places])

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        self.highs.changeRowBounds(self.held[name], -highspy.kHighsInf, highspy.kHighsInf)
