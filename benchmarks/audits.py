"""Audit plans of the shipped cases and of random ones by each solver; print how far levels differ and how long it takes.

Run as ``python benchmarks/audits.py [random cases]``; CBC and GLPK are Debian's coinor-cbc and glpk-utils.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rightfin.case import Case

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

SOLVERS = ("highs", "cbc", "glpk")
RANDOM = 20
FIRST = 4000


def cases(count: int) -> Iterator[tuple[str, Case]]:
    """Yield names and cases: the shipped ones, then random ones."""
    from random_cases import random_case

    from rightfin.reading import read_case
    from rightfin.shipped import case_names

    yield from ((name, read_case(name)) for name in case_names())
    yield from ((f"random {seed}", random_case(seed)) for seed in range(FIRST, FIRST + count))


def main(count: int) -> int:
    """Print a line for each audit and, at the end, the largest difference at each level by solver."""
    from rightfin.study.audit import Audit, audit

    done: list[tuple[str, Audit]] = []
    for name, case in cases(count):
        for solver in SOLVERS:
            began = perf_counter()
            found = audit(case, solver=solver)
            taken = perf_counter() - began
            worst = max((abs(one.difference or 0.0) for one in found.levels), default=0.0)
            said = "agrees" if found.agrees else f"DIFFERS: {[one for one in found.levels if not one.agrees]}"
            print(f"{name:18} {solver:6} {taken:6.1f} s  {worst:.1e}  {said}", flush=True)
            done.append((name, found))
    for kind in (*dict.fromkeys(name for name, _ in done if not name.startswith("random")), "random"):
        for solver in SOLVERS:
            levels: dict[str, float] = {}
            for name, found in done:
                if name.startswith(kind) and found.solver == solver:
                    for one in found.levels:
                        key = f"{one.order} {one.name}"
                        levels[key] = max(levels.get(key, 0.0), abs(one.difference or 0.0))
            print(kind, solver, {key: f"{value:.0e}" for key, value in levels.items()})
    return 0 if all(found.agrees for _, found in done) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RANDOM))
