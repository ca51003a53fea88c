"""Capability: what people deliver, and which needs it covers."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import SUPPORTED, UNSUPPORTED
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def delivered(m: Decisions, d: Inputs, cadre: str, need: str, year: int) -> Expression:
    """Return the capability that a cadre delivers on a need: supported people in full, the others in part."""
    effect = d.effects[cadre, need, year]
    full = effect * m.assigned[cadre, need, year, SUPPORTED]
    part = d.unsupported_effect[cadre, year]
    return full + effect * part * m.assigned[cadre, need, year, UNSUPPORTED] if part > 0.0 else full


def capability(m: Decisions, d: Inputs, i: str, h: str, t: int) -> Comparison:
    r"""An institution covers no more than its people deliver.

    $$
    \sum_{r \in R_i} \mathit{cover}_{i,h,r,t} \le \sum_{k \in i} \mathit{effect}_{k,h,t}
    \left( \mathit{assigned}_{k,h,t,\text{supported}} + \varphi_{k,t}\,\mathit{assigned}_{k,h,t,\text{unsupported}} \right)
    $$

    A person without kit, fuel or rations delivers the fraction $\varphi$ of a supported one, so the plan sees a hollow
    force and chooses between more people and better supported people. $R_i$ are the regions that the institution serves.
    """
    people = d.parameters.people
    return sum(m.cover[i, h, r, t] for r in d.cells_of[i]) <= sum(
        delivered(m, d, k, h, t) for k in d.servers[h] if people.institution_of[k] == i
    )


def team(m: Decisions, d: Inputs, k: str, h: str, t: int) -> Comparison:
    r"""A cadre supplies at most a share of a need's cover, so that clerks do not replace judges.

    $$
    \mathit{effect}_{k,h,t} \sum_s \varphi_s\,\mathit{assigned}_{k,h,t,s}
    \le \mathit{max\_share}_{k,h,t} \sum_{r \in R_{i(k)}} \sum_i \mathit{cover}_{i,h,r,t}
    $$

    The cover that counts is that of the regions which its institution serves.
    """
    served = d.cells_of[d.parameters.people.institution_of[k]]
    whole = sum(m.cover[i, h, r, t] for i in d.suppliers[h] for r in served if r in d.cells_of[i])
    return delivered(m, d, k, h, t) <= d.max_share[k, h, t] * whole


def need(m: Decisions, d: Inputs, h: str, r: str, t: int) -> Comparison:
    r"""Need is covered by the state's institutions or from outside, or stays unmet.

    $$
    \sum_i \mathit{cover}_{i,h,r,t} + \mathit{external}_{h,r,t} + \sum_g \mathit{unmet}_{h,r,t,g}
    \ge \mathit{need}_{h,r,t} \qquad
    \mathit{unmet}_{h,r,t,g} \le \mathit{band\_width}_g\,\mathit{need}_{h,r,t}
    $$

    Only institutions that serve the region count. The bounds of the bands are bounds of the decisions. In the reduced
    layout a cell stands for all regions that the same institutions serve, for the nation where all serve all, and the bands
    are those of the ladder.
    """
    bands = range(len(d.layout.cells.bands[h, r, t]))
    covered = sum(m.cover[i, h, r, t] for i in d.suppliers[h] if r in d.cells_of[i])
    return covered + sum(m.unmet[h, r, t, g] for g in bands) >= d.layout.cells.shortage[h, r, t]


def _cover(d: Inputs) -> Iterator[Index]:
    return ((i, h, r, t) for h, found in d.suppliers.items() for i in found for r in d.cells_of[i] for t in d.years)


def _unmet(d: Inputs) -> Iterator[Index]:
    return ((h, r, t, g) for (h, r, t), bands in d.layout.cells.bands.items() for g in range(len(bands)))


DECISIONS = (
    Decision("cover", "Capability on a need", Unit.CAPABILITY, (Axis.INSTITUTION, Axis.NEED, Axis.CELL, Axis.YEAR), _cover,
             "Capability of an institution on a need in a cell.", Taken.FOLLOWS,
             uncounted="What it leaves unmet counts."),
    Decision("unmet", "Unmet need", Unit.CAPABILITY, (Axis.NEED, Axis.CELL, Axis.YEAR, Axis.BAND), _unmet,
             "Unmet need by shortfall band.", Taken.FOLLOWS, lambda d, h, r, t, g: d.layout.cells.bands[h, r, t][g][0]),
)

FAMILIES = (
    Family("capability", "Capability", Unit.CAPABILITY, (Axis.INSTITUTION, Axis.NEED, Axis.YEAR),
           lambda d: ((i, h, t) for h, found in d.suppliers.items() for i in found if d.cells_of[i] for t in d.years),
           capability,
           defines="cover"),
    Family("team", "Team", Unit.CAPABILITY, (Axis.CADRE, Axis.NEED, Axis.YEAR),
           lambda d: iter(d.max_share), team, Switch.TEAM),
    Family("need", "Need", Unit.CAPABILITY, (Axis.NEED, Axis.CELL, Axis.YEAR),
           lambda d: iter(d.layout.cells.shortage), need),
)
