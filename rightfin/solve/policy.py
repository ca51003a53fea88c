"""Which algorithm solves what: chosen on purpose, after what was measured (see ``docs/solving.md``).

The order of levels runs through five stages. A stage starts with one objective and may go on with others that start from
its optimum. Each stage has a live solver of its own, whose basis it keeps from one change of inputs to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """Solvers that live side by side; each but the first starts where another one ended, or from its own last basis."""

    PAY = "pay"
    OWE = "owe"
    COVER = "cover"
    SPEND = "spend"
    CHURN = "churn"


@dataclass(frozen=True)
class Method:
    """One way to run HiGHS: options beside the fixed ones, whether to forget the last basis, and a limit of iterations.

    ``share`` limits simplex iterations to that many per row, and never to fewer than ``least``; zero sets no limit.
    """

    name: str
    options: Mapping[str, object] = field(default_factory=dict)
    fresh: bool = False
    share: float = 0.0
    least: int = 3000

    def limit(self, rows: int) -> int | None:
        """Return the most simplex iterations for a model of so many rows; ``None`` if there is no limit."""
        return max(self.least, int(self.share * rows)) if self.share else None


def _method(name: str, *, fresh: bool = False, share: float = 0.0, least: int = 3000, **options: object) -> Method:
    whole = {**_USUAL, **options}
    return Method(name, MappingProxyType(whole), fresh, share, least)


_USUAL: dict[str, object] = {
    "solver": "simplex",
    "simplex_strategy": 1,
    "simplex_dual_edge_weight_strategy": -1,
    "dual_simplex_cost_perturbation_multiplier": 1.0,
    "primal_simplex_bound_perturbation_multiplier": 1.0,
}

DUAL = _method("dual simplex without perturbation", dual_simplex_cost_perturbation_multiplier=0.0, share=2.0)
"""After a change of bounds: the last basis stays dual feasible and keeps its edge weights. Perturbing costs where most
are zero (level 1) took fifteen times the iterations."""

DUAL_DEVEX = _method(
    "dual simplex, Devex weights", dual_simplex_cost_perturbation_multiplier=0.0, simplex_dual_edge_weight_strategy=1,
    share=2.0,
)
"""After a change of coefficients: exact edge weights would be computed anew from the basis, which takes longer than the
iterations that they save."""

PRIMAL = _method(
    "primal simplex without perturbation", simplex_strategy=4, primal_simplex_bound_perturbation_multiplier=0.0, share=2.0,
)
"""For the next objective of a stage: the last point is feasible and nearly optimal. With bounds perturbed it took ten
times as long, to move and to move back."""

PRIMAL_SHORT = _method(
    "primal simplex without perturbation, for a while", simplex_strategy=4,
    primal_simplex_bound_perturbation_multiplier=0.0, share=0.08, least=200,
)
"""For level 1 after a change of bounds: its costs are mostly zero, so that dual simplex pivots through ties where a few
primal steps mend the point. Over 60 changes of exit years the slowest in twenty fell from 158 to 4 ms. It is cut short
before it takes longer than from nothing."""

DUAL_SHORT = _method(
    "dual simplex, Devex weights, for a while", dual_simplex_cost_perturbation_multiplier=0.0,
    simplex_dual_edge_weight_strategy=1, primal_simplex_bound_perturbation_multiplier=0.0, share=0.2, least=400,
)
"""Where only sides of rows moved and prices of levels are tried as they are: some steps show whether they hold. A model
weighs edges as in its first run, whatever it is told later: exact weights took 19 ms a run at the national size, this 2."""

DUAL_AGAIN = _method(
    "dual simplex, Devex weights", dual_simplex_cost_perturbation_multiplier=0.0, simplex_dual_edge_weight_strategy=1,
    primal_simplex_bound_perturbation_multiplier=0.0, share=1.0,
)
"""The same for a level that is minimised again, where more steps are left."""

PRIMAL_PERTURBED = _method("primal simplex", simplex_strategy=4, share=4.0)
INTERIOR = _method("interior point with crossover", solver="ipx", fresh=True)
"""For needs from nothing, where simplex pivots through ties; it forgets the basis."""

DUAL_COLD = _method("dual simplex from nothing", fresh=True)


class Start(StrEnum):
    """What a solver can start from."""

    NOTHING = "nothing"
    BOUNDS_CHANGED = "bounds changed"
    COEFFICIENTS_CHANGED = "coefficients changed"
    FEASIBLE = "a feasible basis"


METHODS: Mapping[Start, tuple[Method, ...]] = MappingProxyType({
    Start.BOUNDS_CHANGED: (DUAL, INTERIOR, DUAL_COLD),
    Start.COEFFICIENTS_CHANGED: (DUAL_DEVEX, INTERIOR, DUAL_COLD),
    Start.FEASIBLE: (PRIMAL, PRIMAL_PERTURBED, INTERIOR, DUAL_COLD),
})
"""Methods in the order in which they are tried; the next one is taken where one ends without an answer."""

FROM_NOTHING: Mapping[Stage, tuple[Method, ...]] = MappingProxyType({
    Stage.PAY: (DUAL_COLD, INTERIOR),
    Stage.COVER: (INTERIOR, DUAL_COLD, PRIMAL_PERTURBED),
})
"""The same for the two stages that can start from nothing."""


def methods(stage: Stage, start: Start) -> tuple[Method, ...]:
    """Return the methods for a stage, in the order in which they are tried."""
    if start is Start.NOTHING:
        return FROM_NOTHING.get(stage, FROM_NOTHING[Stage.COVER])
    if stage is Stage.PAY and start is Start.BOUNDS_CHANGED:
        return PRIMAL_SHORT, *FROM_NOTHING[Stage.PAY]
    return METHODS[start]
