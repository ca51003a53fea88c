"""Readiness: people, the support that makes them effective, and the equipment they use."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import SUPPORTED, UNSUPPORTED, by_cadre
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def supported(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    """Return the supported strength of a cadre: on all needs that it serves, at the stages that it works, standing by."""
    working: Expression = sum(m.assigned[cadre, h, year, SUPPORTED] for h in d.serves[cadre])
    if cadre in d.stages_of:
        working = working + sum(m.posted[cadre, q, year, SUPPORTED] for q in d.stages_of[cadre])
    return working + m.standby[cadre, year] if (cadre, year) in m.standby else working


def assignment(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""A person counts once: time on one need, or at one stage of the justice chain, is not available for another.

    $$
    \sum_{h,s} \mathit{assigned}_{k,h,t,s} + \sum_{q,s} \mathit{posted}_{k,q,t,s} + \mathit{standby}_{k,t}
    \le (1 - \mathit{ghosts}_{i(k),t})\,\mathit{strength}_{k,t}
    $$

    Ghosts are paid and not there: they deliver nothing.

    Where a cadre may supply only a share of a need, more may be paid than can be assigned; those stand by, supported
    like the others, and would otherwise count as hollow while money lies idle.
    """
    unsupported: Expression = 0.0
    if d.unsupported_effect[k, t] > 0.0:
        unsupported = sum(m.assigned[k, h, t, UNSUPPORTED] for h in d.serves[k])
        if k in d.stages_of:
            unsupported = unsupported + sum(m.posted[k, q, t, UNSUPPORTED] for q in d.stages_of[k])
    return supported(m, d, k, t) + unsupported <= d.present[k, t] * m.strength[k, t]


def readiness(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""At least a share of those who are there is also supported; what is missing makes the force hollow.

    $$
    \mathit{supported}_{k,t} + \mathit{hollow}_{k,t}
    \ge \mathit{support\_floor}_{k,t}\,(1 - \mathit{ghosts}_{i(k),t})\,\mathit{strength}_{k,t}
    $$

    $$
    \mathit{supported}_{k,t} = \sum_h \mathit{assigned}_{k,h,t,\text{supported}}
    + \sum_q \mathit{posted}_{k,q,t,\text{supported}} + \mathit{standby}_{k,t}
    $$
    """
    return supported(m, d, k, t) + m.hollow[k, t] >= d.support_floor[k, t] * (d.present[k, t] * m.strength[k, t])


def equipment(m: Decisions, d: Inputs, a: str, t: int) -> Comparison:
    r"""Supported people have the equipment that they need.

    $$
    \sum_k \mathit{units\_per\_head}_{a,k,t}\,\mathit{supported}_{k,t} \le \mathit{stock}_{a,t}
    $$
    """
    users = d.users[a]
    return sum(d.units_per_head[a, k, t] * supported(m, d, k, t) for k in users) <= m.stock[a, t]


def asset_flow(m: Decisions, d: Inputs, a: str, t: int) -> Comparison:
    r"""Stock is last year's, less what wears out, plus what is bought or accepted as a gift, less what is disposed of.

    $$
    \mathit{stock}_{a,t} = (1 - 1/\mathit{life}_a)\,\mathit{stock}_{a,t-1} + \mathit{bought}_{a,t}
    + \sum_{g:\,a(g) = a} \mathit{accepted}_{g,t} - \mathit{retired}_{a,t}
    $$

    Of a gift any part may be refused: between nothing and what is `offered` is accepted. What is accepted costs nothing,
    is bounded by no limit on purchases, and is kept up like anything that was bought.
    """
    last = m.stock[a, t - 1] if t > d.first else d.opening_stock[a]
    gifts = sum(m.accepted[g, t] for g, asset in d.parameters.in_kind.gift_asset.items() if asset == a)
    return m.stock[a, t] == (1.0 - 1.0 / d.life[a]) * last + m.bought[a, t] + gifts - m.retired[a, t]


def absorption(m: Decisions, d: Inputs, a: str, t: int) -> Comparison:
    r"""No more is bought in a year than can be absorbed.

    $$
    \mathit{bought}_{a,t} \le \mathit{max\_purchase}_{a,t}
    $$
    """
    return m.bought[a, t] <= d.max_purchase[a, t]


def _assigned(d: Inputs) -> Iterator[Index]:
    for k, needs in d.serves.items():
        states = {t: (SUPPORTED, UNSUPPORTED) if d.unsupported_effect[k, t] > 0.0 else (SUPPORTED,) for t in d.years}
        yield from ((k, h, t, s) for h in needs for t in d.years for s in states[t])


def _standby(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that may supply only a part of a need and so cannot always be assigned."""
    limited = {(k, t) for k, _, t in d.max_share}
    return ((k, t) for k, t in by_cadre(d) if (k, t) in limited and d.on(Switch.TEAM))


def _by_gift(d: Inputs) -> Iterator[Index]:
    """Yield (gift, year)."""
    return ((g, t) for g in d.parameters.in_kind.gifts for t in d.years)


def _offered(d: Inputs, gift: str, year: int) -> float | None:
    return d.offered[gift, year]


def _needs_support(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where part of the strength must be supported."""
    return ((k, t) for k, t in by_cadre(d) if k in d.serves and d.support_floor[k, t] > 0.0)


def _by_asset(d: Inputs) -> Iterator[Index]:
    """Yield (asset, year)."""
    return ((a, t) for a in d.parameters.equipment.assets for t in d.years)


DECISIONS = (
    Decision("assigned", "Strength on a need", Unit.PERSONS, (Axis.CADRE, Axis.NEED, Axis.YEAR, Axis.STATE), _assigned,
             "Strength working on a need, supported or only paid.", Taken.IN_ITS_YEAR,
             uncounted="What it leaves unmet counts."),
    Decision("standby", "Standing by", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _standby,
             "Strength supported but on no need, where a limited share of cover leaves people over.", Taken.IN_ITS_YEAR,
             uncounted="What it costs counts."),
    Decision("hollow", "Paid but not supported", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _needs_support,
             "People paid but not supported, beyond what the case accepts.", Taken.FOLLOWS),
    Decision("stock", "Assets", Unit.ASSETS, (Axis.ASSET, Axis.YEAR), _by_asset,
             "Units in service.", Taken.FOLLOWS,
             uncounted="What it costs counts, and the support that it leaves out."),
    Decision("bought", "Purchases", Unit.ASSETS, (Axis.ASSET, Axis.YEAR), _by_asset,
             "Units bought in the year.", Taken.AHEAD,
             uncounted="What it costs counts."),
    Decision("accepted", "Gifts accepted", Unit.ASSETS, (Axis.GIFT, Axis.YEAR), _by_gift,
             "Units of a gift in kind that are accepted; never more than offered.", Taken.AHEAD, _offered,
             uncounted="What it costs to keep counts, and the support that it makes possible."),
    Decision("retired", "Disposals", Unit.ASSETS, (Axis.ASSET, Axis.YEAR), _by_asset,
             "Units disposed of before they wear out.", Taken.AHEAD,
             uncounted="The support that is then left out counts."),
)

FAMILIES = (
    Family("assignment", "Assignment of people", Unit.PERSONS, (Axis.CADRE, Axis.YEAR),
           lambda d: ((k, t) for k in d.serves for t in d.years), assignment),
    Family("readiness", "Readiness", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _needs_support, readiness),
    Family("equipment", "Equipment", Unit.ASSETS, (Axis.ASSET, Axis.YEAR),
           lambda d: ((a, t) for a in dict.fromkeys(a for a, _ in d.parameters.equipment.uses) for t in d.years),
           equipment, Switch.EQUIPMENT),
    Family("asset_flow", "Flow of assets", Unit.ASSETS, (Axis.ASSET, Axis.YEAR), _by_asset, asset_flow),
    Family("absorption", "Absorption of purchases", Unit.ASSETS, (Axis.ASSET, Axis.YEAR),
           lambda d: ((a, t) for (a, t), limit in d.max_purchase.items() if isfinite(limit)),
           absorption, Switch.EQUIPMENT, gives_way="Purchases"),
)
