"""The steady-state margin: whether the state could keep the sector of the last year shown for good, by itself."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.lp.inputs import Inputs


def steady_state_margin(
    d: Inputs, running: float, strength: Mapping[str, float], hollow: Mapping[str, float], stock: Mapping[str, float]
) -> float:
    """Return the last year's ceiling less that year's steady cost, in currency, without any donor.

    Steady cost is pay and operations as they are (``running``, committed money included), support of those who are paid
    but hollow, training of everyone who leaves by attrition, replacement of what wears out (price · stock / life), and
    pensions at the level that attrition sustains; leakage is included, committed money is not. Where pensions never end
    there is no steady level: NaN. ``strength`` and ``hollow`` are persons by cadre, ``stock`` units by asset, all of the
    last year shown.
    """
    people, held, horizon = d.parameters.people, d.parameters.equipment, d.parameters.horizon
    year = horizon.end
    cost = running - sum(d.committed[i, c, year] for i in people.institutions for c in ("pay", "operations"))
    for cadre, persons in strength.items():
        place = people.cadres.index(cadre)
        leavers = d.attrition[cadre] * persons
        pensioners = 0.0
        if d.pension[cadre, year] > 0.0:
            ends = float(people.pension_exit[place])
            entering = float(people.retiring_share[place]) * leavers
            if ends == 0.0 and entering > 0.0:
                return float("nan")
            pensioners = entering / ends if ends > 0.0 else 0.0
        direct = d.training_cost[_recruited(d, cadre), year] * leavers + d.pension[cadre, year] * pensioners
        direct += d.support[cadre, year] * hollow.get(cadre, 0.0)
        cost += direct * d.gross_up[people.institution_of[cadre]]
    for asset, units in stock.items():
        worn = d.price[asset, year] * units / float(held.life[held.assets.index(asset)])
        cost += worn * d.gross_up[held.institution_of[asset]]
    return float(d.parameters.fiscal.ceiling[horizon.shown - 1]) - cost


def _recruited(d: Inputs, cadre: str) -> str:
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
