"""At which grain regions, lines and donors are spelled out, and the exact reductions that make the grain coarse.

The formulation is written once, over *cells* (places that are covered), *classes* (lines that are financed alike) and
*groups* (donors with equal rights). The full layout makes every region a cell, every line a class and every donor a
group; the reduced layout merges what cannot change the optimum. Both lead to the same objective values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from rightfin.fiscal.parameters import Needs, Parameters

Line = tuple[str, str]
"""Institution and category."""

NATION = "nation"
"""The only cell of the reduced layout."""


@dataclass(frozen=True)
class FinancingClass:
    """Lines that the same donors may fund and that take part in the same rows about money."""

    name: str
    lines: tuple[Line, ...]
    is_pay: bool


@dataclass(frozen=True)
class DonorGroup:
    """Donors with equal rights: same lines, same last year, same carry-over, no co-financing rule of their own."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Cells, classes and groups, and for each need, cell and year the shortage and its bands.

    ``shortage`` maps (need, cell, year) to the need left after external capability; ``bands`` maps the same key to
    (width, penalty) pairs, mild to severe, whose widths sum to at least the shortage.
    """

    cells: tuple[str, ...]
    classes: tuple[FinancingClass, ...]
    groups: tuple[DonorGroup, ...]
    shortage: Mapping[tuple[str, str, int], float]
    bands: Mapping[tuple[str, str, int], tuple[tuple[float, float], ...]]


def layout_of(parameters: Parameters, *, reduced: bool = True) -> Layout:
    """Return the layout of a case, reduced or spelled out in full."""
    cells, shortage, bands = _cells(parameters, reduced=reduced)
    return Layout(
        cells=cells,
        classes=_classes(parameters, active_lines(parameters), reduced=reduced),
        groups=_groups(parameters, merged=reduced),
        shortage=shortage,
        bands=bands,
    )


def layout_of_session(parameters: Parameters, last: tuple[Parameters, Layout] | None = None) -> Layout:
    """Return the reduced layout with every donor apart, so that one donor's exit year or pledge changes nothing else.

    What comes from parts that are the same objects as in the last parameters is shared with the last layout.
    """
    if last is None:
        return replace(layout_of(parameters), groups=_groups(parameters, merged=False))
    before, layout = last
    if before.needs is not parameters.needs or before.horizon != parameters.horizon:
        cells, shortage, bands = _cells(parameters, reduced=True, last=(before, layout))
        layout = replace(layout, cells=cells, shortage=shortage, bands=bands)
    if _lines_come_from(before) != _lines_come_from(parameters):
        classes = _classes(parameters, active_lines(parameters), reduced=True)
        layout = replace(layout, classes=classes, groups=_groups(parameters, merged=False))
    return layout


def _lines_come_from(parameters: Parameters) -> tuple[object, ...]:
    """Return by identity what lines and classes depend on, and whether there are ceilings at all."""
    donors = parameters.donors
    return (
        id(parameters.people), id(parameters.equipment), id(parameters.committed), id(donors.eligible), id(donors.scope),
        donors.donors, parameters.fiscal.wage_ceiling is None, id(parameters.handovers.lines),
    )


def active_lines(parameters: Parameters) -> tuple[Line, ...]:
    """Return the lines that can cost anything, institutions in order, categories in order."""
    people, equipment = parameters.people, parameters.equipment
    employers = {people.institution_of[k] for k in people.cadres}
    owners = set(equipment.institution_of.values())
    at = {k: n for n, k in enumerate(people.cadres)}

    def any_cadre(institution: str, *arrays: np.ndarray) -> bool:
        return any(
            people.institution_of[k] == institution and all(np.any(array[n] > 0.0) for array in arrays)
            for k, n in at.items()
        )

    found = []
    for row, institution in enumerate(people.institutions):
        costs = {
            "pay": institution in employers,
            "operations": institution in owners or any_cadre(institution, people.support),
            "training": any_cadre(institution, people.training_cost),
            "capital": institution in owners,
            "benefits": any_cadre(institution, people.pension)
            or (any_cadre(institution, people.severance) and bool(np.any(people.max_exit_rate[row] > 0.0))),
        }
        found += [
            (institution, category)
            for column, category in enumerate(parameters.categories)
            if costs[category] or np.any(parameters.committed[row, column] > 0.0)
        ]
    return tuple(found)


def _cells(
    parameters: Parameters, *, reduced: bool, last: tuple[Parameters, Layout] | None = None
) -> tuple[
    tuple[str, ...],
    dict[tuple[str, str, int], float],
    dict[tuple[str, str, int], tuple[tuple[float, float], ...]],
]:
    needs, years = parameters.needs, parameters.horizon.years
    net = needs.need - needs.external
    shortage: dict[tuple[str, str, int], float] = {}
    bands: dict[tuple[str, str, int], tuple[tuple[float, float], ...]] = {}
    for h, need in enumerate(needs.needs):
        widths = [width for width, _ in needs.bands[need]]
        penalties = [penalty for _, penalty in needs.bands[need]]
        if last and _is_same_need(h, needs, last[0].needs) and years == last[0].horizon.years:
            shortage |= {(need, NATION, year): last[1].shortage[need, NATION, year] for year in years}
            bands |= {(need, NATION, year): last[1].bands[need, NATION, year] for year in years}
        elif reduced:
            pieces = ladder(needs.need[h], net[h], widths)
            for y, year in enumerate(years):
                shortage[need, NATION, year] = float(net[h, :, y].sum())
                bands[need, NATION, year] = tuple(zip(pieces[:, :, y].sum(axis=1).tolist(), penalties, strict=True))
        else:
            for r, region in enumerate(needs.regions):
                for y, year in enumerate(years):
                    shortage[need, region, year] = float(net[h, r, y])
                    gross = [width * float(needs.need[h, r, y]) for width in widths]
                    bands[need, region, year] = tuple(zip(gross, penalties, strict=True))
    return (NATION,) if reduced else needs.regions, shortage, bands


def _is_same_need(place: int, new: Needs, old: Needs) -> bool:
    name = new.needs[place]
    return (
        place < len(old.needs) and old.needs[place] == name and old.bands[name] == new.bands[name]
        and np.array_equal(old.need[place], new.need[place]) and np.array_equal(old.external[place], new.external[place])
    )


def ladder(need: np.ndarray, net: np.ndarray, widths: list[float]) -> np.ndarray:
    """Return how much of each band every region can leave unmet, mild bands first.

    ``width[g, r] = min(band_width[g] · need[r], max(0, net[r] - Σ_{g' < g} width[g', r]))``: severe bands are cut
    first, because a region with external help never reaches them.

    Parameters
    ----------
    need, net : (R, Y) need, and need less external capability.
    widths : band widths as shares of the need, mild to severe.

    Returns
    -------
    (G, R, Y) widths in capability units; they sum to ``net`` over the bands.
    """
    left = net.copy()
    found = np.zeros((len(widths), *need.shape))
    for band, width in enumerate(widths):
        found[band] = np.minimum(width * need, np.maximum(left, 0.0))
        left = left - found[band]
    return found


def _classes(parameters: Parameters, lines: tuple[Line, ...], *, reduced: bool) -> tuple[FinancingClass, ...]:
    donors, fiscal = parameters.donors, parameters.fiscal
    handed_over = {name: frozenset(scope) for name, scope in parameters.handovers.lines.items()}
    gathered: dict[object, list[Line]] = {}
    for institution, category in lines:
        signature: object = (institution, category)
        if reduced:
            signature = (
                frozenset(d for d in donors.donors if (d, institution, category) in donors.eligible),
                frozenset(d for d, scope in donors.scope.items() if (institution, category) in scope),
                category == "pay" and fiscal.wage_ceiling is not None,
                frozenset(name for name, scope in handed_over.items() if (institution, category) in scope),
            )
        gathered.setdefault(signature, []).append((institution, category))
    return tuple(
        FinancingClass(
            name=f"{members[0][0]}.{members[0][1]}" + (f"+{len(members) - 1}" if len(members) > 1 else ""),
            lines=tuple(members),
            is_pay=all(category == "pay" for _, category in members),
        )
        for members in gathered.values()
    )


def _groups(parameters: Parameters, *, merged: bool) -> tuple[DonorGroup, ...]:
    donors = parameters.donors
    gathered: dict[object, list[str]] = {}
    for place, donor in enumerate(donors.donors):
        signature: object = donor
        if merged and donor not in donors.match:
            lines = frozenset((i, c) for d, i, c in donors.eligible if d == donor)
            signature = (lines, donors.last_year[donor], float(donors.keep[place]))
        gathered.setdefault(signature, []).append(donor)
    return tuple(
        DonorGroup(members[0] + (f"+{len(members) - 1}" if len(members) > 1 else ""), tuple(members))
        for members in gathered.values()
    )
