"""Why, and why not: processor seconds until a number is explained, or a wish answered, on live models; run by hand."""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from clock import alone
from generate import NATIONAL, generated

from rightfin.case.case import Case
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.solve.engine import Engine
from rightfin.study.why.cells import cell_at
from rightfin.study.why.explain import explained
from rightfin.study.why.live import LivePlan
from rightfin.study.why.movable_inputs import EVERYTHING
from rightfin.study.why.quantities import QuantityUnit, quantity_named
from rightfin.study.why.whynot import WishStudy
from rightfin.study.why.wishes import wishes_of

DEMO = Path(__file__).resolve().parents[1] / "inputs/demo"

GOALS = {"national": (2.0, 1.0), "demo": (0.67, 0.33)}
"""Processor seconds that an explanation and the answer to a wish may take."""


@dataclass(frozen=True)
class Answered:
    """What one answer took: processor seconds, those of HiGHS's own runs, how many runs, iterations."""

    asked: str
    seconds: float
    solver: float
    runs: int
    iterations: int
    note: str


@dataclass
class _Runs:
    seconds: float = 0.0
    count: int = 0
    iterations: int = 0


@contextmanager
def runs() -> Iterator[_Runs]:
    """Count HiGHS's runs meanwhile."""
    seen, run = _Runs(), Engine._run

    def counted(self: Engine, *how: Any) -> Any:
        start, before = process_time(), self.iterations
        found = run(self, *how)
        seen.seconds += process_time() - start
        seen.count += 1
        seen.iterations += self.iterations - before
        return found

    Engine._run = counted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        Engine._run = run  # type: ignore[method-assign]


def case_of(name: str) -> Case:
    """Return the case that is asked about."""
    return generated(NATIONAL) if name == "national" else read_case(DEMO)


def cells(live: LivePlan) -> list[str]:
    """Return twelve numbers of the plan: people, needs and money in the first, a middle and the last year."""
    case, years = live.question.prepared, live.parameters.horizon.written
    first, middle, last = years[0], years[len(years) // 3], years[-1]
    institution, cadre = _most_people(live)
    need = _shortest_need(live, middle)
    donor = live.parameters.donors.donors[0]
    asked = [
        *(f"strength.{institution}@{year}" for year in (first, middle, last)), f"strength.{cadre}@{middle}",
        *(f"coverage.{need}@{year}" for year in (first, middle, last)), f"coverage@{middle}",
        f"cost@{middle}", f"own@{last}", f"donors@{middle}", f"donors.{donor}@{first}",
    ]
    for one in asked:
        cell_at(one, case)
    return asked


def _most_people(live: LivePlan) -> tuple[str, str]:
    """Return the institution and the cadre that have the second most people: the first is often an army at its limit."""
    people = live.parameters.people
    strength = dict(zip(people.cadres, people.opening_strength.tolist(), strict=True))
    of = {one: sum(by for cadre, by in strength.items() if people.institution_of[cadre] == one)
          for one in people.institutions}
    institution = sorted(of, key=lambda one: -of[one])[1]
    return institution, max((k for k in strength if people.institution_of[k] == institution), key=lambda k: strength[k])


def _shortest_need(live: LivePlan, year: int) -> str:
    """Return the need that is covered least in a year."""
    def covered(need: str) -> float:
        return live.ends_of(quantity_named(f"coverage.{need}", live.question.prepared).sum_in(live.inputs, year)).least

    return min(live.parameters.needs.needs, key=covered)


def wishes(live: LivePlan) -> list[str]:
    """Return six wishes, each somewhat more than the plan has: more people, needs, less money, none, and too much."""
    years = live.parameters.horizon.written
    middle, late = years[len(years) // 3], years[2 * len(years) // 3]
    institution, cadre = _most_people(live)
    need = _shortest_need(live, middle)

    def planned(name: str, year: int) -> float:
        return live.ends_of(quantity_named(name, live.question.prepared).sum_in(live.inputs, year)).greatest

    def wish(name: str, sign: str, factor: float, year: int, when: str) -> str:
        quantity = quantity_named(name, live.question.prepared)
        number = planned(name, year) * factor
        return f"{name} {sign} {number:.4f}{when}" if quantity.unit is QuantityUnit.SHARE else (
            f"{name} {sign} {number:.0f}{when}")

    return [
        wish(f"strength.{institution}", ">=", 1.02, middle, f" in {middle}"),
        wish(f"strength.{cadre}", ">=", 1.05, late, f" from {late}"),
        wish(f"coverage.{need}", ">=", 1.02, middle, f" in {middle}"),
        wish("donors", "<=", 0.95, late, f" in {late}"),
        wish("cost", "<=", 0.99, middle, f" in {middle}"),
        wish(f"strength.{institution}", ">=", 3.0, middle, f" in {middle}"),
    ]


def measured(name: str) -> tuple[float, list[Answered], list[Answered]]:
    """Return seconds until the live models stand, and what explanations and wishes took after that."""
    question = Question.of(case_of(name))
    began = process_time()
    live = LivePlan(question)
    built = process_time() - began
    found, wanted = [], wishes(live)
    for asked in cells(live):
        with runs() as seen:
            began = process_time()
            answer = explained(live, cell_at(asked, question.prepared))
            taken = process_time() - began
        found.append(Answered(asked, taken, seen.seconds, seen.count, seen.iterations,
                              f"{answer.solves} times all levels, {len(answer.limits)} limits told"))
    study = WishStudy(question)
    study.plan  # noqa: B018  # a visitor sees it before asking
    study.changes(EVERYTHING)
    answered = []
    for text in wanted:
        with runs() as seen:
            began = process_time()
            why = study.why_not(wishes_of([text], question.prepared), EVERYTHING)
            taken = process_time() - began
        answered.append(Answered(text, taken, seen.seconds, seen.count, seen.iterations, str(why.verdict)))
    return built, found, answered


def told(what: str, answers: list[Answered], goal: float) -> None:
    """Print what answers took."""
    for one in answers:
        print(f"  {one.asked:48s} {one.seconds:6.2f} s, HiGHS {one.solver:5.2f} s in {one.runs:4d} runs, "
              f"{one.iterations:6d} iterations; {one.note}")
    seconds = [one.seconds for one in answers]
    middle, most = statistics.median(seconds), max(seconds)
    print(f"{what}: p50 {middle:.2f} s, most {most:.2f} s (goal {goal:g} s), {len(seconds)} asked")


def main() -> None:
    """Measure the cases that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=list(GOALS), help="national, demo")
    for name in parser.parse_args().cases:
        built, explanations, answers = alone(measured, name)
        print(f"{name}: live models after {built:.2f} s")
        told(f"{name}, one number explained", explanations, GOALS[name][0])
        told(f"{name}, one wish answered", answers, GOALS[name][1])


if __name__ == "__main__":
    main()
