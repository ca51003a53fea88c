"""The open model: public names, one active level, units for solvers, and a way in from Python."""

from __future__ import annotations

import pytest
from golden_case import golden_case
from pipeline import tiny_case
from pyomo.environ import ConcreteModel, Constraint, Objective, SolverFactory, TransformationFactory, Var, value

import rightfin
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.open_model import minimise, open_model
from rightfin.lp.program import Label


def label(part: object) -> Label:
    """Return kind and index of a decision or row of the model."""
    index = part.index()  # type: ignore[attr-defined]
    return part.parent_component().local_name, index if isinstance(index, tuple) else (index,)  # type: ignore[attr-defined]


@pytest.mark.parametrize("reduced", [True, False])
def test_decisions_and_rows_have_the_public_names_and_scales_of_the_arrays(reduced: bool) -> None:
    parameters = project(golden_case(), {})
    inputs = Inputs(parameters, layout_of(parameters, reduced=reduced))
    model, program = open_model(inputs), Assembly(inputs).program
    decisions, rows = list(model.component_data_objects(Var)), list(model.rows.component_data_objects(Constraint))
    assert [label(part) for part in decisions] == list(program.columns)
    assert [label(part) for part in rows] == list(program.rows)
    factors = [model.scaling_factor[part] for part in (*decisions, *rows)]
    assert [1.0 / factor for factor in factors] == [*program.column_scale.tolist(), *program.row_scale.tolist()]
    for name, objective in program.objectives.items():
        assert 1.0 / model.scaling_factor[model.levels.component(name)] == objective.scale


def test_one_level_is_active_and_another_can_be_chosen() -> None:
    model = rightfin.pyomo_model(tiny_case())

    def active() -> list[str]:
        return [found.local_name for found in model.component_objects(Objective, active=True)]

    assert active() == ["obligations"]
    minimise(model, "churn")
    assert active() == ["churn"]
    with pytest.raises(KeyError):
        minimise(model, "nothing")
    assert active() == ["churn"]


def covered(model: ConcreteModel) -> float:
    """Return how far needs are left uncovered at least if all that is due is paid, and load the point into the model."""
    model.paid = Constraint(expr=model.levels.unfunded.expr <= 1.0)
    minimise(model, "needs")
    scale = TransformationFactory("core.scale_model")
    scaled = scale.create_using(model, rename=False)
    SolverFactory("highs").solve(scaled)
    scale.propagate_solution(scaled, model)
    return float(value(model.levels.needs))


def test_a_row_of_ones_own_is_kept_by_the_solver() -> None:
    """20 million pay 10,000 soldiers a year; with at most 15 million in one year fewer can be paid."""
    plain, poorer = rightfin.pyomo_model(tiny_case()), rightfin.pyomo_model(tiny_case())
    assert plain.rows.ceiling["government", 2021].upper() == pytest.approx(20e6)
    own = [part for (*_, year), part in poorer.own.items() if year == 2026]
    poorer.less = Constraint(expr=sum(own) <= 15e6)
    assert covered(poorer) > covered(plain) * 1.01
    assert sum(value(part) for part in own) == pytest.approx(15e6, rel=1e-6)
    spent = sum(value(part) for (*_, year), part in plain.own.items() if year == 2026)
    assert spent == pytest.approx(20e6, rel=1e-6)


def test_what_is_laid_over_a_case_is_in_its_model() -> None:
    plain = rightfin.pyomo_model(tiny_case())
    shorter = rightfin.pyomo_model(tiny_case(), settings={"end_year": 2024})
    assert ("soldier", 2029) in shorter.strength
    assert ("soldier", 2030) not in shorter.strength
    assert ("soldier", 2031) in plain.strength
    with pytest.raises(rightfin.CaseError, match="nowhere"):
        rightfin.pyomo_model(tiny_case(), scenarios=["nowhere"])
