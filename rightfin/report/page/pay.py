"""Section 1 of the page: whether the force can be paid, by whom, out of which savings, and afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.facts import YearRow
from rightfin.report.page.parts import Section, Told
from rightfin.report.page.words import runs
from rightfin.report.words.keeping import afterwards, keeping_of, must_change, sustained_sentence
from rightfin.report.words.payment import can_it_be_paid, payment_of
from rightfin.report.words.wording import listed, money, people, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing.study import Briefing
from rightfin.study.sustain.course import Course
from rightfin.tolerances import SEEN

WORTH_NAMING = 0.005
"""Share of own money below which what savings pay of it is not worth a word."""


def can_we_pay(plan: Plan, rows: tuple[YearRow, ...], found: Briefing | None) -> Section:
    """Return the section; ``rows`` are the years shown."""
    return Section(1, "pay", "CAN WE PAY?", tuple(_lines(plan, rows, found)))


def _lines(plan: Plan, rows: tuple[YearRow, ...], found: Briefing | None) -> Iterator[Told]:
    yield Told("Answer", can_it_be_paid(plan, payment_of(plan)))
    kept = sustained_sentence(plan)
    if kept:
        against = "" if found is None or found.unasked is None else f" {_against(rows[-1], found.unasked, plan.currency)}"
        yield Told("Can it be kept", f"{kept}{against}")
    yield Told("Who pays", _who_pays(plan, rows))
    savings = _savings(plan)
    if savings:
        yield Told("Savings", savings)
    keeping, payment = keeping_of(plan), payment_of(plan)
    yield Told("Afterwards", afterwards(keeping, plan.currency))
    change = must_change(plan, keeping, payment.missing)
    if change:
        yield Told("What must change", change)


def _against(last: YearRow, unasked: Course, currency: str) -> str:
    """Return what asking for a force that can be kept costs in the last year shown, against the plan that does not."""
    free, covered = unasked.coverage[-1], last.coverage
    over = f", {money(unasked.overhang[-1], currency)} a year beyond what can be kept" if unasked.overhang[-1] > 0.0 else ""
    if covered is None or abs(free - covered) <= SEEN:
        return f"Needs are covered as far in {last.year} as if no year asked for it."
    return (
        f"Needs are covered to {percent(covered)} in {last.year}; if no year asked for it, to {percent(free)}, with "
        f"{people(unasked.strength[-1])} people{over}."
    )


def _who_pays(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    first, last = rows[0], rows[-1]
    text = f"The state pays {percent(first.own_share)} of the cost in {first.year}"
    if last is not first:
        text += f" and {percent(last.own_share)} in {last.year}"
    drawn = -plan.tables["fiscal"].by_year("saved")[last.year]
    if drawn > WORTH_NAMING * last.own:
        text += f", {money(drawn, plan.currency)} of it from savings"
    year = facts.last_donor_year(plan)
    if year is None:
        return f"{text}. No donor pays anything."
    if year == last.year:
        return f"{text}. Donors still pay {money(last.donors, plan.currency)} in {year}."
    return f"{text}. Donors pay for the last time in {year}."


def _savings(plan: Plan) -> str:
    """Return from when the state spends what it saved; empty where the reserve is no lower at the end."""
    reserve = plan.tables["fiscal"].by_year("reserve")
    peak = max(reserve, key=lambda year: reserve[year], default=None)
    last = max(reserve, default=None)
    if peak is None or last is None or reserve[peak] - reserve[last] <= 0.01 * reserve[peak]:
        return ""
    most, left = (f"{money(reserve[year], plan.currency)} at the end of {year}" for year in (peak, last))
    later = [year for year in reserve if year > peak]
    before = dict(zip(later, [peak, *later], strict=False))
    if all(reserve[year] < reserve[before[year]] for year in later):
        return f"After {peak} the state lives off savings: the reserve falls from {most} to {left}."
    empty = [year for year in later if reserve[year] <= WORTH_NAMING * reserve[peak]]
    saved = [year for year in later if reserve[year] - reserve[before[year]] > WORTH_NAMING * reserve[peak]]
    parts = [f"the reserve is {most}"]
    parts += [f"it is empty at the end of {runs(empty)}"] if empty else []
    parts += [f"money is saved again in {runs(saved)}"] if saved else []
    parts += [f"what is left is {left}"] if last not in empty else []
    return f"After {peak} the state spends savings: {listed(parts)}."
