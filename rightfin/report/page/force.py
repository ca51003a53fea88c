"""Below the eight questions: who serves and why numbers move, and what justice gets."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rightfin.report import facts
from rightfin.report.page.movers import Movers
from rightfin.report.page.parts import Section, Told
from rightfin.report.words.wording import labels, listed, people, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing.study import Briefing

JUSTICE = ("justice", "corrections")
"""Sectors of institutions that count as justice and prisons."""


def the_force(plan: Plan, found: Briefing | None) -> Section:
    """Return the section."""
    lines = (_whole(plan), *_strengths(plan, found), *_justice(plan))
    return Section(9, "force", "WHO SERVES, AND WHY NUMBERS MOVE", lines)


def _whole(plan: Plan) -> Told:
    rows = facts.yearly(plan)
    most = max(rows, key=lambda row: (round(row.strength), -row.year))
    told = sorted(dict.fromkeys((rows[0], most, rows[-1])), key=lambda row: row.year)
    there = facts.people_present(plan)
    paid = " paid" if facts.has_ghosts(plan) else ""
    text = ", ".join(
        f"{people(row.strength)}{paid} in {row.year}{f' ({people(there[row.year])} of them there)' if paid else ''}"
        for row in told
    )
    return Told("All", f"{text}.{' All that follows counts the people paid.' if paid else ''}")


def _strengths(plan: Plan, found: Briefing | None) -> Iterator[Told]:
    """Yield a line for each institution: how many people, and what settles the number of the cadre that moves most."""
    movers = Movers(plan, found) if found is not None and found.stated is not None else None
    strength, employing = plan.tables["strength"], _cadres(plan)
    for institution, name in facts.institutions(plan).items():
        if institution not in employing:
            continue
        cadres = employing[institution]
        whole = strength.where("cadre", cadres).by_year("strength")
        text = f"{people(whole[plan.years[0]])} in {plan.years[0]}, {people(whole[plan.years[-1]])} in {plan.years[-1]}"
        yield Told(name, f"{text}. {movers.told(cadres)}" if movers is not None else f"{text}.")


def _justice(plan: Plan) -> Iterator[Told]:
    """Yield the share of courts and prisons in people and in cost."""
    ours = {i for i, sector in plan.names.sectors.items() if sector in JUSTICE}
    if not ours:
        return
    strength, budget = plan.tables["strength"], plan.tables["budget"]
    cadres = [cadre for institution, found in _cadres(plan).items() if institution in ours for cadre in found]
    sums = [
        (strength.by_year("strength"), strength.where("cadre", cadres).by_year("strength")),
        (budget.by_year("cost"), budget.where("institution", ours).by_year("cost")),
    ]
    shares, paid = [], " paid" if facts.has_ghosts(plan) else ""
    for year in dict.fromkeys((plan.years[0], plan.years[-1])):
        parts = [percent(part.get(year, 0.0) / whole[year]) if whole.get(year, 0.0) > 0.0 else "-" for whole, part in sums]
        shares.append(f"{parts[0]} of people{paid} and {parts[1]} of cost in {year}")
    yield Told("Justice and prisons", f"{'; '.join(shares)}. {_counted(plan, ours)}")


def _cadres(plan: Plan) -> dict[str, list[str]]:
    """Return the cadres of each institution that has any, in the order of the table."""
    found: dict[str, list[str]] = {}
    for cadre in dict.fromkeys(map(str, plan.tables["strength"].column("cadre"))):
        found.setdefault(plan.names.cadre_institution.get(cadre, cadre), []).append(cadre)
    return found


def _counted(plan: Plan, ours: Collection[str]) -> str:
    """Return which institutions count, and which of the same functions of government do not."""
    cofog, names = plan.names.cofog, labels(plan.names.institutions, plan.names.institutions)
    others = [i for i in plan.names.institutions if i not in ours and cofog.get(i) in {cofog.get(one) for one in ours}]
    counted = listed([name for i, name in names.items() if i in ours])
    return f"Counted: {counted}{f'; not {listed([names[i] for i in others])}' if others else ''}."
