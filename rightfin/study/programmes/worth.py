"""What each planned programme is worth: the plan with all of them, and without one, all else planned anew.

Who leaves a programme out leaves out what needs it, too: programmes that come after it, and those of a later phase where it
was the only one of its own. Nothing else starts in its place and no other start moves, so that what differs is what the
programmes that are left out do and cost. All plans have all levels, on live models.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.programmes.choices import Choices, Starts, broken_among, fallen_among
from rightfin.case.programmes.proposed import TABLE, Programme
from rightfin.definition import Definition
from rightfin.lp.objectives import natural_sizes
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.paid import least_unpaid
from rightfin.result.plan import Plan
from rightfin.schema import Value, YearStyle
from rightfin.solve.control import NEVER, Control
from rightfin.solve.session import Session
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.rank import Rank, better_by, ranked, rounded
from rightfin.study.whatif import ON_LIVE_MODELS


@dataclass(frozen=True)
class Totals:
    """Sums of a plan over the years shown, money at base-year prices in currency units.

    ``coverage`` is the mean share of needs covered, weighted; ``unmet`` and ``broken`` are the values of levels 2 and 1a,
    which count all years planned, later ones less.
    """

    coverage: float
    unmet: float
    broken: float
    own: float
    donors: float
    unpaid: float


@dataclass(frozen=True)
class Room:
    """Years in which a planned programme could start as far as rules go, the others being where they are.

    ``earlier`` and ``later`` say what stands against a start a year earlier or later; empty where nothing does.
    """

    programme: str
    years: tuple[int, ...]
    earlier: str
    later: str


@dataclass(frozen=True)
class Without:
    """The plan without one programme; ``fallen`` are those that cannot be without it, and are left out with it."""

    programme: str
    fallen: tuple[str, ...]
    totals: Totals
    plan: Plan
    worth: tuple[float, ...]
    """By how much each of the levels that rank plans is better with it, in their order; 0 where that cannot be told."""


@dataclass(frozen=True)
class ProgrammeStudy:
    """Programmes of a case: the ``plan`` with all that are planned, and without each in turn.

    ``programmes`` are all proposals, each with its start; ``moved`` has the starts that were laid over those of the case,
    ``None`` for programmes that were declined. ``rooms`` are in the order of ``planned``. ``prices`` is the index of prices
    by year shown, 1 in the base year; ``style`` is how the case writes years.
    """

    plan: Plan
    programmes: tuple[Programme, ...]
    moved: Mapping[str, int | None]
    totals: Totals
    rooms: tuple[Room, ...]
    each: tuple[Without, ...]
    prices: Mapping[int, float]
    style: YearStyle

    @property
    def planned(self) -> tuple[Programme, ...]:
        """Programmes with a start, in the order of their starts."""
        return _planned(self.programmes)

    @property
    def by_worth(self) -> tuple[Without, ...]:
        """The plans without each, that which leaves most unpaid or unmet first; what cannot be told apart, by start."""
        return tuple(sorted(self.each, key=lambda one: tuple(-rounded(gain) for gain in one.worth)))

    def of(self, programme: str) -> Without:
        """Return the plan without a programme; ``KeyError`` if it is not planned."""
        for found in self.each:
            if found.programme == programme:
                return found
        raise KeyError(programme)

    def cost(self, programme: str, column: str = "cost") -> float:
        """Return what a programme costs over the years shown, or who pays it (a column of the table ``programmes``).

        Currency units at base-year prices.
        """
        table = self.plan.tables["programmes"].where("programme", (programme,))
        return math.fsum(amount / self.prices[year] for year, amount in table.by_year(column).items())


def programmes(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> ProgrammeStudy:
    """Plan a case with its programmes, and without each of them.

    Parameters
    ----------
    starts : years in which programmes start in place of those typed, ``None`` for one that is declined.
    progress : called as a step begins, see ``Progress``.

    Raises
    ------
    CaseError
        If the case, a scenario, a setting or a start cannot be used, the case has no programmes, or hard limits contradict
        one another.
    SolveStoppedError
        If ``control`` stopped it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    if not question.programmes:
        raise CaseError([Issue("no_programmes", "The case has no programmes.",
                               "Type one in the table programmes; docs/programmes.md has an example.", TABLE)])
    live = _Live(question, control)
    planned = _planned(question.programmes)
    steps = Steps(progress, 1 + len(planned))
    steps.begin("planning with all programmes")
    plan, rank = live.plan(question)
    each = []
    for programme in planned:
        steps.begin(f"planning without {programme.title}")
        fallen = fallen_without(question.choices, programme.name)
        left = replace(question, starts={**question.starts, **dict.fromkeys((programme.name, *fallen))})
        without, worse = live.plan(left)
        each.append(Without(programme.name, fallen, live.totals(without), without, better_by(rank, worse, live.sizes)))
    rooms = tuple(room_of(question.choices, programme) for programme in planned)
    return ProgrammeStudy(plan, question.programmes, dict(question.starts), live.totals(plan), rooms, tuple(each),
                          live.prices, question.choices.style)


def room_of(choices: Choices, programme: Programme) -> Room:
    """Return in which years a planned programme could start as far as rules go."""
    starts = {one.name: one.start for one in choices.programmes}

    def against(year: int) -> str:
        issues = broken_among(choices, {**starts, programme.name: year})
        return issues[0].message if issues else ""

    years = tuple(year for year in choices.starts(programme) if not against(year))
    start = programme.start or choices.years.start
    return Room(programme.name, years, against(start - 1), against(start + 1))


def fallen_without(choices: Choices, name: str) -> tuple[str, ...]:
    """Return which planned programmes cannot be without one, in the order of the case.

    Raises ``CaseError`` for a programme that there is not.
    """
    starts = {one.name: one.start for one in choices.programmes}
    if name not in {one.name for one in choices.programmes}:
        raise CaseError([Issue("unknown_programme", f"There is no programme {name}.",
                               choose(name, (one.name for one in choices.programmes)), TABLE)])
    return fallen_among(choices, {**starts, name: None})


class _Live:
    """Live models of a question, asked with one calendar after the other."""

    def __init__(self, question: Question, control: Control) -> None:
        self._projection, self._control = question.projection(), control
        first = self._projection.of(question.prepared)
        self._session, self.sizes = Session(first), natural_sizes(first)
        horizon = first.horizon
        self.prices: Mapping[int, float] = dict(
            zip(horizon.written, first.fiscal.deflator[1 : horizon.shown + 1].tolist(), strict=True))

    def plan(self, question: Question) -> tuple[Plan, Rank]:
        """Return the plan of a question and its levels; raises ``CaseError`` if hard limits contradict one another."""
        parameters = self._projection.of(question.prepared)
        found = self._session.solve(parameters, control=self._control, sizes=self.sizes)
        solution = solution_or_refusal(found, question.prepared)
        plan = question.plan_of(self._session.inputs, self._session.program, solution, study=ON_LIVE_MODELS)
        return plan, ranked(solution.levels)

    def totals(self, plan: Plan) -> Totals:
        """Return the sums of a plan."""
        budget = plan.tables["budget"]
        own, donors, unpaid = (
            math.fsum(amount / self.prices[year] for year, amount in budget.by_year(column).items())
            for column in ("own", "grants", "unfunded")
        )
        unmet = (float(value) for level, name, value in plan.tables["objective"].rows if (level, name) == ("2", "needs"))
        coverage = plan.tables["indicators"].where("indicator", ("coverage",)).by_year("value").values()
        return Totals(
            coverage=math.fsum(coverage) / len(coverage) if coverage else 1.0,
            unmet=next(unmet, 0.0), broken=least_unpaid(plan), own=own, donors=donors, unpaid=unpaid,
        )


def _planned(programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    """Return the programmes that have a start, in the order of their starts."""
    with_start = [(one.start, one.name, one) for one in programmes if one.start is not None]
    return tuple(one for *_, one in sorted(with_start, key=lambda found: found[:2]))
