"""What a force costs a year if it is kept up for good: the one definition that rows, glide and results share.

Everyone is paid; who is supported, or should be, has support and kit, whose upkeep and replacement (price / life) is paid;
everyone who leaves by attrition is replaced by a trained recruit; pensions stand at the level that attrition sustains;
running costs and committed money that go on are paid: what ends within the years planned, such as advisers of a reform, is
nothing to keep up. Kit that nobody uses, which no level of the plan decides, does not count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from rightfin.case.lines import OF_A_CADRE
from rightfin.lp.expression import Expression, Linear
from rightfin.lp.inputs import Inputs


def of_a_cadre(
    d: Inputs, category: str, cadre: str, year: int, persons: Expression, equipped: Expression
) -> Expression:
    """Return what keeping up a cadre costs a year in a category, before anything is lost and without its kit.

    ``persons`` are paid, ``equipped`` are supported or should be. Pensions that never end count nothing: they have no
    steady level (``never_end``).
    """
    if category == "pay":
        return d.pay[cadre, year] * persons
    if category == "operations":
        return d.support[cadre, year] * equipped
    leavers = d.attrition[cadre, year] * persons
    if category == "training":
        return training_for(d, cadre, year, leavers)
    ends, pension = d.pension_exit[cadre, year], d.pension[cadre, year]
    return pension * (d.retiring_share[cadre, year] * leavers / ends if pension > 0.0 and ends > 0.0 else 0.0)


def training_for(d: Inputs, cadre: str, year: int, leavers: Expression) -> Expression:
    """Return what training those costs who replace leavers of a cadre, before what is lost."""
    recruit = d.recruited[cadre]
    return d.training_cost[recruit, year] * leavers * d.trainees_for_leaver[recruit, year]


def never_end(d: Inputs, cadre: str, year: int) -> bool:
    """Return whether people of a cadre go on joining the pensioners, whom nobody leaves: nothing is steady then."""
    pays = d.pension[cadre, year] > 0.0 and d.pension_exit[cadre, year] == 0.0
    return pays and d.retiring_share[cadre, year] * d.attrition[cadre, year] > 0.0


def wear_of(d: Inputs, asset: str, year: int) -> tuple[float, float]:
    """Return what a unit in use costs a year as a share of its price: upkeep (operations) and replacement (capital)."""
    return d.upkeep[asset, year], 1.0 / d.life[asset]


def of_kit(d: Inputs, asset: str, cadre: str, year: int, share: float, equipped: Expression) -> Expression:
    """Return what a cadre's kit costs a year, waste included, where a unit costs ``share`` of its price."""
    held = d.parameters.equipment
    yearly = d.price[asset, year] * share * held.units_per_head[asset, cadre, year]
    return yearly * equipped * d.gross_up[held.institution_of[asset], "capital", year]


def of_the_first_year(d: Inputs) -> float:
    """Return the least that keeping up the force of the first planning year can cost, committed money left out.

    The force of the base year less attrition, ghosts struck off, retirements and the retrenchment that is allowed, plus who
    is integrated, but no fewer than a hard limit asks for. All of it is supported: nobody is to lose support who need not
    go.
    """
    people, year = d.parameters.people, d.first
    there = {}
    for cadre in people.cadres:
        opening = d.opening_strength[cadre]
        share = (1.0 - d.struck_off[cadre, year]) * (1.0 - d.attrition[cadre, year]) - d.max_exit_rate[cadre, year]
        share -= d.retires.get((cadre, d.first - 1, year), 0.0)
        stays = share * opening + d.integrated[cadre, year]
        least = d.min_strength[cadre, year]
        there[cadre] = max(stays, 0.0, least if d.min_hard[cadre] and math.isfinite(least) else 0.0)
    return of_a_force(d, year, there)


def of_the_opening_force(d: Inputs) -> float:
    """Return what keeping up the force of the base year would cost in the first planning year, committed money left out."""
    return of_a_force(d, d.first, {cadre: d.opening_strength[cadre] for cadre in d.parameters.people.cadres})


def of_a_force(d: Inputs, year: int, paid: Mapping[str, float]) -> float:
    """Return what keeping up people paid, by cadre, costs in a year, all supported, without what is due anyhow."""
    people, cost = d.parameters.people, []
    equipped = {cadre: d.present[cadre, year] * persons for cadre, persons in paid.items()}
    for cadre, persons in paid.items():
        for category in OF_A_CADRE:
            direct = number(of_a_cadre(d, category, cadre, year, persons, equipped[cadre]))
            cost.append(d.gross_up[people.institution_of[cadre], category, year] * direct)
    for asset, cadre in d.parameters.equipment.uses:
        cost.append(number(of_kit(d, asset, cadre, year, sum(wear_of(d, asset, year)), equipped[cadre])))
    return math.fsum(cost)


def number(amount: Expression) -> float:
    """Return what an expression comes to over numbers; ``TypeError`` over decisions."""
    if isinstance(amount, Linear):
        raise TypeError("decisions are no numbers")
    return float(amount)
