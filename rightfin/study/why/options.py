"""Options: plans near the best one that have a name and stand as wishes, each solved again at all levels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rightfin.lp.program import Label
from rightfin.solve.engine import SolverError
from rightfin.study.why.aggregates import Aggregate, value_of
from rightfin.study.why.near_best import NEEDS, NearBest, level_value
from rightfin.study.why.quantities import Quantity, QuantityUnit
from rightfin.study.why.together import Swap
from rightfin.study.why.wished import WishModels
from rightfin.study.why.wishes import Wish, WishSense
from rightfin.tolerances import DECIDED, ROOM

DIGITS = 4
"""Digits that an amount of money keeps in a wish; it is rounded so that the plan it was taken from has it."""


class OptionKind(StrEnum):
    """What an option is about."""

    SWAP = "swap"
    """Less of one number and more of another."""
    MOST = "most"
    """The most of one number in a year."""
    LEAST = "least"
    """The least of one number over all years shown."""


@dataclass(frozen=True)
class AlternativePlan:
    """A plan within the loss that has a name: what it keeps as ``wishes``, and what the best plan that keeps them is.

    ``about`` are the numbers that it was chosen for. ``lost`` is what it loses of what the best plan covers, as a share;
    ``values`` are aggregates in it by name and year. All levels were solved with the wishes held.
    """

    name: str
    kind: OptionKind
    about: tuple[Aggregate, ...]
    wishes: tuple[Wish, ...]
    lost: float
    values: Mapping[tuple[str, int | None], float] = field(hash=False)


class Options:
    """Options of one plan, found within its reach and solved again on models that start from where it stands."""

    def __init__(
        self, models: WishModels, reach: NearBest, place: Mapping[tuple[str, int | None], int], told: Sequence[Aggregate],
    ) -> None:
        """``told`` are the aggregates that are told of every option, ``place`` where they stand in the reach."""
        self._models, self._reach, self._place = models, reach, place
        self._sums = {one.key: one.sum_in(models.inputs) for one in told}
        self.solves = 0

    def swapped(self, swap: Swap) -> AlternativePlan:
        """Return the option of a swap: both numbers at least as far as there."""
        planned = self._reach.planned()
        less, more = (float(planned[self._place[one.key]]) for one in (swap.less, swap.more))
        name = f"less {swap.less.quantity.name}, more {swap.more.quantity.name}"
        return self._solved(name, OptionKind.SWAP, (swap.less, swap.more), [
            (swap.less, WishSense.AT_MOST, less - swap.given_up), (swap.more, WishSense.AT_LEAST, more + swap.gained)])

    def of(self, kind: OptionKind, one: Aggregate) -> AlternativePlan | None:
        """Return the option with the most of a number in its year, or the least over all years; ``None`` where that is what
        the plan has."""
        return self._most(one) if kind is OptionKind.MOST else self._least(one)

    def _is_planned(self, one: Aggregate, value: float) -> bool:
        planned = float(self._reach.planned()[self._place[one.key]])
        return abs(value - planned) <= DECIDED * max(abs(planned), abs(value))

    def _most(self, one: Aggregate) -> AlternativePlan | None:
        """Return the option with the most of a number in its year."""
        greatest = -self._reach.least({self._place[one.key]: -1.0})
        if self._is_planned(one, greatest):
            return None
        return self._solved(f"most {one.quantity.name}", OptionKind.MOST, (one,),
                            [(one, WishSense.AT_LEAST, greatest)])

    def _least(self, one: Aggregate) -> AlternativePlan | None:
        """Return the option with the least of a number over all years shown: no more in any of them than there."""
        if self._is_planned(one, self._reach.least({self._place[one.key]: 1.0})):
            return None
        decisions = self._decisions(self._reach.point().tolist())
        numbers = [
            (Aggregate(one.quantity, year), WishSense.AT_MOST,
             value_of(one.quantity.sum_in(self._models.inputs, int(year)), decisions))
            for year in self._models.years
        ]
        return self._solved(f"least {one.quantity.name}", OptionKind.LEAST, (one,), numbers)

    def _solved(
        self, name: str, kind: OptionKind, about: tuple[Aggregate, ...],
        numbers: Sequence[tuple[Aggregate, WishSense, float]],
    ) -> AlternativePlan:
        """Solve all levels with wishes for numbers held; raises ``SolverError`` if the solver finds no such plan, which
        there is.

        A number that lies by a hair's breadth beside a round one is wished as that where such a plan is found, else
        rounded to the side on which it is easier kept.
        """
        found = None
        for near in (ROOM, 0.0):
            wishes = [_wish(one, sense, number, near) for one, sense, number in numbers]
            if found is None and (near == 0.0 or wishes != [_wish(*one, 0.0) for one in numbers]):
                self.solves += 1
                found = self._models.asking(wishes).solve()
            if found is not None:
                break
        if found is None:
            raise SolverError("HiGHS calls wishes contradictory that a plan has")
        program = self._models.program
        before, after = (level_value(program, NEEDS, one) for one in (
            self._models.found.columns, found.columns[: len(program.columns)]))
        decisions = self._decisions(found.columns.tolist())
        lost = (after - before) / self._reach.covered if self._reach.covered else 0.0
        values = {key: value_of(total, decisions) for key, total in self._sums.items()}
        return AlternativePlan(name, kind, about, tuple(wishes), lost, values)

    def _decisions(self, columns: Iterable[float]) -> dict[Label, float]:
        return dict(zip(self._models.program.columns, columns, strict=True))


def option_named(options: Iterable[AlternativePlan], name: str) -> AlternativePlan:
    """Return an option by its name; ``KeyError`` if there is none."""
    for one in options:
        if one.name == name:
            return one
    raise KeyError(name)


def _wish(one: Aggregate, sense: WishSense, number: float, near: float) -> Wish:
    """Return the wish for a number in its year, rounded to what people write so that who has the number has the wish."""
    if one.year is None:
        raise ValueError("a wish is about single years")
    return Wish(one.quantity, sense, rounded_for(one.quantity, sense, number, near), (one.year,))


def rounded_for(quantity: Quantity, sense: WishSense, number: float, near: float = 0.0) -> float:
    """Return a number in whole persons, four digits of money or tenths of a point, to the side on which it is easier kept.

    Parameters
    ----------
    sense : on which side of the number the quantity is to stay: at most is rounded up, at least down.
    near : share of a round number by which one may lie beside it and be rounded to it all the same.
    """
    amount = max(number, 0.0)
    step = {
        QuantityUnit.PEOPLE: 1.0, QuantityUnit.SHARE: 1.0 / 1000.0,
        QuantityUnit.MONEY: 10.0 ** max(math.floor(math.log10(max(amount, 1.0))) + 1 - DIGITS, 0),
    }[quantity.unit]
    nearest = round(amount / step)
    if abs(amount / step - nearest) <= near * nearest:
        return float(nearest * step)
    whole = math.ceil if sense is WishSense.AT_MOST else math.floor
    return float(whole(amount / step) * step)

