"""A program with further decisions and rows, for questions whose answer is itself a decision: how much more revenue?

The rows of churn are left out: they bind nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csc_array, csr_array, hstack, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Program
from rightfin.lp.rules import FAMILIES, FAMILY
from rightfin.lp.scales import power_of_two

_ONLY_FOR_CHURN = {family.name for family in FAMILIES if family.only_for}


@dataclass(frozen=True)
class Move:
    """A further decision, from zero to ``most``, whose unit moves the sides of every row by ``sides``, (rows,), scaled."""

    name: str
    sides: Floats
    most: float = math.inf


@dataclass(frozen=True)
class ExtraRow:
    """``Σ columns + Σ moves ≥ least``: coefficients by place of a scaled column, and by name of a move in its own unit."""

    columns: Mapping[int, float]
    moves: Mapping[str, float]
    least: float


@dataclass(frozen=True)
class Extended:
    """The arrays of a program with moves as its last columns; ``amounts`` reads them, ``cost_of`` counts them.

    ``units`` says how much of a move one scaled unit of its column is, (moves,). ``kept`` are the places of the rows of the
    program that are the first rows here; further rows come next, held objectives last.
    """

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    names: tuple[str, ...]
    units: Floats
    kept: tuple[int, ...] = ()

    def amounts(self, columns: Floats) -> dict[str, float]:
        """Return the moves at a point, each in its own unit."""
        return dict(zip(self.names, (columns[len(columns) - len(self.names) :] * self.units).tolist(), strict=True))

    def least_move(self, name: str) -> CompiledObjective:
        """Return the objective that minimises one move."""
        place = self.names.index(name)
        coefficients = np.zeros(self.matrix.shape[1])
        coefficients[len(coefficients) - len(self.names) + place] = 1.0
        return CompiledObjective(coefficients, 0.0, float(self.units[place]))

    def as_seen(self, objective: CompiledObjective) -> CompiledObjective:
        """Return an objective of the program, which no move counts in, over the columns here."""
        coefficients = np.concatenate([objective.coefficients, np.zeros(len(self.names))])
        return CompiledObjective(coefficients, objective.offset, objective.scale)


def extended(
    program: Program,
    moves: Sequence[Move] = (),
    rows: Sequence[ExtraRow] = (),
    *,
    most: Mapping[str, float] | None = None,
    without: Collection[str] = (),
    none_of: Collection[int] = (),
) -> Extended:
    """Return a program with moves and rows.

    Parameters
    ----------
    most : greatest scaled value of objectives of the program, by name.
    without : families of rows that are set free; raises ``ValueError`` for a name of none.
    none_of : places of the decisions that are held at zero.
    """
    if unknown := set(without) - set(FAMILY):
        raise ValueError(f"there are no families of rows called {', '.join(sorted(unknown))}")
    kept = np.array([family not in _ONLY_FOR_CHURN for family, _ in program.rows], dtype=bool)
    free = np.array([family in without for family, _ in program.rows], dtype=bool)[kept]
    upper = program.column_upper.copy()
    upper[list(none_of)] = 0.0
    units = np.array([_unit(move, rows) for move in moves])
    own = csr_array(program.matrix)[kept]
    sides = np.array([-move.sides[kept] * unit for move, unit in zip(moves, units, strict=True)])
    blocks = [hstack([own, csr_array(sides.T)]) if moves else own]
    if rows:
        blocks.append(_rows(rows, moves, units, program.matrix.shape[1]))
    held = dict(most or {})
    for name in held:
        line = np.concatenate([program.objectives[name].coefficients, np.zeros(len(moves))])
        blocks.append(csr_array(line[None, :]))
    matrix = csc_array(vstack(blocks, format="csc"))
    matrix.sort_indices()
    none = np.full(len(held), -np.inf)
    limits = np.array([value - program.objectives[name].offset for name, value in held.items()])
    return Extended(
        matrix=matrix,
        row_lower=np.concatenate([np.where(free, -np.inf, program.row_lower[kept]), [row.least for row in rows], none]),
        row_upper=np.concatenate([np.where(free, np.inf, program.row_upper[kept]), np.full(len(rows), np.inf), limits]),
        column_upper=np.concatenate([upper, [move.most / unit for move, unit in zip(moves, units, strict=True)]]),
        names=tuple(move.name for move in moves),
        units=units,
        kept=tuple(np.flatnonzero(kept).tolist()),
    )


def _unit(move: Move, rows: Sequence[ExtraRow]) -> float:
    """Return the power of two by which the largest coefficient of a move comes near one."""
    sizes = [float(np.abs(move.sides).max(initial=0.0)), *(abs(row.moves.get(move.name, 0.0)) for row in rows)]
    return 1.0 / power_of_two(max(sizes))


def _rows(rows: Sequence[ExtraRow], moves: Sequence[Move], units: Floats, columns: int) -> csr_array:
    places = {move.name: columns + n for n, move in enumerate(moves)}
    scale = {move.name: float(unit) for move, unit in zip(moves, units, strict=True)}
    entries = [
        (n, place, value) for n, row in enumerate(rows)
        for place, value in [*row.columns.items(), *((places[m], v * scale[m]) for m, v in row.moves.items())]
    ]
    at, to, values = zip(*entries, strict=True)
    return csr_array(coo_array((values, (at, to)), shape=(len(rows), columns + len(moves))))


def moved(program: Program, sides: Floats) -> Program:
    """Return a program whose rows have other sides: the same rows moved by ``sides``, (rows,), scaled."""
    return replace(program, row_lower=program.row_lower + sides, row_upper=program.row_upper + sides)
