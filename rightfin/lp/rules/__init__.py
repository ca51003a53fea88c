"""All kinds of decisions and families of rules, in the order of the model; docs and golden files follow it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rightfin.lp.kinds import Decision, Family
from rightfin.lp.rules import capability, churn, composition, cost, donors, establishment, money, people, readiness

THEMES = (people, establishment, composition, readiness, capability, cost, money, donors, churn)
"""The modules of the formulation, in the order of their families."""

FAMILIES: tuple[Family, ...] = tuple(family for theme in THEMES for family in theme.FAMILIES)

_COLUMNS = (
    "strength", "hires", "exits", "promotions", "below", "above", "assigned", "standby", "hollow", "pensioners",
    "overhead_miss", "grade_excess", "stock", "bought", "retired", "cover", "unmet", "cost", "own", "grant", "unfunded",
    "arrears", "cleared", "reserve", "carried", "lapsed", "rule_miss", "rule_excess", "hires_up", "hires_down", "exits_up",
    "exits_down", "promotions_up", "promotions_down",
)


def _in_order(names: tuple[str, ...]) -> tuple[Decision, ...]:
    """Return the decisions of all themes in the order of the columns; ``ValueError`` if the order names others."""
    found = {decision.name: decision for theme in THEMES for decision in theme.DECISIONS}
    if len(set(names)) != len(names) or set(names) != set(found):
        raise ValueError(f"the order of columns is not that of the themes: {sorted(set(names) ^ set(found))}")
    return tuple(found[name] for name in names)


DECISIONS: tuple[Decision, ...] = _in_order(_COLUMNS)

FAMILY: Mapping[str, Family] = MappingProxyType({family.name: family for family in FAMILIES})
"""Families by name."""

DECISION: Mapping[str, Decision] = MappingProxyType({decision.name: decision for decision in DECISIONS})
"""Kinds of decisions by name."""
