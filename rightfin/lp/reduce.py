"""What a solver can do without: names for sums, and rows that only one objective sees.

Two exact reductions of the arrays, on top of those of the layout:

- A row that only *defines* a decision (a cost is a sum of pay, a cover is a sum of what people deliver) is put in place
  of that decision everywhere, and both are left out. For costs the row is an equality with positive coefficients, so
  that the bound at zero holds by itself. For cover the row is ``cover ≤ delivered``; more cover never hurts any row or
  objective, so it is taken at its largest.
- The rows of ``churn`` only measure change: every other objective leaves the decisions in them free, so they are left
  out until churn itself is minimised.

The point of the program is recovered by ``full``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Program
from rightfin.lp.rules import FAMILIES
from rightfin.tolerances import CANCELLED

Places = NDArray[np.int64]

_DEFINES = {family.name: family.defines for family in FAMILIES if family.defines}
_ONLY_FOR = {family.name for family in FAMILIES if family.only_for}

LATE = frozenset(family.only_for for family in FAMILIES if family.only_for)
"""Objectives that need rows which no other one sees: the last ones."""


@dataclass(frozen=True)
class Reduced:
    """The arrays that a solver sees, over fewer scaled columns than the program.

    ``early_rows`` and ``early_columns`` count those that every objective needs; the others, needed by churn alone, stand
    last. ``matrix`` and objectives are the same objects as before a change that did not touch them.
    """

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    objectives: dict[str, CompiledObjective]
    early_rows: int
    early_columns: int


class Reduction:
    """Which rows and columns of a program are left out; made once for a structure, applied to every change of numbers."""

    def __init__(self, program: Program) -> None:
        self._defining, self._defined = _definitions(program)
        rows, columns = program.matrix.shape
        late_rows = np.array([name in _ONLY_FOR for name, _ in program.rows], dtype=bool)
        kept_rows, kept_columns = np.ones(rows, dtype=bool), np.ones(columns, dtype=bool)
        kept_rows[self._defining] = False
        kept_columns[self._defined] = False
        by_row = csr_array(program.matrix)
        early_use, late_use = (np.zeros(columns, dtype=bool) for _ in range(2))
        early_use[by_row[~late_rows].indices] = True
        late_use[by_row[late_rows].indices] = True
        late_columns = late_use & ~early_use
        self.rows: Places = np.concatenate(
            [np.flatnonzero(kept_rows & ~late_rows), np.flatnonzero(kept_rows & late_rows)]
        )
        """Rows of the program that are kept, in the order of the reduced arrays."""
        self.columns: Places = np.concatenate(
            [np.flatnonzero(kept_columns & ~late_columns), np.flatnonzero(kept_columns & late_columns)]
        )
        """Columns of the program that are kept, in the order of the reduced arrays."""
        self._early = int((kept_rows & ~late_rows).sum()), int((kept_columns & ~late_columns).sum())
        self._last: tuple[Program, Reduced] | None = None
        self._expand: tuple[csr_array, Floats] | None = None
        self._shift = np.zeros(0)

    def reduced(self, program: Program) -> Reduced:
        """Return the reduced arrays of a program of this structure."""
        old, kept = self._last or (None, None)
        expand, constant = self._expansion(program)
        same_matrix = old is not None and old.matrix is program.matrix and self._expand is not None
        same_matrix = same_matrix and bool(np.array_equal(constant, self._expand[1]))  # type: ignore[index]
        if kept is not None and same_matrix:
            matrix = kept.matrix
        else:
            matrix = csc_array((program.matrix @ expand).tocsr()[self.rows])
            matrix.sum_duplicates()
            matrix.data[abs(matrix.data) < CANCELLED] = 0.0
            matrix.eliminate_zeros()
            matrix.sort_indices()
            self._shift = (program.matrix @ constant)[self.rows]
            self._expand = expand, constant
        objectives = {}
        for name, objective in program.objectives.items():
            if old is not None and kept is not None and same_matrix and old.objectives[name] is objective:
                objectives[name] = kept.objectives[name]
            else:
                objectives[name] = CompiledObjective(
                    expand.T @ objective.coefficients,
                    objective.offset + float(objective.coefficients @ constant), objective.scale,
                )
        found = Reduced(
            matrix=matrix,
            row_lower=program.row_lower[self.rows] - self._shift,
            row_upper=program.row_upper[self.rows] - self._shift,
            column_upper=program.column_upper[self.columns],
            objectives=objectives,
            early_rows=self._early[0],
            early_columns=self._early[1],
        )
        self._last = program, found
        return found

    def full(self, columns: Floats) -> Floats:
        """Return the point of the last program that belongs to a point of its reduced arrays."""
        expand, constant = self.expansion
        whole: Floats = expand @ columns + constant
        return whole

    def over_rows(self, early: Floats) -> Floats:
        """Return values of the early rows of the reduced arrays, (early rows,), over all rows of the program.

        Rows that only define a decision and those of churn are given zero.
        """
        whole = np.zeros(len(self._defining) + len(self.rows))
        whole[self.rows[: self._early[0]]] = early
        return whole

    @property
    def expansion(self) -> tuple[csr_array, Floats]:
        """The scaled columns of the last program as a linear function of the reduced ones: matrix and constant."""
        if self._expand is None:
            raise ValueError("nothing was reduced yet")
        return self._expand

    @property
    def shift(self) -> Floats:
        """By how much sides of the kept rows of the last program are less than in it, (kept rows,), scaled."""
        return self._shift

    def _expansion(self, program: Program) -> tuple[csr_array, Floats]:
        """Return the columns of a program as a linear function of the reduced ones: matrix and constant."""
        if self._last is not None and self._expand is not None and self._last[0].matrix is program.matrix:
            expand = self._expand[0]
        else:
            expand = self._matrix_of_expansion(program)
        constant = np.zeros(program.matrix.shape[1])
        constant[self._defined] = program.row_upper[self._defining] / self._own(program)
        return expand, constant

    def _own(self, program: Program) -> Floats:
        own: Floats = np.asarray(program.matrix[self._defining, self._defined]).ravel()
        return own

    def _matrix_of_expansion(self, program: Program) -> csr_array:
        columns = program.matrix.shape[1]
        rows = csr_array(program.matrix[self._defining])
        scaled = (diags_array(-1.0 / self._own(program)) @ rows).tocoo()
        place = np.full(columns, -1)
        place[self.columns] = np.arange(len(self.columns))
        others = place[scaled.col] >= 0
        values = np.concatenate([np.ones(len(self.columns)), scaled.data[others]])
        at = np.concatenate([self.columns, self._defined[scaled.row[others]]])
        to = np.concatenate([np.arange(len(self.columns)), place[scaled.col[others]]])
        return csr_array((values, (at, to)), shape=(columns, len(self.columns)))



def _definitions(program: Program) -> tuple[Places, Places]:
    """Return rows that only define a decision and, for each, the column of that decision."""
    kinds = [name for name, _ in program.columns]
    by_row = csr_array(program.matrix)
    rows, columns = [], []
    for place, (family, _) in enumerate(program.rows):
        wanted = _DEFINES.get(family)
        if wanted is None:
            continue
        entries = slice(by_row.indptr[place], by_row.indptr[place + 1])
        named: list[tuple[int, Any]] = [
            (int(column), value) for column, value in zip(by_row.indices[entries], by_row.data[entries], strict=True)
        ]
        mine = [(column, value) for column, value in named if kinds[column] == wanted]
        if len(mine) != 1:  # in the full layout cover is spread over regions
            continue
        (column, own), others = mine[0], [value for column, value in named if kinds[column] != wanted]
        stays_positive = program.row_upper[place] / own >= 0.0 and all(-value / own >= 0.0 for value in others)
        if stays_positive and np.isinf(program.column_upper[column]):
            rows.append(place)
            columns.append(column)
    return np.array(rows, np.int64), np.array(columns, np.int64)
