"""Sums over the justice chain that several rows, levels and results share; cases in numbers, people in persons."""

from __future__ import annotations

from math import isfinite

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Expression
from rightfin.lp.indices import SUPPORTED, UNSUPPORTED
from rightfin.lp.inputs import Inputs

MORE_THAN_WAITING = 1.01
"""How much a dropped case counts against one that waits as long as there are years, where the case does not say."""


def able(m: Decisions, d: Inputs, stage: str, year: int) -> Expression:
    """Return how many cases those who work a stage could get done: supported people in full, the others in part."""
    found: Expression = 0.0
    for k in d.workers[stage]:
        rate, part = d.throughput[stage, k, year], d.unsupported_effect[k, year]
        found += rate * m.posted[k, stage, year, SUPPORTED]
        if part > 0.0:
            found += rate * part * m.posted[k, stage, year, UNSUPPORTED]
    return found


def brought(m: Decisions, d: Inputs, stage: str, year: int) -> Expression:
    """Return the cases that people bring into a stage: those who are there, and those missing to whom needs ask for."""
    found: Expression = 0.0
    for k in d.bringers.get(stage, ()):
        per_head = d.cases_per_head[stage, k, year]
        found += per_head * (d.present[k, year] * m.strength[k, year])
        if (k, year) in m.unbrought:
            found += per_head * m.unbrought[k, year]
    return found


def passed(m: Decisions, d: Inputs, stage: str, year: int) -> Expression:
    """Return the cases that the stage before passes on."""
    before = d.stage_before.get(stage)
    return 0.0 if before is None else d.pass_rate[before, year] * m.done[before, year]


def inflow(m: Decisions, d: Inputs, stage: str, year: int) -> Expression:
    """Return the cases that arrive at a stage in a year."""
    return d.outside[stage, year] + brought(m, d, stage, year) + passed(m, d, stage, year)


def waiting_before(m: Decisions, d: Inputs, stage: str, year: int) -> Expression:
    """Return the cases that wait at a stage when a year begins."""
    return m.backlog[stage, year - 1] if year > d.first else d.opening_backlog[stage]


def waiting_for(m: Decisions, d: Inputs, stage: str, year: int) -> Expression:
    """Return the cases that wait at a stage or before it when a year ends, as many of them as would get here."""
    found: Expression = m.backlog[stage, year]
    share, before = 1.0, d.stage_before.get(stage)
    while before is not None:
        share *= d.pass_rate[before, year]
        if share == 0.0:
            break
        found += share * m.backlog[before, year]
        before = d.stage_before.get(before)
    return found


def bound_for_prison(m: Decisions, d: Inputs, year: int) -> Expression:
    """Return who is or will be in prison of the cases that wait when a year ends, and who is held with those in hand."""
    found: Expression = 0.0
    for q in d.parameters.justice.stages:
        share = bound_share(d, q, year)
        if share > 0.0:
            found += share * m.backlog[q, year]
        in_hand = d.held_share[q, year] * d.held_years[q, year]
        if in_hand > 0.0:
            found += in_hand * inflow(m, d, q, year)
    return found


def bound_share(d: Inputs, stage: str, year: int) -> float:
    """Return how many people one waiting case of a stage stands for in prison: held now, or by what becomes of it if more.

    ``max(held_share, prison_share + pass_rate (share of the next stage + those held there while the case is in hand))``. A
    case that is done or passed on never takes more places than it did while it waited, so none is left to spare places.
    """
    stages = d.parameters.justice.stages
    found = 0.0
    for q in reversed(stages[stages.index(stage):]):
        found = max(d.held_share[q, year], d.prison_share[q, year] + d.pass_rate[q, year] * found)
        if q != stage:
            found += d.held_share[q, year] * d.held_years[q, year]
    return found


def years_of_waiting(d: Inputs, year: int) -> float:
    """Return what it counts, discounted, that a case waits when a year ends.

    What waits when the last year ends counts as if it stood for as many years again as are planned: work of that year is
    worth no less than work of the years before, and nothing is gained by pushing cases past the end.
    """
    if year != d.last:
        return d.discount[year]
    rate = d.parameters.policy.discount_rate
    return d.discount[year] * sum((1.0 + rate) ** -n for n in range(len(d.origin.years) + 1))


def dropping_counts(d: Inputs, stage: str, year: int) -> float:
    """Return what one dropped case of a stage counts in the level of needs, discounted: need-years.

    ``drop_years`` years of the most that one waiting case can count in a year; where the case does not say, more than all
    the years that are left.
    """
    typed = d.drop_years[stage]
    if isfinite(typed):
        return typed * d.discount[year] * _most_a_year(d, stage)
    left = sum(years_of_waiting(d, t) for t in d.years if t >= year)
    return MORE_THAN_WAITING * left * _most_a_year(d, stage)


def chain_counts(m: Decisions, d: Inputs) -> Expression:
    """Return what waits in the chain, is dropped from it, or stands beyond the places of prisons, in need-years."""
    justice, years = d.parameters.justice, {t: years_of_waiting(d, t) for t in d.years}
    waits = sum(
        years[t] * d.stage_weight[q] * justice.stage_bands[q][g][1] / d.base_inflow[q] * m.late[q, t, g]
        for q, t, g in m.late
    )
    dropped = sum(dropping_counts(d, q, t) * m.dropped[q, t] for q, t in m.dropped)
    crowded = sum(
        d.discount[t] * justice.prison_weight * justice.prison_bands[g][1] / justice.base_places * m.crowding[t, g]
        for t, g in m.crowding
    )
    return waits + dropped + crowded


def _most_a_year(d: Inputs, stage: str) -> float:
    """Return the most that one case of a stage can count in a year: it waits for all stages from here on, in prison."""
    justice = d.parameters.justice
    found, share = 0.0, 1.0
    for q in justice.stages[justice.stages.index(stage):]:
        found += share * d.stage_weight[q] * justice.stage_bands[q][-1][1] / d.base_inflow[q]
        share *= max(d.origin.pass_rate[q, t] for t in d.origin.years)
    if justice.prison_bands:
        held = max(bound_share(d.origin, stage, t) for t in d.origin.years)
        found += held * justice.prison_weight * justice.prison_bands[-1][1] / justice.base_places
    return found
