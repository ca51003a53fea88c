"""Good calendars found quickly: the one nearest to what parts of programmes would do best, and better ones beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, StartChoice, State
from rightfin.lp.calendars.model import Whole
from rightfin.lp.program import CompiledObjective
from rightfin.solve.allowed import nearest_calendar
from rightfin.solve.control import NEVER, Control, SolveStoppedError
from rightfin.solve.engine import Engine
from rightfin.solve.policy import Stage, Start, methods


@dataclass(frozen=True)
class Near:
    """The best point that was found, ``None`` without any, and its value; no calendar is better than ``bound``; scaled."""

    bound: float
    value: float
    columns: Floats | None


_NONE = Near(-np.inf, np.inf, None)


class NearCalendars:
    """Solves the arrays of all calendars on one live engine: with parts of starts allowed, and with those of calendars.

    What the plan of a calendar comes to is convex in its starts, parts of them allowed: at one calendar, the prices of
    other starts say which of them cannot be better. Only those that may be are tried, the most promising first, one
    programme at a time, with what the rules among starts then ask of others.
    """

    def __init__(
        self, whole: Whole, choices: Sequence[StartChoice], rules: Sequence[ChoiceRow], control: Control = NEVER
    ) -> None:
        """``rules`` are those of the search that it is for: another search, another object."""
        self._starts, self._fixed = whole.starts, whole.fixed
        self._choices, self._rules, self._control = tuple(choices), tuple(rules), control
        self._relaxed = whole.relaxed()
        self._engine = Engine(self._relaxed)
        self._seen: set[tuple[State, ...]] = set()
        self._best, self._bound, self._asked = _NONE, -np.inf, control

    def at_most(self, row: int, upper: float) -> None:
        """Let a row be at most so much from the next search on."""
        self._engine.bound(row, np.array([upper]))

    def search(self, objective: CompiledObjective, known: Calendar, *, gap: float, until: float) -> Near:
        """Return the best calendar that is reached in the time: from what parts of starts say, and then from ``known``.

        What is better by no more than ``gap``, scaled, is not better. Raises ``SolveStoppedError`` if the control says so,
        ``SolverError`` as the engine does.
        """
        self._seen.clear()
        self._best, self._bound = _NONE, -np.inf
        deadline = until if self._control.deadline is None else min(until, self._control.deadline)
        self._asked = Control(self._control.cancel, deadline)
        try:
            self._search(objective, known, gap)
        except SolveStoppedError:
            if self._control.stops():
                raise
        return replace(self._best, bound=self._bound)

    def _search(self, objective: CompiledObjective, known: Calendar, gap: float) -> None:
        start = Start.FEASIBLE if self._engine.started else Start.NOTHING
        self._engine.apply(self._relaxed)
        begins = [self._nearest(dict.fromkeys(known.items(), 1.0))]
        if self._engine.minimise(objective, methods(Stage.COVER, start), self._asked) is None:
            self._bound, shares = self._engine.value, self._engine.columns
            begins.insert(0, self._nearest({key: float(shares[place]) for key, place in self._starts.items()}))
        for calendar in begins:
            if calendar is not None:
                self._descend(objective, calendar, gap)

    def _descend(self, objective: CompiledObjective, calendar: Calendar, gap: float) -> None:
        """Go from a calendar to one better start after another."""
        here = self._solved(objective, calendar)
        improved = here.columns is not None
        while improved:
            improved = False
            for other in self._moves(calendar, self._engine.reduced_costs(), gap):
                one = self._solved(objective, other)
                if one.value < here.value - gap:
                    calendar, here, improved = other, one, True
                    break

    def _moves(self, calendar: Calendar, prices: Floats, gap: float) -> Iterator[Calendar]:
        """Yield calendars with another start of one programme that may be better, the most promising first."""
        price = {key: float(prices[place]) for key, place in self._starts.items()}
        now = dict.fromkeys(calendar.items(), 1.0)
        changes = sorted(
            (price[choice.programme, state] - price[choice.programme, calendar[choice.programme]], n, place)
            for n, choice in enumerate(self._choices) for place, state in enumerate(choice.states)
        )
        for change, n, place in changes:
            if change >= -gap:
                return
            if self._asked.stops():
                raise SolveStoppedError(self._asked.why())
            wanted = self._choices[n].programme, self._choices[n].states[place]
            other = self._nearest({**now, wanted: len(self._choices) + 1.0})
            if other is not None and sum(price[key] for key in other.items()) < sum(price[key] for key in now) - gap:
                yield other

    def _nearest(self, wanted: Mapping[tuple[str, State], float]) -> Calendar | None:
        return nearest_calendar(self._choices, self._rules, wanted)

    def _solved(self, objective: CompiledObjective, calendar: Calendar) -> Near:
        """Return what a calendar comes to; nothing if it was tried before or hard limits contradict one another."""
        key = tuple(calendar[choice.programme] for choice in self._choices)
        if key in self._seen:
            return _NONE
        self._seen.add(key)
        upper = self._relaxed.column_upper.copy()
        upper[self._fixed(calendar)] = 0.0
        self._engine.apply(replace(self._relaxed, column_upper=upper))
        if self._engine.minimise(objective, methods(Stage.COVER, Start.BOUNDS_CHANGED), self._asked) is not None:
            return _NONE
        found = Near(-np.inf, self._engine.value, self._engine.columns)
        self._best = min(self._best, found, key=lambda one: one.value)
        return found
