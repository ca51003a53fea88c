"""Overhang: what keeping up what stands in a year costs beyond the ceiling and the money of donors who never leave."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Floats
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Linear, Row, Sense, Term
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.layout import with_classes
from rightfin.lp.rules import lasting
from rightfin.lp.rules.sustained import due_anyhow, steady_cost
from rightfin.lp.steady import number
from rightfin.solve.engine import SolverError
from rightfin.tolerances import FEASIBILITY, NEGLIGIBLE, PEOPLE_APART


@dataclass(frozen=True)
class KeptByPayer:
    """What a payer may spend in a year, transfers counted, and what it keeps up of what stands, in currency of the year."""

    may: float
    keeps: float


@dataclass(frozen=True)
class Overhang:
    """What stands in a year, kept up for good; money in currency of the year.

    ``cost`` is what that costs a year, ``fixed`` what of it is due whatever the head count, contracts that go on and
    running costs. ``lasting`` is what donors who never leave would pay of it, net of what the state spends only because
    they ask for it, ``ceiling`` what the government may spend, ``tied`` what it receives for a scope alone, ``further``
    what each payer beside it would pay. ``stranded`` is by institution what the government may not pay and nobody else
    would. ``strength`` are the people paid.
    """

    cost: float
    fixed: float
    lasting: float
    ceiling: float
    strength: float
    tied: KeptByPayer = KeptByPayer(0.0, 0.0)
    further: Mapping[str, KeptByPayer] = field(default_factory=dict)
    stranded: Mapping[str, float] = field(default_factory=dict)

    @property
    def amount(self) -> float:
        """What is missing each year; below zero, what is left."""
        stranded = math.fsum(self.stranded.values())
        rest = self.cost - stranded - self.lasting - self._of_others - self.ceiling
        return stranded + max(rest, 0.0) if stranded > 0.0 else rest

    @property
    def may(self) -> float:
        """What all payers may spend."""
        return self.ceiling + math.fsum(one.may for one in (self.tied, *self.further.values()))

    @property
    def of_payers(self) -> Mapping[str, KeptByPayer]:
        """What each payer may spend and keeps up, the government first: it pays what others leave of what it may pay."""
        rest = self.cost - math.fsum(self.stranded.values()) - self.lasting - self._of_others
        government = KeptByPayer(self.ceiling + self.tied.may, min(self.ceiling, max(rest, 0.0)) + self.tied.keeps)
        return {GOVERNMENT: government, **self.further}

    @property
    def kept(self) -> float:
        """People whom ceiling and lasting money keep up, composed as in the year; more of them where there is room.

        Where some may pay what others may not it is those who are paid if all can be kept, and else not a number: who has
        to go depends on whose money runs short.
        """
        if self.further or self.stranded:
            return self.strength if self.amount <= PEOPLE_APART * self.cost else math.nan
        of_people = self.cost - self.fixed
        left = max(0.0, self.ceiling + self.lasting - self.fixed)
        return self.strength * left / of_people if of_people > 0.0 else math.nan

    @property
    def _of_others(self) -> float:
        return math.fsum(one.keeps for one in (self.tied, *self.further.values()))


@dataclass(frozen=True)
class _Lasting:
    """What would be paid of what stands by others than the government: by year; by payer and year; by class and year what
    nobody would pay that it may not pay either."""

    donors: Mapping[int, float]
    payers: Mapping[tuple[str, int], float]
    stranded: Mapping[tuple[str, int], float]


def overhangs_of(d: Inputs, decided: Decisions) -> dict[int, Overhang]:
    """Return the overhang of each year shown at a point, whether or not the case asks for a force that can be kept up.

    What stands costs the same whoever pays, so all that is asked about a point is asked with the same decisions.
    Raises ``SolverError`` where what donors who never leave pay at most is not found.
    """
    return _overhangs_in(d, decided, d.parameters.horizon.written)


def _overhangs_in(d: Inputs, decided: Decisions, years: Sequence[int]) -> dict[int, Overhang]:
    """Return the overhang of some years."""
    found = _most_lasting(d, decided, frozenset(years))
    cadres, lines = d.parameters.people.cadres, [line for f in d.layout.classes for line in f.lines]
    return {
        year: Overhang(
            cost=math.fsum(number(steady_cost(decided, d, line, year)) for line in lines),
            fixed=due_anyhow(d, year),
            lasting=found.donors.get(year, 0.0),
            ceiling=d.purse_money[GOVERNMENT, year],
            strength=math.fsum(number(decided.strength[cadre, year]) for cadre in cadres),
            tied=_kept(d, found, GOVERNMENT, year),
            further={payer: _kept(d, found, payer, year) for payer in d.parameters.payers.further},
            stranded=_by_institution(decided, d, found.stranded, year),
        )
        for year in years
    }


def _kept(d: Inputs, found: _Lasting, payer: str, year: int) -> KeptByPayer:
    """Return what a payer may spend out of its purses, the government's own left out, and what it keeps up with them."""
    purses = (purse for purse, of in d.purses.items() if of == payer and purse != GOVERNMENT)
    return KeptByPayer(math.fsum(d.purse_money[purse, year] for purse in purses), found.payers.get((payer, year), 0.0))


def _by_institution(
    decided: Decisions, d: Inputs, stranded: Mapping[tuple[str, int], float], year: int
) -> Mapping[str, float]:
    """Return by institution what is stranded in a year, each class in proportion to what its lines cost."""
    least = NEGLIGIBLE * d.deflator[year] * (d.parameters.case_size or 1.0)
    found: dict[str, float] = {}
    for financing in d.layout.classes:
        amount = stranded.get((financing.name, year), 0.0)
        costs = {line: number(steady_cost(decided, d, line, year)) for line in financing.lines} if amount > 0.0 else {}
        whole = math.fsum(costs.values())
        if amount > least and whole > 0.0:
            for line, cost in costs.items():
                found[line.institution] = found.get(line.institution, 0.0) + amount * cost / whole
    return found


def without_donors(d: Inputs, decided: Decisions) -> Overhang:
    """Return what keeping up what stands in the last year shown leaves to payers of own money, all donors gone."""
    alone = replace(d.parameters, donors=replace(d.parameters.donors, staying=frozenset()))
    end = d.parameters.horizon.written[-1]
    return _overhangs_in(Inputs(alone, d.layout), decided, (end,))[end]


class _Paying:
    """The decisions of a point as the rules of lasting money read them: theirs are open, all others are numbers.

    Open are those of some years: no rule of theirs reads two.
    """

    def __init__(self, decided: Decisions, d: Inputs, years: Set[int]) -> None:
        self._decided = decided
        self.labels: list[tuple[str, Index]] = []
        for decision in lasting.DECISIONS:
            found: dict[Any, Linear] = {}
            for index in (one for one in decision.indices(d) if one[-1] in years):
                found[index] = Term(len(self.labels))
                self.labels.append((decision.name, index))
            setattr(self, decision.name, found)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decided, name)


_COUNTS = {"lasting": 1.0, "kept": 1.0, "idle": 0.0, "to_match": -1.0, "stranded": 0.0}
"""What a unit of each decision about lasting money keeps up."""

_WEIGHS = {**_COUNTS, "stranded": -1.0}
"""What it weighs: what the government cannot pay for either comes first."""


def _most_lasting(d: Inputs, decided: Decisions, years: Set[int]) -> _Lasting:
    """Return the most that donors who never leave, and payers beside the government, pay of what stands at a point, by the
    rules of the model, and what is left that the government may not pay, in some years.

    A plan's own decisions say only that they pay enough. Of ways that come to the same the one is told in which payers keep
    up as much as they can before donors do, those first who stand first in the case.
    """
    asked = replace(d.parameters, policy=replace(d.parameters.policy, sustained_from=d.first))
    # Lasting money of every year, asked for or not; it is by class, also of donors who now tell classes apart.
    d = Inputs(asked, with_classes(asked, d.layout) if d.layout.portions else d.layout)
    paying = _Paying(decided, d, years)
    if not paying.labels:
        return _Lasting({}, {}, {})
    rows = [
        row for family in lasting.FAMILIES for index in family.indices(d)
        if index[-1] in years and isinstance(row := family.rule(paying, d, *index), Row)
    ]
    flat = [(*row.flat(), 1.0 if row.sense is Sense.AT_MOST else -1.0) for row in rows]
    unit = d.parameters.case_size or 1.0
    limits = [({column: sign * share for column, share in terms.items()}, sign * bound / unit)
              for terms, bound, sign in flat]
    weighs = np.array([_WEIGHS[name] for name, _ in paying.labels])
    found = _largest(weighs, limits)
    if d.parameters.payers.further:
        best = {n: -weight for n, weight in enumerate(weighs.tolist()) if weight != 0.0}
        held = FEASIBILITY - float(weighs @ found)
        found = _largest(_in_turn(d, paying), [*limits, (best, held)])
    return _told(d, paying, (found * unit).tolist())


def _largest(weighs: Floats, limits: Sequence[tuple[Mapping[int, float], float]]) -> Floats:
    """Return decisions of no less than nothing that weigh most; a limit is terms by place, and what they are at most."""
    entries = [(n, column, share) for n, (terms, _) in enumerate(limits) for column, share in terms.items()]
    at_rows, at_columns, shares = zip(*entries, strict=True)
    matrix: Any = coo_array((shares, (at_rows, at_columns)), shape=(len(limits), len(weighs))).tocsr()
    found = linprog(-weighs, A_ub=matrix, b_ub=np.array([bound for _, bound in limits]), method="highs")
    if found.x is None:
        raise SolverError("HiGHS does not find what donors who never leave would pay")
    most: Floats = found.x
    return most


def _in_turn(d: Inputs, paying: _Paying) -> Floats:
    """Return what a unit weighs that each payer keeps up, those more who stand first in the case."""
    payers = (GOVERNMENT, *d.parameters.payers.further)  # the government with what it receives for a scope
    weight = {payer: float(len(payers) - n) for n, payer in enumerate(payers)}
    return np.array([weight[d.purses[index[0]]] if name == "kept" else 0.0 for name, index in paying.labels])


def _told(d: Inputs, paying: _Paying, amounts: Sequence[float]) -> _Lasting:
    """Return what the decisions come to."""
    donors, payers, stranded = dict[int, float](), dict[tuple[str, int], float](), dict[tuple[str, int], float]()
    for (name, index), amount in zip(paying.labels, amounts, strict=True):
        year = index[-1]
        if name == "kept":
            key = d.purses[index[0]], year
            payers[key] = payers.get(key, 0.0) + amount
        elif name == "stranded":
            stranded[index[0], year] = amount
        else:
            donors[year] = donors.get(year, 0.0) + _COUNTS[name] * amount
    return _Lasting(donors, payers, stranded)
