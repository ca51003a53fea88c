"""Targets: how many people of a group there are, or join, at least or at most."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def target(m: Decisions, d: Inputs, name: str, t: int) -> Comparison:
    r"""A group has at least, or at most, as many people as its target says; so have those of it who join in the year.

    $$
    \text{people}_{n,t} + \text{size}_{n,t}\,\mathit{target\_miss}_{n,t} \ge \mathit{target\_level}_{n,t} \qquad
    \text{people}_{n,t} - \text{size}_{n,t}\,\mathit{target\_miss}_{n,t} \le \mathit{target\_level}_{n,t}
    $$

    $$
    \text{people}_{n,t} \in \left\{ \sum_{k \in \text{group}_n} \mathit{strength}_{k,t},
    \sum_{k \in \text{group}_n} (\mathit{hires}_{k,t} - \mathit{exits}_{k,t}),
    \sum_{k \in \text{group}_n} (1 - \mathit{ghosts}_{i(k),t})\,\mathit{strength}_{k,t} \right\}
    $$

    `size` is the target itself, so that a soft one is missed by a share; where it is nothing, the opening strength of the
    group, one person at least. A hard target is not missed. Recruits beside whom people of their cadre are dismissed count
    for no target of at least so many: nobody is trained to be dismissed. For at most so many all recruits count. A target
    per 100,000 inhabitants counts people who are there, the last of the three, and its level is the target times the
    inhabitants of the year.
    """
    targets = d.parameters.targets
    level = d.target_level[name, t]
    recruits, per_head = targets.measure[name] == "hires", targets.measure[name] == "per_100k"
    decisions = m.hires if recruits else m.strength
    people: Expression = sum(
        d.present[k, t] * decisions[k, t] if per_head else decisions[k, t] for k in targets.target_cadres[name]
    )
    if recruits and not targets.at_most[name]:
        people -= sum(m.exits[k, t] for k in targets.target_cadres[name] if (k, t) in m.exits)
    if (name, t) in m.target_miss:
        size = level or max(sum(d.origin.opening_strength[k] for k in targets.target_cadres[name]), 1.0)
        people += (-size if targets.at_most[name] else size) * m.target_miss[name, t]
    return people <= level if targets.at_most[name] else people >= level


def _rows(d: Inputs) -> Iterator[Index]:
    """Yield (target, year) where a target asks for anything."""
    targets = d.parameters.targets
    for name in targets.targets:
        for t in d.years:
            level = d.target_level[name, t]
            if isfinite(level) and (level > 0.0 or targets.at_most[name]):
                yield name, t


def _soft(d: Inputs) -> Iterator[Index]:
    return ((name, t) for name, t in _rows(d) if not d.parameters.targets.is_hard[name])


DECISIONS = (
    Decision("target_miss", "Target missed by", Unit.SHARE, (Axis.TARGET, Axis.YEAR), _soft,
             "How far a soft target is missed, as a share of it.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("target", "Targets", Unit.PERSONS, (Axis.TARGET, Axis.YEAR), _rows, target, Switch.COMPOSITION, hard=True,
           gives_way="Target"),
)
