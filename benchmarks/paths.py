"""Many revenue paths of a small case: cold solves one after another against batches."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from clock import alone, peak_memory
from generate import BASE, SMALL, generated
from plans import parameters_of

from rightfin.case.case import Case
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.result.glance import Gauge, Glance
from rightfin.solve.levels import Depth, Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.batch import Batch, Variation

SAME = 1e-6


@dataclass(frozen=True)
class Throughput:
    """Paths a second: cold, by a batch in this process, by two processes; peak memory of one
    worker in MB, and the largest difference of an answer."""

    cold: float
    one: float
    two: float
    start_of_two: float
    memory: float
    difference: float


def revenue_paths(case: Case, count: int) -> list[Variation]:
    """Return random walks of the revenue ratio around the case's own path, two per cent a year."""
    rng = np.random.default_rng(3)
    row = next(row for row in case.records("macro") if row["series"] == "revenue_ratio")
    years = [column for column, value in row.items() if column.isdigit() and value and int(column) > BASE]
    walks = np.cumprod(1.0 + rng.normal(0.0, 0.02, (count, len(years))), axis=1)
    return [
        Variation(f"path {n}", tuple(
            ("macro", ("revenue_ratio",), year, float(str(row[year])) * float(factor))
            for year, factor in zip(years, walk, strict=True)
        ))
        for n, walk in enumerate(walks)
    ]


def cold(case: Case) -> Glance:
    """Return the glance of a case from nothing: project, formulate, compile, levels 1 and 2, headline numbers."""
    parameters = parameters_of(case)
    inputs = Inputs(parameters, layout_of(parameters))
    program = Assembly(inputs).program
    found = solve_on(Stages(program), parameters, Depth.NEEDS)
    if not isinstance(found, Solution):
        raise TypeError("a path has no answer")
    return Gauge(program, inputs).of(inputs, program, found)


def throughput(count: int, sample: int) -> Throughput:
    """Measure ``count`` paths warm and ``sample`` of them cold; in a process of its own."""
    return alone(_throughput, count, sample)


def _throughput(count: int, sample: int) -> Throughput:
    case = generated(SMALL)
    paths = revenue_paths(case, count)
    cold(case)
    with Batch(case) as batch:
        batch.answer(paths[:50])
        began = perf_counter()
        warm = batch.answer(paths)
        one = perf_counter() - began
        memory = peak_memory()
        began = perf_counter()
        wanted = [cold(_changed(case, path)) for path in paths[:sample]]
        alone_took = perf_counter() - began
    began = perf_counter()
    with Batch(case, workers=2) as batch:
        batch.answer(paths[:200])
        start = perf_counter() - began
        began = perf_counter()
        again = batch.answer(paths)
        two = perf_counter() - began
    if again != warm:
        raise RuntimeError("two workers answer otherwise than one")
    difference = max(
        abs(mine.value - other.value) / max(abs(other.value), 1e3 if mine.name != "needs" else 1.0)
        for answer, glance in zip(warm, wanted, strict=False) if answer.glance is not None
        for mine, other in zip(answer.glance.levels, glance.levels, strict=True)
    )
    if difference > SAME:
        raise RuntimeError(f"warm answers differ from cold ones by {difference:.1e}")
    return Throughput(sample / alone_took, count / one, count / two, start, memory, difference)


def _changed(case: Case, path: Variation) -> Case:
    return case.with_cells("macro", [cell[1:] for cell in path.cells])
