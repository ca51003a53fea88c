"""Section 7 of the page: numbers that ties decide, with the range in which every plan is as good."""

from __future__ import annotations

from rightfin.report.page.parts import Section, Told
from rightfin.report.words.wording import begun, labels, money, people
from rightfin.result.plan import Plan
from rightfin.study.briefing.ranges import Number, Range
from rightfin.study.briefing.study import Briefing

MOST = 8
"""Most numbers that are named."""


def not_decided(found: Briefing) -> Section:
    """Return the section."""
    known = found.ranges
    ranges = known.ranges[:MOST] if known is not None else ()
    if not ranges:
        return Section(7, "undecided", "NOT DECIDED BY THE PLAN", (
            Told("Nothing", "no number that was looked at can move without making the plan worse."),
        ))
    more = len(known.ranges) - len(ranges) + known.left_out if known is not None else 0
    intro = Told("Same result", "the case does not say which of these is right: all in the range is as good at every level"
                 + (f"; {more} more such numbers are not named." if more else "."))
    return Section(7, "undecided", "NOT DECIDED BY THE PLAN", (intro, *(_line(found.plan, one) for one in ranges)))


def _line(plan: Plan, one: Range) -> Told:
    if one.number is Number.STRENGTH:
        name = labels(plan.names.cadres, plan.names.cadres).get(one.who, one.who)
        return Told(f"{name} {one.year}", f"{people(one.least)} to {people(one.greatest)}; this plan has {_of(plan, one)}.")
    who = labels(plan.names.donors, plan.names.donors).get(one.who, one.who) if one.who else "own money"
    least, greatest = money(one.least, plan.currency), money(one.greatest, plan.currency)
    return Told(begun(f"{who} {one.year}"), f"pays {least} to {greatest}.")


def _of(plan: Plan, one: Range) -> str:
    """Return what the plan itself has, which may be another of the plans as good than the one the range was found from."""
    table = plan.tables["strength"]
    rows = zip(table.column("cadre"), table.column("year"), table.column("strength"), strict=True)
    found = (float(strength) for cadre, year, strength in rows if (cadre, year) == (one.who, one.year))
    return people(sum(found))
