"""What a smaller purse for reform costs in coverage: the best calendar under falling limits on what programmes cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic

from rightfin.case.programmes.expansion import item_of
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, State
from rightfin.lp.objectives import NEEDS
from rightfin.progress import Steps
from rightfin.solve.calendars import CalendarSearch
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.solve.engine import SolverError
from rightfin.solve.found import FoundCalendar, NoCalendarError
from rightfin.study.rank import ORDER
from rightfin.study.starts.compare import Comparer, UntriedError, Values
from rightfin.study.starts.reform import Reform

SHARES = (0.8, 0.6, 0.4, 0.2, 0.0)
"""Limits, as shares of what the programmes of the calendar that was found cost."""

PURSE = "purse of all programmes"
"""Name of the rule that limits it."""

Costs = Mapping[tuple[str, State], float]
"""What each start of each programme costs over the years shown, at base-year prices, in currency; what costs nothing may be
missing."""


@dataclass(frozen=True)
class FrontierPoint:
    """The best calendar found under a limit on the cost of programmes over the years shown, at base-year prices.

    ``limit`` is infinite in the first one. ``values`` are levels 1 and 2 of its plan, natural units, by name; ``unpaid`` is
    that of broken obligations, without what solves leave over. ``proven`` says that no other calendar within the limit is
    better at these levels.
    """

    limit: float
    cost: float
    starts: Mapping[str, State]
    values: Values
    unpaid: float
    proven: bool

    @property
    def unmet(self) -> float:
        """The level of needs."""
        return self.values.get("needs", 0.0)


@dataclass(frozen=True)
class Frontier:
    """The calendar that was found and the best ones found for less, the greatest limit first.

    ``open`` are limits under which no calendar was found in the time, ``impossible`` those that no calendar keeps:
    programmes that are fixed cost more, or hard limits contradict one another.
    """

    points: tuple[FrontierPoint, ...]
    open: tuple[float, ...] = ()
    impossible: tuple[float, ...] = ()


def costs_of(reform: Reform, steps: Steps, control: Control = NEVER) -> Costs:
    """Return what each start costs; raises ``SolveStoppedError`` once the control says so."""
    found: dict[tuple[str, State], float] = {}
    declined = {choice.programme: choice.states[0] for choice in reform.states}
    for programme, choice in zip(reform.choices.programmes, reform.states, strict=True):
        steps.begin(f"seeing what {programme.name} costs")
        items = {item_of(programme.name, cost) for cost in programme.costs}
        for state in choice.states:
            if state is None:
                continue
            if control.stops():
                raise SolveStoppedError(control.why())
            parameters = reform.parameters({**declined, programme.name: state})
            shown, deflator = parameters.horizon.shown, parameters.fiscal.deflator
            rows = [n for n, line in enumerate(parameters.lines)
                    if line.institution == programme.institution and line.item in items]
            real = parameters.running[rows, 1 : shown + 1] / deflator[1 : shown + 1]
            found[programme.name, state] = float(real.sum())
    return found


def purse_of(costs: Costs) -> ChoiceRow:
    """Return the rule that limits what programmes cost together, in shares of the dearest start, without a limit yet."""
    return ChoiceRow(PURSE, {key: cost / _unit(costs) for key, cost in costs.items() if cost > 0.0}, math.inf)


def _unit(costs: Costs) -> float:
    return max(costs.values(), default=0.0) or 1.0


def frontier_of(
    search: CalendarSearch, found: FoundCalendar, here: Values, costs: Costs, comparer: Comparer, until: float, steps: Steps
) -> Frontier:
    """Return the calendar that was found, with the levels ``here`` of its plan, and the best ones for less.

    They are searched as far as the level of needs, from the lowest limit up until it is ``until``, a time of
    ``time.monotonic``, each for an equal share of the time that is left. Each calendar that is found is then planned by
    itself, to the end though the time be over. Nothing is searched where the programmes cost nothing.
    """
    most = _cost(costs, found.calendar)
    first = _point(math.inf, found, here, costs, comparer)
    points: list[FrontierPoint] = []
    unfound, impossible = list[float](), list[float]()
    limits = [share * most for share in reversed(SHARES)] if most > 0.0 else []
    for place, limit in enumerate(limits):
        steps.begin(f"searching with {100.0 * limit / most:.0f}% of the money for programmes")
        within = (until - monotonic()) / (len(limits) - place)
        point = None
        try:
            if within > 0.0:
                one = search.run(within, through="needs", limits={PURSE: limit / _unit(costs)}, steps=Steps(None, 0))
                values = comparer.values(one.calendar)
                point = None if values is None else _point(limit, one, values, costs, comparer)
        except NoCalendarError:
            impossible.append(limit)
            continue
        except (SolverError, UntriedError):
            pass  # as if nothing were found in the time
        if point is not None:
            points.append(point)
        elif not points:
            unfound.append(limit)
        else:  # what was found for less is allowed here, too
            points.append(replace(points[-1], limit=limit, proven=False))
    return Frontier((first, *reversed(_rising(points, comparer))), tuple(unfound[::-1]), tuple(impossible[::-1]))


def _point(limit: float, found: FoundCalendar, planned: Values, costs: Costs, comparer: Comparer) -> FrontierPoint:
    levels, wrong = comparer.as_planned((level for level in found.levels if level.order <= NEEDS), planned)
    proven = not found.doubts and wrong is None and all(level.proven for level in levels)
    unpaid = planned.get("obligations", 0.0)
    return FrontierPoint(
        limit=limit, cost=_cost(costs, found.calendar), starts=found.calendar,
        values={name: value for name, value in planned.items() if name in ORDER},
        unpaid=unpaid if unpaid > comparer.tolerance("obligations") else 0.0, proven=proven,
    )


def _rising(points: Iterable[FrontierPoint], comparer: Comparer) -> list[FrontierPoint]:
    """Return points, the lowest limit first, of which none is worse than one before it, which it may take as its own.

    One that has to has not been the best, whatever the search said.
    """
    found: list[FrontierPoint] = []
    for point in points:
        if found and is_better(found[-1], point, comparer):
            found.append(replace(found[-1], limit=point.limit, proven=False))
        else:
            found.append(point)
    return found


def is_better(point: FrontierPoint, other: FrontierPoint, comparer: Comparer) -> bool:
    """Return whether a point is better than another at the first of levels 1 and 2 at which they differ."""
    gap = comparer.first_difference(point.values, other.values)
    return gap is not None and gap.worse_by < 0.0


def _cost(costs: Costs, calendar: Calendar) -> float:
    return math.fsum(costs.get((name, state), 0.0) for name, state in calendar.items())
