"""What moved sides of rows, and limits taken away, do from the prices of a plan: the same as solved from nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from random_cases import random_case

from rightfin.lp.program import Program
from rightfin.question import Question
from rightfin.solve.face import Ends
from rightfin.solve.levels import Level, Solution, solve_on
from rightfin.solve.relaxed import Relaxed
from rightfin.solve.rungs import MovedPlans, Rungs
from rightfin.solve.stages import Stages
from rightfin.study.why.causes import sides_of
from rightfin.study.why.live import LivePlan
from rightfin.study.why.quantities import LinearSum, quantity_named
from rightfin.study.why.short_causes import FAMILIES

SEEDS = range(10)

ASKED = ("strength.police", "coverage", "cost", "donors")

CLOSE = 1e-6


def live_of(seed: int) -> LivePlan:
    return LivePlan(Question.of(random_case(seed)))


def from_nothing(live: LivePlan, program: Program, asked: LinearSum) -> tuple[Ends, tuple[Level, ...]] | None:
    found = solve_on(Stages(program), live.parameters, faced=True, explained=False)
    if not isinstance(found, Solution):
        return None
    assert found.face is not None
    return found.face.ends_of(asked.terms), found.settled


def same(live: LivePlan, found: MovedPlans, again: tuple[Ends, tuple[Level, ...]]) -> None:
    ends, settled = again
    within = 10.0 * CLOSE * max(1.0, abs(ends.least), abs(ends.greatest))
    assert (found.ends.least, found.ends.greatest) == pytest.approx((ends.least, ends.greatest), abs=within)
    values = {level.name: level.value for level in settled}
    for name, value in found.levels.items():
        objective = live.program.objectives[name]
        assert value * objective.scale == pytest.approx(
            values.get(name, 0.0), rel=CLOSE, abs=CLOSE * max(objective.scale, 1.0)), name


def sums(live: LivePlan, seed: int) -> list[LinearSum]:
    years = live.parameters.horizon.years[: live.parameters.horizon.shown]
    names = [ASKED[seed % len(ASKED)], ASKED[(seed + 1) % len(ASKED)]]
    return [quantity_named(name, live.question.prepared).sum_in(live.inputs, int(years[seed % len(years)]))
            for name in names]


def test_moved_rows_are_answered_as_from_nothing() -> None:
    answered, asked_for = 0, 0
    for seed in SEEDS:
        live, rng = live_of(seed), np.random.default_rng(seed)
        solved = live.solution.solved
        if solved is None:
            assert live.parameters.policy.arrears_tolerance > 0.0
            continue
        rungs, program = Rungs(solved), live.program
        point = live.solution.columns / program.column_scale
        tight = np.flatnonzero(program.broken_by(point) > -1e-6)
        for asked in sums(live, seed):
            for _ in range(6):
                rows = rng.choice(tight, int(rng.integers(1, 4)), replace=False)
                lower, upper = program.row_lower.copy(), program.row_upper.copy()
                side = np.where(np.isfinite(upper[rows]), upper[rows], lower[rows])
                step = rng.choice([-0.05, 0.01, 0.1], len(rows)) * np.maximum(np.abs(side), 0.1)
                lower[rows], upper[rows] = lower[rows] + step, upper[rows] + step
                found = rungs.moved(lower, upper, asked.terms)
                asked_for += 1
                if found is not None:
                    answered += 1
                    again = from_nothing(live, replace(program, row_lower=lower, row_upper=upper), asked)
                    assert again is not None
                    same(live, found, again)
    assert answered > asked_for / 3


def test_what_is_asked_before_makes_no_difference() -> None:
    live = live_of(1)
    solved = live.solution.solved
    assert solved is not None
    program, (asked, other) = live.program, sums(live, 1)
    training = next(row for row, (family, _) in enumerate(program.rows) if family == "training")

    def moved(rungs: Rungs, by: float, terms: Mapping[object, float]) -> MovedPlans | None:
        lower, upper = program.row_lower.copy(), program.row_upper.copy()
        upper[training] *= by
        return rungs.moved(lower, upper, terms)  # type: ignore[arg-type]

    used = Rungs(solved)
    moved(used, 3.0, other.terms)
    moved(used, 0.5, asked.terms)
    assert moved(used, 1.01, asked.terms) == moved(Rungs(solved), 1.01, asked.terms)


@pytest.mark.parametrize("seed", SEEDS)
def test_limits_taken_away_are_answered_as_from_nothing(seed: int) -> None:
    live = live_of(seed)
    solved = live.solution.solved
    if solved is None:
        return
    sides = sides_of(live)
    relaxed = Relaxed(solved, {str(kind): one for kind, one in sides.items()})
    kinds = list(sides)
    program = live.program
    for asked in sums(live, seed):
        for chosen in ([kinds[0]], kinds[:2], [kinds[-1]], kinds):
            found = relaxed.without([str(kind) for kind in chosen], asked.terms)
            families = {family for kind in chosen for family in FAMILIES[kind]}
            free = np.array([family in families for family, _ in program.rows])
            again = from_nothing(live, replace(program, row_lower=np.where(free, -np.inf, program.row_lower),
                                               row_upper=np.where(free, np.inf, program.row_upper)), asked)
            assert again is not None
            assert found is not None
            same(live, found, again)
