"""Benchmarks: what was promised or published, held against the plan and against what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rightfin.case.case import Case
from rightfin.case.checks.learning import scenarios_of
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import filled, style_of_case
from rightfin.definition import Definition
from rightfin.planning import plan_of
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.measured import measured
from rightfin.result.plan import Names, Plan, Status
from rightfin.schema import Value
from rightfin.schema.learning import PROMISED
from rightfin.solve.control import NEVER, Control
from rightfin.study.learning.facts import Facts
from rightfin.tolerances import REACHED


class State(StrEnum):
    """How a benchmark stands."""

    MET = "met"
    AT_RISK = "at risk"
    """The plan meets it, and what happened last lies behind the plan by more than the tolerance."""
    MISSED = "missed"
    NOT_KNOWN = "not known"
    """Neither a plan nor a fact says anything of its year."""


@dataclass(frozen=True)
class Benchmark:
    """One number that was promised or published for a year, in the unit of its measure."""

    name: str
    said: str
    measure: str
    whose: str
    unit: str
    year: int
    relation: str
    value: float
    tolerance: float
    scenarios: tuple[str, ...]
    promised_by: str
    source: str

    def behind(self, found: float, wanted: float) -> float:
        """Return by how much a number lies on the wrong side of another one; zero or less where it does not."""
        short, over = wanted - found, found - wanted
        return {"at_least": short, "at_most": over}.get(self.relation, max(short, over))

    def meets(self, found: float) -> bool:
        """Return whether a number meets it."""
        return self.behind(found, self.value) <= self.tolerance + REACHED * max(1.0, abs(self.value))


@dataclass(frozen=True)
class HeldAgainst:
    """A benchmark with what the plan says and what happened; ``None`` where nothing does."""

    benchmark: Benchmark
    planned: float | None
    actual: float | None
    state: State


@dataclass(frozen=True)
class Benchmarks:
    """All benchmarks of a case, in the order in which it has them, held against ``plans`` solved."""

    title: str
    currency: str
    names: Names
    held: tuple[HeldAgainst, ...]
    plans: int

    @property
    def are_met(self) -> bool:
        """Whether none is missed."""
        return all(one.state is not State.MISSED for one in self.held)


def benchmarks(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, progress: Progress | None = None,
    control: Control = NEVER,
) -> Benchmarks:
    """Return how the benchmarks of a case stand: against the plan, and against what happened where that is known.

    A benchmark that names scenarios is held against the plan with them laid over the case, after those asked for; one
    plan is made for each choice of scenarios.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used or the case has no benchmarks, and
    ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    listed, facts = _listed(question.prepared), Facts.of(question.prepared)
    if not listed:
        raise CaseError([Issue("no_benchmarks", "The case has no benchmarks.",
                               "Fill in the table benchmarks: what was promised, for which year, by whom.", "benchmarks")])
    choices = list(dict.fromkeys(one.scenarios for one in listed))
    plans: dict[tuple[str, ...], tuple[Plan, Case]] = {}
    for choice in Steps(progress, len(choices)).over(choices, "planning what benchmarks are about"):
        extra = tuple(name for name in choice if name not in question.laid_over)
        asked = Question.of(case, definition, (*question.scenarios, *extra), settings, starts=starts)
        plans[choice] = plan_of(asked, None, control), asked.prepared
    first = next(iter(plans.values()))[0]
    held = tuple(held_against(one, *plans[one.scenarios], facts) for one in listed)
    return Benchmarks(first.title, first.currency, first.names, held, len(plans))


def held_against(benchmark: Benchmark, plan: Plan, case: Case, facts: Facts) -> HeldAgainst:
    """Return how one benchmark stands against a plan and facts."""
    planned = measured(plan, case, benchmark.measure, benchmark.whose) if plan.status is Status.ANSWERED else {}
    actual = facts.whole.get((benchmark.measure, benchmark.whose), {})
    in_plan, in_fact = planned.get(benchmark.year), actual.get(benchmark.year)
    return HeldAgainst(benchmark, in_plan, in_fact, _state(benchmark, planned, actual))


def _state(benchmark: Benchmark, planned: Mapping[int, float], actual: Mapping[int, float]) -> State:
    in_plan, in_fact = planned.get(benchmark.year), actual.get(benchmark.year)
    if in_fact is not None:
        return State.MET if benchmark.meets(in_fact) else State.MISSED
    if in_plan is None:
        return State.NOT_KNOWN
    if not benchmark.meets(in_plan):
        return State.MISSED
    last = max((year for year in actual if year < benchmark.year and year in planned), default=None)
    late = last is not None and benchmark.behind(actual[last], planned[last]) > benchmark.tolerance
    return State.AT_RISK if late else State.MET


def _listed(case: Case) -> tuple[Benchmark, ...]:
    style = style_of_case(case)
    return tuple(
        Benchmark(
            name=str(row["benchmark"]), said=str(row["name"] or ""), measure=str(row["measure"]), whose=str(row["whose"]),
            unit=PROMISED[str(row["measure"])], year=style.written(int(float(str(row["year"])))),
            relation=str(row["relation"]), value=float(str(row["value"])), tolerance=float(str(row["tolerance"])),
            scenarios=scenarios_of(row), promised_by=str(row["promised_by"] or ""), source=str(row["source"] or ""),
        )
        for row in filled(case, "benchmarks")
    )
