"""A glance in one or two sentences."""

from __future__ import annotations

from rightfin.report.words.wording import money, percent
from rightfin.result.glance import Glance


def glimpse(glance: Glance, currency: str) -> str:
    """Return what a glance says: what cannot be paid whatever is done, and how far needs are covered.

    Only what the levels settle is said as an amount.
    """
    covered = (
        f"Needs are covered to {percent(glance.coverage[0])} in {glance.years[0]} "
        f"and {percent(glance.coverage[-1])} in {glance.years[-1]}."
    )
    if glance.can_be_paid:
        return f"Everyone can be paid and supported in all years. {covered}"
    missing = money(glance.least_missing, currency)
    return f"At least {missing} cannot be paid or supported, counted over all years at today's value. {covered}"
