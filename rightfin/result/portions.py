"""Who pays which lines of a class that donors tell apart: the portions of the layout undone.

Arrays are (blocks of the class, years) or (years,), in currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import Portion
from rightfin.result.allocate import block_shares, shares_of
from rightfin.result.point import in_turn


@dataclass(frozen=True)
class Planned:
    """What a donor with portions pays of a class: ``limits`` by block within its limits, ``left`` where it has none.

    ``limits`` is zero where ``is_limited``, (blocks,), is not set.
    """

    limits: Floats
    left: Floats
    is_limited: Floats


@dataclass(frozen=True)
class PaidBlocks:
    """Who pays which block, all (blocks, years) in the order of ``Inputs.blocks``.

    ``share`` is the share of a payer's money for a class that goes to each of its blocks, and ``apart`` what donors with
    portions pay by block, in currency, on the classes of their portions.
    """

    share: Floats
    apart: Mapping[str, Floats]


def paid_by_blocks(d: Inputs, costs: Floats, grants: Floats) -> PaidBlocks:
    """Return who pays which block, given costs, (blocks, years), and grants, (groups, classes and portions, years).

    Inside a class or portion money is split in proportion to cost; where donors have portions of a class, all others pay
    in proportion to what is left.
    """
    share, apart = block_shares(d, costs), dict[str, Floats]()
    at = {block: n for n, block in enumerate(d.blocks)}
    group = {found.name: n for n, found in enumerate(d.layout.groups)}
    first = len(d.layout.classes)
    portions: dict[str, dict[str, list[tuple[Portion, Floats]]]] = {}
    for n, portion in enumerate(d.layout.portions):
        amount = grants[group[portion.donor], first + n]
        portions.setdefault(portion.financing, {}).setdefault(portion.donor, []).append((portion, amount))
    for financing in d.layout.classes:
        of_donors = portions.get(financing.name, {})
        if of_donors:
            names = [(block.name, block.category) for block in financing.blocks]
            places = [at[name] for name in names]
            here = costs[places]
            paid = paid_by_donors(here, {donor: _planned(found, names, here) for donor, found in of_donors.items()})
            left = np.maximum(here - in_turn(np.array(list(paid.values()))), 0.0)
            share[places] = np.where(in_turn(left) > 0.0, shares_of(left), share[places])
            for donor, amounts in paid.items():
                apart.setdefault(donor, np.zeros_like(costs))[places] = amounts
    return PaidBlocks(share, apart)


def _planned(portions: Sequence[tuple[Portion, Floats]], names: Sequence[tuple[str, str]], costs: Floats) -> Planned:
    limits, left, is_limited = np.zeros_like(costs), np.zeros(costs.shape[1]), np.zeros(len(costs))
    for portion, amount in portions:
        if portion.is_limited:
            places = [names.index((block.name, block.category)) for block in portion.blocks]
            limits[places] = shares_of(costs[places]) * amount
            is_limited[places] = 1.0
        else:
            left = left + amount
    return Planned(limits, left, is_limited)


def poured(amount: Floats, room: Floats) -> Floats:
    """Return an amount, as much of it as there is room for, in proportion to room."""
    most = in_turn(room)
    share = np.divide(np.minimum(amount, most), most, out=np.zeros_like(most), where=most > 0.0)
    found: Floats = room * share
    return found


def paid_by_donors(costs: Floats, planned: Mapping[str, Planned]) -> dict[str, Floats]:
    r"""Return what each donor with portions pays by block: no more within its limits than planned, its sum as planned.

    Donors are placed one after the other. A donor later in turn can still be placed as long as what is left outside its
    limits, and within them as far as it may pay there, is at least its sum; its *slack* is what there is beyond that. So

    - a donor pays first, in what a later one cannot pay for its limits, all of its sum that is more than that one's slack;
    - then within its own limits as planned, then what no later donor may want within its limits, then anything else.

    Every donor finds its place so, because the rows of portions and the balance of the class hold (see ``lp/layout.py``).
    What rounding leaves over goes to all blocks that the donor may pay without a limit, in proportion to cost.
    """
    found, left, names = {}, np.maximum(costs, 0.0), list(planned)
    for place, donor in enumerate(names):
        mine, later = planned[donor], [planned[name] for name in names[place + 1:]]
        found[donor] = _placed(mine, later, left)
        over = np.maximum(in_turn(mine.limits) + mine.left - in_turn(found[donor]), 0.0)
        free = costs * (1.0 - mine.is_limited)[:, None]
        found[donor] += shares_of(np.where(in_turn(free) > 0.0, free, costs)) * over
        left = np.maximum(left - found[donor], 0.0)
    return found


def _placed(mine: Planned, later: Sequence[Planned], left: Floats) -> Floats:
    to_place = whole = in_turn(mine.limits) + mine.left
    outside = left * (1.0 - mine.is_limited)[:, None]
    wanted, paid = np.zeros_like(left), np.zeros_like(left)
    for other in later:
        within = np.minimum(other.limits, left)
        wanted += within
        spare = (left - within) * other.is_limited[:, None]
        slack = in_turn(left - spare) - in_turn(other.limits) - other.left
        paid += poured(np.clip(whole - slack, 0.0, to_place), spare)
        to_place = whole - in_turn(paid)
    for room in (np.minimum(mine.limits, left), outside - wanted, outside):
        paid += poured(np.maximum(whole - in_turn(paid), 0.0), np.maximum(room - paid, 0.0))
    return paid
