"""An exit study: every donor of a national case leaving alone in every year, all answered by live models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

from clock import alone, peak_memory
from generate import NATIONAL, TAIL, generated

from rightfin.solve.levels import Depth
from rightfin.study.exits.study import ExitStudy, exit_studies

DONORS, YEARS = 10, 15


@dataclass(frozen=True)
class Exits:
    """Seconds of the study at levels 1 and 2 and of complete plans, by workers; answers, and peak memory of one in MB."""

    answers: int
    needs: dict[int, float]
    plans: dict[int, float]
    memory: float


def exits(donors: int = DONORS, years: int = YEARS) -> Exits:
    """Measure a study of so many donors and years at the national size; in a process of its own."""
    return alone(_exits, donors, years)


def _exits(donors: int, years: int) -> Exits:
    case = generated(replace(NATIONAL, name="national exits", donors=donors, years=years + TAIL))
    groups = [(str(row["donor"]),) for row in case.records("donors")]
    taken: dict[Depth, dict[int, float]] = {Depth.NEEDS: {}, Depth.PLAN: {}}
    memory = 0.0
    for depth, seconds in taken.items():
        found: list[tuple[ExitStudy, ...]] = []
        for workers in (1, 2):
            began = perf_counter()
            found.append(exit_studies(case, groups=groups, workers=workers, depth=depth))
            seconds[workers] = perf_counter() - began
            memory = memory or peak_memory()
        if found[0] != found[1]:
            raise RuntimeError("two workers answer otherwise than one")
    return Exits(donors * years, taken[Depth.NEEDS], taken[Depth.PLAN], memory)
