"""The course of one plan: who is there, what keeping them up costs, who pays, how far needs are covered, by year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Program
from rightfin.result.overhang import KeptByPayer, Overhang, overhangs_of
from rightfin.result.paid import is_kept, most_unpaid
from rightfin.result.part_ceilings import reached_at_the_end
from rightfin.result.point import Point, in_turn
from rightfin.result.yearly import Yearly
from rightfin.solve.levels import Solution


@dataclass(frozen=True)
class Course:
    """One plan by year shown: people in person-years, money in currency units at current prices, coverage as a share.

    ``asked_from`` is the first year in which the force must be one that can be kept up, ``None`` if none asks for it.
    """

    asked_from: int | None
    years: tuple[int, ...]
    by_cadre: Mapping[str, tuple[float, ...]]
    """People paid."""
    retrenched: tuple[float, ...]
    coverage: tuple[float, ...]
    """Share of all needs that is covered, weighted."""
    donors: tuple[float, ...]
    """What donors pay."""
    unmet: float
    """Unmet need: level 2, tail years included."""
    excess: float
    """What is beyond the bound in all planned years whatever is done: level 1d, discounted, at base-year prices;
    what counts as none in the verdict of a plan is nothing."""
    beyond: float
    """Most that stands beyond what can be kept in a year from the last shown on, tail years included, at the prices of that
    year: the overhang where the year comes before ``asked_from``, else what is beyond the bound; what counts as none
    in the verdict of a plan is nothing."""
    at_limit: tuple[str, ...]
    """Ceilings by part, by their ids, that own money reaches in the last year shown: what stands does not count them, the
    plan keeps them."""
    standing: tuple[Overhang, ...]
    """What keeping up what stands costs, in the plans that are compared year by year; empty in others: it takes long."""

    @property
    def strength(self) -> tuple[float, ...]:
        """All people paid."""
        return tuple(math.fsum(of) for of in zip(*self.by_cadre.values(), strict=True))

    @property
    def ceiling(self) -> tuple[float, ...]:
        """What the state may spend, all payers together."""
        return tuple(one.may for one in self.standing)

    @property
    def payers(self) -> tuple[Mapping[str, KeptByPayer], ...]:
        """What each payer of own money may spend and keeps up of what stands."""
        return tuple(one.of_payers for one in self.standing)

    @property
    def stranded(self) -> tuple[Mapping[str, float], ...]:
        """By institution what the government may not keep up and nobody else can."""
        return tuple(one.stranded for one in self.standing)

    @property
    def steady(self) -> tuple[float, ...]:
        """What keeping up what stands in the year costs a year for good."""
        return tuple(one.cost for one in self.standing)

    @property
    def lasting(self) -> tuple[float, ...]:
        """What of it donors who never leave would pay."""
        return tuple(one.lasting for one in self.standing)

    @property
    def overhang(self) -> tuple[float, ...]:
        """What it costs beyond the ceiling and lasting money; below zero, what is left."""
        return tuple(one.amount for one in self.standing)

    @property
    def kept(self) -> tuple[float | None, ...]:
        """People whom both keep up, composed as in the year; ``None`` where people cost nothing."""
        return tuple(None if math.isnan(one.kept) else one.kept for one in self.standing)


def course_of(inputs: Inputs, program: Program, found: Solution, *, standing: bool) -> Course:
    """Return the course of a plan all of whose levels were solved, with what stands costs for good if asked for."""
    point = Point.of(inputs, program, found.columns)
    sums, p = Yearly(inputs, point), inputs.parameters
    years, cadres = sums.years, p.people.cadres
    levels = {level.name: level.value for level in found.settled or found.levels}
    goal, end = p.policy.sustained_from, p.horizon.end
    early = goal is None or goal > end  # what stands at the end may be beyond what can be kept, and on the way
    overhangs = overhangs_of(inputs, sums.decided) if standing or early else {}
    most = most_unpaid(p)
    late = {year: amount
            for year, amount in zip(p.horizon.years, (point["excess"] + in_turn(point["stranded"])).tolist(), strict=True)
            if goal is not None and year >= max(goal, end)}
    if early:
        late[end] = max(0.0, overhangs[end].amount)
    excess = levels.get("sustained", 0.0) if goal is not None else 0.0
    return Course(
        asked_from=None if goal is None else p.horizon.style.written(goal),
        years=years,
        by_cadre={cadre: _course(of) for cadre, of in zip(cadres, sums.shown("strength"), strict=True)},
        retrenched=_course(in_turn(sums.shown("exits"))),
        coverage=_course(sums.coverage()),
        donors=_course(sums.grants),
        unmet=max(0.0, levels["needs"]),
        excess=0.0 if is_kept(excess, most) else excess,
        beyond=0.0 if is_kept(math.fsum(inputs.money_discount[t] * late[t] for t in late), most) else max(late.values()),
        at_limit=reached_at_the_end(sums),
        standing=tuple(overhangs.values()) if standing else (),
    )


def _course(amounts: Floats) -> tuple[float, ...]:
    """Return amounts by year as plain numbers, 1 where a share is of nothing."""
    return tuple(1.0 if math.isnan(amount) else amount for amount in amounts.tolist())
