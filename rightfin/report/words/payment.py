"""Whether the force can be paid, in figures and in words: what cannot be paid, and what is left unpaid by choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.facts import YearRow
from rightfin.report.words.parts import unpaid_under_ceilings
from rightfin.report.words.shortfalls import lacking_sentence
from rightfin.report.words.wording import listed, money, people, percent, significant
from rightfin.result.paid import can_be_paid, least_unpaid
from rightfin.result.plan import Plan
from rightfin.tolerances import MATERIAL, NEGLIGIBLE


@dataclass(frozen=True)
class Payment:
    """Whether everything that is due can be paid and everyone supported as the case asks, and what is missing if not.

    ``can_be_paid`` is the answer of level 1a, before any arrears tolerance; ``least`` is its optimum, what cannot be paid
    whatever is done: base-year prices, discounted, all years planned, 0 where it counts as nothing.
    ``missing`` is what this plan leaves unpaid or unsupported, by year shown, at current prices; empty where that is
    nothing. ``by_choice``: nothing of it had to be, the arrears tolerance chose it. ``gap`` is the weighted unmet need of
    the plan, and ``gap_when_strict`` the one that a tolerance of 0 would leave, ``None`` where that was not solved.
    """

    can_be_paid: bool
    least: float
    missing: Mapping[int, float]
    by_choice: bool
    gap: float
    gap_when_strict: float | None


def payment_of(plan: Plan) -> Payment:
    """Return what an answered plan says about payment."""
    rows, paid, loose = facts.yearly(plan), can_be_paid(plan), plan.arrears_tolerance > 0.0
    least_told = MATERIAL if paid else NEGLIGIBLE
    missing = {
        row.year: row.unfunded + row.unsupported for row in rows
        if row.unfunded + row.unsupported > least_told * max(row.cost, row.ceiling)
    }
    return Payment(
        can_be_paid=paid,
        least=0.0 if paid else least_unpaid(plan),
        missing=missing if loose or not paid else {},  # where a strict plan pays, what is left is the solver's slack
        by_choice=loose and paid,
        gap=facts.level(plan, "2", "needs") or 0.0,
        gap_when_strict=facts.level(plan, *STRICT_GAP),
    )


STRICT_GAP = ("2 at tolerance 0", "needs")
"""Level and name under which the table ``objective`` says what needs would stay unmet if the tolerance were 0."""


def can_it_be_paid(plan: Plan, found: Payment) -> str:
    """Return the first sentences of all: yes or no, what is missing, and which ceilings by part it is missing under."""
    under = "" if found.can_be_paid else unpaid_under_ceilings(plan, found.missing, support=True)
    return " ".join(filter(None, (_can_it_be_paid(plan, found), under)))


def _can_it_be_paid(plan: Plan, found: Payment) -> str:
    if found.can_be_paid:
        yes = "Yes: everyone can be paid, and supported as the case asks, in every year."
        if sum(found.missing.values()) <= 0.0:
            return yes
        return f"{yes} By choice, {money(sum(found.missing.values()), plan.currency)} is left unpaid or unsupported."
    least = f"{money(found.least, plan.currency)} at prices of {plan.base_year}, later money counting less"
    if plan.arrears_tolerance > 0.0:
        return (
            f"No: this force cannot be paid and supported in full; at least {least}, has no payer, whatever is done. The "
            f"plan leaves {amounts(found.missing, plan.currency)} unpaid or unsupported (current prices), part by choice."
            if found.missing else
            f"No: this force cannot be paid and supported in full; at least {least}, has no payer, after {plan.years[-1]}."
        )
    if not found.missing:
        return (
            f"No, but not in a year shown: after {plan.years[-1]}, at least {least}, has no payer, whatever is done."
        )
    return (
        "No: this force cannot be paid and supported in full, whatever is done. "
        f"{amounts(found.missing, plan.currency)} has no payer (current prices)."
    )


def unpaid(plan: Plan, rows: tuple[YearRow, ...], found: Payment) -> str:
    """Return in words what stays unpaid or unsupported, why, and what is owed at the end."""
    floor = {row.year: MATERIAL * max(row.cost, row.ceiling) for row in rows}
    arrears = {row.year: row.arrears for row in rows if row.arrears > floor[row.year]}
    failing = [row for row in rows if row.year in found.missing]
    unfunded = {row.year: row.unfunded for row in failing if row.unfunded > NEGLIGIBLE * row.cost}
    unsupported = {row.year: row.unsupported for row in failing if row.unsupported > NEGLIGIBLE * row.cost}
    parts = []
    if not found.missing:
        parts.append("Everything due is paid, and everyone who is paid is supported as the case asks.")
    if unfunded:
        parts.append(f"Nobody pays {amounts(unfunded, plan.currency)}.")
    if unsupported:
        before = "" if unfunded else "All bills are paid, but not everyone is supported. "
        parts.append(
            f"{before}Some people are paid but lack the kit, fuel or rations that the case asks for; supporting them would "
            f"cost {amounts(unsupported, plan.currency)}."
        )
    ceilings = sum(row.ceiling for row in rows)
    if found.missing and ceilings:
        share = significant(sum(found.missing.values()) / ceilings)
        parts.append(f"Together this is {share} of the ceilings of the years shown.")
    if found.missing and plan.arrears_tolerance > 0.0:
        parts.append(_choice(plan, found))
    parts.append(_lacking(plan, rows))
    parts.append(_arrears(arrears, rows[-1], plan.currency) if arrears else "")
    return " ".join(filter(None, parts))


def _choice(plan: Plan, found: Payment) -> str:
    """Return what the arrears tolerance bought, as the choice that it is."""
    least = f"{money(found.least, plan.currency)} of this, counted at prices of {plan.base_year}, later money less,"
    whose = "None of this has to be" if found.by_choice else f"Only {least} has to be"
    text = (
        f"{whose}: the setting arrears_tolerance lets the plan leave up to {significant(plan.arrears_tolerance)} of all "
        f"ceilings unpaid or unsupported in order to cover more needs."
    )
    if found.gap_when_strict is None:
        return f"{text} With --set arrears_tolerance=0 all of it is paid that can be, and fewer needs are covered."
    less = max(0.0, found.gap_when_strict - found.gap) / found.gap_when_strict if found.gap_when_strict > 0.0 else 0.0
    return (
        f"{text} It closes {significant(less)} of the gap in needs; with a tolerance of 0 all is paid that can be, and "
        "that part stays open."
    )


def _lacking(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    """Return a sentence on people who are paid without being supported, empty if hardly anyone is."""
    missing, there = facts.unsupported_people(plan), facts.people_present(plan)
    shares = {row.year: missing[row.year] / there[row.year] if there.get(row.year) else 0.0 for row in rows}
    whole = "those who are there" if facts.has_ghosts(plan) else "the force"
    worst = max(shares, key=lambda year: (round(shares[year], 6), -year))
    if shares[worst] < 0.005:
        return ""
    meaning = "those included whom the case accepts without support (below its support floor)"
    same = len(shares) > 1 and all(percent(share) == percent(shares[worst]) for share in shares.values())
    if same:
        return f"In every year {percent(shares[worst])} of {whole} are paid without being supported, {meaning}."
    return (
        f"Support is thinnest in {worst}: {people(missing[worst])} people, {percent(shares[worst])} of {whole}, lack it, "
        f"{meaning}. "
        f"{lacking_sentence(plan, worst)}"
    )


def _arrears(arrears: Mapping[int, float], last: YearRow, currency: str) -> str:
    peak = max(arrears, key=lambda year: (round(arrears[year]), year))
    left = f"{money(last.arrears, currency)} at the end of {last.year}"
    if peak == last.year:
        return f"Arrears, those from before the plan included, stand at {left}."
    return (
        f"Arrears, those from before the plan included, stand highest at the end of {peak}, at "
        f"{money(arrears[peak], currency)}, and at {left}."
    )


def amounts(found: Mapping[int, float], currency: str) -> str:
    """Return amounts by year in words: each year where they are few and differ, else the sum, the span and the worst."""
    written = {year: money(amount, currency) for year, amount in found.items()}
    if len(found) > 1 and len(set(written.values())) == 1:
        return f"{next(iter(written.values()))} in each of {_span(sorted(found))}"
    if len(found) <= 4:
        return listed([f"{text} in {year}" for year, text in written.items()])
    peak = max(found, key=lambda year: (found[year], -year))
    return (
        f"{money(sum(found.values()), currency)} in all, in {len(found)} years from {min(found)} to "
        f"{max(found)}, the largest part in {peak} ({written[peak]})"
    )


def _span(years: list[int]) -> str:
    if len(years) > 2 and years[-1] - years[0] + 1 == len(years):
        return f"the years {years[0]} to {years[-1]}"
    return listed([str(year) for year in years])
