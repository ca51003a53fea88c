"""Why there is no plan: a contradictory set of hard limits of which none can be left out, in the earliest years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.rules import FAMILIES, FAMILY
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Engine, Outcome
from rightfin.solve.policy import Stage, Start, methods

HARD = frozenset(family.name for family in FAMILIES if family.hard)
"""Families that hold what a case marks as hard, and matches with a base: what its author can soften."""


def contradiction(program: Program, years: Sequence[int], control: Control = NEVER) -> tuple[Label, ...]:
    """Return rows that cannot hold together, and of which all but any one can; empty if HiGHS finds no small set.

    Raises ``SolveStoppedError`` if ``control`` says so between two years or within a solve.

    Hard limits of later years are dropped first: the set of the earliest year that fails is the one that an author
    understands, where the solver's own choice may name a tail year that no table shows.
    """
    feasible = program.objectives["obligations"]
    for year in years:
        engine = Engine(_until(program, year))
        if engine.minimise(feasible, methods(Stage.PAY, Start.NOTHING), control) is Outcome.INFEASIBLE:
            return tuple(program.rows[row] for row in _irreducible(program, engine.conflict(), control))
    return ()


def _irreducible(program: Program, rows: Sequence[int], control: Control) -> tuple[int, ...]:
    """Return rows without those that can be left out: each is tried, the ones that no author can soften first.

    HiGHS names a small set, and not always one in which every row is needed.
    """
    needed = tuple(rows)
    if _hold_together(program, needed, control):
        return needed
    for row in sorted(rows, key=lambda row: (program.rows[row][0] in HARD, row)):
        rest = tuple(other for other in needed if other != row)
        if rest and not _hold_together(program, rest, control):
            needed = rest
    return needed


@dataclass(frozen=True)
class _Part:
    """Some rows of a program, over the columns that they use."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


def _hold_together(program: Program, rows: Sequence[int], control: Control) -> bool:
    chosen = list(rows)
    some = csc_array(program.matrix[chosen])
    used = np.flatnonzero(np.diff(some.indptr))
    part = _Part(
        csc_array(some[:, used]), program.row_lower[chosen], program.row_upper[chosen], program.column_upper[used]
    )
    nothing = CompiledObjective(np.zeros(len(used)), 0.0, 1.0)
    return Engine(part).minimise(nothing, methods(Stage.PAY, Start.NOTHING), control) is not Outcome.INFEASIBLE


def _until(program: Program, year: int) -> Program:
    """Return the program without the hard limits of later years."""
    dropped = np.array([
        family in HARD and (FAMILY[family].year_of(index) or year) > year for family, index in program.rows
    ])
    return replace(
        program,
        row_lower=np.where(dropped, -np.inf, program.row_lower),
        row_upper=np.where(dropped, np.inf, program.row_upper),
    )
