"""A small linear program of its own, solved level by level: each level holds while later ones are minimised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Engine, SolverError
from rightfin.solve.policy import METHODS, Stage, Start, methods
from rightfin.tolerances import PRICED


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

    After each level what has a price stays where it is: a column with a reduced cost at its bound, a row with a dual at its
    side. By complementary slackness the points that are left are exactly those at which the level is least, and no level
    slips for a later one.

    ``levels`` are coefficients, (columns,) each, in any scale. The program must have a point.

    Raises ``SolveStoppedError`` if ``control`` stops it, and ``SolverError`` if HiGHS finds no optimum.
    """
    engine = Engine(program)
    lower, upper = np.zeros(len(program.column_upper)), np.array(program.column_upper)
    least, most = np.array(program.row_lower), np.array(program.row_upper)
    values, point = list[float](), np.zeros(len(lower))
    for place, costs in enumerate(levels):
        size = float(np.abs(costs).max(initial=0.0))
        if size == 0.0:
            values.append(0.0)
            continue
        ways = METHODS[Start.FEASIBLE] if engine.started else methods(Stage.COVER, Start.NOTHING)
        outcome = engine.minimise(CompiledObjective(costs / size, 0.0, 1.0), ways, control, feasible=True)
        if outcome is not None:
            raise SolverError(f"level {place} of a small program is {outcome}")
        values.append(engine.value * size)
        reduced, prices = engine.reduced_costs(), engine.prices()
        for at, far, near in ((reduced > PRICED, upper, lower), (reduced < -PRICED, lower, upper)):
            far[at] = near[at]
        for at, far, near in ((prices > PRICED, most, least), (prices < -PRICED, least, most)):
            far[at] = near[at]
        columns = np.flatnonzero(np.abs(reduced) > PRICED).astype(np.int32)
        rows = np.flatnonzero(np.abs(prices) > PRICED).astype(np.int32)
        point = engine.columns
        engine.narrow_columns(columns, lower[columns], upper[columns])
        engine.narrow_rows(rows, least[rows], most[rows])
    return InLevels(tuple(values), point)
