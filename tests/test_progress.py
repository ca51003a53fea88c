"""What is told while something is worked out: every plan and study keeps one convention, which is checked step by step."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator

import pytest
from pipeline import MILLION, macro, tiny_case
from study.chain_case import chain_case

import rightfin
from rightfin.case import Case
from rightfin.progress import Progress, Steps, as_part, done_share, in_parts, said_as, with_more
from rightfin.study.exits.criterion import ExitTest
from rightfin.study.versions import Version


def case_of(more: float = 1.0) -> Case:
    """Return three years of a small force with three donors, two of whom leave on the way."""
    given = {"anna": 5.0, "bert": 10.0, "cleo": 3.0}
    return tiny_case(
        settings={"end_year": 2023}, macro=macro({2021: 5.0, 2022: 8.0, 2023: 12.0}),
        donors=[{"donor": donor, "name": donor.title(), "exit_year": 2023} for donor in given],
        pledges=[{"donor": donor, **{str(year): more * amount * MILLION for year in (2021, 2022, 2023)}}
                 for donor, amount in given.items()],
    )


CASE = case_of()
MISSION = CASE.replace({"external": [
    {"provider": "un", "need": "war", "region": "national", **{str(year): 500.0 for year in (2021, 2022, 2023)}}
]})

SHORT = case_of(1.5).replace({"macro": macro(10.0)})

REFORM = CASE.replace({
    "programmes": [{"programme": name, "name": name.title(), "institution": "army", "years": 2, "start": start}
                   for name, start in (("vetting", 2021), ("academy", 2022))],
    "programme_costs": [{"programme": "vetting", "category": "operations", "item": "panels", "year": 1, "amount": 1e4}],
    "programme_effects": [{"programme": "academy", "kind": "attrition", "on": "soldier", "gain": 0.2}],
})


CROSSED = CASE.replace({"targets": [
    {"target": name, "measure": "strength", "group": "all", "relation": relation, "hard": True, "2021": people}
    for name, relation, people in (("more", "at_least", 20_000.0), ("fewer", "at_most", 15_000.0))
]})

HAPPENED = CASE.replace({"actuals": [{"measure": "strength", "whose": "army", "2021": 9000.0}]})

PROMISED = CASE.replace({"benchmarks": [
    {"benchmark": "people", "measure": "strength", "year": 2022, "value": 1000.0, "relation": "at_least"}
]})

CADRE = str(CASE.records("cadres")[0]["cadre"])


def answer_many(progress: Progress) -> None:
    paths = [rightfin.Variation(str(n), (("macro", ("security_share",), "2021", 0.1 + 0.01 * n),)) for n in range(5)]
    with rightfin.Batch(CASE, depth=rightfin.Depth.NEEDS) as batch:
        batch.answer(paths, progress=progress)


TOLD: dict[str, tuple[Callable[[Progress], object], int]] = {
    "plan": (lambda told: rightfin.plan(CASE, progress=told), 1),
    "briefing": (lambda told: rightfin.briefing(CASE, progress=told), 5),
    "exit_study": (lambda told: rightfin.exit_study(CASE, progress=told), 1),
    "exit_calendars": (lambda told: rightfin.exit_calendars(CASE, progress=told), 1),
    "calendars of a grid": (
        lambda told: rightfin.exit_calendars(CASE, donors=["anna"], test=ExitTest(coverage=0.5), progress=told), 1
    ),
    "audit": (lambda told: rightfin.audit(CASE, progress=told), 1),
    "earliest_exit": (lambda told: rightfin.earliest_exit(CASE, progress=told), 1),
    "exit_studies": (lambda told: rightfin.exit_studies(CASE, groups=[["anna"], None], progress=told), 1),
    "require": (lambda told: rightfin.require(CASE, year=2022, progress=told), 1),
    "coordination": (lambda told: rightfin.coordination(CASE, progress=told), 1),
    "sustained": (lambda told: rightfin.sustained(CASE, progress=told), 1),
    "withdrawals": (lambda told: rightfin.withdrawals(CASE, progress=told), 1),
    "mission_withdrawals": (lambda told: rightfin.mission_withdrawals(MISSION, progress=told), 1),
    "mission_exits": (lambda told: rightfin.mission_exits(MISSION, progress=told), 1),
    "chain": (lambda told: rightfin.chain(chain_case(), progress=told), 1),
    "programmes": (lambda told: rightfin.programmes(REFORM, progress=told), 1),
    "decided_programmes": (lambda told: rightfin.decided_programmes(REFORM, progress=told), 1),
    "contradictions": (lambda told: rightfin.contradictions(CROSSED, progress=told), 1),
    "explain": (lambda told: rightfin.explain(CASE, at=f"cadre={CADRE},year=2022", progress=told), 1),
    "explanations": (
        lambda told: rightfin.explanations(CASE, at=[f"cadre={CADRE},year={n}" for n in (2022, 2023)], progress=told), 1
    ),
    "reliefs": (lambda told: rightfin.reliefs(CASE, progress=told), 1),
    "compare": (
        lambda told: rightfin.compare(Version.of("a", CASE), Version.of("b", case_of(1.5)), progress=told), 1
    ),
    "side_by_side": (lambda told: rightfin.side_by_side(CASE, others={"more": case_of(1.5)}, progress=told), 1),
    "attribution": (
        lambda told: rightfin.attribution(rightfin.Question(CASE), rightfin.Question(SHORT), progress=told), 1
    ),
    "benchmarks": (lambda told: rightfin.benchmarks(PROMISED, progress=told), 1),
    "track": (lambda told: rightfin.track(HAPPENED, progress=told), 1),
    "roll": (lambda told: rightfin.roll(HAPPENED, 2021, progress=told), 1),
    "cash": (lambda told: rightfin.cash(CASE, progress=told), 2),
    "cost_of_force": (lambda told: rightfin.cost_of_force(CASE, strengths={CADRE: 900.0}, progress=told), 1),
    "force_of_budget": (lambda told: rightfin.force_of_budget(CASE, ceilings={2022: 1e6}, progress=told), 1),
    "reach": (lambda told: rightfin.reach(CASE, "coverage >= 50%", progress=told), 1),
    "why_not": (lambda told: rightfin.why_not(CASE, "donors <= 1m in 2022", progress=told), 1),
    "alternatives": (lambda told: rightfin.alternatives(CASE, progress=told), 1),
    "Batch": (answer_many, 1),
    "WhatIf": (lambda told: rightfin.WhatIf(CASE).plan(CASE, progress=told), 1),
}
"""What tells, and in how many stages: those of a briefing are a plan, limits, things to ask for, exits and withdrawals."""

AT_MOST = {"exit_calendars", "earliest_exit", "audit", "decided_programmes", "contradictions", "reach", "why_not", "roll"}
"""Searches, which count the plans or levels that they may need, an audit, which knows no ties, wishes, which need the
fewest steps where the plan has them already."""


def recorded(run: Callable[[Progress], object]) -> list[list[tuple[int, int, str]]]:
    """Return what was told, stage by stage; a stage begins with step 1, or where the share that is done falls."""
    stages: list[list[tuple[int, int, str]]] = []

    def record(step: int, steps: int, what: str) -> None:
        if not stages or step == 1 or done_share(step, steps) < done_share(*stages[-1][-1][:2]):
            stages.append([])
        stages[-1].append((step, steps, what))

    run(record)
    return stages


@pytest.mark.parametrize("name", TOLD)
def test_every_stage_goes_from_its_first_step_to_its_last_and_never_back(name: str) -> None:
    run, count = TOLD[name]
    stages = recorded(run)
    assert len(stages) == count
    for stage in stages:
        assert stage[0][0] == 1, "a stage begins with step 1, and nothing is done by then"
        assert all(1 <= step <= steps for step, steps, _ in stage)
        assert name in AT_MOST or stage[-1][0] == stage[-1][1], "the last step is told, and as it begins"
        assert all(what and what == what.strip() for *_, what in stage)
        assert [step for step, *_ in stage] == sorted(step for step, *_ in stage), "no step is told after a later one"


def test_whatever_is_public_and_tells_is_tried_here() -> None:
    tells = {
        name for name in rightfin.__all__
        for found in [getattr(rightfin, name)]
        for one in ([found] if inspect.isfunction(found) else vars(found).values() if inspect.isclass(found) else [])
        if inspect.isfunction(one) and "progress" in inspect.signature(one).parameters
    }
    assert tells - {"cadre_cost"} <= set(TOLD), "the cost of a cadre solves nothing, and has no steps"
    assert {"plan", "Batch"} <= tells


def test_a_share_is_what_is_done_as_a_step_begins() -> None:
    assert [done_share(step, 4) for step in (0, 1, 2, 4)] == [0.0, 0.0, 0.25, 0.75]
    assert done_share(9, 4) == 1.0
    assert done_share(1, 0) == 0.0


def test_parts_words_and_further_steps() -> None:
    told: list[tuple[int, int, str]] = []

    def tell(step: int, steps: int, what: str) -> None:
        told.append((step, steps, what))

    for made in (as_part(tell, 1, 3, "b"), said_as(tell, "trying"), with_more(tell, 2), tell):
        assert list(Steps(made, 2).over("xy", "seeking")) == ["x", "y"]
    assert told == [
        (3, 6, "b: seeking"), (4, 6, "b: seeking"), (1, 2, "trying"), (2, 2, "trying"), (1, 4, "seeking"),
        (2, 4, "seeking"), (1, 2, "seeking"), (2, 2, "seeking"),
    ]
    assert as_part(None, 0, 1, "") is said_as(None, "") is with_more(None, 1) is None
    assert list(Steps(None, 2).over("xyz", "nothing more is asked for than there are steps")) == ["x", "y"]


def test_stages_of_whatever_length_are_told_as_one_that_never_goes_back() -> None:
    told: list[tuple[int, int]] = []
    first, second = in_parts(lambda step, steps, _: told.append((step, steps)), 2)
    for part, steps in ((first, 3), *((inner, 2) for inner in in_parts(second, 2))):
        assert part is not None
        list(Steps(part, steps).over(range(steps), "seeking"))
        part(steps + 5, steps, "more than was counted")
    assert told == [(step, 200) for step in (1, 34, 67, 100, 101, 126, 150, 151, 176, 200)]
    assert in_parts(None, 2) == (None, None)


def test_a_step_begins_before_its_item_is_asked_for() -> None:
    happened: list[object] = []

    def items() -> Iterator[str]:
        for item in "ab":
            happened.append(item)
            yield item

    for _ in Steps(lambda step, steps, what: happened.append(step), 2).over(items(), "seeking"):
        happened.append("done")
    assert happened == [1, "a", "done", 2, "b", "done"]
