"""Targets: how many people of a group there should be, or join, by year."""

from __future__ import annotations

import numpy as np

from rightfin.case.case import Case
from rightfin.case.groups import parse_group
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import number, values_over
from rightfin.fiscal.parameters import Floats, Horizon, People, Targets

INHABITANTS = 1e5
"""How many inhabitants a target per head is about."""


def targets_of(case: Case, horizon: Horizon, population_index: Floats, people: People, *, composition: bool) -> Targets:
    """Return the targets in the order of the table, none without ``composition``.

    ``population_index`` (Y + 1,) is 1 in the base year. In the tail a target keeps its last value; one per 100,000 goes on
    growing with the population. A target of hires counts the cadres that hire from outside.
    """
    rows = filled(case, "targets") if composition else []
    names = tuple(str(row["target"]) for row in rows)
    measure = {name: str(row["measure"]) for name, row in zip(names, rows, strict=True)}
    groups = {name: parse_group(str(row["group"])).cadres(case) for name, row in zip(names, rows, strict=True)}
    value = values_over(case, "targets", horizon, tail_zero=False) if rows else np.zeros((0, len(horizon.years)))
    inhabitants = sum(number(row["population"]) for row in case.records("regions")) * population_index[1:]
    per_head = np.array([measure[name] == "per_100k" for name in names], dtype=bool).reshape(-1, 1)
    return Targets(
        targets=names,
        measure=measure,
        target_cadres={
            name: tuple(k for k in cadres if measure[name] != "hires" or people.entry[k]) for name, cadres in groups.items()
        },
        target_value=value,
        target_level=np.where(per_head, value * inhabitants / INHABITANTS, value),
        at_most={name: row["relation"] == "at_most" for name, row in zip(names, rows, strict=True)},
        is_hard={name: bool(row["hard"]) for name, row in zip(names, rows, strict=True)},
    )
