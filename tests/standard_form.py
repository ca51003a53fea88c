"""The open model in Pyomo's standard form, scaled as plans are: what the arrays that plans come from are compared with."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from pyomo.common.gc_manager import PauseGC
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import coo_array

from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.open_model import open_model
from rightfin.lp.program import Program
from rightfin.lp.rules import DECISIONS
from rightfin.lp.scales import Scales, scale_columns, scale_rows, scaled_matrix, scaled_objective


def compiled(inputs: Inputs, scales: Scales | None = None) -> Program:
    """Return the open model of a layout as scaled arrays.

    The columns keep the order of ``DECISIONS``, the rows that of ``FAMILIES``. ``scales`` are those of the case unless a
    session gives the ones that it started with.
    """
    scales = scales or Scales(inputs)
    with PauseGC():  # thousands of small objects that all stay: collecting in between frees nothing
        model = open_model(inputs)
        for objective in OBJECTIVES:
            model.levels.component(objective.name).activate()
        order = [model.component(kind.name) for kind in DECISIONS]
        form = LinearStandardFormCompiler().write(model, mixed_form=True, set_sense=None, column_order=order)
    decisions = [
        (kind.name, index, part[index]) for kind, part in zip(DECISIONS, order, strict=True) for index in part
    ]
    columns = tuple((name, _index(index)) for name, index, _ in decisions)
    built = [entry.constraint for entry in form.rows]
    rows = tuple((row.parent_component().local_name, _index(row.index())) for row in built)
    row_scale, column_scale = scale_rows(rows, scales), scale_columns(columns, scales)
    # Pyomo leaves out decisions that nothing uses; whether one is used must not decide which columns there are.
    place = {id(decision): n for n, (_, _, decision) in enumerate(decisions)}
    at = np.array([place[id(column)] for column in form.columns])
    entries, costs = form.A.tocoo(), form.c.tocsr()
    matrix = coo_array((entries.data, (entries.row, at[entries.col])), shape=(len(rows), len(columns)))
    relation = np.array([entry.bound_type for entry in form.rows])
    rhs = np.asarray(form.rhs, dtype=float) / row_scale
    upper = np.array([math.inf if decision.ub is None else float(decision.ub) for _, _, decision in decisions])
    objectives = {}
    for n, objective in enumerate(OBJECTIVES):
        natural = np.zeros(len(columns))
        natural[at] = costs[[n], :].toarray().ravel()
        objectives[objective.name] = scaled_objective(
            objective.name, natural, float(form.c_offset[n]), column_scale, scales
        )
    return Program(
        matrix=scaled_matrix(matrix, row_scale, column_scale),
        row_lower=np.where(relation <= 0, rhs, -np.inf),
        row_upper=np.where(relation >= 0, rhs, np.inf),
        column_upper=upper / column_scale,
        row_scale=row_scale,
        column_scale=column_scale,
        rows=rows,
        columns=columns,
        objectives=objectives,
    )


def _index(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)
