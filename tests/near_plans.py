"""A plan and all plans near it, asked a second way: the whole programme solved from nothing by another library."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from rightfin.case import Case
from rightfin.lp.program import Program
from rightfin.question import Question
from rightfin.solve.levels import Depth, Solution
from rightfin.solve.session import Session
from rightfin.study.why.aggregates import Aggregate
from rightfin.study.why.near_best import NearBest, ranking
from rightfin.study.why.quantities import LinearSum, reported

LOSS = 0.02

ROUNDING = 1e-11
"""By how much a row that keeps a level is wider than the least value that was found, so that rounding leaves a point: a
hundredth of the solver's own tolerance."""


class Asked:
    """A case solved once, with the aggregates that are looked at and their sums."""

    def __init__(self, case: Case) -> None:
        self.question = Question.of(case)
        self.session = Session(self.question.parameters)
        found = self.session.solve(self.question.parameters, Depth.PLAN)
        assert isinstance(found, Solution)
        self.found, self.program = found, self.session.program
        last = self.question.parameters.horizon.end
        self.aggregates = [Aggregate(one, year) for one in reported(self.question.prepared) for year in (last, None)]
        self.sums = [one.sum_in(self.session.inputs) for one in self.aggregates]

    def reach(self, loss: float = LOSS) -> NearBest:
        return NearBest(self.program, self.question.parameters, self.found, self.sums, loss)

    def covered(self) -> float:
        """Return what is covered, as the level counts it, by loops over what the case says."""
        p, sum_of = self.question.parameters, 0.0
        columns = dict(zip(self.program.columns, self.found.columns.tolist(), strict=True))
        unmet: dict[tuple[str, int], float] = {}
        for (kind, index), value in columns.items():
            if kind == "unmet":
                unmet[index[0], index[2]] = unmet.get((index[0], index[2]), 0.0) + value
        for n, need in enumerate(p.needs.needs):
            for at, year in enumerate(p.horizon.years):
                there = sum(float(p.needs.need[n, r, at]) for r in range(p.needs.need.shape[1]))
                mildest = p.needs.bands[need][0][1]
                sum_of += (float(p.fiscal.discount[at]) * float(p.needs.weight[n]) * mildest
                           * (there - unmet.get((need, year), 0.0)) / float(p.needs.base_demand[n]))
        return sum_of


class FromNothing:
    """The whole program, unreduced, with a row for each level that is kept, solved by scipy from nothing each time.

    No level slips by more than rounding: its row has for its side the least value that this solver itself finds between the
    rows before it. With an arrears tolerance level 1 is not at its least, and has the value of the plan.
    """

    def __init__(self, asked: Asked, loss: float, without: str = "") -> None:
        program, tolerance = asked.program, asked.question.parameters.policy.arrears_tolerance
        self.program = program
        self._matrix, self._lower, self._upper = csr_array(program.matrix), program.row_lower, program.row_upper
        point = asked.found.columns / program.column_scale
        for name in dict.fromkeys(level.name for level in ranking(asked.found) if level.name != without):
            level = program.objectives[name]
            planned = float(level.coefficients @ point)
            side = planned if tolerance > 0.0 and name != "needs" else self._least_of(level.coefficients, planned)
            assert side == pytest.approx(planned, rel=1e-7, abs=1e-6), "the plan is best at every level"
            more = loss * asked.covered() if name == "needs" else 0.0
            self._keep(level.coefficients, side + more / level.scale)

    def _least_of(self, costs: np.ndarray, planned: float) -> float:
        """Return the least value of a level, zero where nothing can bring it below and the plan has it there."""
        if planned <= 1e-9 and not np.any(costs < 0.0):
            return 0.0
        least = self._solved(costs)
        return least + ROUNDING * max(1.0, abs(least))

    def _keep(self, costs: np.ndarray, side: float) -> None:
        self._matrix = vstack([self._matrix, csr_array(costs[None, :])], format="csr")
        self._lower, self._upper = np.append(self._lower, -np.inf), np.append(self._upper, side)

    def bound(self, total: LinearSum, side: float, *, above: bool = False) -> None:
        """Let a sum be at most so much from now on, or at least."""
        sign = -1.0 if above else 1.0
        costs = sign * costs_of(self.program, total.terms)
        largest = float(np.abs(costs).max())
        self._keep(costs / largest, sign * (side - total.constant) / largest)

    def least(self, total: LinearSum, sign: float = 1.0) -> float:
        return sign * self._solved(sign * costs_of(self.program, total.terms)) + total.constant

    def _solved(self, costs: np.ndarray) -> float:
        largest = float(np.abs(costs).max(initial=0.0)) or 1.0
        equal, low, high = self._lower == self._upper, np.isfinite(self._lower), np.isfinite(self._upper)
        low, high = low & ~equal, high & ~equal
        upper = [None if np.isinf(one) else one for one in self.program.column_upper.tolist()]
        found = linprog(
            costs / largest, method="highs-ds",
            A_ub=vstack([self._matrix[high], -self._matrix[low]], format="csr"),
            b_ub=np.concatenate([self._upper[high], -self._lower[low]]),
            A_eq=self._matrix[equal], b_eq=self._upper[equal], bounds=[(0.0, one) for one in upper],
            options={"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
        )
        assert found.status == 0, found.message
        return float(found.fun) * largest


def costs_of(program: Program, terms: Mapping[tuple[str, tuple[object, ...]], float]) -> np.ndarray:
    at = {label: n for n, label in enumerate(program.columns)}
    costs = np.zeros(len(program.columns))
    for label, by in terms.items():
        if label in at:
            costs[at[label]] = by * program.column_scale[at[label]]
    return costs
