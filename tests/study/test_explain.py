"""Explanations: every change that is told is that of a full solve from nothing, and what changes nothing is not told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case

from rightfin.case import Case, CaseError
from rightfin.question import Question
from rightfin.result.prices import priced_limits
from rightfin.solve.face import Ends
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.why.cells import cell_at
from rightfin.study.why.explain import change_seen, explained
from rightfin.study.why.live import LivePlan
from rightfin.study.why.quantities import LinearSum

AT = {
    "demo": ("institution=police,year=2029", "need=violent_crime,year=2030", "donor=lake_state,year=2028"),
    "afghanistan": ("strength@2016", "coverage@2018"),
    **{str(seed): ("strength.police@2023", "coverage@2024", "cost@2022") for seed in range(8)},
}


def case_of(name: str) -> Case:
    return random_case(int(name)) if name.isdigit() else shipped_case({"demo": DEMO, "afghanistan": AFGHANISTAN}[name])


def live_of(name: str) -> LivePlan:
    try:
        return LivePlan(Question.of(case_of(name)))
    except CaseError:
        pytest.skip("the hard limits of this case contradict one another")


def from_nothing(live: LivePlan, moves: dict[int, float], asked: LinearSum) -> Ends | None:
    """Return the ends of a sum with rows moved, on solvers that know nothing yet."""
    lower, upper = live.program.row_lower.copy(), live.program.row_upper.copy()
    for row, by in moves.items():
        lower[row] += by / live.program.row_scale[row]
        upper[row] += by / live.program.row_scale[row]
    stages = Stages(replace(live.program, row_lower=lower, row_upper=upper))
    found = solve_on(stages, live.parameters, faced=True)
    if not isinstance(found, Solution):
        return None
    assert found.face is not None
    ends = found.face.ends_of(asked.terms)
    value = sum(by * found.columns[live.program.columns.index(label)] for label, by in asked.terms.items()
                if label in set(live.program.columns))
    within = 1e-6 * max(1.0, abs(value))
    assert ends.least - within <= value <= ends.greatest + within, "the plan itself lies between the ends"
    return Ends(ends.least + asked.constant, ends.greatest + asked.constant)


@pytest.mark.parametrize("name", AT)
def test_every_change_that_is_told_is_that_of_a_solve_from_nothing(name: str) -> None:
    live = live_of(name)
    limits = {(one.limit.name, one.name, one.year): one
              for one in priced_limits(live.inputs, live.program, live.solution, "X", every=("ceiling", "pledge"))}
    for at in AT[name]:
        cell = cell_at(at, live.question.prepared)
        asked = cell.quantity.sum_in(live.inputs, cell.year)
        found = explained(live, cell)
        base = from_nothing(live, {}, asked)
        assert base is not None
        within = 1e-5 * max(1.0, abs(base.least), abs(base.greatest))
        assert (found.ends.least, found.ends.greatest) == pytest.approx((base.least, base.greatest), abs=within)
        for one in found.limits:
            priced = limits[one.family, one.name, one.year]
            for sign, told in ((1.0, one.more), (-1.0, one.less)):
                factor = sign * one.step / priced.step
                again = from_nothing(live, {row: factor * by for row, by in priced.moves.items()}, asked)
                assert (again is None) == (told is None)
                if again is not None and told is not None:
                    assert (told.least, told.greatest) == pytest.approx(
                        (again.least - base.least, again.greatest - base.greatest), abs=within), (at, one)
            assert max(abs(one.more.least), abs(one.more.greatest)) > change_seen(found.ends)
