"""What a force costs a year if it is kept up for good: the one definition that rows, glide and results share.

Everyone is paid; who is supported, or should be, has support and kit, whose upkeep and replacement (price / life) is paid;
everyone who leaves by attrition is replaced by a trained recruit; pensions stand at the level that attrition sustains;
running costs, and committed money that goes on, are paid. Kit that nobody uses, which no level of the plan decides, does
not count.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from rightfin.case.lines import OF_A_CADRE, Line
from rightfin.lp.expression import Expression, Linear
from rightfin.lp.inputs import Inputs


def of_a_cadre(d: Inputs, cadre: str, year: int, persons: Expression, equipped: Expression) -> tuple[Expression, ...]:
    """Return what keeping up a cadre costs a year before anything is lost, its kit apart, in the order of ``OF_A_CADRE``.

    ``persons`` are paid, ``equipped`` are supported or should be. Pensions that never end count nothing: they have no
    steady level (``never_end``).
    """
    leavers = d.attrition[cadre, year] * persons
    ends, pension = d.pension_exit[cadre, year], d.pension[cadre, year]
    pensioners = d.retiring_share[cadre, year] * leavers / ends if pension > 0.0 and ends > 0.0 else 0.0
    return (
        d.pay[cadre, year] * persons,
        d.support[cadre, year] * equipped,
        training_for(d, cadre, year, leavers),
        pension * pensioners,
    )


def training_for(d: Inputs, cadre: str, year: int, leavers: Expression) -> Expression:
    """Return what training those costs who replace leavers of a cadre, before what is lost."""
    recruit = recruited(d, cadre)
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


def going_on(d: Inputs, year: int) -> Iterator[tuple[Line, float]]:
    """Yield by line what is due whatever the head count and goes on: running costs of the year, and committed money.

    Of committed money no more counts than it comes to for good, at the prices of the year.
    """
    horizon = d.parameters.horizon
    prices = d.deflator[year] / d.deflator[horizon.end]
    place = year - horizon.years[0]
    for found in d.parameters.commitments:
        if found.goes_on:
            last = found.last if year == horizon.end else found.last * prices
            yield found.line, min(found.yearly[place], last) if year < horizon.end else last
    for line in d.parameters.lines:
        if d.running[line, year] > 0.0:
            yield line, d.running[line, year]


def of_the_first_year(d: Inputs) -> float:
    """Return the least that keeping up the force of the first planning year can cost, committed money left out.

    The force of the base year less attrition and the retrenchment that is allowed, plus who is integrated, but no fewer
    than a hard limit asks for. All of it is supported: nobody is to lose support who need not go.
    """
    people, year = d.parameters.people, d.first
    there = {}
    for cadre in people.cadres:
        opening = d.opening_strength[cadre]
        share = 1.0 - d.attrition[cadre, year] - d.max_exit_rate[cadre, year]
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
        for category, amount in zip(OF_A_CADRE, of_a_cadre(d, cadre, year, persons, equipped[cadre]), strict=True):
            cost.append(d.gross_up[people.institution_of[cadre], category, year] * number(amount))
    for asset, cadre in d.parameters.equipment.uses:
        cost.append(number(of_kit(d, asset, cadre, year, sum(wear_of(d, asset, year)), equipped[cadre])))
    return math.fsum(cost)


def recruited(d: Inputs, cadre: str) -> str:
    """Return the cadre in which the replacement of a leaver is recruited: down the ladder of promotions to an entry."""
    people = d.parameters.people
    seen = {cadre}
    while not people.entry[cadre]:
        below = next((a for a, b in people.promotions if b == cadre and a not in seen), None)
        if below is None:
            break
        seen.add(below)
        cadre = below
    return cadre


def number(amount: Expression) -> float:
    """Return what an expression comes to over numbers; ``TypeError`` over decisions."""
    if isinstance(amount, Linear):
        raise TypeError("decisions are no numbers")
    return float(amount)
