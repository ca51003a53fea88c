"""Indicators of a plan, computed from its tables; what each means is in ``definitions``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rightfin.case.case import Case
from rightfin.case.resolve import filled, settings
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Inputs
from rightfin.result.accounts import each
from rightfin.result.definitions import BY_NAME, INDICATORS
from rightfin.result.plan import TABLE_COLUMNS, PlanTable
from rightfin.schema import RECURRENT

Series = Mapping[int, float]


def indicators_of(tables: Mapping[str, PlanTable], d: Inputs, case: Case) -> PlanTable:
    """Return the indicators by year; one that cannot be computed (no population, a zero denominator) is left out."""
    frames = {name: table.frame() for name, table in tables.items()}
    found: dict[str, Series] = {
        **_money(frames, d.parameters),
        **_people(frames, d, case),
        **_coverage(frames, d.parameters, case),
        "broken_obligations": _broken(frames, d),
        "steady_state_margin": {d.parameters.horizon.end: steady_state_margin(frames, d)},
    }
    currency = str(settings(case)["currency"])
    rows = [
        (indicator.name, BY_NAME[indicator.name].unit.replace("currency", currency), year, float(value))
        for indicator in INDICATORS
        for year, value in sorted(found.get(indicator.name, {}).items())
        if np.isfinite(value)
    ]
    return PlanTable("indicators", TABLE_COLUMNS["indicators"], tuple(rows))


def _ratio(above: pd.Series, below: pd.Series) -> Series:
    """Return the ratio by year where the denominator is positive."""
    found = years(above)
    return {t: found.get(t, 0.0) / value for t, value in years(below).items() if value > 0.0}


def years(amounts: pd.Series) -> dict[int, float]:
    """Return amounts that are indexed by year as a mapping."""
    return {int(str(year)): float(value) for year, value in amounts.items()}


def _money(frames: Mapping[str, pd.DataFrame], p: Parameters) -> dict[str, Series]:
    budget, fiscal = frames["budget"], frames["fiscal"].set_index("year")
    shown = list(fiscal.index)
    gdp = pd.Series(p.fiscal.gdp[1 : len(shown) + 1], index=shown)
    cost = budget.groupby("year")["cost"].sum().reindex(shown, fill_value=0.0)
    grants = budget.groupby("year")["grants"].sum().reindex(shown, fill_value=0.0)
    recurrent = budget[budget["category"].isin(RECURRENT)].groupby("year")[["cost", "own"]].sum()
    pay = budget[budget["category"] == "pay"].groupby("year")["cost"].sum()
    outlay = fiscal["own"] + fiscal["cleared"] + _saved(fiscal["reserve"], p)
    left = fiscal["revenue"] - outlay
    people = float(p.needs.population.sum()) * p.fiscal.population_index[1 : len(shown) + 1]
    before = pd.Series([p.fiscal.own_spending, *outlay.iloc[:-1]], index=shown)
    steps = {t: v for t, v in _ratio(outlay - before, fiscal["revenue"]).items()
             if t > shown[0] or p.fiscal.own_spending > 0.0}
    on_budget = frames["grants"]["donor"].map(p.donors.on_budget).astype(bool)
    flows = {
        name: frames["grants"][chosen].groupby("year")["amount"].sum().reindex(shown, fill_value=0.0)
        for name, chosen in (("aid_on_budget", on_budget), ("aid_off_budget", ~on_budget))
    }
    return {
        "total_cost": years(cost),
        "security_share_of_gdp": _ratio(cost, gdp),
        "security_share_of_revenue": _ratio(cost, fiscal["revenue"]),
        "own_share_of_revenue": _ratio(fiscal["own"] + fiscal["cleared"], fiscal["revenue"]),
        "wage_share": _ratio(pay, recurrent["cost"]),
        "donor_dependency": _ratio(grants, cost),
        "self_sufficiency": _ratio(recurrent["own"], recurrent["cost"]),
        "own_step": steps,
        "revenue_after_security": _ratio(left, gdp),
        "revenue_after_security_per_head": _ratio(left, pd.Series(people, index=shown)),
        **{name: years(flow) for name, flow in flows.items()},
        "donor_money_lost": _lost(frames["pledges"], p),
    }


def _lost(pledges: pd.DataFrame, p: Parameters) -> Series:
    """Return what lapses, and the part of carried money that carrying it has lost."""
    carried = dict(zip(p.donors.donors, p.donors.opening_carried.tolist(), strict=True))
    keep = dict(zip(p.donors.donors, p.donors.keep.tolist(), strict=True))
    found: dict[int, float] = {}
    for row in each(pledges):
        lost = row.lapsed + (1.0 - keep[row.donor]) * carried[row.donor]
        found[row.year] = found.get(row.year, 0.0) + lost
        carried[row.donor] = row.carried
    return found


def _saved(reserve: pd.Series, p: Parameters) -> pd.Series:
    """Return the change of the reserve net of its yield."""
    opening = p.policy.opening_reserve if p.policy.reserve_allowed else 0.0
    before = np.array([opening, *reserve.iloc[:-1]])
    return pd.Series(reserve.to_numpy() - (1.0 + p.fiscal.reserve_yield[: len(reserve)]) * before, index=reserve.index)


def _people(frames: Mapping[str, pd.DataFrame], d: Inputs, case: Case) -> dict[str, Series]:
    strength, people = frames["strength"], d.parameters.people
    civilian = {str(row["cadre"]) for row in case.records("cadres") if row["civilian"]}
    total = strength.groupby("year")[["strength", "supported"]].sum()
    shown = list(total.index)
    inhabitants = pd.Series(
        float(d.parameters.needs.population.sum()) * d.parameters.fiscal.population_index[1 : len(shown) + 1] / 1e5,
        index=shown,
    )

    def uniformed(sector: str) -> pd.Series:
        cadres = [k for k in people.cadres if people.sector[people.institution_of[k]] == sector and k not in civilian]
        return strength[strength["cadre"].isin(cadres)].groupby("year")["strength"].sum().reindex(shown, fill_value=0.0)

    return {
        "total_strength": years(total["strength"]),
        "readiness": _ratio(total["supported"], total["strength"]),
        "police_per_100k": _ratio(uniformed("interior"), inhabitants),
        "judges_per_100k": _ratio(uniformed("justice"), inhabitants),
    }


def _coverage(frames: Mapping[str, pd.DataFrame], p: Parameters, case: Case) -> dict[str, Series]:
    """Return coverage by year: each need's covered share, weighted by the need's weight."""
    weights = dict(zip(p.needs.needs, p.needs.weight.tolist(), strict=True))
    kind = {str(row["need"]): str(row["security"]) for row in filled(case, "needs")}
    summed = frames["needs"].groupby(["need", "year"], sort=False)[["needed", "external", "covered"]].sum().reset_index()

    def over(needs: list[str]) -> Series:
        above: dict[int, float] = {}
        below: dict[int, float] = {}
        for row in each(summed):
            if row.need in needs and row.needed > 0.0:
                share = (row.external + row.covered) / row.needed
                above[row.year] = above.get(row.year, 0.0) + weights[row.need] * share
                below[row.year] = below.get(row.year, 0.0) + weights[row.need]
        return {year: above[year] / below[year] for year in below}

    national = over([need for need in weights if kind[need] == "national"])
    human = over([need for need in weights if kind[need] == "human"])
    balance = {year: national[year] / human[year] for year in national if human.get(year, 0.0) > 0.0}
    return {
        "coverage": over(list(weights)), "coverage_national": national, "coverage_human": human,
        "security_balance": balance,
    }


def _broken(frames: Mapping[str, pd.DataFrame], d: Inputs) -> Series:
    found = {int(row.year): float(row.unfunded) for row in each(frames["fiscal"])}
    institution = d.parameters.people.institution_of
    for row in each(frames["strength"]):
        found[int(row.year)] += row.hollow * d.support[row.cadre, row.year] * d.gross_up[institution[row.cadre]]
    return found


def steady_state_margin(frames: Mapping[str, pd.DataFrame], d: Inputs) -> float:
    """Return the last year's ceiling less that year's steady cost, in currency, without any donor.

    Steady cost is pay and operations as they are, support of those who are paid but hollow, training of everyone who
    leaves by attrition, replacement of what wears out (price · stock / life), and pensions at the level that attrition
    sustains; leakage is included, committed money is not. Where pensions never end there is no steady level: NaN.
    """
    people, held, year = d.parameters.people, d.parameters.equipment, d.parameters.horizon.end
    budget, last = frames["budget"], frames["strength"]
    running = budget[(budget["year"] == year) & budget["category"].isin(["pay", "operations"])]
    committed = sum(d.committed[i, c, year] for i in people.institutions for c in ("pay", "operations"))
    cost = float(running["cost"].sum()) - committed
    for row in each(last[last["year"] == year]):
        place = people.cadres.index(row.cadre)
        leavers = d.attrition[row.cadre] * row.strength
        pensioners = 0.0
        if d.pension[row.cadre, year] > 0.0:
            ends = float(people.pension_exit[place])
            entering = float(people.retiring_share[place]) * leavers
            if ends == 0.0 and entering > 0.0:
                return float("nan")
            pensioners = entering / ends if ends > 0.0 else 0.0
        direct = d.training_cost[_recruited(d, row.cadre), year] * leavers + d.pension[row.cadre, year] * pensioners
        direct += d.support[row.cadre, year] * row.hollow
        cost += direct * d.gross_up[people.institution_of[row.cadre]]
    assets = frames["assets"]
    for row in each(assets[assets["year"] == year]):
        place = held.assets.index(row.asset)
        worn = d.price[row.asset, year] * row.stock / float(held.life[place])
        cost += worn * d.gross_up[held.institution_of[row.asset]]
    return float(d.parameters.fiscal.ceiling[d.parameters.horizon.shown - 1]) - cost


def _recruited(d: Inputs, cadre: str) -> str:
    """Return the cadre in which the replacement of a leaver is recruited: down the ladder of promotions to an entry."""
    people = d.parameters.people
    seen = {cadre}
    while not people.entry[cadre]:
        below = next((a for a, b in people.promotions if b == cadre and a not in seen), None)
        if below is None:
            break
        seen.add(below)
        cadre = below
    return cadre
