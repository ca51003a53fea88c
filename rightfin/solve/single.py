"""One optimisation beside the order of levels, for questions that add their own decisions to a program."""

from __future__ import annotations

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Arrays, Engine, Outcome, SolverError
from rightfin.solve.policy import Stage, Start, methods


class Single:
    """A live solver for arrays of one shape; each optimum starts from the last one."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self.solves = 0
        """How many optimisations it made."""

    def least(self, arrays: Arrays, objective: CompiledObjective, control: Control = NEVER) -> tuple[float, Floats] | None:
        """Return the least value of an objective in natural units and the scaled point; ``None`` if no point fits.

        Raises ``SolverError`` if the solver fails and ``SolveStoppedError`` if ``control`` says so.
        """
        self.solves += 1
        if self._engine is None or self._engine.arrays.matrix.shape != arrays.matrix.shape:
            self._engine = Engine(arrays)
        else:
            self._engine.apply(arrays)
        engine = self._engine
        found = engine.minimise(objective, methods(Stage.COVER, Start.BOUNDS_CHANGED), control) if engine.started else None
        if found is not None or not engine.started:  # only a cold run is believed
            found = engine.minimise(objective, methods(Stage.PAY, Start.NOTHING), control)
        if found is Outcome.INFEASIBLE:
            return None
        if found is not None:
            raise SolverError("HiGHS found no optimum of a single objective")
        return engine.value * objective.scale, engine.columns
