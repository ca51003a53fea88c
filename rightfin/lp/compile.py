"""Compiling the Pyomo model to scaled arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from threading import Lock
from typing import Any

import numpy as np
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array, diags_array

from rightfin.lp.build import build
from rightfin.lp.family import Unit
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.program import CompiledObjective, Program
from rightfin.lp.registry import FAMILIES
from rightfin.lp.variables import VARIABLES

_PYOMO = Lock()
"""Pyomo keeps state of its own while it builds and compiles; two threads take turns."""

NOT_MONEY = frozenset({"limits", "needs", "churn"})


def compile_program(inputs: Inputs) -> Program:
    """Build the model of a case and return it as scaled arrays.

    The columns keep the order of ``VARIABLES``, the rows that of ``FAMILIES``; decisions that no row or objective uses
    are left out.
    """
    with _PYOMO:
        model = build(inputs)
        order = [getattr(model, variable.name) for variable in VARIABLES]
        form = LinearStandardFormCompiler().write(model, mixed_form=True, set_sense=None, column_order=order)
    scales = unit_scales(inputs)
    row_unit = {family.name: family.unit for family in FAMILIES}
    column_unit = {variable.name: variable.unit for variable in VARIABLES}
    rows = tuple((entry.constraint.parent_component().local_name[:-1], _index(entry.constraint)) for entry in form.rows)
    columns = tuple((column.parent_component().local_name, _index(column)) for column in form.columns)
    row_scale = np.array([scales[row_unit[family]] for family, _ in rows])
    column_scale = np.array([scales[column_unit[name]] for name, _ in columns])
    relation = np.array([entry.bound_type for entry in form.rows])
    rhs = np.asarray(form.rhs, dtype=float) / row_scale
    upper = np.array([math.inf if column.ub is None else float(column.ub) for column in form.columns])
    objectives = {}
    costs = form.c.tocsr()
    for place, objective in enumerate(OBJECTIVES):
        scale = _objective_scale(objective.name, scales)
        dense = costs[[place], :].toarray().ravel() * column_scale / scale
        objectives[objective.name] = CompiledObjective(dense, float(form.c_offset[place]) / scale, scale)
    return Program(
        matrix=csc_array(diags_array(1.0 / row_scale) @ form.A @ diags_array(column_scale)),
        row_lower=np.where(relation <= 0, rhs, -np.inf),
        row_upper=np.where(relation >= 0, rhs, np.inf),
        column_upper=upper / column_scale,
        row_scale=row_scale,
        column_scale=column_scale,
        rows=rows,
        columns=columns,
        objectives=objectives,
        unit_scale=scales,
    )


def unit_scales(inputs: Inputs) -> dict[Unit, float]:
    """Return how many natural units make one scaled unit: a thousandth of the size of the case, as a power of two."""
    p = inputs.parameters
    money = p.fiscal.ceiling.max(initial=0.0) + p.donors.disbursed.sum(axis=0).max(initial=0.0)
    persons = p.people.opening_strength.sum()
    capability = p.needs.need.sum(axis=1).max(initial=0.0)
    assets = p.equipment.opening_stock.sum()
    sizes = {Unit.MONEY: money, Unit.PERSONS: persons, Unit.CAPABILITY: capability, Unit.ASSETS: assets}
    return {Unit.SHARE: 1.0, **{unit: _power_of_two(float(size) / 1000.0) for unit, size in sizes.items()}}


def _power_of_two(size: float) -> float:
    return 2.0 ** round(math.log2(size)) if size > 0.0 and math.isfinite(size) else 1.0


def _objective_scale(name: str, scales: Mapping[Unit, float]) -> float:
    if name not in NOT_MONEY:
        return scales[Unit.MONEY]
    return scales[Unit.PERSONS] if name == "churn" else 1.0


def _index(component: Any) -> tuple[Any, ...]:
    index = component.index()
    return index if isinstance(index, tuple) else (index,)
