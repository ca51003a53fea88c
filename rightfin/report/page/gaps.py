"""Section 3 of the page: which needs stay short and why, who lacks support, which soft rules are broken."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.page.parts import Section, Told
from rightfin.report.page.reasons import edges_of, limits_of, weighting
from rightfin.report.page.words import runs
from rightfin.report.words.shortfalls import broken_sentence, lacking, lacking_sentence
from rightfin.report.words.wording import begun, in_full, labels, listed, people, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing.study import Briefing

WORTH_NAMING = 0.005
"""Share of all people in pay below which those without support are not worth a word."""


def not_done(plan: Plan, found: Briefing | None) -> Section:
    """Return the section; why needs are short is known where limits were tried."""
    lines = (*_needs(plan, found), *_unsupported(plan), *_rules(plan))
    return Section(3, "not_done", "WHAT IS NOT DONE, AND WHY", lines or (
        Told("Nothing", "every need is covered in full in every year, everyone is supported, and no soft rule is broken."),
    ))


def _needs(plan: Plan, found: Briefing | None) -> Iterator[Told]:
    """Yield a line for each need that is short in some year, the worst of the last year first."""
    courses: dict[str, dict[int, float]] = {}
    for row in facts.coverage_by_need(plan):
        courses.setdefault(row.need, {})[row.year] = row.coverage
    order = sorted(courses, key=lambda need: (round(courses[need][max(courses[need])], 3), need))
    ids = {name: need for need, name in labels(plan.names.needs, plan.names.needs).items()}
    is_short = any(not in_full(share) for course in courses.values() for share in course.values())
    if found is not None and found.whole and is_short:
        yield Told("Held back by", "with a tenth more in every year of the limit that is named, the need would be "
                                   "covered better in that year.")
    for name in order:
        short = {year: share for year, share in courses[name].items() if not in_full(share)}
        if short:
            outside = _from_outside(plan, ids[name], list(courses[name]))
            yield Told(name, f"{_course(courses[name])}.{outside} {_why(plan, found, ids[name], short)}".rstrip())


def _from_outside(plan: Plan, need: str, years: list[int]) -> str:
    """Return how much of a need a peace operation or others meet whom no budget of the case pays; empty where none does."""
    table = plan.tables["needs"]
    needed, supplied = (table.sums(("need", "year"), column) for column in ("needed", "external"))
    shares = {year: min(1.0, supplied[need, year] / needed[need, year]) for year in years}
    if not any(shares.values()):
        return ""
    first, last = min(years), max(years)
    gone = next((year for year in years if not any(shares[later] for later in years if later >= year)), None)
    end = f"{percent(shares[last])} in {last}" if gone is None else f"nothing from {gone} on"
    same = len({percent(share) for share in shares.values()}) == 1
    course = f"{percent(shares[first])} in every year" if same else f"{percent(shares[first])} in {first} and {end}"
    return f" Of the need others, such as a peace operation, meet {course}."


def _why(plan: Plan, found: Briefing | None, need: str, short: dict[int, float]) -> str:
    if found is not None and found.whole:
        return limits_of(plan, found, need, short)
    edges = edges_of(plan, need)
    by_edge = {edge: [year for year, at in edges.items() if at == edge] for edge in dict.fromkeys(edges.values())}
    told = [f"In {runs(years)} it stands on the edge of {weighting(edge)}." for edge, years in by_edge.items()]
    return " ".join(told)


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


def _unsupported(plan: Plan) -> Iterator[Told]:
    """Yield a line on people in pay without support, by group, in the year in which there are most."""
    missing, there = facts.unsupported_people(plan), facts.people_present(plan)
    worst = max(sorted(missing), key=lambda year: round(missing[year]), default=None)
    if worst is None or missing[worst] < WORTH_NAMING * there[worst]:
        return
    years = [year for year in missing if missing[year] >= WORTH_NAMING * there[year]]
    accepted = sum(one.accepted for one in lacking(plan, worst))
    text = lacking_sentence(plan, worst)
    text += f" {_accepted(accepted, missing[worst])}" if accepted >= 1.0 else ""
    text += f" More than {percent(WORTH_NAMING)} of all people lack support in {runs(years)}." if len(years) > 1 else ""
    yield Told("In pay without kit or rooms", text)


def _accepted(accepted: float, missing: float) -> str:
    """Return how many of the people without support the case accepts, and by which of its entries."""
    which = "all" if people(accepted) == people(missing) else people(accepted)
    return f"The case accepts {which} of them by its support floor, the least share of each cadre that must be supported."


def _rules(plan: Plan) -> Iterator[Told]:
    """Yield a line on the soft rules that the plan breaks."""
    text = broken_sentence(plan)
    if text:
        yield Told("Rules broken", begun(text.removeprefix("Soft rules are broken: ")))
