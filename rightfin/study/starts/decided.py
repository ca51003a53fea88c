"""Starts of programmes that are decided: the calendar that is best at every level, and its plan.

The calendar comes from a search over all of them at once (``rightfin.solve.calendars``). It is then planned by itself, in
the ordinary way: what the plan comes to is compared with what the search said, and where they differ, the search was wrong
and is not called a proof. The plan is kept in any case: whoever asked gets an answer, with what speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Choices
from rightfin.case.programmes.proposed import TABLE, Programme
from rightfin.case.programmes.starts import starts_of
from rightfin.definition import Definition
from rightfin.lp.assembly import StructureChangedError
from rightfin.lp.calendars.choices import Calendar, ChoiceRow, State
from rightfin.lp.calendars.touched import TooManyTogetherError
from rightfin.lp.objectives import objective_named
from rightfin.planning import solved_plan_of
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.allowed import allowed_calendar
from rightfin.solve.calendars import CalendarSearch
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.found import LevelSearch, NoCalendarError
from rightfin.solve.levels import Solution
from rightfin.study.starts.compare import Comparer, FirstDifference, UntriedError, Values, values_of
from rightfin.study.starts.fixed import NO_CALENDAR, why_none
from rightfin.study.starts.frontier import SHARES, Frontier, FrontierPoint, costs_of, frontier_of, purse_of
from rightfin.study.starts.reasons import Reason, StartVerdict, reasons_of
from rightfin.study.starts.reform import Reform

WITHIN = 60.0
"""Seconds that a search may take where nobody says."""

MOST_LEVELS = 13
"""Most levels that a search goes through."""

UNSEARCHED = "not_searched"
"""Code of the issue that a search found no calendar that can be believed."""


@dataclass(frozen=True)
class DecidedStarts:
    """The calendar that was found, and its plan.

    ``starts`` has the start of every programme, ``None`` for those declined; ``fixed`` those that were not to be decided.
    ``search`` says of each level what was found and what could be better at most; ``doubts`` what speaks against calling
    it the best; ``within`` how many seconds the search was given, and ``building`` how many of them went into seeing what
    every start changes. ``reasons`` are in the order of the programmes, ``frontier`` has points from no limit on the cost
    of programmes down; either is empty where nobody asked.
    """

    plan: Plan
    starts: Mapping[str, State]
    fixed: Mapping[str, State]
    search: tuple[LevelSearch, ...]
    doubts: tuple[str, ...]
    within: float
    building: float
    reasons: tuple[Reason, ...]
    frontier: Frontier
    calendars_tried: int
    choices: Choices
    """What there was to choose from."""

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """All programmes, planned or declined."""
        return self.choices.programmes

    def year(self, year: int) -> str:
        """Return a year as the case writes it."""
        return self.choices.style.text(year)

    @property
    def proven(self) -> bool:
        """Whether it is proven that no other calendar is better at a level that decides starts."""
        return not self.doubts and all(level.proven for level in self.search if level.decides)

    @property
    def declined(self) -> tuple[str, ...]:
        """Programmes that are not planned."""
        return tuple(name for name, start in self.starts.items() if start is None)


def decided_programmes(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, warnings: Iterable[Issue] = (),
    fixed: Mapping[str, State] | None = None, within: float = WITHIN, reasons: bool = True, frontier: bool = False,
    progress: Progress | None = None, control: Control = NEVER,
) -> DecidedStarts:
    """Decide when each programme of a case starts, if at all, and plan the case so.

    Parameters
    ----------
    fixed : starts that are not decided, by programme; ``None`` for one that is declined. All others may start in any year
        of their window, whatever start is typed.
    within : seconds that the search may take, seeing first what every start changes among them; what is not proven by then
        is told. Reasons may take as long again, and so may the frontier, seeing what every start costs among it: what is
        not tried by then is told, too. Not counted is planning the calendar that was found, and the last of the frontier.
    reasons : whether to try each programme a year earlier and a year later, and to force those that are declined.
    frontier : whether to search, too, under falling limits on what programmes may cost together.
    progress : called as a step begins, see ``Progress``.

    Raises
    ------
    CaseError
        If the case, a scenario, a setting or a fixed start cannot be used, there are no programmes, no calendar is allowed,
        or hard limits contradict one another under all of them.
    SolveStoppedError
        If ``control`` stopped it.
    """
    question = Question.of(case, definition, scenarios, settings, warnings)
    return decided_of(question, fixed, within, reasons=reasons, frontier=frontier, progress=progress, control=control)


def decided_of(
    question: Question, fixed: Mapping[str, State] | None = None, within: float = WITHIN, *, reasons: bool = False,
    frontier: bool = False, progress: Progress | None = None, control: Control = NEVER,
) -> DecidedStarts:
    """Decide starts for a question, whatever starts are laid over it; see ``decided_programmes``."""
    begun = monotonic()
    reform = Reform(question, fixed)
    count = len(reform.states)
    steps = Steps(progress, 3 + count + MOST_LEVELS + (count if reasons else 0) + (count + len(SHARES) if frontier else 0))
    asked = monotonic()
    costs = costs_of(reform, steps, control) if frontier else {}
    counting = monotonic() - asked
    try:
        search = _search(reform, question, steps, control, (purse_of(costs),) if frontier else ())
        building = monotonic() - begun - counting
        found = search.run(within - building)
    except NoCalendarError:
        raise CaseError([Issue(
            "contradictory", "The hard limits of the case contradict one another under every calendar of programmes.",
            "Mark one of them as soft; rightfin plan says which stand against each other.", TABLE)]) from None
    except StructureChangedError as changed:
        raise CaseError([_unsearchable(str(changed))]) from None
    except TooManyTogetherError as together:
        raise CaseError([_unsearchable(f"too many of {together} change the same numbers")]) from None
    except SolverError as failed:
        raise CaseError([_unfound(f"No calendar was found that can be believed: {failed}.")]) from None
    steps.begin("planning the calendar that was found")
    decided = reform.question(found.calendar)
    plan, solution = solved_plan_of(decided, control=control)
    if not isinstance(solution, Solution):
        raise CaseError([_unfound("Planned by itself, the calendar that the search found contradicts hard limits.")])
    comparer = Comparer(search.variants, decided.parameters.policy.secondary_objective, found.calendar, control)
    here = _levels(comparer, found.calendar, solution) if reasons or frontier else {}
    told = reasons_of(reform, found.calendar, here, comparer, monotonic() + within, steps) if reasons else ()
    tried = comparer.solves
    until = monotonic() + within - counting
    less = frontier_of(search, found, here, costs, comparer, until, steps) if frontier else Frontier(())
    levels, wrong = comparer.as_planned(found.levels, values_of(solution))
    contradicted = () if wrong is None else (f"The plan of the calendar is better at {_title(wrong)} than the search said "
                                             "any could be.",)
    doubts = (*found.doubts, *contradicted, *_better(reform, told, less.points, comparer))
    return DecidedStarts(
        plan=plan, starts=found.calendar, fixed=reform.fixed, search=levels,
        doubts=doubts, within=within, building=building, reasons=told, frontier=less, calendars_tried=tried,
        choices=reform.choices,
    )


def _search(
    reform: Reform, question: Question, steps: Steps, control: Control, more: tuple[ChoiceRow, ...]
) -> CalendarSearch:
    """Return the search, once a calendar is known that is allowed: as near as can be to the starts that are typed.

    ``more`` are rules beside those of the case.
    """
    typed = {**starts_of(question.laid), **reform.fixed}
    known = allowed_calendar(reform.states, reform.rows, typed)
    if known is None:
        raise CaseError(why_none(reform.choices, reform.fixed) or [NO_CALENDAR])
    return CalendarSearch(reform.variants(control), reform.states, (*reform.rows, *more), known, steps, control)


def _unsearchable(why: str) -> Issue:
    return Issue("not_searchable", f"Starts cannot be decided: {why}.",
                 "Fix the starts of some programmes (--fix), or type starts and compare plans.", TABLE)


def _unfound(what: str) -> Issue:
    return Issue(UNSEARCHED, what, "Give the search more seconds (--within), fix the starts of some programmes (--fix), or "
                 "type starts and compare plans.", TABLE)


def _levels(comparer: Comparer, calendar: Calendar, solution: Solution) -> Values:
    """Return the levels of the calendar, planned as those are that are compared with it."""
    with suppress(UntriedError):
        if (values := comparer.values(calendar)) is not None:
            return values
    return values_of(solution)


def _better(
    reform: Reform, reasons: tuple[Reason, ...], frontier: tuple[FrontierPoint, ...], comparer: Comparer
) -> Iterator[str]:
    """Yield which calendars that were tried afterwards are better than the one found, which was not the best then."""
    titles = {programme.name: programme.title for programme in reform.choices.programmes}
    for reason in reasons:
        for other in reason.tried:
            if other.verdict is not StartVerdict.BETTER or other.difference is None:
                continue
            year = reform.choices.style.text(other.year)
            pushed = f", and {', '.join(titles[name] for name in other.pushed)} later," if other.pushed else ""
            yield (f"With {titles[reason.programme]} in {year}{pushed} the plan is better at "
                   f"{_title(other.difference)}.")
    for point in frontier[1:]:
        gap = comparer.first_difference(point.values, frontier[0].values)
        if gap is not None and gap.worse_by < 0.0:
            yield f"A calendar that costs less is better at {_title(gap)}."
            return


def _title(gap: FirstDifference) -> str:
    return objective_named(gap.level).title.lower()
