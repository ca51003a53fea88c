"""Why a need is short, in as few causes as can be: the smallest set of kinds of limits without which it is covered.

All limits of a kind are taken away in every year, and all levels solved again: one kind alone, then two together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from rightfin.solve.control import NEVER, Control
from rightfin.solve.face import Ends
from rightfin.study.why.live import LivePlan
from rightfin.study.why.quantities import LinearSum
from rightfin.tolerances import UNSHOWN


class ShortCause(StrEnum):
    """A kind of limit that may be why a need is short."""

    MONEY = "money"
    CEILINGS = "ceilings"
    WHO_PAYS = "who_pays"
    PLACES = "places"
    RECRUITS = "recruits"
    CAREERS = "careers"
    POSTS = "posts"
    RULES = "rules"
    KIT = "kit"
    KEPT = "kept"


FAMILIES: Mapping[ShortCause, tuple[str, ...]] = {
    ShortCause.MONEY: ("ceiling", "pledge"),
    ShortCause.PLACES: ("training",),
    ShortCause.RECRUITS: ("pipeline",),
    ShortCause.KIT: ("absorption",),
    ShortCause.POSTS: ("maximum_strength",),
    ShortCause.CEILINGS: ("part_ceiling", "wage_bill", "no_cliff"),
    ShortCause.WHO_PAYS: ("earmark_limit", "earmark_reserve", "co_financing", "handover"),
    ShortCause.CAREERS: ("promotion_rate", "exit_rate", "grade_ratio"),
    ShortCause.RULES: ("rule", "target", "overhead", "minimum_strength", "part_floor"),
    ShortCause.KEPT: ("sustained",),
}
"""The families of rows of each cause, in the order in which causes are tried."""


@dataclass(frozen=True)
class WithoutLimits:
    """What a need comes to without some kinds of limits: its ends among equally good plans."""

    causes: tuple[ShortCause, ...]
    ends: Ends
    closes: bool


@dataclass(frozen=True)
class Causes:
    """Why a need is short: ``tried`` are the sets of causes that were taken away, in their order.

    ``least`` is the smallest set that closes it, among single causes and pairs, empty where none does; ``present`` are the
    causes that the case has at all.
    """

    present: tuple[ShortCause, ...]
    tried: tuple[WithoutLimits, ...]
    least: tuple[ShortCause, ...]

    @property
    def all_together(self) -> WithoutLimits | None:
        """What the need comes to without all of them, where that was tried."""
        return next((one for one in self.tried if one.causes == self.present), None)


def causes_of(live: LivePlan, asked: LinearSum, before: Ends, control: Control = NEVER) -> Causes:
    """Return why a need, or several, are short in a plan whose coverage has the ends ``before``.

    Causes that raise coverage alone are tried in pairs, those first that raise it most. Raises as a solve does.
    """
    rows = _rows_of(live)
    present = tuple(cause for cause in FAMILIES if cause in rows)
    tried: list[WithoutLimits] = []

    def take_away(causes: Collection[ShortCause]) -> WithoutLimits | None:
        chosen = tuple(cause for cause in present if cause in causes)
        upper, lower = (frozenset[int]().union(*(rows[cause][side] for cause in chosen)) for side in (0, 1))
        found = live.without(upper, lower, asked, control)
        if found is None:
            return None
        one = WithoutLimits(chosen, found.ends, found.ends.least >= 1.0 - UNSHOWN)
        tried.append(one)
        return one

    singles = [one for one in (take_away([cause]) for cause in present) if one is not None]
    closing = [one for one in singles if one.closes]
    if not closing and len(present) > 1:
        whole = take_away(present)
        if whole is not None and whole.closes and len(present) > 2:
            gains = {one.causes[0]: one.ends.least - before.least for one in singles}
            pairs = sorted(combinations(gains, 2), key=lambda pair: (-sum(gains[cause] for cause in pair), pair))
            closing = [one for one in map(take_away, pairs[:PAIRS]) if one is not None and one.closes][:1]
        elif whole is not None and whole.closes:
            closing = [whole]
    return Causes(present, tuple(tried), closing[0].causes if closing else ())


PAIRS = 4
"""Most pairs of causes that are tried."""


def _rows_of(live: LivePlan) -> dict[ShortCause, tuple[frozenset[int], frozenset[int]]]:
    """Return the rows of each cause that a case has: those whose upper and those whose lower side is a limit."""
    program = live.program
    of_family = {family: cause for cause, families in FAMILIES.items() for family in families}
    found: dict[ShortCause, tuple[set[int], set[int]]] = {}
    for place, (family, _) in enumerate(program.rows):
        if (cause := of_family.get(family)) is not None:
            upper, lower = found.setdefault(cause, (set(), set()))
            if np.isfinite(program.row_upper[place]):
                upper.add(place)
            if np.isfinite(program.row_lower[place]):
                lower.add(place)
    return {cause: (frozenset(upper), frozenset(lower)) for cause, (upper, lower) in found.items()}
