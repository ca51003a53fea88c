"""Churn: how much hiring, retrenchment and promotion change from year to year, which the last objective keeps small."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.lp.rules.people import exits, hires, promotions


def hires_change(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""The rise and the fall of hires over the year before.

    $$
    \mathit{hires}_{k,t} - \mathit{hires}_{k,t-1} = \mathit{hires\_up}_{k,t} - \mathit{hires\_down}_{k,t}
    $$
    """
    last = m.hires[k, t - 1] if t > d.first else d.last_hires[k]
    return m.hires[k, t] - last == m.hires_up[k, t] - m.hires_down[k, t]


def exits_change(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""The rise and the fall of retrenchment over the year before.

    Only between two years that both allow retrenchment: that a demobilisation begins or ends is no choice of the plan.

    $$
    \mathit{exits}_{k,t} - \mathit{exits}_{k,t-1} = \mathit{exits\_up}_{k,t} - \mathit{exits\_down}_{k,t}
    $$
    """
    last = m.exits[k, t - 1] if t > d.first else d.last_exits[k]
    return m.exits[k, t] - last == m.exits_up[k, t] - m.exits_down[k, t]


def promotions_change(m: Decisions, d: Inputs, a: str, b: str, t: int) -> Comparison:
    r"""The rise and the fall of promotions over the year before.

    $$
    \mathit{promotions}_{k,k',t} - \mathit{promotions}_{k,k',t-1}
    = \mathit{promotions\_up}_{k,k',t} - \mathit{promotions\_down}_{k,k',t}
    $$
    """
    last = m.promotions[a, b, t - 1] if t > d.first else d.last_promotions[a, b]
    return m.promotions[a, b, t] - last == m.promotions_up[a, b, t] - m.promotions_down[a, b, t]


def _hire_changes(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where hires can be compared with the year before."""
    return ((k, t) for k, t in hires(d) if t > d.first or isfinite(d.last_hires[k]))


def _exit_changes(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where retrenchment can be compared with the year before."""
    known = set(exits(d))
    return ((k, t) for k, t in exits(d) if (k, t - 1) in known or (t == d.first and isfinite(d.last_exits[k])))


def _promotion_changes(d: Inputs) -> Iterator[Index]:
    """Yield (from, to, year) where promotions can be compared with the year before."""
    return ((a, b, t) for a, b, t in promotions(d) if t > d.first or (a, b) in d.last_promotions)


DECISIONS = (
    Decision("hires_up", "Rise of hires", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _hire_changes,
             "Rise of hires over the year before.", Taken.FOLLOWS),
    Decision("hires_down", "Fall of hires", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _hire_changes,
             "Fall of hires below the year before.", Taken.FOLLOWS),
    Decision("exits_up", "Rise of retrenchment", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _exit_changes,
             "Rise of retrenchment over the year before.", Taken.FOLLOWS),
    Decision("exits_down", "Fall of retrenchment", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _exit_changes,
             "Fall of retrenchment below the year before.", Taken.FOLLOWS),
    Decision("promotions_up", "Rise of promotions", Unit.PERSONS, (Axis.CADRE, Axis.GRADE, Axis.YEAR), _promotion_changes,
             "Rise of promotions over the year before.", Taken.FOLLOWS),
    Decision("promotions_down", "Fall of promotions", Unit.PERSONS, (Axis.CADRE, Axis.GRADE, Axis.YEAR), _promotion_changes,
             "Fall of promotions below the year before.", Taken.FOLLOWS),
)

FAMILIES = (
    Family("hires_change", "Change of hires", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _hire_changes, hires_change,
           only_for="churn"),
    Family("exits_change", "Change of retrenchment", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _exit_changes, exits_change,
           only_for="churn"),
    Family("promotions_change", "Change of promotions", Unit.PERSONS, (Axis.CADRE, Axis.GRADE, Axis.YEAR),
           _promotion_changes, promotions_change, only_for="churn"),
)
