"""All plans that are as good as one at every level, on one live solver: what they share, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Label
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.exact import Exact
from rightfin.tolerances import ADDED_UP

if TYPE_CHECKING:
    from rightfin.solve.stages import Stages


@dataclass(frozen=True)
class Ends:
    """The least and the greatest value of a sum over plans that are as good as each other; equal where it is decided."""

    least: float
    greatest: float

    @property
    def decided(self) -> bool:
        """Whether the sum is the same in all these plans, but for what adding up leaves over."""
        return self.greatest - self.least <= ADDED_UP * max(1.0, abs(self.least), abs(self.greatest))


class SumsOfDecisions:
    """Sums of decisions of one program as solvers of reduced arrays see them, whatever the stages take afterwards."""

    def __init__(self, stages: Stages) -> None:
        self._scale = stages.program.column_scale
        self._expand, self._constant = stages.reduction.expansion
        self._place = {label: place for place, label in enumerate(stages.program.columns)}

    def whole(self, columns: Floats) -> Floats:
        """Return the scaled columns of the program for a point of the solver."""
        found: Floats = self._expand @ columns + self._constant
        return found

    def rows(self, rows: csr_array) -> tuple[csr_array, Floats]:
        """Return rows over scaled columns of the program as rows over those of the solver, and what is added to them."""
        return csr_array(rows @ self._expand), np.asarray(rows @ self._constant)

    def objective(self, terms: Mapping[Label, float]) -> CompiledObjective:
        """Return a sum, natural coefficients by label, as an objective; a label that the program lacks is nothing."""
        coefficients = np.zeros(len(self._place))
        for label, by in terms.items():
            if label in self._place:
                place = self._place[label]
                coefficients[place] = by * self._scale[place]
        return CompiledObjective(self._expand.T @ coefficients, float(coefficients @ self._constant), 1.0)


def ends_on(
    exact: Exact, asked: CompiledObjective, control: Control = NEVER, least: float | None = None
) -> Ends | None:
    """Return the ends of a sum over what a solver has left; ``least`` is its least value if that was just found.

    ``None`` if it has no end or the solver fails. Where nothing that is free to move has a price at the least value, all
    that is left has that value, and no greatest one is looked for. Raises ``SolveStoppedError`` if ``control`` says so.
    """
    found = exact.least(asked.coefficients, control) if least is None else least
    if found is None or not exact.leaves_open:
        return None if found is None else Ends(found + asked.offset, found + asked.offset)
    most = exact.least(-asked.coefficients, control)
    return None if most is None else Ends(found + asked.offset, max(found, -most) + asked.offset)


class Face:
    """The plans as good as one at every level but the settling of ties; for one thread at a time.

    It stands for the program that the stages had when it was made, whatever they take afterwards.
    """

    def __init__(self, stages: Stages, exact: Exact) -> None:
        """``exact`` is narrowed to them, and this has it to itself from now on."""
        self._exact, self._program = exact, stages.program
        self._rows, self.sums = stages.reduction.rows, SumsOfDecisions(stages)

    @property
    def exact(self) -> Exact:
        """The solver that is narrowed to them, for one who has no further questions here and goes on with it."""
        return self._exact

    def ends_of(self, terms: Mapping[Label, float], control: Control = NEVER) -> Ends:
        """Return the ends of a sum of decisions, natural coefficients by label; a label that the program lacks is nothing.

        Raises ``SolverError`` if the solver fails, and ``SolveStoppedError`` if ``control`` says so.
        """
        found = ends_on(self._exact, self.sums.objective(terms), control)
        if found is None:
            raise SolverError("HiGHS found no end of what equally good plans leave open")
        return found

    def gradient(self, terms: Mapping[Label, float], control: Control = NEVER) -> Floats:
        """Return what one unit more of each row's side would add to the least value of a sum, (rows,), natural units.

        One of several answers where the plan stands at a corner: it hints which rows to move, and is no finding. Raises as
        ``ends_of`` does.
        """
        asked = self.sums.objective(terms)
        if self._exact.least(asked.coefficients, control) is None:
            raise SolverError("HiGHS found no least value of a sum over equally good plans")
        largest = float(np.abs(asked.coefficients).max(initial=0.0))
        found = np.zeros(len(self._program.rows))
        found[self._rows] = self._exact.prices[: len(self._rows)] * largest
        shares: Floats = found / self._program.row_scale
        return shares
