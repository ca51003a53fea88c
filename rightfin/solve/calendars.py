"""The best calendar: the levels that decide starts, one search after another, nothing believed that was not checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, StartChoice, State
from rightfin.lp.calendars.model import CalendarModel, Whole
from rightfin.lp.calendars.reach import reach
from rightfin.lp.calendars.touched import Touched
from rightfin.lp.calendars.variants import Variants
from rightfin.lp.objectives import SAVING, natural_sizes, objective_named
from rightfin.lp.program import CompiledObjective
from rightfin.progress import Steps
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.found import FoundCalendar, LevelSearch, NoCalendarError
from rightfin.solve.levels import Contradiction, solve_on
from rightfin.solve.near import NearCalendars
from rightfin.solve.order import loosened, tolerated
from rightfin.solve.stages import Stages
from rightfin.solve.whole import Ended, Searched, WholeEngine
from rightfin.tolerances import FEASIBILITY, NO_DECISION, SEARCH_HOLD, SEARCHED, VIOLATION

EARLIEST = "earliest"
"""The last level of a search: of calendars that are alike otherwise the one with the earliest starts."""

LEAST_SECONDS = 1.0
"""What a search that has to begin is given at least, though the time is over."""

SHARE_OF_TIME = 0.6
"""Share of the time that is left that one level may take: later ones have to be searched too."""

SHARE_OF_NEAR = 0.45
"""Share of the time of a level that may go to finding a good calendar quickly, from needs on: those before are easy."""

_TRIES = ((True, True), (True, False), (False, True))
"""Whether a search presolves and whether it begins from the point that is known, try after try.

HiGHS 1.16 carries the point to begin from over into its presolved model, there gives it too low a value (often nothing),
calls that the optimum and stops at once, with a bound below the value of its own point. Without that point it searches.
"""

_UNBOUNDED = 1e4
"""What a decision that no row bounds can be at most, scaled: ten times what the case is large. That it was used is said."""


@dataclass(frozen=True)
class _Point:
    """A whole point, its calendar, and what every objective comes to there in the case's own rows."""

    columns: Floats
    calendar: Mapping[str, State]
    values: Mapping[str, float]


class CalendarSearch:
    """Searches all calendars of a case, level by level."""

    def __init__(
        self, variants: Variants, choices: Sequence[StartChoice], rules: Sequence[ChoiceRow], known: Calendar, steps: Steps,
        control: Control = NEVER,
    ) -> None:
        """``known`` is a calendar that is allowed."""
        self.variants = variants
        """What makes the programs of calendars; used between searches it makes more of them."""
        self._steps, self._control = steps, control
        self.touched = Touched(variants, choices, steps)
        self._parameters: Parameters = variants.parameters(known)
        self._sizes = natural_sizes(self._parameters)
        self._known, self._rules = dict(known), tuple(rules)
        self._begin: Floats | None = None
        """A whole point to begin from: the plan of the calendar that is known."""
        self._doubts: list[str] = []
        self._always: list[str] = []
        self._limits: dict[str, float] = {}
        self._until = monotonic()
        self.model = CalendarModel(self.touched, rules)
        steps.begin("bounding what can be reached")
        self._wholes = {False: self._bounded(self._reached())}
        self._whole = self._wholes[False]
        self._level_rows = {name: self._first_objective + n for n, name in enumerate(self.touched.shape.objectives)}
        self._engines: dict[tuple[bool, bool], WholeEngine] = {}
        self._near: dict[bool, NearCalendars] = {}
        self._held: dict[str, float] = {}
        self._levels: list[LevelSearch] = []
        self._best: _Point | None = None

    @property
    def _first_objective(self) -> int:
        return len(self.touched.shape.sense)

    def _reached(self) -> dict[str, float]:
        """Return what obligations need not pass where the calendar that is known is allowed, scaled, and keep its plan."""
        program = self.variants.program(self._known)
        found = solve_on(Stages(program), self._parameters, control=self._control, explained=False)
        if isinstance(found, Contradiction):
            return {}
        scaled = found.columns / program.column_scale
        self._begin = self.model.point(scaled[self.touched.shape.columns], self._known)
        objective = program.objectives["obligations"]
        value = float(objective.coefficients @ scaled) + objective.offset
        return {"obligations": value + tolerated(self._parameters) / objective.scale + NO_DECISION}

    def _bounded(self, at_most: Mapping[str, float]) -> Whole:
        """Return the arrays with every part of a decision bound to its course; see ``reach``."""
        bounds = reach(self.touched, at_most)
        parted = self.model.parted
        wide = parted[np.isinf(bounds[parted])]
        if len(wide):
            bounds[wide] = _UNBOUNDED
            self._always.append("No row bounds some decisions; they were bounded by ten times the size of the case.")
        return self.model.whole(bounds)

    def _limit(self, limits: Mapping[str, float]) -> None:
        """Search under these limits: where there are any, what the calendar that is known reaches bounds nothing."""
        self._limits = dict(limits)
        if limits and True not in self._wholes:
            self._wholes[True] = self._bounded({})
        self._whole = self._wholes[bool(limits)]

    def _slack(self, name: str) -> float:
        """Return how far a level may slip while later ones are searched, scaled.

        Less than between the levels of a plan, whose later levels are solved once more without any slack: what slips here
        would choose among calendars that differ by less. More than ten times what the solver lets pass.
        """
        return max(SEARCH_HOLD * self._sizes[name] / self._scale(name), 10.0 * FEASIBILITY)

    def _scale(self, name: str) -> float:
        return self.touched.base_program.objectives[name].scale

    def run(
        self, within: float, *, through: str = EARLIEST, limits: Mapping[str, float] | None = None,
        steps: Steps | None = None,
    ) -> FoundCalendar:
        """Search for so many seconds at most, through all levels or down to one; each run begins anew.

        ``limits`` are other right sides of rules among starts, by name; the calendar that is known need not keep them.
        Raises ``NoCalendarError`` if hard limits contradict one another under all calendars, ``SolverError`` if what
        is found breaks a row, and ``SolveStoppedError`` if the control says so.
        """
        self._until = monotonic() + within
        self._held, self._levels, self._best = {}, [], None
        self._limit(limits or {})
        begun = len(self._doubts)
        if self._begin is not None and not self._limits:
            self._best = self._checked(self._begin)
        steps = steps or self._steps
        last = False
        for order, name in self._order():
            steps.begin(f"deciding starts: {self._title(name)}")
            self._minimise(order, name)
            last = name == through and order == objective_named(name).place
            if last:
                break
        if self._best is None:
            raise SolverError("no calendar was searched")
        if not last:
            self._minimise("6", EARLIEST)
        doubts = (*self._always, *self._doubts[begun:])
        return FoundCalendar(dict(self._best.calendar), tuple(self._levels), tuple(dict.fromkeys(doubts)))

    @staticmethod
    def _title(name: str) -> str:
        return objective_named(name).title.lower()

    def _counts(self, name: str) -> bool:
        return bool(np.any(self._whole.objectives[name].coefficients))

    def _order(self) -> Iterator[tuple[str, str]]:
        """Yield the levels that decide starts, as ``rightfin.solve.levels`` orders them, then total cost."""
        policy = self._parameters.policy
        yield "1a", "obligations"
        strict = self._held["obligations"]
        if strict > self._slack("obligations"):
            yield "1a", "unfunded"
        unpaid = self._held.get("unfunded", 0.0)
        if unpaid > FEASIBILITY or policy.opening_arrears > 0.0 or np.any(self._parameters.payers.payer_arrears > 0.0):
            yield "1b", "arrears"
            yield "1b", "uncleared"
        for name in ("limits", "sustained", "glide"):
            if self._counts(name):
                yield objective_named(name).place, name
        tolerance = tolerated(self._parameters) / self._scale("obligations")
        if tolerance > 0.0:
            self._held = loosened(self._held, strict, unpaid, tolerance)
        yield "2", "needs"
        if policy.arrears_tolerance > 0.0:
            yield from (("2 then 1", name) for name in ("obligations", "unfunded", "arrears"))
        yield SAVING, policy.secondary_objective
        if policy.secondary_objective != "total_cost":
            yield objective_named("total_cost").place, "total_cost"

    def _objective(self, name: str) -> CompiledObjective:
        if name != EARLIEST:
            return self._whole.objectives[name]
        coefficients = np.zeros(self._whole.matrix.shape[1])
        for place, choice in enumerate(self.touched.choices):
            years = [state for state in choice.states if state is not None]
            for state in choice.states:
                late = len(years) if state is None else years.index(state)
                coefficients[self._whole.starts[choice.programme, state]] = late * (1.0 + place / 1024.0)
        return CompiledObjective(coefficients, 0.0, 1.0)

    def _minimise(self, order: str, name: str) -> None:
        """Search one level, record it and hold it."""
        objective = self._objective(name)
        scale = objective.scale
        floor = objective.offset if not np.any(objective.coefficients < 0.0) else -np.inf
        best = self._best
        if best is not None and name != EARLIEST and best.values[name] - floor <= FEASIBILITY:
            self._record(LevelSearch(order, name, best.values[name] * scale, floor * scale, 0, 0.0, Ended.PROVEN), name)
            return
        left = self._until - monotonic()
        if best is not None and left <= 0.0:
            value = self._value(best, name, objective)
            self._record(LevelSearch(order, name, value * scale, None, 0, 0.0, Ended.TIME), name)
            return
        gap = 0.25 * (self._slack(name) if name != EARLIEST else 1.0)
        seconds = max(left * SHARE_OF_TIME, LEAST_SECONDS)
        began = monotonic()
        is_hard = name != EARLIEST and order >= objective_named("needs").place
        least = self._nearby(name, objective, gap, seconds * SHARE_OF_NEAR) if is_hard else -np.inf
        if is_hard and self._best is not None and abs(self._best.values[name] - least) <= gap:
            found, point = Searched(Ended.PROVEN, None, self._best.values[name], least, 0, 0.0), self._best
        else:
            found, point = self._searched(name, objective, gap, seconds - (monotonic() - began))
        self._best = point
        value = self._value(point, name, objective)
        least = max(found.bound, min(least, value))
        bound = None if found.ended is Ended.FAILED or np.isinf(least) else least * scale
        taken = monotonic() - began
        self._record(LevelSearch(order, name, value * scale, bound, found.nodes, taken, found.ended), name)

    def _nearby(self, name: str, objective: CompiledObjective, gap: float, seconds: float) -> float:
        """Take a better calendar that is found quickly, where there is one, and return what no calendar is better than."""
        whole, limited = self._whole, bool(self._limits)
        if limited not in self._near or limited:
            rules = [replace(rule, upper=self._limits.get(rule.name, rule.upper)) for rule in self._rules]
            self._near[limited] = NearCalendars(whole, self.touched.choices, rules, self._control)
        near = self._near[limited]
        self._move(near)
        known = self._known if self._best is None else self._best.calendar
        try:
            found = near.search(objective, known, gap=gap, until=monotonic() + seconds)
        except SolverError:  # it is a help alone: the search goes on without it
            del self._near[limited]
            return -np.inf
        if found.columns is not None:
            try:
                point = self._checked(found.columns)
            except SolverError:
                return found.bound
            if self._best is None or point.values[name] < self._best.values[name]:
                self._best = point
        return found.bound

    def _value(self, point: _Point, name: str, objective: CompiledObjective) -> float:
        return float(objective.coefficients @ point.columns) if name == EARLIEST else point.values[name]

    def _record(self, level: LevelSearch, name: str) -> None:
        self._levels.append(level)
        if name != EARLIEST and objective_named(name).held:
            self._held[name] = level.value / self._scale(name)

    def _searched(
        self, name: str, objective: CompiledObjective, gap: float, seconds: float
    ) -> tuple[Searched, _Point]:
        """Search once, and anew in other ways where what is found cannot be believed, in the same time.

        Where nothing can be believed, the best point that is known is returned with a search that has failed, or whose
        time was over, and a doubt is kept.
        """
        until = monotonic() + seconds
        trouble, nowhere = "", 0
        known = self._best
        tried: list[tuple[Searched, _Point]] = []
        for presolve, begins in _TRIES:
            engine = self._engine(presolve)
            left = max(until - monotonic(), LEAST_SECONDS)
            start = self._start() if begins else None
            found = engine.search(objective, gap=gap, seconds=left, start=start, control=self._control)
            if found.ended is Ended.INFEASIBLE:
                nowhere += 1
            if found.columns is None and found.ended is Ended.TIME and known is not None:
                return found, known
            if found.columns is None:
                trouble = f"HiGHS found no calendar ({found.ended})"
                continue
            try:
                point = self._checked(found.columns)
            except SolverError as error:
                trouble = str(error)
                continue
            value = self._value(point, name, objective)
            if known is not None and found.ended is Ended.TIME and self._is_worse(name, value, gap):
                point, value = known, self._value(known, name, objective)
            closed = found.ended is Ended.TIME or (found.ended is Ended.PROVEN and value - found.bound <= 4.0 * gap)
            if closed and found.bound <= value + 4.0 * gap and not self._is_worse(name, value, gap):
                return found, point
            tried.append((replace(found, ended=Ended.FAILED), point))
            trouble = f"HiGHS contradicted itself on {name}: a bound of {found.bound:g} and a value of {value:g}"
        if nowhere == len(_TRIES) and known is None:
            raise NoCalendarError
        if known is not None:
            ended = Ended.TIME if monotonic() > until else Ended.FAILED
            tried.append((Searched(ended, known.columns, self._value(known, name, objective), -np.inf, 0, 0.0), known))
        if not tried:
            raise SolverError(trouble)
        self._doubts.append(f"{trouble}.")
        return min(tried, key=lambda one: self._value(one[1], name, objective))

    def _is_worse(self, name: str, value: float, gap: float) -> bool:
        """Return whether the point that is known already is better than one that was found to be the best."""
        return self._best is not None and name != EARLIEST and self._best.values[name] < value - 4.0 * gap

    def _engine(self, presolve: bool) -> WholeEngine:
        key = presolve, bool(self._limits)
        if key not in self._engines:
            self._engines[key] = WholeEngine(self._whole, presolve=presolve)
        engine = self._engines[key]
        self._move(engine)
        return engine

    def _move(self, engine: WholeEngine | NearCalendars) -> None:
        """Hold on an engine the levels that are held, and set the limits."""
        for name, row in self._level_rows.items():
            held = self._held.get(name)
            engine.at_most(row, np.inf if held is None else self._side(name, held))
        for name, row in self.model.rules.items():
            engine.at_most(row, self._limits.get(name, float(self._whole.row_upper[row])))

    def _side(self, name: str, held: float) -> float:
        """Return what the row of a level may come to at most; nothing may slip where it has nothing left.

        What is left unpaid by a slack would be cleared later, and counted as if old debts had been.
        """
        objective = self._whole.objectives[name]
        floor = -np.inf if np.any(objective.coefficients < 0.0) else objective.offset
        return 0.0 if held - floor <= FEASIBILITY else held + self._slack(name) - objective.offset

    def _start(self) -> dict[int, float]:
        if self._best is not None:
            return dict(enumerate(self._best.columns.tolist()))
        return {place: float(self._known[name] == state) for (name, state), place in self._whole.starts.items()}

    def _checked(self, columns: Floats) -> _Point:
        """Return a point whose starts are whole and which keeps all rows of the case made anew for its calendar.

        Raises ``SolverError`` if it does not.
        """
        whole = self._whole
        calendar = whole.calendar(columns)
        for (programme, state), place in whole.starts.items():
            if abs(columns[place] - (calendar[programme] == state)) > SEARCHED:
                raise SolverError(f"the start of {programme} is not whole")
        columns = columns.copy()
        for (programme, state), place in whole.starts.items():
            columns[place] = float(calendar[programme] == state)
        numbers = self.touched.shape.numbers(self.variants.program(calendar))
        own = columns[: whole.own]
        gap = numbers.matrix @ own - numbers.right
        sense, count = self.touched.shape.sense, self._first_objective
        broken = np.where(sense > 0, gap[:count], np.where(sense < 0, -gap[:count], np.abs(gap[:count])))
        outside = np.maximum(-own, own - numbers.upper)
        worst = max(float(broken.max(initial=0.0)), float(outside.max(initial=0.0)))
        if worst > VIOLATION:
            raise SolverError(f"the solver broke a row of the calendar that it found by {worst:.3g} scaled units")
        values = dict(zip(self.touched.shape.objectives, gap[count:].tolist(), strict=True))
        return _Point(columns, calendar, values)
