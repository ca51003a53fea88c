"""The compiled program: arrays for a solver, with public names and scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    def written_rows(self, family: str) -> Iterator[str]:
        """Yield the rows of a family in natural units, one line each, as golden files hold them."""
        by_row = self.matrix.tocsr()
        for place, label in enumerate(self.rows):
            if label[0] != family:
                continue
            start, stop = by_row.indptr[place], by_row.indptr[place + 1]
            terms = sorted(
                (int(column), float(value)) for column, value in
                zip(by_row.indices[start:stop], by_row.data[start:stop], strict=True)
            )
            scale = float(self.row_scale[place])
            left = " ".join(
                f"{value * scale / float(self.column_scale[column]):+.10g} {public_name(self.columns[column])}"
                for column, value in terms
            )
            low, high = float(self.row_lower[place]) * scale, float(self.row_upper[place]) * scale
            relation = f"= {high:.10g}" if low == high else f"<= {high:.10g}" if np.isfinite(high) else f">= {low:.10g}"
            yield f"{public_name(label)}: {left} {relation}"
