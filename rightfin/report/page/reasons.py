"""Why a need is short: the limit that holds it back, as tried, the weighting of the case, or both."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.lp.rules import FAMILY
from rightfin.report.page.words import runs
from rightfin.report.words.shortfalls import BandEdge, band_edges
from rightfin.report.words.wording import labels, listed, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing.easing import Eased
from rightfin.study.briefing.study import Briefing

AS_MUCH = 0.5
"""A limit is named beside the one that holds most back if it holds back this share of it."""

_LIMITS = {
    "training": "training places of {name}",
    "pipeline": "who is in training already at {name}",
    "maximum_strength": "the cap on {name}",
    "absorption": "how many {name} can be bought a year",
    "part_ceiling": "the ceiling {name}",
    "money": "money",
    "ceiling": "the ceiling of {name}",
    "donors": "donors' money",
}


def edges_of(plan: Plan, need: str) -> dict[int, BandEdge]:
    """Return the edge of a penalty band on which the coverage of a need, by id, stands, by year."""
    name = labels(plan.names.needs, plan.names.needs)[need]
    return {year: edge for edge in band_edges(plan) if edge.need == name for year in edge.years}


def weighting(edge: BandEdge) -> str:
    """Return in words that coverage stands where the weighting of the case changes."""
    at = percent(edge.coverage).replace(".0%", "%")
    return f"our own weighting (what is missing above {at} counts {edge.penalty:g}, below it {edge.penalty_beyond:g})"


def limits_of(plan: Plan, found: Briefing, need: str, short: Iterable[int]) -> str:
    """Return what holds a need back in the years in which it is ``short``, as a sentence.

    ``need`` is an id. A limit counts where a tenth more of it in every year raises the coverage of the year. Coverage that
    stands on the edge of a band of penalties stands there by the weighting of the case: named alone where no limit helps,
    beside the limit where one lifts coverage over the edge. What an edge is, is said once.
    """
    edges = edges_of(plan, need)
    by_reason: dict[tuple[str, BandEdge | None], list[int]] = {}
    for year in short:
        by_reason.setdefault((_limit(plan, found, need, year), edges.get(year)), []).append(year)
    told: list[str] = []
    said: set[BandEdge] = set()
    for (limit, edge), years in by_reason.items():
        told.append(f"{runs(years)} {_reason(limit, edge, known=edge in said)}")
        said |= {edge} if edge is not None else set()
    return f"Held back by: {'; '.join(told)}."


def _reason(limit: str, edge: BandEdge | None, *, known: bool) -> str:
    if edge is None:
        return limit or "no single limit"
    at = "our own weighting" if known else weighting(edge)
    return f"{limit}, at the edge of {at}" if limit else at


def _limit(plan: Plan, found: Briefing, need: str, year: int) -> str:
    """Return the limits that hold a need back in a year, at most two; empty if none does."""
    helps = {one: one.gains.get(need, {}).get(year, 0.0) for one in found.eased}
    most = max(helps.values(), default=0.0)
    named = sorted((one for one, gain in helps.items() if gain > 0.0 and gain >= AS_MUCH * most),
                   key=lambda one: (-round(helps[one], 4), one.family, one.name))
    return listed([_named(plan, one) for one in named[:2]])


def _named(plan: Plan, one: Eased) -> str:
    family = FAMILY.get(one.family)
    names = {} if family is None else plan.names.on(family.axes[0])
    name = names.get(one.name, one.name) or "the government"
    return _LIMITS[one.family].format(name=name)
