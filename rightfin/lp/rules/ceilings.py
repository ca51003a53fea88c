"""Ceilings and floors of parts of the budget: own money on some lines, at most or at least."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.money import own_on


def part_ceiling(m: Decisions, d: Inputs, part: str, t: int) -> Comparison:
    r"""The state spends no more on a part of the budget than its ceiling.

    $$
    \sum_{w,\,\ell \in \text{part}_n} \mathit{own}_{w,\ell,t} \le \mathit{part\_limit}_{n,t}
    $$

    What donors pay on these lines does not count, nor what other payers do where the ceiling names one. Clearing old debts
    does not count either: they have no lines.
    """
    return _own(m, d, part, t) <= d.part_limit[part, t]


def part_floor(m: Decisions, d: Inputs, part: str, t: int) -> Comparison:
    r"""The state spends at least a floor on a part of the budget; what is missing weighs as a soft rule does.

    $$
    \sum_{w,\,\ell \in \text{part}_n} \mathit{own}_{w,\ell,t} + \mathit{part\_limit}_{n,t}\,\mathit{part\_miss}_{n,t}
    \ge \mathit{part\_limit}_{n,t}
    $$
    """
    floor = d.part_limit[part, t]
    return _own(m, d, part, t) + floor * m.part_miss[part, t] >= floor


def _own(m: Decisions, d: Inputs, part: str, year: int) -> Expression:
    lines = frozenset(d.parameters.parts.part_lines[part])
    classes = (f.name for f in d.layout.classes if f.lines[0] in lines)
    return own_on(m, d, classes, year, d.parameters.parts.part_payer.get(part))


def _ceilings(d: Inputs) -> Iterator[Index]:
    """Yield (part, year) of ceilings on lines that can cost anything."""
    return ((part, t) for part, t in _limited(d) if not d.parameters.parts.is_floor[part])


def _floors(d: Inputs) -> Iterator[Index]:
    """Yield (part, year) of floors that ask for anything, on lines that can cost anything."""
    return ((part, t) for part, t in _limited(d) if d.parameters.parts.is_floor[part] and d.part_limit[part, t] > 0.0)


def _limited(d: Inputs) -> Iterator[tuple[str, int]]:
    parts = d.parameters.parts
    costing = {f.lines[0] for f in d.layout.classes}
    for part in parts.parts:
        if not costing.isdisjoint(parts.part_lines[part]):
            yield from ((part, t) for t in d.years if isfinite(d.part_limit[part, t]))


DECISIONS = (
    Decision("part_miss", "Floor of a part missed by", Unit.SHARE, (Axis.PART, Axis.YEAR), _floors,
             "How far own money on a part of the budget stays below its floor, as a share of the floor.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("part_ceiling", "Ceilings by part", Unit.MONEY, (Axis.PART, Axis.YEAR), _ceilings, part_ceiling,
           gives_way="Ceiling of a part"),
    Family("part_floor", "Floors by part", Unit.MONEY, (Axis.PART, Axis.YEAR), _floors, part_floor,
           gives_way="Floor of a part"),
)
