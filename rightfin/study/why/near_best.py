"""All plans that keep what is promised and cover needs nearly as well as the best plan."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.objectives import objective_named
from rightfin.lp.program import Label, Program
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Level, Solution
from rightfin.solve.sums import EquallyGood
from rightfin.study.why.aggregates import value_of
from rightfin.study.why.quantities import LinearSum

NEEDS = "needs"


class NearBest:
    r"""All plans within a stated loss of the best coverage, on one live solver, and sums of decisions over them.

    A plan $x$ is one of them if all rows of the case hold, it is no worse than the best plan $x^*$ at any part of level 1
    (what is promised), and at level 2

    $$
    \mathit{needs}(x) \le \mathit{needs}(x^*) + \mathit{loss} \cdot \mathit{covered}(x^*)
    \qquad
    \mathit{covered}(x^*) = \sum_t \mathit{discount}_t \sum_h \frac{\mathit{weight}_h\,\mathit{penalty}_{h,1}}
    {\mathit{base\_demand}_h} \Bigl( \sum_r \mathit{need}_{h,r,t} - \sum_{r,g} \mathit{unmet}^*_{h,r,t,g} \Bigr)
    $$

    over all years planned, the tail included. So the loss is what level 2 would count if that share of all that the best
    plan covers, of every need in every year alike, went missing where a shortage weighs least ($\mathit{penalty}_{h,1}$).
    It is one sum: it may fall on one need in one year, and less may be lost where shortages are severe already and weigh
    more. Nothing else slips. For one thread at a time.
    """

    def __init__(
        self, program: Program, parameters: Parameters, found: Solution, sums: Sequence[LinearSum], loss: float,
        control: Control = NEVER, *, bounded: Collection[int] = (),
    ) -> None:
        """``found`` is the best plan of the program, ``loss`` a share, ``bounded`` the places of the sums that ``between``
        may bound."""
        self._program, self._sums = program, tuple(sums)
        self.columns = found.columns
        self.covered = covered_of(program, parameters, found.columns)
        self._good = EquallyGood(program, parameters, ranking(found), found.columns,
                                 [total.terms for total in sums], control, bounded=bounded)
        self._constants = np.array([total.constant for total in sums])
        self.lose(loss)

    @property
    def solves(self) -> int:
        """How many optimisations were made."""
        return self._good.solves

    def lose(self, loss: float) -> None:
        """Let needs lose so much of what is covered from the next optimum on, without end for ``inf``."""
        self._good.allow(loss * self.covered if loss else 0.0)

    def between(self, place: int, least: float = -math.inf, greatest: float = math.inf) -> None:
        """Bound a sum from the next optimum on, in natural units."""
        constant = self._constants[place]
        self._good.between(place, least - constant, greatest - constant)

    def planned(self) -> Floats:
        """Return all sums in the plan itself, (sums,)."""
        at = dict(zip(self._program.columns, self.columns.tolist(), strict=True))
        return np.array([value_of(total, at) for total in self._sums])

    def range_of(self, place: int) -> tuple[float, float]:
        """Return the least and the greatest value of a sum, each found by one solve."""
        return self.least({place: 1.0}) + 0.0, 0.0 - self.least({place: -1.0})

    def least(self, weights: Mapping[int, float]) -> float:
        """Return the least value of a weighted sum of sums, by place; raises as ``EquallyGood.least`` does."""
        chosen = np.zeros(len(self._sums))
        chosen[list(weights)] = list(weights.values())
        return self._good.least(chosen) + float(chosen @ self._constants)

    def values(self) -> Floats:
        """Return all sums at the last optimum, (sums,), in natural units: those of one plan."""
        found: Floats = self._good.values() + self._constants
        return found

    def point(self) -> Floats:
        """Return the decisions of the plan at the last optimum in natural units, (columns,)."""
        return self._good.point()


def ranking(found: Solution) -> tuple[Level, ...]:
    """Return the levels of a plan that say which of two plans is better: those of what is promised, and needs."""
    return tuple(level for level in found.settled or found.levels if _ranks(level))


def _ranks(level: Level) -> bool:
    try:
        return objective_named(level.name).ranks
    except ValueError:  # ties, which are no objective
        return False


def level_value(program: Program, name: str, columns: Floats) -> float:
    """Return the value of a level at decisions in natural units."""
    objective = program.objectives[name]
    return (float(objective.coefficients @ (columns / program.column_scale)) + objective.offset) * objective.scale


def level_sum(program: Program, name: str, kinds: Collection[Label] | None = None) -> LinearSum:
    """Return a level as a sum of decisions in natural units, or the part of it that some decisions are."""
    objective = program.objectives[name]
    by = objective.coefficients * objective.scale / program.column_scale
    terms = {program.columns[place]: float(by[place]) for place in np.flatnonzero(by).tolist()}
    if kinds is None:
        return LinearSum(terms, objective.offset * objective.scale)
    return LinearSum({label: value for label, value in terms.items() if label in kinds})


def covered_of(program: Program, parameters: Parameters, columns: Floats, needs: Collection[str] | None = None) -> float:
    """Return what a plan covers as ``NearBest`` says, of all needs or of some; ``columns`` are in natural units."""
    p, discount = parameters.needs, parameters.fiscal.discount
    chosen = p.needs if needs is None else [need for need in p.needs if need in needs]
    by = {
        need: float(p.weight[place]) * p.bands[need][0][1] / float(p.base_demand[place])
        for place, need in enumerate(p.needs) if need in chosen
    }
    needed = math.fsum(by[need] * float(p.need[p.needs.index(need)].sum(axis=0) @ discount) for need in by)
    at = dict(zip(parameters.horizon.years, discount.tolist(), strict=True))
    unmet = math.fsum(
        by[label[1][0]] * at[label[1][2]] * value
        for label, value in zip(program.columns, columns.tolist(), strict=True)
        if label[0] == "unmet" and label[1][0] in by
    )
    return max(needed - unmet, 0.0)
