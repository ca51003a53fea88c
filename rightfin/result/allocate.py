"""From classes, groups and the nation back to lines, donors and regions: the reductions undone in closed form.

Shares and amounts by year are lists over the first of the planning years, as many as ``years`` holds.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import Line, ladder
from rightfin.result.values import Values

Shares = list[float]


def line_shares(d: Inputs, values: Values, years: tuple[int, ...]) -> dict[Line, Shares]:
    """Return what share of its class's money goes to each line, by year: in proportion to the cost of lines."""
    found: dict[Line, Shares] = {}
    for financing in d.layout.classes:
        costs = {line: [values.get("cost", *line, year) for year in years] for line in financing.lines}
        whole = [sum(by_line) for by_line in zip(*costs.values(), strict=True)]
        found |= {line: _over(cost, whole) for line, cost in costs.items()}
    return found


def member_shares(d: Inputs, values: Values, years: tuple[int, ...]) -> dict[str, Shares]:
    """Return what share of its group's money is each donor's, by year: in proportion to the money that donors have."""
    donors = d.parameters.donors
    at = {donor: place for place, donor in enumerate(donors.donors)}
    found: dict[str, Shares] = {donor: [] for donor in donors.donors}
    for group in d.layout.groups:
        carried = {donor: float(donors.opening_carried[at[donor]]) for donor in group.members}
        for place, year in enumerate(years):
            has = [
                float(donors.disbursed[at[donor], place] * (1.0 - donors.fee[at[donor]]))
                + float(donors.keep[at[donor]]) * carried[donor]
                for donor in group.members
            ]
            kept = values.get("carried", group.name, year)
            for donor, share in zip(group.members, _over(has, [sum(has)] * len(has)), strict=True):
                found[donor].append(share)
                carried[donor] = kept * share
    return found


def _over(amounts: list[float], wholes: list[float]) -> Shares:
    """Return amounts as shares of wholes; zero where there is nothing to share."""
    return [amount / whole if whole > 0.0 else 0.0 for amount, whole in zip(amounts, wholes, strict=True)]


def unmet_by_region(d: Inputs, values: Values) -> Floats:
    """Return unmet need, (H, R, Y): mild bands first, ties in proportion to the width that a region can give."""
    needs = d.parameters.needs
    net = needs.need - needs.external
    found = np.zeros_like(net)
    totals = _national(d, values)
    for h, need in enumerate(needs.needs):
        pieces = ladder(needs.need[h], net[h], [width for width, _ in needs.bands[need]])
        left = np.minimum([totals[need, year] for year in d.years], _over_regions(net[h]))
        for piece, width in zip(pieces, _over_regions(pieces), strict=True):
            taken = np.minimum(left, width)
            found[h] += piece * np.divide(taken, width, out=np.zeros_like(width), where=width > 0.0)
            left = left - taken
    return found


def _over_regions(amounts: Floats) -> Floats:
    """Return the sum over the regions of amounts, (..., R, Y)."""
    summed: Floats = np.ascontiguousarray(np.swapaxes(amounts, -1, -2)).sum(axis=-1)  # in pairs: exact for many regions
    return summed


def _national(d: Inputs, values: Values) -> Mapping[tuple[str, int], float]:
    totals = {(need, year): 0.0 for need in d.parameters.needs.needs for year in d.years}
    for (need, _cell, year, _band), amount in values.items("unmet").items():
        totals[need, year] += amount
    return totals
