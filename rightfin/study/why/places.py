"""Coverage of a need by place, and in the worst place, over all plans within reach.

A place is what a plan tells apart: regions that the same institutions serve are one place, since what these deliver may be
used in any of them. Where all regions are one place, a plan says nothing about single regions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from rightfin.lp.floors import FLOOR, with_floors
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.study.why.aggregates import value_of
from rightfin.study.why.near_best import NearBest
from rightfin.study.why.quantities import LinearSum
from rightfin.study.why.wished import WishModels


@dataclass(frozen=True)
class PlaceCoverage:
    """How far coverage of a need may move in a year at one place, or at the worst of all where ``regions`` is empty.

    Of the worst place it is the least and the greatest that the least covered place can have.
    """

    need: str
    year: int
    regions: tuple[str, ...]
    least: float
    planned: float
    greatest: float


def places_of(d: Inputs) -> tuple[tuple[str, ...], ...]:
    """Return the regions of each place that plans tell apart."""
    return tuple(d.layout.cells.regions.values())


def coverage_of(d: Inputs, need: str, cell: str, year: int) -> LinearSum | None:
    r"""Return coverage of a need in a place and year, $1 - \sum_g \mathit{unmet}_{g} / \mathit{need}$; ``None`` without
    need."""
    needs, at = d.parameters.needs, d.parameters.horizon.years.index(year)
    regions = [needs.regions.index(region) for region in d.layout.cells.regions[cell]]
    needed = float(needs.need[needs.needs.index(need), regions, at].sum())
    if needed <= 0.0:
        return None
    bands = range(len(d.layout.cells.bands.get((need, cell, year), ())))
    return LinearSum({("unmet", (need, cell, year, band)): -1.0 / needed for band in bands}, 1.0)


def coverage_by_place(models: WishModels, years: tuple[int, ...], loss: float) -> Iterator[PlaceCoverage]:
    """Yield coverage of each need by place, then in the worst place, in some years; nothing where there is one place."""
    d, found = models.inputs, models.found
    if len(places_of(d)) < 2:
        return
    sums: dict[tuple[str, int], dict[str, LinearSum]] = {}
    for need in d.parameters.needs.needs:
        for year in years:
            here = ((cell, coverage_of(d, need, cell, int(year))) for cell in d.layout.cells.regions)
            known = {cell: one for cell, one in here if one is not None}
            if len(known) > 1:
                sums[need, year] = known
    if not sums:
        return
    floors: dict[Label, list[tuple[dict[Label, float], float]]] = {
        (FLOOR, (need, int(year))): [(dict(one.terms), one.constant) for one in of.values()]
        for (need, year), of in sums.items()
    }
    program = with_floors(models.program, floors)
    at = dict(zip(models.program.columns, found.columns.tolist(), strict=True))
    worst = [min(value_of(one, at) for one in of.values()) for of in sums.values()]
    columns = np.concatenate([found.columns, np.maximum(worst, 0.0)])
    asked = [one for of in sums.values() for one in of.values()] + [LinearSum({label: 1.0}) for label in floors]
    reach = NearBest(program, models.parameters, replace(found, columns=columns), asked, loss, models.control)
    planned, place, last = reach.planned(), 0, len(asked) - len(floors)
    for n, ((need, year), of) in enumerate(sums.items()):
        told = []
        for cell in of:
            least, greatest = reach.range_of(place)
            told.append(PlaceCoverage(need, year, d.layout.cells.regions[cell], least, float(planned[place]), greatest))
            place += 1
        yield from told
        best = -reach.least({last + n: -1.0})
        yield PlaceCoverage(need, year, (), min(one.least for one in told), min(one.planned for one in told), best)
