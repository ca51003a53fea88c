"""All kinds of decisions and families of rules, in the order of the model; docs and golden files follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from rightfin.lp.kinds import Component, Decision, Family
from rightfin.lp.rules import (
    capability,
    ceilings,
    churn,
    composition,
    cost,
    donors,
    earmarks,
    establishment,
    justice,
    lasting,
    money,
    people,
    readiness,
    sustained,
    targets,
)

THEMES = (people, establishment, composition, targets, readiness, capability, justice, cost, money, ceilings, donors,
          earmarks, sustained, lasting, churn)
"""The modules of the formulation, in the order of their families."""

FAMILIES: tuple[Family, ...] = tuple(family for theme in THEMES for family in theme.FAMILIES)

_COLUMNS = (
    "strength", "hires", "exits", "promotions", "below", "above", "assigned", "standby", "hollow", "posted", "pensioners",
    "overhead_miss", "grade_excess", "stock", "bought", "accepted", "retired", "cover", "unmet", "capacity", "done",
    "dropped", "backlog", "late", "unbrought", "convicted", "crowding", "cost", "own", "grant",
    "unfunded", "arrears", "cleared", "reserve", "carried", "lapsed", "unspent", "excess", "lasting", "kept", "stranded",
    "idle", "to_match",
    "rule_miss", "rule_excess", "part_miss", "target_miss", "hires_up", "hires_down", "exits_up", "exits_down",
    "promotions_up", "promotions_down",
)


_LIMITS = (
    "ceiling", "pledge", "wage_bill", "no_cliff", "saving_limit", "clearing_limit", "handover", "co_financing", "training",
    "pipeline", "promotion_rate", "exit_rate", "minimum_strength", "maximum_strength", "overhead", "grade_ratio", "rule",
    "target", "decided", "decided_hires", "decided_exits", "decided_promotions",
    "part_ceiling", "part_floor", "earmark_limit", "earmark_reserve", "sustained", "absorption",
    "stage_capacity", "prison_places",
)

K = TypeVar("K", bound=Component)


def _in_order(names: tuple[str, ...], kinds: Iterable[K]) -> tuple[K, ...]:
    """Return kinds in the order of their names; ``ValueError`` if the order leaves one out or names another."""
    found = {kind.name: kind for kind in kinds}
    if sorted(names) != sorted(found):
        raise ValueError(f"the order in lp/rules/__init__.py is not that of the themes: {sorted(set(names) ^ set(found))}")
    return tuple(found[name] for name in names)


DECISIONS: tuple[Decision, ...] = _in_order(_COLUMNS, (decision for theme in THEMES for decision in theme.DECISIONS))

LIMITS: tuple[Family, ...] = _in_order(_LIMITS, (family for family in FAMILIES if family.gives_way))
"""Families whose limits people can move, in the order in which they see them."""

FAMILY: Mapping[str, Family] = MappingProxyType({family.name: family for family in FAMILIES})
"""Families by name."""

DECISION: Mapping[str, Decision] = MappingProxyType({decision.name: decision for decision in DECISIONS})
"""Kinds of decisions by name."""
