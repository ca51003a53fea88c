"""Why a need is short, in as few causes as can be: the smallest set of kinds of limits without which it is covered.

All limits of a kind are taken away in every year, and all levels solved again: one kind alone, then two together, then
more until all is covered, those first that do most alone; then one after the other is put back, so that none of those that
are left can be left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rightfin.solve.control import NEVER, Control
from rightfin.solve.face import Ends
from rightfin.study.why.live import LivePlan
from rightfin.study.why.quantities import LinearSum
from rightfin.tolerances import ROOM, UNSHOWN


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
    """What coverage comes to without some kinds of limits: its ends among equally good plans, and whether that is all."""

    causes: tuple[ShortCause, ...]
    ends: Ends
    closes: bool


@dataclass(frozen=True)
class Causes:
    """Why needs are short: ``tried`` are the sets of causes that were taken away, in their order.

    ``least`` is a set without which all is covered and of which none can be left out; one or two causes are as few as can
    be. It is empty where not even all of them, ``present`` in the case, cover it. ``slack`` are causes of which no limit is
    reached, so that taking them away alone changes nothing.
    """

    present: tuple[ShortCause, ...]
    slack: tuple[ShortCause, ...]
    tried: tuple[WithoutLimits, ...]
    least: tuple[ShortCause, ...]

    @property
    def all_together(self) -> WithoutLimits | None:
        """What the number comes to without all of them, where that was tried."""
        return next((one for one in self.tried if one.causes == self.present), None)


@dataclass(frozen=True)
class _Rows:
    """Rows of a cause: those whose upper side is a limit, those whose lower side is, and whether any of them is reached."""

    upper: frozenset[int]
    lower: frozenset[int]
    reached: bool


def causes_of(live: LivePlan, asked: LinearSum, before: Ends, control: Control = NEVER) -> Causes:
    """Return why a need, or several, are short in a plan whose coverage has the ends ``before``; raises as a solve does."""
    rows = _rows_of(live)
    present = tuple(cause for cause in FAMILIES if cause in rows)
    slack = tuple(cause for cause in present if not rows[cause].reached)
    tried: list[WithoutLimits] = []

    def take_away(causes: Collection[ShortCause]) -> WithoutLimits | None:
        chosen = tuple(cause for cause in present if cause in causes)
        if (known := next((one for one in tried if one.causes == chosen), None)) is not None:
            return known
        upper = frozenset[int]().union(*(rows[cause].upper for cause in chosen))
        lower = frozenset[int]().union(*(rows[cause].lower for cause in chosen))
        found = live.without(upper, lower, asked, control)
        if found is None:
            return None
        one = WithoutLimits(chosen, found.ends, found.ends.least >= 1.0 - UNSHOWN)
        tried.append(one)
        return one

    def closes(causes: Collection[ShortCause]) -> bool:
        one = take_away(causes)
        return one is not None and one.closes

    gains = dict.fromkeys(present, 0.0)
    for cause in present:
        one = None if cause in slack else take_away([cause])
        if one is not None:
            gains[cause] = one.ends.least - before.least
            if one.closes:
                return Causes(present, slack, tuple(tried), one.causes)
    ranked = sorted(present, key=lambda cause: (-gains[cause], present.index(cause)))
    left: list[ShortCause] = []
    if len(present) >= FEWEST and (closes(ranked[:FEWEST]) or closes(present)):
        many = next(many for many in range(FEWEST, len(ranked) + 1) if closes(ranked[:many]))
        left = ranked[:many]
        for cause in ranked[many - 2 :: -1]:  # without the last one they do not cover it, as was tried
            if len(left) > FEWEST and closes([other for other in left if other is not cause]):
                left.remove(cause)
    return Causes(present, slack, tuple(tried), tuple(cause for cause in present if cause in left))


FEWEST = 2
"""As many causes as a set has at least if none covers the need alone."""


def _rows_of(live: LivePlan) -> dict[ShortCause, _Rows]:
    """Return the rows of each cause that a case has."""
    program = live.program
    reached = program.broken_by(live.solution.columns / program.column_scale) > -ROOM
    of_family = {family: cause for cause, families in FAMILIES.items() for family in families}
    places: dict[ShortCause, list[int]] = {}
    for place, (family, _) in enumerate(program.rows):
        if family in of_family:
            places.setdefault(of_family[family], []).append(place)
    return {
        cause: _Rows(
            frozenset(place for place in found if np.isfinite(program.row_upper[place])),
            frozenset(place for place in found if np.isfinite(program.row_lower[place])), bool(reached[found].any()),
        )
        for cause, found in places.items()
    }
