"""Indicators of a plan; what each means is in ``schema.indicators``.

What tables, glances and studies show too comes from the sums of the plan's point; what only an indicator needs, such as pay
alone, is added up here from the tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled, resolved_settings
from rightfin.fiscal.parameters import Floats
from rightfin.result.panel import Panel
from rightfin.result.plan import PlanTable
from rightfin.result.point import in_turn
from rightfin.result.steady import base_year_costs
from rightfin.result.yearly import Yearly
from rightfin.schema import RECURRENT
from rightfin.schema.indicators import BY_NAME, INDICATORS

Series = Mapping[int, float]
Panels = Mapping[str, Panel]


def indicators_of(tables: Mapping[str, PlanTable], sums: Yearly, case: Case) -> PlanTable:
    """Return the indicators by year; one that cannot be computed (no population, a zero denominator) is left out.

    Raises ``ValueError`` for one that is computed and that ``schema.indicators`` does not know.
    """
    panels = Panel.of_tables(tables, sums.years)
    found: dict[str, Series] = {
        **_money(panels, sums),
        **_asked(sums),
        **_people(panels, sums, case),
        **_coverage(sums, case),
        **_steady(sums),
        **_kept_up(sums),
        **_prisons(tables, sums),
    }
    if unknown := found.keys() - BY_NAME:
        raise ValueError(f"indicators without a definition: {', '.join(sorted(unknown))}")
    currency = str(resolved_settings(case)["currency"])
    rows = [
        (indicator.name, BY_NAME[indicator.name].unit.replace("currency", currency), year, float(value))
        for indicator in INDICATORS
        for year, value in sorted(found.get(indicator.name, {}).items())
        if np.isfinite(value)
    ]
    return PlanTable.of_rows("indicators", rows)


def _by_year(years: Sequence[int], amounts: Floats) -> Series:
    return dict(zip(years, amounts.tolist(), strict=True))


def _ratio(years: Sequence[int], above: Floats, below: Floats) -> Series:
    """Return the ratio by year where the denominator is positive."""
    pairs = zip(years, above.tolist(), below.tolist(), strict=True)
    return {year: over / under for year, over, under in pairs if under > 0.0}


def _chosen(amounts: Floats, lines: Iterable[bool]) -> Floats:
    """Return the sum by year of amounts, (lines, years), over the chosen lines."""
    return in_turn(amounts[np.fromiter(lines, dtype=bool, count=len(amounts))])


def _money(panels: Panels, sums: Yearly) -> dict[str, Series]:
    p, years, budget, grants = sums.inputs.parameters, sums.years, panels["budget"], panels["grants"]
    planned = slice(1, len(years) + 1)
    revenue, gdp, population_index = sums.revenue, p.fiscal.gdp[planned], p.fiscal.population_index[planned]
    is_recurrent = [category in RECURRENT for _, category in budget.lines]
    is_pay = [category == "pay" for _, category in budget.lines]
    recurrent = _chosen(budget["cost"], is_recurrent)
    left = revenue - sums.outlay
    steps = _ratio(years, sums.outlay - sums.outlay_before, revenue)
    on_budget = [bool(p.donors.on_budget[donor]) for donor, _, _ in grants.lines]
    pledges = panels["pledges"]
    return {
        "total_cost": _by_year(years, sums.cost),
        "security_share_of_gdp": _ratio(years, sums.cost, gdp),
        "security_share_of_revenue": _ratio(years, sums.cost, revenue),
        "own_share_of_revenue": _ratio(years, sums.own + sums.cleared, revenue),
        "own_pay_share_of_revenue": _ratio(years, _chosen(budget["own"], is_pay), revenue),
        "wage_share": _ratio(years, _chosen(budget["cost"], is_pay), recurrent),
        "donor_dependency": _ratio(years, in_turn(budget["grants"]), sums.cost),
        "self_sufficiency": _ratio(years, _chosen(budget["own"], is_recurrent), recurrent),
        "own_step": {year: step for year, step in steps.items() if year > years[0] or p.spent_before > 0.0},
        "revenue_after_security": _ratio(years, left, gdp),
        "revenue_after_security_per_head": _ratio(years, left, float(p.needs.population.sum()) * population_index),
        "aid_on_budget": _by_year(years, _chosen(grants["amount"], on_budget)),
        "aid_off_budget": _by_year(years, _chosen(grants["amount"], (not on for on in on_budget))),
        "donor_money_lost": _by_year(years, in_turn(pledges["lapsed"] + pledges["carry_loss"])) if pledges.lines else {},
    }


def _asked(sums: Yearly) -> dict[str, Series]:
    """Return what the force costs if everyone is paid and supported as the case asks, and what that is relative to."""
    fiscal, years = sums.inputs.parameters.fiscal, sums.years
    base = math.fsum(base_year_costs(sums.inputs).values())
    real = sums.asked / fiscal.deflator[1 : len(years) + 1]
    return {
        "broken_obligations": _by_year(years, sums.broken),
        "asked_cost": _by_year(years, sums.asked),
        "asked_growth": _by_year(years, real / base - 1.0) if base > 0.0 else {},
        "asked_share_of_revenue": _ratio(years, sums.asked, sums.revenue),
        "own_share_of_asked_cost": _ratio(years, sums.own, sums.asked),
    }


def _people(panels: Panels, sums: Yearly, case: Case) -> dict[str, Series]:
    strength, p, years = panels["strength"], sums.inputs.parameters, sums.years
    civilian = frozenset(str(row["cadre"]) for row in case.records("cadres") if row["civilian"])
    inhabitants = float(p.needs.population.sum()) * p.fiscal.population_index[1 : len(years) + 1] / 1e5

    def of_sector(sector: str, left_out: frozenset[str]) -> Floats:
        return _chosen(strength["present"], (
            p.people.sector[p.people.institution_of[cadre]] == sector and cadre not in left_out
            for cadre, in strength.lines
        ))

    return {
        "total_strength": _by_year(years, sums.strength),
        "readiness": _ratio(years, sums.supported, sums.present),
        "police_per_100k": _ratio(years, of_sector("interior", civilian), inhabitants),
        "justice_per_100k": _ratio(years, of_sector("justice", frozenset()), inhabitants),
    }


def _coverage(sums: Yearly, case: Case) -> dict[str, Series]:
    """Return coverage by year, of all needs and of those of national and of human security."""
    security = {str(row["need"]): str(row["security"]) for row in filled(case, "needs")}
    kinds = np.array([security[need] for need in sums.inputs.parameters.needs.needs])
    national, human = (sums.coverage(chosen=kinds == kind) for kind in ("national", "human"))
    return {
        "coverage": _by_year(sums.years, sums.coverage()),
        "coverage_national": _by_year(sums.years, national),
        "coverage_human": _by_year(sums.years, human),
        "security_balance": _ratio(sums.years, national, human),
    }


def _prisons(tables: Mapping[str, PlanTable], sums: Yearly) -> dict[str, Series]:
    """Return who is held before judgment and how crowded prisons are; nothing where the case does not say."""
    table = tables["prisons"]
    if not table.rows:
        return {}
    held, detained, places, beyond = (
        np.asarray(table.column(name), dtype=float) for name in ("held", "detained", "places", "overcrowding")
    )
    return {
        "pretrial_share": _ratio(sums.years, detained, held),
        "overcrowding": _ratio(sums.years, beyond, places),
    }


def _kept_up(sums: Yearly) -> dict[str, Series]:
    """Return what keeping up costs each year and who keeps it up; nothing where the case does not ask for it."""
    found, goal = sums.overhangs, sums.inputs.parameters.policy.sustained_from
    return {
        "kept_up_cost": {year: one.cost for year, one in found.items()},
        "kept_up_fixed": {year: one.fixed for year, one in found.items()},
        "lasting_money": {year: one.lasting for year, one in found.items()},
        "overhang": {year: one.amount for year, one in found.items()},
        "excess": {year: max(0.0, one.amount) for year, one in found.items() if goal is not None and year >= goal},
        "kept_strength": {year: one.kept for year, one in found.items()},
    }


def _steady(sums: Yearly) -> dict[str, Series]:
    """Return what goes on after the last year shown; nothing where pensions never end."""
    found, end = sums.steady, sums.years[-1]
    if found is None:
        return {}
    cost: dict[str, Series] = {
        "steady_state_cost": {end: found.cost + found.fixed}, "steady_state_margin": {end: found.margin},
    }
    if sums.by_payers is not None and np.isnan(sums.by_payers.kept):  # who has to go depends on whose money runs short
        return cost
    return {
        **cost,
        "sustainable_strength": {end: found.persons},
        "sustainable_coverage": {end: float(sums.coverage(found.kept)[-1])},
    }
