"""How close sums of decisions come to where they ought to be, and which rows stand against them.

The rows that have a price where the sums come closest prove, together with the bounds of decisions, that none comes closer:
so they contradict what is asked. Of these, rows are left out one by one until none can be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.extended import Extended, Move, extended
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.wished import WISH
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Engine, Outcome, SolverError
from rightfin.solve.policy import Stage, Start, methods
from rightfin.tolerances import PRICED, ROOM

LEVEL = "level"
"""Family of the rows that hold a level at its value; their index is its name."""


@dataclass(frozen=True)
class ClosestPoint:
    """Where rows of wishes come closest to their sides: by how much each misses, in natural units, by label.

    Rows that are kept are left out. ``columns`` is the point, natural, (columns,) of the program.
    """

    missed: Mapping[Label, float]
    columns: Floats


class Closest:
    r"""A program whose rows of wishes may be missed, at a price.

    $$
    \min \sum_r \frac{\mathit{short}_r + \mathit{over}_r}{\max(|\mathit{side}_r|, \epsilon)} \qquad
    \mathit{lower}_r - \mathit{short}_r \le a_r x \le \mathit{upper}_r + \mathit{over}_r
    $$

    over the rows *r* of wishes; all other rows hold, and so do levels that are told not to be more than they may be. Of one
    row alone the answer is its greatest or its least value. For one thread at a time.
    """

    def __init__(self, program: Program, most: Mapping[str, float], control: Control = NEVER) -> None:
        """``program`` has wishes as rows; ``most`` is the greatest scaled value of levels, by name."""
        self._program, self._control, self._most = program, control, tuple(most)
        self._wishes = [n for n, (family, _) in enumerate(program.rows)
                        if family == WISH and (np.isfinite(program.row_lower[n]) or np.isfinite(program.row_upper[n]))]
        moves = []
        for row in self._wishes:
            for sign, side in ((-1.0, program.row_lower), (1.0, program.row_upper)):
                if np.isfinite(side[row]):
                    sides = np.zeros(len(program.rows))
                    sides[row] = sign
                    moves.append((Move(f"{row} {sign:+g}", sides), 1.0 / max(abs(float(side[row])), ROOM)))
        self._arrays: Extended = extended(program, [move for move, _ in moves], most=most)
        coefficients = np.zeros(self._arrays.matrix.shape[1])
        coefficients[len(coefficients) - len(moves):] = [weight for _, weight in moves]
        coefficients /= max(float(coefficients.max(initial=0.0)), ROOM)
        self._objective = CompiledObjective(coefficients, 0.0, 1.0)
        self._engine = Engine(self._arrays)
        self._point = self._solve(Start.NOTHING)

    @property
    def point(self) -> ClosestPoint:
        """Where wishes come closest as things are."""
        return self._point

    def _solve(self, start: Start) -> ClosestPoint:
        ways = methods(Stage.PAY if start is Start.NOTHING else Stage.COVER, start)
        found = self._engine.minimise(self._objective, ways, self._control, feasible=start is not Start.NOTHING)
        if found is not None:
            raise SolverError("HiGHS found no point that comes closest to a wish")
        missed: dict[Label, float] = {}
        for name, amount in self._arrays.amounts(self._engine.columns).items():
            row = int(name.split()[0])
            if amount > ROOM:
                missed[self._program.rows[row]] = amount * float(self._program.row_scale[row])
        return ClosestPoint(missed, self._engine.columns[: len(self._program.columns)] * self._program.column_scale)

    def against(self) -> tuple[Label, ...]:
        """Return rows that stand against the wishes: together they cannot hold, and without any one of them they can.

        Rows of wishes and of levels that are held are among them. Empty where the wishes can hold. To be asked before
        ``without``.
        """
        if not self._point.missed:
            return ()
        prices = np.abs(self._engine.prices())
        rows = np.flatnonzero(prices > PRICED * float(prices.max(initial=0.0))).tolist()
        return tuple(self._label(row) for row in _irreducible(self._arrays, rows, self._last, self._control))

    def _last(self, row: int) -> tuple[bool, bool, int]:
        """Return by what rows are left out in order: first what says no limit, then what limits, wishes last."""
        from rightfin.lp.rules import FAMILY

        family = self._label(row)[0]
        return family == WISH, family == LEVEL or (family in FAMILY and bool(FAMILY[family].gives_way)), -row

    def _label(self, row: int) -> Label:
        own = len(self._arrays.kept)
        return self._program.rows[self._arrays.kept[row]] if row < own else (LEVEL, (self._most[row - own],))

    def without(self, lifted: Collection[Label]) -> ClosestPoint:
        """Return where wishes come closest if some rows do not hold, all others as they are."""
        names = set(lifted)
        free = np.array([self._label(row) in names for row in range(self._arrays.matrix.shape[0])])
        self._engine.apply(replace(
            self._arrays, row_lower=np.where(free, -np.inf, self._arrays.row_lower),
            row_upper=np.where(free, np.inf, self._arrays.row_upper),
        ))
        try:
            return self._solve(Start.FEASIBLE)
        finally:
            self._engine.apply(self._arrays)


@dataclass(frozen=True)
class _Few:
    """Some rows of arrays, over the columns that they use."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


def _irreducible(
    arrays: Extended, rows: Sequence[int], order: Callable[[int], tuple[object, ...]], control: Control
) -> tuple[int, ...]:
    """Return rows without those that can be left out while the others cannot hold together, no move being allowed."""
    needed = tuple(rows)
    if _can_hold(arrays, needed, control):
        return needed
    for row in sorted(rows, key=order):
        rest = tuple(other for other in needed if other != row)
        if rest and not _can_hold(arrays, rest, control):
            needed = rest
    return needed


def _can_hold(arrays: Extended, rows: Sequence[int], control: Control) -> bool:
    chosen = list(rows)
    own = arrays.matrix.shape[1] - len(arrays.names)
    some = csc_array(arrays.matrix[chosen][:, :own])
    used = np.flatnonzero(np.diff(some.indptr))
    few = _Few(csc_array(some[:, used]), arrays.row_lower[chosen], arrays.row_upper[chosen], arrays.column_upper[used])
    nothing = CompiledObjective(np.zeros(len(used)), 0.0, 1.0)
    return Engine(few).minimise(nothing, methods(Stage.PAY, Start.NOTHING), control) is not Outcome.INFEASIBLE
