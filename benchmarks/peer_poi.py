"""The full model in PyOptInterface, solved through its own interface to HiGHS.

The rules are evaluated over PyOptInterface's variables and write its expressions, which live in compiled code; nothing is
translated a second time. The model stays in one running HiGHS: a new objective and a moved bound are changed there.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pyoptinterface as poi
from peer_levels import DEFAULT, INTERIOR, OPTIONS, PeerResult, Run, solved, working_inputs
from pyoptinterface import highs

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Decision
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.rules import DECISIONS, FAMILIES

RELEASED = 1e30
"""The bound of a hold that holds nothing: HiGHS takes it for infinite."""


def run(parameters: Parameters, inputs: Inputs) -> PeerResult:
    """Build the full model in PyOptInterface and solve all levels; ``inputs`` are those of the full layout."""
    working = working_inputs(parameters, inputs)
    start = perf_counter()
    written = Written(working)
    built = perf_counter()
    return solved("PyOptInterface", PoiPeer(written), parameters, built - start, built)


class Decisions:
    """Per kind of decision a mapping from index to variable."""


class Written:
    """The decisions, rows and objectives of the full model as PyOptInterface holds them."""

    def __init__(self, inputs: Inputs) -> None:
        self.model = highs.Model()
        self.model.set_model_attribute(poi.ModelAttribute.Silent, True)
        self.decisions = Decisions()
        self.rows = self.terms = 0
        for kind in DECISIONS:
            setattr(self.decisions, kind.name, {
                index if len(index) > 1 else index[0]: self._variable(kind, inputs, index) for index in kind.indices(inputs)
            })
        for family in FAMILIES:
            for index in family.indices(inputs):
                row = family.rule(self.decisions, inputs, *index)
                if row is not True:
                    self.model.add_linear_constraint(row)
                    self.rows += 1
                    self.terms += sum(_terms(side) for side in (row.lhs, row.rhs))
        self.objectives = {one.name: one.rule(self.decisions, inputs) for one in OBJECTIVES}

    def _variable(self, kind: Decision, inputs: Inputs, index: Any) -> Any:
        upper = None if kind.upper is None else kind.upper(inputs, *index)
        return self.model.add_variable(lb=0.0, ub=float("inf") if upper is None else upper)


def _terms(side: Any) -> int:
    """Return how many decisions a side of a row names."""
    return 1 if isinstance(side, poi.VariableIndex) else side.size() if hasattr(side, "size") else 0


class PoiPeer:
    """A model in one running HiGHS; holds are rows whose bound is moved."""

    def __init__(self, written: Written) -> None:
        self.model, self.objectives = written.model, written.objectives
        self.rows, self.terms = written.rows, written.terms
        self.held: dict[str, Any] = {}
        self.clock = 0.0
        for name, value in OPTIONS.items():
            self.model.set_raw_parameter(name, value)

    def size(self) -> tuple[int, int, int]:
        """Return columns, rows and nonzeros."""
        return self.model.number_of_variables(), self.rows, self.terms

    def has_terms(self, name: str) -> bool:
        """Return whether an objective depends on any decision."""
        return not isinstance(self.objectives[name], (int, float))

    def minimise(self, name: str, *, interior: bool) -> Run:
        """Minimise an objective; HiGHS starts from the last basis where there is one."""
        for option, value in (INTERIOR if interior else DEFAULT).items():
            self.model.set_raw_parameter(option, value)
        self.model.set_objective(self.objectives[name], poi.ObjectiveSense.Minimize)
        self.model.optimize()
        optimal = self.model.get_model_attribute(poi.ModelAttribute.TerminationStatus) is poi.TerminationStatusCode.OPTIMAL
        # The clock of HiGHS runs on from run to run.
        before, self.clock = self.clock, self.model.getruntime()
        iterations = self.model.get_raw_info_int("simplex_iteration_count")
        return Run(self.model.get_obj_value() if optimal else None, self.clock - before, max(0, iterations))

    def hold(self, name: str, bound: float) -> None:
        """Keep an objective at or below a bound; moves the bound if it is held already."""
        if name in self.held:
            self.model.set_normalized_rhs(self.held[name], bound)
        else:
            self.held[name] = self.model.add_linear_constraint(self.objectives[name] <= bound)

    def release(self, name: str) -> None:
        """Stop holding an objective."""
        self.hold(name, RELEASED)
