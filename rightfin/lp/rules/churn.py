"""Churn: how much hiring, retrenchment and promotion change from year to year, which the last objective keeps small."""

from __future__ import annotations

from typing import Any

from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Family, Unit
from rightfin.lp.variables import exit_changes, hire_changes, promotion_changes


def hires_change(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""The rise and the fall of hires over the year before.

    $$
    \mathit{hires}_{k,t} - \mathit{hires}_{k,t-1} = \mathit{hires\_up}_{k,t} - \mathit{hires\_down}_{k,t}
    $$
    """
    return m.hires[k, t] - m.hires[k, t - 1] == m.hires_up[k, t] - m.hires_down[k, t]


def exits_change(m: Any, d: Inputs, k: str, t: int) -> Any:
    r"""The rise and the fall of retrenchment over the year before.

    Only between two years that both allow retrenchment: that a demobilisation begins or ends is no choice of the plan.

    $$
    \mathit{exits}_{k,t} - \mathit{exits}_{k,t-1} = \mathit{exits\_up}_{k,t} - \mathit{exits\_down}_{k,t}
    $$
    """
    return m.exits[k, t] - m.exits[k, t - 1] == m.exits_up[k, t] - m.exits_down[k, t]


def promotions_change(m: Any, d: Inputs, a: str, b: str, t: int) -> Any:
    r"""The rise and the fall of promotions over the year before.

    $$
    \mathit{promotions}_{k,k',t} - \mathit{promotions}_{k,k',t-1}
    = \mathit{promotions\_up}_{k,k',t} - \mathit{promotions\_down}_{k,k',t}
    $$
    """
    return m.promotions[a, b, t] - m.promotions[a, b, t - 1] == m.promotions_up[a, b, t] - m.promotions_down[a, b, t]


FAMILIES = (
    Family("hires_change", "Change of hires", Unit.PERSONS, hire_changes, hires_change, only_for="churn"),
    Family("exits_change", "Change of retrenchment", Unit.PERSONS, exit_changes, exits_change, only_for="churn"),
    Family("promotions_change", "Change of promotions", Unit.PERSONS, promotion_changes, promotions_change,
           only_for="churn"),
)
