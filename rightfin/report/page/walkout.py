"""Section 4 of the page: what happens if one donor walks out, in one year for all and in the worst year of each."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.page.parts import Section, Told
from rightfin.report.page.words import runs
from rightfin.report.words.parts import unpaid_under_ceilings
from rightfin.report.words.wording import labels, listed, money, people, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing.study import Briefing
from rightfin.study.withdrawal.study import Withdrawal, Withdrawals
from rightfin.tolerances import REACHED, SEEN

MOST = 2
"""Most lines or groups that are named; `rightfin withdraw` lists all."""


def if_a_donor_walks_out(found: Briefing) -> Section:
    """Return the section."""
    walkouts = found.walkouts
    if walkouts is None:
        lines: tuple[Told, ...] = (Told("Donors", "There is none."),)
    else:
        lines = (
            Told("Without notice", f"each donor alone: in {walkouts.year}, to compare them, and in the year in which most "
                                   "would have to break. Which lines then stay unpaid is one way of several."),
            *_donors(walkouts),
        )
    return Section(4, "walkouts", "IF A DONOR WALKS OUT", lines)


def _donors(found: Withdrawals) -> Iterator[Told]:
    names = labels(found.base.names.donors, [one.donor for one in found.each])
    worst = [one.donor for one in found.worst]
    order = sorted(found.each, key=lambda one: (worst.index(one.donor) if one.donor in worst else len(worst)))
    for one in order:
        at_worst = found.worst_of(one.donor)
        parts = []
        if at_worst is not None:
            why = f"{_pay_at_its_limit(at_worst)}{_notice(at_worst)}"
            parts.append(f"Worst in {at_worst.year}: {_broken(found.base, at_worst)}{why}.")
            parts.append(unpaid_under_ceilings(at_worst.plan, {item.year for item in at_worst.unpaid}))
            parts += [issue.remedy for issue in at_worst.stranded]
        elif one.year is not None:
            parts.append("In no year would anyone go unpaid or unsupported whom the plan pays and supports.")
        if one.year is None:
            parts.append(f"The plan spends nothing of its money from {found.year} on.")
        elif at_worst is not one:
            parts.append(f"In {one.year}: {_broken(found.base, one)}{_needs(found.base, one)}.")
        yield Told(names[one.donor], " ".join(filter(None, parts)))


def _broken(base: Plan, one: Withdrawal) -> str:
    """Return who is unpaid or unsupported, when and how much, beyond the plan."""
    if one.broken == 0.0:
        return f"everyone is still paid and supported as planned{_owed(base, one)}"
    told = []
    unpaid: dict[str, dict[int, float]] = {}
    for item in one.unpaid:
        name = f"{item.category} of {base.names.institutions.get(item.institution, item.institution)}"
        unpaid.setdefault(name, {}).setdefault(item.year, 0.0)
        unpaid[name][item.year] += item.amount
    largest = sorted(unpaid, key=lambda name: (-sum(unpaid[name].values()), name))
    for name in largest[:MOST]:
        told.append(f"{money(sum(unpaid[name].values()), base.currency)} of {name} is unpaid in {runs(list(unpaid[name]))}")
    if len(largest) > MOST:
        rest = sum(sum(unpaid[name].values()) for name in largest[MOST:])
        told.append(f"{money(rest, base.currency)} of other lines")
    told += _unsupported(base, one)
    return listed(told) or f"something is unpaid or unsupported after {base.years[-1]}"


def _owed(base: Plan, one: Withdrawal) -> str:
    """Return how much more of old debts stays owed, if any does."""
    if not one.arrears:
        return ""
    year = max(sorted(one.arrears), key=lambda t: one.arrears[t])
    return f", but old debts later: up to {money(one.arrears[year], base.currency)} more is owed, at the end of {year}"


def _pay_at_its_limit(one: Withdrawal) -> str:
    """Return that own pay stands at the limit of the wage bill where pay is unpaid: then money alone does not help."""
    years = sorted({item.year for item in one.unpaid if item.category == "pay"})
    limit, pay = facts.threshold(one.plan, "wage_bill"), facts.indicator(one.plan, "own_pay_share_of_revenue")
    full = [year for year in years if year in limit and pay.get(year, 0.0) >= limit[year] - REACHED]
    if not full:
        return ""
    return f"; the limit of the wage bill, {percent(limit[full[0]])} of revenue, lets the state pay no more in {runs(full)}"


def _unsupported(base: Plan, one: Withdrawal) -> Iterator[str]:
    lacking: dict[str, dict[int, float]] = {}
    for item in one.unsupported:
        lacking.setdefault(item.cadre, {})[item.year] = item.people
    largest = sorted(lacking, key=lambda cadre: (-max(lacking[cadre].values()), cadre))
    for cadre in largest[:MOST]:
        name = base.names.cadres.get(cadre, cadre)
        yield f"up to {people(max(lacking[cadre].values()))} {name} lack support in {runs(list(lacking[cadre]))}"


def _notice(one: Withdrawal) -> str:
    if one.notice is None:
        return "; no notice within the plan avoids it"
    if one.notice == 0:
        return ""
    return f"; {'one year' if one.notice == 1 else f'{one.notice} years'} of notice would avoid it"


def _needs(base: Plan, one: Withdrawal) -> str:
    """Return how far coverage falls at most, beyond the plan."""
    before, after = facts.indicator(base, "coverage"), facts.indicator(one.plan, "coverage")
    falls = {year: before[year] - after[year] for year in before if year in after}
    year = max(sorted(falls), key=lambda t: round(falls[t], 3), default=None)
    if year is None or falls[year] < SEEN:
        return ""
    return f"; coverage falls by up to {100.0 * falls[year]:.1f} points, in {year}"
