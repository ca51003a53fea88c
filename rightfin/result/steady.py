"""Keeping a force up for good: what the last year's force costs the state alone, and how much of it that keeps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.lines import OF_A_CADRE, Head
from rightfin.lp.inputs import Inputs
from rightfin.lp.steady import never_end, number, of_a_cadre, of_kit, training_for, wear_of


@dataclass(frozen=True)
class Steady:
    """The last year shown, kept up for good without donors and without the reserve; money in currency of that year.

    ``cost`` is what the year's force costs then, ``fixed`` what is due whatever its size, contracts that go on and running
    costs, ``ceiling`` what the state may spend; ``strength`` is the number of people whom the plan pays in that year.
    """

    cost: float
    fixed: float
    ceiling: float
    strength: float

    @property
    def margin(self) -> float:
        """What is left of the ceiling, below zero what is missing."""
        return self.ceiling - self.fixed - self.cost

    @property
    def kept(self) -> float:
        """The share of the force that the ceiling keeps up for good, from 0 to 1, each cadre cut alike."""
        left = max(0.0, self.ceiling - self.fixed)
        return 1.0 if self.cost <= left else left / self.cost

    @property
    def persons(self) -> float:
        """The people whom the ceiling keeps up for good."""
        return self.kept * self.strength


def steady_state(
    d: Inputs, strength: Mapping[str, float], supported: Mapping[str, float], hollow: Mapping[str, float]
) -> Steady | None:
    """Return what it takes to keep up the force of the last year shown; ``None`` where pensions never end.

    The three are persons by cadre in that year: paid; supported, all who are there where the cadre serves no need; and
    there but not supported although the case asks for it. What is counted is said in ``rightfin.lp.steady``.
    """
    year, cost = d.parameters.horizon.end, 0.0
    equipped = {cadre: supported.get(cadre, 0.0) + hollow.get(cadre, 0.0) for cadre in strength}
    for cadre, persons in strength.items():
        if persons > 0.0 and never_end(d, cadre, year):
            return None
        pay, support, training, pensions = (
            number(of_a_cadre(d, category, cadre, year, persons, equipped[cadre])) for category in OF_A_CADRE
        )
        of = d.parameters.people.institution_of[cadre]
        cost += pay * d.gross_up[of, "pay", year]
        cost += (support + (training + pensions)) * d.gross_up[of, "operations", year]
    for asset, cadre in d.parameters.equipment.uses:
        cost += number(of_kit(d, asset, cadre, year, sum(wear_of(d, asset, year)), equipped.get(cadre, 0.0)))
    return Steady(
        cost=cost,
        fixed=math.fsum(line.last for line in d.parameters.commitments if line.goes_on)
        + math.fsum(d.running_on[line, year] for line in d.parameters.lines),
        ceiling=d.ceiling[year],
        strength=math.fsum(strength.values()),
    )


def base_year_costs(d: Inputs) -> dict[Head, float]:
    """Return what keeping up the force of the base year costs a year, all present supported, by head, in its currency.

    Pay; support, and upkeep of the kit that these people use (operations); training of leavers; replacement of that kit
    (capital); pensions of those who draw one (benefits); leakage included; and running costs. Committed money is not in it.
    It is computed from what the case says of people, kit and running costs, nothing of it is observed. What the case prices
    from the first planning year on is deflated. Heads that cost nothing are left out.
    """
    d = d.origin
    people, held, first = d.parameters.people, d.parameters.equipment, d.first
    deflator = d.deflator[first]
    parts: dict[Head, list[float]] = {(i, c): [] for i in people.institutions for c in d.parameters.categories}
    for cadre, persons in d.opening_strength.items():
        of = people.institution_of[cadre]
        parts[of, "pay"].append(d.base_pay[cadre] * persons)
        parts[of, "operations"].append(d.base_support[cadre] * d.present[cadre, first] * persons)
        training = number(training_for(d, cadre, first, d.attrition[cadre, first] * persons))
        parts[of, "training"].append(training / deflator)
        pensions = d.pension[cadre, first] * d.opening_pensioners[cadre]
        parts[of, "benefits"].append(pensions / deflator)
    for asset, cadre in held.uses:
        units = held.units_per_head[asset, cadre, first]
        of = held.institution_of[asset]
        worth = d.price[asset, first] / deflator * units * d.present[cadre, first] * d.opening_strength[cadre]
        parts[of, "operations"].append(worth * d.upkeep[asset, first])
        parts[of, "capital"].append(worth / d.life[asset])
    costs = {head: math.fsum(amounts) * d.gross_up[*head, first] for head, amounts in parts.items()}
    for line in d.parameters.lines:
        costs[line.institution, line.category] += d.running[line, d.parameters.horizon.base]
    return {head: cost for head, cost in costs.items() if cost > 0.0}
