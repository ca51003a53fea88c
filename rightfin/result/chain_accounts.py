"""Identities of the justice chain, recomputed from the tables of a plan: cases, people at work, people in prison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.result.panel import Panel
from rightfin.tolerances import REACHED

Panels = Mapping[str, Panel]
Gaps = tuple[str, tuple[tuple[str, ...], ...], Floats]
"""What is wrong where a gap is not zero, the lines, and the gaps, (lines, years)."""


def cases_add_up(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    """Yield what is lost or made of cases on their way, and what is done beyond what those at work can do."""
    cases, justice = panels["justice"], p.justice
    if not cases.lines:
        return
    years = len(cases.years)
    waited = cases.year_before("backlog", justice.opening_backlog[:, None])
    yield "cases before the year are others", cases.lines, cases["before"] - waited
    left = cases["before"] + cases["inflow"] - cases["done"] - cases["dropped"]
    yield "cases do not add up", cases.lines, left - cases["backlog"]
    sent = np.zeros_like(cases["done"])
    sent[1:] = justice.pass_rate[:-1, :years] * cases["done"][:-1]
    arrives = justice.outside[:, :years] + cases["brought"] + sent
    yield "cases that arrive are others", cases.lines, cases["inflow"] - arrives
    most = justice.drop_share[:, :years] * (cases["before"] + cases["inflow"])
    yield "more is dropped than may be", cases.lines, np.maximum(cases["dropped"] - most, 0.0)
    there, can = panels["strength"]["present"], _can(panels, p)
    waits = cases["backlog"] > REACHED * (cases["before"] + cases["inflow"])
    able = np.where(waits, can, _can(panels, p, bare_as=1.0)) + _idle(panels, p)
    brings = np.zeros_like(can)
    for stage, cadre in justice.brings:
        per_head = np.array([justice.cases_per_head[stage, cadre, year] for year in cases.years])
        brings[justice.stages.index(stage)] += per_head * there[panels["strength"].lines.index((cadre,))]
    yield "people bring fewer cases than they do", cases.lines, np.minimum(cases["brought"] - brings, 0.0)
    yield "what could be done is another", cases.lines, cases["capacity"] - able
    yield "more is done than those at work can", cases.lines, np.maximum(cases["done"] - can, 0.0)


def _can(panels: Panels, p: Parameters, bare_as: float | None = None) -> Floats:
    """Return what those at work at each stage can get done, (stages, years), from what they do.

    ``bare_as`` is what those count who lack support, what the case says if it is ``None``.
    """
    postings, justice = panels["postings"], p.justice
    found = np.zeros((len(justice.stages), len(postings.years)))
    for (cadre, kind, work), full, part in zip(
        postings.lines, postings["supported"], postings["unsupported"], strict=True
    ):
        if kind == "stage":
            rate = np.array([justice.throughput[work, cadre, year] for year in postings.years])
            bare = p.people.unsupported_effect[p.people.cadres.index(cadre), : len(postings.years)]
            found[justice.stages.index(work)] += rate * (full + (bare if bare_as is None else bare_as) * part)
    return found


def _left_over(panels: Panels) -> dict[str, Floats]:
    """Return who is there and at no work, (years,), by cadre that works a stage; below zero, who is at work twice."""
    postings, strength = panels["postings"], panels["strength"]
    found = {cadre: strength["present"][strength.lines.index((cadre,))].copy() for cadre, *_ in postings.lines}
    for (cadre, _kind, _work), full, part in zip(
        postings.lines, postings["supported"], postings["unsupported"], strict=True
    ):
        found[cadre] -= full + part
    return found


def _idle(panels: Panels, p: Parameters) -> Floats:
    """Return what those at no work could get done at each stage that their cadre works, (stages, years)."""
    years, justice = panels["postings"].years, p.justice
    left, found = _left_over(panels), np.zeros((len(justice.stages), len(years)))
    for stage, cadre in justice.works:
        rate = np.array([justice.throughput[stage, cadre, year] for year in years])
        found[justice.stages.index(stage)] += rate * np.maximum(left[cadre], 0.0)
    return found


def people_count_once(panels: Panels, _: Parameters) -> Iterator[Gaps]:
    """Yield who is at work more than once: on needs and at stages together."""
    for cadre, left in _left_over(panels).items():
        yield "people are at work twice", ((cadre,),), np.minimum(left, 0.0)[None]


def prisons_add_up(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    """Yield who is in prison without having come, or left before the sentence is served."""
    prisons, cases, justice = panels["prisons"], panels["justice"], p.justice
    if not prisons.lines:
        return
    nation, years = prisons.lines, len(prisons.years)
    share, long = justice.held_share[:, :years], justice.held_years[:, :years]
    detained = (share * (cases["backlog"] + long * cases["inflow"])).sum(axis=0)
    yield "others are held before judgment", nation, prisons["detained"] - detained[None]
    serving = np.zeros(years)
    for q, last in enumerate(justice.opening_convicted.tolist()):
        if np.isfinite(justice.sentence[q]).all():
            for year in range(years):
                mean = justice.sentence[q, year]
                stay = np.exp(-1.0 / mean)
                last = stay * last + mean * (1.0 - stay) * justice.prison_share[q, year] * cases["done"][q, year]
                serving[year] += last
    yield "others serve a sentence", nation, prisons["convicted"] - serving[None]
    held, places = prisons["held"], prisons["places"]
    yield "people in prison do not add up", nation, prisons["detained"] + prisons["convicted"] - held
    named = np.isfinite(justice.prison_places[:years])[None]
    beyond = np.where(named, np.maximum(held - places, 0.0), 0.0)
    yield "overcrowding is another", nation, prisons["overcrowding"] - beyond
