"""Section 1 of the page: whether the force can be paid, by whom, out of which savings, and afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.facts import NEGLIGIBLE, YearRow
from rightfin.report.page.parts import Line, Section
from rightfin.report.page.words import amounts, span
from rightfin.report.wording import money, percent
from rightfin.result.plan import Plan


def can_we_pay(plan: Plan, rows: tuple[YearRow, ...]) -> Section:
    """Return the section; ``rows`` are the years shown."""
    return Section(1, "pay", "CAN WE PAY?", tuple(_lines(plan, rows)))


def _lines(plan: Plan, rows: tuple[YearRow, ...]) -> Iterator[Line]:
    yield Line("Answer", _verdict(plan, rows))
    yield Line("Who pays", _who_pays(plan, rows))
    savings = _savings(plan)
    if savings:
        yield Line("Savings", savings)
    yield Line("Afterwards", _afterwards(plan, rows))


def _verdict(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    missing = facts.failing(rows)
    if not missing:
        donors = facts.last_donor_year(plan)
        return (f"Yes: in every year of {span(plan.years)} everything due is paid and everyone is supported as the case "
                f"asks{', with donors' if donors is not None else ''}.")
    return f"No: {amounts(missing, plan.currency)} cannot be paid or supported."


def _who_pays(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    first, last = rows[0], rows[-1]
    text = f"The state pays {percent(first.own_share)} of the cost in {first.year}"
    if last is not first:
        text += f" and {percent(last.own_share)} in {last.year}"
    year = facts.last_donor_year(plan)
    if year is None:
        return f"{text}. No donor pays anything."
    if year == last.year:
        return f"{text}. Donors still pay {money(last.donors, plan.currency)} in {year}."
    return f"{text}. Donors pay for the last time in {year}."


def _savings(plan: Plan) -> str:
    """Return from when the state spends what it saved; empty where the reserve does not fall at the end."""
    reserve = facts.by_year(plan.table("fiscal"), "reserve")
    peak = max(reserve, key=lambda year: reserve[year], default=None)
    last = max(reserve, default=None)
    if peak is None or last is None or reserve[peak] - reserve[last] <= 0.01 * reserve[peak]:
        return ""
    return (f"After {peak} the state lives off savings: the reserve falls from {money(reserve[peak], plan.currency)} at "
            f"the end of {peak} to {money(reserve[last], plan.currency)} at the end of {last}.")


def _afterwards(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    last = rows[-1]
    margin = facts.indicator(plan, "steady_state_margin").get(last.year)
    if margin is None:
        return "What the force costs for good is not known, because pensions of a cadre never end."
    if margin < -NEGLIGIBLE * max(last.cost, last.ceiling):
        return (f"Without donors and savings the force of {last.year} costs {money(-margin, plan.currency)} a year more "
                "than the ceiling of own spending allows, everyone and everything replaced: it cannot be kept for good.")
    return (f"Without donors and savings the force of {last.year} can be kept for good: its cost leaves "
            f"{money(margin, plan.currency)} a year below the ceiling of own spending.")
