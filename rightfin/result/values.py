"""The decisions of a solution by name, cleaned of the solver's noise."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import Program

NOISE = 1e-7
"""Scaled values below this are zero; a scaled unit is about a thousandth of the case's size."""


class Values:
    """Decisions in natural units: ``values.get("strength", "constable", 2027)``; zero where a decision does not exist."""

    def __init__(self, program: Program, columns: Floats) -> None:
        clean = np.where(columns < NOISE * program.column_scale, 0.0, columns)
        self._by_name: dict[str, dict[tuple[Any, ...], float]] = defaultdict(dict)
        for (name, index), value in zip(program.columns, clean.tolist(), strict=True):
            self._by_name[name][index] = value

    def get(self, name: str, *index: Any) -> float:
        """Return one decision."""
        return self._by_name[name].get(index, 0.0)

    def items(self, name: str) -> dict[tuple[Any, ...], float]:
        """Return all decisions of one kind by index."""
        return self._by_name[name]
