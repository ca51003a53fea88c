"""Targets of a case against what a plan does."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.fiscal.targets import INHABITANTS
from rightfin.result.plan import Row


def target_rows(p: Parameters, strength: Floats, present: Floats, hires: Floats, exits: Floats) -> Iterator[Row]:
    """Yield the rows of the table ``targets``; people by (cadre, year shown), cadres in the order of the parameters."""
    found = people_counted(p, strength, present, hires, exits)
    targets, shown = p.targets, strength.shape[1]
    inhabitants = float(p.needs.population.sum()) * p.fiscal.population_index[1 : shown + 1] / INHABITANTS
    for name, asked, people in zip(targets.targets, targets.target_value[:, :shown], found, strict=True):
        measure = targets.measure[name]
        figures = people / inhabitants if measure == "per_100k" else people
        for n, year in enumerate(p.horizon.written):
            if isfinite(asked[n]):
                yield (name, year, measure, "at_most" if targets.at_most[name] else "at_least", float(asked[n]),
                       float(figures[n]), "yes" if targets.is_hard[name] else "no")


def people_counted(p: Parameters, strength: Floats, present: Floats, hires: Floats, exits: Floats) -> Floats:
    """Return the people whom each target counts, (targets, years), from people by (cadre, year).

    Of recruits, at least so many are those beyond the dismissals in their cadre; below zero where more go.
    """
    of_measure = {"strength": strength, "per_100k": present}
    place = {cadre: n for n, cadre in enumerate(p.people.cadres)}
    found = []
    for name in p.targets.targets:
        joined = hires if p.targets.at_most[name] else hires - exits
        counted = of_measure.get(p.targets.measure[name], joined)
        found.append(counted[[place[k] for k in p.targets.target_cadres[name]]].sum(axis=0))
    return np.array(found).reshape(len(found), strength.shape[1])
