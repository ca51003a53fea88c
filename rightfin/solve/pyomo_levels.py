"""The levels of the open model, solved by any solver that Pyomo can call, in the process that ``outside`` starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyomo
from pyomo.environ import ConstraintList, SolverFactory, TransformationFactory, Var, is_potentially_variable, value

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.open_model import minimise, whole_model
from rightfin.solve.levels import WIDENINGS, natural_sizes
from rightfin.solve.order import STRICT, loosened, tolerated
from rightfin.solve.stages import HOLDABLE
from rightfin.tolerances import FEASIBILITY, HOLD, HOLD_OUTSIDE

OPTIONS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "highs": ({"threads": 1, "primal_feasibility_tolerance": FEASIBILITY, "dual_feasibility_tolerance": FEASIBILITY},),
    "cbc": ({"primalTolerance": FEASIBILITY, "dualTolerance": FEASIBILITY},),
    "glpk": ({}, {"nopresol": ""}),  # its presolve does not say that there is no point
}
"""What solvers are told, one after the other until they know: the tolerances of a plan, where they take any."""


def versions(solver: str) -> tuple[str, str] | None:
    """Return the version of a solver and of Pyomo; ``None`` if Pyomo does not know the solver or does not find it."""
    if solver not in set(SolverFactory):
        return None
    found = SolverFactory(solver)
    if not found.available(exception_flag=False):
        return None
    told = found.version() or ()
    return ".".join(map(str, told[:3])), pyomo.__version__


def solved(
    parameters: Parameters, solver: str, levels: Sequence[tuple[str, str]]
) -> Iterator[tuple[float | None, str, float]]:
    """Solve levels, given by order and name, each with those before it held; yield the fields of ``outside.Found``.

    Where a solver reads and writes files, decisions and rows have numbers for names in them.
    """
    order = _Order(parameters, solver)
    for place, name in levels:
        yield order.minimise(place, name)


class _Order:
    """One pass through the levels of the whole model."""

    def __init__(self, parameters: Parameters, solver: str) -> None:
        self._parameters = parameters
        self._sizes = natural_sizes(parameters)
        self._model = whole_model(parameters)
        self._units: dict[str, float] = {
            name: 1.0 / self._model.scaling_factor[self._model.levels.component(name)] for name in self._sizes
        }
        TransformationFactory("core.scale_model").apply_to(self._model, rename=False)
        for decision in self._model.component_data_objects(Var):
            decision.set_value(0.0, skip_validation=True)  # a decision that no row has is never given a value
        self._solver: Any = SolverFactory(solver)
        self._ways = OPTIONS.get(solver, ({},))
        self._held: dict[str, float] = {}
        self._loose: set[str] = set()
        """What a plan, too, lets slip: where the case has an arrears tolerance, level 1 is not settled exactly."""
        self._found: dict[tuple[str, str], float] = {}

    def minimise(self, place: str, name: str) -> tuple[float | None, str, float]:
        """Minimise one level and hold it; where the solver finds nothing, all holds are widened tenfold, as in a plan."""
        tolerance = tolerated(self._parameters)
        if place == "2" and tolerance > 0.0:
            unpaid = self._found.get(("1a", "unfunded"), 0.0)
            self._held = loosened(self._held, self._found["1a", "obligations"], unpaid, tolerance)
            self._loose -= {"obligations", "unfunded", "arrears", "needs"}
        minimise(self._model, name)
        if not self._can_vary(name):
            return self._least(name), "optimal", 0.0
        for widening in range(WIDENINGS + 1):
            self._hold(10.0**widening)
            ending = self._run()
            if ending == "optimal" or not self._held:
                break
        slack = HOLD_OUTSIDE * 10.0**widening
        if ending != "optimal":
            return None, ending, slack
        least = self._least(name)
        self._found[place, name] = least
        if name in HOLDABLE:
            self._held[name] = least
            if tolerance > 0.0 and (place == STRICT or place[0] == "1"):
                self._loose.add(name)
        return least, ending, slack

    def _can_vary(self, name: str) -> bool:
        """Return whether any decision counts in an objective: in some cases none does."""
        return bool(is_potentially_variable(self._model.levels.component(name).expr))

    def _least(self, name: str) -> float:
        """Return the value of an objective at the point in the model, in natural units."""
        return float(value(self._model.levels.component(name).expr)) * self._units[name]

    def _hold(self, widening: float) -> None:
        self._model.del_component("held")
        self._model.held = ConstraintList()
        for name, least in self._held.items():
            slack = widening * (HOLD if name in self._loose else HOLD_OUTSIDE)
            most = (least + slack * self._sizes[name]) / self._units[name]
            self._model.held.add(self._model.levels.component(name).expr <= most)

    def _run(self) -> str:
        """Run the solver and, if it found an optimum, load it into the model; return how it ended."""
        for options in self._ways:
            results = self._solver.solve(self._model, load_solutions=False, options=dict(options))
            ending = str(results.solver.termination_condition)
            if ending == "optimal":
                self._model.solutions.load_from(results)
            if ending != "other":
                break
        return ending
