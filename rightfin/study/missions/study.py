"""Peace operations that leave: without notice, each in turn, or announced from the start, in every year in turn.

What a mission supplies is capability, not money: level 1 never depends on it, so that nobody is unpaid because it leaves.
What breaks is coverage, and what is told beside it is what would replace the mission (``replacement``). *Announced* means
that the plan knows from the start, as in the study of donors' exits; *without notice* holds what was decided by then, as in
that of withdrawals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import base_and_end
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.progress import Progress, Steps
from rightfin.question import ChangedCase, Question
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.breakages import Gap, coverage_of, falls
from rightfin.study.exits.criterion import from_then_on
from rightfin.study.exits.leaving import years_of_own_financing
from rightfin.study.held import HeldPlan
from rightfin.study.missions.providers import (
    Provider,
    leaving_cells,
    leaving_providers,
    providers_of,
    staying,
    with_rows,
)
from rightfin.study.missions.replacement import NOT_REPLACED, Replacement, replacement
from rightfin.study.whatif import check_or_raise, with_cells
from rightfin.tolerances import SEEN


@dataclass(frozen=True)
class MissionLeft:
    """What becomes of a case without some providers from a year on.

    ``year`` is the first year without them, ``None`` where they supply nothing from then on: then nothing else is known,
    and ``plan`` is the base plan. A year after the end year stands for providers that stay to the end, and are gone in the
    years planned after it. ``lost`` is what they would have supplied, by need and year shown, in capability units; ``cost``
    what they would have cost those who pay for them, by year shown, as long as they would have been there; ``falls`` are
    the needs that are covered less than in the base plan.
    """

    providers: tuple[str, ...]
    year: int | None
    lost: Mapping[tuple[str, int], float]
    cost: Mapping[int, float]
    falls: tuple[Gap, ...]
    replacement: Replacement
    plan: Plan

    @property
    def replaced(self) -> bool:
        """Whether anything can be in their place in a year in which they would still have been there."""
        since = self.replacement.since
        return since is not None and any(since <= year for _, year in self.lost)


@dataclass(frozen=True)
class MissionWithdrawals:
    """The plan of the case, and each provider that leaves without notice; ``prices`` are as in ``Withdrawals``."""

    base: Plan
    providers: tuple[Provider, ...]
    each: tuple[MissionLeft, ...]
    prices: Mapping[int, float]

    def of(self, provider: str) -> MissionLeft:
        """Return what becomes of the case without one provider; ``KeyError`` if it was not asked about."""
        for found in self.each:
            if found.providers == (provider,):
                return found
        raise KeyError(provider)


@dataclass(frozen=True)
class MissionExits:
    """The plan in which some providers never leave, and every first year without them, announced from the start.

    ``answers`` are those of ``years``, the last *not within the horizon*. ``coverage`` is the share of what is
    covered in ``stays`` that has to be covered in every year without them, need by need.
    """

    stays: Plan
    providers: tuple[Provider, ...]
    coverage: float
    years: tuple[int, ...]
    answers: tuple[MissionLeft, ...]
    prices: Mapping[int, float]

    def failing(self, answer: MissionLeft) -> tuple[Gap, ...]:
        """Return the needs that are covered too little without the providers, by year."""
        before, after = coverage_of(self.stays), coverage_of(answer.plan)
        return tuple(
            Gap(need, year, share, after[need, year]) for (need, year), share in before.items()
            if answer.year is not None and year >= answer.year and after[need, year] < self.coverage * share - SEEN
        )

    @property
    def earliest(self) -> int | None:
        """The first year from which on they are not needed, whichever year is chosen; ``None`` within the horizon."""
        answers = zip(self.years, self.answers, strict=True)
        first, _ = from_then_on({year: not self.failing(answer) for year, answer in answers})
        return None if first is None or first > self.stays.years[-1] else first

    def answer(self, year: int) -> MissionLeft:
        """Return the answer of one year; ``KeyError`` if it was not asked about."""
        return dict(zip(self.years, self.answers, strict=True))[year]


def mission_withdrawals(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    year: int | None = None, providers: Sequence[str] | None = None,
    progress: Progress | None = None, control: Control = NEVER,
) -> MissionWithdrawals:
    """Let each provider of external capability leave early, without notice; one after the other, each from the plan.

    Parameters
    ----------
    year : first year without a provider; if absent, each leaves a year early: its last year becomes the first without it.
        One that stays to the end leaves in the first year planned.
    providers : whom to ask about, in that order; all in ``external`` if absent.
    progress : called as a step begins, see ``Progress``.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used, a provider is unknown or there is none, the
    year lies outside the years planned, or hard limits contradict one another, and ``SolveStoppedError`` if ``control``
    stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    names = leaving_providers(question.prepared, providers)
    study = _Study(question, with_rows(question.prepared), names, control, {"solved": "with every donor apart"})
    study.check_year(year)
    steps = Steps(progress, len(names) + 1)
    steps.begin("planning as the case has it")
    study.solve_base()
    each = []
    for one in study.providers:
        steps.begin(f"planning without {one.name}")
        first = year if year is not None else study.year_early(one)
        each.append(study.left((one,), first, news=first))
    return MissionWithdrawals(study.base, study.providers, tuple(each), study.prices)


def mission_exits(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, providers: Sequence[str] | None = None,
    years: Iterable[int] | None = None, coverage: float = 1.0, progress: Progress | None = None, control: Control = NEVER,
) -> MissionExits:
    """Answer for every first year without some providers, who leave together and announced it before the plan begins.

    They are compared with the plan in which they never leave: the amounts of their last year go on.

    Parameters
    ----------
    providers : those that leave; all in ``external`` if absent.
    years : first years without them; all of the horizon if absent. Staying to the end year is always added.
    coverage : share of what is then covered of each need that has to be covered without them.

    Raises as ``mission_withdrawals`` does, and ``CaseError`` if ``coverage`` is no share.
    """
    if not 0.0 <= coverage <= 1.0:
        raise CaseError([Issue("exit_coverage", f"A coverage of {coverage:g} is no share.",
                               "Give a share from 0 to 1, such as 0.9.")])
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    names = leaving_providers(question.prepared, providers)
    asked = years_of_own_financing(question.prepared, years)
    base = staying(with_rows(question.prepared), names)
    study = _Study(question, base, names, control, {"solved": f"with {', '.join(names)} staying"})
    steps = Steps(progress, len(asked) + 1)
    steps.begin("planning with them")
    study.solve_base()
    answers = []
    for year in asked:
        steps.begin("trying exits")
        answers.append(study.left(study.providers, year, news=study.first - 1))
    return MissionExits(study.base, study.providers, coverage, asked, tuple(answers), study.prices)


class _Study:
    """The plan with all providers, and what becomes of it without some."""

    def __init__(
        self, question: Question, case: Case, providers: Sequence[str], control: Control, study: Mapping[str, str]
    ) -> None:
        self._question, self._case, self._control, self._words = question, case, control, study
        self._projection = question.projection()
        self._parameters = self._projection.of(case)
        self._issues = check_or_raise(case)
        self.providers = providers_of(case, self._parameters, providers)
        self.first = self._parameters.horizon.base + 1
        """The first planning year."""

    def check_year(self, year: int | None) -> None:
        """Raise ``CaseError`` if a year is none of those planned."""
        horizon = self._parameters.horizon
        first, last = horizon.written[0], horizon.written[-1]
        if year is not None and not first <= year <= last:
            raise CaseError([Issue("year_outside", f"{horizon.style.text(year)} is not one of the years planned.",
                                   f"Name a year from {first} to {last}.")])

    def solve_base(self) -> None:
        """Solve the plan with all providers."""
        changed = ChangedCase(self._case, self._issues)
        self._held = HeldPlan(self._question, self._parameters, self._control, self._words, changed)
        self.base, self.prices = self._held.plan, self._held.prices

    def year_early(self, provider: Provider) -> int:
        """Return the first year without a provider that leaves a year early."""
        end = base_and_end(self._case)[1]
        return self.first if provider.last is None or provider.last >= end else int(provider.last)

    def left(self, providers: Sequence[Provider], year: int, *, news: int) -> MissionLeft:
        """Return what becomes of the case without providers from a year on, where news comes in some year."""
        names, horizon = tuple(one.provider for one in providers), self._parameters.horizon
        case = with_cells(self._case, leaving_cells(names, year))
        parameters = self._projection.of(case)
        before, after = self._parameters.needs, parameters.needs
        by_region = before.external - after.external
        lost = by_region.sum(axis=1)
        if not lost.any():
            return MissionLeft(names, None, {}, {}, (), NOT_REPLACED, self.base)
        inputs, program = self._held.changed(parameters)
        pinned = self._held.news(program, news)
        found = self._held.solve(parameters)
        words = {"left": f"{', '.join(names)} from {horizon.style.written(year)} on"}
        plan = self._question.plan_of(inputs, pinned, found, study=words, changed=ChangedCase(case, self._issues))
        years = horizon.style.all(horizon.years)[: horizon.shown]
        return MissionLeft(
            names, horizon.style.written(year),
            {(need, t): float(lost[h, y]) for h, need in enumerate(before.needs) for y, t in enumerate(years)
             if lost[h, y] > 0.0},
            {t: sum(one.cost.get(t, 0.0) for one in providers) for y, t in enumerate(years)
             if t >= year and lost[:, y].any()} if all(one.cost for one in providers) else {},
            falls(self.base, plan),
            replacement(pinned, parameters, self._held.columns, _by_cell(inputs, by_region), year, max(news, self.first),
                        self._control),
            plan,
        )


def _by_cell(inputs: Inputs, by_region: Floats) -> dict[str, Floats]:
    """Return the sums over the regions of each cell, (H, Y), of amounts by need, region and year, (H, R, Y)."""
    place = {region: n for n, region in enumerate(inputs.parameters.needs.regions)}
    return {
        cell: by_region[:, [place[region] for region in members]].sum(axis=1)
        for cell, members in inputs.layout.cells.regions.items()
    }
