"""All families of rules, in the order in which the model is built; docs and golden files follow this list."""

from __future__ import annotations

from rightfin.lp import capability, churn, composition, cost, donors, establishment, money, people, readiness
from rightfin.lp.family import Family

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
