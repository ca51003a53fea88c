"""Whether what is asked for moves the sides of rows in proportion to it, and what of the case makes it do otherwise."""

from __future__ import annotations

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import Program

_WHY = {
    "no_cliff": "own spending may rise only so fast (max_step_share)",
    "handover": "a handover follows revenue",
}
"""Why rows change in more than their sides, by family, as the end of a sentence."""

_UNLIMITED = ("part_miss",)
"""By how much a soft floor is missed: it has no limit, and no obligation counts it, so its entries do not matter."""


def finite_sides(program: Program) -> Floats:
    """Return the side of every row that is not infinite, (rows,), scaled."""
    return np.where(np.isfinite(program.row_upper), program.row_upper, program.row_lower)


def sides_between(old: Program, changed: Program) -> Floats | None:
    """Return how far the sides of every row move between programs, (rows,), scaled; ``None`` if anything else does."""
    if _changed(old, changed) is None or _changed(old, changed):
        return None
    return finite_sides(changed) - finite_sides(old)


def why_searched(old: Program, *changed: Program) -> str:
    """Return how an amount was found that moves more than sides of rows, with what of this case makes it so."""
    families = {family for one in changed for family in _changed(old, one) or ()}
    reasons = [text for family, text in _WHY.items() if family in families]
    if not reasons:
        return "search, because what it moves is not in proportion to it"
    return f"search, because {' and '.join(reasons)}, and so what it moves is not in proportion to it"


def _changed(old: Program, changed: Program) -> set[str] | None:
    """Return the families of rows that change in more than their sides; ``None`` where something else changes, too."""
    if changed.matrix.shape != old.matrix.shape or changed.rows != old.rows:
        return None
    if not np.array_equal(changed.column_upper, old.column_upper) or any(
        not np.array_equal(changed.objectives[name].coefficients, objective.coefficients)
        for name, objective in old.objectives.items()
    ):
        return None
    apart = (changed.matrix - old.matrix).tocoo()
    return {
        old.rows[row][0] for row, column, by in zip(apart.row, apart.col, apart.data, strict=True)
        if by and old.columns[column][0] not in _UNLIMITED
    }
