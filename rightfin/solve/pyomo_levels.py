"""The levels of the open model, solved by any solver that Pyomo can call, in the process that ``outside`` starts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pyomo
from pyomo.contrib.solver.common.util import NoFeasibleSolutionError
from pyomo.environ import ConstraintList, Objective, SolverFactory, Suffix, TransformationFactory, Var, value
from pyomo.repn import generate_standard_repn

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.open_model import whole_model
from rightfin.solve.engine import SolverError
from rightfin.solve.order import STRICT, loosened, tolerated
from rightfin.solve.stages import HOLDABLE
from rightfin.tolerances import DRIFT, FEASIBILITY, HOLD, PRICED

_HIGHS = {"threads": 1, "primal_feasibility_tolerance": FEASIBILITY, "dual_feasibility_tolerance": FEASIBILITY}

OPTIONS: Mapping[str, Sequence[Mapping[str, object]]] = {
    # Among the optima of earlier levels a row may be missed by a little more than that, whatever point is taken.
    "highs": (_HIGHS, {**_HIGHS, "primal_feasibility_tolerance": 10.0 * DRIFT}),
    "cbc": ({"primalTolerance": FEASIBILITY, "dualTolerance": FEASIBILITY},),
    "glpk": ({}, {"nopresol": ""}),  # its presolve does not say that there is no point
}
"""What solvers are told, one after the other until they know: the tolerances of a plan, where they take any."""

LARGEST_COST: Mapping[str, float] = {"highs": 1.0, "cbc": 1.0}
"""The largest cost of an objective as a solver sees it, where it takes the tolerance of a plan for reduced costs."""

LARGEST_COST_ELSE = 128.0
"""The same for other solvers, which take reduced costs down to 1e-7 for none: beside this cost they are a billionth too."""


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
) -> Iterator[tuple[float | None, str]]:
    """Solve levels, given by order and name, each among the optima of those before it; yield fields of ``outside.Found``.

    Where a solver reads and writes files, decisions and rows have numbers for names in them.

    Raises ``SolverError`` if the solver tells no prices and reduced costs, without which the optima of a level are unknown.
    """
    order = _Order(parameters, solver)
    for place, name in levels:
        yield order.minimise(place, name)


class _Order:
    """One pass through the levels of the whole model, which is narrowed to the optima of each.

    Every point that is as good as an optimum stands on the same side of each row with a price and of each decision with a
    reduced cost, and every point that does is as good. So these are fixed and nothing slips. A row that holds a level at
    its value would need a slack, and what little a solver makes of that can be worth thousands of times as much later on.
    """

    def __init__(self, parameters: Parameters, solver: str) -> None:
        self._sizes = natural_sizes(parameters)
        self._model = whole_model(parameters)
        self._units: dict[str, float] = {
            name: 1.0 / self._model.scaling_factor[self._model.levels.component(name)] for name in self._sizes
        }
        TransformationFactory("core.scale_model").apply_to(self._model, rename=False)
        for decision in self._model.component_data_objects(Var):
            decision.set_value(0.0, skip_validation=True)  # a decision that no row has is never given a value
        self._model.levels.deactivate()
        self._model.dual, self._model.rc = Suffix(direction=Suffix.IMPORT), Suffix(direction=Suffix.IMPORT)
        self._solver: Any = SolverFactory(solver)
        self._ways = OPTIONS.get(solver, ({},))
        self._largest = LARGEST_COST.get(solver, LARGEST_COST_ELSE)
        self._tolerance = tolerated(parameters)
        self._held: dict[str, float] = {}
        """Levels that a plan, too, lets slip: where the case has an arrears tolerance, level 1 is not settled exactly."""
        self._found: dict[tuple[str, str], float] = {}
        self._lost = False
        """Whether the solver found no optimum of some level."""

    def minimise(self, place: str, name: str) -> tuple[float | None, str]:
        """Minimise one level and narrow the model to its optima; return its value and how the solver ended.

        After a level without an optimum nobody knows among which points a later one is to be sought: it is ``unknown``.
        """
        if self._lost:
            return None, "unknown"
        if place == "2" and self._tolerance > 0.0:
            strict, unpaid = self._found["1a", "obligations"], self._found.get(("1a", "unfunded"), 0.0)
            self._held = loosened(self._held, strict, unpaid, self._tolerance)
            self._hold(exactly={"obligations", "unfunded"})
        largest = max(map(abs, generate_standard_repn(self._objective(name)).linear_coefs), default=0.0)
        if largest == 0.0:  # in some cases no decision counts in an objective
            return self._least(name), "optimal"
        self._model.del_component("objective")
        self._model.objective = Objective(expr=self._largest / largest * self._objective(name))
        ending = self._run()
        self._lost = ending != "optimal"
        if self._lost:
            return None, ending
        least = self._found[place, name] = self._least(name)
        if self._tolerance > 0.0 and (place == STRICT or place[0] == "1"):
            self._held |= {name: least} if name in HOLDABLE else {}
            self._hold()
        else:
            self._narrow()
        return least, ending

    def _objective(self, name: str) -> Any:
        return self._model.levels.component(name).expr

    def _least(self, name: str) -> float:
        """Return the value of an objective at the point in the model, in natural units."""
        return float(value(self._objective(name))) * self._units[name]

    def _hold(self, exactly: Collection[str] = ()) -> None:
        """Keep held levels within a slack by rows, some without any."""
        self._model.del_component("held")
        self._model.held = ConstraintList()
        for name, least in self._held.items():
            slack = 0.0 if name in exactly else HOLD * self._sizes[name]
            self._model.held.add(self._objective(name) <= (least + slack) / self._units[name])

    def _narrow(self) -> None:
        """Fix what has a price, in the last optimum, at the side where it stands: nothing is left but the optima."""
        prices, reduced_costs, least = self._model.dual, self._model.rc, PRICED * self._largest
        if not any(prices.values()) and not any(reduced_costs.values()):
            raise SolverError("it tells no prices of rows and no reduced costs of decisions, which an audit needs.")
        for row, price in prices.items():
            if abs(price) > least and not row.equality:
                row.set_value(row.body == _side(row))
        for decision, reduced_cost in reduced_costs.items():
            if abs(reduced_cost) > least:
                side = _side(decision)
                decision.setlb(side)
                decision.setub(side)

    def _run(self) -> str:
        """Run the solver and, if it found an optimum, load it into the model; return how it ended."""
        for options in self._ways:
            self._model.dual.clear()
            self._model.rc.clear()
            try:
                results = self._solver.solve(self._model, options=dict(options))
                ending = str(results.solver.termination_condition)
            except NoFeasibleSolutionError:  # HiGHS: nothing to load
                results = self._solver.solve(self._model, load_solutions=False, options=dict(options))
                ending = str(results.solver.termination_condition)
                ending = "other" if ending == "optimal" else ending  # at a point that misses a row by too much
            if ending != "other":
                break
        return ending


def _side(limited: Any) -> float:
    """Return the bound of a row or decision at which it stands, the nearer one if it has two."""
    bounds = [float(bound) for bound in (limited.lb, limited.ub) if bound is not None]
    return min(bounds, key=lambda bound: abs(bound - value(limited)))
