"""When a force can be paid, and when it can be kept: the tests that plans and studies share, and their threshold."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.fiscal.parameters import Parameters
from rightfin.lp.objectives import objective_named
from rightfin.result.plan import Plan, Status
from rightfin.solve.levels import Level
from rightfin.tolerances import PAID

STRICT = ("1a", "obligations")
"""The level that says what cannot be paid or supported whatever is done, as the table ``objective`` names it."""

KEPT_UP = ("1d", "sustained")
"""The level that says what stands beyond what can be kept up for good, whatever is decided, as that table names it."""


def most_unpaid(parameters: Parameters) -> float:
    """Return the broken obligations that still count as none, in discounted base-year currency."""
    return PAID * objective_named(STRICT[1]).size(parameters)


def broken_obligations(levels: Iterable[Level]) -> float:
    """Return the optimum of level 1a: what cannot be paid or supported whatever is done, in the same currency.

    Raises ``StopIteration`` if the levels lack it.
    """
    return next(level.value for level in levels if (level.order, level.name) == STRICT)


def least_unpaid(plan: Plan) -> float:
    """Return what cannot be paid or supported whatever is done: the same optimum, before any arrears tolerance.

    In currency units at base-year prices, discounted, all years planned; ``KeyError`` if the plan is contradictory.
    """
    found = _level(plan, STRICT)
    if found is None:
        raise KeyError(STRICT[1])
    return found


def least_excess(plan: Plan) -> float | None:
    """Return what stands beyond what can be kept up for good whatever is decided, from `sustained_from` on.

    In currency units at base-year prices, discounted, all years planned; ``None`` if the case does not ask for it, or the
    plan is contradictory.
    """
    return _level(plan, KEPT_UP)


def _level(plan: Plan, wanted: tuple[str, str]) -> float | None:
    return next((float(value) for level, name, value in plan.tables["objective"].rows if (level, name) == wanted), None)


def can_be_paid(plan: Plan) -> bool:
    """Return whether everything that is due can be paid and everyone supported as the case asks.

    Level 1a alone decides: what a tolerance leaves unpaid is left by choice. A contradictory plan pays nobody.
    """
    return plan.status is Status.ANSWERED and least_unpaid(plan) <= plan.most_unpaid


def can_be_kept(plan: Plan) -> bool | None:
    """Return whether all that stands from `sustained_from` on can be kept up for good; ``None`` where nobody asks.

    Level 1d alone decides.
    """
    found = least_excess(plan)
    return None if found is None else is_kept(found, plan.most_unpaid)


def is_kept(excess: float, most: float) -> bool:
    """Return whether what stands beyond what can be kept, discounted at base-year prices, counts as none.

    ``most`` is what counts as none in level 1a (``most_unpaid``): both are measured in the same money.
    """
    return excess <= most
