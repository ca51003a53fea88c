"""Below the eight questions: who serves and why numbers move, and what justice gets."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.page.parts import Line, Section
from rightfin.report.wording import people, percent
from rightfin.result.plan import Plan

JUSTICE = ("justice", "corrections")


def the_force(plan: Plan) -> Section:
    """Return the section."""
    return Section(9, "force", "WHO SERVES, AND WHY NUMBERS MOVE", (*_strengths(plan), *_justice(plan)))


def _strengths(plan: Plan) -> Iterator[Line]:
    frame = facts.strength_by_institution(plan)
    first, last = plan.years[0], plan.years[-1]
    for name in dict.fromkeys(frame["institution"]):
        of = {int(t): float(s) for t, s in zip(frame.loc[frame["institution"] == name, "year"],
                                               frame.loc[frame["institution"] == name, "strength"], strict=True)}
        yield Line(str(name), f"{people(of[first])} in {first}, {people(of[last])} in {last}.")


def _justice(plan: Plan) -> Iterator[Line]:
    """Yield the share of courts and prisons in people and in cost."""
    ours = {i for i, sector in plan.names.sectors.items() if sector in JUSTICE}
    if not ours:
        return
    strength, budget = plan.table("strength"), plan.table("budget")
    strength["institution"] = [plan.names.cadre_institution.get(k, k) for k in strength["cadre"]]
    shares = []
    for year in dict.fromkeys((plan.years[0], plan.years[-1])):
        parts = []
        for frame, column in ((strength, "strength"), (budget, "cost")):
            of_year = frame[frame["year"] == year]
            whole, part = float(of_year[column].sum()), float(of_year.loc[of_year["institution"].isin(ours), column].sum())
            parts.append(percent(part / whole) if whole > 0.0 else "-")
        shares.append(f"{parts[0]} of people and {parts[1]} of cost in {year}")
    yield Line("Justice and prisons", f"{'; '.join(shares)}.")
