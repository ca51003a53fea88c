"""The levels one after another without any slack: each is kept by fixing what has a price, and the last one is unique."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from highspy import HighsBasisStatus
from numpy.typing import NDArray

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Arrays, Engine, Places
from rightfin.solve.policy import METHODS, Method, Start
from rightfin.tolerances import ADDED_UP, FEASIBILITY, PRICED, ROOM


@dataclass(frozen=True)
class ExactMark:
    """What an exact solver had left to choose from, and its basis."""

    column_lower: Floats
    column_upper: Floats
    row_lower: Floats
    row_upper: Floats
    basis: Any


@dataclass(frozen=True)
class Traced:
    """What one unit more of each column, and of each row's side, adds to an objective that was minimised.

    The largest coefficient of the objective is one. Also which columns and rows can move at all.
    """

    columns: Floats
    rows: Floats
    free_columns: NDArray[np.bool_]
    free_rows: NDArray[np.bool_]


class Exact:
    """A solver that is narrowed to the optima of one objective after another.

    At an optimum, every point that is as good has the same value in each column with a reduced cost, and stands at the same
    side of each row with a price; and every point that has is as good. So what later levels may choose from are exactly
    the optima of the earlier ones, and nothing is let slip. It starts from a basis that is nearly optimal.
    """

    def __init__(self, arrays: Arrays, basis: Any = None) -> None:
        """Without a basis the first run starts from nothing, by whichever ways it is given."""
        self._engine = Engine(arrays)
        self._begin(arrays, basis)

    def _begin(self, arrays: Arrays, basis: Any) -> None:
        if basis is not None:
            self._engine.start_from(basis)
        self._column_lower = np.zeros(len(arrays.column_upper))
        self._column_upper = arrays.column_upper.copy()
        self._row_lower, self._row_upper = arrays.row_lower.copy(), arrays.row_upper.copy()
        self.columns = np.zeros(0)
        """The last optimal point."""
        self._traced: list[tuple[Floats, Floats]] = []

    def move_to(self, arrays: Arrays, basis: Any) -> None:
        """Take other numbers of the same shape, with nothing kept, and start from a basis."""
        old, nothing = self._engine.arrays, np.zeros(len(self._column_lower))
        columns = _differ((nothing, self._column_lower), (old.column_upper, self._column_upper))
        rows = _differ((old.row_lower, self._row_lower), (old.row_upper, self._row_upper))
        self._engine.narrow_columns(columns, nothing[columns], old.column_upper[columns])
        self._engine.narrow_rows(rows, old.row_lower[rows], old.row_upper[rows])
        self._engine.apply(arrays)
        self._begin(arrays, basis)

    @property
    def iterations(self) -> int:
        """Simplex iterations since it was made."""
        return self._engine.iterations

    @property
    def basis(self) -> Any:
        """Where the last run ended; ``None`` if there was none."""
        return self._engine.basis()

    @property
    def basic(self) -> NDArray[np.bool_]:
        """Which columns, then rows, are basic where the last run ended, (columns + rows,)."""
        basis = self._engine.basis()
        return np.array([status == HighsBasisStatus.kBasic for status in (*basis.col_status, *basis.row_status)])

    @property
    def traced(self) -> tuple[Traced, ...]:
        """What was noted of each objective that was minimised, in their order."""
        arrays = self._engine.arrays
        free = arrays.column_upper > 0.0, arrays.row_lower != arrays.row_upper
        return tuple(Traced(*prices, *free) for prices in self._traced)

    def lead(self, coefficients: Floats, control: Control = NEVER) -> bool:
        """Go by dual simplex to where a sum is least, for which the basis is nearly best; return whether it got there.

        Nothing is kept of it. Raises ``SolveStoppedError`` if ``control`` says so.
        """
        found = self._engine.minimise(
            CompiledObjective(coefficients, 0.0, 1.0), METHODS[Start.COEFFICIENTS_CHANGED][:1], control, feasible=True)
        if found is None:
            self.columns = self._engine.columns
        return found is None

    def stand_at(self, columns: Floats) -> None:
        """Take a point of what is left as the last one: an objective that is at its least there needs no run."""
        self.columns = columns

    def limit(self, upper: Mapping[int, float]) -> None:
        """Let rows be at most so much, by place."""
        rows = np.array(list(upper), np.int32)
        self._row_upper[rows] = list(upper.values())
        self._engine.narrow_rows(rows, self._row_lower[rows], self._row_upper[rows])

    def move_rows(self, places: Places, lower: Floats, upper: Floats) -> None:
        """Let rows have other sides, those that are kept among them: what is left to choose from moves with them."""
        self._row_lower[places], self._row_upper[places] = lower, upper
        self._engine.move_rows(places, lower, upper)

    def widen_columns(self, places: Places, upper: Floats) -> None:
        """Let columns be as large as that."""
        self._column_upper[places] = upper
        self._engine.narrow_columns(places, self._column_lower[places], upper)

    def start_from(self, basis: Any) -> None:
        """Start the next run from a basis, optimal but for what was kept since."""
        self._engine.start_from(basis)

    def minimise(
        self, coefficients: Floats, control: Control = NEVER, ways: Sequence[Method] = METHODS[Start.FEASIBLE]
    ) -> float | None:
        """Minimise an objective over what is left and keep nothing but its optima; return its value.

        ``None`` if the solver finds no optimum. Raises ``SolveStoppedError`` if ``control`` says so.
        """
        largest = float(np.abs(coefficients).max(initial=0.0))
        if largest == 0.0:
            self._traced.append((coefficients, np.zeros(len(self._row_lower))))
            return 0.0
        least = self._least(coefficients / largest)
        if least is not None:
            self._traced.append((coefficients / largest, np.zeros(len(self._row_lower))))
            self._column_upper[least] = self._column_lower[least]
            self._engine.narrow_columns(least, self._column_lower[least], self._column_lower[least])
            return float(coefficients @ self._column_lower)
        found = self.least(coefficients, control, ways)
        if found is None:
            return None
        prices = self._engine.reduced_costs(), self._engine.prices()
        self._traced.append(prices)
        columns = _fixed(self._column_lower, self._column_upper, prices[0])
        rows = _fixed(self._row_lower, self._row_upper, prices[1])
        self._engine.narrow_columns(columns, self._column_lower[columns], self._column_upper[columns])
        self._engine.narrow_rows(rows, self._row_lower[rows], self._row_upper[rows])
        return found

    def least(
        self, coefficients: Floats, control: Control = NEVER, ways: Sequence[Method] = METHODS[Start.FEASIBLE]
    ) -> float | None:
        """Return the least value of a sum over what is left, without keeping its optima; ``None`` if the solver fails.

        Raises ``SolveStoppedError`` if ``control`` says so.
        """
        largest = float(np.abs(coefficients).max(initial=0.0)) or 1.0
        objective = CompiledObjective(coefficients / largest, 0.0, 1.0)
        if self._engine.minimise(objective, ways, control, feasible=True) is not None:
            return None
        self.columns = self._engine.columns  # before rows and columns move
        return self._engine.value * largest

    @property
    def prices(self) -> Floats:
        """What one unit more of each row's side adds to the sum that was least last, for a largest coefficient of one."""
        return self._engine.prices()

    @property
    def contradictory(self) -> bool:
        r"""Whether the last run found no point and a sum of rows proves that there is none.

        The weights $y$ are those that the solver names; with $z = A^\top y$ it is asked in plain arithmetic whether

        $$
        \min_{x} z\,x > \max_{r} y\,r \qquad \text{lower} \le x \le \text{upper}, \; \text{sides of rows } r
        $$

        so that no point within its bounds has rows within their sides.
        """
        weights = self._engine.ray()
        if weights is None or not np.any(weights):
            return False
        largest = float(np.abs(weights).max())
        for rows in (weights / largest, -weights / largest):
            rows = np.where(np.abs(rows) > ADDED_UP, rows, 0.0)
            columns = rows @ self._engine.arrays.matrix
            columns = np.where(np.abs(columns) > FEASIBILITY, columns, 0.0)
            least = _least_product(columns, self._column_lower, self._column_upper)
            most = -_least_product(-rows, self._row_lower, self._row_upper)
            if least - most > ROOM:
                return True
        return False

    @property
    def leaves_open(self) -> bool:
        """Whether points that are left may differ in the sum that was least last: one that is free to move has a price."""
        columns, rows = np.abs(self._engine.reduced_costs()), np.abs(self._engine.prices())
        return bool(
            np.any(columns[self._column_lower != self._column_upper] > FEASIBILITY)
            or np.any(rows[self._row_lower != self._row_upper] > FEASIBILITY))

    def mark(self) -> ExactMark:
        """Return what is left to choose from, to go back to with ``back_to``."""
        return ExactMark(self._column_lower.copy(), self._column_upper.copy(), self._row_lower.copy(),
                         self._row_upper.copy(), self._engine.basis())

    def back_to(self, mark: ExactMark) -> None:
        """Go back to what was left to choose from, and to the basis of that time."""
        columns = _differ((mark.column_lower, self._column_lower), (mark.column_upper, self._column_upper))
        rows = _differ((mark.row_lower, self._row_lower), (mark.row_upper, self._row_upper))
        self._engine.narrow_columns(columns, mark.column_lower[columns], mark.column_upper[columns])
        self._engine.move_rows(rows, mark.row_lower[rows], mark.row_upper[rows])
        self._column_lower, self._column_upper = mark.column_lower.copy(), mark.column_upper.copy()
        self._row_lower, self._row_upper = mark.row_lower.copy(), mark.row_upper.copy()
        if mark.basis is not None:  # before it ran at all it had none
            self._engine.start_from(mark.basis)

    def begin_again(self, mark: ExactMark) -> None:
        """Go back to a mark as one that knows nothing of what it did since."""
        self.back_to(mark)
        self._traced.clear()
        self.columns = np.zeros(0)

    def _least(self, costs: Floats) -> Places | None:
        """Return the columns that an objective counts if the last point has all of them at their least, ``None`` otherwise.

        No other point is better then, those that are as good have them there too, and nothing need be run.
        """
        counted = np.flatnonzero(costs > PRICED).astype(np.int32)
        if not len(self.columns) or float(costs.min()) < 0.0:
            return None
        above = float((self.columns[counted] - self._column_lower[counted]).max(initial=0.0))
        return counted if above <= FEASIBILITY else None


def _least_product(weights: Floats, lower: Floats, upper: Floats) -> float:
    """Return the least value of a weighted sum between sides."""
    up, down = weights > 0.0, weights < 0.0
    return float(weights[up] @ lower[up] + weights[down] @ upper[down])


def _fixed(lower: Floats, upper: Floats, prices: Floats) -> Places:
    """Hold what has a price at the side on which it stands, and return the places of what moved."""
    moved = (np.abs(prices) > PRICED) & (lower != upper)
    at_lower, at_upper = (prices > PRICED) & np.isfinite(lower), (prices < -PRICED) & np.isfinite(upper)
    upper[at_lower] = lower[at_lower]
    lower[at_upper] = upper[at_upper]
    return np.flatnonzero(moved & (at_lower | at_upper)).astype(np.int32)


def _differ(*sides: tuple[Floats, Floats]) -> Places:
    """Return where any of several pairs of sides differ."""
    return np.flatnonzero(np.any([one != other for one, other in sides], axis=0)).astype(np.int32)
