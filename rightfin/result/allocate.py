"""From classes, groups and the nation back to lines, donors and regions: the reductions undone in closed form."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import DonorGroup, Line, ladder
from rightfin.result.values import Values


def line_shares(d: Inputs, values: Values, year: int) -> dict[str, dict[Line, float]]:
    """Return by class how its money is split over its lines: in proportion to their cost."""
    found = {}
    for financing in d.layout.classes:
        costs = {line: values.get("cost", *line, year) for line in financing.lines}
        whole = sum(costs.values())
        found[financing.name] = {line: cost / whole if whole > 0.0 else 0.0 for line, cost in costs.items()}
    return found


def member_shares(d: Inputs, values: Values, group: DonorGroup) -> dict[int, dict[str, float]]:
    """Return by year how a group's money is split over its donors: in proportion to the money they have."""
    donors = d.parameters.donors
    at = {donor: place for place, donor in enumerate(donors.donors)}
    carried = {donor: float(donors.opening_carried[at[donor]]) for donor in group.members}
    found: dict[int, dict[str, float]] = {}
    for place, year in enumerate(d.years):
        has = {
            donor: float(donors.disbursed[at[donor], place] * (1.0 - donors.fee[at[donor]]))
            + float(donors.keep[at[donor]]) * carried[donor]
            for donor in group.members
        }
        whole = sum(has.values())
        shares = {donor: amount / whole if whole > 0.0 else 0.0 for donor, amount in has.items()}
        found[year] = shares
        kept = values.get("carried", group.name, year)
        carried = {donor: kept * share for donor, share in shares.items()}
    return found


def unmet_by_region(d: Inputs, values: Values) -> Floats:
    """Return unmet need, (H, R, Y): mild bands first, ties in proportion to the width that a region can give."""
    needs = d.parameters.needs
    net = needs.need - needs.external
    found = np.zeros_like(net)
    totals: Mapping[tuple[str, int], float] = _national(d, values)
    for h, need in enumerate(needs.needs):
        pieces = ladder(needs.need[h], net[h], [width for width, _ in needs.bands[need]])
        for y, year in enumerate(d.years):
            left = min(totals[need, year], float(net[h, :, y].sum()))
            for piece in pieces[:, :, y]:
                width = float(piece.sum())
                taken = min(left, width)
                if width > 0.0:
                    found[h, :, y] += piece * (taken / width)
                left -= taken
    return found


def _national(d: Inputs, values: Values) -> dict[tuple[str, int], float]:
    totals = {(need, year): 0.0 for need in d.parameters.needs.needs for year in d.years}
    for (need, _cell, year, _band), amount in values.items("unmet").items():
        totals[need, year] += amount
    return totals
