"""Capability: what people deliver, and which needs it covers."""

from __future__ import annotations

from typing import Any

from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Family, Unit
from rightfin.lp.variables import SUPPORTED, UNSUPPORTED


def delivered(m: Any, d: Inputs, cadre: str, need: str, year: int) -> Any:
    """Return the capability that a cadre delivers on a need: supported people in full, the others in part."""
    effect = d.parameters.needs.effects[cadre, need]
    full = effect * m.assigned[cadre, need, year, SUPPORTED]
    part = d.unsupported_effect[cadre]
    return full + effect * part * m.assigned[cadre, need, year, UNSUPPORTED] if part > 0.0 else full


def capability(m: Any, d: Inputs, i: str, h: str, t: int) -> Any:
    r"""An institution covers no more than its people deliver.

    $$
    \sum_r \mathit{cover}_{i,h,r,t} \le \sum_{k \in i} \mathit{effect}_{k,h}
    \left( \mathit{assigned}_{k,h,t,\text{supported}} + \varphi_k\,\mathit{assigned}_{k,h,t,\text{unsupported}} \right)
    $$

    A person without kit, fuel or rations delivers the fraction $\varphi$ of a supported one, so the plan sees a hollow
    force and chooses between more people and better supported people.
    """
    people = d.parameters.people
    return sum(m.cover[i, h, r, t] for r in d.layout.cells) <= sum(
        delivered(m, d, k, h, t) for k in d.servers[h] if people.institution_of[k] == i
    )


def team(m: Any, d: Inputs, k: str, h: str, t: int) -> Any:
    r"""A cadre supplies at most a share of a need's cover, so that clerks do not replace judges.

    $$
    \mathit{effect}_{k,h} \sum_s \varphi_s\,\mathit{assigned}_{k,h,t,s}
    \le \mathit{max\_share}_{k,h} \sum_{i,r} \mathit{cover}_{i,h,r,t}
    $$
    """
    whole = sum(m.cover[i, h, r, t] for i in d.suppliers[h] for r in d.layout.cells)
    return delivered(m, d, k, h, t) <= d.parameters.needs.max_share[k, h] * whole


def need(m: Any, d: Inputs, h: str, r: str, t: int) -> Any:
    r"""Need is covered by the state's institutions or from outside, or stays unmet.

    $$
    \sum_i \mathit{cover}_{i,h,r,t} + \mathit{external}_{h,r,t} + \sum_g \mathit{unmet}_{h,r,t,g}
    \ge \mathit{need}_{h,r,t} \qquad
    \mathit{unmet}_{h,r,t,g} \le \mathit{band\_width}_g\,\mathit{need}_{h,r,t}
    $$

    The bounds of the bands are bounds of the decisions. In the reduced layout one cell stands for the nation and the
    bands are those of the ladder.
    """
    bands = range(len(d.layout.bands[h, r, t]))
    covered = sum(m.cover[i, h, r, t] for i in d.suppliers[h])
    return covered + sum(m.unmet[h, r, t, g] for g in bands) >= d.layout.shortage[h, r, t]


FAMILIES = (
    Family("capability", "Capability", Unit.CAPABILITY,
           lambda d: ((i, h, t) for h, found in d.suppliers.items() for i in found for t in d.years), capability,
           defines="cover"),
    Family("team", "Team", Unit.CAPABILITY,
           lambda d: ((k, h, t) for k, h in d.parameters.needs.max_share for t in d.years), team, "team"),
    Family("need", "Need", Unit.CAPABILITY, lambda d: iter(d.layout.shortage), need),
)
