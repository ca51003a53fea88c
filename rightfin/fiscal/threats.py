"""Needs, regions, external capability and equipment of a case as parameter arrays."""

from __future__ import annotations

import numpy as np

from rightfin.case.case import NATIONAL, Case
from rightfin.case.resolve import across, filled, settings
from rightfin.fiscal.horizon import foreign_price_index, number, values_over
from rightfin.fiscal.parameters import Equipment, Fiscal, Floats, Horizon, Needs
from rightfin.fiscal.paths import extend, needs_by_region, prices
from rightfin.schema import Value


def parse_bands(text: str) -> tuple[tuple[float, float], ...]:
    """Return shortfall bands ``width:penalty;…`` as (width, penalty) pairs, mild to severe.

    The last band takes what thirds and other rounded widths leave open, so that widths sum to at least 1 and a need can
    always stay unmet. Raises ``ValueError`` if the text is not of that form.
    """
    pairs = [(float(width), float(penalty)) for width, penalty in (part.split(":") for part in text.split(";"))]
    missing = max(0.0, 1.0 - sum(width for width, _ in pairs))
    return (*pairs[:-1], (pairs[-1][0] + 2.0 * missing, pairs[-1][1]))


def needs_of(case: Case, horizon: Horizon, fiscal: Fiscal) -> Needs:
    """Return needs by region and year, who else serves them, and what a person delivers."""
    rows = filled(case, "needs")
    needs = tuple(str(row["need"]) for row in rows)
    listed = [(str(row["region"]), number(row["population"])) for row in case.records("regions")]
    regions = tuple(region for region, _ in listed) or (NATIONAL,)
    population = np.array([people for _, people in listed] or [np.nan])
    demanded = _demand(case, horizon, fiscal, needs, regions, population)
    need = demanded[:, :, 1:]
    external = np.zeros_like(need)
    for row in case.records("external"):
        values = np.nan_to_num(values_over(case, "external", row, horizon, tail_zero=False))
        external[needs.index(str(row["need"])), regions.index(str(row["region"]))] += values
    national = demanded.sum(axis=1)
    base = [next((float(value) for value in path if value > 0.0), 1.0) for path in national]
    effects = filled(case, "effects")
    return Needs(
        needs=needs,
        regions=regions,
        population=population,
        weight=np.array([number(row["weight"]) for row in rows]),
        bands={str(row["need"]): parse_bands(str(row["bands"])) for row in rows},
        need=need,
        external=np.minimum(external, need),
        base_demand=np.array(base),
        effects={(str(row["cadre"]), str(row["need"])): number(row["effect"]) for row in effects},
        max_share={(str(row["cadre"]), str(row["need"])): number(row["max_share"])
                   for row in effects if row["max_share"] is not None},
    )


def _demand(
    case: Case, horizon: Horizon, fiscal: Fiscal, needs: tuple[str, ...], regions: tuple[str, ...], population: Floats
) -> Floats:
    """Return needs (H, R, Y + 1) in capability units, base year first. A row for one region overrides ``*``."""
    length = len(horizon.years) + 1
    threat = {str(row["need"]): _from_base(case, "threat_levels", row, horizon) for row in case.records("threat_levels")}
    found = np.zeros((len(needs), len(regions), length))
    rows = filled(case, "demand")
    named = {(row["need"], row["region"]) for row in rows}
    for row in rows:
        need = str(row["need"])
        values = _from_base(case, "demand", row, horizon)
        level = threat.get(need, np.ones(length))
        if row["region"] == "*":
            places = [place for place, region in enumerate(regions) if (need, region) not in named]
        else:
            places = [regions.index(str(row["region"]))]
        total = population[places].sum()
        for place in places:
            share = 1.0
            if row["region"] == "*" and row["basis"] == "absolute":
                share = population[place] / total if total > 0.0 else 1.0 / len(places)
            found[needs.index(need), place] = needs_by_region(
                values * share, row["basis"] == "per_100k", level, population[place] * fiscal.population_index
            )
    return found


def _from_base(case: Case, table: str, row: dict[str, Value], horizon: Horizon) -> Floats:
    """Return a carried row over base year and planning years, (Y + 1,); a blank base year takes the first year's."""
    typed = across(case, table, row, horizon.base, horizon.end)
    if row.get(str(horizon.base)) is None:
        typed[0] = typed[1]
    return extend([0.0 if value is None else value for value in typed], len(horizon.years) + 1)


def equipment_of(case: Case, horizon: Horizon, fiscal: Fiscal) -> Equipment:
    """Return assets, their prices, and who uses them."""
    rows = filled(case, "assets")
    found = settings(case)
    foreign = [row["currency"] == found["foreign_currency"] and row["currency"] != found["currency"] for row in rows]

    def column(name: str) -> Floats:
        return np.array([np.inf if row[name] is None else number(row[name]) for row in rows])

    return Equipment(
        assets=tuple(str(row["asset"]) for row in rows),
        institution_of={str(row["asset"]): str(row["institution"]) for row in rows},
        opening_stock=column("opening_stock"),
        price=prices(column("price"), foreign, fiscal.deflator, foreign_price_index(case, horizon), np.zeros(len(rows))),
        life=column("life"),
        upkeep=column("upkeep"),
        max_purchase=column("max_purchase"),
        units_per_head={(str(row["asset"]), str(row["cadre"])): number(row["units_per_head"])
                        for row in filled(case, "equipment")},
    )
