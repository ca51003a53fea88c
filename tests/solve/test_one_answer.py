"""One answer: a plan depends on the case, and not on the way in which the solver came to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from random_cases import random_case

from rightfin.case import Case
from rightfin.case.scenario import apply_settings
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.ties import tie_costs
from rightfin.solve import exact, policy
from rightfin.solve.levels import Depth, Solution, solve, solve_on
from rightfin.solve.order import STRICT
from rightfin.solve.stages import Stages

ALIKE = 1e-5
"""Of the largest value of each kind of decision."""

CASES = (1, 3, 4, 11, 16, 29)


def decisions(case: Case, order: np.random.Generator | None = None) -> dict[Label, float]:
    """Return every decision of a plan; with ``order`` the rows and columns of its program are shuffled first."""
    parameters = project(case, {})
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    if order is not None:
        program = shuffled(program, order)
    found = solve(program, parameters)
    assert isinstance(found, Solution)
    return dict(zip(program.columns, found.columns.tolist(), strict=True))


def shuffled(program: Program, order: np.random.Generator) -> Program:
    rows, columns = order.permutation(len(program.rows)), order.permutation(len(program.columns))
    matrix = program.matrix[rows][:, columns]
    matrix.sort_indices()
    return replace(
        program, matrix=matrix, row_lower=program.row_lower[rows], row_upper=program.row_upper[rows],
        row_scale=program.row_scale[rows], column_upper=program.column_upper[columns],
        column_scale=program.column_scale[columns], rows=tuple(program.rows[n] for n in rows),
        columns=tuple(program.columns[n] for n in columns),
        objectives={
            name: CompiledObjective(o.coefficients[columns], o.offset, o.scale) for name, o in program.objectives.items()
        },
    )


def assert_same(one: Mapping[Label, float], other: Mapping[Label, float]) -> None:
    assert one.keys() == other.keys()
    for kind in {kind for kind, _ in one}:
        labels = [label for label in one if label[0] == kind]
        here, there = (np.array([found[label] for label in labels]) for found in (one, other))
        scale = max(float(np.abs(here).max()), 1.0)
        assert float(np.abs(here - there).max()) <= ALIKE * scale, kind


@pytest.mark.parametrize("seed", CASES)
def test_the_order_of_rows_and_columns_does_not_decide(seed: int) -> None:
    assert_same(decisions(random_case(seed)), decisions(random_case(seed), np.random.default_rng(seed)))


@pytest.mark.parametrize("seed", CASES)
def test_the_algorithm_does_not_decide(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = decisions(random_case(seed))
    monkeypatch.setattr(policy, "FROM_NOTHING", {
        policy.Stage.PAY: (policy.INTERIOR,), policy.Stage.COVER: (policy.DUAL_COLD, policy.INTERIOR),
    })
    monkeypatch.setattr(exact, "METHODS", dict.fromkeys(policy.Start, (policy.INTERIOR, policy.DUAL_COLD)))
    assert_same(usual, decisions(random_case(seed)))


@pytest.mark.parametrize(("seed", "tolerance"), [(19, 0.0), (36, 0.0), (51, 0.0), (30, 0.001)])
def test_tables_say_what_each_level_is_in_the_plan(seed: int, tolerance: float) -> None:
    # Where money is short what a hold lets slip in level 1 moves needs visibly: by 0.007 % of their size in the third case.
    parameters = project(apply_settings(random_case(seed), {"arrears_tolerance": tolerance}), {})
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    found = solve(program, parameters)
    assert isinstance(found, Solution)
    assert [(level.order, level.name) for level in found.settled] == [(level.order, level.name) for level in found.levels]
    point, sizes = found.columns / program.column_scale, natural_sizes(parameters)
    for level in found.settled:
        if tolerance == 0.0 or level.order not in ("1a", "1b", "1c", STRICT):
            objective = program.objectives[level.name]
            value = (float(objective.coefficients @ point) + objective.offset) * objective.scale
            assert value == pytest.approx(level.value, abs=1e-9 * sizes[level.name] + 1e-9 * abs(value)), level


def test_costs_of_ties_come_from_names_alone_and_differ() -> None:
    labels: list[Label] = [
        ("own", ("government", f"line{n}", year)) for n in range(50) for year in range(2021, 2041)
    ]
    costs = tie_costs(labels)
    assert len(set(costs.tolist())) == len(labels)
    assert float(costs.min()) >= 1.0
    assert float(costs.max()) < 2.25
    assert tie_costs(labels[::-1]).tolist() == costs.tolist()[::-1]
    first, later = costs[0], costs[1:20]
    assert float(np.abs(later - first).max()) < 0.25  # a choice is kept from year to year


def test_plans_that_are_compared_can_be_held_to_the_same_sizes() -> None:
    parameters = project(random_case(7), {})  # short of money: what level 1 lets slip buys coverage
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    own = natural_sizes(parameters)

    def unmet(sizes: Mapping[str, float] | None) -> float:
        found = solve_on(Stages(program), parameters, Depth.NEEDS, sizes=sizes)
        assert isinstance(found, Solution)
        return next(level.value for level in found.levels if level.name == "needs")

    assert unmet(own) == unmet(None)
    assert unmet({name: 1000.0 * size for name, size in own.items()}) < unmet(own) - 100.0 * 1e-7 * own["needs"]
