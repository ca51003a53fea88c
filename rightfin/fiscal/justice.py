"""The justice chain of a case as parameter arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled
from rightfin.fiscal.chain import Justice
from rightfin.fiscal.horizon import number, values_from_base
from rightfin.fiscal.over_time import OverTime
from rightfin.fiscal.parameters import Floats, Horizon, People
from rightfin.fiscal.queue import MONTHS, segments_of
from rightfin.fiscal.threats import parse_bands
from rightfin.schema import Value

Row = Mapping[str, Value]

_STAGES, _STAFF, _PLACES = "justice_stages", "justice_staff", "prison_places"


def justice_of(case: Case, horizon: Horizon, people: People) -> Justice:
    """Return the justice chain, without stages where the case has none; in the tail all keeps its last value."""
    rows = in_order(filled(case, _STAGES))
    changing = OverTime(case, horizon, _STAGES, rows)
    stages = tuple(str(row["stage"]) for row in rows)

    def column(name: str) -> Floats:
        return np.array([np.nan if row[name] is None else number(row[name]) for row in rows])

    def over_years(name: str) -> Floats:
        return changing.values(name, column(name))

    passed = np.column_stack([column("pass_rate"), over_years("pass_rate")])
    passed[-1:] = 0.0
    outside = np.zeros((len(stages), len(horizon.years) + 1))
    named = [str(row["stage"]) for row in case.records("justice_cases")]
    for stage, cases in zip(named, values_from_base(case, "justice_cases", horizon), strict=True):
        outside[stages.index(stage)] += cases
    throughput, cases_per_head = (_by_pair(case, horizon, name) for name in ("throughput", "cases_per_head"))
    prisons, places = filled(case, _PLACES), values_from_base(case, _PLACES, horizon)
    return Justice(
        stages=stages,
        stage_weight=column("weight"),
        stage_bands={str(row["stage"]): parse_bands(str(row["bands"])) for row in rows},
        segments={str(row["stage"]): segments_of(number(row["swing"])) for row in rows},
        opening_backlog=column("opening_backlog"),
        base_inflow=_base_inflow(outside + _brought_today(case, horizon, stages, people, cases_per_head), passed),
        outside=outside[:, 1:],
        pass_rate=passed[:, 1:],
        drop_share=over_years("drop_share"),
        drop_years=column("drop_years"),
        held_share=over_years("held_share"),
        held_years=over_years("held_months") / MONTHS,
        prison_share=over_years("prison_share"),
        sentence=over_years("sentence"),
        opening_convicted=column("opening_convicted"),
        throughput=throughput,
        cases_per_head=cases_per_head,
        prison_places=places[0, 1:] if prisons else np.full(len(horizon.years), np.nan),
        base_places=next((float(count) for count in places[0] if count > 0.0), 1.0) if prisons else 0.0,
        prison_weight=number(prisons[0]["weight"]) if prisons else 0.0,
        prison_bands=parse_bands(str(prisons[0]["bands"])) if prisons else (),
    )


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return rows of stages as cases pass through them."""
    return sorted(rows, key=lambda row: number(row["order"]))


def _brought_today(
    case: Case, horizon: Horizon, stages: tuple[str, ...], people: People, later: Mapping[tuple[str, str, int], float]
) -> Floats:
    """Return the cases that today's people would bring into each stage, (Q, Y + 1), the base year first."""
    found = np.zeros((len(stages), len(horizon.years) + 1))
    for row in filled(case, _STAFF):
        stage, cadre = str(row["stage"]), str(row["cadre"])
        heads = float(people.opening_present[people.cadres.index(cadre)])
        per_head = [number(row["cases_per_head"]), *(later.get((stage, cadre, year), 0.0) for year in horizon.years)]
        found[stages.index(stage)] += heads * np.array(per_head)
    return found


def _base_inflow(coming: Floats, passed: Floats) -> Floats:
    """Return what arrives at each stage in the base year if all of it is done, (Q,); in the first year with any, else 1.

    ``coming`` are cases that the stage before does not pass on, ``passed`` what it passes on, both (Q, Y + 1).
    """
    inflow = coming.copy()
    for n in range(1, len(inflow)):
        inflow[n] += passed[n - 1] * inflow[n - 1]
    return np.array([next((float(cases) for cases in years if cases > 0.0), 1.0) for years in inflow])


def _by_pair(case: Case, horizon: Horizon, column: str) -> dict[tuple[str, str, int], float]:
    """Return a column of the staff by stage, cadre and year, pairs without any in all years left out."""
    rows = filled(case, _STAFF)
    values = OverTime(case, horizon, _STAFF, rows).values(column, np.array([number(row[column]) for row in rows]))
    return {
        (str(row["stage"]), str(row["cadre"]), year): value
        for row, over_years in zip(rows, values.tolist(), strict=True) if any(over_years)
        for year, value in zip(horizon.years, over_years, strict=True)
    }
