"""Starts of programmes that are decided: the calendar that is best at every level, and its plan.

The calendar comes from a search over all of them at once (``rightfin.solve.calendars``). It is then planned by itself, in
the ordinary way: what the plan comes to is compared with what the search said, and where the plan is better, the search was
wrong and is not called a proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Choices
from rightfin.case.programmes.proposed import TABLE, Programme
from rightfin.case.programmes.starts import starts_of
from rightfin.definition import Definition
from rightfin.lp.assembly import StructureChangedError
from rightfin.lp.calendars.choices import State
from rightfin.lp.calendars.touched import TooManyTogetherError
from rightfin.lp.objectives import objective_named
from rightfin.planning import solved_plan_of
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.allowed import allowed_calendar
from rightfin.solve.calendars import CalendarSearch, FoundCalendar, LevelSearch, NoCalendarError
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.levels import Solution
from rightfin.study.rank import ORDER
from rightfin.study.starts.compare import Comparer, values_of
from rightfin.study.starts.frontier import FrontierPoint, frontier_of, purse_of
from rightfin.study.starts.reasons import Reason, reasons_of
from rightfin.study.starts.reform import Reform
from rightfin.tolerances import ALIKE, SEARCH_APART

WITHIN = 60.0
"""Seconds that a search may take where nobody says."""

MOST_LEVELS = 13
"""Most levels that a search goes through."""


@dataclass(frozen=True)
class DecidedStarts:
    """The calendar that was found, and its plan.

    ``starts`` has the start of every programme, ``None`` for those declined; ``fixed`` those that were not to be decided.
    ``search`` says of each level what was found and what could be better at most; ``doubts`` what speaks against calling
    it the best. ``reasons`` are in the order of the programmes, ``frontier`` from no limit on the cost of programmes down;
    either is empty where nobody asked.
    """

    plan: Plan
    starts: Mapping[str, State]
    fixed: Mapping[str, State]
    search: tuple[LevelSearch, ...]
    doubts: tuple[str, ...]
    within: float
    reasons: tuple[Reason, ...]
    frontier: tuple[FrontierPoint, ...]
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
    within : seconds that seeing what every start changes, and the search, may take together; what is not proven by then
        is told. Planning the calendar found, and those tried for reasons, is not counted.
    reasons : whether to try each programme a year earlier and a year later, and to force those that are declined.
    frontier : whether to search, too, under falling limits on what programmes may cost together: as long again.
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
    until = monotonic() + within
    reform = Reform(question, fixed)
    count = len(reform.states)
    steps = Steps(progress, 3 + count + MOST_LEVELS + (count if reasons else 0) + (1 if frontier else 0))
    try:
        search = _search(reform, question, steps, control, purse=frontier)
        found = search.run(until - monotonic())
    except NoCalendarError:
        raise CaseError([Issue(
            "contradictory", "The hard limits of the case contradict one another under every calendar of programmes.",
            "Mark one of them as soft; rightfin plan says which stand against each other.", TABLE)]) from None
    except StructureChangedError as changed:
        raise CaseError([_unsearchable(str(changed))]) from None
    except TooManyTogetherError as together:
        raise CaseError([_unsearchable(f"too many of {together} change the same numbers")]) from None
    steps.begin("planning the calendar that was found")
    decided = reform.question(found.calendar)
    plan, solution = solved_plan_of(decided, control=control)
    if not isinstance(solution, Solution):
        raise SolverError("the calendar that was found contradicts hard limits when it is planned by itself")
    secondary = decided.parameters.policy.secondary_objective
    comparer = Comparer(search.variants, secondary, found.calendar, control)
    told = reasons_of(reform, found.calendar, comparer, steps) if reasons else ()
    points = frontier_of(reform, search, found, within, steps) if frontier else ()
    doubts = (*found.doubts, *_doubts(found, solution, comparer), *_better(reform, told, points, secondary))
    return DecidedStarts(
        plan=plan, starts=found.calendar, fixed=reform.fixed, search=found.levels,
        doubts=doubts, within=within, reasons=told, frontier=points, calendars_tried=comparer.solves,
        choices=reform.choices,
    )


def _search(reform: Reform, question: Question, steps: Steps, control: Control, *, purse: bool) -> CalendarSearch:
    """Return the search, once a calendar is known that is allowed: as near as can be to the starts that are typed."""
    typed = {**starts_of(question.laid), **reform.fixed}
    known = allowed_calendar(reform.states, reform.rows, typed)
    if known is None:
        wrong = reform.why_none()
        raise CaseError(wrong or [Issue("no_calendar", "No calendar of the programmes keeps all rules among starts.",
                                        "Widen windows, or fix fewer starts.", TABLE)])
    rows = (*reform.rows, purse_of(reform)) if purse else reform.rows
    return CalendarSearch(reform.variants(control), reform.states, rows, known, steps, control)


def _unsearchable(why: str) -> Issue:
    return Issue("not_searchable", f"Starts cannot be decided: {why}.",
                 "Fix the starts of some programmes (--fix), or type starts and compare plans.", TABLE)


def _doubts(found: FoundCalendar, solution: Solution, comparer: Comparer) -> tuple[str, ...]:
    """Return what the plan of the calendar says against the search; raises ``SolverError`` if the search promised more.

    The first level that differs decides, since later ones follow from it.
    """
    said, planned = {level.name: level.value for level in found.levels if level.decides}, values_of(solution)
    for name in comparer.order:
        if name not in said or (name not in planned and name not in ORDER):
            continue
        worse = planned.get(name, 0.0) - said[name]
        if abs(worse) <= max(comparer.tolerance(name), SEARCH_APART * comparer.sizes[name]):
            continue
        if worse > 0.0 and name in ORDER:
            raise SolverError(f"the calendar found is worse at {name} by {worse:.6g} when it is planned by itself")
        how = "worse" if worse > 0.0 else "better"
        return (f"Planned by itself the calendar is {how} at {objective_named(name).title.lower()} than the search said.",)
    return ()


def _better(
    reform: Reform, reasons: tuple[Reason, ...], frontier: tuple[FrontierPoint, ...], secondary: str
) -> Iterator[str]:
    """Yield which calendars that were tried afterwards are better than the one found, which was not the best then."""
    for reason in reasons:
        for other in (reason.earlier, reason.later, reason.forced):
            gap = None if other is None else other.difference
            if other is None or gap is None or gap.worse_by >= 0.0 or gap.level not in (*ORDER, secondary):
                continue
            pushed = f", and {', '.join(other.pushed)} later," if other.pushed else ""
            yield (f"With {reason.programme} in {reform.choices.style.text(other.year)}{pushed} the plan is better at "
                   f"{objective_named(gap.level).title.lower()}.")
    for point in frontier[1:]:
        if point.unpaid <= frontier[0].unpaid and point.unmet < frontier[0].unmet * (1.0 - ALIKE):
            yield "A calendar that costs less leaves less need unmet."
            return
