"""From classes, blocks, groups and the nation back to lines, donors and regions: the reductions undone in closed form.

Arrays are over the years shown, unless they say otherwise.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from rightfin.case.lines import Line
from rightfin.fiscal.labelled import Labelled
from rightfin.fiscal.parameters import Floats
from rightfin.lp.cells import ladder, over_regions
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Expression
from rightfin.lp.inputs import Inputs
from rightfin.lp.rules import DECISION
from rightfin.lp.rules.cost import direct_cost, fixed_cost
from rightfin.lp.shared import Made
from rightfin.result.point import Point, in_turn, names_along


def blocks_of(d: Inputs, point: Point, name: str) -> Floats:
    """Return a decision about blocks, (blocks, years), in the order of ``d.blocks``."""
    categories, amounts = d.parameters.categories, point[name]
    names = {name: n for n, name in enumerate(dict.fromkeys(name for name, _ in d.blocks))}
    at = [(names[b], categories.index(c)) for b, c in d.blocks]
    return amounts[[b for b, _ in at], [c for _, c in at], : d.parameters.horizon.shown]


def class_of_blocks(d: Inputs) -> list[int]:
    """Return the place of the class of each block, in the order of ``d.blocks``."""
    place = {(b.name, b.category): n for n, financing in enumerate(d.layout.classes) for b in financing.blocks}
    return [place[block] for block in d.blocks]


def block_shares(d: Inputs, costs: Floats) -> Floats:
    """Return what share of its class's money goes to each block: in proportion to cost, both (blocks, years)."""
    at = {block: n for n, block in enumerate(d.blocks)}
    whole = np.zeros((len(d.layout.classes), costs.shape[1]))
    for n, financing in enumerate(d.layout.classes):
        whole[n] = in_turn(costs[[at[b.name, b.category] for b in financing.blocks]])
    return _over(costs, whole[class_of_blocks(d)])


def lines_of(d: Inputs) -> tuple[Line, ...]:
    """Return the lines of all blocks, block by block."""
    return tuple(line for block in d.blocks.values() for line in block.lines)


def line_costs(d: Inputs, point: Point) -> Floats:
    """Return what each line costs, (lines, years), in the order of ``lines_of``: the rules of cost, line by line."""
    years = d.parameters.horizon.written
    decided = cast(Decisions, Decided(d, point))
    found = [
        [
            d.gross_up[line.institution, line.category, t] * direct_cost(decided, d, line, t) + fixed_cost(d, line, t)
            for t in years
        ]
        for line in lines_of(d)
    ]
    return np.array(found, dtype=float).reshape(-1, len(years))


def line_shares(d: Inputs, costs: Floats) -> Floats:
    """Return what share of its block's money goes to each line: in proportion to cost, both (lines, years)."""
    sizes = [len(block.lines) for block in d.blocks.values()]
    place, parts = block_of_lines(d), np.split(costs, np.cumsum(sizes)[:-1])
    whole = np.array([in_turn(part) for part in parts]).reshape(-1, costs.shape[1])
    return _over(costs, whole[place])


def block_of_lines(d: Inputs) -> list[int]:
    """Return the place of the block of each line, in the order of ``lines_of``."""
    return [n for n, block in enumerate(d.blocks.values()) for _ in block.lines]


class Decided:
    """The decisions of a point as the rules read them: numbers in place of expressions.

    ``parts_at_point`` are the parts that rules share, which are made once. Inputs that are asked about with the same object
    differ in nothing that those parts read.
    """

    def __init__(self, inputs: Inputs, point: Point) -> None:
        self._names, self._point = names_along(inputs), point
        self.parts_at_point: dict[Made, Expression] = {}

    def __getattr__(self, name: str) -> Labelled:
        if name not in DECISION:
            raise AttributeError(name)
        labels = [tuple(self._names[axis]) for axis in DECISION[name].axes]
        found = Labelled(self._point[name], *labels)
        self.__dict__[name] = found
        return found


def member_shares(d: Inputs, point: Point) -> Floats:
    """Return what share of its group's money is each donor's, (donors, years): in proportion to what they have."""
    donors, shown = d.parameters.donors, d.parameters.horizon.shown
    net = donors.disbursed * (1.0 - donors.fee)
    found = np.zeros((len(donors.donors), shown))
    for kept, group in zip(point["carried"], d.layout.groups, strict=True):
        at = d.disbursed.places(group.members)
        carried = donors.opening_carried[at]
        for n in range(shown):
            has = net[at, n] + donors.keep[at, n] * carried
            found[at, n] = _over(has, np.full(len(at), float(in_turn(has))))
            carried = kept[n] * found[at, n]
    return found


def shares_of(amounts: Floats) -> Floats:
    """Return amounts, (n, years), as shares of their sum by year; zero where there is nothing to share."""
    return _over(amounts, np.broadcast_to(in_turn(amounts), amounts.shape))


def _over(amounts: Floats, wholes: Floats) -> Floats:
    """Return amounts as shares of wholes; zero where there is nothing to share."""
    found: Floats = np.divide(amounts, wholes, out=np.zeros_like(amounts), where=wholes > 0.0)
    return found


def unmet_by_region(d: Inputs, point: Point) -> Floats:
    """Return unmet need, (H, R, Y): in each cell mild bands first, ties in proportion to the width a region can give."""
    needs, shown = d.parameters.needs, d.parameters.horizon.shown
    need = needs.need[:, :, :shown]
    net = need - needs.external[:, :, :shown]
    found = np.zeros_like(net)
    totals = _unmet_by_cell(point)[:, :, :shown]
    place = {region: n for n, region in enumerate(needs.regions)}
    for cell, regions in enumerate(d.layout.cells.regions.values()):
        at = [place[region] for region in regions]
        for h, name in enumerate(needs.needs):
            pieces = ladder(need[h, at], net[h, at], [width for width, _ in needs.bands[name]])
            left = np.minimum(totals[h, cell], over_regions(net[h, at]))
            for piece, width in zip(pieces, over_regions(pieces), strict=True):
                taken = np.minimum(left, width)
                found[h, at] += piece * np.divide(taken, width, out=np.zeros_like(width), where=width > 0.0)
                left = left - taken
    return found


def _unmet_by_cell(point: Point) -> Floats:
    """Return unmet need, (needs, cells, years planned), all bands."""
    by_band = np.moveaxis(point["unmet"], 3, 0)
    return in_turn(by_band)


def national_unmet(point: Point) -> Floats:
    """Return unmet need of the country, (needs, years planned), all cells and bands."""
    return in_turn(np.moveaxis(_unmet_by_cell(point), 1, 0))
