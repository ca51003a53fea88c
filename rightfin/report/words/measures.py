"""Measures in words: what was counted, of whom, and how much."""

from __future__ import annotations

from rightfin.report.words.wording import money, people, percent
from rightfin.result.plan import Names
from rightfin.schema.indicators import BY_NAME as INDICATOR
from rightfin.schema.learning import MEASURE, PROMISED, WHOLE


def measure_in_words(measure: str, whose: str, names: Names) -> str:
    """Return what was counted and of whom: ``people paid, Police``."""
    if measure not in MEASURE:
        return INDICATOR[measure].label
    label = MEASURE[measure].label
    return label if whose == WHOLE else f"{label}, {name_of(whose, names)}"


def name_of(whose: str, names: Names) -> str:
    """Return the full name of what a row says it is of."""
    for known in (names.cadres, names.institutions, names.needs, names.donors, names.payers, names.regions, names.stages):
        if whose in known:
            return known[whose]
    return whose


def amount_in_words(amount: float | None, measure: str, currency: str) -> str:
    """Return a number in the unit of its measure, as people write it; a dash where it is not known."""
    if amount is None:
        return "-"
    unit = PROMISED[measure]
    if unit.startswith("share"):
        return percent(amount)
    if unit == "currency":
        return money(amount, currency)
    if unit.endswith("currency"):
        return money(amount, "").strip()
    if unit in ("person-years", "persons", "cases"):
        return people(amount)
    return f"{amount:,.4g}"
