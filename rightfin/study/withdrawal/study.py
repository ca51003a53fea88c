"""Withdrawal tests: each donor in turn leaves early and without notice, and the plan has to live with what it decided.

Donors are compared in one common year, and each is shown in the year in which its leaving breaks most. The base plan is
solved with every donor apart. Then one donor's money ends, and all that was decided before the news is
held where the base plan put it (``rightfin.lp.decided``): everything of earlier years, in the year itself who is hired,
retrenched and promoted and what is bought, and recruits who are in training by then. From there on the plan is free again,
and knows the rest of the future as every plan does. All levels are solved, so that the answer is the best that can be made
of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.kinds import Axis
from rightfin.lp.labels import columns_of
from rightfin.lp.program import Program
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.paid import most_unpaid
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.breakages import Gap, Unpaid, Unsupported, arrears_beyond, falls, unpaid_beyond, unsupported_beyond
from rightfin.study.exits.leaving import leaving_donors
from rightfin.study.held import HeldPlan
from rightfin.study.rank import rounded
from rightfin.study.search import least_whole
from rightfin.study.stranded import stranded
from rightfin.study.withdrawal.absorb import NO_MONEY, Absorbed, least_reserve
from rightfin.tolerances import AS_BAD, NEGLIGIBLE


@dataclass(frozen=True)
class Withdrawal:
    """What happens if one donor leaves without notice; money in currency units at current prices unless said otherwise.

    What is listed is what comes on top of the base plan, in the years shown; amounts too small to be told from rounding are
    left out. ``year`` is the first year without the donor's money, ``None`` if it gives nothing in any year shown, or
    nothing from the year asked for on; then nothing else is known or needed, and ``plan`` is the base plan.
    """

    donor: str
    year: int | None
    lost: Mapping[int, float]
    """What the base plan spends of this donor's money, by year from ``year`` on."""
    unpaid: tuple[Unpaid, ...]
    unsupported: tuple[Unsupported, ...]
    falls: tuple[Gap, ...]
    arrears: Mapping[int, float]
    broken: float
    """Broken obligations beyond those of the base plan whatever is done: level 1a, discounted to base-year prices, tail
    included; zero if nothing more has to break."""
    reserve: Absorbed
    """Least extra money from ``year`` on with which nothing more is broken than in the base plan; see ``least_reserve``."""
    reserve_for_needs: Absorbed
    """The same where needs stay as covered as in the base plan, too."""
    notice: int | None
    """Least years of notice with which no more is broken than in the base plan; ``None`` if even a plan that knew from the
    start breaks more."""
    plan: Plan
    stranded: tuple[Issue, ...] = ()
    """What nobody may pay any more without the donor, and what to do; empty where nothing more has to break."""


@dataclass(frozen=True)
class Withdrawals:
    """The base plan, and what each donor's leaving does in one common year and in its worst year.

    ``year`` is the common year, ``each`` a withdrawal in it for each donor that was tested. ``worst`` are those donors
    without which something more has to break in some year, each in the year in which that is most, the worst of all first.
    ``breaks`` says by donor and year of leaving what more has to break (see ``Withdrawal.broken``); years from which on the
    donor gives nothing are left out.
    """

    base: Plan
    year: int
    each: tuple[Withdrawal, ...]
    worst: tuple[Withdrawal, ...]
    breaks: Mapping[str, Mapping[int, float]]
    prices: Mapping[int, float]
    """Index of prices by planning year, 1 in the base year, so that years can be compared without the rise of prices."""

    def of(self, donor: str) -> Withdrawal:
        """Return the withdrawal of one donor in the common year; ``KeyError`` if it was not tested."""
        for found in self.each:
            if found.donor == donor:
                return found
        raise KeyError(donor)

    def worst_of(self, donor: str) -> Withdrawal | None:
        """Return the withdrawal of one donor in its worst year; ``None`` if nothing more has to break in any year."""
        return next((found for found in self.worst if found.donor == donor), None)


def withdrawals(
    case: Case,
    *,
    definition: Definition | None = None,
    scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None,
    starts: Starts | None = None,
    year: int | None = None,
    donors: Sequence[str] | None = None,
    reserves: bool = True,
    progress: Progress | None = None,
    control: Control = NEVER,
) -> Withdrawals:
    """Let each donor in turn leave early, without notice.

    Parameters
    ----------
    year : common first year without a donor's money; the first planning year if absent.
    donors : whom to test, in that order; all donors if absent.
    reserves : whether to find the reserves that would have absorbed it, which takes half the time; ``NO_MONEY`` if not.
    progress : called as a step begins, see ``Progress``.

    Raises
    ------
    CaseError
        If the case, a scenario or a setting cannot be used, a donor is unknown or there is none, the year lies outside the
        years planned, or hard limits contradict one another.
    SolveStoppedError
        If ``control`` stopped it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return withdrawals_of(question, year, donors, progress, control, reserves=reserves)


def withdrawals_of(
    question: Question, year: int | None = None, donors: Sequence[str] | None = None, progress: Progress | None = None,
    control: Control = NEVER, *, reserves: bool = True,
) -> Withdrawals:
    """Return the withdrawals of a question; see ``withdrawals``."""
    study = _Study(question, control, reserves=reserves)
    names = study.chosen(donors)
    study.check_year(year)
    steps = Steps(progress, 2 * len(names) + 1)
    steps.begin("planning with all donors")
    study.solve_base()
    common = study.base.years[0] if year is None else study.parameters.horizon.style.written(year)
    each, worst, breaks = [], [], {}
    for donor in names:
        name = study.base.names.donors.get(donor, donor)
        steps.begin(f"planning without {name}")
        each.append(study.without(donor, common))
        steps.begin(f"trying every year for {name}")
        breaks[donor] = study.breaks(donor)
        at = _worst_year(breaks[donor])
        if at is not None:
            worst.append(each[-1] if at == common else study.without(donor, at))
    worst.sort(key=lambda found: -rounded(found.broken))
    return Withdrawals(study.base, common, tuple(each), tuple(worst), breaks, study.prices)


def left(parameters: Parameters, donor: str, year: int) -> Parameters:
    """Return parameters in which nothing of a donor's money arrives or may be spent from a year on.

    Raises ``ValueError`` for a donor that there is none of.
    """
    donors = parameters.donors
    disbursed = donors.disbursed.copy()
    disbursed[donors.donors.index(donor), [t >= year for t in parameters.horizon.years]] = 0.0
    ends = donors.last_year[donor]
    last = {**donors.last_year, donor: year - 1 if ends is None else min(ends, year - 1)}
    return replace(parameters, donors=replace(donors, disbursed=disbursed, last_year=last))


def _worst_year(broken: Mapping[int, float]) -> int | None:
    """Return the first year in which as much breaks as in any, to rounding; ``None`` if nothing ever does."""
    largest = max(broken.values(), default=0.0)
    if largest == 0.0:
        return None
    return min(year for year, amount in broken.items() if amount >= (1.0 - AS_BAD) * largest)


class _Study:
    """The base plan of a case, and what becomes of it without one donor."""

    def __init__(self, question: Question, control: Control, *, reserves: bool) -> None:
        self._question, self._control, self._reserves = question, control, reserves
        self.parameters = question.parameters

    def chosen(self, donors: Sequence[str] | None) -> tuple[str, ...]:
        """Return the donors to test; raises ``CaseError`` if there is none or one is unknown."""
        return leaving_donors(self._question.prepared, donors)

    def check_year(self, year: int | None) -> None:
        """Raise ``CaseError`` if a year is none of those planned."""
        horizon = self.parameters.horizon
        first, last = horizon.written[0], horizon.written[-1]
        if year is not None and not first <= year <= last:
            raise CaseError([Issue("year_outside", f"{horizon.style.text(year)} is not one of the years planned.",
                                   f"Name a year from {first} to {last}.")])

    def solve_base(self) -> None:
        """Solve the plan with all donors, each apart."""
        self._held = HeldPlan(self._question, self.parameters, self._control, {"solved": "with every donor apart"})
        self.base, self.prices = self._held.plan, self._held.prices
        self._broken = self._held.value("obligations")
        """Broken obligations of the base plan, those that the arrears tolerance allows included."""

    def _given(self, donor: str) -> dict[int, float]:
        """Return what the base plan spends of a donor's money by planning year, tail included."""
        horizon = self.parameters.horizon
        found = dict.fromkeys(horizon.style.all(horizon.years), 0.0)
        for place, at in columns_of(self._held.program, "grant"):
            value, year = float(self._held.columns[place]), at[Axis.YEAR]
            if at[Axis.GROUP] == donor and value > NEGLIGIBLE * self._held.sizes[year]:
                found[year] += value
        return found

    def breaks(self, donor: str) -> dict[int, float]:
        """Return what more has to break by the year in which a donor leaves, where it gives anything from then on."""
        given, found = self._given(donor), {}
        for year in self.base.years:
            if any(amount for t, amount in given.items() if t >= year):
                program = self._held.changed(left(self.parameters, donor, year))[1]
                least = self._least_broken(program, year)
                found[year] = self._more_broken(least)
        return found

    def without(self, donor: str, year: int) -> Withdrawal:
        """Return what happens if a donor leaves in a year."""
        given, shown = self._given(donor), self.base.years
        if not any(amount for t, amount in given.items() if t >= year):
            return Withdrawal(donor, None, {}, (), (), (), {}, 0.0, NO_MONEY, NO_MONEY, 0, self.base)
        parameters = left(self.parameters, donor, year)
        inputs, program = self._held.changed(parameters)
        pinned = self._held.news(program, year)
        found = self._held.solve(parameters)
        least = next(level.value for level in found.levels if level.name == "obligations")
        after = self._question.plan_of(inputs, pinned, found, study={"donor left": f"{donor} in {year}"})
        sizes = self._held.sizes
        return Withdrawal(
            donor=donor,
            year=year,
            lost={t: given[t] for t in shown if t >= year},
            unpaid=unpaid_beyond(self.base, after, sizes),
            unsupported=unsupported_beyond(self.base, after),
            falls=falls(self.base, after),
            arrears=arrears_beyond(self.base, after, sizes),
            broken=self._more_broken(least),
            reserve=self._reserve(pinned, parameters, year, keep_needs=False),
            reserve_for_needs=self._reserve(pinned, parameters, year, keep_needs=True),
            notice=self._notice(program, year, least),
            plan=after,
            stranded=stranded(self._question.prepared, (donor,), year) if self._breaks(least) else (),
        )

    def _reserve(self, pinned: Program, parameters: Parameters, year: int, *, keep_needs: bool) -> Absorbed:
        if not self._reserves:
            return NO_MONEY
        return least_reserve(pinned, parameters, self._held.columns, year, self._control, keep_needs=keep_needs)

    def _more_broken(self, least: float) -> float:
        """Return what is broken beyond the base plan; nothing if it is no more than solves differ by."""
        return max(0.0, least - self._broken) if self._breaks(least) else 0.0

    def _breaks(self, least: float) -> bool:
        """Return whether broken obligations are more than those of the base plan."""
        return least > self._broken + most_unpaid(self.parameters)

    def _notice(self, program: Program, year: int, least: float) -> int | None:
        """Return the least years of notice with which no more is broken than in the base plan.

        More notice leaves fewer decisions fixed and nothing else changed, so it never breaks more, and the years may be
        halved.
        """
        if not self._breaks(least):
            return 0

        def suffices(notice: int) -> bool:
            return not self._breaks(self._least_broken(program, year - notice))

        most = year - self.parameters.horizon.base
        return least_whole(0, most, suffices) if suffices(most) else None

    def _least_broken(self, program: Program, news: int) -> float:
        """Return the optimum of level 1a where news comes in a year, with the rest of the plan free."""
        self._held.news(program, news)
        return self._held.least_broken(program)
