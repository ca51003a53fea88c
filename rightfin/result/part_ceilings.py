"""Ceilings and floors of parts of the budget at a point: own money on them by year, and which own money reaches."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

import numpy as np

from rightfin.case.lines import Line
from rightfin.fiscal.parameters import Floats
from rightfin.result.allocate import lines_of
from rightfin.result.by_payer import own_of_lines
from rightfin.result.point import in_turn
from rightfin.result.yearly import Yearly
from rightfin.tolerances import REACHED


class PartOfYear(NamedTuple):
    """A ceiling or floor (``bound`` is max or min), by its id, in a year; money in currency units at current prices.

    ``own`` is what own money pays of its lines, that of one payer where the limit names one, ``cost`` what they cost,
    ``unsupported`` what support that the case asks for and people lack would cost more, and
    ``unfunded`` what nobody pays of the cost.
    """

    part: str
    year: int
    bound: str
    limit: float
    own: float
    cost: float
    unsupported: float
    unfunded: float

    @property
    def is_reached(self) -> bool:
        """Whether own money is as high as a ceiling; a part that would cost nothing reaches none."""
        return self.bound == "max" and self.cost + self.unsupported > 0.0 and self.own >= (1.0 - REACHED) * self.limit


def parts_by_year(sums: Yearly) -> list[PartOfYear]:
    """Return ceilings and floors with what they limit, in the order of the case, for the years shown that have one."""
    parts, lines = sums.inputs.parameters.parts, lines_of(sums.inputs)
    unfunded = sums.by_line(sums.of_blocks("unfunded"))
    own = {payer: own_of_lines(sums, payer) for payer in {None, *parts.part_payer.values()}}
    found = []
    for part, limits in zip(parts.parts, parts.part_limit[:, :len(sums.years)].tolist(), strict=True):
        bound, scope = "min" if parts.is_floor[part] else "max", set(parts.part_lines[part])
        within = [line in scope for line in lines]
        of_lines = (own[parts.part_payer.get(part)], sums.cost_of_lines, _unsupported(sums, lines), unfunded)
        sides = (in_turn(amounts[within]).tolist() for amounts in of_lines)
        found += [PartOfYear(part, year, bound, limit, *of_part)
                  for year, limit, *of_part in zip(sums.years, limits, *sides, strict=True) if isfinite(limit)]
    return found


def _unsupported(sums: Yearly, lines: Sequence[Line]) -> Floats:
    """Return what support that people lack although the case asks for it would cost, (lines, years)."""
    place = {cadre: n for n, cadre in enumerate(sums.inputs.parameters.people.cadres)}
    found = np.zeros((len(lines), len(sums.years)))
    for n, line in enumerate(lines):
        if line.category == "operations" and line.item in place:
            found[n] = sums.unsupported_of[place[line.item]]
    return found


def reached_at_the_end(sums: Yearly) -> tuple[str, ...]:
    """Return the ceilings by part, by id, that own money reaches in the last year shown."""
    if not sums.inputs.parameters.parts.parts:
        return ()
    return tuple(one.part for one in parts_by_year(sums) if one.year == sums.years[-1] and one.is_reached)
