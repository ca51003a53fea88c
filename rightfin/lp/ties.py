"""What decides between plans that are equal at every level: a cost for each decision, made from its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.indices import SUPPORTED
from rightfin.lp.inputs import Index
from rightfin.lp.kinds import Axis, Decision
from rightfin.lp.program import Label
from rightfin.lp.rules import DECISION

BY_YEAR = 0.25
"""Share of a cost that differs from year to year; the rest is the same in all years, so that a choice is kept."""

GAIN = -0.25
"""What supporting a person counts, against at least one for having the person: those who can be supported are."""


def tie_costs(columns: Sequence[Label]) -> Floats:
    r"""Return a cost for each decision, (columns,): between 1 and 1.25 + 1, by its name; a gain for people supported.

    $$
    \mathit{cost}_{x,t} = 1 + u(x) + 0.25\,u(x, t)
    $$

    $u$ in $[0, 1)$ is made from a digest of the names. Two sums of such costs agree only by a chance that does not occur:
    one plan alone has the least. The numbers mean nothing: they only choose, and they choose the same way in every
    year, in every order of rows and with every version of the solver.
    """
    places = {kind: _places(decision) for kind, decision in DECISION.items()}
    of_all_years = cache(_drawn)
    return np.array([_cost(of_all_years, kind, index, *places[kind]) for kind, index in columns])


def _places(decision: Decision) -> tuple[list[int], int | None]:
    """Return which parts of an index are the same in all years, and where the state of support stands, if anywhere."""
    lasting = [place for place, axis in enumerate(decision.axes) if axis not in (Axis.YEAR, Axis.BAND)]
    return lasting, decision.place(Axis.STATE) if Axis.STATE in decision.axes else None


def _cost(
    of_all_years: Callable[[str, Index], float], kind: str, index: Index, lasting: Sequence[int], state: int | None
) -> float:
    cost = 1.0 + of_all_years(kind, tuple(index[place] for place in lasting)) + BY_YEAR * _drawn(kind, index)
    supported = kind == "standby" or (state is not None and index[state] == SUPPORTED)
    return GAIN * cost if supported else cost


def _drawn(kind: str, parts: Index) -> float:
    """Return a number in [0, 1) that depends on names alone."""
    text = "\n".join((kind, *map(str, parts)))
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / 2.0**48
