"""Decisions that were taken before some news came: which they are, and rows that hold them where a plan put them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csc_array, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Axis, Taken
from rightfin.lp.program import Label, Program
from rightfin.lp.rules import DECISION
from rightfin.tolerances import BAND

FIXED = "fixed"
"""Family of the rows that hold a decision; their index is the kind of the decision, then its own index."""


def takeable(program: Program, inputs: Inputs) -> dict[Label, int]:
    """Return the decisions that some news may find taken, each with the first year in which news does.

    What follows from these, such as strength and stock, is not listed.
    """
    return {
        label: taken for label in program.columns
        if (taken := _taken_from(label, inputs)) is not None and taken <= inputs.parameters.horizon.end
    }


def decided(program: Program, columns: Floats, inputs: Inputs, news: int) -> dict[Label, float]:
    """Return the decisions of a plan that are taken when news comes in the midst of a year, in natural units.

    Everything of the years before; of the year itself who is hired, retrenched and promoted and what is bought and disposed
    of; and recruits of later years who are in training by then. News before the first planning year finds nothing decided.

    Parameters
    ----------
    columns : (columns,) the plan's decisions in natural units, in the order of the program.
    news : year in which the news comes, the last year shown at the latest.
    """
    if news < inputs.first:
        return {}
    taken = takeable(program, inputs)
    labels = zip(program.columns, columns.tolist(), strict=True)
    return {label: value for label, value in labels if label in taken and taken[label] <= news}


def _taken_from(label: Label, inputs: Inputs) -> int | None:
    """Return the first year in which news finds a decision taken; ``None`` for what follows from others."""
    kind, index = DECISION[label[0]], label[1]
    year = kind.year_of(index)
    if year is None or kind.taken is Taken.FOLLOWS:
        return None
    if kind.taken is Taken.IN_TRAINING:
        return year - inputs.parameters.people.training_lead[index[kind.place(Axis.CADRE)]]
    return year if kind.taken is Taken.AHEAD else year + 1


class Fixable:
    """A program with one more row for each decision that may be held, free until it is.

    Only sides of these rows change with what is held, so that solvers go on from where they stand. The first rows and all
    columns are those of the program.
    """

    def __init__(self, program: Program, labels: Iterable[Label]) -> None:
        """``labels`` are the decisions that may be held; raises ``KeyError`` for one that the program does not have."""
        at = {label: place for place, label in enumerate(program.columns)}
        self._row = {label: row for row, label in enumerate(labels)}
        self._places = np.array([at[label] for label in self._row], np.int64)
        self._labels = tuple((FIXED, (kind, *index)) for kind, index in self._row)
        self._last: tuple[csc_array, csc_array] | None = None

    def fixed(self, program: Program, values: Mapping[Label, float]) -> Program:
        r"""Return a program of the same structure in which decisions are held within a narrow band around values.

        $$
        \max(0, v - \epsilon) \le x \le v + \epsilon \qquad \epsilon = 10^{-7} \max(v, 1) \text{ in scaled units}
        $$

        A value outside the bounds of its decision is brought to the nearest bound first, so that no row contradicts a
        bound: what a donor would have carried into a year in which it has left is held at nothing.

        Parameters
        ----------
        values : natural values by (kind, index) of a decision. Raises ``KeyError`` for one that may not be held.
        """
        scale = program.column_scale[self._places]
        rows = np.array([self._row[label] for label in values], np.int64)
        places = self._places[rows]
        held = np.clip(np.array(list(values.values()), np.float64) / scale[rows], 0.0, program.column_upper[places])
        band = BAND * np.maximum(held, 1.0)
        lower, upper = np.full(len(self._places), -np.inf), np.full(len(self._places), np.inf)
        lower[rows], upper[rows] = np.maximum(held - band, 0.0), held + band
        return replace(
            program,
            matrix=self._matrix(program.matrix),
            row_lower=np.concatenate([program.row_lower, lower]),
            row_upper=np.concatenate([program.row_upper, upper]),
            row_scale=np.concatenate([program.row_scale, scale]),
            rows=(*program.rows, *self._labels),
        )

    def _matrix(self, own: csc_array) -> csc_array:
        """Return the matrix with the rows that hold; the same object as before if the program's own is."""
        if self._last is None or self._last[0] is not own:
            count = len(self._places)
            rows = coo_array((np.ones(count), (np.arange(count), self._places)), shape=(count, own.shape[1]))
            matrix = csc_array(vstack([own, rows], format="csc"))
            matrix.sort_indices()
            self._last = own, matrix
        return self._last[1]
