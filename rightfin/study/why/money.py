"""What one more amount of money does to a number, by payer and year, and why it does nothing in some years.

All levels are solved again each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.fiscal.parameters import Floats
from rightfin.result.prices import Priced, priced_limits
from rightfin.solve.control import NEVER, Control
from rightfin.solve.face import Ends
from rightfin.study.briefing.asks import rounded
from rightfin.study.why.live import LivePlan, change_seen
from rightfin.study.why.quantities import LinearSum

OF_CEILING = 0.005
"""How much money is added, as a share of the largest ceiling of own spending, before it is rounded down."""

MOST = 6
"""Most pairs of payer and year that are tried one by one; all others of own money are tried together, and of donors."""

EASED = 0.1
"""By how much of itself each limit of a family gives way, where money does nothing."""

EASED_SINGLY = 8
"""Most limits of a kind that are eased one by one beside money; of more of them, the half that does more is kept."""

_MAY_HOLD = ("training", "pipeline", "absorption", "maximum_strength")
"""Families of limits beside which money is tried where it does nothing, each eased as a whole."""


class Purse(StrEnum):
    """Whose money it is."""

    OWN = "own"
    DONOR = "donor"


@dataclass(frozen=True)
class MoreMoney:
    """More money of a payer in a year, or of several payers and years, all at once.

    ``whose`` are pairs of the id of a donor or payer, empty for the government, and a year.
    """

    purse: Purse
    whose: tuple[tuple[str, int], ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which there is more, in their order."""
        return tuple(sorted({year for _, year in self.whose}))

    @property
    def payers(self) -> tuple[str, ...]:
        """The ids of those who give more, in their order."""
        return tuple(dict.fromkeys(who for who, _ in self.whose))


@dataclass(frozen=True)
class MoneyTried(MoreMoney):
    """What it does to the number; ``least`` and ``greatest`` are the rises of both ends."""

    least: float
    greatest: float
    needs: float

    @property
    def mean(self) -> float:
        """The rise in the middle between both ends."""
        return 0.5 * (self.least + self.greatest)


@dataclass(frozen=True)
class HeldMoney:
    """Beside what ``money`` does something that does nothing alone: all limits of a ``family`` a tenth easier.

    ``eased`` are those limits, by whose and year, all at once. ``alone`` is what that easing does to the least value of the
    number by itself, ``together`` what both do; ``greatest`` is what the money adds to its greatest value beside it.
    ``first`` is the same with the limits of one alone, of those tried the one beside whose easing money adds most; its
    limits stand first in ``eased``. ``None`` where beside none of them alone it adds anything, or they are all of one.
    """

    family: str
    eased: tuple[tuple[str, int], ...]
    money: MoreMoney
    alone: float
    together: float
    greatest: float
    first: HeldMoney | None = None

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose limits are easier, by id, in their order."""
        return tuple(dict.fromkeys(who for who, _ in self.eased))

    @property
    def least(self) -> float:
        """What the money adds to the least value beside that easing."""
        return self.together - self.alone


@dataclass(frozen=True)
class MoneyWorth:
    """What ``amount`` more, at the prices of its year, does to the number: by payer and year.

    ``refused`` is more money with which hard limits contradict one another, so that nothing can be told of it.
    """

    amount: float
    tried: tuple[MoneyTried, ...]
    held: HeldMoney | None
    refused: tuple[MoreMoney, ...] = ()


def money_worth(
    live: LivePlan, asked: LinearSum, before: Ends, gradient: Floats, currency: str, control: Control = NEVER
) -> MoneyWorth:
    """Return what more money of each payer does to a number whose ends are ``before``; ``gradient`` hints where."""
    found = list(priced_limits(live.inputs, live.program, live.solution, currency, every=(
        "ceiling", "pledge", *_MAY_HOLD)))
    sources = [one for one in found if one.limit.name in ("ceiling", "pledge") and not one.name.startswith("/")]
    own = [one.amount for one in sources if one.limit.name == "ceiling"]
    most = max(own or [one.amount for one in sources], default=0.0)
    if most <= 0.0:
        return MoneyWorth(0.0, (), None)
    amount = rounded(OF_CEILING * most)
    tries = _Tries(live, asked, before, amount, control)
    hints = {id(one): abs(sum(float(gradient[row]) * by for row, by in tries.moves(one).items())) for one in sources}
    ranked = sorted(sources, key=lambda one: (-hints[id(one)], one.limit.name, one.name, one.year))
    singly = [one for one in ranked if hints[id(one)] > tries.seen][:MOST]
    groups = [[one] for one in singly]
    taken = {id(one) for one in singly}
    rest: dict[str, list[Priced]] = {}
    for one in sources:
        if id(one) not in taken:
            rest.setdefault(one.limit.name, []).append(one)
    tried = [tries.tried(group) for group in (*groups, *rest.values())]
    made = [one for one in tried if isinstance(one, MoneyTried)]
    refused = tuple(one for one in tried if not isinstance(one, MoneyTried))
    made.sort(key=lambda one: (one.purse is Purse.DONOR, len(one.whose) > 1, one.whose))
    return MoneyWorth(amount, tuple(made), tries.held(sources, made, found), refused)


class _Tries:
    """More money, tried on a live plan."""

    def __init__(self, live: LivePlan, asked: LinearSum, before: Ends, amount: float, control: Control) -> None:
        self.live, self.asked, self.before, self.amount, self.control = live, asked, before, amount, control
        self.seen = change_seen(before)

    def moves(self, one: Priced) -> dict[int, float]:
        """Return the moves of rows for the amount."""
        return {row: by * self.amount / one.step for row, by in one.moves.items()}

    def change(self, moves: Mapping[int, float]) -> tuple[float, float, float] | None:
        found = self.live.moved(moves, self.asked, self.control)
        if found is None:
            return None
        ends = found.ends
        return ends.least - self.before.least, ends.greatest - self.before.greatest, found.against.needs

    def tried(self, group: Sequence[Priced]) -> MoreMoney:
        """Return what more money of some payers in some years does, all at once; what cannot be is told without."""
        found = self.change(_together(map(self.moves, group)))
        purse = Purse.OWN if group[0].limit.name == "ceiling" else Purse.DONOR
        whose = tuple(sorted((one.name, one.year) for one in group))
        return MoreMoney(purse, whose) if found is None else MoneyTried(purse, whose, *found)

    def held(self, sources: Sequence[Priced], tried: Sequence[MoneyTried], limits: Sequence[Priced]) -> HeldMoney | None:
        """Return the first family of limits beside whose easing own money does something that does nothing without."""
        idle = max((one for one in tried if one.purse is Purse.OWN and max(abs(one.least), abs(one.greatest)) <= self.seen),
                   key=lambda one: len(one.whose), default=None)
        if idle is None:
            return None
        money = [self.moves(one) for one in sources
                 if one.limit.name == "ceiling" and (one.name, one.year) in idle.whose]
        for family in _MAY_HOLD:
            eased = [one for one in limits if one.limit.name == family and one.amount > 0.0]
            if not eased:
                continue
            found = self.beside(eased, idle, money)
            if found is None or found.least <= self.seen:
                continue
            first = self.first(eased, found, money)
            order = sorted(found.eased, key=lambda pair: first is None or pair[0] not in first.whose)  # keeps the rest
            return replace(found, eased=tuple(order), first=first)
        return None

    def beside(
        self, eased: Sequence[Priced], idle: MoreMoney, money: Sequence[Mapping[int, float]]
    ) -> HeldMoney | None:
        """Return what easing limits does, without and with more money; ``None`` where hard limits contradict then."""
        easier = [{row: by * EASED * one.amount / one.step for row, by in one.moves.items()} for one in eased]
        alone, both = self.change(_together(easier)), self.change(_together([*easier, *money]))
        if alone is None or both is None:
            return None
        return HeldMoney(eased[0].limit.name, tuple((one.name, one.year) for one in eased), idle, alone[0], both[0],
                         both[1] - alone[1])

    def first(self, eased: Sequence[Priced], held: HeldMoney, money: Sequence[Mapping[int, float]]) -> HeldMoney | None:
        """Return the same with the limits of one alone: of those tried, the one beside which the money adds most."""

        def of(names: Sequence[str]) -> HeldMoney | None:
            return self.beside([one for one in eased if one.name in names], held.money, money)

        def adds(found: HeldMoney | None) -> int:
            """Return what it adds in changes that count, so that what solves differ by puts none first."""
            return 0 if found is None else int(found.least / self.seen)

        names = list(held.whose)
        while len(names) > EASED_SINGLY:
            names = max((names[:len(names) // 2], names[len(names) // 2:]), key=lambda half: adds(of(half)))
        best = max((of([name]) for name in names), key=adds) if len(held.whose) > 1 else None
        return best if adds(best) > 0 else None


def _together(moves: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Return moves of rows added up; a row that several move moves by all of them."""
    found: dict[int, float] = {}
    for one in moves:
        for row, by in one.items():
            found[row] = found.get(row, 0.0) + by
    return found
