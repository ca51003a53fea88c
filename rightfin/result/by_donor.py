"""What each donor pays, block by block of lines and line by line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.layout import Block
from rightfin.result.allocate import member_shares
from rightfin.result.yearly import Yearly


def grants_of_blocks(sums: Yearly, members: Floats) -> Iterator[tuple[str, Block, Floats]]:
    """Yield what a donor pays of a block, (years,), group by group and class by class; each pair once.

    ``members`` (donors, years) is each donor's share of its group's money.
    """
    d, grants = sums.inputs, sums.shown("grant")
    shares = dict(zip(d.blocks, sums.paid.share, strict=True))
    part_of = dict(zip(d.parameters.donors.donors, members, strict=True))
    for by_class, group in zip(grants, d.layout.groups, strict=True):
        apart = dict(zip(d.blocks, sums.paid.apart.get(group.name, ()), strict=False))
        for donor in group.members:
            for amount, financing in zip(by_class, d.layout.classes, strict=False):
                for block in financing.blocks:
                    name = block.name, block.category
                    yield donor, block, amount * shares[name] * part_of[donor] + apart.get(name, 0.0)


def grants_of_lines(sums: Yearly) -> dict[str, Floats]:
    """Return what each donor pays of each line, (lines, years), in proportion to cost within a block."""
    place = {name: n for n, name in enumerate(sums.inputs.blocks)}
    found = {donor: np.zeros((len(place), len(sums.years))) for donor in sums.inputs.parameters.donors.donors}
    for donor, block, amounts in grants_of_blocks(sums, member_shares(sums.inputs, sums.point)):
        found[donor][place[block.name, block.category]] += amounts
    return {donor: sums.by_line(of_blocks) for donor, of_blocks in found.items()}
