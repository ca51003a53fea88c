"""Who can leave when: donors' exit years from the earliest to the latest, answered by live models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import base_and_end, planning_years, resolved_settings, style_of_case
from rightfin.definition import Definition
from rightfin.progress import Progress, Steps, said_as
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.glance import Glance
from rightfin.result.plan import Names, Plan, Status
from rightfin.schema import Value, as_year
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.study.batch import CONTRADICTORY, Answer, Batch, Variation
from rightfin.study.exits.by_payer import ByPayer, by_payer
from rightfin.study.exits.criterion import ALL_PAID, ExitTest, Failure, Part, broken, first_broken, from_then_on
from rightfin.study.exits.leaving import (
    Leaving,
    exit_cells,
    is_asked,
    leaving_donors,
    leaving_of,
    unasked,
    years_of_own_financing,
)
from rightfin.study.search import least_whole
from rightfin.study.stranded import stranded
from rightfin.study.whatif import WhatIf

TRYING = "trying exits"
"""What a step of a study of exits does."""


@dataclass(frozen=True)
class InYear:
    """A share of revenue and the year in which it is reached."""

    year: int
    share: float


@dataclass(frozen=True)
class ExitAnswer:
    """What becomes of a case whose donors leave: ``own_from`` is the first year without their money.

    ``burden`` is the largest own spending as a share of revenue, ``step`` its largest rise over the year before, as a share
    of the revenue of the year; both ``None`` where only levels 1 and 2 were solved, which leave own spending open. Where
    there is no answer ``glance`` is ``None`` and ``problem`` says why. ``conflict`` names, at the latest exit that fails
    alone, hard limits that contradict one another.
    """

    own_from: int
    glance: Glance | None
    failures: tuple[Failure, ...]
    burden: InYear | None = None
    step: InYear | None = None
    problem: str = ""
    conflict: tuple[str, ...] = ()

    @property
    def exit_year(self) -> int:
        """The last year in which the donors' money may be spent."""
        return self.own_from - 1

    @property
    def holds(self) -> bool:
        """Whether the test holds."""
        return not self.failures

    @property
    def is_paid(self) -> bool:
        """Whether everything can be paid and everyone supported, by level 1a alone."""
        return self.glance is not None and not any(failure.part is Part.PAID for failure in self.failures)

    @property
    def missing(self) -> float:
        """What is unpaid or unsupported in the plan and the years shown, at current prices; noise counts as nothing.

        Where ``is_paid`` holds it is left by choice: the arrears tolerance of the case allows it, to cover needs.
        """
        return 0.0 if self.glance is None else sum(broken(self.glance).values())

    @property
    def contradictory(self) -> bool:
        """Whether there is no answer because hard limits contradict one another."""
        return self.glance is None and self.problem == CONTRADICTORY

    @property
    def least_coverage(self) -> InYear | None:
        """The lowest coverage in the years without the donors; ``None`` if no such year is shown."""
        if self.glance is None:
            return None
        after = [(share, year) for year, share in zip(self.glance.years, self.glance.coverage, strict=True)
                 if year >= self.own_from]
        return InYear(min(after)[1], min(after)[0]) if after else None


@dataclass(frozen=True)
class ExitStudy:
    """All exits of some donors: ``answers`` by the first year without them, the last one *not within the horizon*.

    ``reference`` is the answer if they never leave, not even after the horizon; ``standing`` that of the case as it stands,
    with its exit years: the same where it has none of theirs, ``None`` where only levels 1 and 2 were solved. ``asks`` says
    whether the case asks for a force that can be kept up for good: only ``standing`` does so, too. ``unpaid``
    says, at the exit ``unpaid_at`` (the latest that fails and has an answer), by institution what is unpaid or unsupported
    over the years shown, at current prices, the largest at constant prices first; empty where nothing is, and where only
    levels 1 and 2 were solved.
    """

    title: str
    currency: str
    base_year: int
    years: tuple[int, ...]
    names: Names
    leaving: Leaving
    test: ExitTest
    depth: Depth
    answers: tuple[ExitAnswer, ...]
    reference: Glance | None
    standing: Glance | None
    unpaid: tuple[tuple[str, float], ...]
    asks: bool
    plans: int
    stranded: tuple[Issue, ...] = ()
    """What nobody may pay any more at the latest exit within the years shown that cannot be paid, and what to do."""
    unpaid_plan: Plan | None = None
    """The plan at that exit, where ``unpaid`` says anything."""
    by_payer: ByPayer | None = None
    """Who pays instead where several pay: at the earliest exit, or the latest that fails where there is none; ``None``
    where the government pays alone, and where only levels 1 and 2 were solved."""

    @property
    def earliest(self) -> int | None:
        """The first year from which on the donors are not needed, whichever year is chosen; ``None`` within the horizon."""
        first, _ = from_then_on({answer.own_from: answer.holds for answer in self.answers})
        return None if first is None or first > self.years[-1] else first

    @property
    def also_holds(self) -> tuple[int, ...]:
        """Years before the earliest in which the test holds, though it fails in a later one."""
        return from_then_on({answer.own_from: answer.holds for answer in self.answers})[1]

    @property
    def unpaid_at(self) -> ExitAnswer | None:
        """The latest exit that fails and has an answer; ``None`` if there is none."""
        failing = [answer for answer in self.answers if not answer.holds and answer.glance is not None]
        return failing[-1] if failing else None

    @property
    def never(self) -> ExitAnswer:
        """The answer if the donors stay to the end year."""
        return self.answers[-1]

    def answer(self, own_from: int) -> ExitAnswer:
        """Return the answer of one year; ``KeyError`` if it was not asked about."""
        for answer in self.answers:
            if answer.own_from == own_from:
                return answer
        raise KeyError(own_from)


@dataclass(frozen=True)
class EarliestExit:
    """The earliest first year without donors from which on a test holds; ``None`` if there is none within the horizon.

    ``method`` is ``bisection`` or ``sweep``, ``plans`` how many plans were solved. ``also_holds`` lists earlier years in
    which it holds, though it fails in a later one: bisection cannot see any, and there are none where it is used.
    """

    own_from: int | None
    method: str
    plans: int
    also_holds: tuple[int, ...] = ()


def exit_study(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    donors: Iterable[str] | None = None, years: Iterable[int] | None = None,
    test: ExitTest = ALL_PAID, depth: Depth = Depth.PLAN, workers: int = 1, progress: Progress | None = None,
    control: Control = NEVER,
) -> ExitStudy:
    """Answer for every first year without some donors, who leave together; the others keep their exit years.

    Parameters
    ----------
    donors : those that leave; all of the case if absent.
    years : first years without them; all of the horizon if absent. Staying to the end year is always added.
    test : what has to hold; see ``ExitTest``.
    depth : how far plans are solved; own spending and the margin are known for complete plans only.
    progress : called as a step begins, see ``Progress``; a step is a plan.

    Raises ``CaseError`` if the case, a donor or a year cannot be used, and ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return exit_studies_of(question, (donors,), years, test, depth, workers, progress, control)[0]


def exit_studies(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, groups: Iterable[Iterable[str] | None],
    years: Iterable[int] | None = None, test: ExitTest = ALL_PAID, depth: Depth = Depth.PLAN, workers: int = 1,
    progress: Progress | None = None, control: Control = NEVER,
) -> tuple[ExitStudy, ...]:
    """Answer as ``exit_study`` does for several groups of donors, one group after the other, on the same models."""
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return exit_studies_of(question, groups, years, test, depth, workers, progress, control)


def exit_studies_of(
    question: Question, groups: Iterable[Iterable[str] | None] = (None,), years: Iterable[int] | None = None,
    test: ExitTest = ALL_PAID, depth: Depth = Depth.PLAN, workers: int = 1, progress: Progress | None = None,
    control: Control = NEVER,
) -> tuple[ExitStudy, ...]:
    """Return the exit studies of a question, one for each group of donors; see ``exit_studies``."""
    given, asks, question = question, is_asked(question), unasked(question)
    base, depth = question.prepared, test.depth(depth)
    asked = years_of_own_financing(base, years)
    teams = [leaving_donors(base, donors) for donors in groups]
    variations = [
        Variation("+".join(donors), exit_cells(donors, own_from)) for donors in teams for own_from in (None, *asked)
    ]
    # Where no donor that is asked about has an exit year and no force is asked for that can be kept up, the case as it
    # stands is the one in which they never leave.
    leaving = [leaving_of(base, donors, question.definition) for donors in teams]
    extra = depth is Depth.PLAN and (asks or any(map(_has_exits, leaving)))
    if extra:
        from_case = resolved_settings(given.prepared)["sustained_from"]
        cells = (("settings", ("sustained_from",), "value", from_case),) if asks else ()
        variations.append(Variation("as it stands", cells))
    with Batch.of(question, depth, workers) as batch:
        found = batch.answer(variations, progress=said_as(progress, TRYING), control=control)
        each = len(asked) + 1
        studies = (
            _study(base, one, test, depth, asks, asked, found[n * each : (n + 1) * each],
                   found[-1] if extra and (asks or _has_exits(one)) else found[n * each], batch, control)
            for n, one in enumerate(leaving)
        )
        return tuple(_with_payers(question, batch, one, control) for one in studies)


def _with_payers(question: Question, batch: Batch, study: ExitStudy, control: Control) -> ExitStudy:
    """Return the study with who pays instead of the donors, where several payers of own money do."""
    end = study.years[-1]
    years = [answer.own_from for answer in study.answers if answer.glance is not None and answer.own_from <= end]
    if study.depth is not Depth.PLAN or not years or not question.prepared.records("payers"):
        return study
    unpaid = [year for year in years if not study.answer(year).is_paid]
    own_from, tried = study.earliest or max(unpaid, default=years[-1]), None
    if unpaid:
        latest, glance = max(unpaid), study.answer(max(unpaid)).glance
        first = None if glance is None else first_broken(glance)
        tried = latest, latest if first is None else min(latest, first)
    found = by_payer(question, batch, study.leaving.donors, own_from, tried, study.leaving.most_unpaid, control)
    return study if found is None else replace(study, by_payer=found, plans=study.plans + found.plans)


def _has_exits(leaving: Leaving) -> bool:
    return any(year is not None for year in leaving.exits.values())


def _study(
    base: Case, leaving: Leaving, test: ExitTest, depth: Depth, asks: bool, asked: Sequence[int], found: Sequence[Answer],
    standing: Answer, batch: Batch, control: Control,
) -> ExitStudy:
    """Return the study of one group; ``found`` holds the answer if it never leaves, then one for each year asked.

    ``standing`` is the answer of the case as it stands.
    """
    reference = found[0].glance
    answers = tuple(
        _answer(own_from, answer, test, reference, leaving, depth)
        for own_from, answer in zip(asked, found[1:], strict=True)
    )
    plan: Plan | None = None
    failing = [answer for answer in answers if not answer.holds and answer.glance is not None]
    if depth is Depth.PLAN and failing and not failing[-1].is_paid and failing[-1].missing > 0.0:
        plan = batch.plan(exit_cells(leaving.donors, failing[-1].own_from), control=control)
    unpaid = () if plan is None else _unpaid_by_institution(plan)
    latest = max((place for place, answer in enumerate(answers) if not answer.holds), default=0)
    if answers[latest].contradictory:
        refused = batch.plan(exit_cells(leaving.donors, answers[latest].own_from), control=control)
        answers = (*answers[:latest], replace(answers[latest], conflict=refused.conflict), *answers[latest + 1 :])
    start, end = base_and_end(base)
    broken_at = max((one.own_from for one in failing if not one.is_paid and one.own_from <= end), default=None)
    style = style_of_case(base)
    chosen = resolved_settings(base)
    return ExitStudy(
        title=str(chosen["title"]), currency=str(chosen["currency"]), base_year=style.written(start),
        years=style.all(planning_years(base)), names=names_of(base), leaving=leaving, test=test, depth=depth,
        answers=answers,
        reference=reference, standing=standing.glance if depth is Depth.PLAN else None,
        unpaid=unpaid, asks=asks,
        plans=len(found) + (standing is not found[0]) + bool(unpaid) + answers[latest].contradictory,
        stranded=() if broken_at is None else stranded(base, leaving.donors, broken_at),
        unpaid_plan=plan if unpaid else None,
    )


def _answer(
    own_from: int, answer: Answer, test: ExitTest, reference: Glance | None, leaving: Leaving, depth: Depth
) -> ExitAnswer:
    glance = answer.glance
    failures = test.failures(glance, own_from, leaving.most_unpaid, reference)
    if glance is None or depth is not Depth.PLAN:
        return ExitAnswer(own_from, glance, failures, problem=answer.problem)
    burden = max(zip(glance.own_share, glance.years, strict=True), key=lambda pair: pair[0])
    outlay = glance.outlay
    before = (leaving.spent_before, *outlay[:-1])
    rises = [
        ((now - last) / revenue, year)
        for now, last, revenue, year in zip(outlay, before, glance.revenue, glance.years, strict=True)
        if revenue > 0.0 and (year > glance.years[0] or leaving.spent_before > 0.0)
    ]
    step = max(rises, key=lambda pair: pair[0], default=None)
    return ExitAnswer(own_from, glance, failures, InYear(burden[1], burden[0]), step and InYear(step[1], step[0]))


def _unpaid_by_institution(plan: Plan) -> tuple[tuple[str, float], ...]:
    """Return the label of each institution with what is unpaid or unsupported over the years shown, at current prices.

    The largest at constant prices comes first: a late year of high prices makes no institution the worst.
    """
    if plan.status is not Status.ANSWERED:
        return ()
    fiscal = plan.tables["fiscal"]
    prices = dict(zip(fiscal.column("year"), fiscal.column("deflator"), strict=True))
    found, real = dict.fromkeys(plan.names.institutions, 0.0), dict.fromkeys(plan.names.institutions, 0.0)
    for institution, year, amount in (*_unfunded(plan), *_unsupported(plan)):
        found[institution] += amount
        real[institution] += amount / float(prices[year])
    largest = sorted(found, key=lambda institution: (-real[institution], institution))
    return tuple((plan.names.institutions[name], found[name]) for name in largest if found[name] > 0.0)


def _unfunded(plan: Plan) -> Iterator[tuple[str, int, float]]:
    """Yield institution, year and what nobody pays."""
    budget = plan.tables["budget"]
    columns = (budget.column(name) for name in ("institution", "year", "unfunded"))
    for institution, year, amount in zip(*columns, strict=True):
        yield str(institution), as_year(year), float(amount)


def _unsupported(plan: Plan) -> Iterator[tuple[str, int, float]]:
    """Yield institution, year and what it would cost to support those who are paid but not supported."""
    strength = plan.tables["strength"]
    columns = (strength.column(name) for name in ("cadre", "year", "hollow", "support_cost"))
    for cadre, year, hollow, cost in zip(*columns, strict=True):
        yield plan.names.cadre_institution[str(cadre)], as_year(year), float(hollow) * float(cost)


def earliest_exit(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    donors: Iterable[str] | None = None, test: ExitTest = ALL_PAID,
    workers: int = 1, progress: Progress | None = None, control: Control = NEVER,
) -> EarliestExit:
    """Return the earliest first year without some donors from which on the test holds, and how it was found.

    Where only *everything is paid* is asked for, halving finds it, because a later exit never makes that worse;
    otherwise all years are solved (see ``ExitTest.by_order``). Raises as ``exit_study`` does.
    """
    question = unasked(Question.of(case, definition, scenarios, settings, starts=starts))
    base = question.prepared
    leaving = leaving_of(base, leaving_donors(base, donors), question.definition)
    if not test.by_order(leaving):
        (study,) = exit_studies_of(question, (leaving.donors,), None, test, Depth.NEEDS, workers, progress, control)
        return EarliestExit(study.earliest, "sweep", study.plans, study.also_holds)
    what_if = WhatIf.of(question)
    years = years_of_own_financing(base, None)
    steps = Steps(progress, len(years).bit_length() + 1)

    def holds(place: int) -> bool:
        steps.begin("halving the years")
        glance = what_if.ask(exit_cells(leaving.donors, years[place]), control=control)
        return not test.failures(glance, years[place], leaving.most_unpaid, None)

    if not holds(len(years) - 1):
        return EarliestExit(None, "bisection", steps.begun)
    first = least_whole(-1, len(years) - 1, holds)
    own_from = years[first] if first < len(years) - 1 else None
    return EarliestExit(own_from, "bisection", steps.begun)
