"""Indicators of a plan, computed from its tables; what each means is in ``definitions``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled, settings
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.inputs import Inputs
from rightfin.result.definitions import BY_NAME, INDICATORS
from rightfin.result.panel import Panel, total
from rightfin.result.plan import TABLE_COLUMNS, PlanTable
from rightfin.result.steady import base_year_costs, steady_state
from rightfin.schema import RECURRENT

Series = Mapping[int, float]
Panels = Mapping[str, Panel]


def indicators_of(tables: Mapping[str, PlanTable], d: Inputs, case: Case) -> PlanTable:
    """Return the indicators by year; one that cannot be computed (no population, a zero denominator) is left out."""
    horizon = d.parameters.horizon
    panels = Panel.of_tables(tables, horizon.years[: horizon.shown])
    broken = _broken(panels, d)
    found: dict[str, Series] = {
        **_money(panels, d.parameters),
        **_asked(panels, d, broken),
        **_people(panels, d, case),
        **_coverage(panels["needs"], d.parameters, case),
        "broken_obligations": broken,
        **_steady(panels, d, lambda kept: _coverage(panels["needs"], d.parameters, case, kept)["coverage"]),
    }
    currency = str(settings(case)["currency"])
    rows = [
        (indicator.name, BY_NAME[indicator.name].unit.replace("currency", currency), year, float(value))
        for indicator in INDICATORS
        for year, value in sorted(found.get(indicator.name, {}).items())
        if np.isfinite(value)
    ]
    return PlanTable("indicators", TABLE_COLUMNS["indicators"], rows)


def _by_year(years: Sequence[int], amounts: Floats) -> Series:
    return dict(zip(years, amounts.tolist(), strict=True))


def _ratio(years: Sequence[int], above: Floats, below: Floats) -> Series:
    """Return the ratio by year where the denominator is positive."""
    pairs = zip(years, above.tolist(), below.tolist(), strict=True)
    return {year: over / under for year, over, under in pairs if under > 0.0}


def _chosen(amounts: Floats, lines: Iterable[bool]) -> Floats:
    """Return the sum by year of amounts, (lines, years), over the chosen lines."""
    return total(amounts[np.fromiter(lines, dtype=bool, count=len(amounts))])


def _money(panels: Panels, p: Parameters) -> dict[str, Series]:
    budget, grants = panels["budget"], panels["grants"]
    years = budget.years
    revenue, own, cleared, reserve = (panels["fiscal"][name][0] for name in ("revenue", "own", "cleared", "reserve"))
    gdp, population_index = p.fiscal.gdp[1 : len(years) + 1], p.fiscal.population_index[1 : len(years) + 1]
    cost = total(budget["cost"])
    is_recurrent = [category in RECURRENT for _, category in budget.lines]
    is_pay = [category == "pay" for _, category in budget.lines]
    recurrent = _chosen(budget["cost"], is_recurrent)
    outlay = own + cleared + _saved(reserve, p)
    left = revenue - outlay
    steps = _ratio(years, outlay - np.array([p.fiscal.own_spending, *outlay[:-1]]), revenue)
    on_budget = [bool(p.donors.on_budget[donor]) for donor, _, _ in grants.lines]
    return {
        "total_cost": _by_year(years, cost),
        "security_share_of_gdp": _ratio(years, cost, gdp),
        "security_share_of_revenue": _ratio(years, cost, revenue),
        "own_share_of_revenue": _ratio(years, own + cleared, revenue),
        "own_pay_share_of_revenue": _ratio(years, _chosen(budget["own"], is_pay), revenue),
        "wage_share": _ratio(years, _chosen(budget["cost"], is_pay), recurrent),
        "donor_dependency": _ratio(years, total(budget["grants"]), cost),
        "self_sufficiency": _ratio(years, _chosen(budget["own"], is_recurrent), recurrent),
        "own_step": {year: step for year, step in steps.items() if year > years[0] or p.fiscal.own_spending > 0.0},
        "revenue_after_security": _ratio(years, left, gdp),
        "revenue_after_security_per_head": _ratio(years, left, float(p.needs.population.sum()) * population_index),
        "aid_on_budget": _by_year(years, _chosen(grants["amount"], on_budget)),
        "aid_off_budget": _by_year(years, _chosen(grants["amount"], (not on for on in on_budget))),
        "donor_money_lost": _lost(panels["pledges"], p),
    }


def _asked(panels: Panels, d: Inputs, broken: Series) -> dict[str, Series]:
    """Return what the force costs if everyone is paid and supported as the case asks, and what that is relative to."""
    fiscal, years = panels["fiscal"], panels["fiscal"].years
    unsupported = np.array([broken[year] for year in years]) - fiscal["unfunded"][0]
    asked = total(panels["budget"]["cost"]) + np.maximum(unsupported, 0.0)
    base = math.fsum(base_year_costs(d).values())
    real = asked / d.parameters.fiscal.deflator[1 : len(years) + 1]
    return {
        "asked_cost": _by_year(years, asked),
        "asked_growth": _by_year(years, real / base - 1.0) if base > 0.0 else {},
        "asked_share_of_revenue": _ratio(years, asked, fiscal["revenue"][0]),
        "own_share_of_asked_cost": _ratio(years, fiscal["own"][0], asked),
    }


def _lost(pledges: Panel, p: Parameters) -> Series:
    """Return what lapses, and the part of carried money that carrying it has lost; nothing without donors."""
    if not pledges.lines:
        return {}
    at = [p.donors.donors.index(donor) for donor, in pledges.lines]
    before = pledges.year_before("carried", p.donors.opening_carried[at, None])
    lost = pledges["lapsed"] + (1.0 - p.donors.keep[at, None]) * before
    return _by_year(pledges.years, _in_turn(lost))


def _saved(reserve: Floats, p: Parameters) -> Floats:
    """Return the change of the reserve net of its yield."""
    opening = p.policy.opening_reserve if p.policy.reserve_allowed else 0.0
    before = np.array([opening, *reserve[:-1]])
    saved: Floats = reserve - (1.0 + p.fiscal.reserve_yield[: len(reserve)]) * before
    return saved


def _people(panels: Panels, d: Inputs, case: Case) -> dict[str, Series]:
    strength, people = panels["strength"], d.parameters.people
    years = strength.years
    civilian = frozenset(str(row["cadre"]) for row in case.records("cadres") if row["civilian"])
    paid = total(strength["strength"])
    population_index = d.parameters.fiscal.population_index[1 : len(years) + 1]
    inhabitants = float(d.parameters.needs.population.sum()) * population_index / 1e5

    def of_sector(sector: str, left_out: frozenset[str]) -> Floats:
        return _chosen(strength["strength"], (
            people.sector[people.institution_of[cadre]] == sector and cadre not in left_out for cadre, in strength.lines
        ))

    return {
        "total_strength": _by_year(years, paid),
        "readiness": _ratio(years, total(strength["supported"]), paid),
        "police_per_100k": _ratio(years, of_sector("interior", civilian), inhabitants),
        "justice_per_100k": _ratio(years, of_sector("justice", frozenset()), inhabitants),
    }


def _coverage(panel: Panel, p: Parameters, case: Case, kept: float = 1.0) -> dict[str, Series]:
    """Return coverage by year: each need's covered share, weighted by the need's weight.

    ``kept`` is the share of what the state's institutions supply that is counted.
    """
    security = {str(row["need"]): str(row["security"]) for row in filled(case, "needs")}
    kinds = [security[need] for need in p.needs.needs]
    shape = (len(p.needs.needs), len(p.needs.regions), len(panel.years))
    by_region = np.stack([panel[name].reshape(shape) for name in ("needed", "external", "covered")])
    needed, external, covered = total(np.moveaxis(by_region, 2, 0))  # each (needs, years)
    is_needed = needed > 0.0
    share = np.divide(external + kept * covered, needed, out=np.zeros_like(needed), where=is_needed)
    weight = p.needs.weight[:, None]

    def over(chosen: Sequence[bool]) -> Series:
        return _ratio(panel.years, _in_turn((weight * share)[chosen]), _in_turn((weight * is_needed)[chosen]))

    national, human = over([kind == "national" for kind in kinds]), over([kind == "human" for kind in kinds])
    balance = {year: national[year] / human[year] for year in national if human.get(year, 0.0) > 0.0}
    return {
        "coverage": over([True] * len(kinds)), "coverage_national": national, "coverage_human": human,
        "security_balance": balance,
    }


def _in_turn(amounts: Floats) -> Floats:
    """Return the sum over the lines of amounts, (lines, years), one line after the other."""
    return sum(amounts, np.zeros(amounts.shape[1]))


def _broken(panels: Panels, d: Inputs) -> Series:
    strength, people = panels["strength"], d.parameters.people
    at = [people.cadres.index(cadre) for cadre, in strength.lines]
    gross_up = np.array([[d.gross_up[people.institution_of[cadre]]] for cadre, in strength.lines])
    support = people.support[at, : len(strength.years)]
    unsupported = strength["hollow"] * support * gross_up
    return _by_year(strength.years, _in_turn(np.concatenate([panels["fiscal"]["unfunded"], unsupported])))


def _steady(panels: Panels, d: Inputs, coverage: Callable[[float], Series]) -> dict[str, Series]:
    """Return what goes on after the last year shown; nothing where pensions never end.

    ``coverage`` gives coverage by year where a share of what the plan covers is covered.
    """
    last, end = panels["strength"], d.parameters.horizon.end

    def in_last_year(column: str) -> dict[str, float]:
        return dict(zip((name for name, in last.lines), last[column][:, -1].tolist(), strict=True))

    found = steady_state(d, in_last_year("strength"), in_last_year("supported"), in_last_year("hollow"))
    if found is None:
        return {}
    kept = coverage(found.kept)
    return {
        "steady_state_cost": {end: found.cost + found.committed},
        "steady_state_margin": {end: found.margin},
        "sustainable_strength": {end: found.persons},
        "sustainable_coverage": {end: kept[end]} if end in kept else {},
    }
