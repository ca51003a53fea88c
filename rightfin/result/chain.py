"""The justice chain in the tables of a plan: cases by stage, what those who work them do, who is in prison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.fiscal.queue import MONTHS
from rightfin.result.plan import Column
from rightfin.result.point import in_turn
from rightfin.result.yearly import Yearly
from rightfin.schema.results import RESULT
from rightfin.tolerances import REACHED

NEED, STAGE = "need", "stage"
"""Kinds of work."""


@dataclass(frozen=True)
class Clears:
    """How many people of a cadre send as many cases to a stage in a year as one supported person who works it gets done."""

    stage: str
    clearing: str
    sending: str
    year: int
    people: float


def clears(p: Parameters, year: int) -> tuple[Clears, ...]:
    """Return what one person who works a stage clears of what others send, in the order of the stages.

    ``throughput / (cases_per_head · pass rates from where cases come in to the stage)``; who sends none there is left out.
    """
    justice, named = p.justice, p.by_name
    found = []
    for stage, clearing in sorted(justice.works, key=lambda pair: justice.stages.index(pair[0])):
        at = justice.stages.index(stage)
        for first, sending in justice.brings:
            start = justice.stages.index(first)
            passes = [named.pass_rate[q, year] for q in justice.stages[start:at]] if start <= at else [0.0]
            sent = named.cases_per_head[first, sending, year] * float(np.prod(passes))
            done = named.throughput[stage, clearing, year]
            if sent > 0.0 and done > 0.0:
                found.append(Clears(stage, clearing, sending, year, done / sent))
    return tuple(found)


def clears_cells(sums: Yearly) -> Mapping[str, Column]:
    """Return the cells of the table of who clears what others send, pair by pair in the order of the stages."""
    found = [one for year in sums.years for one in clears(sums.inputs.parameters, year)]
    pairs = dict.fromkeys((one.stage, one.clearing, one.sending) for one in found)
    place = {pair: n for n, pair in enumerate(pairs)}
    rows = sorted(found, key=lambda one: (place[one.stage, one.clearing, one.sending], one.year))
    return {
        "stage": tuple(one.stage for one in rows),
        "clearing": tuple(one.clearing for one in rows),
        "sending": tuple(one.sending for one in rows),
        "year": tuple(one.year for one in rows),
        "people": tuple(one.people for one in rows),
    }


def justice_cells(sums: Yearly) -> Mapping[str, Column]:
    """Return the cells of the table of stages, stage by stage in their order."""
    p, years = sums.inputs.parameters, len(sums.years)
    justice, shape = p.justice, (len(p.justice.stages), len(sums.years))
    backlog, done, dropped = (sums.shown(name) for name in ("backlog", "done", "dropped"))
    before = np.concatenate([justice.opening_backlog[:, None], backlog[:, :-1]], axis=1)
    outside, passed = justice.outside[:, :years], np.zeros(shape)
    passed[1:] = justice.pass_rate[:-1, :years] * done[:-1]
    brought = _brought(sums)
    inflow = outside + brought + passed
    people, capacity = _at_stages(sums, backlog > REACHED * (before + inflow))
    work = before + inflow
    spare = np.divide(capacity - work, work, out=np.zeros(shape), where=work > 0.0)
    waits_in_all = backlog.copy()
    for n in range(1, len(justice.stages)):
        waits_in_all[n] += justice.pass_rate[n - 1, :years] * waits_in_all[n - 1]
    leaving = np.where(done > 0.0, done, inflow)
    cells = {
        "before": before, "outside": outside, "brought": brought, "passed": passed, "inflow": inflow, "done": done,
        "dropped": dropped, "backlog": backlog, "waits_in_all": waits_in_all, "people": people, "capacity": capacity,
        "utilisation": np.divide(done, capacity, out=np.zeros(shape), where=capacity > 0.0),
        "waiting": MONTHS * np.divide(backlog, leaving, out=np.zeros(shape), where=leaving > 0.0),
        "spare": spare,
    }
    return {
        "stage": tuple(stage for stage in justice.stages for _ in sums.years),
        "year": sums.years * len(justice.stages),
        **{name: amounts.reshape(-1) for name, amounts in cells.items()},
        "bottleneck": tuple(_narrowest(spare, work)),
    }


def _brought(sums: Yearly) -> Floats:
    """Return the cases that people bring into each stage, (stages, years), those of people missing included."""
    p, justice = sums.inputs.parameters, sums.inputs.parameters.justice
    heads, found = sums.present_of + sums.shown("unbrought"), np.zeros((len(justice.stages), len(sums.years)))
    for stage, cadre in justice.brings:
        per_head = np.array([justice.cases_per_head[stage, cadre, year] for year in sums.years])
        found[justice.stages.index(stage)] += per_head * heads[p.people.cadres.index(cadre)]
    return found


def _at_stages(sums: Yearly, waits: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return who works each stage and what could be done there, by them and by those at no work at all, (stages, years).

    Those at no work count at every stage that their cadre works. Where nobody ``waits``, a plan leaves out support that
    would only get people more idle, so all count as supported; where cases wait, those at work count as they are.
    """
    p, posted = sums.inputs.parameters, sums.point["posted"][:, :, : len(sums.years)]
    justice = p.justice
    at_work = posted.sum(axis=(1, 3)) + sums.point["assigned"][:, :, : len(sums.years)].sum(axis=(1, 3))
    idle = np.maximum(sums.present_of - at_work, 0.0)
    people, capacity = (np.zeros((len(justice.stages), len(sums.years))) for _ in range(2))
    for stage, cadre in justice.works:
        k, q = p.people.cadres.index(cadre), justice.stages.index(stage)
        rate = np.array([justice.throughput[stage, cadre, year] for year in sums.years])
        part = p.people.unsupported_effect[k, : len(sums.years)]
        people[q] += posted[k, q].sum(axis=-1)
        capacity[q] += rate * (posted[k, q, :, 0] + np.where(waits[q], part, 1.0) * posted[k, q, :, 1] + idle[k])
    return people, capacity


def _narrowest(spare: Floats, work: Floats) -> list[str]:
    """Return yes or no for every stage and year, stage by stage: yes for the first with the least spare capacity.

    ``spare`` is ``capacity / (before + inflow) - 1``, what could be done against all the ``work`` there is, cases that wait
    when the year begins included. A stage that is fully used and leaves a backlog is below zero, and so narrower than one
    that is merely near its limit; one where nobody works is at its least, -1.
    """
    with_work = np.where(work > 0.0, spare, np.inf)
    found = np.full(spare.shape, "no", dtype=object)
    for year in range(spare.shape[1]):
        if len(with_work) and np.isfinite(with_work[:, year]).any():
            found[int(np.argmin(with_work[:, year])), year] = "yes"
    return [str(cell) for cell in found.reshape(-1)]


def postings_cells(sums: Yearly) -> Mapping[str, Column]:
    """Return the cells of the table of what those who work the chain do, cadre by cadre: needs, then stages."""
    d, years = sums.inputs, len(sums.years)
    p = d.parameters
    lines, amounts = [], []
    for k, cadre in enumerate(p.people.cadres):
        for kind, works, names, decision in (
            (NEED, d.serves.get(cadre, ()), p.needs.needs, "assigned"),
            (STAGE, d.stages_of.get(cadre, ()), p.justice.stages, "posted"),
        ):
            for work in works if cadre in d.stages_of else ():
                lines.append((cadre, kind, work))
                amounts.append(sums.point[decision][k, names.index(work), :years])
    found = np.array(amounts).reshape(len(lines), years, 2)
    return {
        **{name: tuple(line[n] for line in lines for _ in sums.years) for n, name in enumerate(("cadre", "kind", "work"))},
        "year": sums.years * len(lines),
        "supported": found[:, :, 0].reshape(-1),
        "unsupported": found[:, :, 1].reshape(-1),
    }


def prisons_cells(sums: Yearly) -> Mapping[str, Column]:
    """Return the cells of the table of prisons; none where no stage holds anybody and there are no places."""
    justice, years = sums.inputs.parameters.justice, len(sums.years)
    inflow = np.asarray(justice_cells(sums)["inflow"], dtype=float).reshape(len(justice.stages), years)
    share, long = justice.held_share[:, :years], justice.held_years[:, :years]
    detained = in_turn(share * (sums.shown("backlog") + long * inflow))
    convicted = in_turn(sums.shown("convicted"))
    named = np.isfinite(justice.prison_places[:years])
    if not (named.any() or share.any() or np.isfinite(justice.sentence).any()):
        return dict.fromkeys(RESULT["prisons"].names, ())
    held, places = detained + convicted, np.nan_to_num(justice.prison_places[:years])
    return {
        "year": sums.years,
        "detained": detained,
        "convicted": convicted,
        "held": held,
        "places": places,
        "overcrowding": np.where(named, np.maximum(held - places, 0.0), 0.0),
        "pretrial_share": np.divide(detained, held, out=np.zeros(years), where=held > 0.0),
    }
