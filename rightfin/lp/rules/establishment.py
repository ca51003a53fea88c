"""Establishment: least and greatest strength of a cadre, soft unless marked hard."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison
from rightfin.lp.indices import by_cadre
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def minimum_strength(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""Strength reaches its least value; what is missing to a soft one counts in the level *limits*.

    $$
    \mathit{strength}_{k,t} + \mathit{below}_{k,t} \ge \mathit{min\_strength}_{k,t}
    $$
    """
    below = m.below[k, t] if (k, t) in m.below else 0.0
    return m.strength[k, t] + below >= d.min_strength[k, t]


def maximum_strength(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""Strength stays within its greatest value; what exceeds a soft one counts in the level *limits*.

    $$
    \mathit{strength}_{k,t} - \mathit{above}_{k,t} \le \mathit{max\_strength}_{k,t}
    $$
    """
    above = m.above[k, t] if (k, t) in m.above else 0.0
    return m.strength[k, t] - above <= d.max_strength[k, t]


def _soft_minimum(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) with a soft least strength."""
    return ((k, t) for k, t in by_cadre(d)
            if d.on(Switch.STRENGTH_LIMITS) and d.min_strength[k, t] > 0.0 and not d.min_hard[k])


def _soft_maximum(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) with a soft greatest strength."""
    return ((k, t) for k, t in by_cadre(d)
            if d.on(Switch.STRENGTH_LIMITS) and d.max_strength[k, t] >= 0.0 and not d.max_hard[k])


DECISIONS = (
    Decision("below", "Missing to a least strength", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _soft_minimum,
             "Strength missing to a soft least strength.", Taken.FOLLOWS),
    Decision("above", "Beyond a greatest strength", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _soft_maximum,
             "Strength beyond a soft greatest strength.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("minimum_strength", "Least strength", Unit.PERSONS, (Axis.CADRE, Axis.YEAR),
           lambda d: ((k, t) for k, t in by_cadre(d) if d.min_strength[k, t] > 0.0), minimum_strength,
           Switch.STRENGTH_LIMITS, hard=True, gives_way="Least strength"),
    Family("maximum_strength", "Greatest strength", Unit.PERSONS, (Axis.CADRE, Axis.YEAR),
           lambda d: ((k, t) for k, t in by_cadre(d) if d.max_strength[k, t] >= 0.0), maximum_strength,
           Switch.STRENGTH_LIMITS, hard=True, gives_way="Greatest strength"),
)
