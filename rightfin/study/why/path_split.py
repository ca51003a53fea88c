"""A difference split along the straight path of amounts from one case to the other, exactly, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rightfin.case.issue import CaseError, Issue
from rightfin.fiscal.parameters import Floats
from rightfin.progress import HUNDREDTHS, Steps
from rightfin.solve.control import NEVER, Control
from rightfin.solve.nearby import NearbyPlans, NotNearError, SolverNumbers
from rightfin.solve.straight import NotStraightError, PathPiece, StraightPath
from rightfin.study.why.coalition_plans import CoalitionTask
from rightfin.study.why.coalitions import Coalitions
from rightfin.study.why.measured import Measured
from rightfin.tolerances import IDENTITY, TYPED

_WALKING = "going along the path"


@dataclass(frozen=True)
class PathSplit:
    """SolverNumbers before and after, (quantities, years), and the share of each group, (groups, quantities, years).

    ``names`` are the quantities that are told: those that count the same decisions in the same way before and after, and
    do not jump on the way, where what is nearly equally good changes sides.
    ``pieces`` is how many straight pieces the path of the plan has, ``plans`` how many plans were made.
    """

    names: tuple[str, ...]
    before: Floats
    after: Floats
    share: Floats
    pieces: int
    plans: int


@dataclass(frozen=True)
class _End:
    """A case on the path: what the solver has of it, and its numbers as sums of the solver's columns."""

    numbers: SolverNumbers
    point: Floats
    by: Floats
    constants: Floats


def split_along_path(task: CoalitionTask, progress: Callable[[int], Steps], control: Control = NEVER) -> PathSplit:
    r"""Split the difference with all groups over the groups along the straight path $b_0 + t \sum_g \Delta_g b$.

    The share of a group in a number $q$ is what its part of the way moves it by, as long as the basis holds, summed over
    the pieces $[t_{k-1}, t_k]$ of the path:

    $$
    \phi_g = \sum_k (t_k - t_{k-1})\, \frac{\partial q}{\partial b}\Big|_k \Delta_g b
    $$

    Shares sum to the difference; what the solver leaves over, at most a millionth, is given to groups as they share.
    ``progress`` returns the steps of a stage of so many.

    Raises ``CaseError`` where more changes than amounts, or there is no plan on the way; ``SolverError`` if the solver
    fails, and ``SolveStoppedError`` if ``control`` stops it.
    """
    cases, projection = Coalitions(task.question, task.grouped), task.question.projection()
    measured, groups = Measured(task.names, task.years), range(len(task.grouped.names))
    steps = progress(HUNDREDTHS)
    try:
        plans = NearbyPlans(projection.of(cases.prepared(0)), control)
        ends = []
        for coalition in (0, cases.all, *(1 << group for group in groups)):
            case = cases.prepared(coalition)
            plans.solve(projection.of(case), plans.base, control)
            matrix, constants = measured.sums(case, plans.assembly)
            numbers, scale = plans.numbers, plans.assembly.program.column_scale
            scaled = matrix @ (numbers.expand * scale[:, None]), matrix @ (scale * numbers.constant) + constants
            ends.append(_End(numbers, plans.exact.columns, scaled[0].toarray(), scaled[1]))
    except NotNearError:
        raise CaseError([Issue(
            "no_path", "The way from one plan to the other is not one of amounts alone: rows or decisions of the model "
            "come or go, hard limits contradict one another on it, or the case tolerates arrears.",
            "Split by orders, which plans each way to make some of the changes.")]) from None
    before, after, *parts = ends
    try:
        path = StraightPath(plans, before.numbers, after.numbers, [one.numbers for one in parts])
    except NotStraightError as found:
        raise _not_straight([task.grouped.names[place] for place in found.parts]) from None

    def told(done: float) -> None:
        while steps.begun < min(HUNDREDTHS, 1 + int(done * HUNDREDTHS)):
            steps.begin(_WALKING)

    return _together(task, before, after, parts, path.pieces(plans.base, told, control))


def _together(
    task: CoalitionTask, before: _End, after: _End, parts: Sequence[_End], pieces: Sequence[PathPiece]
) -> PathSplit:
    ends = [one.by @ one.point + one.constants for one in (before, after)]
    added = np.array([one.constants - before.constants for one in parts])
    moved = sum((piece.end - piece.start) * piece.moves for piece in pieces)
    share = moved @ before.by.T + added
    size = np.maximum(1.0, np.abs(ends).max(axis=0))
    same = np.all([np.all(one.by == before.by, axis=1) for one in (after, *parts)], axis=0)
    adds_up = np.abs(after.constants - before.constants - added.sum(axis=0)) <= TYPED * size
    gap = ends[1] - ends[0] - share.sum(axis=0)
    jumps = np.abs(gap) + sum(np.abs(before.by @ _jump(*two)) for two in pairwise(pieces))
    shape = len(task.names), len(task.years)
    told = (same & adds_up & (jumps <= IDENTITY * size)).reshape(shape).all(axis=1)
    kept = np.flatnonzero(told)
    of_all = np.abs(share).sum(axis=0)
    share += gap * np.where(of_all > 0.0, np.abs(share) / np.where(of_all > 0.0, of_all, 1.0), 1.0 / len(share))
    straight = sum(not np.array_equal(one.moves, other.moves) for one, other in pairwise(pieces)) + 1
    first, last = (one.reshape(shape)[kept] for one in ends)
    return PathSplit(tuple(task.names[row] for row in kept), first, last, share.reshape(-1, *shape)[:, kept], straight,
                     len(pieces) + len(parts) + len(ends))


def _jump(piece: PathPiece, following: PathPiece) -> Floats:
    """Return by how much the point jumps from one piece to the next, (columns,)."""
    found: Floats = following.begin - piece.begin - (piece.end - piece.start) * piece.moves.sum(axis=0)
    return found


def _not_straight(groups: Sequence[str]) -> CaseError:
    whose = f"The changes of {', '.join(groups)} change" if groups else "Together the changes change"
    return CaseError([Issue(
        "not_straight", f"{whose} more than amounts: how much of something is needed for something else, shares, or "
        "whether there is a limit at all.",
        "Split by orders, or along the path only what changes money, ceilings and needs by amounts.")])
