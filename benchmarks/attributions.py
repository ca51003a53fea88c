"""Attribution over eight groups, 256 plans: by the clock and in processor seconds, by one process and by two; by hand.

    python benchmarks/attributions.py [national] [demo]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from clock import alone, processor
from generate import NATIONAL, generated

from rightfin.case.case import Case
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.study.why.attribution import attribution

DEMO = Path(__file__).resolve().parents[1] / "inputs/demo"

SCENARIOS = ("revenue_shock", "early_exit", "better_leakage", "peace_dividend", "more_police", "regional_teams",
             "outsourcing", "early_mobile_courts")
"""Eight scenarios of the fictional case, each a group."""

FROM_YEAR = 2027
"""Years from which on numbers by year differ in the national case."""

CHANGES: tuple[tuple[str, float, str], ...] = (
    ("macro", 0.93, "revenue_ratio"), ("pledges", 0.9, ""), ("demand", 1.03, ""), ("cadres", 1.05, "pay"),
    ("effects", 1.04, "effect"), ("institutions", 0.9, "training_places"), ("assets", 1.1, "price"),
    ("equipment", 1.1, "units_per_head"),
)
"""Tables of the national case, by what their numbers differ, and which column, or of ``macro`` which row."""


def _times(case: Case, table: str, factor: float, what: str) -> list[dict[str, Any]]:
    def differs(row: Mapping[str, Any], column: str) -> bool:
        if column.isdigit():
            return int(column) >= FROM_YEAR and row.get("series", what) == what
        return column == what

    return [{column: value * factor if isinstance(value, int | float) and differs(row, column) else value
             for column, value in row.items()} for row in case.records(table)]


def _national() -> tuple[Question, Question]:
    case = generated(NATIONAL)
    other = case.replace({table: _times(case, table, factor, what) for table, factor, what in CHANGES})
    return Question.of(case), Question.of(other)


def _demo() -> tuple[Question, Question]:
    case = read_case(DEMO)
    return Question.of(case), Question.of(case, scenarios=SCENARIOS)


CASES: Mapping[str, Callable[[], tuple[Question, Question]]] = {"national": _national, "demo": _demo}


def taken(name: str, workers: int) -> tuple[int, float, float]:
    """Return how many plans were made for a case, the seconds by the clock and those of processors."""
    question, other = CASES[name]()
    clock, spent = perf_counter(), processor(os.getpid(), ended=True)
    found = attribution(question, other, workers=workers)
    return found.plans, perf_counter() - clock, processor(os.getpid(), ended=True) - spent


if __name__ == "__main__":
    for name in sys.argv[1:] or CASES:
        for workers in (1, 2):
            plans, clock, spent = alone(taken, name, workers)
            print(f"{name}, {plans} plans, {workers} process{'es' if workers > 1 else ''}: "
                  f"{clock:.1f} s by the clock, {spent:.1f} s of processors", flush=True)
