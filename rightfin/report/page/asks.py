"""Section 5 of the page: what to ask for, each tried alone, the best for its money first."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.page.parts import Section, Told
from rightfin.report.words.wording import WITHIN_LIMITS, begun, labels, listed, money, significant
from rightfin.result.plan import Plan
from rightfin.study.briefing.asks import GivesWay
from rightfin.study.briefing.relief import Relief
from rightfin.study.briefing.study import Briefing

FREE, PAID = 6, 3
"""Most things to ask for that are named: of those for which nobody must add money that the case knows of, and of the
others."""

_RESTRICTIONS = {
    GivesWay.SAVING: "the limit on what the state may save",
    GivesWay.CARRY_OVER: "the limit on carrying over donors' money",
    GivesWay.CEILING_OF_STRENGTH: "a cap on a cadre",
    GivesWay.HANDOVER_LATER: "the pace of the handover",
    GivesWay.HANDOVER_LOWER: "the share that the handover asks of the state",
    GivesWay.ELIGIBILITY: "the ties of donors' money to lines",
    GivesWay.CO_FINANCING: "the co-financing that donors ask for",
    GivesWay.STEP: "the limit on how fast own spending may rise",
    GivesWay.WAGE_BILL: "the limit of the wage bill",
    GivesWay.PART_CEILING: "a ceiling by part",
    GivesWay.PART_OPENED: "a ceiling of 0 by part",
}
"""The rules that somebody can change by a decision, without places, buildings or money, by what eases them."""

WORTH_ASKING = 5e-4
"""Least share of the gap that is worth asking for: a twentieth of a percentage point."""


def ask_for(found: Briefing) -> Section:
    """Return the section."""
    told = worth_asking(found)
    lines = [asked_of_somebody(found.plan, one) for one in told]
    prices = f"at prices of {found.plan.base_year}"
    intro = Told("Each alone", "everything else as it is: first what asks for no money beyond the ceiling of own spending "
                               "and the pledges, within which more may be spent, or has no price in the case; then what "
                               f"closes most of the gap for its money, {prices}. The gap is all that needs are left "
                               "uncovered, weighted, over all years.")
    return Section(5, "asks", "ASK FOR", (intro, *_worst_rule(told), *lines) if lines else (
        Told("Nothing", "none of the things that were tried closes a part of the gap that is worth a word."),
    ))


def worth_asking(found: Briefing) -> list[Relief]:
    """Return what is worth asking for, first what asks for no money, each the best first."""
    useful = [one for one in found.reliefs if one.settles > 0.0 or one.share >= WORTH_ASKING]
    return [one for one in useful if one.free][:FREE] + [one for one in useful if not one.free][:PAID]


def asked_of_somebody(plan: Plan, one: Relief) -> Told:
    """Return one thing to ask for, what it closes and what it costs."""
    return Told(begun(one.words), f"{_closes(one)}; {_costs(plan, one)}.")


def _worst_rule(told: list[Relief]) -> Iterator[Told]:
    """Yield a line on the rule that costs most: the one whose easing helps most, payment first, then needs."""
    rules = [one for one in told if one.free and one.kind in _RESTRICTIONS]
    if rules:
        worst = max(rules, key=lambda one: (round(one.settles, 9), round(one.share, 9)))
        others = list(dict.fromkeys(_RESTRICTIONS[one.kind] for one in rules if one.kind is not worst.kind))
        shares = {significant(one.share) for one in rules if one is not worst}
        clear = others and all(one.settles <= 0.0 for one in rules) and significant(worst.share) not in shares
        more = f", more than easing {listed(others, 'or')}" if clear else ""
        text = f"{_RESTRICTIONS[worst.kind]}. Eased to {worst.words}: {_closes(worst)}{more}."
        yield Told("Worst restriction", text)


def _closes(one: Relief) -> str:
    """Return what easing does, as a clause: bills may be paid out of what bought support, so both are never claimed."""
    more = "more can be paid or supported" if one.settles > 0.0 else ""
    if one.share <= -WORTH_ASKING:
        return f"{more}{', which comes first: ' if more else ''}the gap widens by {significant(-one.share)}"
    closes = f"closes {significant(one.share)} of the gap" if one.share >= WORTH_ASKING else ""
    return f"{more}, and it {closes}" if more and closes else more or closes


def _costs(plan: Plan, one: Relief) -> str:
    if not one.free:
        names = labels({**plan.names.payers, **plan.names.donors}, one.costs)
        return f"costs {listed([f'{names[donor]} {money(cost, plan.currency)}' for donor, cost in one.costs.items()])}"
    if one.unpriced:
        return "needs places or buildings that the case has no price for"
    return WITHIN_LIMITS
