"""A program with wishes in which inputs may move: each a further decision that is nothing until it may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csc_array, hstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.extended import Move
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.scales import power_of_two
from rightfin.lp.wished import WISH

MOVE, MISS = "move", "miss"
"""Kinds of the further decisions: a move by its name, and what is missing to the row of a wish, or beyond it."""

CHANGE = "change"
"""Objective of how much moves, with a penalty on what is missing."""

PENALTY = 1e3
"""What one scaled unit that is missing counts, where the dearest move counts one for each of its own units: what is missing
is nothing unless a wish cannot be had, or is dearer still, and then it is looked at alone (``MISS``)."""


class WithMoves:
    """Programs of one structure with moves and misses as their last columns; only bounds tell them apart.

    The first columns and all rows are those of the program, so that solvers of it are started from.
    """

    def __init__(self, program: Program, moves: Sequence[Move], prices: Mapping[str, float]) -> None:
        """``program`` has wishes as rows, ``prices`` says what one unit of each move counts."""
        rows = len(program.rows)
        self._wishes = [n for n, (family, _) in enumerate(program.rows) if family == WISH]
        self._moves = tuple(moves)
        self._units = np.array([_unit(move) for move in moves])
        sides = np.array([-move.sides * unit for move, unit in zip(moves, self._units, strict=True)]).reshape(-1, rows)
        count = len(self._wishes)
        at = np.array([*self._wishes, *self._wishes], np.int64)
        missing = coo_array((np.repeat([1.0, -1.0], count), (at, np.arange(2 * count))), shape=(rows, 2 * count))
        self._more = csc_array(hstack([csc_array(sides.T), missing], format="csc"))
        self._labels: tuple[Label, ...] = (
            *((MOVE, (move.name,)) for move in moves),
            *((MISS, (side, *program.rows[row][1])) for side in ("short", "over") for row in self._wishes),
        )
        counts = np.array([prices[move.name] * unit for move, unit in zip(moves, self._units, strict=True)])
        self._counts: Floats = counts / (float(counts.max(initial=0.0)) or 1.0)
        self._matrix: tuple[csc_array, csc_array] | None = None
        self._objectives: tuple[Mapping[str, CompiledObjective], dict[str, CompiledObjective]] | None = None

    def program(self, program: Program, free: Sequence[str], *, missing: bool) -> Program:
        """Return a program in which moves are ``free``, by their names, and wishes may be missed or not."""
        names = set(free)
        moves = zip(self._moves, self._units, strict=True)
        most = [move.most / unit if move.name in names else 0.0 for move, unit in moves]
        miss = np.full(2 * len(self._wishes), np.inf if missing else 0.0)
        return replace(
            program,
            matrix=self._whole(program.matrix),
            column_upper=np.concatenate([program.column_upper, most, miss]),
            column_scale=np.concatenate([program.column_scale, self._units, np.ones(len(miss))]),
            columns=(*program.columns, *self._labels),
            objectives=self._seen(program.objectives),
        )

    def amounts(self, point: Floats) -> dict[str, float]:
        """Return the moves at a scaled point, each in its own unit."""
        first = len(point) - len(self._labels)
        moved = point[first : first + len(self._moves)] * self._units
        return {move.name: amount for move, amount in zip(self._moves, moved.tolist(), strict=True)}

    def missed(self, point: Floats) -> float:
        """Return what is missing to wishes, or beyond them, at a scaled point: the sum over rows, scaled."""
        return float(point[len(point) - 2 * len(self._wishes) :].sum())

    def _whole(self, own: csc_array) -> csc_array:
        if self._matrix is None or self._matrix[0] is not own:
            matrix = csc_array(hstack([own, self._more], format="csc"))
            matrix.sort_indices()
            self._matrix = own, matrix
        return self._matrix[1]

    def _seen(self, own: Mapping[str, CompiledObjective]) -> dict[str, CompiledObjective]:
        if self._objectives is None or self._objectives[0] is not own:
            none, misses = np.zeros(len(self._labels)), np.ones(2 * len(self._wishes))
            found = {
                name: replace(one, coefficients=np.concatenate([one.coefficients, none])) for name, one in own.items()
            }
            columns = np.zeros(len(next(iter(own.values())).coefficients))
            found[MISS] = CompiledObjective(np.concatenate([columns, np.zeros_like(self._counts), misses]), 0.0, 1.0)
            found[CHANGE] = CompiledObjective(np.concatenate([columns, self._counts, PENALTY * misses]), 0.0, 1.0)
            self._objectives = own, found
        return self._objectives[1]


def _unit(move: Move) -> float:
    """Return the power of two by which the largest coefficient of a move comes near one."""
    largest = float(np.abs(move.sides).max(initial=0.0))
    return 1.0 / power_of_two(largest)
