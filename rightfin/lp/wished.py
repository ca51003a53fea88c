"""Rows that a wish adds to a program: sums of decisions with sides, free until they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_array, csc_array, vstack

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import Label, Program
from rightfin.lp.scales import power_of_two

WISH = "wish"
"""Family of the rows of wishes; their index is the place of the wish, then the year."""


class Wishable:
    """A program with a further row for each sum that may be wished, free until it is.

    Only sides of these rows change with what is asked, so that solvers go on from where they stand. The first rows and all
    columns are those of the program.
    """

    def __init__(self, program: Program, sums: Mapping[Label, Mapping[Label, float]]) -> None:
        """``sums`` are natural coefficients of decisions by the label of the row that is to bound them.

        Raises ``KeyError`` for a decision that the program does not have.
        """
        place = {label: n for n, label in enumerate(program.columns)}
        self.labels = tuple(sums)
        at, to, values, scales = list[int](), list[int](), list[float](), list[float]()
        for n, terms in enumerate(sums.values()):
            columns = [place[label] for label in terms]
            scaled = np.array(list(terms.values())) * program.column_scale[columns]
            scale = power_of_two(float(np.abs(scaled).max(initial=0.0)))
            at += [n] * len(columns)
            to += columns
            values += (scaled / scale).tolist()
            scales.append(scale)
        self.scale: Floats = np.array(scales)
        """How many natural units one scaled unit of a row is, (rows,)."""
        self._rows = csc_array(coo_array((values, (at, to)), shape=(len(self.labels), len(program.columns))))
        self._own = program
        self._last: tuple[csc_array, csc_array] | None = None

    def asked(self, sides: Mapping[Label, tuple[float, float]], program: Program | None = None) -> Program:
        """Return the program in which some of the sums stay between natural sides; all others are free.

        ``program`` stands in for that of the case, whose columns and scales it has.
        """
        row = {label: n for n, label in enumerate(self.labels)}
        lower, upper = np.full(len(self.labels), -np.inf), np.full(len(self.labels), np.inf)
        for label, (least, most) in sides.items():
            lower[row[label]] = least / self.scale[row[label]]
            upper[row[label]] = most / self.scale[row[label]]
        own = program or self._own
        return replace(
            own,
            matrix=self._whole(own.matrix),
            row_lower=np.concatenate([own.row_lower, lower]),
            row_upper=np.concatenate([own.row_upper, upper]),
            row_scale=np.concatenate([own.row_scale, self.scale]),
            rows=(*own.rows, *self.labels),
        )

    def _whole(self, own: csc_array) -> csc_array:
        """Return the matrix with the rows of wishes; the same object as before if the program's own is."""
        if self._last is None or self._last[0] is not own:
            matrix = csc_array(vstack([own, self._rows], format="csc"))
            matrix.sort_indices()
            self._last = own, matrix
        return self._last[1]

    def values(self, columns: Floats) -> Floats:
        """Return all sums at a point in natural units, (rows,); ``columns`` is natural, too, (columns,)."""
        found: Floats = (self._rows @ (columns / self._own.column_scale)) * self.scale
        return found
