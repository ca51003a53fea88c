"""What a smaller purse for reform costs in coverage: the best calendar under falling limits on what programmes cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rightfin.case.programmes.expansion import item_of
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, State
from rightfin.progress import Steps
from rightfin.solve.calendars import CalendarSearch, FoundCalendar, NoCalendarError
from rightfin.study.starts.reform import Reform
from rightfin.tolerances import ALIKE

SHARES = (0.8, 0.6, 0.4, 0.2, 0.0)
"""Limits, as shares of what the programmes of the calendar that was found cost."""

PURSE = "purse of all programmes"
"""Name of the rule that limits it."""


@dataclass(frozen=True)
class FrontierPoint:
    """The best calendar under a limit on the cost of programmes over the years shown, at base-year prices.

    ``limit`` is infinite in the first one; ``unmet`` is the level of needs, ``unpaid`` that of broken obligations.
    """

    limit: float
    cost: float
    starts: Mapping[str, State]
    unmet: float
    unpaid: float
    proven: bool


def costs_of(reform: Reform) -> dict[tuple[str, State], float]:
    """Return what each start of each programme costs over the years shown, at base-year prices, in currency."""
    found: dict[tuple[str, State], float] = {}
    declined = {choice.programme: choice.states[0] for choice in reform.states}
    for programme, choice in zip(reform.choices.programmes, reform.states, strict=True):
        items = {item_of(programme.name, cost) for cost in programme.costs}
        for state in choice.states:
            if state is None:
                continue
            parameters = reform.parameters({**declined, programme.name: state})
            shown, deflator = parameters.horizon.shown, parameters.fiscal.deflator
            rows = [n for n, line in enumerate(parameters.lines)
                    if line.institution == programme.institution and line.item in items]
            real = parameters.running[rows, 1 : shown + 1] / deflator[1 : shown + 1]
            found[programme.name, state] = float(real.sum())
    return found


def purse_of(reform: Reform) -> ChoiceRow:
    """Return the rule that limits what programmes cost together, in millionths of all of them, without a limit yet."""
    costs = costs_of(reform)
    return ChoiceRow(PURSE, {key: cost / _unit(costs) for key, cost in costs.items() if cost > 0.0}, math.inf)


def _unit(costs: Mapping[tuple[str, State], float]) -> float:
    return max(costs.values(), default=0.0) or 1.0


def frontier_of(
    reform: Reform, search: CalendarSearch, found: FoundCalendar, within: float, steps: Steps
) -> tuple[FrontierPoint, ...]:
    """Return the calendar that was found and the best ones for less, as far as the level of needs.

    Each search may take ``within`` divided by their number. Limits below what fixed programmes cost are left out.
    """
    steps.begin("searching with less money for programmes")
    costs = costs_of(reform)
    most = _cost(costs, found.calendar)
    points = [_point(math.inf, costs, found)]
    for share in SHARES:
        limit = share * most
        quiet = Steps(None, 0)
        try:
            one = search.run(within / len(SHARES), through="needs", limits={PURSE: limit / _unit(costs)}, steps=quiet)
        except NoCalendarError:  # programmes that are fixed cost more
            break
        points.append(_point(limit, costs, one))
    return tuple(_falling(points))


def _falling(points: list[FrontierPoint]) -> list[FrontierPoint]:
    """Return points of which none is worse than one under a lower limit, which it may take as its own.

    One that has to has not been the best, whatever the search said. The first is left as it is: it was searched further.
    """
    found = list(points)
    for place in range(len(found) - 2, 0, -1):
        lower, here = found[place + 1], found[place]
        if lower.unpaid <= here.unpaid and lower.unmet < here.unmet * (1.0 - ALIKE):
            found[place] = replace(lower, limit=here.limit, proven=False)
    return found


def _cost(costs: Mapping[tuple[str, State], float], calendar: Calendar) -> float:
    return math.fsum(costs.get((name, state), 0.0) for name, state in calendar.items())


def _point(limit: float, costs: Mapping[tuple[str, State], float], found: FoundCalendar) -> FrontierPoint:
    values = {level.name: level.value for level in found.levels if level.order in ("1a", "2")}
    through = [level for level in found.levels if level.order <= "2"]
    return FrontierPoint(
        limit=limit, cost=_cost(costs, found.calendar), starts=found.calendar, unmet=values["needs"],
        unpaid=values["obligations"], proven=not found.doubts and all(level.proven for level in through),
    )
