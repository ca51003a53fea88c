"""Decisions that were taken before some news: which they are, and that they stay where a plan put them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import donor, solved, tiny_case
from random_cases import random_case

from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.decided import FIXED, Fixable, decided, takeable
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.levels import Depth, Solution, solve_on
from rightfin.solve.stages import Stages


def test_people_of_the_year_and_money_of_the_years_before_are_decided() -> None:
    found = solved(tiny_case(soldier={"training_lead": 1}, **donor(5.0, carry_over=0.5)))
    taken = set(decided(found.program, found.solution.columns, found.inputs, 2023))
    years = {kind: {index[2] if kind == "assigned" else index[-1] for name, index in taken if name == kind}
             for kind, _ in taken}
    assert years["hires"] == {2021, 2022, 2023, 2024}  # those of 2024 are in training
    assert years["own"] == years["grant"] == years["unfunded"] == years["carried"] == years["assigned"] == {2021, 2022}
    assert not {"strength", "cost", "unmet", "lapsed", "hires_up"} & set(years)
    assert decided(found.program, found.solution.columns, found.inputs, 2020) == {}


def test_a_row_holds_a_decision_within_a_narrow_band() -> None:
    program = solved(tiny_case()).program
    label = ("strength", ("soldier", 2022))
    held = Fixable(program, [label]).fixed(program, {label: 9000.0})
    assert held.rows[-1] == (FIXED, ("strength", "soldier", 2022))
    assert held.columns is program.columns
    place = program.columns.index(label)
    low, high = (float(side[-1] * held.row_scale[-1]) for side in (held.row_lower, held.row_upper))
    assert low < 9000.0 < high
    assert high - low < 0.01
    assert held.matrix[len(program.rows), place] == 1.0
    assert (held.matrix[: len(program.rows)] != program.matrix).nnz == 0


def test_a_value_beyond_its_bound_is_brought_to_it() -> None:
    found = solved(tiny_case(**donor(5.0, exit_year=2023)))
    label = next(label for label in found.program.columns if label[0] == "grant" and label[1][-1] == 2024)
    values = {label: 1e6, ("strength", ("soldier", 2022)): -5.0}
    held = Fixable(found.program, values).fixed(found.program, values)
    assert held.row_lower[-2:].tolist() == [0.0, 0.0]
    assert held.row_upper[-2:].max() < 1e-6


def test_an_unknown_decision_is_an_error() -> None:
    program, nobody = solved(tiny_case()).program, ("hires", ("nobody", 2022))
    with pytest.raises(KeyError):
        Fixable(program, [nobody])
    with pytest.raises(KeyError):
        Fixable(program, []).fixed(program, {nobody: 1.0})


def test_what_may_be_held_is_free_until_it_is_and_the_matrix_stays() -> None:
    found = solved(tiny_case())
    program = found.program
    fixable = Fixable(program, takeable(program, found.inputs))
    free = fixable.fixed(program, {})
    own = len(program.rows)
    assert np.all(np.isinf(free.row_lower[own:]))
    assert np.all(np.isinf(free.row_upper[own:]))
    held = fixable.fixed(program, decided(program, found.solution.columns, found.inputs, 2023))
    assert held.matrix is free.matrix
    assert held.rows == free.rows
    assert np.isfinite(held.row_upper[own:]).sum() == len(decided(program, found.solution.columns, found.inputs, 2023))


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from([2021, 2023, 2025]))
def test_a_plan_is_as_good_with_its_own_decisions_held(seed: int, news: int) -> None:
    parameters = project(random_case(seed), {})
    inputs = Inputs(parameters, layout_of_session(parameters))
    program = Assembly(inputs).program
    free = solve_on(Stages(program), parameters)
    assert isinstance(free, Solution)
    fixable = Fixable(program, takeable(program, inputs))
    pinned = fixable.fixed(program, decided(program, free.columns, inputs, news))
    held = solve_on(Stages(pinned), parameters, Depth.NEEDS)
    assert isinstance(held, Solution)
    objective = program.objectives["obligations"]
    scaled = float(objective.coefficients @ (free.columns / program.column_scale)) + objective.offset
    slack = 2e-6 * natural_sizes(parameters)["obligations"]
    assert free.levels[0].value - slack <= held.levels[0].value <= scaled * objective.scale + slack
    for label, value in decided(program, free.columns, inputs, news).items():
        place = program.columns.index(label)
        assert held.columns[place] == pytest.approx(
            max(value, 0.0), rel=1e-6, abs=2e-6 * float(program.column_scale[place])
        ), label
    assert np.all(np.isfinite(held.columns))
