"""Why there is no plan: contradictory sets of limits of which none can be left out, in the earliest years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.kinds import Axis
from rightfin.lp.program import CompiledObjective, Label, Program
from rightfin.lp.rules import FAMILIES, FAMILY
from rightfin.solve.control import NEVER, Control
from rightfin.solve.elastic import Elastic, Moves
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


def smallest_contradiction(
    program: Program, years: Sequence[int], moves: Moves, control: Control = NEVER
) -> tuple[Label, ...]:
    """Return the smallest of several contradictory sets of the earliest year that fails; empty if all rows hold together.

    Each set cannot hold together, and without any one row it can. One comes from what HiGHS names, others from the rows
    that have a price when limits give way as little as they can: of either some are left out in one order, some in
    another. The smallest has the fewest limits that people can move, then the fewest rows. Others may be smaller still.

    Parameters
    ----------
    years : planning years, ascending.
    moves : how limits may give way; see ``Elastic``.
    """
    if has_point(program, control):
        return ()
    first, last = 0, len(years) - 1  # hard limits of later years only add rows: years that fail end the list
    while first < last:
        middle = (first + last) // 2
        first, last = (middle + 1, last) if has_point(_until(program, years[middle]), control) else (first, middle)
    part = _until(program, years[first])
    engine = Engine(part)
    engine.minimise(part.objectives["obligations"], methods(Stage.PAY, Start.NOTHING), control)
    loose = Elastic(part, moves)
    loose.least(control=control)
    found = [
        _irreducible(part, rows, control, order)
        for rows in filter(None, (engine.conflict(), loose.pulling()))
        if not holds_together(part, rows, control) for order in (_softest_last, _latest_last)
    ]
    if not found:
        return ()
    return tuple(part.rows[row] for row in min(found, key=lambda rows: (_limits(part, rows), len(rows), rows)))


def has_point(program: Program, control: Control = NEVER) -> bool:
    """Return whether some point keeps all rows."""
    found = Engine(program).minimise(program.objectives["obligations"], methods(Stage.PAY, Start.NOTHING), control)
    return found is not Outcome.INFEASIBLE


def _limits(program: Program, rows: Collection[int]) -> int:
    return sum(bool(FAMILY[program.rows[row][0]].gives_way) for row in rows)


def without(program: Program, limits: Collection[tuple[str, tuple[object, ...]]]) -> Program:
    """Return a program in which some limits hold in no year; each is a family and an index without its year."""
    free = np.array([limit_of(label) in limits for label in program.rows])
    return replace(
        program,
        row_lower=np.where(free, -np.inf, program.row_lower),
        row_upper=np.where(free, np.inf, program.row_upper),
    )


def limit_of(label: Label) -> tuple[str, tuple[object, ...]]:
    """Return the limit that a row is a year of: its family, and its index without the year."""
    family, index = label
    return family, tuple(part for axis, part in zip(FAMILY[family].axes, index, strict=True) if axis is not Axis.YEAR)


_Order = Callable[[Program, int], tuple[object, ...]]


def _softest_last(program: Program, row: int) -> tuple[object, ...]:
    """Leave out first what no author can soften."""
    return program.rows[row][0] in HARD, row


def _latest_last(program: Program, row: int) -> tuple[object, ...]:
    """Leave out first what no author can move, of that the latest years."""
    family, index = program.rows[row]
    return bool(FAMILY[family].gives_way), -(FAMILY[family].year_of(index) or 0), row


def _irreducible(
    program: Program, rows: Sequence[int], control: Control, order: _Order = _softest_last
) -> tuple[int, ...]:
    """Return rows without those that can be left out: each is tried, the ones that no author can soften first.

    HiGHS names a small set, and not always one in which every row is needed.
    """
    needed = tuple(rows)
    if holds_together(program, needed, control):
        return needed
    for row in sorted(rows, key=lambda row: order(program, row)):
        rest = tuple(other for other in needed if other != row)
        if rest and not holds_together(program, rest, control):
            needed = rest
    return needed


@dataclass(frozen=True)
class _Part:
    """Some rows of a program, over the columns that they use."""

    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    column_upper: Floats


def holds_together(program: Program, rows: Sequence[int], control: Control = NEVER) -> bool:
    """Return whether some point keeps some rows of a program, given by their places, and all bounds of decisions."""
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
