"""Why a programme starts when it does, found by trying: a year earlier, a year later, or at all.

Earlier, all other programmes stay where they are. Later, those that must come after it move with it, as little as the
rules ask for. All but starts is planned anew each time, as long as there is time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import crowds
from rightfin.case.programmes.proposed import Programme
from rightfin.lp.calendars.choices import Calendar, State
from rightfin.progress import Steps
from rightfin.study.starts.compare import Comparer, FirstDifference, Untried, UntriedError, Values
from rightfin.study.starts.reform import Reform

MOST_PUSHED = 200
"""How many years programmes are pushed in all, at most, to make room for one that starts later."""


class StartVerdict(StrEnum):
    """What became of another start."""

    FORBIDDEN = "forbidden"
    UNTRIED = "not tried"
    WORSE = "worse"
    ALIKE = "alike"
    CHEAPER = "as good, and better at a level that only chooses among calendars that are"
    BETTER = "better"


@dataclass(frozen=True)
class OtherStart:
    """A programme with another start: what rules say against it, or what became of the plan.

    ``year`` is the start that was tried; ``pushed`` are programmes that had to start later with it, and ``stuck`` says that
    starting others later made no room. Without ``forbidden`` and ``untried``, ``difference`` is the first level that
    differed, ``None`` if none did. ``decides`` says whether that level says which calendar is best; ``left`` are other
    years that were to be tried, and were not in the time.
    """

    year: int
    forbidden: tuple[Issue, ...]
    pushed: tuple[str, ...] = ()
    stuck: bool = False
    untried: Untried | None = None
    difference: FirstDifference | None = None
    decides: bool = True
    values: Values | None = None
    left: tuple[int, ...] = ()

    @property
    def verdict(self) -> StartVerdict:
        """What became of it."""
        if self.forbidden:
            return StartVerdict.FORBIDDEN
        if self.untried is not None:
            return StartVerdict.UNTRIED
        if self.difference is None:
            return StartVerdict.ALIKE
        if self.difference.worse_by > 0.0:
            return StartVerdict.WORSE
        return StartVerdict.BETTER if self.decides else StartVerdict.CHEAPER


@dataclass(frozen=True)
class Reason:
    """Why a programme has its state.

    ``earlier`` and ``later`` are ``None`` where that is outside the programme's own window, or its start was fixed. Of one
    that is declined ``forced`` has the best of a few starts, or rules against all of them; ``None`` elsewhere.
    """

    programme: str
    start: State
    earlier: OtherStart | None
    later: OtherStart | None
    forced: OtherStart | None

    @property
    def tried(self) -> tuple[OtherStart, ...]:
        """The other starts that were looked at."""
        return tuple(one for one in (self.earlier, self.later, self.forced) if one is not None)


def reasons_of(
    reform: Reform, calendar: Calendar, here: Values, comparer: Comparer, until: float, steps: Steps
) -> tuple[Reason, ...]:
    """Return why every programme that was decided has its state, others fixed or moved as said.

    ``here`` are the levels of the calendar. Rules are looked at for all of them; what is not planned when it is ``until``,
    a time of ``time.monotonic``, is told as not tried. Raises ``SolveStoppedError`` as a solve does.
    """
    found = []
    for programme in reform.choices.programmes:
        steps.begin(f"trying other starts of {programme.name}")
        if programme.name not in reform.fixed:
            found.append(_Trying(reform, dict(calendar), comparer, here, until).reason(programme))
    return tuple(found)


@dataclass(frozen=True)
class _Trying:
    """Tries other starts of one programme around a calendar."""

    reform: Reform
    calendar: Calendar
    comparer: Comparer
    here: Values
    until: float

    def reason(self, programme: Programme) -> Reason:
        start, window = self.calendar[programme.name], self.reform.choices.starts(programme)
        if start is None:
            return Reason(programme.name, None, None, None, self._forced(programme))
        earlier = self._moved(programme.name, start - 1) if start - 1 in window else None
        later = self._later(programme.name, start + 1) if start + 1 in window else None
        return Reason(programme.name, start, earlier, later, None)

    def _moved(self, name: str, year: int) -> OtherStart:
        calendar = {**self.calendar, name: year}
        wrong = self.reform.why_not(calendar)
        return OtherStart(year, wrong) if wrong else self._planned(calendar, year, ())

    def _later(self, name: str, year: int) -> OtherStart:
        """Try a later start, those pushed that must come after it or for which there is no room beside it."""
        calendar = {**self.calendar, name: year}
        wrong = first = self.reform.why_not(calendar)
        for _ in range(MOST_PUSHED):
            pushable = self._pushable(name, calendar, wrong)
            if pushable is None:
                break
            calendar[pushable] = (calendar[pushable] or 0) + 1
            wrong = self.reform.why_not(calendar)
        pushed = tuple(other for other in calendar if other != name and calendar[other] != self.calendar[other])
        return OtherStart(year, first, stuck=bool(pushed)) if wrong else self._planned(calendar, year, pushed)

    def _pushable(self, name: str, calendar: Calendar, wrong: Sequence[Issue]) -> str | None:
        """Return which programme to start a year later; ``None`` if nothing is wrong, or nothing is mended so.

        Of those that run at once it is the one that starts last, which leaves the year soonest.
        """
        fixed = self.reform.fixed
        if any(issue.code == "programme_start" for issue in wrong):  # one was pushed out of its window
            return None
        for issue in wrong:
            if issue.code != "programme_at_once" and issue.row != name and issue.row not in fixed:
                return issue.row
        for crowd in crowds(self.reform.choices, calendar):
            others = [other for other in crowd.running if other != name and other not in fixed]
            if others:
                return max(reversed(others), key=lambda other: calendar[other] or 0)
        return None

    def _planned(self, calendar: Calendar, year: int, pushed: tuple[str, ...]) -> OtherStart:
        try:
            values = self.comparer.values(calendar, self.until)
        except UntriedError as untried:
            return OtherStart(year, (), pushed, untried=untried.why)
        gap = self.comparer.first_difference(values, self.here)
        decides = gap is None or gap.level in self.comparer.decides
        return OtherStart(year, (), pushed, difference=gap, decides=decides, values=values)

    def _forced(self, programme: Programme) -> OtherStart | None:
        """Try the first, the middle and the last start that rules allow."""
        window = self.reform.choices.starts(programme)
        allowed = [year for year in window if self.reform.is_allowed({**self.calendar, programme.name: year})]
        if not window:
            return None
        if not allowed:
            return self._moved(programme.name, window.start)
        some = dict.fromkeys((allowed[0], allowed[len(allowed) // 2], allowed[-1]))
        tried = [self._moved(programme.name, year) for year in some]
        planned = [one for one in tried if one.untried is None]
        if not planned:
            return tried[0]
        best = planned[0]
        for one in planned[1:]:
            if self._is_better(one, best):
                best = one
        return replace(best, left=tuple(one.year for one in tried if one.untried is not None))

    def _is_better(self, one: OtherStart, other: OtherStart) -> bool:
        if one.values is None or other.values is None:
            return one.values is not None
        gap = self.comparer.first_difference(one.values, other.values)
        return gap is not None and gap.worse_by < 0.0
