"""Scales: powers of two that bring a case to numbers near one, and the scaled program made from natural arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
from scipy.sparse import coo_array, csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Component, Unit
from rightfin.lp.objectives import objective_named
from rightfin.lp.program import CompiledObjective, Label
from rightfin.lp.rules import DECISION, FAMILY

FAR = 2.0**12
"""How far apart two scales of the same unit may lie before arrays are built with new ones."""


class Scales:
    """How many natural units make one scaled unit: a thousandth of the size of the case, as a power of two.

    Money grows with prices, so its scale follows the deflator year by year; otherwise a long horizon with high inflation
    would leave the first years below what the solver can see.
    """

    def __init__(self, inputs: Inputs) -> None:
        p = inputs.parameters
        base = p.case_size
        self._money = {
            year: power_of_two(base * float(p.fiscal.deflator[n + 1]) / 1000.0) for n, year in enumerate(inputs.years)
        }
        self._base = power_of_two(base / 1000.0)
        sizes = {
            Unit.PERSONS: max(p.people.opening_strength.sum(), 1000.0),  # one person is the least that counts
            Unit.CAPABILITY: p.needs.need.sum(axis=1).max(initial=0.0),
            Unit.ASSETS: p.equipment.opening_stock.sum(),
            Unit.CASES: p.justice.base_inflow.max(initial=0.0),
        }
        self._units = {Unit.SHARE: 1.0, **{unit: power_of_two(float(size) / 1000.0) for unit, size in sizes.items()}}

    def __eq__(self, other: object) -> bool:
        """Return whether all of them are the same."""
        return isinstance(other, Scales) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # nobody looks one up

    def of(self, kind: Component, index: Index) -> float:
        """Return the scale of a row or column."""
        return self.along(kind, (index,))[0]

    def along(self, kind: Component, indices: Sequence[Index]) -> list[float]:
        """Return the scales of rows or columns of one kind."""
        if not kind.is_money:
            return [self._units[kind.unit]] * len(indices)
        place = kind.place(Axis.YEAR)
        return [self._money[index[place]] for index in indices]

    def is_far_from(self, other: Scales) -> bool:
        """Return whether numbers that fit these scales are too large or too small for others."""
        pairs = [(self._base, other._base)]
        pairs += [(self._units[unit], other._units[unit]) for unit in self._units]
        pairs += [(self._money[year], other._money[year]) for year in self._money if year in other._money]
        return any(not 1.0 / FAR < one / another < FAR for one, another in pairs)

    def of_objective(self, name: str) -> float:
        """Return the scale of an objective; money in objectives is at base-year prices. ``ValueError`` if there is none."""
        unit = objective_named(name).unit
        return self._base if unit is Unit.MONEY else self._units[unit]


def power_of_two(size: float) -> float:
    """Return the power of two nearest to a size, which scales without losing a digit; 1 for nothing and for no number."""
    return 2.0 ** round(math.log2(size)) if size > 0.0 and math.isfinite(size) else 1.0


def scale_columns(columns: Sequence[Label], scales: Scales) -> Floats:
    """Return the scale of every column."""
    return _scaled(columns, DECISION, scales)


def scale_rows(rows: Sequence[Label], scales: Scales) -> Floats:
    """Return the scale of every row."""
    return _scaled(rows, FAMILY, scales)


def _scaled(labels: Sequence[Label], kinds: Mapping[str, Component], scales: Scales) -> Floats:
    found: list[float] = []
    for name, members in groupby(labels, key=itemgetter(0)):  # kinds stand together, and share all but the year
        found += scales.along(kinds[name], [index for _, index in members])
    return np.array(found)


def scaled_matrix(matrix: coo_array, row_scale: Floats, column_scale: Floats) -> csc_array:
    """Return a matrix over natural units as one over scaled ones: sorted, without stored zeros."""
    values = matrix.data * column_scale[matrix.col] / row_scale[matrix.row]
    scaled = csc_array(coo_array((values, (matrix.row, matrix.col)), shape=matrix.shape))
    scaled.sum_duplicates()
    scaled.eliminate_zeros()
    scaled.sort_indices()
    return scaled


def scaled_objective(
    name: str, coefficients: Floats, offset: float, column_scale: Floats, scales: Scales
) -> CompiledObjective:
    """Return an objective over natural units as one over scaled ones."""
    scale = scales.of_objective(name)
    return CompiledObjective(coefficients * column_scale / scale, offset / scale, scale)
