"""Readiness: people, the support that makes them effective, and the equipment they use."""

from __future__ import annotations

from typing import Any

import numpy as np

from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Family, Unit
from rightfin.lp.variables import SUPPORTED, UNSUPPORTED, by_asset, needs_support


def supported(m: Any, d: Inputs, cadre: str, year: int) -> Any:
    """Return the supported strength of a cadre: on all needs that it serves, and standing by."""
    working = sum(m.assigned[cadre, h, year, SUPPORTED] for h in d.serves[cadre])
    return working + m.standby[cadre, year] if (cadre, year) in m.standby else working


def assignment(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""A person counts once: time on one need is not available for another.

    $$
    \sum_{h,s} \mathit{assigned}_{k,h,t,s} + \mathit{standby}_{k,t} \le \mathit{strength}_{k,t}
    $$

    Where a cadre may supply only a share of a need, more may be paid than can be assigned; those stand by, supported
    like the others, and would otherwise count as hollow while money lies idle.
    """
    unsupported = 0.0
    if d.unsupported_effect[k] > 0.0:
        unsupported = sum(m.assigned[k, h, t, UNSUPPORTED] for h in d.serves[k])
    return supported(m, d, k, t) + unsupported <= m.strength[k, t]


def readiness(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""At least a share of those who are paid is also supported; what is missing makes the force hollow.

    $$
    \mathit{supported}_{k,t} + \mathit{hollow}_{k,t}
    \ge \mathit{support\_floor}_k\,\mathit{strength}_{k,t} \qquad
    \mathit{supported}_{k,t} = \sum_h \mathit{assigned}_{k,h,t,\text{supported}} + \mathit{standby}_{k,t}
    $$
    """
    return supported(m, d, k, t) + m.hollow[k, t] >= d.support_floor[k] * m.strength[k, t]


def equipment(m: Any, d: Inputs, a: str, t: int) -> Any:
    r"""Supported people have the equipment that they need.

    $$
    \sum_k \mathit{units\_per\_head}_{a,k}\,\mathit{supported}_{k,t} \le \mathit{stock}_{a,t}
    $$
    """
    used = d.parameters.equipment.units_per_head
    return sum(units * supported(m, d, k, t) for (asset, k), units in used.items() if asset == a) <= m.stock[a, t]


def asset_flow(m: Any, d: Inputs, a: str, t: int) -> Any:
    r"""Stock is last year's, less what wears out, plus what is bought, less what is disposed of.

    $$
    \mathit{stock}_{a,t} = (1 - 1/\mathit{life}_a)\,\mathit{stock}_{a,t-1} + \mathit{bought}_{a,t}
    - \mathit{retired}_{a,t}
    $$
    """
    place = d.parameters.equipment.assets.index(a)
    kept = 1.0 - 1.0 / float(d.parameters.equipment.life[place])
    last = m.stock[a, t - 1] if t > d.first else float(d.parameters.equipment.opening_stock[place])
    return m.stock[a, t] == kept * last + m.bought[a, t] - m.retired[a, t]


def absorption(m: Any, d: Inputs, a: str, t: int) -> Any:
    r"""No more is bought in a year than can be absorbed.

    $$
    \mathit{bought}_{a,t} \le \mathit{max\_purchase}_a
    $$
    """
    place = d.parameters.equipment.assets.index(a)
    return m.bought[a, t] <= float(d.parameters.equipment.max_purchase[place])


FAMILIES = (
    Family("assignment", "Assignment of people", Unit.PERSONS,
           lambda d: ((k, t) for k in d.serves for t in d.years), assignment),
    Family("readiness", "Readiness", Unit.PERSONS, needs_support, readiness),
    Family("equipment", "Equipment", Unit.ASSETS,
           lambda d: ((a, t) for a in dict.fromkeys(a for a, _ in d.parameters.equipment.units_per_head)
                      for t in d.years),
           equipment, "equipment"),
    Family("asset_flow", "Flow of assets", Unit.ASSETS, by_asset, asset_flow),
    Family("absorption", "Absorption of purchases", Unit.ASSETS,
           lambda d: ((a, t) for a, limit in zip(d.parameters.equipment.assets,
                                                 d.parameters.equipment.max_purchase.tolist(), strict=True)
                      if np.isfinite(limit) for t in d.years),
           absorption, "equipment"),
)
