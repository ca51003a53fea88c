"""Why a need is short: the limit that holds it back, as tried, or the weighting of the case."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.report.page.words import runs
from rightfin.report.shortfalls import BandEdge, band_edges
from rightfin.report.wording import labels, listed, percent
from rightfin.result.plan import Plan
from rightfin.study.briefing import Briefing
from rightfin.study.easing import Eased

AS_MUCH = 0.5
"""A limit is named beside the one that holds most back if it holds back this share of it."""

_LIMITS = {
    "training": "training places of {name}",
    "pipeline": "who is in training already at {name}",
    "maximum_strength": "the cap on {name}",
    "absorption": "how many {name} can be bought a year",
    "money": "money",
}


def edges_of(plan: Plan, need: str) -> dict[int, BandEdge]:
    """Return the edge of a penalty band on which the coverage of a need, by id, stands, by year."""
    name = labels(plan.names.needs, plan.names.needs)[need]
    return {year: edge for edge in band_edges(plan) if edge.need == name for year in edge.years}


def weighting(edge: BandEdge) -> str:
    """Return in words that the weighting of the case ends coverage at an edge."""
    at = percent(edge.coverage).replace(".0%", "%")
    return f"our own weighting (what is missing above {at} counts {edge.penalty:g}, below it {edge.penalty_beyond:g})"


def limits_of(plan: Plan, found: Briefing, need: str, short: Iterable[int]) -> str:
    """Return what holds a need back in the years in which it is ``short``, as a sentence.

    ``need`` is an id. A limit counts where a tenth more of it in every year raises the coverage of the year. Where none
    does and coverage stands on the edge of a band of penalties, it is the weighting of the case that ends it there.
    """
    edges = edges_of(plan, need)
    by_reason: dict[str, list[int]] = {}
    for year in short:
        by_reason.setdefault(_reason(plan, found, need, year, edges.get(year)), []).append(year)
    return f"Held back by: {'; '.join(f'{runs(years)} {reason}' for reason, years in by_reason.items())}."


def _reason(plan: Plan, found: Briefing, need: str, year: int, edge: BandEdge | None) -> str:
    helps = {one: one.gains.get(need, {}).get(year, 0.0) for one in found.eased}
    most = max(helps.values(), default=0.0)
    named = sorted((one for one, gain in helps.items() if gain > 0.0 and gain >= AS_MUCH * most),
                   key=lambda one: (-round(helps[one], 4), one.family, one.name))
    if named:
        return listed([_named(plan, one) for one in named[:2]])
    if edge is not None:
        return weighting(edge)
    return "no single limit (a tenth more of any one changes little)"


def _named(plan: Plan, one: Eased) -> str:
    institutions = plan.names.institutions
    names = {"training": institutions, "pipeline": institutions, "maximum_strength": plan.names.cadres,
             "absorption": plan.names.assets}
    return _LIMITS[one.family].format(name=names.get(one.family, {}).get(one.name, one.name))
