"""Earmarks: how much of one donor's money may go to a scope at most, and how much may go nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit


def earmark_limit(m: Decisions, d: Inputs, e: str, t: int) -> Comparison:
    r"""A donor pays no more on the scope of an earmark than its limit.

    $$
    \sum_{\ell \in \text{scope}_e} \mathit{grant}_{d(e),\ell,t} \le \mathit{earmark\_amount}_{e,t}
    $$
    """
    return _granted(m, d, e, t) <= d.earmark_amount[e, t]


def earmark_reserve(m: Decisions, d: Inputs, e: str, t: int) -> Comparison:
    r"""Money that is reserved for a scope is spent there, or is not spent at all.

    $$
    \sum_{\ell \in \text{scope}_e} \mathit{grant}_{d(e),\ell,t} + \sum_{e' \subseteq e} \mathit{unspent}_{e',t}
    \ge \mathit{reserved}_{e,t}
    $$

    Reserves of one donor lie apart or inside one another: money of an inner one counts for the outer one, spent or not.
    `reserved` is the amount of the earmark, cut in proportion with the donor's others where they come to more than arrives.
    """
    inner = d.reserves_within[e]
    return _granted(m, d, e, t) + sum(m.unspent[one, t] for one in inner if (one, t) in m.unspent) >= d.reserved[e, t]


def earmark_lapse(m: Decisions, d: Inputs, g: str, t: int) -> Comparison:
    r"""What is reserved and not spent is lost: it is neither spent on anything else nor carried over.

    $$
    \sum_{e:\,d(e) = d} \mathit{unspent}_{e,t} \le \mathit{lapsed}_{d,t}
    $$

    So whatever a donor carries, and whatever it spends outside its reserved scopes, comes from money that is not reserved:
    carrying it over takes no mark off. The rows never contradict others: all of `reserved` arrives in the year, and may
    lapse.
    """
    mine = (e for e in d.reserves_of[g] if (e, t) in m.unspent)
    return sum(m.unspent[e, t] for e in mine) <= m.lapsed[g, t]


def portion(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""What a donor pays on lines that it alone tells apart is no more than they cost.

    $$
    \mathit{grant}_{d,q,t} \le \sum_{b \in q} \mathit{cost}_{b,t}
    $$

    There are such rows in the reduced layout only, where everybody else pays the class of these lines as a whole.
    """
    found = next(one for one in d.layout.portions if one.name == q)
    return m.grant[found.donor, q, t] <= sum(m.cost[b.name, b.category, t] for b in found.blocks)


def _granted(m: Decisions, d: Inputs, earmark: str, year: int) -> Expression:
    donor = d.parameters.earmarks.earmark_donor[earmark]
    return sum(m.grant[donor, f, year] for f in d.marked[earmark])


def limits(d: Inputs) -> Iterator[Index]:
    """Yield (earmark, year) of limits on what the donor may fund."""
    marks = d.parameters.earmarks
    return ((e, t) for e in marks.earmarks if not marks.is_reserve[e] and d.marked[e]
            for t in d.years if isfinite(d.earmark_amount[e, t]))


def reserves(d: Inputs) -> Iterator[Index]:
    """Yield (earmark, year) of reserved amounts."""
    marks = d.parameters.earmarks
    return ((e, t) for e in marks.earmarks if marks.is_reserve[e] for t in d.years if d.earmark_amount[e, t] > 0.0)


def _reserving(d: Inputs) -> Iterator[Index]:
    """Yield (donor, year) in which some of a donor's money is reserved."""
    donor = d.parameters.earmarks.earmark_donor
    return iter(dict.fromkeys((donor[e], t) for e, t in reserves(d)))


DECISIONS = (
    Decision("unspent", "Reserved money unused", Unit.MONEY, (Axis.EARMARK, Axis.YEAR), reserves,
             "Money reserved by an earmark that is not spent in its scope, and lapses.", Taken.FOLLOWS,
             uncounted="What is granted counts, and what nobody pays for want of it."),
)

FAMILIES = (
    Family("portion", "Portions of a donor", Unit.MONEY, (Axis.PORTION, Axis.YEAR),
           lambda d: ((p.name, t) for p in d.layout.portions for t in d.years), portion),
    Family("earmark_limit", "Earmarks", Unit.MONEY, (Axis.EARMARK, Axis.YEAR), limits, earmark_limit,
           gives_way="Limit of an earmark"),
    Family("earmark_reserve", "Reserved money", Unit.MONEY, (Axis.EARMARK, Axis.YEAR), reserves, earmark_reserve,
           gives_way="Reserve of an earmark"),
    Family("earmark_lapse", "Reserved money that lapses", Unit.MONEY, (Axis.GROUP, Axis.YEAR), _reserving, earmark_lapse),
)
