"""A program with further decisions that are no more than the least of several sums: to make the worst of them best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csc_array, hstack, vstack

from rightfin.lp.program import CompiledObjective, Label, Program

FLOOR = "floor"
"""Kind of these decisions, and family of the rows that bound them."""

Affine = tuple[Mapping[Label, float], float]
"""Natural coefficients of decisions by label, and what is added to them."""


def with_floors(program: Program, floors: Mapping[Label, Sequence[Affine]]) -> Program:
    r"""Return a program with one more decision for each floor, at most each of its sums; no level counts it.

    $$
    z \le a_n + \sum_j c_{n,j}\,x_j \qquad \text{for each sum } n
    $$

    Parameters
    ----------
    floors : sums of decisions by the label of the further decision, which stands after those of the program, unscaled.
        Raises ``KeyError`` for a decision that the program does not have.
    """
    place = {label: n for n, label in enumerate(program.columns)}
    at, to, values, sides, rows = list[int](), list[int](), list[float](), list[float](), list[Label]()
    for z, (name, sums) in enumerate(floors.items(), start=len(program.columns)):
        for n, (terms, constant) in enumerate(sums):
            row = len(rows)
            at += [row] * (len(terms) + 1)
            to += [z, *(place[label] for label in terms)]
            values += [1.0, *(-by * float(program.column_scale[place[label]]) for label, by in terms.items())]
            sides.append(constant)
            rows.append((FLOOR, (*name[1], n)))
    more, width = len(floors), len(program.columns) + len(floors)
    own = hstack([program.matrix, csc_array((program.matrix.shape[0], more))])
    matrix = csc_array(vstack([own, coo_array((values, (at, to)), shape=(len(rows), width))], format="csc"))
    matrix.sort_indices()
    padded = {
        name: CompiledObjective(np.concatenate([one.coefficients, np.zeros(more)]), one.offset, one.scale)
        for name, one in program.objectives.items()
    }
    return replace(
        program,
        matrix=matrix,
        row_lower=np.concatenate([program.row_lower, np.full(len(rows), -np.inf)]),
        row_upper=np.concatenate([program.row_upper, sides]),
        column_upper=np.concatenate([program.column_upper, np.full(more, np.inf)]),
        row_scale=np.concatenate([program.row_scale, np.ones(len(rows))]),
        column_scale=np.concatenate([program.column_scale, np.ones(more)]),
        rows=(*program.rows, *rows),
        columns=(*program.columns, *floors),
        objectives=padded,
    )
