r"""The exact plans along a straight path of right sides, piece by piece, and what each part of the way does to them.

Where sides of rows and greatest values of decisions alone change, and do so in a straight line, $b(t) = b_0 + t\,\Delta b$,
the plan with ties settled moves along straight pieces: a basis that is the best at every level stays so wherever the point
that belongs to it keeps its limits, since prices do not depend on sides. On a piece the basic part of the point is
$x_B(t) = -B^{-1} N x_N(t)$, where what is not basic stands at its side, so that each part of the change moves the point by

$$
\frac{\partial x_B}{\partial t}\Big|_g = -B^{-1} N \, \Delta_g x_N
$$

and these add up to the move of the point. The parts integrated over the path are the values of Aumann and Shapley (1974)
of any sum of decisions: for a level, the integral of prices times the change of the sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, eye_array, hstack
from scipy.sparse.linalg import splu

from rightfin.fiscal.parameters import Floats
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.solve.engine import SolverError
from rightfin.solve.exact import Traced
from rightfin.solve.nearby import NearbyPlans, NearbyStand, NotNearError, SolverNumbers
from rightfin.tolerances import FEASIBILITY, PRICED

MOST_PIECES = 5_000
"""Pieces after which it is given up."""

SHORTEST = 1e-9
"""Share of the path below which a piece counts as none: what it could change is below the tolerance of the solver."""

STILL = 1e-11
"""Move of a scaled number over the whole path that is none."""


@dataclass(frozen=True)
class PathPiece:
    """A straight piece of the path, from and to in shares of it, and how each part moves the decisions meanwhile.

    ``moves`` is (parts, columns), scaled decisions of the reduced program for the whole path; ``begin`` is the point at
    the start, (columns,). Where what is nearly equally good changes sides it may lie off the end of the piece before.
    """

    start: float
    end: float
    moves: Floats
    begin: Floats


class NotStraightError(Exception):
    """More than sides of rows changes along the path, or parts do not add up to the whole.

    ``parts`` says by their places whose doing it is; empty where all act together.
    """

    def __init__(self, parts: Sequence[int]) -> None:
        super().__init__(f"parts {list(parts)} change more than sides")
        self.parts = tuple(parts)


@dataclass(frozen=True)
class _Sides:
    """Least and greatest values of columns, then rows, (columns + rows,)."""

    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, numbers: SolverNumbers) -> _Sides:
        arrays = numbers.arrays
        return cls(np.concatenate([np.zeros(len(arrays.column_upper)), arrays.row_lower]),
                   np.concatenate([arrays.column_upper, arrays.row_upper]))

    def less(self, other: _Sides) -> _Sides:
        """Return by how much these are more; 0 where there is no side in both."""
        return _Sides(_moved(other.lower, self.lower), _moved(other.upper, self.upper))


def _moved(before: Floats, after: Floats) -> Floats:
    both = np.isfinite(before) & np.isfinite(after)
    found: Floats = np.where(both, np.where(both, after, 0.0) - np.where(both, before, 0.0), 0.0)
    return found


class StraightPath:
    """The path from one case to another of the same structure on live models; the parts of the change are cases, too."""

    def __init__(
        self, plans: NearbyPlans, before: SolverNumbers, after: SolverNumbers, parts: Sequence[SolverNumbers]
    ) -> None:
        """Raises ``NotStraightError`` if more changes than sides, or parts do not add up to the whole."""
        wrong = [place for place, one in enumerate(parts) if not _alike(before, one)]
        if wrong or not _alike(before, after):
            raise NotStraightError(wrong)
        self._plans, self._before = plans, before
        self._sides = _Sides.of(before)
        self._whole = _Sides.of(after).less(self._sides)
        self._parts = [_Sides.of(one).less(self._sides) for one in parts]
        for side in ("lower", "upper"):
            whole: Floats = getattr(self._whole, side)
            gap = whole - sum(getattr(one, side) for one in self._parts)
            if float(np.abs(gap).max(initial=0.0)) > FEASIBILITY * max(1.0, float(np.abs(whole).max(initial=0.0))):
                raise NotStraightError(())
        matrix = before.arrays.matrix
        self._matrix = csc_array(hstack([matrix, -eye_array(matrix.shape[0])], format="csc"))

    def pieces(self, start: NearbyStand, told: Callable[[float], None], control: Control = NEVER) -> list[PathPiece]:
        """Return the pieces, in their order and without a gap; ``start`` is where the plan before the change stood.

        ``told`` is called as each is sought, with the share of the path that is done. Raises ``SolverError`` if the solver
        fails on the way or there are too many, and ``SolveStoppedError`` if ``control`` stops it.
        """
        found: list[PathPiece] = []
        open_: list[tuple[float, float, NearbyStand]] = [(0.0, 1.0, start)]
        while open_:
            left, right, near = open_.pop()
            if control.stops():
                raise SolveStoppedError(control.why())
            if len(found) > MOST_PIECES:
                raise SolverError("the path has too many pieces")
            told(sum(one.end - one.start for one in found))
            at = 0.5 * (left + right)
            try:
                self._plans.solve_at(self._at(at), near, control)
            except NotNearError:
                raise SolverError("HiGHS found no plan on the path") from None
            here = self._plans.stand()
            low, high, moves = self._range(at)
            low, high = max(low, left), min(high, right)
            if right - left <= SHORTEST:
                low, high = left, right
            begin = self._plans.exact.columns + (low - at) * moves.sum(axis=0)
            found.append(PathPiece(low, high, moves, begin))
            open_ += [(one, other, here) for one, other in ((high, right), (left, low)) if other > one]
        return sorted(found, key=lambda piece: piece.start)

    def _at(self, share: float) -> SolverNumbers:
        arrays, columns = self._before.arrays, len(self._before.arrays.column_upper)
        return replace(self._before, arrays=replace(
            arrays, column_upper=arrays.column_upper + share * self._whole.upper[:columns],
            row_lower=arrays.row_lower + share * self._whole.lower[columns:],
            row_upper=arrays.row_upper + share * self._whole.upper[columns:]))

    def _range(self, at: float) -> tuple[float, float, Floats]:
        """Return from where to where on the path the basis of the last plan holds, and how each part moves the columns."""
        exact = self._plans.exact
        basic, point = exact.basic, exact.columns
        values = np.concatenate([point, self._before.arrays.matrix @ point])
        lower, upper = (self._sides.lower + at * self._whole.lower, self._sides.upper + at * self._whole.upper)
        above = _stands_above(exact.traced, np.abs(values - upper) < np.abs(values - lower)) & ~basic
        held = ~basic & ~above
        factors = splu(csc_array(self._matrix[:, np.flatnonzero(basic)]))
        moves = []
        for part in (self._whole, *self._parts):
            move = np.where(above, part.upper, np.where(held, part.lower, 0.0))
            move[basic] = factors.solve(-(self._matrix @ move))
            moves.append(move)
        rooms = [(values - lower, moves[0] - self._whole.lower), (upper - values, self._whole.upper - moves[0])]
        low, high = -np.inf, np.inf
        for room, by in rooms:
            counts = basic & np.isfinite(room) & (np.abs(by) > STILL)
            to = at - (np.maximum(room[counts], 0.0) + FEASIBILITY) / by[counts]
            high = min(high, float(to[by[counts] < 0.0].min(initial=np.inf)))
            low = max(low, float(to[by[counts] > 0.0].max(initial=-np.inf)))
        return low, high, np.array(moves[1:])[:, : len(point)]


def _stands_above(traced: Sequence[Traced], nearer: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what stands at its greatest value: by its first price, and where it has none by which side is nearer."""
    prices = np.array([np.concatenate([one.columns, one.rows]) for one in traced])
    priced = np.abs(prices) > PRICED
    first = prices[priced.argmax(axis=0), np.arange(prices.shape[1])]
    found: NDArray[np.bool_] = np.where(priced.any(axis=0), first < 0.0, nearer)
    return found


def _alike(one: SolverNumbers, other: SolverNumbers) -> bool:
    """Return whether two cases have the same coefficients, in rows and in levels, and sides in the same places."""
    if not (_same_matrix(one.arrays.matrix, other.arrays.matrix) and _same_matrix(one.expand, other.expand)):
        return False
    sides, others = _Sides.of(one), _Sides.of(other)
    return list(one.sums) == list(other.sums) and all(
        np.array_equal(coefficients, other.sums[name]) for name, coefficients in one.sums.items()
    ) and np.array_equal(np.isfinite(sides.lower), np.isfinite(others.lower)) and np.array_equal(
        np.isfinite(sides.upper), np.isfinite(others.upper))


def _same_matrix(one: csc_array | csr_array, other: csc_array | csr_array) -> bool:
    return one is other or (one.shape == other.shape and np.array_equal(one.indptr, other.indptr) and np.array_equal(
        one.indices, other.indices) and np.array_equal(one.data, other.data))
