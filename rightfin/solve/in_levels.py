"""A small linear program of its own, solved level by level: each level holds while later ones are minimised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.exact import Exact
from rightfin.solve.policy import METHODS, Stage, Start, methods


@dataclass(frozen=True)
class SmallProgram:
    """``row_lower ≤ matrix @ x ≤ row_upper``, ``0 ≤ x ≤ column_upper``, with rows and columns scaled to about one."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats

    @classmethod
    def at_most(cls, matrix: csc_array, row_upper: Floats, column_upper: Floats) -> SmallProgram:
        """Return a program whose rows have greatest values alone."""
        return cls(matrix, np.full(len(row_upper), -np.inf), row_upper, column_upper)


@dataclass(frozen=True)
class InLevels:
    """The optimum of each level, and the point at which all hold, (columns,)."""

    values: tuple[float, ...]
    columns: Floats


def solve_in_levels(program: SmallProgram, levels: Sequence[Floats], control: Control = NEVER) -> InLevels:
    r"""Minimise sums :math:`c_i^\top x`, one after the other: the i-th over all points at which the earlier ones are least.

    Each level is kept as ``Exact`` keeps it, so that none slips for a later one.

    ``levels`` are coefficients, (columns,) each, in any scale. The program must have a point.

    Raises ``SolveStoppedError`` if ``control`` stops it, and ``SolverError`` if HiGHS finds no optimum.
    """
    exact, values, point = Exact(program), list[float](), np.zeros(len(program.column_upper))
    for place, costs in enumerate(levels):
        ways = METHODS[Start.FEASIBLE] if exact.columns.size else methods(Stage.COVER, Start.NOTHING)
        found = exact.minimise(costs, control, ways)
        if found is None:
            raise SolverError(f"HiGHS found no optimum of level {place} of a small program")
        values.append(found)
    return InLevels(tuple(values), exact.columns if exact.columns.size else point)
