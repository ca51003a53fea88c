"""Why not: what a wish costs is what a solve from nothing says, and what it takes is enough and no more than enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from pipeline import tiny_case
from random_cases import random_case
from scipy.sparse import csc_array, vstack
from small_case import small_case

import rightfin
from rightfin.case import CaseError
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.assembly import Assembly
from rightfin.lp.extended import extended
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import Program
from rightfin.question import Question
from rightfin.report.studies.all import findings
from rightfin.report.studies.wish_words import money_moved
from rightfin.solve.levels import Contradiction, Depth, Solution, solve_on
from rightfin.solve.single import Single
from rightfin.solve.stages import Stages
from rightfin.study.why.earliest import reached
from rightfin.study.why.movable_inputs import MayMove, may_words
from rightfin.study.why.quantities import LinearSum
from rightfin.study.why.whynot import WhyNot, WishStudy
from rightfin.study.why.wished import RANKING, WishVerdict, first_worse
from rightfin.study.why.wishes import Wish, WishSense, wishes_of

SHIPPED = {"demo": shipped_case(DEMO), "afghanistan": shipped_case(AFGHANISTAN)}
RANDOM = {f"random {seed}": random_case(seed) for seed in range(10)}
CASES = {**SHIPPED, **RANDOM}
STUDIES: dict[str, WishStudy] = {}


def study_of(name: str) -> WishStudy:
    if name not in STUDIES:
        try:
            STUDIES[name] = WishStudy(Question.of(CASES[name]))
        except CaseError:
            pytest.skip("the hard limits of this case contradict one another")
    return STUDIES[name]


def by_hand(program: Program, rows: Iterable[tuple[LinearSum, float, float]]) -> Program:
    """Return a program with rows that are put together here, each with a scale of one."""
    place = {label: n for n, label in enumerate(program.columns)}
    dense, lower, upper = [], [], []
    for total, least, most in rows:
        line = np.zeros(len(program.columns))
        for label, by in total.terms.items():
            line[place[label]] += by * program.column_scale[place[label]]
        size = np.abs(line).max(initial=0.0) or 1.0
        dense.append(line / size)
        lower.append((least - total.constant) / size)
        upper.append((most - total.constant) / size)
    return replace(
        program, matrix=csc_array(vstack([program.matrix, np.array(dense)], format="csc")),
        row_lower=np.concatenate([program.row_lower, lower]), row_upper=np.concatenate([program.row_upper, upper]),
        row_scale=np.concatenate([program.row_scale, np.ones(len(dense))]),
        rows=(*program.rows, *(("wish", ("by hand", n)) for n in range(len(dense)))),
    )


def from_nothing(
    parameters: Parameters, wishes: Iterable[Wish], depth: Depth = Depth.PLAN, sizes: Mapping[str, float] | None = None
) -> Solution | None:
    """Return the best plan of parameters in which wishes hold, all built here and solved from nothing."""
    inputs = Inputs(parameters, layout_of_session(parameters))
    rows = []
    for wish in wishes:
        for year in wish.years:
            low = -np.inf if wish.sense is WishSense.AT_MOST else wish.number
            high = np.inf if wish.sense is WishSense.AT_LEAST else wish.number
            rows.append((wish.quantity.sum_in(inputs, int(year)), low, high))
    found = solve_on(Stages(by_hand(Assembly(inputs).program, rows)), parameters, depth, explained=False, sizes=sizes)
    return None if isinstance(found, Contradiction) else found


def values(study: WishStudy, wish: Wish) -> list[float]:
    """Return what the plan has of a quantity in the years of a wish."""
    place = {label: n for n, label in enumerate(study.models.program.columns)}
    columns = study.models.found.columns
    sums = [wish.quantity.sum_in(study.models.inputs, int(year)) for year in wish.years]
    return [total.constant + sum(by * float(columns[place[one]]) for one, by in total.terms.items()) for total in sums]


def wishes_for(study: WishStudy, seed: int) -> list[tuple[Wish, ...]]:
    """Return wishes around what a plan has: a little and much more or less of several quantities."""
    case, rng = study.models.question.prepared, np.random.default_rng(seed)
    years = [int(year) for year in study.models.years]
    need = str(case.records("needs")[0]["need"])
    institution = str(case.records("institutions")[1]["institution"])
    found = []
    for name, factor in ((f"strength.{institution}", 1.05), (f"strength.{institution}", 3.0), (f"coverage.{need}", 1.1),
                         ("donors", 0.5), ("strength", 0.97), ("own", 0.9)):
        year = int(rng.choice(years[1:]))
        text = f"{name} {'>=' if factor > 1.0 else '<='} 0 in {study.models.parameters.horizon.style.text(year)}"
        (wish,) = wishes_of([text], case)
        number = values(study, wish)[0] * factor
        found.append((replace(wish, number=min(number, 1.0) if name.startswith("coverage") else number),))
    return [*found, (found[0][0], found[3][0])]


def levels(found: Solution) -> dict[tuple[str, str], float]:
    """Return the levels as they stand at the point, which keeps them exactly."""
    return {(one.order, one.name): one.value for one in found.settled or found.levels}


@pytest.mark.parametrize("name", CASES)
def test_what_a_wish_costs_is_what_a_solve_from_nothing_says(name: str) -> None:
    study = study_of(name)
    models = study.models
    sizes = natural_sizes(models.parameters)
    base = levels(models.found)
    for wishes in wishes_for(study, len(name)):
        again = from_nothing(models.parameters, wishes)
        asking = models.asking(wishes)
        told = asking.solve()
        assert (told is None) is (again is None), wishes
        if told is None or again is None:
            continue
        wished = asking.against_plan(told)
        other = levels(again)
        for one in wished.levels:
            key = one.order, one.name
            rise = other.get(key, 0.0) - base.get(key, 0.0)
            assert one.rise == pytest.approx(rise, abs=3e-6 * sizes[one.name]), (str(wishes[0]), key)
        lost = first_worse(models, again, RANKING)
        assert (wished.verdict is WishVerdict.COSTS) or lost is None
        for value in asking.told(told):
            assert value.with_wish is not None
            miss = max(value.wish.number - value.with_wish if value.wish.sense is WishSense.AT_LEAST else 0.0,
                       value.with_wish - value.wish.number if value.wish.sense is WishSense.AT_MOST else 0.0)
            assert miss <= 1e-5 * max(1.0, abs(value.wish.number))


@pytest.mark.parametrize("name", CASES)
def test_a_wish_that_holds_costs_nothing(name: str) -> None:
    study = study_of(name)
    for (wish, *_) in wishes_for(study, 3)[:6]:
        has = values(study, wish)[0]
        for sense in WishSense:
            easy = replace(wish, sense=sense, number=has)
            found = study.why_not((easy,), may_words((), study.models.question.prepared))
            assert found.verdict is WishVerdict.HOLDS
            assert (found.wished, found.changes, found.later) == (None, (), None)
            asked = study.models.asking((easy,))
            solved = asked.solve()  # and is as good where it is asked for all the same
            assert solved is not None
            told = asked.against_plan(solved)
            assert told.loss == 0.0
            assert [one.name for one in told.levels if one.rise] == []


@pytest.mark.parametrize("name", CASES)
def test_what_it_takes_is_enough_when_solved_from_nothing(name: str) -> None:
    study = study_of(name)
    models, may = study.models, may_words((), study.models.question.prepared)
    for wishes in wishes_for(study, 7)[:4]:
        found = study.why_not(wishes, may)
        for change in found.changes:
            if not change.confirmed or change.amounts is None:
                continue
            changed = study.changes(may).changed(change.amounts)
            again = from_nothing(changed, wishes, Depth.NEEDS, models.sizes)
            assert again is not None
            assert first_worse(models, again, RANKING) is None, (str(wishes[0]), change.kinds)
            # A tenth less is not enough, unless it is as much as nothing.
            if change.money + change.posts > 1.0 and len(change.kinds) == 1:
                less = study.changes(may).changed({one: 0.9 * by for one, by in change.amounts.items()})
                assert not all_levels_can_be_kept(study, less, wishes) or small(study, change.money)


@pytest.mark.parametrize("name", CASES)
def test_no_level_may_slip_while_the_least_change_is_sought(name: str) -> None:
    study = study_of(name)
    models, may = study.models, may_words((), study.models.question.prepared)
    most, point = study.changes(may).most(RANKING), models.found.columns / models.program.column_scale
    assert most
    for name_of, side in most.items():
        objective = models.program.objectives[name_of]
        value = float(objective.coefficients @ point) + objective.offset
        assert value <= side <= value + 2e-9 * max(1.0, abs(value)), "a hair of a level buys what the change then lacks"


def all_levels_can_be_kept(study: WishStudy, parameters: Parameters, wishes: Iterable[Wish]) -> bool:
    """Return whether wishes and every level of 1 and 2 at its value in the plan can hold together under parameters.

    No level may slip by more than rounding.
    """
    inputs = Inputs(parameters, layout_of_session(parameters))
    program = Assembly(inputs).program
    rows = [(wish.quantity.sum_in(inputs, int(year)), -np.inf if wish.sense is WishSense.AT_MOST else wish.number,
             np.inf if wish.sense is WishSense.AT_LEAST else wish.number) for wish in wishes for year in wish.years]
    old, point = study.models.program, study.models.found.columns
    most = {}
    for name in RANKING:
        objective, now = old.objectives[name], program.objectives[name]
        if np.any(objective.coefficients):
            value = float(objective.coefficients @ (point / old.column_scale)) + objective.offset
            most[name] = (value + 1e-9 * max(1.0, abs(value))) * objective.scale / now.scale
    arrays = extended(by_hand(program, rows), (), most=most)
    return Single().least(arrays, arrays.as_seen(program.objectives["needs"])) is not None


def small(study: WishStudy, money: float) -> bool:
    """Return whether an amount is so little that a tenth of it is next to nothing."""
    return 0.1 * money < 1e-7 * study.models.parameters.case_size


@pytest.mark.parametrize("name", CASES)
def test_limits_that_stand_against_a_wish_contradict_it_and_without_any_one_it_may_hold(name: str) -> None:
    study = study_of(name)
    wishes = wishes_for(study, 5)[1]
    found = study.why_not(wishes, may_words((), study.models.question.prepared))
    if found.against is None:
        assert found.verdict is not WishVerdict.IMPOSSIBLE
        return
    assert from_nothing(study.models.parameters, wishes, Depth.NEEDS) is None
    wish = wishes[0]
    near = found.against.reached[0, wish.years[0]]
    assert near < wish.number
    assert from_nothing(study.models.parameters, [replace(wish, number=near * (1.0 - 1e-6))], Depth.NEEDS) is not None
    assert from_nothing(study.models.parameters, [replace(wish, number=near * (1.0 + 1e-5) + 1e-3)], Depth.NEEDS) is None
    for one in found.against.limits:
        assert one.reaches[0, wish.years[0]] >= near * (1.0 - 1e-9)
        assert one.opens is (one.reaches[0, wish.years[0]] >= wish.number)


@pytest.mark.parametrize("name", list(RANDOM)[:6])
def test_later_years_cost_what_a_solve_from_nothing_says(name: str) -> None:
    study = study_of(name)
    case = study.models.question.prepared
    end = int(study.models.years[-1])
    for text in ("strength.police >= 0 in 2022", "coverage >= 0 from 2022"):
        (wish,) = wishes_of([text], case)
        wish = replace(wish, number=min(1.15 * max(values(study, wish)), 1e9 if "strength" in text else 1.0))
        found = study.why_not((wish,), may_words((), case))
        if found.later is None:
            continue
        free = []
        for offset in range(1, end - 2022 + 1):
            years = (2022 + offset,) if "in" in text.split() else tuple(range(2022 + offset, end + 1))
            again = from_nothing(study.models.parameters, [wish.at(years)], Depth.NEEDS)
            if again is not None and first_worse(study.models, again, RANKING) is None:
                free.append(years)
        assert (found.later.free is None) is (not free)
        if found.later.free is not None:
            assert tuple(map(int, found.later.free[0].years)) == free[0]


def test_a_strength_that_is_wished_costs_what_a_hard_target_does() -> None:
    wish, case = "strength.police >= 34000 in 2030", SHIPPED["demo"]
    found = rightfin.why_not(case, [wish])
    target = {"target": "more_police", "measure": "strength", "group": "institution:police", "relation": "at_least",
              "hard": True, "2030": 34000.0}
    planned = rightfin.plan(case.replace({"targets": [*case.records("targets"), target]}))
    before = rightfin.plan(case)
    assert found.wished is not None
    for level in ("needs", "donor_money", "total_cost"):
        rise = _level(planned, level) - _level(before, level)
        one = found.wished.level(level)
        assert one is not None
        assert one.rise == pytest.approx(rise, abs=3e-6 * study_of("demo").models.sizes[level])


def _level(plan: rightfin.Plan, name: str) -> float:
    rows = plan.tables["objective"].rows
    return next(float(value) for order, one, value in rows if one == name and " " not in str(order))


def test_only_what_may_move_moves() -> None:
    study = study_of("demo")
    case = study.models.question.prepared
    wishes = wishes_of(["coverage.violent_crime >= 82% in 2030"], case)
    may = may_words(["donor:lake_state", "training:police"], case)
    assert {(one.kind, one.who) for one in study.changes(may).inputs} == {
        (MayMove.DONORS, "lake_state"), (MayMove.TRAINING, "police")}
    found = study.why_not(wishes, may)
    assert [change.kinds for change in found.changes] == [
        (MayMove.DONORS,), (MayMove.TRAINING,), (MayMove.DONORS, MayMove.TRAINING)]
    for change in found.changes:
        assert {one.who for one in change.amounts or ()} <= {"lake_state", "police"}


@pytest.mark.parametrize(("texts", "remedy"), [
    (["own_money"], "own-money"), (["donor:lake"], "lake_state"), (["training:nobody", "gold"], ""),
])
def test_what_cannot_be_moved_is_refused_with_what_can(texts: list[str], remedy: str) -> None:
    with pytest.raises(CaseError) as refused:
        may_words(texts, SHIPPED["demo"])
    assert len(refused.value.issues) == len(texts)
    assert remedy in refused.value.issues[0].remedy


@pytest.mark.parametrize("text", [
    "coverage.violent_crime >= 82% in 2030", "police >= 90000 in 2030", "police >= 1000", "donors <= 9bn in 2030",
])
def test_findings_say_in_words_what_was_found(text: str) -> None:
    study = study_of("demo")
    case = study.models.question.prepared
    found: WhyNot = study.why_not(wishes_of([text], case), may_words((), case), loss=0.01)
    told = findings(found)
    assert told.answered is (found.verdict is not WishVerdict.IMPOSSIBLE)
    words = " ".join(one.text for one in told.sentences)
    for jargon in ("dual", "LP", "binding", "infeasible", "shadow", "None", "nan"):
        assert jargon not in words.split()
    assert {table.name for table in told.tables} >= {"wishes"}


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(CaseError, match="no share"):
        rightfin.why_not(SHIPPED["demo"], ["police >= 1"], loss=1.5)




def test_the_page_quotes_what_runs_say() -> None:
    page = (Path(__file__).parents[2] / "docs/whynot.md").read_text(encoding="utf-8").replace("\n> ", "\n")
    study = study_of("demo")
    case = study.models.question.prepared
    may = may_words((), case)
    for text, loss in (("coverage.violent_crime >= 82% in 2030", 0.01), ("police >= 40000 in 2030", 0.0)):
        for sentence in findings(study.why_not(wishes_of([text], case), may, loss)).sentences[1:]:
            assert f"**{sentence.heading}.** {sentence.text}" in page
    early = reached(study.models, wishes_of(["coverage.violent_crime >= 90%"], case), may)
    for sentence in findings(early).sentences[1:]:
        assert f"**{sentence.heading}.** {sentence.text}" in page


def test_who_pays_is_told_though_no_level_counts_it() -> None:
    """By hand: nobody asks how little own money is spent, so its fall is in no level, and it pays 20 million a year."""
    found = rightfin.why_not(tiny_case(), ["own <= 10m in 2023"])
    assert found.wished is not None
    assert found.wished.level("own_money") is None
    for wished in (found.wished, replace(found.wished, levels=())):
        text = money_moved(wished, found.plan)
        assert "By year, where it differs most: paid by own money USD 10.0 million less in 2023; unpaid USD " in text
    assert money_moved(replace(found.wished, levels=(), courses=()), found.plan) == (
        "Nobody pays more or less in a year shown, and as much stays unpaid.")
    given = findings(rightfin.why_not(small_case(), ["donors >= 500m in 2028"]))
    text = next(one.text for one in given.sentences if one.topic == "money")
    assert "paid by own money AFN 500 million less in 2028; paid by all donors AFN 500 million more in 2028" in text


def test_wishes_that_contradict_one_another_are_told_as_such() -> None:
    case = tiny_case(institutions=[
        {"institution": "army", "name": "Army", "sector": "defence", "training_places": 990.0}])
    apart = rightfin.why_not(case, ["strength.army >= 9000 in 2023", "strength.army <= 8000 from 2022"])
    assert apart.against is not None
    assert (apart.against.limits, [(one.number, one.years) for one in apart.against.wishes]) == (
        (), [(9000.0, (2023,)), (8000.0, (2023,))])
    text = " ".join(one.text for one in findings(apart).sentences)
    assert ("They contradict one another: people in pay (Army) at least 9,000 in 2023 and people in pay (Army) at most "
            "8,000 in 2023. No limit that can be moved stands between.") in text
    # By hand: of 8,000 in 2023 nine tenths stay, and 990 are trained: 8,190 in 2024.
    early = rightfin.why_not(case, ["strength.army <= 8000 in 2023", "strength.army >= 9000 in 2024"])
    assert early.against is not None
    assert [one.family for one in early.against.limits] == ["training"]
    assert [(one.number, one.years) for one in early.against.wishes] == [(8000.0, (2023,)), (9000.0, (2024,))]
    text = " ".join(one.text for one in findings(early).sentences)
    assert "With that goes training places (Army, 2024). Lifting it would do." in text
    alone = rightfin.why_not(case, ["strength.army >= 90000 in 2023", "strength.army <= 95000 in 2024"])
    assert alone.against is not None
    assert [one.number for one in alone.against.wishes] == [90000.0]
    assert "contradict one another" not in " ".join(one.text for one in findings(alone).sentences)
    both = rightfin.reach(case, ["strength.army >= 9000", "strength.army <= 8000"])
    assert "They contradict one another" in " ".join(one.text for one in findings(both).sentences)
