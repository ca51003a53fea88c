"""Whole plans of one case after another, each solved exactly from where the solver ended for one that is near.

A session solves a changed case twice, between holds and without slack, since its last basis may be far from what is best
now. Where cases differ step by step, the basis in which the plan of the last step ended is near, and the second pass is
enough. It begins with one run for all levels at once: a weighted sum of the levels, heavy enough for each before the next
that the basis of the near plan, at which the levels were best one after another, is best for the sum too. So the dual
simplex method goes on from there as after a change of bounds, and where it ends nearly every level is at its best. Then
the levels are minimised one after another, as in any plan: mostly no step is left. The weights only say where that begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.assembly import Assembly, StructureChangedError
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.objectives import OBJECTIVES, SAVING
from rightfin.lp.scales import Scales
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.exact import Exact, Traced
from rightfin.solve.levels import Contradiction, solve_on
from rightfin.solve.order import following
from rightfin.solve.stages import StageArrays, Stages
from rightfin.solve.verify import verify
from rightfin.tolerances import PRICED

TIES = "ties"
"""What is called the sum that settles ties, which comes last."""

MARGIN = 2.0
"""How many times heavier a level is than it must be for the sum of those after it not to outweigh it."""


class NotNearError(Exception):
    """A case cannot be solved from a near one: its structure is another, its numbers are far, or the solver failed."""


@dataclass(frozen=True)
class NearbyStand:
    """Where a plan ended: what was made of its parameters, its basis, and the weight of each level in the sum of all."""

    assembly: Assembly
    basis: Any
    weights: Mapping[str, float]


@dataclass(frozen=True)
class SolverNumbers:
    """What the solver has of a case: its arrays, and the coefficients of its levels in their order, ties last.

    The program's scaled columns come from the solver's by a matrix, ``expand``, and a constant.
    """

    arrays: StageArrays
    sums: Mapping[str, Floats]
    expand: csr_array
    constant: Floats


class NearbyPlans:
    """Exact plans of cases of one structure on one live solver, for one thread at a time.

    What is found depends on the parameters and on the stand that one starts from; on what was solved between only the last
    bits do, see ``begin_again``.
    """

    def __init__(self, parameters: Parameters, control: Control = NEVER) -> None:
        """Plan the first case from nothing, as a session does.

        Raises ``NotNearError`` if it has no plan or is one whose levels cannot be solved exactly alone, ``SolverError`` and
        ``SolveStoppedError`` as a solve does.
        """
        if parameters.policy.arrears_tolerance > 0.0:  # level 1 is held as level 2 leaves it then
            raise NotNearError
        self._assembly = Assembly(Inputs(parameters, layout_of_session(parameters)))
        self._assembly.remember()
        self._stages = Stages(self._assembly.program)
        found = solve_on(self._stages, parameters, control=control, faced=True, explained=False)
        if isinstance(found, Contradiction) or found.face is None:
            raise NotNearError
        self._exact: Exact = found.face.exact
        self._names = (*(level.name for level in found.settled), TIES)
        self.columns = found.columns
        """The decisions of the plan that was made last, in natural units, (columns,)."""
        self.base = self.stand()
        self.steps = self._stages.iterations + self._exact.iterations
        """How many steps the solver took to the plan that was made last."""

    @property
    def assembly(self) -> Assembly:
        """What was made of the parameters of the plan that was made last."""
        return self._assembly

    def begin_again(self) -> None:
        """Forget what was solved since the first case: what is found then is the same to the last bit, too."""
        self._stages.update(self.base.assembly.program)
        self._exact = Exact(self._stages.exact_arrays, self.base.basis)

    def stand(self) -> NearbyStand:
        """Return where the last plan ended, to start another from there."""
        return NearbyStand(self._assembly.copy(), self._exact.basis, weights(self._names, self._exact.traced))

    def solve(self, parameters: Parameters, start: NearbyStand, control: Control = NEVER) -> Floats:
        """Solve all levels for a case, from where a near one stood; return its decisions in natural units.

        Raises ``NotNearError`` if that cannot be done, also where hard limits contradict one another; ``SolveStoppedError``
        if ``control`` stops it.
        """
        assembly = start.assembly.copy()
        inputs = Inputs(parameters, layout_of_session(
            parameters, (assembly.inputs.parameters, assembly.inputs.layout)))
        if parameters.policy.arrears_tolerance > 0.0 or Scales(inputs).is_far_from(assembly.scales):
            raise NotNearError
        try:
            program = assembly.update(inputs)
        except StructureChangedError:
            raise NotNearError from None
        before = self._exact.iterations
        try:
            self._stages.update(program)
            found = self._minimised(start, _levels(self._stages, parameters), control)
            verify(program, found)
        except SolverError:
            raise NotNearError from None
        self._assembly, self.columns = assembly, found * program.column_scale
        self.steps = self._exact.iterations - before
        return self.columns

    @property
    def numbers(self) -> SolverNumbers:
        """What the solver had for the case that was solved last."""
        sums = {name: self._stages.objective(name).coefficients for name in self._names if name != TIES}
        sums[TIES] = self._stages.tie_costs
        return SolverNumbers(self._stages.exact_arrays, sums, *self._stages.reduction.expansion)

    @property
    def exact(self) -> Exact:
        """The solver as it stands after the last plan."""
        return self._exact

    def solve_at(self, numbers: SolverNumbers, start: NearbyStand, control: Control = NEVER) -> None:
        """Solve all levels for numbers of the solver's own; ``exact`` has the point. Raises as ``solve`` does."""
        self._exact.move_to(numbers.arrays, start.basis)
        if not self._exact.lead(_together(numbers.sums, start.weights), control):
            raise NotNearError
        for coefficients in numbers.sums.values():
            if self._exact.minimise(coefficients, control) is None:
                raise NotNearError
        self._names = tuple(numbers.sums)

    def _minimised(self, start: NearbyStand, names: tuple[str, ...], control: Control) -> Floats:
        """Return the scaled point of the stages' program; ``NotNearError`` if the solver finds none."""
        self._names = (*names, TIES)
        self.solve_at(self.numbers, start, control)
        return self._stages.whole(self._exact.columns)


def _levels(stages: Stages, parameters: Parameters) -> tuple[str, ...]:
    """Return the names of all levels in their order; one that counts nothing is at its best anyhow."""
    first = [one.name for one in OBJECTIVES if one.place < SAVING]
    return (*first[:1], "unfunded", *first[1:], *(name for _, name in following(stages.program, parameters.policy)))


def _together(sums: Mapping[str, Floats], by: Mapping[str, float]) -> Floats:
    """Return the weighted sum of objectives, each with a largest coefficient of one; an unknown one weighs as the next."""
    found, weight = np.zeros_like(next(iter(sums.values()))), 0.0
    for name, coefficients in reversed(list(sums.items())):
        largest = float(np.abs(coefficients).max(initial=0.0))
        weight = by.get(name, weight)
        if largest > 0.0:
            found += weight / largest * coefficients
    return found


def weights(names: tuple[str, ...], traced: tuple[Traced, ...]) -> dict[str, float]:
    r"""Return how heavy each level must be in one sum for a basis at which they are best in turn to be best for the sum.

    ``traced`` says of each level, in their order, what one unit more of a column, or of a row's side, adds to it at the
    basis, $d_{kj}$. What moves off its side $j$ makes the first level worse at which it has a price, and may better
    later ones. With $s_j$ the sign of that price and $k(j)$ its level, the weights are, from the last level on,

    $$
    w_k = \max\Bigl(w_{k+1},\ 2 \max_{j:\,k(j)=k} \frac{-\sum_{l>k} w_l\, s_j d_{lj}}{|d_{kj}|}\Bigr)
    $$

    The largest of them is 1.
    """
    prices = np.array([np.concatenate([one.columns, one.rows]) for one in traced])
    free = np.concatenate([traced[0].free_columns, traced[0].free_rows])
    priced = np.abs(prices) > PRICED
    first = np.where(priced.any(axis=0) & free, priced.argmax(axis=0), len(prices))
    sign = np.sign(prices[np.minimum(first, len(prices) - 1), np.arange(prices.shape[1])])
    later, weight = np.zeros(prices.shape[1]), 1.0
    found = {}
    for level in reversed(range(len(prices))):
        at = first == level
        outweighed = -later[at] / np.abs(prices[level, at])
        weight = max(weight, MARGIN * float(outweighed.max(initial=0.0)))
        later += weight * sign * prices[level]
        found[names[level]] = weight
    return {name: one / weight for name, one in found.items()}
