"""The numbers by year that the six figures are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.words.keeping import keeping_of
from rightfin.report.words.parts import limits_reached
from rightfin.report.words.payment import payment_of
from rightfin.result.plan import Plan


@dataclass(frozen=True)
class KeyNumbers:
    """Numbers by year shown, in the order of ``years``; money in currency units at the prices of the year.

    ``asked`` is what the force costs if everyone is paid and supported as the case asks, ``missing`` what of it nobody
    pays, 0 where it is noise; ``donors`` and ``own`` are what these pay, ``given`` own money and old arrears it clears,
    ``people`` those in pay, ``covered`` the share of the weighted needs. ``kept`` is by year what those who stay can pay
    for good of ``upkeep``, the yearly cost of keeping up what stands; years for which that is not known are left out.
    ``with_donors``: donors who never leave count among those who stay.
    """

    currency: str
    years: tuple[int, ...]
    asked: tuple[float, ...]
    missing: tuple[float, ...]
    donors: tuple[float, ...]
    given: tuple[float, ...]
    revenue: tuple[float, ...]
    people: tuple[float, ...]
    covered: tuple[float | None, ...]
    kept: Mapping[int, float]
    upkeep: Mapping[int, float]
    last_donor_year: int | None = None
    """The last year in which donors' money is spent."""
    with_donors: bool = False
    limits_left_out: bool = False
    """Whether own money reaches limits by part in the last year that what can be kept does not count."""


def numbers_of_plan(plan: Plan) -> KeyNumbers:
    """Return the numbers of an answered plan."""
    rows, missing = facts.yearly(plan), payment_of(plan).missing
    revenue, cleared = (plan.tables["fiscal"].by_year(column) for column in ("revenue", "cleared"))
    kept, upkeep = _kept(plan)
    return KeyNumbers(
        currency=plan.currency,
        years=plan.years,
        asked=tuple(row.asked for row in rows),
        missing=tuple(missing.get(row.year, 0.0) for row in rows),
        donors=tuple(row.donors for row in rows),
        last_donor_year=facts.last_donor_year(plan),
        given=tuple(row.own + cleared[row.year] for row in rows),
        revenue=tuple(revenue[row.year] for row in rows),
        people=tuple(row.strength for row in rows),
        covered=tuple(row.coverage for row in rows),
        kept=kept,
        upkeep=upkeep,
        with_donors=facts.has_lasting_money(plan),
        limits_left_out=bool(limits_reached(plan)),
    )


def _kept(plan: Plan) -> tuple[dict[int, float], dict[int, float]]:
    """Return what can be paid for good and what keeping up what stands costs, by year.

    Where the case asks for a force that can be kept, donors who never leave pay a part, and every year is known; elsewhere
    the state pays alone, and only the last year is.
    """
    upkeep, over = facts.indicator(plan, "kept_up_cost"), facts.indicator(plan, "overhang")
    if upkeep:
        return {year: cost - max(0.0, over.get(year, 0.0)) for year, cost in upkeep.items()}, upkeep
    found = keeping_of(plan)
    if found is None:
        return {}, {}
    return {found.year: found.cost + min(0.0, found.margin)}, {found.year: found.cost}
