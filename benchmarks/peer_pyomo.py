"""The full model in Pyomo, solved through Pyomo's persistent interface to HiGHS.

The model is built once and handed over once. A new objective, a new hold and a moved bound are told to the interface one
by one, and its own search for changes is off: this is the fastest way that Pyomo offers. Solutions are not loaded into
the model, since only the value of each level is compared.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from peer_levels import DEFAULT, INTERIOR, OPTIONS, PeerResult, Run, solved, working_inputs
from pyomo.contrib.solver.common.results import SolutionStatus
from pyomo.contrib.solver.solvers.highs import Highs
from pyomo.core.expr import identify_variables
from pyomo.environ import ConcreteModel, Constraint, Param

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.open_model import open_model

RELEASED = 1e30
"""The bound of a hold that holds nothing: HiGHS takes it for infinite."""

CHANGES = (
    "check_for_new_or_removed_constraints", "check_for_new_or_removed_vars", "check_for_new_or_removed_params",
    "check_for_new_objective", "update_constraints", "update_vars", "update_parameters", "update_named_expressions",
    "update_objective",
)
"""What Pyomo looks for in the whole model before each run unless told not to."""


def run(parameters: Parameters, inputs: Inputs) -> PeerResult:
    """Build the full model in Pyomo and solve all levels; ``inputs`` are those of the full layout."""
    working = working_inputs(parameters, inputs)
    start = perf_counter()
    model = open_model(working)
    built = perf_counter()
    return solved("Pyomo", PyomoPeer(model), parameters, built - start, built)


class PyomoPeer:
    """A Pyomo model in one persistent HiGHS; holds are rows whose bound is a mutable parameter."""

    def __init__(self, model: ConcreteModel) -> None:
        self.model = model
        self.objectives: dict[str, Any] = {o.name: model.levels.component(o.name) for o in OBJECTIVES}
        for objective in self.objectives.values():
            objective.deactivate()
        self.solver = Highs()
        self.solver.config.load_solutions = False
        self.solver.config.raise_exception_on_nonoptimal_result = False
        for change in CHANGES:
            setattr(self.solver.config.auto_updates, change, False)
        self.solver.set_instance(model)
        self.clock = 0.0
        model.bound = Param(list(self.objectives), mutable=True, initialize=RELEASED)
        model.held = Constraint(list(self.objectives))

    def size(self) -> tuple[int, int, int]:
        """Return columns, rows and nonzeros as HiGHS holds them; Pyomo has no public way to ask."""
        highs = self.solver._solver_model
        return highs.getNumCol(), highs.getNumRow(), highs.getNumNz()

    def has_terms(self, name: str) -> bool:
        """Return whether an objective depends on any decision."""
        return next(identify_variables(self.objectives[name].expr), None) is not None

    def minimise(self, name: str, *, interior: bool) -> Run:
        """Minimise an objective; the interface starts from the last basis where there is one."""
        self.solver.set_objective(self.objectives[name])
        self.solver.config.solver_options = {**OPTIONS, **(INTERIOR if interior else DEFAULT)}
        found = self.solver.solve(self.model)
        optimal = found.solution_status is SolutionStatus.optimal
        # The clock of HiGHS runs on from run to run.
        before, self.clock = self.clock, found.timing_info.highs_time
        return Run(
            found.incumbent_objective if optimal else None, self.clock - before,
            found.extra_info.simplex_iteration_count,
        )

    def hold(self, name: str, bound: float) -> None:
        """Keep an objective at or below a bound; moves the bound if it is held already."""
        self.model.bound[name] = bound
        if name in self.model.held:
            self.solver.update_parameters()
        else:
            self.solver.add_constraints([self.model.held.add(name, self.objectives[name].expr <= self.model.bound[name])])

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        self.hold(name, RELEASED)
