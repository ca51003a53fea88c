"""Why a programme starts when it does, found by trying: a year earlier, a year later, or at all.

Earlier, all other programmes stay where they are. Later, those that must come after it move with it, as little as the
rules ask for. All but starts is planned anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.case.issue import Issue
from rightfin.case.programmes.proposed import Programme
from rightfin.lp.calendars.choices import Calendar, State
from rightfin.progress import Steps
from rightfin.study.starts.compare import Comparer, FirstDifference, Values
from rightfin.study.starts.reform import Reform

MOST_PUSHED = 200
"""How many years programmes are pushed in all, at most, to make room for one that starts later."""


@dataclass(frozen=True)
class OtherStart:
    """A programme with another start: what rules say against it, or what became of the plan.

    ``year`` is the start that was tried; ``pushed`` are programmes that had to start later with it. Without
    ``forbidden``, ``difference`` is the first level that differed, ``None`` if none did.
    """

    year: int
    forbidden: tuple[Issue, ...]
    pushed: tuple[str, ...] = ()
    difference: FirstDifference | None = None
    values: Values | None = None


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


def reasons_of(reform: Reform, calendar: Calendar, comparer: Comparer, steps: Steps) -> tuple[Reason, ...]:
    """Return why every programme that was decided has its state, others fixed or moved as said.

    Raises ``SolverError`` and ``SolveStoppedError`` as a solve does.
    """
    here = comparer.values(calendar)
    found = []
    for programme in reform.choices.programmes:
        steps.begin(f"trying other starts of {programme.name}")
        if programme.name in reform.fixed or here is None:
            continue
        found.append(_Trying(reform, dict(calendar), comparer, here).reason(programme))
    return tuple(found)


@dataclass(frozen=True)
class _Trying:
    """Tries other starts of one programme around a calendar."""

    reform: Reform
    calendar: Calendar
    comparer: Comparer
    here: Values

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
        """Try a later start, those that must come after it pushed."""
        calendar = {**self.calendar, name: year}
        wrong = self.reform.why_not(calendar)
        first = wrong
        for _ in range(MOST_PUSHED):
            others = (issue.row for issue in wrong if issue.row != name and issue.row not in self.reform.fixed)
            pushable = next(others, None)
            if not wrong or pushable is None:
                break
            calendar[pushable] = (calendar[pushable] or 0) + 1
            wrong = self.reform.why_not(calendar)
        if wrong:
            return OtherStart(year, first)
        pushed = tuple(other for other in calendar if other != name and calendar[other] != self.calendar[other])
        return self._planned(calendar, year, pushed)

    def _planned(self, calendar: Calendar, year: int, pushed: tuple[str, ...]) -> OtherStart:
        values = self.comparer.values(calendar)
        return OtherStart(year, (), pushed, self.comparer.first_difference(values, self.here), values)

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
        best = tried[0]
        for one in tried[1:]:
            if best.values is None or (
                one.values is not None
                and (gap := self.comparer.first_difference(one.values, best.values)) is not None and gap.worse_by < 0.0
            ):
                best = one
        return best
