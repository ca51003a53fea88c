"""The least of something that is enough, by halving, where more of it never makes things worse.

The standard library halves whole numbers only (``bisect``) and scipy looks for the root of a number; a study asks for a yes
or a no, of whole numbers and of others, and each answer costs a plan. So both kinds are halved here, by one rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_N = TypeVar("_N", int, float)


def least_whole(too_little: int, enough: int, suffices: Callable[[int], bool]) -> int:
    """Return the least whole number above ``too_little`` that suffices; ``enough`` is known to.

    Neither end is tried.
    """
    return _halved(too_little, enough, suffices, lambda low, high: (low + high) // 2 if high - low > 1 else None)


def least_number(
    too_little: float, enough: float, suffices: Callable[[float], bool], within: float, *, relative: bool = False
) -> float:
    """Return a number that suffices and is at most ``within`` above the least that does.

    ``enough`` is known to suffice, and neither end is tried. With ``relative``, ``within`` is a share of the number found.
    """

    def middle(low: float, high: float) -> float | None:
        return (low + high) / 2.0 if high - low > within * (high if relative else 1.0) else None

    return _halved(too_little, enough, suffices, middle)


def _halved(low: _N, high: _N, suffices: Callable[[_N], bool], middle: Callable[[_N, _N], _N | None]) -> _N:
    """Return the upper end of the last interval, whose lower end does not suffice; ``middle`` ends the search with none."""
    while (tried := middle(low, high)) is not None:
        if suffices(tried):
            high = tried
        else:
            low = tried
    return high
