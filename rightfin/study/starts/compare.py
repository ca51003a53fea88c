"""Which of two calendars is better, level by level, where both are planned by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.lp.calendars.choices import Calendar
from rightfin.lp.calendars.variants import Variants
from rightfin.lp.objectives import objective_named
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Depth, Solution, natural_sizes, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.rank import ORDER
from rightfin.tolerances import ALIKE, MONEY_APART

Values = Mapping[str, float]
"""Levels by name, in natural units."""


@dataclass(frozen=True)
class FirstDifference:
    """The first level at which a calendar differs from another one, and by how much it is worse there, natural units."""

    level: str
    worse_by: float


class Comparer:
    """Plans one calendar after another on live models and compares their levels, in the order in which they count."""

    def __init__(self, variants: Variants, secondary: str, like: Calendar, control: Control = NEVER) -> None:
        """``secondary`` is the level that the case saves, ``like`` the calendar by whose sizes all are compared."""
        self._variants, self._control = variants, control
        self._stages: Stages | None = None
        self.order = tuple(dict.fromkeys((*ORDER, secondary, "total_cost")))
        """Names of the levels in the order in which they count."""
        self.sizes = natural_sizes(variants.parameters(like))
        self.solves = 0
        """How many calendars were planned."""

    def values(self, calendar: Calendar) -> Values | None:
        """Return the levels of a calendar; ``None`` if hard limits contradict one another under it.

        Raises ``SolverError`` and ``SolveStoppedError`` as ``solve_on`` does.
        """
        self.solves += 1
        program = self._variants.program(calendar)
        if self._stages is None:
            self._stages = Stages(program)
        else:
            self._stages.update(program)
        parameters = self._variants.parameters(calendar)
        found = solve_on(
            self._stages, parameters, Depth.PLAN, control=self._control, explained=False, sizes=self.sizes
        )
        return None if isinstance(found, Contradiction) else values_of(found)

    def first_difference(self, new: Values | None, old: Values) -> FirstDifference | None:
        """Return where a calendar first differs from another by more than solves do; ``None`` if it does not.

        One under which hard limits contradict one another is infinitely worse at the first level.
        """
        if new is None:
            return FirstDifference(self.order[0], float("inf"))
        for name in self.order:
            if name in ORDER or (name in new and name in old):
                worse = new.get(name, 0.0) - old.get(name, 0.0)
                if abs(worse) > self.tolerance(name):
                    return FirstDifference(name, worse)
        return None

    def tolerance(self, name: str) -> float:
        """Return by how much a level may differ without meaning it: one that saves moves with what needs may slip."""
        return (ALIKE if objective_named(name).ranks else MONEY_APART) * self.sizes[name]


def values_of(found: Solution) -> dict[str, float]:
    """Return the levels of a plan by name, as they are without any slack between them where the plan was settled.

    Those that an arrears tolerance minimises in other places, too, are left out there.
    """
    return {
        level.name: level.value for level in found.settled or found.levels
        if level.order == objective_named(level.name).place or objective_named(level.name).saves
    }
