"""Limits of strength that a case states, and what settles the strength of each cadre in each year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.case.packages.wanted import Wanted
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.terms import Rule
from rightfin.lp.purses import given_of
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.schema.switches import Switch
from rightfin.tolerances import NOBODY, REACHED


class Cause(StrEnum):
    """What settles the strength of a cadre in a year; the first that holds."""

    CAP = "cap"
    """It stands at its greatest strength."""
    FLOOR = "floor"
    """It stands at its least strength."""
    RULE = "rule"
    """A rule of composition about this cadre alone stands at what it asks."""
    SCHOOL = "school"
    """Its institution trains as many as it has places for, or has in training already when the plan starts."""
    LEAVERS = "leavers"
    """Nobody joins, and people leave by attrition or retrenchment."""
    WEIGHED = "weighed"
    """None of these: need, money and what else they could buy."""


@dataclass(frozen=True)
class Cap:
    """A greatest or least strength of a cadre, by year shown; hard ones are kept whatever it costs.

    ``reached`` are the years in which the strength stands on it.
    """

    cadre: str
    is_greatest: bool
    is_hard: bool
    persons: Mapping[int, float]
    reached: tuple[int, ...]


@dataclass(frozen=True)
class PlannedPackages:
    """Packages that the case plans in an institution, by year shown; ``reached`` are the years in which all are there who
    belong to them, and ``cadres`` who these are."""

    title: str
    institution: str
    numbers: Mapping[int, float]
    cadres: tuple[str, ...]
    reached: tuple[int, ...]


@dataclass(frozen=True)
class Given:
    """What one payer gives another, in currency by year shown."""

    transfer: str
    giver: str
    taker: str
    amounts: Mapping[int, float]


@dataclass(frozen=True)
class Stated:
    """What the case states.

    ``causes`` says what settles the strength of each cadre, by year shown; ``rules`` are the rules of composition that
    compare people. ``saving`` is the share of a year's ceiling that may be saved, ``None`` where nothing limits it.
    """

    caps: tuple[Cap, ...]
    causes: Mapping[str, Mapping[int, Cause]]
    rules: tuple[Rule, ...]
    saving: float | None
    packages: tuple[PlannedPackages, ...] = ()
    transfers: tuple[Given, ...] = ()


def stated(plan: Plan, p: Parameters, packages: Sequence[Wanted] = ()) -> Stated:
    """Return what a case states, given its answered plan, its parameters and the packages that it plans."""
    planned = tuple(_planned(plan, p, packages))
    of_packages = {cadre for one in planned for cadre in one.cadres}
    limited = p.policy.reserve_allowed and p.policy.switches.get(Switch.SAVING_LIMIT, True)
    return Stated(
        tuple(cap for cap in _caps(plan, p) if cap.is_hard or cap.cadre not in of_packages),
        _causes(plan, p), tuple(rule for rule in p.rules if rule.measure != "cost"),
        p.policy.max_saving_share if limited else None, planned, tuple(_given(p)),
    )


def _planned(plan: Plan, p: Parameters, packages: Sequence[Wanted]) -> Iterator[PlannedPackages]:
    limits = {cap.cadre: cap for cap in _caps(plan, p) if not cap.is_greatest}
    for wanted in packages:
        cadres = tuple(wanted.name(part) for part in wanted.package.cadres)
        numbers = {year: wanted.numbers[int(year)] for year in p.horizon.written}
        reached = tuple(year for year in numbers
                        if all(year in limits[cadre].reached for cadre in cadres if cadre in limits))
        yield PlannedPackages(wanted.package.title, wanted.institution, numbers, cadres, reached)


def _given(p: Parameters) -> Iterator[Given]:
    payers, given = p.payers, given_of(p)
    for transfer in payers.transfers:
        amounts = {year: given[transfer, int(year)] for year in p.horizon.written}
        yield Given(transfer, payers.transfer_from[transfer], payers.transfer_to[transfer], amounts)


def _caps(plan: Plan, p: Parameters) -> Iterator[Cap]:
    shown, table = p.horizon.written, plan.tables["strength"]
    rows = zip(*(table.column(name) for name in ("cadre", "year", "strength")), strict=True)
    strength = {(str(cadre), int(year)): float(value) for cadre, year, value in rows}
    by_name = p.by_name
    sides = ((by_name.max_strength, by_name.max_hard, True), (by_name.min_strength, by_name.min_hard, False))
    for limits, hard, greatest in sides:
        for cadre in p.people.cadres:
            persons = {year: limits[cadre, year] for year in shown if np.isfinite(limits[cadre, year])}
            if persons:
                reached = tuple(year for year, limit in persons.items() if _stands_at(strength[cadre, year], limit))
                yield Cap(cadre, greatest, bool(hard[cadre]), persons, reached)


def _causes(plan: Plan, p: Parameters) -> dict[str, dict[int, Cause]]:
    people, by_name = p.people, p.by_name
    joined, (trained, early), ruled = _joined(plan), _trained(plan, p), _ruled(plan, p)
    found: dict[str, dict[int, Cause]] = {cadre: {} for cadre in people.cadres}
    before = dict(by_name.opening_strength)
    table = plan.tables["strength"]
    for cadre, year, strength in zip(*(table.column(name) for name in ("cadre", "year", "strength")), strict=True):
        name, persons = str(cadre), float(strength)
        if _stands_at(persons, by_name.max_strength[name, int(year)]):
            cause = Cause.CAP
        elif _stands_at(persons, by_name.min_strength[name, int(year)]):
            cause = Cause.FLOOR
        elif (name, int(year)) in ruled:
            cause = Cause.RULE
        elif people.entry[name] and joined[name, int(year)] >= NOBODY and _is_full(p, name, int(year), trained, early):
            cause = Cause.SCHOOL
        elif joined[name, int(year)] < NOBODY and persons < before[name]:
            cause = Cause.LEAVERS
        else:
            cause = Cause.WEIGHED
        found[name][as_year(year)], before[name] = cause, persons
    return found


def _stands_at(persons: float, limit: float) -> bool:
    return bool(np.isfinite(limit)) and abs(persons - limit) <= REACHED * max(limit, 1.0)


def _ruled(plan: Plan, p: Parameters) -> frozenset[tuple[str, int]]:
    """Return the (cadre, year) in which a rule of composition about a cadre alone stands at what it asks."""
    alone = {rule.name: rule.left_cadres[0] for rule in p.rules if rule.measure != "cost" and len(rule.left_cadres) == 1}
    table = plan.tables["rules"]
    rows = zip(*(table.column(name) for name in ("rule", "year", "measure", "coefficient", "left", "right")), strict=True)
    return frozenset(
        (alone[str(name)], int(year)) for name, year, measure, coefficient, left, right in rows
        if measure != "limit" and str(name) in alone
        and float(coefficient) * float(right) >= NOBODY and _stands_at(float(left), float(coefficient) * float(right))
    )


def _is_full(
    p: Parameters, cadre: str, year: int, trained: Mapping[tuple[str, int], float], early: Mapping[str, float]
) -> bool:
    """Return whether the school was full in the year in which those who join a cadre in ``year`` were trained."""
    institution, began = p.people.institution_of[cadre], year - p.people.training_lead[cadre]
    if began < p.horizon.years[0]:
        return early[institution] >= (1.0 - REACHED) * p.by_name.pipeline[institution]
    places = p.by_name.training_places[institution, began]
    return bool(np.isfinite(places)) and trained.get((institution, began), 0.0) >= (1.0 - REACHED) * places


def _joined(plan: Plan) -> dict[tuple[str, int], float]:
    """Return how many people joined or were promoted into each cadre, by (cadre, year)."""
    table = plan.tables["strength"]
    columns = (table.column(name) for name in ("cadre", "year", "hires", "promoted_in", "integrated"))
    return {(str(k), int(t)): float(hires) + float(promoted) + float(taken)
            for k, t, hires, promoted, taken in zip(*columns, strict=True)}


def _trained(plan: Plan, p: Parameters) -> tuple[dict[tuple[str, int], float], dict[str, float]]:
    """Return recruits by institution and the year in which their training begins, and those in training at the start."""
    found: dict[tuple[str, int], float] = {}
    early = dict.fromkeys(p.people.institutions, 0.0)
    table = plan.tables["strength"]
    for cadre, year, hires in zip(*(table.column(name) for name in ("cadre", "year", "hires")), strict=True):
        if not p.people.entry[str(cadre)]:
            continue
        institution, began = p.people.institution_of[str(cadre)], int(year) - p.people.training_lead[str(cadre)]
        trainees = float(hires) / (1.0 - p.by_name.wash_out[cadre, max(began, p.horizon.years[0])])
        if began < p.horizon.years[0]:
            early[institution] += trainees
        else:
            found[institution, began] = found.get((institution, began), 0.0) + trainees
    return found, early
