"""Limits whose number multiplies decisions, the coefficient of a rule or a rate of promotion: how far it has to move.

No row gives way by an amount there, so the number itself is sought, by halving: more of it the way it gives way never makes
things worse.
"""

from __future__ import annotations

from collections.abc import Callable

from rightfin.case.case import Case, key_text
from rightfin.result.typed_at import TypedAt
from rightfin.study.search import least_number
from rightfin.tolerances import CLOSE

_DOUBLINGS = 12
"""How often a coefficient that has to grow is doubled until it is enough, before it is given up."""


def factor_of(case: Case, family: str, whose: tuple[object, ...]) -> tuple[TypedAt, float, bool] | None:
    """Return the cell of a limit's factor, what stands there, and whether more of it gives way.

    ``None`` for a limit without one, and for a rule of exactly so much, which gives way both ways.
    """
    if family == "promotion_rate":
        row = next(one for one in case.records("promotions") if (one["from"], one["to"]) == whose)
        return TypedAt("promotions", key_text(whose), "max_rate"), float(str(row["max_rate"])), True  # type: ignore[arg-type]
    if family == "rule":
        row = next(one for one in case.records("rules") if one["rule"] == whose[0])
        if row["relation"] != "exactly":
            at = TypedAt("rules", str(whose[0]), "coefficient")
            return at, float(str(row["coefficient"])), row["relation"] == "at_most"
    return None


def least_factor(number: float, most: float, suffices: Callable[[float], bool], *, up: bool) -> float | None:
    """Return how far a factor has to move so that it suffices, to within ``CLOSE`` of it; ``None`` if it never does.

    A factor that gives way downwards ends at nothing, another at ``most`` or after some doublings.
    """
    if not up:
        return least_number(0.0, number, lambda less: suffices(number - less), CLOSE * number) if suffices(0.0) else None
    step = number or 1.0
    for _ in range(_DOUBLINGS):
        enough = min(most, number + step)
        if suffices(enough):
            return least_number(0.0, enough - number, lambda more: suffices(number + more), CLOSE * step)
        if enough >= most:
            return None
        step *= 2.0
    return None
