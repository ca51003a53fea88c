"""Why a need is short, in as few causes as can be: the smallest set of kinds of limits without which it is covered.

All limits of a kind are taken away in every year, and all levels solved again: one kind alone, then two together, then
more until all is covered, those first that do most alone; then one after the other is put back, until every one of those
that are left was put back alone and is missed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce

import numpy as np

from rightfin.case.issue import CaseError
from rightfin.solve.control import NEVER, Control
from rightfin.solve.face import Ends
from rightfin.solve.relaxed import LimitSides
from rightfin.study.search import least_whole
from rightfin.study.why.cells import PlanCell
from rightfin.study.why.live import LivePlan, change_seen
from rightfin.study.why.short_causes import CHANGES, FAMILIES, ShortCause
from rightfin.tolerances import ROOM, UNSHOWN


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


def causes_of(live: LivePlan, cell: PlanCell, before: Ends, control: Control = NEVER) -> Causes:
    """Return why a need, or several, are short in a plan whose coverage has the ends ``before``; raises as a solve does."""
    sides = sides_of(live)
    present = (
        *(cause for cause in FAMILIES if cause in sides),
        *(cause for cause, changed in CHANGES.items() if changed(live.parameters) is not live.parameters),
    )
    reached = live.program.broken_by(live.solution.columns / live.program.column_scale) > -ROOM
    slack = tuple(cause for cause in present
                  if cause in sides and not reached[list(sides[cause].upper | sides[cause].lower)].any())
    tried: list[WithoutLimits] = []

    def take_away(causes: Collection[ShortCause]) -> WithoutLimits | None:
        chosen = tuple(cause for cause in present if cause in causes)
        if (known := next((one for one in tried if one.causes == chosen), None)) is not None:
            return known
        ends = _ends_without(live, cell, chosen, control)
        if ends is None:
            return None
        one = WithoutLimits(chosen, ends, ends.least >= 1.0 - UNSHOWN)
        tried.append(one)
        return one

    def closes(causes: Collection[ShortCause]) -> bool:
        one = take_away(causes)
        return one is not None and one.closes

    seen = change_seen(before)
    gains = dict.fromkeys(present, 0)  # in changes that count: what solves differ by puts no cause before another
    for cause in present:
        one = None if cause in slack else take_away([cause])
        if one is not None:
            gains[cause] = int((one.ends.least - before.least) / seen)
            if one.closes:
                return Causes(present, slack, tuple(tried), one.causes)
    ranked = sorted(present, key=lambda cause: (-gains[cause], present.index(cause)))
    left: list[ShortCause] = []
    if len(present) >= FEWEST and (closes(ranked[:FEWEST]) or closes(present)):
        many = FEWEST if closes(ranked[:FEWEST]) else least_whole(
            FEWEST, len(ranked), lambda many: closes(ranked[:many]))
        left = ranked[:many]
        before_pass: list[ShortCause] = []
        while left != before_pass:  # what is left out may make another one idle, so that all that stay are tried again
            before_pass = list(left)
            for spare in reversed(before_pass):
                if len(left) > FEWEST and closes([other for other in left if other is not spare]):
                    left.remove(spare)
    return Causes(present, slack, tuple(tried), tuple(cause for cause in present if cause in left))


FEWEST = 2
"""As many causes as a set has at least if none covers the need alone."""


def _ends_without(live: LivePlan, cell: PlanCell, causes: tuple[ShortCause, ...], control: Control) -> Ends | None:
    """Return the ends of a number without some causes; ``None`` if hard limits contradict one another then."""
    changes = frozenset(cause for cause in causes if cause in CHANGES)
    plan = live if not changes else _changed(live, changes, control)
    if plan is None:
        return None
    asked = cell.quantity.sum_in(plan.inputs, cell.year)
    if plan is not live:
        live.solves += 1
        if len(changes) == len(causes):
            return plan.ends_of(asked, control)
    sides = sides_of(plan)
    found = plan.without([cause for cause in causes if cause in sides], sides, asked, control)
    return None if found is None else found.ends


def _changed(live: LivePlan, changes: frozenset[ShortCause], control: Control) -> LivePlan | None:
    """Return the plan of a case without causes that are no rows; it stays, so that the next need is asked of it at once."""
    if changes not in live.beside:
        parameters = reduce(lambda changed, cause: CHANGES[cause](changed), sorted(changes), live.parameters)
        try:
            live.beside[changes] = LivePlan(live.question, control=control, parameters=parameters)
        except CaseError:
            live.beside[changes] = None
    return live.beside[changes]


def sides_of(live: LivePlan) -> dict[ShortCause, LimitSides]:
    """Return the sides of rows that are limits of each cause that a case has."""
    program = live.program
    of_family = {family: cause for cause, families in FAMILIES.items() for family in families}
    places: dict[ShortCause, list[int]] = {}
    for place, (family, _) in enumerate(program.rows):
        if family in of_family:
            places.setdefault(of_family[family], []).append(place)
    return {
        cause: LimitSides(frozenset(place for place in found if np.isfinite(program.row_upper[place])),
                          frozenset(place for place in found if np.isfinite(program.row_lower[place])))
        for cause, found in places.items()
    }
