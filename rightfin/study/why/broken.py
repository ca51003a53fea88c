"""Which promises and limits a plan keeps less than another does: the row of the case, the year, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from rightfin.case.case import Case
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.kinds import Unit
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.program import Program
from rightfin.lp.rules import DECISION
from rightfin.result.typed_at import TypedAt, typed_at
from rightfin.tolerances import MONEY_APART, NOBODY, PEOPLE_APART, SEEN

SAID_BY: Mapping[str, str] = MappingProxyType({
    "unfunded": "", "hollow": "", "below": "minimum_strength", "above": "maximum_strength", "target_miss": "target",
    "rule_miss": "rule", "rule_excess": "rule", "part_miss": "part_floor", "overhead_miss": "", "grade_excess": "",
})
"""Decisions that say by how much something is not kept, and the family of rows whose cell says what is asked."""


@dataclass(frozen=True)
class BrokenLimit:
    """A promise or limit that is kept less in a year: ``decision`` says which kind, by ``before`` and then by ``after``.

    The unit is that of the decision: people, money of the year, or a share of what is asked. ``whose`` is its index without
    the year. ``rise`` is what that adds to the level that counts it. ``year`` may lie beyond those shown (``beyond``).
    ``cell`` says what is asked, ``None`` where no one cell does.
    """

    decision: str
    whose: tuple[str, ...]
    year: int
    beyond: bool
    before: float
    after: float
    level: str
    rise: float
    cell: TypedAt | None


def broken_limits(
    program: Program, parameters: Parameters, case: Case, before: Floats, after: Floats
) -> tuple[BrokenLimit, ...]:
    """Return what is kept less at one point than at another, levels in their order, in each what adds most first.

    Points are decisions in natural units, (columns,). Changes that are no more than what solves differ by are left out.
    """
    return tuple(_broken(program, parameters, case, before, after))


def _broken(program: Program, p: Parameters, case: Case, before: Floats, after: Floats) -> Iterator[BrokenLimit]:
    horizon, told = p.horizon, set[int]()
    for objective in (one for one in OBJECTIVES if one.ranks and one.name in program.objectives):
        compiled = program.objectives[objective.name]
        rises = compiled.coefficients * compiled.scale * (after - before) / program.column_scale
        found = []
        for place in np.flatnonzero(rises > 0.0).tolist():
            kind, index = program.columns[place]
            if kind not in SAID_BY or place in told:
                continue
            year = int(index[-1])
            if after[place] - before[place] <= _apart(p, kind, year):
                continue
            told.add(place)
            beyond = year > horizon.end
            cell = typed_at((SAID_BY[kind], (*index[:-1], min(year, horizon.end))), case) if SAID_BY[kind] else None
            found.append(BrokenLimit(
                kind, tuple(map(str, index[:-1])), horizon.style.all([year])[0], beyond, float(before[place]),
                float(after[place]), objective.name, float(rises[place]), cell))
        yield from sorted(found, key=lambda one: -one.rise)


def _apart(p: Parameters, kind: str, year: int) -> float:
    """Return by how much a decision may rise without meaning it, in its unit."""
    unit = DECISION[kind].unit
    if unit is Unit.PERSONS:
        return max(NOBODY, PEOPLE_APART * float(p.people.opening_strength.sum()))
    if unit is Unit.MONEY:
        return float(MONEY_APART * p.case_size * p.fiscal.deflator[1 + p.horizon.years.index(year)])
    return SEEN
