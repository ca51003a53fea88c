"""The first sentence about a plan: whether the force can be paid and kept, how that is to be taken, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.overview.tone import Tone
from rightfin.report.words.keeping import Keeping, keeping_of, sustained_sentence
from rightfin.report.words.payment import Payment, payment_of
from rightfin.report.words.shortfalls import broken_rules, broken_sentence
from rightfin.report.words.wording import begun, in_full, money, percent, significant, span_of
from rightfin.result.paid import can_be_kept
from rightfin.result.plan import Plan, Status


@dataclass(frozen=True)
class Banner:
    """One sentence, its tone, and the sentences that say why."""

    tone: Tone
    text: str
    why: tuple[str, ...]


def banner(plan: Plan) -> Banner:
    """Return the banner of a plan.

    It is bad where something cannot be paid or supported whatever is done, or no plan keeps all hard limits; mixed where
    something is left unpaid by choice, the force cannot be kept up for good, or soft rules are broken; else good.
    """
    if plan.status is Status.CONTRADICTORY:
        return Banner(Tone.BAD, "There is no plan: the hard limits of this case contradict one another.",
                      tuple(map(begun, plan.conflict)))
    found = payment_of(plan)
    if not found.can_be_paid:
        return Banner(Tone.BAD, _cannot(plan, found), tuple(_why(plan)))
    tone, keeps = _keeps(plan, keeping_of(plan))
    if found.missing:
        total = money(sum(found.missing.values()), plan.currency)
        text = (f"Everyone could be paid and supported, but the plan leaves {total} (current prices) unpaid or unsupported "
                "by choice, to cover more needs.")
        return Banner(Tone.MIXED, text, (*_sentences(keeps), *_why(plan)))
    text = f"Everyone can be paid and supported in every year from {span_of(plan.years)}" if len(plan.years) > 1 else (
        f"Everyone can be paid and supported in {plan.years[0]}")
    broken = list(dict.fromkeys(one.name for one in broken_rules(plan)))
    if broken and tone is Tone.GOOD:
        rules = "a rule of the case is" if len(broken) == 1 else f"{len(broken)} rules of the case are"
        return Banner(Tone.MIXED, f"{text}{keeps}, but {rules} broken.", tuple(_why(plan)))
    return Banner(tone, f"{text}{keeps}.", tuple(_why(plan)))


def _cannot(plan: Plan, found: Payment) -> str:
    """Return what has no payer, as a sentence."""
    if not found.missing:
        return (f"Everyone is paid and supported to {plan.years[-1]}, but not after it: "
                f"{money(found.least, plan.currency)} (prices of {plan.base_year}, later money counting less) is unpaid.")
    total = sum(found.missing.values())
    asked = sum(row.asked for row in facts.yearly(plan))
    years = sorted(found.missing)
    when = f"all of it in {years[0]}" if len(years) == 1 else f"first in {years[0]}, in {len(years)} years"
    part = f", {significant(total / asked)} of what the force costs in all years," if asked > 0.0 else ""
    return (f"Not everyone can be paid and supported: {money(total, plan.currency)} (current prices){part} has no payer, "
            f"{when}.")


def _keeps(plan: Plan, found: Keeping | None) -> tuple[Tone, str]:
    """Return the end of a sentence on whether the force can be kept up for good, and how to take it."""
    asked = can_be_kept(plan)
    if found is None:
        return Tone.MIXED, "; nobody can say what the force costs for good"
    if found.is_enough:
        return Tone.GOOD, f", and the force of {found.year} can be kept up for good"
    if asked or found.is_enough_with_donors:
        return Tone.GOOD, f", and the force of {found.year} can be kept up for good with donors who never leave"
    whose = "payers" if found.several else "the state"
    return Tone.MIXED, (f", but not for good: without donors and savings {whose} lack{'' if found.several else 's'} "
                        f"{money(-found.margin, plan.currency)} a year (prices of {found.year}) to keep up the force of "
                        f"{found.year}")


def _sentences(keeps: str) -> Iterator[str]:
    text = keeps.lstrip(",; ").removeprefix("and ").removeprefix("but ")
    if text:
        yield f"{begun(text)}."


def _why(plan: Plan) -> Iterator[str]:
    """Yield what else belongs to the first sentence, the weightiest first."""
    rows = facts.yearly(plan)
    first, last = rows[0], rows[-1]
    year = facts.last_donor_year(plan)
    donors = "No donor pays anything." if year is None else (
        f"Donors still pay {money(last.donors, plan.currency)} in {year}." if year == last.year else
        f"Donors pay for the last time in {year}.")
    share = f"The state pays {percent(first.own_share)} of what the force costs in {first.year}"
    yield f"{share}{f' and {percent(last.own_share)} in {last.year}' if last is not first else ''}. {donors}"
    kept = sustained_sentence(plan)
    if kept:
        yield kept
    needs = [row for row in facts.coverage_by_need(plan) if row.year == last.year and not in_full(row.coverage)]
    if needs:
        worst = min(needs, key=lambda row: (round(row.coverage, 3), row.need))
        yield f"The need covered least in {last.year} is {worst.need}, to {percent(worst.coverage)}."
    rules = broken_sentence(plan)
    if rules:
        yield rules
