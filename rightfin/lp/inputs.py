"""Parameters by name, as the rules of the formulation read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.layout import Layout, Line, active_lines
from rightfin.schema.switches import Switch

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

    def on(self, switch: Switch) -> bool:
        """Return whether a switch of the model definition is on."""
        return self.parameters.policy.switches.get(switch, True)

    def spendable(self, group: str, year: int) -> bool:
        """Return whether a donor group's money may be spent in a year."""
        return year <= self.last_year[group]

    def may_carry(self, group: str, year: int) -> bool:
        """Return whether unspent money of a year can still be spent later."""
        return self.keep[group] > 0.0 and year < min(self.last_year[group], self.last)


def inputs_of(parameters: Parameters, layout: Layout, last: Inputs | None = None) -> Inputs:
    """Return the parameters by name for a layout.

    What comes from parts of the parameters that are the same objects as in ``last`` is shared with it.
    """
    people, equipment, needs = parameters.people, parameters.equipment, parameters.needs
    years = parameters.horizon.years
    kept = last if last is not None and last.years == years and last.layout.groups == layout.groups else None
    before = kept.parameters if kept else None
    of_last = vars(kept) if kept else {}

    def part(names: tuple[str, ...], fresh: bool, compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        return compute() if fresh else {name: of_last[name] for name in names}

    return Inputs(
        parameters=parameters,
        layout=layout,
        years=years,
        first=years[0],
        last=years[-1],
        lines=kept.lines if kept and kept.layout.classes is layout.classes else active_lines(parameters),
        **part(_OF_PEOPLE, before is None or before.people is not people, lambda: _of_people(parameters)),
        **part(_OF_EQUIPMENT, before is None or before.equipment is not equipment or before.people is not people,
               lambda: _of_equipment(parameters)),
        **part(_OF_NEEDS, before is None or before.needs is not needs or before.people is not people,
               lambda: _of_needs(parameters)),
        **_of_donors(parameters, layout),
        committed=named(parameters.committed, people.institutions, parameters.categories, years),
        discount=named(parameters.fiscal.discount, years),
        money_discount=named(parameters.fiscal.money_discount, years),
    )


_OF_PEOPLE = (
    "cadres_of", "opening_strength", "attrition", "unsupported_effect", "support_floor", "pay", "support", "training_cost",
    "severance", "pension", "integrated", "min_strength", "max_strength", "max_exit_rate", "gross_up",
)
_OF_EQUIPMENT = ("assets_of", "price")
_OF_NEEDS = ("serves", "servers", "suppliers")


def _of_people(parameters: Parameters) -> dict[str, Any]:
    people, years = parameters.people, parameters.horizon.years
    cadres = people.cadres
    row = {i: n for n, i in enumerate(people.institutions)}
    return {
        "cadres_of": {i: tuple(k for k in cadres if people.institution_of[k] == i) for i in people.institutions},
        **{name: named(getattr(people, name), cadres)
           for name in ("opening_strength", "attrition", "unsupported_effect", "support_floor")},
        **{name: named(getattr(people, name), cadres, years)
           for name in ("pay", "support", "training_cost", "severance", "pension", "integrated", "min_strength",
                        "max_strength")},
        "max_exit_rate": {(k, t): float(people.max_exit_rate[row[people.institution_of[k]], n])
                          for k in cadres for n, t in enumerate(years)},
        "gross_up": named(1.0 / (1.0 - people.leakage), people.institutions),
    }


def _of_equipment(parameters: Parameters) -> dict[str, Any]:
    equipment = parameters.equipment
    return {
        "assets_of": {i: tuple(a for a in equipment.assets if equipment.institution_of[a] == i)
                      for i in parameters.people.institutions},
        "price": named(equipment.price, equipment.assets, parameters.horizon.years),
    }


def _of_needs(parameters: Parameters) -> dict[str, Any]:
    people, needs = parameters.people, parameters.needs
    serves: dict[str, list[str]] = {}
    servers: dict[str, list[str]] = {need: [] for need in needs.needs}
    for cadre, need in needs.effects:
        serves.setdefault(cadre, []).append(need)
        servers[need].append(cadre)
    return {
        "serves": {k: tuple(serves[k]) for k in people.cadres if k in serves},
        "servers": {h: tuple(found) for h, found in servers.items()},
        "suppliers": {h: tuple(dict.fromkeys(people.institution_of[k] for k in found)) for h, found in servers.items()},
    }


def _of_donors(parameters: Parameters, layout: Layout) -> dict[str, Any]:
    donors, years = parameters.donors, parameters.horizon.years
    at = {donor: place for place, donor in enumerate(donors.donors)}
    net = donors.disbursed * (1.0 - donors.fee)[:, None]
    groups = layout.groups
    return {
        "net_disbursed": {(g.name, t): float(sum(net[at[d], n] for d in g.members))
                          for g in groups for n, t in enumerate(years)},
        "keep": {g.name: float(donors.keep[at[g.members[0]]]) for g in groups},
        "opening_carried": {g.name: float(sum(donors.opening_carried[at[d]] for d in g.members)) for g in groups},
        "last_year": {g.name: _last_year(donors.last_year[g.members[0]], years[-1]) for g in groups},
        "funds": {g.name: tuple(f.name for f in layout.classes if (g.members[0], *f.lines[0]) in donors.eligible)
                  for g in groups},
    }


def _last_year(exit_year: int | None, last: int) -> int:
    return last if exit_year is None else min(exit_year, last)
