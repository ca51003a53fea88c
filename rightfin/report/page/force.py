"""Below the eight questions: who serves and why numbers move, and what justice gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rightfin.report import facts
from rightfin.report.page.parts import Line, Section
from rightfin.report.page.words import runs
from rightfin.report.wording import people, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing import Briefing
from rightfin.study.ranges import Number, Range
from rightfin.study.stated import Cause, Stated

JUSTICE = ("justice", "corrections")
"""Sectors of institutions that count as justice and prisons."""

_CAUSES = {
    Cause.CAP: "at its cap",
    Cause.FLOOR: "at its least strength",
    Cause.SCHOOL: "as many as can be trained",
    Cause.LEAVERS: "nobody joins, people leave",
    Cause.WEIGHED: "as need and money allow",
}


def the_force(plan: Plan, found: Briefing | None) -> Section:
    """Return the section."""
    stated = found.stated if found is not None else None
    ranges = found.ranges.ranges if found is not None and found.ranges is not None else ()
    lines = (_whole(plan), *_strengths(plan, stated, ranges), *_justice(plan))
    return Section(9, "force", "WHO SERVES, AND WHY NUMBERS MOVE", lines)


def _whole(plan: Plan) -> Line:
    rows = facts.yearly(plan)
    most = max(rows, key=lambda row: (round(row.strength), -row.year))
    told = sorted(dict.fromkeys((rows[0], most, rows[-1])), key=lambda row: row.year)
    return Line("All", f"{', '.join(f'{people(row.strength)} in {row.year}' for row in told)}.")


def _strengths(plan: Plan, stated: Stated | None, ranges: Sequence[Range]) -> Iterator[Line]:
    """Yield a line for each institution: how many people, and what settles the number of its largest movers."""
    frame = plan.table("strength")
    frame["institution"] = [plan.names.cadre_institution.get(str(cadre), str(cadre)) for cadre in frame["cadre"]]
    employing = set(frame["institution"])
    for institution, name in facts.institutions(plan).items():
        if institution not in employing:
            continue
        of = frame[frame["institution"] == institution]
        whole = facts.by_year(of, "strength")
        text = f"{people(whole[plan.years[0]])} in {plan.years[0]}, {people(whole[plan.years[-1]])} in {plan.years[-1]}"
        cadres = {str(cadre): facts.by_year(of[of["cadre"] == cadre], "strength") for cadre in dict.fromkeys(of["cadre"])}
        why = _mover(plan, stated, cadres, ranges) if stated is not None else ""
        yield Line(name, f"{text}.{why}")


def _mover(
    plan: Plan, stated: Stated, cadres: Mapping[str, Mapping[int, float]], ranges: Sequence[Range]
) -> str:
    """Return the cadre that moves most from the base year on, its numbers, and what settles them in which years."""
    last = plan.years[-1]
    table = plan.tables["strength"]
    rows = zip(table.column("cadre"), table.column("year"), table.column("before"), strict=True)
    opening = {str(cadre): float(before) for cadre, year, before in rows if int(year) == plan.years[0]}
    cadre = max(cadres, key=lambda k: round(abs(cadres[k][last] - opening[k])))
    years: dict[Cause, list[int]] = {}
    for year, cause in stated.causes[cadre].items():
        years.setdefault(cause, []).append(year)
    told = "; ".join(f"{runs(found)} {_CAUSES[cause]}" for cause, found in years.items())
    course = f"{people(opening[cadre])} in {plan.base_year}, {people(cadres[cadre][last])} in {last}"
    tied = [one for one in ranges if (one.number, one.who, one.year) == (Number.STRENGTH, cadre, last)]
    course += "".join(f", though {people(one.least)} to {people(one.greatest)} would be as good" for one in tied)
    return f" {plan.names.cadres.get(cadre, cadre)}: {course} ({told})."


def _justice(plan: Plan) -> Iterator[Line]:
    """Yield the share of courts and prisons in people and in cost."""
    ours = {i for i, sector in plan.names.sectors.items() if sector in JUSTICE}
    if not ours:
        return
    strength, budget = plan.table("strength"), plan.table("budget")
    strength["institution"] = [plan.names.cadre_institution.get(str(k), str(k)) for k in strength["cadre"]]
    shares = []
    for year in dict.fromkeys((plan.years[0], plan.years[-1])):
        parts = []
        for frame, column in ((strength, "strength"), (budget, "cost")):
            of_year = frame[frame["year"] == year]
            whole, part = float(of_year[column].sum()), float(of_year.loc[of_year["institution"].isin(ours), column].sum())
            parts.append(percent(part / whole) if whole > 0.0 else "-")
        shares.append(f"{parts[0]} of people and {parts[1]} of cost in {year}")
    yield Line("Justice and prisons", f"{'; '.join(shares)}.")
