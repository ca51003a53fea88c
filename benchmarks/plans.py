"""Whole plans of generated cases from nothing: rightfin, phase by phase, and the same full model in other layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from clock import Stopwatch, alone, peak_memory, within
from generate import Size, generated
from peer_levels import PeerResult

from rightfin.case.case import Case
from rightfin.definition import default_definition
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes, objective_named
from rightfin.result.assemble import assemble, provenance_of
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages

PEERS = ("linopy", "Pyomo", "PyOptInterface", "arrays")
SAME = 1e-5
"""Levels of all engines agree to this share of their natural size, or the benchmark fails."""


@dataclass(frozen=True)
class Plans:
    """Plans of one case by rightfin: seconds of every run by phase, size of the model, what HiGHS took of it."""

    size: Size
    phases: Mapping[str, list[float]]
    totals: list[float]
    in_highs: list[float]
    iterations: int
    columns: int
    rows: int
    nonzeros: int
    memory: float
    levels: tuple[tuple[str, str, float], ...]

    @property
    def outside(self) -> list[float]:
        """Seconds outside HiGHS's own runs, by run."""
        return [total - inside for total, inside in zip(self.totals, self.in_highs, strict=True)]


@dataclass(frozen=True)
class PeerRun:
    """What a peer took for the same case: everything from the parameters on, and its peak memory."""

    result: PeerResult
    memory: float

    @property
    def seconds(self) -> float:
        """Seconds to write the model down, hand it over and solve all levels."""
        return self.result.build_seconds + self.result.solve_seconds


def parameters_of(case: Case) -> Parameters:
    """Return the parameters of a case under the default definition."""
    definition = default_definition()
    return project(case, definition.rules, definition.grade_ratio_factor)


def plans(size: Size, runs: int) -> Plans:
    """Plan a generated case so often, from the case in memory to the plan's tables; in a process of its own."""
    return alone(_plans, size, runs)


def _plans(size: Size, runs: int) -> Plans:
    definition, case = default_definition(), generated(size)
    watch, totals, in_highs = Stopwatch(), [], []
    for _ in range(runs + 1):
        began = perf_counter()
        with watch.phase("project"):
            parameters = parameters_of(case)
        with watch.phase("formulate and compile"):
            inputs = Inputs(parameters, layout_of(parameters))
            program = Assembly(inputs).program
        with watch.phase("solve"):
            stages = Stages(program)
            found = solve_on(stages, parameters)
        with watch.phase("tables"):
            provenance = provenance_of(case, (definition.name, definition.digest), (), {}, program)
            assemble(case, inputs, program, found, provenance, ())
        totals.append(perf_counter() - began)
        in_highs.append(stages.seconds)
    if not isinstance(found, Solution):
        raise TypeError("a generated case has no plan")
    return Plans(
        size=size,
        # The first run warms caches of imports and is left out.
        phases={name: values[1:] for name, values in watch.taken.items()},
        totals=totals[1:],
        in_highs=in_highs[1:],
        iterations=stages.iterations,
        columns=len(program.columns),
        rows=len(program.rows),
        nonzeros=int(program.matrix.nnz),
        memory=peak_memory(),
        levels=tuple((level.order, level.name, level.value) for level in found.levels),
    )


def peer(name: str, size: Size, limit: float) -> PeerRun | None:
    """Solve the full model of a generated case by a peer; ``None`` if it takes longer than ``limit`` seconds."""
    return within(limit, _peer, name, size)


def _peer(name: str, size: Size) -> PeerRun:
    import peer_arrays
    import peer_linopy
    import peer_poi
    import peer_pyomo

    parameters = parameters_of(generated(size))
    inputs = Inputs(parameters, layout_of(parameters, reduced=False))
    peers = {"linopy": peer_linopy, "Pyomo": peer_pyomo, "PyOptInterface": peer_poi, "arrays": peer_arrays}
    run = peers[name].run
    return PeerRun(run(parameters, inputs), peak_memory())


def disagreement(size: Size, ours: Plans, theirs: PeerRun) -> float:
    """Return the largest difference of a held level, relative to its value and natural size; raise if it is too large.

    The last level is not held, and what it comes to hangs on how far the holds of the others slip.
    """
    sizes = natural_sizes(parameters_of(generated(size)))
    named = [(order, name) for order, name, _ in ours.levels]
    if named != [(order, name) for order, name, _ in theirs.result.levels]:
        raise RuntimeError(f"{theirs.result.name} solved other levels: {theirs.result.levels}")
    worst = max(
        abs(mine - other) / max(abs(mine), sizes[name])
        for (_, name, mine), (_, _, other) in zip(ours.levels, theirs.result.levels, strict=True)
        if objective_named(name).held
    )
    if worst > SAME:
        raise RuntimeError(f"{theirs.result.name} disagrees by {worst:.1e} of the natural size at {size.name}")
    return worst


def with_regions(size: Size, regions: int) -> Size:
    """Return a size with another number of regions."""
    return replace(size, name=f"{size.name}, {regions} regions", regions=regions)
