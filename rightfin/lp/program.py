"""The compiled program: arrays for a solver, with public names and scales."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats

Label = tuple[str, tuple[Any, ...]]
"""Kind and index: ``("ceiling", (2027,))`` for a row, ``("strength", ("constable", 2027))`` for a column."""


def public_name(label: Label) -> str:
    """Return the public name of a row or column, ``ceiling[2027]``."""
    return f"{label[0]}[{','.join(str(part) for part in label[1])}]"


@dataclass(frozen=True)
class CompiledObjective:
    """One objective: ``coefficients @ x + offset`` over scaled columns; its natural value is that times ``scale``."""

    coefficients: Floats
    offset: float
    scale: float


@dataclass(frozen=True)
class Program:
    """A linear program over scaled columns: ``row_lower ≤ matrix @ x ≤ row_upper``, ``0 ≤ x ≤ column_upper``.

    ``column_scale`` times a scaled column is its natural value (persons, currency); ``row_scale`` times a scaled row
    is the row in natural units. Both are powers of two, so that scaling loses no digit.
    """

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats
    row_scale: Floats
    column_scale: Floats
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    objectives: Mapping[str, CompiledObjective]

    def broken_by(self, columns: Floats) -> Floats:
        """Return by how much a scaled point breaks each row, (rows,), in scaled units; at most zero where a row holds."""
        activity = self.matrix @ columns
        broken: Floats = np.maximum(self.row_lower - activity, activity - self.row_upper)
        return broken

    def same_but_sides(self, other: Program, at_nothing: Collection[str] = ()) -> bool:
        """Return whether another program differs from this one in sides of rows alone.

        Objectives ``at_nothing`` are sums that have nothing left: they may weigh what they count otherwise.
        """
        if other.rows != self.rows or not np.array_equal(other.column_upper, self.column_upper):
            return False
        for name, one in self.objectives.items():
            found = other.objectives[name]
            here, there = one.coefficients, found.coefficients
            alike = np.array_equal(here, there)
            if name in at_nothing and float(min(here.min(), there.min())) >= 0.0:
                alike = np.array_equal(here > 0.0, there > 0.0)
            if one.offset != found.offset or not alike:
                return False
        return self.matrix is other.matrix or not np.any((other.matrix - self.matrix).tocoo().data)
