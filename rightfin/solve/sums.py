"""Sums of decisions over all plans that are as good as one plan, or nearly so: the least and the greatest value of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.objectives import LAST, NEEDS
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.reduce import Reduction
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.exact import Exact
from rightfin.solve.levels import Level
from rightfin.solve.policy import Method, Stage, Start, methods
from rightfin.tolerances import KEPT_ROW

_SUM = "sum "


@dataclass(frozen=True)
class _Bound:
    """A row that may bound a sum: its place, the offset of the sum, and natural units in one of its own."""

    row: int
    offset: float
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

    Levels are kept exactly: one after another is minimised and what has a price then is fixed (see ``Exact``). A hold that
    lets a level slip would buy other numbers with it, and far more of them where the level weighs little in them. With an
    arrears tolerance level 1 is not at its optimum: rows keep it where the plan has it. The last level alone may be let
    slip, by what ``allow`` says. For one thread at a time.
    """

    def __init__(
        self, program: Program, parameters: Parameters, levels: Iterable[Level], columns: Floats,
        sums: Sequence[Mapping[Label, float]], control: Control = NEVER, *, bounded: Collection[int] = (),
    ) -> None:
        """``columns`` is a plan of the program in natural units, ``levels`` those that it keeps, ``sums`` what is asked
        for: natural coefficients of decisions by their labels. ``bounded`` are the places of those that ``between`` may
        bound.

        Raises ``SolverError`` if the solver fails, and ``SolveStoppedError`` if the control says so.
        """
        self._control = control
        self._column_scale = program.column_scale
        orders = {
            level.name: level.order for level in reversed([*levels])
            if level.order <= LAST and level.name in program.objectives
        }
        names = [*reversed(orders)]
        tolerant = parameters.policy.arrears_tolerance > 0.0
        if tolerant:  # what a tolerance leaves unpaid bounds the needs, and is minimised once more after them
            names.sort(key=lambda name: orders[name] >= NEEDS)
        whole = replace(program, objectives={
            **{name: program.objectives[name] for name in names},
            **{f"{_SUM}{place}": _as_objective(program, found) for place, found in enumerate(sums)},
        })
        self._reduction = Reduction(whole)
        reduced = self._reduction.reduced(whole)
        self._sums = [reduced.objectives[f"{_SUM}{place}"] for place in range(len(sums))]
        held, first = [reduced.objectives[name] for name in names], len(reduced.row_lower)
        self._bounds = {
            place: _Bound(first + len(held) + at, self._sums[place].offset, _largest(self._sums[place]))
            for at, place in enumerate(bounded)
        }
        self._between: dict[int, tuple[float, float]] = {}
        rows = [found.coefficients for found in held]
        rows += [self._sums[place].coefficients / bound.scale for place, bound in self._bounds.items()]
        matrix = csc_array(vstack([reduced.matrix, csr_array(np.stack(rows))], format="csc"))
        matrix.sort_indices()
        free = np.full(len(rows), np.inf)
        self._exact = Exact(_Face(
            matrix=matrix,
            row_lower=np.concatenate([reduced.row_lower, -free]),
            row_upper=np.concatenate([reduced.row_upper, free]),
            column_upper=reduced.column_upper,
        ))
        self.solves = 0
        """How many optimisations of sums it made."""
        point = (columns / program.column_scale)[self._reduction.columns]
        self._exact.stand_at(point)
        for place, (name, found) in enumerate(zip(names, held, strict=True)):
            self._before_last, self._last = self._exact.mark(), found
            value = float(found.coefficients @ point)
            if tolerant and orders[name] < NEEDS:
                self._exact.limit({first + place: value + KEPT_ROW * max(1.0, abs(value))})
            elif self._exact.minimise(found.coefficients, control, self._ways()) is None:
                raise SolverError(f"HiGHS found no optimum of the level {name} of a plan")
        self._row_of_last, self._value_of_last = first + len(held) - 1, float(self._last.coefficients @ point)
        self._kept = self._exact.mark()

    def values(self) -> Floats:
        """Return all sums at the last optimum, (sums,), in natural units."""
        columns = self._exact.columns
        return np.array([float(one.coefficients @ columns) + one.offset for one in self._sums])

    def point(self) -> Floats:
        """Return the last optimum as decisions of the program in natural units, (columns,)."""
        found: Floats = self._reduction.full(self._exact.columns) * self._column_scale
        return found

    def allow(self, more: float) -> None:
        """Let the last level be worse than in the plan by a natural amount, from the next optimum on; without end for
        ``inf``."""
        self._exact.back_to(self._before_last if more else self._kept)
        if more:
            self._exact.limit({self._row_of_last: self._value_of_last + more / self._last.scale})
        for place, sides in self._between.items():
            self._bound(place, sides)

    def between(self, place: int, least: float = -np.inf, greatest: float = np.inf) -> None:
        """Bound a sum, in natural units, from the next optimum on; raises ``KeyError`` for one that may not be bounded."""
        self._between[place] = least, greatest
        self._bound(place, (least, greatest))

    def _bound(self, place: int, sides: tuple[float, float]) -> None:
        bound = self._bounds[place]
        lower, upper = (np.array([(side - bound.offset) / bound.scale]) for side in sides)
        self._exact.move_rows(np.array([bound.row], np.int32), lower, upper)

    def _ways(self) -> tuple[Method, ...]:
        return methods(Stage.COVER, Start.NOTHING if self._exact.basis is None else Start.FEASIBLE)

    def range_of(self, place: int) -> tuple[float, float]:
        """Return the least and the greatest value of a sum, in natural units."""
        return self.least(self._weights(place, 1.0)), -self.least(self._weights(place, -1.0))

    def least(self, weights: Floats) -> float:
        """Return the least value of a weighted sum of sums.

        Raises ``SolverError`` if the solver fails, and ``SolveStoppedError`` if the control says so.
        """
        coefficients = np.asarray(sum(w * one.coefficients for w, one in zip(weights, self._sums, strict=True) if w))
        offset = float(sum(w * one.offset for w, one in zip(weights, self._sums, strict=True)))
        if not np.any(coefficients):
            return offset
        self.solves += 1
        found = self._exact.least(coefficients, self._control, self._ways())
        if found is None:
            raise SolverError("HiGHS found no end of a range")
        return found + offset

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
