"""All plans that are as good as one at every level, on one live solver: what they share, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

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


class Face:
    """The plans as good as one at every level but the settling of ties; for one thread at a time.

    It stands for the program that the stages had when it was made, whatever they take afterwards.
    """

    def __init__(self, stages: Stages, exact: Exact) -> None:
        """``exact`` is narrowed to them, and this has it to itself from now on."""
        self._exact, self._program = exact, stages.program
        self._rows, (self._expand, self._constant) = stages.reduction.rows, stages.reduction.expansion
        self._place = {label: place for place, label in enumerate(self._program.columns)}

    @property
    def exact(self) -> Exact:
        """The solver that is narrowed to them, for one who has no further questions here and goes on with it."""
        return self._exact

    def ends_of(self, terms: Mapping[Label, float], control: Control = NEVER) -> Ends:
        """Return the ends of a sum of decisions, natural coefficients by label; a label that the program lacks is nothing.

        Raises ``SolverError`` if the solver fails, and ``SolveStoppedError`` if ``control`` says so.
        """
        asked = self._asked(terms)
        least = self._least(asked, 1.0, control)
        return Ends(least, max(least, -self._least(asked, -1.0, control)))

    def gradient(self, terms: Mapping[Label, float], control: Control = NEVER) -> Floats:
        """Return what one unit more of each row's side would add to the least value of a sum, (rows,), natural units.

        One of several answers where the plan stands at a corner: it hints which rows to move, and is no finding. Raises as
        ``ends_of`` does.
        """
        asked = self._asked(terms)
        self._least(asked, 1.0, control)
        largest = float(np.abs(asked.coefficients).max(initial=0.0))
        found = np.zeros(len(self._program.rows))
        found[self._rows] = self._exact.prices[: len(self._rows)] * largest
        shares: Floats = found / self._program.row_scale
        return shares

    def _least(self, asked: CompiledObjective, sign: float, control: Control) -> float:
        found = self._exact.least(sign * asked.coefficients, control)
        if found is None:
            raise SolverError("HiGHS found no end of what equally good plans leave open")
        return found + sign * asked.offset

    def _asked(self, terms: Mapping[Label, float]) -> CompiledObjective:
        coefficients = np.zeros(len(self._place))
        for label, by in terms.items():
            if label in self._place:
                place = self._place[label]
                coefficients[place] = by * self._program.column_scale[place]
        return CompiledObjective(self._expand.T @ coefficients, float(coefficients @ self._constant), 1.0)
