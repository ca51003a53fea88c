"""What a plan is held against: rules of composition and soft strength limits, kit per head, and the bands of needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Inputs
from rightfin.result.panel import Panel
from rightfin.result.plan import PlanTable, Row


def terms_of(tables: Mapping[str, PlanTable], d: Inputs) -> dict[str, PlanTable]:
    """Return the tables ``rules``, ``kit`` and ``bands`` of a plan whose other tables are given."""
    p = d.parameters
    panels = Panel.of_tables(tables, p.horizon.written)
    rows: dict[str, list[Row]] = {
        "rules": [*_rules(panels, d), *_limits(panels["strength"], p)],
        "kit": [
            (asset, cadre, year, p.equipment.units_per_head[asset, cadre, year])
            for asset, cadre in p.equipment.uses for year in p.horizon.written
        ],
        "bands": [
            (need, place, width, penalty)
            for need in p.needs.needs for place, (width, penalty) in enumerate(p.needs.bands[need], 1)
        ],
    }
    return {name: PlanTable.of_rows(name, found) for name, found in rows.items()}


def _rules(panels: Mapping[str, Panel], d: Inputs) -> Iterator[Row]:
    """Yield every rule of composition by year shown: what its sides measure in the plan."""
    by_cadre = panels["strength"]
    cadres = {cadre: place for place, (cadre,) in enumerate(by_cadre.lines)}
    lines = {line: place for place, line in enumerate(panels["lines"].lines)}
    for rule in d.parameters.rules:
        if rule.measure == "cost":
            amounts, sides = panels["lines"]["cost"], [
                [lines[line] for line in side if line in lines] for side in (rule.left_lines, rule.right_lines)
            ]
        else:
            amounts, sides = by_cadre[rule.measure], [
                [cadres[cadre] for cadre in side] for side in (rule.left_cadres, rule.right_cadres)
            ]
        left, right = (amounts[side].sum(axis=0) for side in sides)
        for n, year in enumerate(by_cadre.years):
            if year in rule.years:
                yield (rule.name, year, rule.measure, rule.relation, rule.coefficient, float(left[n]), float(right[n]),
                       "yes" if rule.hard else "no", rule.right_group)


def _limits(strength: Panel, p: Parameters) -> Iterator[Row]:
    """Yield every strength limit by cadre and year shown, as a rule whose right side is the limit."""
    by_name, cadres = p.by_name, {cadre: place for place, (cadre,) in enumerate(strength.lines)}
    bounds = (("at_least", by_name.min_strength, by_name.min_hard), ("at_most", by_name.max_strength, by_name.max_hard))
    for cadre in p.people.cadres:
        for relation, limit, hard in bounds:
            for n, year in enumerate(strength.years):
                if isfinite(limit[cadre, year]):
                    yield (cadre, year, "limit", relation, 1.0, float(strength["strength"][cadres[cadre], n]),
                           limit[cadre, year], "yes" if hard[cadre] else "no", "")
