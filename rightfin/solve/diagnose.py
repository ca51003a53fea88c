"""Why there is no plan: the smallest contradictory set of hard limits, in the earliest years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rightfin.lp.program import Label, Program
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import Engine, Outcome
from rightfin.solve.policy import Stage, Start, methods

HARD = ("minimum_strength", "maximum_strength", "rule", "co_financing")
"""Families that hold what a case marks as hard, and matches with a base: what its author can soften."""


def contradiction(program: Program, years: Sequence[int], control: Control = NEVER) -> tuple[Label, ...]:
    """Return rows that cannot hold together, empty if HiGHS finds no small set.

    Raises ``SolveStoppedError`` if ``control`` says so between two years or within a solve.

    Hard limits of later years are dropped first: the set of the earliest year that fails is the one that an author
    understands, where the solver's own choice may name a tail year that no table shows.
    """
    feasible = program.objectives["obligations"]
    for year in years:
        engine = Engine(_until(program, year))
        if engine.minimise(feasible, methods(Stage.PAY, Start.NOTHING), control) is Outcome.INFEASIBLE:
            return tuple(program.rows[row] for row in engine.conflict())
    return ()


def _until(program: Program, year: int) -> Program:
    """Return the program without the hard limits of later years."""
    dropped = np.array([family in HARD and index[-1] > year for family, index in program.rows])
    return replace(
        program,
        row_lower=np.where(dropped, -np.inf, program.row_lower),
        row_upper=np.where(dropped, np.inf, program.row_upper),
    )
