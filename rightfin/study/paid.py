"""When everything counts as paid: the test that all studies of donors' exits share."""

from __future__ import annotations

from collections.abc import Iterable

from rightfin.fiscal.parameters import Parameters
from rightfin.solve.levels import Level, natural_sizes

PAID = 1e-6
"""Broken obligations that count as none, relative to the natural size of level 1; ten times what solves differ by."""


def most_unpaid(parameters: Parameters) -> float:
    """Return the broken obligations that still count as none, in discounted base-year currency."""
    return PAID * natural_sizes(parameters)["obligations"]


def broken_obligations(levels: Iterable[Level]) -> float:
    """Return the optimum of level 1a: what cannot be paid or supported whatever is done, in the same currency.

    Raises ``StopIteration`` if the levels lack it.
    """
    return next(level.value for level in levels if (level.order, level.name) == ("1a", "obligations"))
