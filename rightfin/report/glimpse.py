"""A glance in one or two sentences."""

from __future__ import annotations

from rightfin.report.wording import listed, money, percent
from rightfin.result.glance import Glance

MANY = 3
"""Most years that are named one by one."""


def glimpse(glance: Glance, currency: str) -> str:
    """Return what a glance says: what is missing and when, and how far needs are covered."""
    missing = {year: amount for year, amount in zip(glance.years, glance.missing, strict=True) if amount >= 0.5}
    covered = (
        f"Needs are covered to {percent(glance.coverage[0])} in {glance.years[0]} "
        f"and {percent(glance.coverage[-1])} in {glance.years[-1]}."
    )
    if not missing:
        return f"Everyone is paid and supported in all years. {covered}"
    whole = money(sum(missing.values()), currency)
    if len(missing) <= MANY:
        when = f"in {listed([str(year) for year in missing])}"
    else:
        when = f"in {len(missing)} of {len(glance.years)} years, first in {min(missing)}"
    return f"{whole} cannot be paid or supported, {when}. {covered}"
