"""Compiling the Pyomo model to scaled arrays."""

from __future__ import annotations

import math
from threading import Lock
from typing import Any

import numpy as np
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array, diags_array

from rightfin.fiscal.project import case_size
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
    scales = Scales(inputs)
    row_unit = {family.name: family.unit for family in FAMILIES}
    column_unit = {variable.name: variable.unit for variable in VARIABLES}
    rows = tuple((entry.constraint.parent_component().local_name[:-1], _index(entry.constraint)) for entry in form.rows)
    columns = tuple((column.parent_component().local_name, _index(column)) for column in form.columns)
    row_scale = np.array([scales.of(row_unit[family], index) for family, index in rows])
    column_scale = np.array([scales.of(column_unit[name], index) for name, index in columns])
    relation = np.array([entry.bound_type for entry in form.rows])
    rhs = np.asarray(form.rhs, dtype=float) / row_scale
    upper = np.array([math.inf if column.ub is None else float(column.ub) for column in form.columns])
    objectives = {}
    costs = form.c.tocsr()
    for place, objective in enumerate(OBJECTIVES):
        scale = scales.of_objective(objective.name)
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
    )


class Scales:
    """How many natural units make one scaled unit: a thousandth of the size of the case, as a power of two.

    Money grows with prices, so its scale follows the deflator year by year; otherwise a long horizon with high inflation
    would leave the first years below what the solver can see.
    """

    def __init__(self, inputs: Inputs) -> None:
        p = inputs.parameters
        base = case_size(p)
        self._money = {
            year: _power_of_two(base * float(p.fiscal.deflator[n + 1]) / 1000.0) for n, year in enumerate(inputs.years)
        }
        self._base = _power_of_two(base / 1000.0)
        sizes = {
            Unit.PERSONS: p.people.opening_strength.sum(),
            Unit.CAPABILITY: p.needs.need.sum(axis=1).max(initial=0.0),
            Unit.ASSETS: p.equipment.opening_stock.sum(),
        }
        self._units = {Unit.SHARE: 1.0, **{unit: _power_of_two(float(size) / 1000.0) for unit, size in sizes.items()}}

    def of(self, unit: Unit, index: tuple[Any, ...]) -> float:
        """Return the scale of a row or column; the index of money ends with its year."""
        return self._money[index[-1]] if unit is Unit.MONEY else self._units[unit]

    def of_objective(self, name: str) -> float:
        """Return the scale of an objective; money in objectives is at base-year prices."""
        if name not in NOT_MONEY:
            return self._base
        return self._units[Unit.PERSONS] if name == "churn" else 1.0


def _power_of_two(size: float) -> float:
    return 2.0 ** round(math.log2(size)) if size > 0.0 and math.isfinite(size) else 1.0


def _index(component: Any) -> tuple[Any, ...]:
    index = component.index()
    return index if isinstance(index, tuple) else (index,)
