"""Overhang: what keeping up what stands in a year costs beyond the ceiling and the money of donors who never leave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from rightfin.case.payers import GOVERNMENT
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Linear, Row, Sense, Term
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.layout import with_classes
from rightfin.lp.rules import lasting
from rightfin.lp.rules.sustained import due_anyhow, steady_cost
from rightfin.lp.steady import number
from rightfin.result.allocate import Decided
from rightfin.result.point import Point
from rightfin.solve.engine import SolverError


@dataclass(frozen=True)
class Overhang:
    """What stands in a year, kept up for good; money in currency of the year.

    ``cost`` is what that costs a year, ``fixed`` what of it is due whatever the head count, contracts that go on and
    running costs. ``lasting`` is what donors who never leave, net of what the state spends only because they ask for it,
    and payers beside the government would pay of it, ``ceiling`` what the government may spend; ``stranded`` is what nobody
    of them pays although only they may. ``strength`` are the people paid in the year.
    """

    cost: float
    fixed: float
    lasting: float
    ceiling: float
    strength: float
    stranded: float = 0.0

    @property
    def amount(self) -> float:
        """What is missing each year; below zero, what is left."""
        rest = self.cost - self.stranded - self.lasting - self.ceiling
        return self.stranded + max(rest, 0.0) if self.stranded > 0.0 else rest

    @property
    def kept(self) -> float:
        """People whom ceiling and lasting money keep up, composed as in the year; more of them where there is room."""
        of_people = self.cost - self.fixed
        left = max(0.0, self.ceiling + self.lasting - self.fixed)
        return self.strength * left / of_people if of_people > 0.0 else math.nan


def overhangs_of(d: Inputs, point: Point) -> dict[int, Overhang]:
    """Return the overhang of each year shown at a point, whether or not the case asks for a force that can be kept up.

    Raises ``SolverError`` where what donors who never leave pay at most is not found.
    """
    decided = cast(Decisions, Decided(d, point))
    paid, stranded = _most_lasting(d, decided)
    cadres, lines = d.parameters.people.cadres, [line for f in d.layout.classes for line in f.lines]
    return {
        year: Overhang(
            cost=math.fsum(number(steady_cost(decided, d, line, year)) for line in lines),
            fixed=due_anyhow(d, year),
            lasting=paid.get(year, 0.0),
            ceiling=d.purse_money[GOVERNMENT, year],
            strength=math.fsum(number(decided.strength[cadre, year]) for cadre in cadres),
            stranded=stranded.get(year, 0.0),
        )
        for year in d.parameters.horizon.written
    }


def left_alone(d: Inputs, point: Point) -> float:
    """Return what payers leave of what it costs to keep up what stands in the last year shown, all donors gone.

    Below zero, what is left to the government.
    """
    alone = replace(d.parameters, donors=replace(d.parameters.donors, staying=frozenset()))
    return overhangs_of(Inputs(alone, d.layout), point)[d.parameters.horizon.written[-1]].amount


class _Paying:
    """The decisions of a point as the rules of lasting money read them: theirs are open, all others are numbers."""

    def __init__(self, decided: Decisions, d: Inputs) -> None:
        self._decided = decided
        self.labels: list[tuple[str, Index]] = []
        for decision in lasting.DECISIONS:
            found: dict[Any, Linear] = {}
            for index in decision.indices(d):
                found[index] = Term(len(self.labels))
                self.labels.append((decision.name, index))
            setattr(self, decision.name, found)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decided, name)


_COUNTS = {"lasting": 1.0, "kept": 1.0, "idle": 0.0, "to_match": -1.0, "stranded": 0.0}
"""What a unit of each decision about lasting money keeps up."""

_WEIGHS = {**_COUNTS, "stranded": -1.0}
"""What it weighs: what the government cannot pay for either comes first."""


def _most_lasting(d: Inputs, decided: Decisions) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """Return the most that donors who never leave, and payers beside the government, pay of what stands at a point, by year
    and by the rules of the model, and what is left that the government may not pay.

    A plan's own decisions say only that they pay enough.
    """
    asked = replace(d.parameters, policy=replace(d.parameters.policy, sustained_from=d.first))
    # Lasting money of every year, asked for or not; it is by class, also of donors who now tell classes apart.
    d = Inputs(asked, with_classes(asked, d.layout) if d.layout.portions else d.layout)
    paying = _Paying(decided, d)
    if not paying.labels:
        return {}, {}
    rows = [
        row for family in lasting.FAMILIES for index in family.indices(d)
        if isinstance(row := family.rule(paying, d, *index), Row)
    ]
    flat = [(*row.flat(), 1.0 if row.sense is Sense.AT_MOST else -1.0) for row in rows]
    entries = [(n, column, sign * share) for n, (terms, _, sign) in enumerate(flat) for column, share in terms.items()]
    right = np.array([sign * bound for _, bound, sign in flat])
    unit = d.parameters.case_size or 1.0
    weighs = np.array([_WEIGHS[name] for name, _ in paying.labels])
    at_rows, at_columns, shares = zip(*entries, strict=True)
    matrix: Any = coo_array((shares, (at_rows, at_columns)), shape=(len(rows), len(weighs))).tocsr()
    found = linprog(-weighs, A_ub=matrix, b_ub=right / unit, method="highs")
    if found.x is None:
        raise SolverError("HiGHS does not find what donors who never leave would pay")
    paid, stranded = dict[int, float](), dict[int, float]()
    for (name, index), amount in zip(paying.labels, (found.x * unit).tolist(), strict=True):
        year = index[-1]
        paid[year] = paid.get(year, 0.0) + _COUNTS[name] * amount
        if name == "stranded":
            stranded[year] = stranded.get(year, 0.0) + amount
    return paid, stranded
