"""From classes, groups and the nation back to lines, donors and regions: the reductions undone in closed form.

Arrays are over the years shown, unless they say otherwise.
"""

from __future__ import annotations

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import ladder
from rightfin.result.point import Point, in_turn


def lines_of(d: Inputs, point: Point, name: str) -> Floats:
    """Return a decision about lines, (lines, years), in the order of ``d.lines``."""
    people, categories, amounts = d.parameters.people, d.parameters.categories, point[name]
    at = [(people.institutions.index(i), categories.index(c)) for i, c in d.lines]
    return amounts[[i for i, _ in at], [c for _, c in at], : d.parameters.horizon.shown]


def class_of_lines(d: Inputs) -> list[int]:
    """Return the place of the class of each line, in the order of ``d.lines``."""
    place = {line: n for n, financing in enumerate(d.layout.classes) for line in financing.lines}
    return [place[line] for line in d.lines]


def line_shares(d: Inputs, costs: Floats) -> Floats:
    """Return what share of its class's money goes to each line: in proportion to cost, both (lines, years)."""
    at = {line: n for n, line in enumerate(d.lines)}
    whole = np.zeros((len(d.layout.classes), costs.shape[1]))
    for n, financing in enumerate(d.layout.classes):
        whole[n] = in_turn(costs[[at[line] for line in financing.lines]])
    return _over(costs, whole[class_of_lines(d)])


def member_shares(d: Inputs, point: Point) -> Floats:
    """Return what share of its group's money is each donor's, (donors, years): in proportion to what they have."""
    donors, shown = d.parameters.donors, d.parameters.horizon.shown
    net = donors.disbursed * (1.0 - donors.fee)[:, None]
    found = np.zeros((len(donors.donors), shown))
    for kept, group in zip(point["carried"], d.layout.groups, strict=True):
        at = d.disbursed.places(group.members)
        carried = donors.opening_carried[at]
        for n in range(shown):
            has = net[at, n] + donors.keep[at] * carried
            found[at, n] = _over(has, np.full(len(at), float(in_turn(has))))
            carried = kept[n] * found[at, n]
    return found


def _over(amounts: Floats, wholes: Floats) -> Floats:
    """Return amounts as shares of wholes; zero where there is nothing to share."""
    found: Floats = np.divide(amounts, wholes, out=np.zeros_like(amounts), where=wholes > 0.0)
    return found


def unmet_by_region(d: Inputs, point: Point) -> Floats:
    """Return unmet need, (H, R, Y): mild bands first, ties in proportion to the width that a region can give."""
    needs, shown = d.parameters.needs, d.parameters.horizon.shown
    need = needs.need[:, :, :shown]
    net = need - needs.external[:, :, :shown]
    found = np.zeros_like(net)
    totals = national_unmet(point)[:, :shown]
    for h, name in enumerate(needs.needs):
        pieces = ladder(need[h], net[h], [width for width, _ in needs.bands[name]])
        left = np.minimum(totals[h], _over_regions(net[h]))
        for piece, width in zip(pieces, _over_regions(pieces), strict=True):
            taken = np.minimum(left, width)
            found[h] += piece * np.divide(taken, width, out=np.zeros_like(width), where=width > 0.0)
            left = left - taken
    return found


def _over_regions(amounts: Floats) -> Floats:
    """Return the sum over the regions of amounts, (..., R, Y)."""
    summed: Floats = np.ascontiguousarray(np.swapaxes(amounts, -1, -2)).sum(axis=-1)  # in pairs: exact for many regions
    return summed


def national_unmet(point: Point) -> Floats:
    """Return unmet need of the country, (needs, years planned), all cells and bands."""
    by_band = np.moveaxis(point["unmet"], (1, 3), (0, 1))
    return in_turn(by_band.reshape(-1, *by_band.shape[2:]))
