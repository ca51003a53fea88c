"""The fictional country: its sums before any optimisation, in closed form from the files."""

from __future__ import annotations

import pytest
from shipped import DEMO, projected

from rightfin.fiscal.parameters import Floats, Parameters

BILLION = 1e9


def opening_force_cost(parameters: Parameters) -> Floats:
    """Return the yearly cost of keeping opening people and assets: (Y,) currency, what is lost included.

    Pay, support of those who are there, replacement of those who leave, pensions, upkeep and replacement of assets,
    running costs and committed money.
    """
    people, equipment = parameters.people, parameters.equipment
    place_of = {institution: place for place, institution in enumerate(people.institutions)}
    arrives = {"pay": 1.0 - people.skimming, "other": 1.0 - people.waste}
    trainees = people.attrition / (people.recruits_kept * (1.0 - people.wash_out))
    cost: Floats = parameters.committed.sum(axis=0) + parameters.running[:, 1:].sum(axis=0)
    for place, cadre in enumerate(people.cadres):
        at = place_of[people.institution_of[cadre]]
        heads = people.opening_strength[place]
        other = heads * ((1.0 - people.ghosts[at]) * people.support[place] + trainees[place] * people.training_cost[place])
        other = other + people.pension[place] * people.opening_pensioners[place]
        cost = cost + heads * people.pay[place] / arrives["pay"][at] + other / arrives["other"][at]
    yearly = (equipment.upkeep + 1.0 / equipment.life[:, None]) * equipment.opening_stock[:, None]
    for place, asset in enumerate(equipment.assets):
        cost = cost + yearly[place] * equipment.price[place] / arrives["other"][place_of[equipment.institution_of[asset]]]
    return cost


def test_opening_force_can_just_be_paid_with_donors_and_late_without_them() -> None:
    parameters = projected(DEMO)
    shown = parameters.horizon.shown
    cost = opening_force_cost(parameters)[:shown]
    ceiling = (parameters.fiscal.ceiling + parameters.payers.payer_ceiling.sum(axis=0))[:shown]
    arrivals = ((1.0 - parameters.donors.fee) * parameters.donors.disbursed).sum(axis=0)[:shown]
    with_donors = (ceiling + arrivals - cost) / ceiling
    alone = (ceiling - cost) / ceiling
    assert with_donors.round(2).min() == pytest.approx(0.02)
    assert with_donors.round(2).max() == pytest.approx(0.08)
    assert alone[:9].max() < 0.0 < alone[9:].min(), "alone the state could pay for it from 2035 on"


def test_country_is_of_the_size_that_it_says() -> None:
    parameters = projected(DEMO)
    assert parameters.needs.population.sum() == 12_000_000
    assert parameters.fiscal.gdp[0] / 100 == 9 * BILLION
    share = parameters.fiscal.ceiling / parameters.fiscal.gdp[1:]
    assert 0.03 < share[: parameters.horizon.shown].min() < share[: parameters.horizon.shown].max() < 0.05
    heads_per_1000 = parameters.people.opening_strength.sum() / parameters.needs.population.sum() * 1000
    assert 5.0 < heads_per_1000 < 10.0


def test_opening_force_falls_short_of_human_needs_but_not_by_far() -> None:
    parameters = projected(DEMO)
    people = dict(zip(parameters.people.cadres, parameters.people.opening_strength, strict=True))
    for place, need in enumerate(parameters.needs.needs):
        if need in ("armed_groups", "border_control"):
            continue
        supply = sum(effect * people[cadre] for (cadre, served, year), effect in parameters.needs.effects.items()
                     if (served, year) == (need, 2026))
        assert 0.7 < supply / parameters.needs.base_demand[place] < 0.95, need


def test_army_must_shrink_and_the_peace_operation_leaves() -> None:
    parameters = projected(DEMO)
    soldiers = parameters.people.cadres.index("soldiers")
    limit = parameters.people.max_strength[soldiers]
    assert limit[parameters.horizon.shown - 1] < parameters.people.opening_strength[soldiers]
    assert parameters.people.max_hard[soldiers]
    groups = parameters.needs.needs.index("armed_groups")
    external = parameters.needs.external[groups].sum(axis=0)
    assert external[0] > 0.0 == external[5]


def test_contracts_bind_recurrent_and_capital_money_and_end() -> None:
    parameters = projected(DEMO)
    first = {line.category for line, due in zip(parameters.lines, parameters.committed[:, 0], strict=True) if due > 0.0}
    assert {"operations", "capital"} <= first
    assert parameters.committed[:, 4:].sum() == 0.0


def test_donors_in_three_currencies_one_pooled_late_and_one_that_stays() -> None:
    donors = projected(DEMO).donors
    arrivals = dict(zip(donors.donors, donors.disbursed, strict=True))
    fund = donors.donors.index("trust_fund")
    assert set(donors.fee[fund]) == {0.05}
    assert arrivals["trust_fund"][0] == pytest.approx(48e6 * 0.9 * 103.5)
    assert arrivals["union"][0] == pytest.approx(28e6 * 0.9 * 110 * 1.035, rel=1e-4)
    assert arrivals["lake_state"][-1] > 0.0
    leaves = {donor: year for donor, year in donors.last_year.items() if year is not None}
    assert leaves == {"bilateral": 2033, "trust_fund": 2032, "union": 2035}
    assert donors.last_year.keys() - leaves == {"lake_state", "sister_ports"}
    assert {d for d, line in donors.eligible if line.institution == "army"} == {"bilateral", "trust_fund"}
    pensions = {d for d, line in donors.eligible if line.institution == "army" and line.category == "benefits"}
    assert pensions == {"trust_fund"}
