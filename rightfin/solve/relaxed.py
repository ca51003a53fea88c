"""What becomes of a solved program if kinds of its limits are taken away: solved again from the plan, which still holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy.sparse import coo_array, csc_array, hstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Label
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Arrays
from rightfin.solve.exact import Exact, ExactMark
from rightfin.solve.rungs import MovedPlans, SolvedLevels, descended


@dataclass(frozen=True)
class LimitSides:
    """Sides of rows that are limits of one kind: places of rows of the program with an upper and with a lower one."""

    upper: frozenset[int]
    lower: frozenset[int]


@dataclass(frozen=True)
class _Eased:
    """The arrays of a program with a further column for each side that may be taken away."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


class Relaxed:
    r"""A solved program some of whose limits may be taken away, on one live solver; for one thread at a time.

    Each side that may go has a column of its own that counts nowhere, zero while the side is there and free when it is not:

    $$
    \text{row}_r(x) - \mathit{over}_r \le \text{upper}_r \qquad \text{row}_r(x) + \mathit{under}_r \ge \text{lower}_r
    $$

    So a plan that was best with more limits is a point of the program without some, and all levels are minimised from it by
    primal steps. The plan with the fewest limits that was solved before is taken.
    """

    def __init__(self, solved: SolvedLevels, sides: Mapping[str, LimitSides]) -> None:
        """``sides`` are the kinds of limits that may be taken away; no row may be one that only defines a decision."""
        self._solved = solved
        rows, signs = list[int](), list[float]()
        self._columns: dict[str, tuple[int, ...]] = {}
        count = solved.arrays.matrix.shape[1]
        for kind, one in sides.items():
            first = count + len(rows)
            rows += [int(solved.place[row]) for row in (*sorted(one.upper), *sorted(one.lower))]
            signs += [-1.0] * len(one.upper) + [1.0] * len(one.lower)
            self._columns[kind] = tuple(range(first, count + len(rows)))
        arrays = solved.arrays
        self._more = len(rows)
        extra = coo_array((signs, (rows, range(len(rows)))), shape=(arrays.matrix.shape[0], len(rows)))
        matrix = csc_array(hstack([arrays.matrix, csc_array(extra)], format="csc"))
        matrix.sort_indices()
        whole: Arrays = _Eased(matrix, arrays.row_lower, arrays.row_upper,
                               np.concatenate([arrays.column_upper, np.full(len(rows), np.inf)]))
        self._first = self._with_more(solved.marks[0], solved.marks[solved.needs + 1].basis)
        self._exact = Exact(whole, self._first.basis)
        self._exact.back_to(self._first)
        self._objectives = {name: self._longer(one) for name, one in solved.objectives.items()}
        self._known: dict[frozenset[str], tuple[float, highspy.HighsBasis]] = {frozenset(): (np.inf, self._first.basis)}

    def without(
        self, kinds: Collection[str], terms: Mapping[Label, float], control: Control = NEVER
    ) -> MovedPlans | None:
        """Return what becomes of a sum without limits of some kinds; ``None`` if the solver fails.

        Raises ``SolveStoppedError`` if ``control`` says so.
        """
        chosen, exact, solved = frozenset(kinds), self._exact, self._solved
        _, _, near = min(((value, sorted(one), basis) for one, (value, basis) in self._known.items() if one <= chosen),
                         key=lambda found: found[:2])
        exact.begin_again(replace(self._first, basis=near))
        free = np.array([column for kind in sorted(chosen) for column in self._columns[kind]], np.int32)
        exact.widen_columns(free, np.full(len(free), np.inf))
        needs: float | None = None
        for name in solved.names[: solved.needs + 1]:
            needs = exact.minimise(self._objectives[name].coefficients, control)
            if needs is None:
                return None
        self._known.setdefault(chosen, (needs or 0.0, exact.mark().basis))
        whole = replace(solved, objectives=self._objectives)
        asked = self._longer(solved.sums.objective(terms))
        return descended(exact, whole, solved.needs + 1, solved.needs + 1, asked, control)

    def _longer(self, objective: CompiledObjective) -> CompiledObjective:
        return replace(objective, coefficients=np.concatenate([objective.coefficients, np.zeros(self._more)]))

    def _with_more(self, mark: ExactMark, basis: highspy.HighsBasis) -> ExactMark:
        """Return a mark with further columns, all of them zero."""
        wider = highspy.HighsBasis()
        wider.col_status = [*basis.col_status, *[highspy.HighsBasisStatus.kLower] * self._more]
        wider.row_status = list(basis.row_status)
        wider.valid = True
        none = np.zeros(self._more)
        return ExactMark(np.concatenate([mark.column_lower, none]), np.concatenate([mark.column_upper, none]),
                         mark.row_lower, mark.row_upper, wider)
