"""Identities of the justice chain, recomputed from the tables of a plan: cases, people at work, people in prison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.result.panel import Panel

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
    brings = np.zeros_like(can)
    for stage, cadre in justice.brings:
        per_head = np.array([justice.cases_per_head[stage, cadre, year] for year in cases.years])
        brings[justice.stages.index(stage)] += per_head * there[panels["strength"].lines.index((cadre,))]
    yield "people bring fewer cases than they do", cases.lines, np.minimum(cases["brought"] - brings, 0.0)
    yield "what could be done is another", cases.lines, cases["capacity"] - can
    yield "more is done than can be", cases.lines, np.maximum(cases["done"] - can, 0.0)


def _can(panels: Panels, p: Parameters) -> Floats:
    """Return what those at work at each stage can get done, (stages, years), from what they do."""
    postings, justice = panels["postings"], p.justice
    found = np.zeros((len(justice.stages), len(postings.years)))
    for (cadre, kind, work), full, part in zip(
        postings.lines, postings["supported"], postings["unsupported"], strict=True
    ):
        if kind == "stage":
            rate = np.array([justice.throughput[work, cadre, year] for year in postings.years])
            bare = p.people.unsupported_effect[p.people.cadres.index(cadre), : len(postings.years)]
            found[justice.stages.index(work)] += rate * (full + bare * part)
    return found


def people_count_once(panels: Panels, _: Parameters) -> Iterator[Gaps]:
    """Yield who is at work more than once: on needs and at stages together."""
    postings, strength = panels["postings"], panels["strength"]
    working = {line: np.zeros(len(strength.years)) for line in strength.lines if line[0] in {k for k, *_ in postings.lines}}
    for (cadre, _kind, _work), full, part in zip(
        postings.lines, postings["supported"], postings["unsupported"], strict=True
    ):
        working[cadre,] += full + part
    for line, people in working.items():
        there = strength["present"][strength.lines.index(line)]
        yield "people are at work twice", (line,), np.maximum(people - there, 0.0)[None]


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
