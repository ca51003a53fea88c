"""Decisions that were taken before some news came: which they are, and rows that hold them where a plan put them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csc_array, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label, Program

FIXED = "fixed"
"""Family of the rows that hold a decision; their index is the kind of the decision, then its own index."""

BAND = 1e-7
"""How far a decision may move from where it is held, relative to itself and at least to one scaled unit: wide enough for
the rounding of a solver, and a tenth of what counts as a difference."""

PEOPLE_AND_PURCHASES = frozenset({"hires", "exits", "promotions", "bought", "retired"})
"""Decisions of a year that are taken before its money is known."""

USE_AND_MONEY = frozenset({"assigned", "standby", "own", "grant", "unfunded", "cleared", "reserve", "carried"})
"""Decisions of a year that are taken as it passes."""


def decided(program: Program, columns: Floats, inputs: Inputs, news: int) -> dict[Label, float]:
    """Return the decisions of a plan that are taken when news comes in the midst of a year, in natural units.

    Everything of the years before; of the year itself who is hired, retrenched and promoted and what is bought and disposed
    of; and recruits of later years who are in training by then. What follows from these, such as strength and stock, is
    not listed. News before the first planning year finds nothing decided.

    Parameters
    ----------
    columns : (columns,) the plan's decisions in natural units, in the order of the program.
    news : year in which the news comes.
    """
    if news < inputs.first:
        return {}
    return {
        label: value for label, value in zip(program.columns, columns.tolist(), strict=True) if _taken(label, inputs, news)
    }


def _taken(label: Label, inputs: Inputs, news: int) -> bool:
    kind, index = label
    year = int(index[2] if kind == "assigned" else index[-1])
    if kind == "hires":
        return year <= news + inputs.parameters.people.training_lead[index[0]]
    return year <= news if kind in PEOPLE_AND_PURCHASES else kind in USE_AND_MONEY and year < news


def fixed(program: Program, values: Mapping[Label, float]) -> Program:
    r"""Return a program with one more row for each value, which holds a decision within a narrow band around it.

    $$
    \max(0, v - \epsilon) \le x \le v + \epsilon \qquad \epsilon = 10^{-7} \max(v, 1) \text{ in scaled units}
    $$

    A value outside the bounds of its decision is brought to the nearest bound first, so that no row contradicts a bound:
    what a donor would have carried into a year in which it has left is held at nothing. The first rows and all columns are
    those of the program.

    Parameters
    ----------
    values : natural values by (kind, index) of a decision.

    Raises ``KeyError`` for a decision that the program does not have.
    """
    at = {label: place for place, label in enumerate(program.columns)}
    places = np.array([at[label] for label in values], np.int64)
    scale = program.column_scale[places]
    held = np.clip(np.array(list(values.values()), np.float64) / scale, 0.0, program.column_upper[places])
    band = BAND * np.maximum(held, 1.0)
    rows = coo_array(
        (np.ones(len(places)), (np.arange(len(places)), places)), shape=(len(places), program.matrix.shape[1])
    )
    matrix = csc_array(vstack([program.matrix, rows], format="csc"))
    matrix.sort_indices()
    return replace(
        program,
        matrix=matrix,
        row_lower=np.concatenate([program.row_lower, np.maximum(held - band, 0.0)]),
        row_upper=np.concatenate([program.row_upper, held + band]),
        row_scale=np.concatenate([program.row_scale, scale]),
        rows=(*program.rows, *((FIXED, (kind, *index)) for kind, index in values)),
    )
