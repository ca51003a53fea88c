"""Section 3 of the page: which needs stay short and why, who lacks support, which soft rules are broken."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.page.parts import Line, Section
from rightfin.report.page.reasons import limits_of
from rightfin.report.page.words import runs
from rightfin.report.wording import in_full, labels, listed, people, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing import Briefing

MOST_GROUPS = 3
"""Most groups of people without support that the page names."""


def not_done(plan: Plan, found: Briefing | None) -> Section:
    """Return the section; why needs are short is known where limits were tried."""
    lines = (*_needs(plan, found), *_unsupported(plan))
    return Section(3, "not_done", "WHAT IS NOT DONE, AND WHY", lines or (
        Line("Nothing", "every need is covered in full in every year, and everyone is supported as the case asks."),
    ))


def _needs(plan: Plan, found: Briefing | None) -> Iterator[Line]:
    """Yield a line for each need that is short in some year, the worst of the last year first."""
    courses: dict[str, dict[int, float]] = {}
    for row in facts.coverage_by_need(plan).to_dict("records"):
        courses.setdefault(str(row["need"]), {})[int(row["year"])] = float(row["coverage"])
    order = sorted(courses, key=lambda need: (round(courses[need][max(courses[need])], 3), need))
    ids = {name: need for need, name in labels(plan.names.needs, plan.names.needs).items()}
    for name in order:
        short = {year: share for year, share in courses[name].items() if not in_full(share)}
        if short:
            why = f" {limits_of(plan, found, ids[name], short)}" if found is not None and found.whole else ""
            yield Line(name, f"{_course(courses[name])}.{why}")


def _course(course: dict[int, float]) -> str:
    """Return how a need is covered over the years, in a few figures."""
    first, last = min(course), max(course)
    lowest = min(course, key=lambda year: (round(course[year], 3), year))
    full = [year for year in course if in_full(course[year])]
    if full and full == [year for year in course if year >= full[0]]:
        start = listed([f"{percent(course[year])} in {year}" for year in sorted({first, lowest})])
        return f"{start}; in full from {full[0]}"
    if len({percent(share) for share in course.values()}) == 1:
        return f"{percent(course[first])} in every year"
    best = max(course, key=lambda year: (round(course[year], 3), -year))
    told = sorted({first, lowest, best, last})
    return listed([f"{percent(course[year])} in {year}" for year in told])


def _unsupported(plan: Plan) -> Iterator[Line]:
    """Yield a line on people in pay without support, by group, in the year in which there are most."""
    frame = plan.table("strength")
    frame["lacking"] = frame["strength"] - frame["supported"]
    whole, paid = facts.by_year(frame, "lacking"), facts.by_year(frame, "strength")
    worst = max(sorted(whole), key=lambda year: whole[year], default=None)
    if worst is None or whole[worst] < 0.005 * paid[worst]:
        return
    of_year = frame[frame["year"] == worst].sort_values(["lacking", "cadre"], ascending=[False, True])
    groups = [(plan.names.cadres.get(str(row["cadre"]), str(row["cadre"])), float(row["lacking"]), float(row["strength"]))
              for row in of_year.to_dict("records") if float(row["lacking"]) >= 0.5]
    told = [f"{people(lacking)} of {people(all_of)} in {name}" for name, lacking, all_of in groups[:MOST_GROUPS]]
    if len(groups) > MOST_GROUPS:
        told.append(f"{people(sum(lacking for _, lacking, _ in groups[MOST_GROUPS:]))} others")
    years = [year for year in whole if whole[year] >= 0.005 * paid[year]]
    yield Line("In pay without kit or rooms",
               f"most in {worst}: {listed(told)} (in {runs(years)} more than half a per cent of all).")
