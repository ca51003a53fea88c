"""Which of two answers is better: levels 1 and 2 compared in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rightfin.lp.objectives import OBJECTIVES, objective_named
from rightfin.solve.levels import Level
from rightfin.tolerances import ALIKE

ORDER = tuple(objective.name for objective in OBJECTIVES if objective.ranks)
"""Levels 1a to 2 in the order in which they count."""

Rank = tuple[float, ...]
"""Values of ``ORDER``; a level that was skipped, because there is nothing to minimise, is zero."""


def ranked(levels: Iterable[Level]) -> Rank:
    """Return the values of levels 1 and 2; what an arrears tolerance minimises in other places, too, is left out."""
    values = {level.name: level.value for level in levels if level.order == objective_named(level.name).place}
    return tuple(values.get(name, 0.0) for name in ORDER)


def better_by(new: Rank, old: Rank, sizes: Mapping[str, float]) -> tuple[float, ...]:
    """Return by how much each level is better, in its natural unit; zero where the two count as alike."""
    return tuple(
        was - now if abs(was - now) > ALIKE * sizes[name] else 0.0
        for name, now, was in zip(ORDER, new, old, strict=True)
    )


def compared(new: Rank, old: Rank, sizes: Mapping[str, float]) -> int:
    """Return 1 if ``new`` is better than ``old``, -1 if it is worse, 0 if they are alike: the first level that differs
    decides.

    ``sizes`` are the natural sizes of the levels, the same for all answers that are compared.
    """
    first = next((gain for gain in better_by(new, old, sizes) if gain), 0.0)
    return (first > 0.0) - (first < 0.0)


def rounded(amount: float) -> float:
    """Return an amount to six digits, to rank by: what two solves of equal things differ by decides no order."""
    return float(f"{amount:.6g}")
