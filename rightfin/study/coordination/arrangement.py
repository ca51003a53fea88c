"""Ways in which donors give, and what the plan of each one comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rightfin.case.lines import Line
from rightfin.fiscal.pool import funded_by
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Axis
from rightfin.lp.labels import columns_of
from rightfin.lp.program import Program
from rightfin.result.paid import broken_obligations
from rightfin.result.plan import Plan
from rightfin.solve.levels import Level, Solution
from rightfin.study.coordination.worth import Worth
from rightfin.study.rank import ranked


class Way(StrEnum):
    """How donors give."""

    EARMARKED = "earmarked"
    POOLED = "pooled"
    PERFECT = "pooled perfectly"


@dataclass(frozen=True)
class Arrangement:
    """One way to give, and the plan that it leads to; money by year in currency units at current prices, years shown.

    ``spent``, ``lost`` and ``fees`` are of all donors, those outside the pool included. ``lost`` lapses or melts when it is
    carried over.
    """

    way: Way
    plan: Plan
    levels: tuple[Level, ...]
    met: float
    """Share of needs met, each unit weighted as level 2 weighs it: 1 less unmet needs over what they would be if nobody
    covered any; discounted, tail included."""
    coverage: Mapping[int, float]
    spent: Mapping[int, float]
    lost: Mapping[int, float]
    fees: Mapping[int, float]
    lines: tuple[Line, ...]
    """Lines that every unit of members' money may fund; empty for ``earmarked``, where each has
    its own."""
    worth: Worth | None = None
    """How much more money under earmarks would do as well; ``None`` for ``earmarked`` itself."""

    @property
    def broken(self) -> float:
        """Broken obligations whatever is done: level 1a, discounted to base-year prices, tail included."""
        return broken_obligations(self.levels)

    @property
    def unmet(self) -> float:
        """Unmet needs and broken rules by weight and severity: level 2, tail included."""
        return ranked(self.levels)[-1]


def arrangement_of(
    way: Way, plan: Plan, inputs: Inputs, program: Program, found: Solution, pool: str | None
) -> Arrangement:
    """Return what a plan under one way to give comes to; ``pool`` is the id of the pool, if there is one."""
    return Arrangement(
        way=way,
        plan=plan,
        levels=found.levels,
        met=share_met(inputs, program, found),
        coverage=_indicator(plan, "coverage"),
        spent=plan.tables["pledges"].by_year("spent"),
        lost=_indicator(plan, "donor_money_lost"),
        fees=plan.tables["pledges"].by_year("fee"),
        lines=tuple(sorted(funded_by(inputs.parameters.donors, pool))) if pool else (),
    )


def _indicator(plan: Plan, name: str) -> dict[int, float]:
    return plan.tables["indicators"].where("indicator", (name,)).by_year("value")


def share_met(inputs: Inputs, program: Program, found: Solution) -> float:
    """Return the share of needs met, weighted as level 2 weighs unmet ones; 1 where nothing is needed."""
    needs = inputs.parameters.needs
    weight = dict(zip(needs.needs, (needs.weight / needs.base_demand).tolist(), strict=True))
    whole = sum(
        inputs.discount[year] * weight[need] * width * penalty
        for (need, _, year), bands in inputs.layout.cells.bands.items() for width, penalty in bands
    )
    missed = sum(
        inputs.discount[at[Axis.YEAR]] * weight[at[Axis.NEED]] * needs.bands[at[Axis.NEED]][at[Axis.BAND]][1]
        * max(0.0, float(found.columns[place])) for place, at in columns_of(program, "unmet")
    )
    return 1.0 - missed / whole if whole > 0.0 else 1.0
