"""How large a force the state can keep: what it is, the path to it, what it costs in coverage, and what more would take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.case.scenario import apply_settings
from rightfin.case.sustained import AT_EXIT, sustained_from
from rightfin.definition import Definition
from rightfin.fiscal.ceilings import parts_of
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.rules.sustained import due_anyhow
from rightfin.lp.steady import never_end, of_the_opening_force
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.plan import Names
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.session import Session
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.sustain.course import Course, course_of
from rightfin.study.sustain.points import POINT, POINTS, Coverage, PointTaken
from rightfin.study.whatif import with_cells
from rightfin.tolerances import NEGLIGIBLE


@dataclass(frozen=True)
class Today:
    """The force of the base year; ``strength`` in people paid by cadre.

    ``cost`` is what keeping it up would cost a year for good, all of it supported, ``ceiling`` what the state may spend,
    both in currency of ``year``, the first planning year.
    """

    year: int
    strength: Mapping[str, float]
    cost: float
    ceiling: float

    @property
    def total(self) -> float:
        """All people paid."""
        return math.fsum(self.strength.values())


@dataclass(frozen=True)
class Sustained:
    """The force that can be kept, against the plan that asks for none; see ``Course`` for what holds by year.

    ``asked_from`` is the first year in which the force must be one that can be kept up: that of the case where ``stated``,
    else the first without donors who leave (``at_exit``), or where that is not shown the last year shown.
    ``glides`` says whether what may stand before it is bounded, on a straight line or by ``glide_share``. ``alone`` is the
    plan in which donors who never leave do so from that year on; ``None`` where they pay nothing of what is kept up.
    ``frontier`` has a plan for every first year that could be asked for, in order, and the one that asks for none at the
    end. ``prices`` is the index of prices, 1 in the base year; like ``revenue``, of all payers,
    and ``gdp`` it is by year shown.
    """

    title: str
    currency: str
    base_year: int
    """The year whose end the plan begins from."""
    price_year: int
    """The year in whose prices sums over years stand."""
    years: tuple[int, ...]
    names: Names
    prices: tuple[float, ...]
    revenue: tuple[float, ...]
    gdp: tuple[float, ...]
    stated: bool
    at_exit: bool
    asked_from: int
    glides: bool
    today: Today
    without: Course
    kept: Course
    alone: Course | None
    frontier: tuple[Course, ...]
    money_from: int
    """First year of the extra own money that ``points`` are about."""
    points: tuple[PointTaken, ...]
    solves: int

    @property
    def answered(self) -> bool:
        """Whether all that stands can be kept in the last year shown and in those after it from which it is asked for."""
        return self.kept.beyond == 0.0

    def donors(self, course: Course) -> float:
        """Return what donors pay in a plan over the years shown, in currency at base-year prices."""
        return math.fsum(amount / price for amount, price in zip(course.donors, self.prices, strict=True))


def sustained(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> Sustained:
    """Work out the force that can be kept for good, and solve the plans that it is compared with.

    All plans are of the case as it stands, with other years from which the force must be one that can be kept up; every
    number comes from a plan that was solved.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, pensions of a cadre never end, or hard limits
    contradict one another; ``SolveStoppedError`` if ``control`` stops it.
    """
    return _Study(Question.of(case, definition, scenarios, settings, starts=starts), control).sustained(progress)


def unasked_of(question: Question, control: Control = NEVER) -> Course:
    """Return the plan of a question in which no year asks for a force that can be kept up.

    Raises ``CaseError`` if hard limits contradict one another, and ``SolveStoppedError`` if ``control`` stops it.
    """
    parameters = _from(question.parameters, None)
    session = Session(parameters)
    found = session.solve(parameters, control=control, sizes=natural_sizes(question.parameters))
    return course_of(session.inputs, session.program, solution_or_refusal(found, question.prepared),
                     standing=True)


class _Study:
    """Live models of one case, asked from one first year after the other."""

    def __init__(self, question: Question, control: Control) -> None:
        self._case, self._projection, self._control = question.prepared, question.projection(), control
        given = self._projection.of(self._case)
        self.stated = given.policy.sustained_from is not None
        self.goal, self.at_exit = _first_year(self._case, given)
        self._asked = _from(given, self.goal)
        self._session = Session(self._asked)
        _refuse_endless(self._session.inputs, self._case)
        self._sizes = natural_sizes(self._asked)
        self.solves = 0

    def sustained(self, progress: Progress | None) -> Sustained:
        """Return the study."""
        p = self._asked
        style, shown = p.horizon.style, p.horizon.written
        years = sorted({*map(int, shown), self.goal})
        steps = Steps(progress, 3 + len(years) + POINTS)
        steps.begin("planning the force that can be kept")
        kept = self._course(p, standing=True)
        today = self._today()
        frontier = [
            kept if year == self.goal else self._course(_from(p, year))
            for year in _told(steps, years, "trying every year from which it could be asked for")
        ]
        points = list(self._points(kept, steps))
        steps.begin("planning without donors who never leave")  # from here on models are built anew
        alone = self._alone(kept)
        steps.begin("planning without asking for it")
        without = self._course(_from(p, None), standing=True)
        stated, fiscal, count = resolved_settings(self._case), p.fiscal, len(shown)
        return Sustained(
            title=str(stated["title"]), currency=str(stated["currency"]), base_year=style.written(p.horizon.base),
            price_year=style.written(p.horizon.price_year),
            years=shown, names=names_of(self._case), prices=tuple(fiscal.deflator[1 : count + 1].tolist()),
            revenue=tuple(np.sum([fiscal.revenue, *p.payers.payer_revenue], axis=0)[1 : count + 1].tolist()),
            gdp=tuple(fiscal.gdp[1 : count + 1].tolist()),
            stated=self.stated, at_exit=self.at_exit, asked_from=style.written(self.goal), glides=p.policy.glides,
            today=today, without=without, kept=kept, alone=alone, frontier=(*frontier, without),
            money_from=style.written(self._money_from), points=tuple(points), solves=self.solves,
        )

    @property
    def _money_from(self) -> int:
        return min(self.goal, self._asked.horizon.end)

    def _course(self, parameters: Parameters, *, standing: bool = False) -> Course:
        """Solve a plan and return its course, with what stands costs for good where it is compared year by year."""
        self.solves += 1
        found = self._session.solve(parameters, control=self._control, sizes=self._sizes)
        solution = solution_or_refusal(found, self._case)
        return course_of(self._session.inputs, self._session.program, solution, standing=standing)

    def _today(self) -> Today:
        """Return the force of the base year, kept up at the prices of the first planning year."""
        d = self._session.inputs
        strength = {cadre: float(d.opening_strength[cadre]) for cadre in d.parameters.people.cadres}
        cost = of_the_opening_force(d) + due_anyhow(d, d.first)
        may = float(d.ceiling[d.first]) + float(d.parameters.payers.payer_ceiling[:, 0].sum())
        return Today(d.parameters.horizon.written[0], strength, cost, may)

    def _alone(self, kept: Course) -> Course | None:
        """Solve the plan in which donors who never leave do; ``None`` if they pay nothing of what is kept up."""
        p = self._asked
        sizes = zip(kept.years, kept.lasting, p.fiscal.deflator[1:].tolist(), strict=False)
        if all(amount <= NEGLIGIBLE * p.case_size * price for year, amount, price in sizes if year >= self._money_from):
            return None
        donors = [donor for donor in p.donors.donors if p.donors.last_year[donor] is None]
        gone = self._projection.of(with_cells(self._case, exit_cells(donors, self.goal)))
        return self._course(_from(gone, self.goal))

    def _points(self, kept: Course, steps: Steps) -> Iterator[PointTaken]:
        """Yield what one point of coverage after the other takes, up to the first that the most does not reach."""
        p = self._asked
        coverage = Coverage(
            kept, lambda amount: self._course(_with_money(p, self._case, self._money_from, amount)), self._most(),
        )
        found: PointTaken | None = None
        for points in range(1, POINTS + 1):
            steps.begin("seeking what further points of coverage take")
            if coverage.base + POINT * points <= 1.0 and (found is None or found.enough is not None):
                for found in coverage.up_to(points):
                    yield found


    def _most(self) -> float:
        """Return the most extra own money a year that is tried, at base-year prices: as much as the last year's ceiling.

        Where that is nothing, it is what keeping up today's force costs, or else the last year's revenue.
        """
        fiscal, last, d = self._asked.fiscal, self._asked.horizon.shown - 1, self._session.inputs
        start, end = fiscal.deflator[1], fiscal.deflator[last + 1]
        amounts = fiscal.ceiling[last] / end, of_the_opening_force(d) / start, fiscal.revenue[last + 1] / end
        return next((float(amount) for amount in amounts if amount > 0.0), 0.0)


def _told(steps: Steps, years: list[int], what: str) -> Iterator[int]:
    for year in years:
        steps.begin(what)
        yield year


def _from(parameters: Parameters, year: int | None) -> Parameters:
    """Return parameters that ask for a force that can be kept up from a year on, or from none."""
    return replace(parameters, policy=replace(parameters.policy, sustained_from=year))


def _first_year(case: Case, given: Parameters) -> tuple[int, bool]:
    """Return the year that the case states, else the first without donors who leave, and whether it is that.

    Where that is not shown it is the last year shown.
    """
    if given.policy.sustained_from is not None:
        return given.policy.sustained_from, False
    at_exit = sustained_from(apply_settings(case, {"sustained_from": AT_EXIT}))
    if at_exit is None or at_exit > given.horizon.end:
        return given.horizon.end, False
    return at_exit, True


def _refuse_endless(d: Inputs, case: Case) -> None:
    """Raise ``CaseError`` for cadres whose pensions have no steady level."""
    issues = [
        Issue("sustained_pensions", f"Pensions of {cadre} never end, so no force with them can be kept up for good.",
              "Type the share of pensioners that leaves each year as pension_exit.", "cadres", cadre, "pension_exit")
        for cadre in d.parameters.people.cadres if any(never_end(d, cadre, year) for year in d.years)
    ]
    if issues:
        raise CaseError(issues)


def _with_money(parameters: Parameters, case: Case, first: int, amount: float) -> Parameters:
    """Return parameters with so much more own money a year, in base-year prices, in every planned year from one on.

    Ceilings of parts that are shares of the ceiling rise with it.
    """
    fiscal, parts = parameters.fiscal, parameters.parts
    late = np.array([year >= first for year in parameters.horizon.years])
    ceiling = fiscal.ceiling + np.where(late, amount * fiscal.deflator[1:], 0.0)
    shares = np.array([[parts.of_ceiling[part]] for part in parts.parts], dtype=bool).reshape(-1, 1)
    limit = np.where(shares, parts_of(case, parameters.horizon, ceiling).part_limit, parts.part_limit)
    return replace(parameters, fiscal=replace(fiscal, ceiling=ceiling), parts=replace(parts, part_limit=limit))
