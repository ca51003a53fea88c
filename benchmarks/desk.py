"""The desk: how long a lever takes until its plan, alone and with twenty people, beside the solver's own time."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, perf_counter, sleep
from typing import Any

import numpy as np
from clock import processor, resident, told
from generate import NATIONAL, generated

from rightfin.case.case import Case, Cell
from rightfin.desk import Desk, Request, Task
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.solve.engine import Engine
from rightfin.study.sustain.study import sustained
from rightfin.study.whatif import WhatIf

ASKED = 20
THINK = 3.0
DEMO = Path(__file__).resolve().parents[1] / "inputs/demo"


def lever(case: Case, factor: float) -> tuple[Cell, ...]:
    """The share of revenue for security, times a factor in all years."""
    row = next(row for row in case.records("macro") if row["series"] == "security_share")
    years = [year for year, value in row.items() if year.isdigit() and value]
    return tuple(("macro", ("security_share",), year, float(str(row[year])) * factor) for year in years)


@contextmanager
def runs() -> Iterator[list[float]]:
    """Collect the seconds of HiGHS's runs meanwhile."""
    taken: list[float] = []
    run = Engine._run

    def timed(self: Engine, *how: Any) -> Any:
        start = perf_counter()
        found = run(self, *how)
        taken.append(perf_counter() - start)
        return found

    Engine._run = timed  # type: ignore[method-assign]
    yield taken
    Engine._run = run  # type: ignore[method-assign]


def alone(name: str, case: Case, factors: list[float]) -> None:
    """One person, question by question beside the same question on live models of this process."""
    question = Question.of(case)
    live = WhatIf.of(question)
    stand = live.start()
    desk_seconds, own_seconds, solver_seconds = [], [], []
    with Desk(2) as desk, runs() as taken:
        seat = desk.seat()
        seat.do(Request(question), quiet)
        for factor in factors:
            cells = lever(question.prepared, factor)
            start = perf_counter()
            found = seat.do(Request(question, cells), quiet)
            desk_seconds.append(perf_counter() - start)
            assert isinstance(found, Plan)
            live.back_to(stand)
            taken.clear()
            start = perf_counter()
            own = live.plan(live.changed(cells))
            own_seconds.append(perf_counter() - start)
            solver_seconds.append(sum(taken))
            assert own.tables == found.tables
    print(told(f"{name}, lever to plan at the desk", desk_seconds))
    print(told(f"{name}, the same in this process", own_seconds))
    print(told(f"{name}, of which HiGHS", solver_seconds))


def together(case: Case, visitors: int, seconds: float) -> None:
    """Many people who move the lever, look for some seconds, and move it again."""
    question = Question.of(case)
    taken: list[float] = []
    wrong: list[str] = []
    lock, until = Lock(), monotonic() + seconds
    with Desk(2) as desk:
        desk.seat().do(Request(question), quiet)
        spent = sum(map(processor, desk.pids))
        memory: list[tuple[float, float]] = []

        def visit(number: int) -> None:
            draw, seat = random.Random(number), desk.seat()
            sleep(draw.uniform(0.0, THINK))
            while monotonic() < until:
                cells = lever(question.prepared, draw.uniform(0.9, 1.1))
                start = perf_counter()
                try:
                    seat.do(Request(question, cells), quiet)
                except Exception as error:  # noqa: BLE001  # told below
                    wrong.append(repr(error))
                with lock:
                    taken.append(perf_counter() - start)
                sleep(THINK)

        threads = [Thread(target=visit, args=(number,)) for number in range(visitors)]
        for thread in threads:
            thread.start()
        while monotonic() < until:
            memory.append((monotonic(), sum(map(resident, desk.pids))))
            sleep(1.0)
        for thread in threads:
            thread.join()
        spent = sum(map(processor, desk.pids)) - spent
    print(told(f"{visitors} people on the demo for {seconds:.0f} s, think time {THINK:.0f} s", taken))
    print(f"errors: {wrong or 'none'}; {spent / len(taken):.2f} s of processor an answer, "
          f"{spent / seconds:.2f} of the processors busy with them")
    late = [found for found in memory if found[0] > memory[0][0] + seconds / 3]
    slope = float(np.polyfit(*np.array(late).T, 1)[0]) * 60.0
    print(f"memory of the workers together: {late[0][1]:.0f} MB, at the end {late[-1][1]:.0f} MB, {slope:+.1f} MB a minute")


def stops(case: Case, delays: list[float]) -> None:
    """Stop a study at different moments: until who asked hears it, and until its worker is free."""
    question = Question.of(case)
    heard, free = [], []
    with Desk(1) as desk:
        seat = desk.seat()
        seat.do(Request(question), quiet)
        for delay in delays:
            job = seat.ask(Request(question, wanted=Task(sustained)))
            sleep(delay)
            start = perf_counter()
            job.cancel()
            try:
                job.result()
            except SolveStoppedError:
                heard.append(perf_counter() - start)
            seat.do(Request(question), quiet)  # known there, so it is answered once the worker is free
            free.append(perf_counter() - start)
    print(told("a stop until who asked hears it", heard))
    print(told("a stop until the worker answers another question", free))


def quiet(step: int, steps: int, what: str) -> None:
    """Tell nobody."""


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--visitors", type=int, default=20)
    asked = parser.parse_args()
    factors = np.random.default_rng(1).uniform(0.9, 1.1, ASKED).tolist()
    demo = read_case(DEMO)
    alone("demo", demo, factors)
    alone("national", generated(NATIONAL), factors)
    stops(demo, np.random.default_rng(2).uniform(0.1, 5.0, ASKED).tolist())
    together(demo, asked.visitors, asked.seconds)


if __name__ == "__main__":
    main()
