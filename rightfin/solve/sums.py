"""Sums of decisions over all plans that are as good as one plan, or nearly so: the least and the greatest value of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.objectives import LAST, natural_sizes
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.reduce import Reduction
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Engine, SolverError
from rightfin.solve.levels import Level
from rightfin.solve.policy import Stage, Start, methods
from rightfin.tolerances import HOLD

_SUM = "sum "


@dataclass(frozen=True)
class _Hold:
    """A row that bounds a sum: its place, the side or offset that it has, and natural units in one of its own."""

    row: int
    side: float
    scale: float


@dataclass(frozen=True)
class _Face:
    """The arrays of all plans that keep the levels: the rows of a program, one for each level, one for each sum that may
    be bounded."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


class EquallyGood:
    """All plans that are as good as one at every level, on one live solver, and sums of decisions over them.

    A level may slip as far as it may while a plan is solved, and by as much more as ``allow`` says. For one thread at a
    time.
    """

    def __init__(
        self, program: Program, parameters: Parameters, levels: Iterable[Level], columns: Floats,
        sums: Sequence[Mapping[Label, float]], control: Control = NEVER, *, bounded: Collection[int] = (),
    ) -> None:
        """``columns`` is a plan of the program in natural units, ``levels`` those that it keeps, ``sums`` what is asked
        for: natural coefficients of decisions by their labels. ``bounded`` are the places of those that ``between`` may
        bound."""
        self._control = control
        self._column_scale = program.column_scale
        point = columns / program.column_scale
        sizes = natural_sizes(parameters)
        names = dict.fromkeys(level.name for level in levels if level.order <= LAST and level.name in program.objectives)
        whole = replace(program, objectives={
            **{name: program.objectives[name] for name in names},
            **{f"{_SUM}{place}": _as_objective(program, found) for place, found in enumerate(sums)},
        })
        self._reduction = Reduction(whole)
        reduced = self._reduction.reduced(whole)
        self._sums = [reduced.objectives[f"{_SUM}{place}"] for place in range(len(sums))]
        held = [reduced.objectives[name] for name in names]
        upper = [
            float(program.objectives[name].coefficients @ point) + program.objectives[name].offset - found.offset
            + HOLD * sizes[name] / found.scale
            for name, found in zip(names, held, strict=True)
        ]
        self._first = len(reduced.row_lower)
        self._levels = {
            name: _Hold(self._first + place, value, found.scale)
            for place, (name, value, found) in enumerate(zip(names, upper, held, strict=True))
        }
        self._bounds = {
            place: _Hold(self._first + len(held) + at, self._sums[place].offset, _largest(self._sums[place]))
            for at, place in enumerate(bounded)
        }
        rows = [found.coefficients for found in held]
        rows += [self._sums[place].coefficients / hold.scale for place, hold in self._bounds.items()]
        matrix = csc_array(vstack([reduced.matrix, csr_array(np.stack(rows))], format="csc"))
        matrix.sort_indices()
        free = np.full(len(self._bounds), np.inf)
        self._engine = Engine(_Face(
            matrix=matrix,
            row_lower=np.concatenate([reduced.row_lower, np.full(len(held), -np.inf), -free]),
            row_upper=np.concatenate([reduced.row_upper, np.array(upper), free]),
            column_upper=reduced.column_upper,
        ))
        self.solves = 0
        """How many optimisations it made."""

    def values(self) -> Floats:
        """Return all sums at the last optimum, (sums,), in natural units."""
        columns = self._engine.columns
        return np.array([float(one.coefficients @ columns) + one.offset for one in self._sums])

    def point(self) -> Floats:
        """Return the last optimum as decisions of the program in natural units, (columns,)."""
        found: Floats = self._reduction.full(self._engine.columns) * self._column_scale
        return found

    def allow(self, level: str, more: float) -> None:
        """Let a level be worse than in the plan by a natural amount, from the next optimum on; without end for ``inf``."""
        hold = self._levels[level]
        self._engine.bound(hold.row, np.array([hold.side + more / hold.scale]))

    def between(self, place: int, least: float = -np.inf, greatest: float = np.inf) -> None:
        """Bound a sum, in natural units, from the next optimum on; raises ``KeyError`` for one that may not be bounded."""
        hold = self._bounds[place]
        sides = [(side - hold.side) / hold.scale for side in (least, greatest)]
        self._engine.narrow_rows(np.array([hold.row], np.int32), np.array(sides[:1]), np.array(sides[1:]))

    def range_of(self, place: int) -> tuple[float, float]:
        """Return the least and the greatest value of a sum, in natural units."""
        return self.least(self._weights(place, 1.0)), -self.least(self._weights(place, -1.0))

    def least(self, weights: Floats) -> float:
        """Return the least value of a weighted sum of sums.

        Raises ``SolverError`` if the solver fails, and ``SolveStoppedError`` if the control says so.
        """
        coefficients = np.asarray(sum(w * one.coefficients for w, one in zip(weights, self._sums, strict=True) if w))
        offset = float(sum(w * one.offset for w, one in zip(weights, self._sums, strict=True)))
        largest = float(np.abs(coefficients).max(initial=0.0))
        if largest == 0.0:
            return offset
        start = Start.FEASIBLE if self._engine.started else Start.NOTHING
        objective = CompiledObjective(coefficients / largest, 0.0, 1.0)
        self.solves += 1
        if self._engine.minimise(objective, methods(Stage.COVER, start), self._control, feasible=True) is not None:
            raise SolverError("HiGHS found no end of a range")
        return self._engine.value * largest + offset

    def _weights(self, place: int, sign: float) -> Floats:
        weights = np.zeros(len(self._sums))
        weights[place] = sign
        return weights


def _largest(objective: CompiledObjective) -> float:
    """Return the largest coefficient of an objective, one where it has none."""
    return float(np.abs(objective.coefficients).max(initial=0.0)) or 1.0


def _as_objective(program: Program, wanted: Mapping[Label, float]) -> CompiledObjective:
    """Return a sum of decisions in natural units as an objective over scaled columns."""
    coefficients = np.zeros(len(program.columns))
    for place, label in enumerate(program.columns):
        if label in wanted:
            coefficients[place] = wanted[label] * program.column_scale[place]
    return CompiledObjective(coefficients, 0.0, 1.0)
