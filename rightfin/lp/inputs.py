"""Parameters by name, as the rules of the formulation read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.layout import Layout, Line, active_lines

Index = tuple[Any, ...]
KeyYear = Mapping[tuple[str, int], float]


def named(array: np.ndarray, *labels: Iterable[Any]) -> dict[Any, float]:
    """Return an array as a mapping from its labels to plain floats; one label set gives plain keys."""
    if array.ndim == 1:
        return dict(zip(*labels, array.tolist(), strict=True))
    return dict(zip(product(*labels), array.ravel().tolist(), strict=True))


@dataclass(frozen=True)
class Inputs:
    """What the rules read: the parameters and layout, and mappings from names to numbers.

    Mappings by (cadre, year), (asset, year), (institution, year) or (donor group, year) hold currency or persons as
    the arrays of ``Parameters`` do. ``net_disbursed`` is money that arrives, after fees.
    """

    parameters: Parameters
    layout: Layout
    years: tuple[int, ...]
    first: int
    last: int
    lines: tuple[Line, ...]
    cadres_of: Mapping[str, tuple[str, ...]]
    assets_of: Mapping[str, tuple[str, ...]]
    serves: Mapping[str, tuple[str, ...]]
    """Needs that a cadre serves, by cadre; overhead cadres are absent."""
    servers: Mapping[str, tuple[str, ...]]
    """Cadres that serve a need, by need."""
    suppliers: Mapping[str, tuple[str, ...]]
    """Institutions whose cadres serve a need, by need."""
    opening_strength: Mapping[str, float]
    attrition: Mapping[str, float]
    unsupported_effect: Mapping[str, float]
    support_floor: Mapping[str, float]
    pay: KeyYear
    support: KeyYear
    training_cost: KeyYear
    severance: KeyYear
    pension: KeyYear
    integrated: KeyYear
    min_strength: KeyYear
    max_strength: KeyYear
    max_exit_rate: KeyYear
    """By cadre and year."""
    price: KeyYear
    gross_up: Mapping[str, float]
    """One over one less leakage, by institution."""
    committed: Mapping[tuple[str, str, int], float]
    net_disbursed: KeyYear
    keep: Mapping[str, float]
    opening_carried: Mapping[str, float]
    last_year: Mapping[str, int]
    """Last planning year in which a group's money may be spent."""
    funds: Mapping[str, tuple[str, ...]]
    """Names of the classes that a donor group may fund, by group."""
    discount: Mapping[int, float]
    money_discount: Mapping[int, float]

    def on(self, switch: str) -> bool:
        """Return whether a switch of the model definition is on."""
        return self.parameters.policy.switches.get(switch, True)

    def spendable(self, group: str, year: int) -> bool:
        """Return whether a donor group's money may be spent in a year."""
        return year <= self.last_year[group]

    def may_carry(self, group: str, year: int) -> bool:
        """Return whether unspent money of a year can still be spent later."""
        return self.keep[group] > 0.0 and year < min(self.last_year[group], self.last)


def inputs_of(parameters: Parameters, layout: Layout) -> Inputs:
    """Return the parameters by name for a layout."""
    people, equipment, needs, donors = (
        parameters.people, parameters.equipment, parameters.needs, parameters.donors,
    )
    years, cadres = parameters.horizon.years, people.cadres
    serves: dict[str, list[str]] = {}
    servers: dict[str, list[str]] = {need: [] for need in needs.needs}
    for cadre, need in needs.effects:
        serves.setdefault(cadre, []).append(need)
        servers[need].append(cadre)
    at = {donor: place for place, donor in enumerate(donors.donors)}
    net = donors.disbursed * (1.0 - donors.fee)[:, None]
    groups = layout.groups
    row = {i: n for n, i in enumerate(people.institutions)}
    return Inputs(
        parameters=parameters,
        layout=layout,
        years=years,
        first=years[0],
        last=years[-1],
        lines=active_lines(parameters),
        cadres_of={i: tuple(k for k in cadres if people.institution_of[k] == i) for i in people.institutions},
        assets_of={i: tuple(a for a in equipment.assets if equipment.institution_of[a] == i)
                   for i in people.institutions},
        serves={k: tuple(serves[k]) for k in cadres if k in serves},
        servers={h: tuple(found) for h, found in servers.items()},
        suppliers={h: tuple(dict.fromkeys(people.institution_of[k] for k in found)) for h, found in servers.items()},
        opening_strength=named(people.opening_strength, cadres),
        attrition=named(people.attrition, cadres),
        unsupported_effect=named(people.unsupported_effect, cadres),
        support_floor=named(people.support_floor, cadres),
        pay=named(people.pay, cadres, years),
        support=named(people.support, cadres, years),
        training_cost=named(people.training_cost, cadres, years),
        severance=named(people.severance, cadres, years),
        pension=named(people.pension, cadres, years),
        integrated=named(people.integrated, cadres, years),
        min_strength=named(people.min_strength, cadres, years),
        max_strength=named(people.max_strength, cadres, years),
        max_exit_rate={(k, t): float(people.max_exit_rate[row[people.institution_of[k]], n])
                       for k in cadres for n, t in enumerate(years)},
        price=named(equipment.price, equipment.assets, years),
        gross_up=named(1.0 / (1.0 - people.leakage), people.institutions),
        committed=named(parameters.committed, people.institutions, parameters.categories, years),
        net_disbursed={(g.name, t): float(sum(net[at[d], n] for d in g.members))
                       for g in groups for n, t in enumerate(years)},
        keep={g.name: float(donors.keep[at[g.members[0]]]) for g in groups},
        opening_carried={g.name: float(sum(donors.opening_carried[at[d]] for d in g.members)) for g in groups},
        last_year={g.name: _last_year(donors.last_year[g.members[0]], years[-1]) for g in groups},
        funds={g.name: tuple(f.name for f in layout.classes if (g.members[0], *f.lines[0]) in donors.eligible)
               for g in groups},
        discount=named(parameters.fiscal.discount, years),
        money_discount=named(parameters.fiscal.money_discount, years),
    )


def _last_year(exit_year: int | None, last: int) -> int:
    return last if exit_year is None else min(exit_year, last)
