"""Purses: own money that its payer may spend on the same lines, in a year the payer's own and each transfer that is tied.

What a payer has of its own, what it receives freely and what it gives make one purse, called as the payer is. A transfer
that is tied to a scope is a purse of its own: its receiver spends it there, and what is not needed stays with nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from rightfin.case.lines import Line
from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Fiscal, Parameters, Payers
from rightfin.fiscal.terms import Policy


def purses_of(payers: Payers) -> Mapping[str, str]:
    """Return the payer of each purse by its name: the payers, then transfers that are tied to a scope."""
    own = {payer: payer for payer in (GOVERNMENT, *payers.further)}
    return own | {name: payers.transfer_to[name] for name in payers.transfers if payers.transfer_lines[name] is not None}


def spendable_on(payers: Payers) -> Mapping[str, frozenset[Line]]:
    """Return the lines that each purse may pay."""
    found = {}
    for purse, payer in purses_of(payers).items():
        tied = payers.transfer_lines.get(purse)
        found[purse] = payers.payable[payer] if tied is None else payers.payable[payer] & tied
    return found


def given_of(parameters: Parameters) -> Mapping[tuple[str, int], float]:
    """Return what is given, by transfer and year, in currency.

    A payer gives out of its own ceiling: where all that it is to give is more, each transfer has its part of that.
    """
    payers, years = parameters.payers, parameters.horizon.years
    has = dict(zip(payers.further, payers.payer_ceiling.tolist(), strict=True))
    has[GOVERNMENT] = parameters.fiscal.ceiling.tolist()
    asked = dict(zip(payers.transfers, payers.transfer_amount.tolist(), strict=True))
    found = {}
    for place, year in enumerate(years):
        whole: dict[str, float] = {}
        for name, giver in payers.transfer_from.items():
            whole[giver] = whole.get(giver, 0.0) + asked[name][place]
        for name, giver in payers.transfer_from.items():
            share = min(1.0, has[giver][place] / whole[giver]) if whole[giver] > 0.0 else 0.0
            found[name, year] = share * asked[name][place]
    return found


@dataclass(frozen=True)
class Terms:
    """What a payer's money is bound by: revenue by year, the base year included, and rules that hold for it alone.

    Money is in currency; ``wage_ceiling`` and ``max_step`` lack the years without such a rule.
    """

    revenue: Mapping[int, float]
    wage_ceiling: Mapping[int, float]
    max_step: Mapping[int, float]
    own_spending: float
    saving_share: float
    opening_reserve: float
    opening_arrears: float


def terms_of(parameters: Parameters) -> Mapping[str, Terms]:
    """Return the terms of each payer, the government first."""
    payers, horizon = parameters.payers, parameters.horizon
    years = horizon.years
    found = {GOVERNMENT: _of_the_government(parameters.fiscal, parameters.policy, horizon.base, years)}
    for n, payer in enumerate(payers.further):
        found[payer] = Terms(
            revenue=dict(zip((horizon.base, *years), payers.payer_revenue[n].tolist(), strict=True)),
            wage_ceiling=_known(years, payers.payer_wage_ceiling[n].tolist()),
            max_step=_known(years, payers.payer_max_step[n].tolist()),
            own_spending=float(payers.payer_own_spending[n]),
            saving_share=float(payers.payer_saving_share[n]),
            opening_reserve=float(payers.payer_reserve[n]) if parameters.policy.reserve_allowed else 0.0,
            opening_arrears=float(payers.payer_arrears[n]),
        )
    return found


def _of_the_government(fiscal: Fiscal, policy: Policy, base: int, years: tuple[int, ...]) -> Terms:
    return Terms(
        revenue=dict(zip((base, *years), fiscal.revenue.tolist(), strict=True)),
        wage_ceiling={} if fiscal.wage_ceiling is None else _known(years, fiscal.wage_ceiling.tolist()),
        max_step={} if fiscal.max_step is None else _known(years, fiscal.max_step.tolist()),
        own_spending=fiscal.own_spending,
        saving_share=policy.max_saving_share,
        opening_reserve=policy.opening_reserve if policy.reserve_allowed else 0.0,
        opening_arrears=policy.opening_arrears,
    )


def _known(years: tuple[int, ...], amounts: list[float]) -> dict[int, float]:
    return {year: amount for year, amount in zip(years, amounts, strict=True) if isfinite(amount)}
