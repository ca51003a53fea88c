"""All families of rules, in the order in which the model is built; docs and golden files follow this list."""

from __future__ import annotations

from rightfin.lp.kinds import Family
from rightfin.lp.rules import capability, churn, composition, cost, donors, establishment, money, people, readiness

FAMILIES: tuple[Family, ...] = (
    *people.FAMILIES,
    *establishment.FAMILIES,
    *composition.FAMILIES,
    *readiness.FAMILIES,
    *capability.FAMILIES,
    *cost.FAMILIES,
    *money.FAMILIES,
    *donors.FAMILIES,
    *churn.FAMILIES,
)
