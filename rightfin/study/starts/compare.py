"""Which of two calendars is better, level by level, where both are planned by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.lp.assembly import StructureChangedError
from rightfin.lp.calendars.choices import Calendar
from rightfin.lp.calendars.variants import Variants
from rightfin.lp.objectives import natural_sizes, objective_named
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.solve.engine import SolverError
from rightfin.solve.found import LevelSearch
from rightfin.solve.levels import Contradiction, Depth, Solution, solve_on
from rightfin.solve.stages import Stages
from rightfin.solve.whole import Ended
from rightfin.study.rank import ORDER
from rightfin.tolerances import ALIKE, MONEY_APART, SEARCH_APART

Values = Mapping[str, float]
"""Levels by name, in natural units."""


class Untried(StrEnum):
    """Why a calendar was not planned."""

    TIME = "the time was over"
    FAILED = "the solver failed"


class UntriedError(Exception):
    """A calendar was not planned to its end; ``why`` says why."""

    def __init__(self, why: Untried) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True)
class FirstDifference:
    """The first level at which a calendar differs from another one, natural units: what that one comes to, and by how much
    this one is worse."""

    level: str
    was: float
    worse_by: float

    @property
    def now(self) -> float:
        """What the level comes to in this one."""
        return self.was + self.worse_by


class Comparer:
    """Plans one calendar after another on live models and compares their levels, in the order in which they count."""

    def __init__(self, variants: Variants, secondary: str, like: Calendar, control: Control = NEVER) -> None:
        """``secondary`` is the level that the case saves, ``like`` the calendar by whose sizes all are compared."""
        self._variants, self._control = variants, control
        self._stages: Stages | None = None
        self.order = tuple(dict.fromkeys((*ORDER, secondary, "total_cost")))
        """Names of the levels in the order in which they count."""
        self.decides = frozenset((*ORDER, secondary))
        """Names of the levels that say which calendar is best; others only choose among those that are as good."""
        self.sizes = natural_sizes(variants.parameters(like))
        self.solves = 0
        """How many calendars were planned."""

    def values(self, calendar: Calendar, until: float | None = None) -> Values | None:
        """Return the levels of a calendar; ``None`` if hard limits contradict one another under it.

        ``until`` is a time of ``time.monotonic`` at which it is given up. Raises ``UntriedError`` then, and where the
        solver fails, and ``SolveStoppedError`` if the control of the comparer stopped it.
        """
        control = self._until(until)
        if control.stops() and not self._control.stops():
            raise UntriedError(Untried.TIME)
        try:
            found = self._planned(calendar, control)
        except SolveStoppedError:
            self._stages = None
            if self._control.stops():
                raise
            raise UntriedError(Untried.TIME) from None
        except (SolverError, StructureChangedError):
            self._stages = None
            raise UntriedError(Untried.FAILED) from None
        self.solves += 1
        return None if isinstance(found, Contradiction) else values_of(found)

    def _until(self, until: float | None) -> Control:
        deadlines = [one for one in (until, self._control.deadline) if one is not None]
        return Control(self._control.cancel, min(deadlines, default=None))

    def _planned(self, calendar: Calendar, control: Control) -> Solution | Contradiction:
        program = self._variants.program(calendar)
        if self._stages is None:
            self._stages = Stages(program)
        else:
            self._stages.update(program)
        parameters = self._variants.parameters(calendar)
        return solve_on(self._stages, parameters, Depth.PLAN, control=control, explained=False, sizes=self.sizes)

    def first_difference(self, new: Values | None, old: Values) -> FirstDifference | None:
        """Return where a calendar first differs from another by more than solves do; ``None`` if it does not.

        One under which hard limits contradict one another is infinitely worse at the first level.
        """
        if new is None:
            return FirstDifference(self.order[0], old.get(self.order[0], 0.0), float("inf"))
        for name in self.order:
            if name in ORDER or (name in new and name in old):
                was = old.get(name, 0.0)
                worse = new.get(name, 0.0) - was
                if abs(worse) > self.tolerance(name):
                    return FirstDifference(name, was, worse)
        return None

    def as_planned(
        self, searched: Iterable[LevelSearch], planned: Values
    ) -> tuple[tuple[LevelSearch, ...], FirstDifference | None]:
        """Return what a search said of each level with what the plan of its calendar comes to, and what contradicts it.

        In a search every level slips a little for the next, in a plan none does: what a level comes to is said by the plan,
        what no calendar is better than by the search, so that a proof may come apart. A plan that is better than that
        contradicts the search. After a level that came apart nothing is known of what could be better.
        """
        levels, contradicted, kept = list[LevelSearch](), None, True
        for level in searched:
            value = planned.get(level.name, 0.0 if level.name in ORDER else level.value)
            if not level.decides or not _in_its_place(level.order, level.name):
                levels.append(level)
                continue
            slips = max(self.tolerance(level.name), SEARCH_APART * self.sizes[level.name])
            bound = level.bound if kept else None
            if bound is not None and contradicted is None and value < bound - slips:
                contradicted = FirstDifference(level.name, bound, value - bound)
            ended = level.ended
            if ended is Ended.PROVEN and (bound is None or value > bound + slips):
                ended = Ended.APART
            levels.append(replace(level, value=value, bound=None if bound is None else min(bound, value), ended=ended))
            kept = kept and value <= level.value + slips
        return tuple(levels), contradicted

    def tolerance(self, name: str) -> float:
        """Return by how much a level may differ without meaning it: one that saves moves with what needs may slip."""
        return (ALIKE if objective_named(name).ranks else MONEY_APART) * self.sizes[name]


def values_of(found: Solution) -> dict[str, float]:
    """Return the levels of a plan by name, as they are without any slack between them where the plan was settled.

    Those that an arrears tolerance minimises in other places, too, are left out there.
    """
    return {level.name: level.value for level in found.settled or found.levels if _in_its_place(level.order, level.name)}


def _in_its_place(order: str, name: str) -> bool:
    return order == objective_named(name).place or objective_named(name).saves
