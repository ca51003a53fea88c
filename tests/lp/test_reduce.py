"""What a solver does without changes no optimum and comes back in full."""

from __future__ import annotations

import numpy as np
import pytest
from random_cases import random_case

from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.program import CompiledObjective, Program
from rightfin.lp.reduce import Reduction
from rightfin.solve.engine import Arrays, Engine
from rightfin.solve.policy import Stage, Start, methods


def program_of(seed: int, *, reduced: bool = True) -> Program:
    parameters = project(random_case(seed), {})
    return Assembly(Inputs(parameters, layout_of(parameters, reduced=reduced))).program


def least(arrays: Arrays, objective: CompiledObjective) -> Engine:
    engine = Engine(arrays)
    assert engine.minimise(objective, methods(Stage.COVER, Start.NOTHING)) is None
    return engine


@pytest.mark.parametrize("reduced", [True, False])
@pytest.mark.parametrize("name", ["obligations", "needs", "total_cost", "churn"])
@pytest.mark.parametrize("seed", range(6))
def test_every_objective_has_the_same_optimum_without_names_for_sums(seed: int, name: str, reduced: bool) -> None:
    program = program_of(seed, reduced=reduced)
    reduction = Reduction(program)
    arrays = reduction.reduced(program)
    assert arrays.matrix.shape[0] < program.matrix.shape[0]
    found = least(arrays, arrays.objectives[name])
    assert found.value == pytest.approx(least(program, program.objectives[name]).value, rel=1e-7, abs=1e-6)
    point = reduction.full(found.columns)
    assert float(program.broken_by(point).max()) <= 1e-7
    assert point.min() >= -1e-7
    assert np.all(point <= program.column_upper + 1e-7)
    objective = program.objectives[name]
    assert float(objective.coefficients @ point) + objective.offset == pytest.approx(found.value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["obligations", "unfunded", "limits", "needs", "donor_money", "total_cost", "reserve"])
def test_what_only_churn_sees_changes_no_other_objective(name: str) -> None:
    program = program_of(4)
    arrays = Reduction(program).reduced(program)
    assert not arrays.objectives[name].coefficients[arrays.early_columns :].any()
    late = arrays.matrix.tocsr()[: arrays.early_rows, arrays.early_columns :]
    assert late.nnz == 0
    assert arrays.early_rows < arrays.matrix.shape[0]


def test_costs_are_put_in_place_of_their_names_and_cover_only_where_one_cell_stands_for_the_nation() -> None:
    for reduced, gone in ((True, {"cost", "cover"}), (False, {"cost"})):
        program = program_of(1, reduced=reduced)
        kept = {program.columns[place][0] for place in Reduction(program).columns}
        assert {name for name, _ in program.columns} - kept == gone
