"""How little limits have to give way so that all rows hold together: a linear program in which each does at a price."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csc_array, hstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Program
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Engine, Outcome, Places, SolverError
from rightfin.solve.policy import Stage, Start, methods
from rightfin.tolerances import GIVEN_WAY

Moves = Sequence[Mapping[int, float]]
"""Limits that may give way: for each, how far its rows do, in natural units, as it gives way by one."""


@dataclass(frozen=True)
class _Loose:
    """The rows of a program, with a further column for each side of a limit that may give way."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


class Elastic:
    r"""A program in which limits may give way, each by its own measure.

    $$
    \min \sum_n g_n \qquad \text{lower}_r - \sum_n u_{n,r}\,g_n \le a_r x \le \text{upper}_r + \sum_n u_{n,r}\,g_n
    \qquad g_n \ge 0
    $$

    where $u_{n,r}$ is how far the row *r* gives way as the limit *n* gives way by one. So all limits weigh the same, each
    in its measure. For one thread at a time.
    """

    def __init__(self, program: Program, moves: Moves) -> None:
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        own: list[int] = []
        for move, sides in enumerate(moves):
            for sign, bound in ((1.0, program.row_lower), (-1.0, program.row_upper)):
                held = [(row, amount) for row, amount in sides.items() if np.isfinite(bound[row])]
                if held:
                    rows += [row for row, _ in held]
                    columns += [len(own)] * len(held)
                    values += [sign * amount / program.row_scale[row] for row, amount in held]
                    own.append(move)
        count = program.matrix.shape[1]
        more = coo_array((values, (rows, columns)), shape=(program.matrix.shape[0], len(own)))
        matrix = csc_array(hstack([program.matrix, more], format="csc"))
        matrix.sort_indices()
        self._moves, self._own, self._first = len(moves), np.array(own, np.int64), count
        self._places: Places = np.arange(count, count + len(own), dtype=np.int32)
        self._engine = Engine(_Loose(
            matrix, program.row_lower, program.row_upper,
            np.concatenate([program.column_upper, np.full(len(own), np.inf)]),
        ))
        self._objective = CompiledObjective(np.concatenate([np.zeros(count), np.ones(len(own))]), 0.0, 1.0)

    def least(self, among: Collection[int] | None = None, control: Control = NEVER) -> dict[int, float] | None:
        """Return the limits that give way and how far, so that their sum is least; ``None`` if they alone do not do.

        ``among`` are the limits that may, all if absent. Raises ``SolverError`` if the solver fails.
        """
        allowed = np.ones(len(self._own), bool) if among is None else np.isin(self._own, list(among))
        self._engine.narrow_columns(self._places, np.zeros(len(self._own)), np.where(allowed, np.inf, 0.0))
        found = self._engine.minimise(self._objective, methods(Stage.PAY, Start.NOTHING), control)
        if found is Outcome.INFEASIBLE:
            return None
        if found is not None:
            raise SolverError("HiGHS found no least giving way of limits")
        given = np.bincount(self._own, self._engine.columns[self._first:], minlength=self._moves)
        return {move: float(amount) for move, amount in enumerate(given) if amount > GIVEN_WAY}

    def pulling(self) -> tuple[int, ...]:
        """Return the rows that had a price when limits gave way least: without any others, they cannot hold together."""
        prices = np.abs(self._engine.prices())
        return tuple(np.flatnonzero(prices > GIVEN_WAY * prices.max(initial=0.0)).tolist())
