"""Several numbers explained at once: each is what it is alone, one plan for all, and all that is wrong is told at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from inputs.shipped import DEMO, shipped_case
from pipeline import tiny_case
from random_cases import random_case

import rightfin
from rightfin.case import CaseError
from rightfin.study.why import explanations as module
from rightfin.study.why.asked_first import EACH, MOST, asked_first, first_short
from rightfin.study.why.explain import Explanation
from rightfin.study.why.live import LivePlan


def levels(found: Explanation) -> list[object]:
    """Return what is told of a number and no tie decides."""
    return [found.cell, found.ends.least, found.ends.greatest, [
        (one.family, one.name, one.year, one.step, one.more.least, one.more.greatest, one.same_to, one.cell)
        for one in found.limits]]


@pytest.mark.parametrize("seed", range(4))
def test_each_is_what_it_is_alone_and_the_plan_is_solved_once(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case, at = random_case(seed), ["strength.police@2023", "coverage@2024", "strength.police@2023"]
    made: list[LivePlan] = []

    class Counted(LivePlan):
        def __init__(self, *given: object, **named: object) -> None:
            made.append(self)
            super().__init__(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "LivePlan", Counted)
    found = rightfin.explanations(case, at=at)
    assert len(made) == 1
    assert [one.cell for one in found.numbers] == at[:2], "what is named twice is told once"
    for one in found.numbers:
        alone = rightfin.explain(case, at=one.cell)
        assert len(one.limits) == len(alone.limits)
        for here, there in zip(levels(one), levels(alone), strict=True):
            assert here == there or here == pytest.approx(there, rel=1e-6, abs=1e-6), one.cell


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(CaseError) as told:
        rightfin.explanations(tiny_case(), at=["cadre=nobody,year=2022", "strength@1999", "strength@2022"])
    assert len(told.value.issues) == 2
    with pytest.raises(CaseError, match="No number is named"):
        rightfin.explanations(tiny_case(), at=[])


def test_limits_say_where_they_are_typed() -> None:
    """By hand: the ceiling is a share of GDP in macro, which blanks carry on; places are a column of institutions."""
    army = {"institution": "army", "name": "Army", "sector": "defence", "training_places": 990.0}
    case = tiny_case(institutions=[army])
    found = rightfin.explain(case, at="cadre=soldier,year=2022")
    assert {(one.family, one.cell.at.table, one.cell.at.row, one.cell.at.column, one.cell.typed)
            for one in found.limits if one.cell is not None} == {
        ("training", "institutions", "army", "training_places", 990.0)}
    (one,) = rightfin.explain(tiny_case(), at="cadre=soldier,year=2022").limits
    assert one.cell is not None
    assert (one.family, one.cell.at.table, one.cell.at.row) == ("ceiling", "macro", "security_share")
    assert int(one.cell.at.column) <= 2022


def test_what_is_asked_first_follows_its_rule() -> None:
    plan = rightfin.plan(shipped_case(DEMO))
    found = asked_first(plan)
    assert len(found) == MOST == 3 * EACH
    people = [one for one in found if one.startswith("institution=")]
    assert people[0] == f"institution=police,year={plan.years[-1]}", "the largest comes first"
    assert all(one.endswith(f"year={plan.years[-1]}") for one in people)
    needs = plan.table("needs").groupby(["need", "year"])[["needed", "unmet"]].sum()
    covered = 1.0 - needs["unmet"] / needs["needed"]
    worst = []
    for one in (one for one in found if one.startswith("need=")):
        need, year = one.removeprefix("need=").split(",year=")
        assert covered[need].min() == covered[need, int(year)]
        worst.append(covered[need, int(year)])
    assert worst == sorted(worst)
    assert worst
    assert worst[-1] < 1.0
    short = first_short(plan)
    money = [one for one in found if one.startswith(("donor=", "payer=", "own"))]
    assert money
    assert all(one.endswith(str(short)) for one in money)


def test_places_that_a_kind_leaves_go_to_others() -> None:
    plan = rightfin.plan(shipped_case(DEMO))
    rich = plan.tables["needs"]
    covered = replace(plan, tables={**plan.tables, "needs": rich.where("need", ("nothing",))})
    found = asked_first(covered)
    assert not [one for one in found if one.startswith("need=")]
    assert len([one for one in found if one.startswith("institution=")]) > EACH


@pytest.mark.parametrize("seed", range(6))
def test_what_is_asked_first_can_be_explained(seed: int) -> None:
    plan = rightfin.plan(random_case(seed))
    found = asked_first(plan)
    assert 0 < len(found) <= MOST
    for one in rightfin.explanations(random_case(seed), at=found[:2]).numbers:
        assert one.year in plan.years
