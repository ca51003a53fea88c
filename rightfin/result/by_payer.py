"""Own money by payer: what each has, gives, pays and owes; nothing is told twice where the government pays alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.purses import given_of
from rightfin.result.allocate import class_of_blocks
from rightfin.result.point import in_turn
from rightfin.result.yearly import Yearly

Key = tuple[str, ...]


def money_of_payers(sums: Yearly) -> dict[str, dict[str, Floats]]:
    """Return by payer and column of the table ``payers`` amounts by year; empty where the government pays alone."""
    d, years = sums.inputs, len(sums.years)
    payers = d.parameters.payers
    if not payers.further:
        return {}
    revenue = np.concatenate([d.parameters.fiscal.revenue[None], payers.payer_revenue])[:, 1 : years + 1]
    ceiling = np.concatenate([d.parameters.fiscal.ceiling[None], payers.payer_ceiling])[:, :years]
    own, unfunded, reserve = own_by_payer(d, sums.shown("own")), sums.shown("unfunded"), sums.shown("reserve")
    received, tied, given = _transfers(d, years)
    found = {}
    for n, (payer, terms) in enumerate(d.terms.items()):
        before = np.concatenate([[terms.opening_reserve], reserve[n, :-1]])
        found[payer] = {
            "revenue": revenue[n], "ceiling": ceiling[n], "received": received[payer], "tied": tied[payer],
            "given": given[payer], "own": in_turn(own[payer]), "unfunded": in_turn(unfunded[n]),
            "cleared": sums.shown("cleared")[n], "arrears": sums.shown("arrears")[n], "reserve": reserve[n],
            "saved": reserve[n] - (1.0 + d.parameters.fiscal.reserve_yield[:years]) * before,
        }
    return found


def paid_by_payers(sums: Yearly) -> dict[Key, Floats]:
    """Return what each payer pays by payer, institution and category; heads on which it never pays are left out.

    Empty where the government pays alone.
    """
    d, found = sums.inputs, dict[Key, Floats]()
    if not d.parameters.payers.further:
        return found
    place = class_of_blocks(d)
    for payer, by_class in own_by_payer(d, sums.shown("own")).items():
        of_blocks = sums.paid.share * by_class[place]
        for (institution, category), amounts in zip(d.heads, sums.by_head(of_blocks), strict=True):
            if np.any(amounts > 0.0):
                found[payer, institution, category] = amounts
    return found


def own_by_payer(d: Inputs, own: Floats) -> dict[str, Floats]:
    """Return what each payer pays, (classes, years), out of all its purses; ``own`` is (purses, classes, years)."""
    found = {payer: np.zeros(own.shape[1:]) for payer in d.terms}
    for amounts, payer in zip(own, d.purses.values(), strict=True):
        found[payer] = found[payer] + amounts
    return found


def own_of_lines(sums: Yearly, payer: str | None = None) -> Floats:
    """Return own money by line, (lines, years): that of one payer, or of all together."""
    if payer is None:
        return sums.by_line(sums.of_blocks("own"))
    d = sums.inputs
    return sums.by_line(sums.paid.share * own_by_payer(d, sums.shown("own"))[payer][class_of_blocks(d)])


def _transfers(d: Inputs, years: int) -> tuple[Mapping[str, Floats], Mapping[str, Floats], Mapping[str, Floats]]:
    """Return what each payer receives freely, receives tied to a scope, and gives, each (years,)."""
    payers = d.parameters.payers
    received, tied, given = ({payer: np.zeros(years) for payer in (GOVERNMENT, *payers.further)} for _ in range(3))
    amounts = given_of(d.parameters)
    for name in payers.transfers:
        course = np.array([amounts[name, t] for t in d.years[:years]])
        taken = received if payers.transfer_lines[name] is None else tied
        taken[payers.transfer_to[name]] = taken[payers.transfer_to[name]] + course
        given[payers.transfer_from[name]] = given[payers.transfer_from[name]] + course
    return received, tied, given
