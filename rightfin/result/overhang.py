"""Overhang: what keeping up what stands in a year costs beyond the ceiling and the money of donors who never leave."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from rightfin.lp.decisions import Decisions
from rightfin.lp.inputs import Inputs
from rightfin.lp.rules.sustained import kept_up, stay
from rightfin.lp.steady import going_on, number
from rightfin.result.allocate import Decided
from rightfin.result.point import Point


@dataclass(frozen=True)
class Overhang:
    """What stands in a year, kept up for good; money in currency of the year.

    ``cost`` is what that costs a year, ``fixed`` what of it is due whatever the head count, contracts that go on and
    running costs, ``lasting`` what donors who never leave would pay of it, ``ceiling`` what the state may spend;
    ``strength`` are the people paid in the year.
    """

    cost: float
    fixed: float
    lasting: float
    ceiling: float
    strength: float

    @property
    def amount(self) -> float:
        """What is missing each year; below zero, what is left."""
        return self.cost - self.lasting - self.ceiling

    @property
    def kept(self) -> float:
        """People whom ceiling and lasting money keep up, composed as in the year; more of them where there is room."""
        of_people = self.cost - self.fixed
        left = max(0.0, self.ceiling + self.lasting - self.fixed)
        return self.strength * left / of_people if of_people > 0.0 else math.nan


def overhang_of(d: Inputs, point: Point, year: int) -> Overhang:
    """Return the overhang of a planning year at a point."""
    decided = cast(Decisions, Decided(d, point))
    costs = {line: number(cost) for line, cost in kept_up(decided, d, year).items()}
    of_class = {f.name: math.fsum(costs.get(line, 0.0) for line in f.lines) for f in d.layout.classes}
    scope = d.parameters.donors.scope
    money = {g: float(d.net_disbursed[g, year]) for g in stay(d)}
    for g in (g for g in money if (g, year) in d.match):
        together = math.fsum(of_class[f.name] for f in d.layout.classes if f.lines[0] in scope[g])
        match = d.match[g, year]
        money[g] = min(money[g], d.untied[g, year] + match / (1.0 + match) * together)
    return Overhang(
        cost=math.fsum(costs.values()),
        fixed=math.fsum(amount for _, amount in going_on(d, year)),
        lasting=most_paid(money, of_class, {g: d.funds[g] for g in money}),
        ceiling=float(d.ceiling[year]),
        strength=math.fsum(number(decided.strength[cadre, year]) for cadre in d.parameters.people.cadres),
    )


def most_paid(money: Mapping[str, float], costs: Mapping[str, float], may_pay: Mapping[str, Iterable[str]]) -> float:
    """Return the most that givers can pay of costs, each within its money and only what it may pay.

    A payment is moved on where another giver needs its place, until no chain of moves pays more.
    """
    left, open_ = dict(money), dict(costs)
    paid: dict[tuple[str, str], float] = {}
    while chain := _chain(left, open_, paid, may_pay):
        back = [(chain[n + 1], chain[n]) for n in range(1, len(chain) - 1, 2)]
        most = min(left[chain[0]], open_[chain[-1]], *(paid[pair] for pair in back), math.inf)
        for n in range(0, len(chain), 2):
            paid[chain[n], chain[n + 1]] = paid.get((chain[n], chain[n + 1]), 0.0) + most
        for pair in back:
            paid[pair] -= most
        left[chain[0]] -= most
        open_[chain[-1]] -= most
    return math.fsum(paid.values())


def _chain(
    left: Mapping[str, float], open_: Mapping[str, float], paid: Mapping[tuple[str, str], float],
    may_pay: Mapping[str, Iterable[str]],
) -> list[str]:
    """Return the shortest chain giver, cost, giver, … cost by which more can be paid; empty if there is none."""
    chains = [[giver] for giver, amount in left.items() if amount > 0.0]
    givers, seen = {chain[0] for chain in chains}, set[str]()
    for chain in chains:
        for cost in may_pay[chain[-1]]:
            if cost in seen:
                continue
            seen.add(cost)
            if open_[cost] > 0.0:
                return [*chain, cost]
            for giver in left.keys() - givers:
                if paid.get((giver, cost), 0.0) > 0.0:
                    givers.add(giver)
                    chains.append([*chain, cost, giver])
    return []
