"""What of a program's numbers differs between calendars: every number has one place in a long list, its item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.calendars.variants import MadeAgain, Spot
from rightfin.lp.program import CompiledObjective, Program
from rightfin.lp.reduce import LATE
from rightfin.lp.rules import FAMILIES
from rightfin.tolerances import ADDED_UP

Places = NDArray[np.int64]

_ONLY_LATE = {family.name for family in FAMILIES if family.only_for}


@dataclass(frozen=True)
class Numbers:
    """The numbers of a program, levels after the choice of starts left out.

    ``matrix`` is (rows + objectives, columns): under the rows of the program one for each objective, in the order of
    ``Shape.objectives``. ``right`` is the finite side of each row, and what each objective has without any decision, its
    sign turned, (rows + objectives,); ``upper`` is (columns,).
    """

    matrix: csc_array
    right: Floats
    upper: Floats


@dataclass(frozen=True)
class Shape:
    """Which rows and columns of a program count, and which way rows go: the same under all calendars.

    ``sense`` is 1 for *at most*, -1 for *at least*, 0 for *equal*, over the rows that count.
    """

    rows: Places
    columns: Places
    sense: Places
    objectives: tuple[str, ...]

    @classmethod
    def of(cls, program: Program) -> Shape:
        """Return the shape of a program; rows and decisions that only the last levels see do not count."""
        late = np.array([name in _ONLY_LATE for name, _ in program.rows], dtype=bool)
        by_row = csr_array(program.matrix)
        early_use, late_use = (np.zeros(program.matrix.shape[1], dtype=bool) for _ in range(2))
        early_use[by_row[~late].indices] = True
        late_use[by_row[late].indices] = True
        lower, upper = np.isfinite(program.row_lower[~late]), np.isfinite(program.row_upper[~late])
        sense = np.where(lower & upper, 0, np.where(upper, 1, -1)).astype(np.int64)
        names = tuple(name for name in program.objectives if name not in LATE)
        return cls(np.flatnonzero(~late), np.flatnonzero(early_use | ~late_use), sense, names)

    def numbers(self, program: Program) -> Numbers:
        """Return the numbers of a program of this shape."""
        objectives = [program.objectives[name] for name in self.objectives]
        costs = csr_array(np.stack([one.coefficients[self.columns] for one in objectives]))
        own = csr_array(program.matrix)[self.rows][:, self.columns]
        sides = np.where(self.sense < 0, program.row_lower[self.rows], program.row_upper[self.rows])
        return Numbers(
            matrix=csc_array(vstack([own, costs], format="csc")),
            right=np.concatenate([sides, [-one.offset for one in objectives]]),
            upper=program.column_upper[self.columns],
        )

    def scales(self, program: Program) -> dict[str, float]:
        """Return what one scaled unit of each objective is in natural units."""
        found: dict[str, CompiledObjective] = dict(program.objectives)
        return {name: found[name].scale for name in self.objectives}


class Items:
    """Names the numbers of one shape by integers: entries of the matrix first, then right sides, then greatest values."""

    def __init__(self, base: Numbers, shape: Shape) -> None:
        self.base, self.shape = base, shape
        self.rows, self.columns = base.matrix.shape
        self.first_right = self.rows * self.columns
        self.first_upper = self.first_right + self.rows
        self._by_row = base.matrix.tocsr()
        self._row_place = {row: place for place, row in enumerate(shape.rows.tolist())}
        self._row_place_of_objective = {name: len(shape.rows) + n for n, name in enumerate(shape.objectives)}
        self._column_place = {column: place for place, column in enumerate(shape.columns.tolist())}

    def is_entry(self, item: int) -> bool:
        """Return whether an item is an entry of the matrix."""
        return item < self.first_right

    def is_right(self, item: int) -> bool:
        """Return whether an item is a right side."""
        return self.first_right <= item < self.first_upper

    def entry(self, item: int) -> tuple[int, int]:
        """Return row and column of an entry."""
        return divmod(item, self.columns)

    def row_and_column(self, item: int) -> tuple[int | None, int | None]:
        """Return row and column of an item; none of that which it does not have."""
        if self.is_entry(item):
            return self.entry(item)
        return (item - self.first_right, None) if self.is_right(item) else (None, item - self.first_upper)

    def number(self, item: int) -> Spot:
        """Return where an item stands in a whole program."""
        shape = self.shape
        if item >= self.first_upper:
            return Spot(None, int(shape.columns[item - self.first_upper]))
        row, column = self.entry(item) if self.is_entry(item) else (item - self.first_right, None)
        count = len(shape.rows)
        return Spot(
            int(shape.rows[row]) if row < count else shape.objectives[row - count],
            None if column is None else int(shape.columns[column]),
        )

    def changed(self, other: MadeAgain) -> dict[int, float]:
        """Return the items that differ from the base, each with its difference.

        What adding up in another order leaves over is no difference. Raises ``ValueError`` where a number is limited under
        one calendar and not under another.
        """
        found: dict[int, float] = {}
        for row, (terms, right) in other.rows.items():
            if row in self._row_place:
                self._compare(found, self._row_place[row], terms, right)
        for name, one in other.objectives.items():
            if name in self._row_place_of_objective:
                entries = {c: float(one.coefficients[c]) for c in np.flatnonzero(one.coefficients).tolist()}
                self._compare(found, self._row_place_of_objective[name], entries, -one.offset)
        for column, upper in other.upper.items():
            place = self._column_place.get(column)
            if place is not None:
                self._differ(found, self.first_upper + place, float(self.base.upper[place]), upper, 1.0)
        return found

    def _compare(self, found: dict[int, float], place: int, terms: Mapping[int, float], right: float) -> None:
        """Add what differs in a row, by its place; columns that do not count do not."""
        begin, end = self._by_row.indptr[place : place + 2]
        known = dict(zip(self._by_row.indices[begin:end].tolist(), self._by_row.data[begin:end].tolist(), strict=True))
        new = {self._column_place[column]: value for column, value in terms.items() if column in self._column_place}
        for column in known.keys() | new.keys():
            self._differ(found, place * self.columns + column, known.get(column, 0.0), new.get(column, 0.0))
        self._differ(found, self.first_right + place, float(self.base.right[place]), right, 1.0)

    @staticmethod
    def _differ(found: dict[int, float], item: int, old: float, new: float, least: float = 0.0) -> None:
        """Add the difference of an item that is at least of some size."""
        if isfinite(old) != isfinite(new):
            raise ValueError("a number is limited under one calendar and not under another")
        if old != new and abs(new - old) > ADDED_UP * max(abs(old), abs(new), least):
            found[item] = new - old

    def value(self, item: int) -> float:
        """Return the value of an item in the base."""
        if self.is_entry(item):
            row, column = self.entry(item)
            return float(self._by_row[row, column])
        if self.is_right(item):
            return float(self.base.right[item - self.first_right])
        return float(self.base.upper[item - self.first_upper])
