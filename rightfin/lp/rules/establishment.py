"""Establishment: least and greatest strength of a cadre, soft unless marked hard."""

from __future__ import annotations

from typing import Any

from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Family, Unit
from rightfin.lp.variables import by_cadre


def minimum_strength(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""Strength reaches its least value; what is missing to a soft one counts in the level *limits*.

    $$
    \mathit{strength}_{k,t} + \mathit{below}_{k,t} \ge \mathit{min\_strength}_{k,t}
    $$
    """
    below = m.below[k, t] if (k, t) in m.below else 0.0
    return m.strength[k, t] + below >= d.min_strength[k, t]


def maximum_strength(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""Strength stays within its greatest value; what exceeds a soft one counts in the level *limits*.

    $$
    \mathit{strength}_{k,t} - \mathit{above}_{k,t} \le \mathit{max\_strength}_{k,t}
    $$
    """
    above = m.above[k, t] if (k, t) in m.above else 0.0
    return m.strength[k, t] - above <= d.max_strength[k, t]


FAMILIES = (
    Family("minimum_strength", "Least strength", Unit.PERSONS,
           lambda d: ((k, t) for k, t in by_cadre(d) if d.min_strength[k, t] > 0.0), minimum_strength,
           "strength_limits"),
    Family("maximum_strength", "Greatest strength", Unit.PERSONS,
           lambda d: ((k, t) for k, t in by_cadre(d) if d.max_strength[k, t] >= 0.0), maximum_strength,
           "strength_limits"),
)
