"""Alternatives: what other plans are nearly as good, how far the numbers that matter may move, and what goes with what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.plan import Names
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Solution, solve_on
from rightfin.study.why.aggregates import Aggregate, value_of
from rightfin.study.why.near_best import NEEDS, NearBest, level_value
from rightfin.study.why.options import AlternativePlan, OptionKind, Options
from rightfin.study.why.places import PlaceCoverage, coverage_by_place, places_of
from rightfin.study.why.quantities import LinearSum, Quantity, QuantityKind, QuantityUnit, quantity_named, reported
from rightfin.study.why.together import Pairs, Swap, Together
from rightfin.study.why.tradeoffs import (
    LOSSES,
    Securities,
    Tradeoff,
    TradeoffKind,
    TradeoffPoint,
    debt_tradeoff,
    money_tradeoff,
    securities,
    security_tradeoff,
)
from rightfin.study.why.wished import WishModels
from rightfin.tolerances import MONEY_APART, NOBODY, UNSHOWN

LOSS = 0.02
"""Share of what the best plan covers that may be lost unless another is given."""

PARTS = len(TradeoffKind) + 2
"""Steps after ranges and pairs: one for each trade-off, one for options, and one for places."""

Key = tuple[str, int | None]
"""How an aggregate is called: the name of its quantity, and its year."""

_Parts = tuple[Securities, int, int, int]
"""The parts of level 2 by security, and the places of national security, human security and the rest among the sums."""


@dataclass(frozen=True)
class Extent:
    """How far an aggregate may move: its ``least`` and ``greatest`` value over all plans within the loss, each found by
    solving, and what it is in the plan."""

    aggregate: Aggregate
    least: float
    planned: float
    greatest: float


@dataclass(frozen=True)
class Alternatives:
    """What plans within a loss of coverage may look like.

    ``loss`` is the share of ``covered`` that may be lost (see ``NearBest``), ``unmet`` the level of needs in the best plan,
    both as level 2 counts. ``years`` are those shown, ``base_year`` that of the prices of what is added up over years.
    ``pairs`` are what two numbers may be together, ``swaps`` plans with less of one and more of the other,
    ``options`` plans that have a name and stand as wishes, with what all ``figures`` come to there, and in the plan
    (``planned``), ``tradeoffs`` what one goal costs in another.
    """

    title: str
    currency: str
    base_year: int
    years: tuple[int, ...]
    names: Names
    loss: float
    covered: float
    unmet: float
    extents: tuple[Extent, ...]
    pairs: tuple[Together, ...]
    swaps: tuple[Swap, ...]
    figures: tuple[Aggregate, ...]
    planned: Mapping[Key, float] = field(hash=False)
    options: tuple[AlternativePlan, ...]
    tradeoffs: tuple[Tradeoff, ...]
    regions: tuple[tuple[str, ...], ...]
    """The regions of each place that plans tell apart; those that the same institutions serve are one."""
    places: tuple[PlaceCoverage, ...]
    """Coverage of needs by place and in the worst one; empty where there is one place."""
    solves: int


def alternatives(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None, loss: float = LOSS, of: Iterable[str] = (),
    years: Iterable[int] = (), pairs: Iterable[Sequence[str]] = (), ranges_only: bool = False,
    progress: Progress | None = None, control: Control = NEVER,
) -> Alternatives:
    """Find how far numbers may move over all plans that keep what is promised and lose no more coverage than stated.

    Parameters
    ----------
    loss : share of what the best plan covers that may be lost, from 0 to 1; see ``NearBest`` for what exactly it is.
    of : names of quantities such as ``strength.police``; without any, those that people compare.
    years : years in which they are looked at, besides all years together; without any, the last year shown.
    pairs : names of two quantities that are looked at together in the last of these years, or of three, the third of which
        is held at several values; without any, the people of the two largest institutions.
    ranges_only : whether nothing but least and greatest values is sought.

    Raises ``CaseError`` if the case, a scenario, a setting, a name, a year or the loss cannot be used, or hard limits
    contradict one another; ``SolveStoppedError`` if ``control`` stops it.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return _Study(question, _Asked.of(question, loss, of, years, pairs, ranges_only), control).alternatives(progress)


@dataclass(frozen=True)
class _Asked:
    """What is asked about a case, once it is known to be of use."""

    loss: float
    quantities: tuple[Quantity, ...]
    years: tuple[int, ...]
    pairs: tuple[tuple[Quantity, ...], ...]
    ranges_only: bool

    @classmethod
    def of(
        cls, question: Question, loss: float, of: Iterable[str], years: Iterable[int], pairs: Iterable[Sequence[str]],
        ranges_only: bool,
    ) -> _Asked:
        """Return what is asked; raises ``CaseError`` with all that cannot be used."""
        case, issues = question.prepared, list(_loss_issues(loss))
        named = _named(of, case, issues)
        together = [tuple(_named(pair, case, issues)) for pair in pairs]
        issues += [
            Issue("pair_of_two", f"{' and '.join(one.name for one in pair) or 'Nothing'} " + (
                      "names one number, and a pair has two." if len(pair) == 1 else "cannot be looked at together."),
                  "Name two different numbers, as in --pair strength.army,strength.police, or three, the third of which is "
                  "held.")
            for pair in together if len(pair) not in (2, 3)
        ] if not issues else []
        chosen = _chosen(tuple(map(int, years)), question, issues)
        if issues:
            raise CaseError(issues)
        return cls(loss, named or reported(case), chosen, tuple(together), ranges_only)


class _Study:
    """The live plan of a case, and what is asked of plans near it."""

    def __init__(self, question: Question, asked: _Asked, control: Control) -> None:
        self._question, self._asked, self._control = question, asked, control
        self._case, self._parameters = question.prepared, question.parameters
        self._names = names_of(question.prepared)
        self._reported = reported(question.prepared)
        self._place: dict[Key, int] = {}
        self._sums: list[LinearSum] = []

    def alternatives(self, progress: Progress | None) -> Alternatives:
        """Return the study."""
        asked, extents = self._asked, [Aggregate(one, year) for one in self._asked.quantities
                                       for year in (*self._asked.years, None)]
        steps = Steps(progress, 1 + len(extents) + (0 if asked.ranges_only else PARTS + max(len(asked.pairs), 1)))
        steps.begin("planning")
        self._models = WishModels(self._question, control=self._control)
        pairs = () if asked.ranges_only else tuple(self._pairs())
        options = () if asked.ranges_only else tuple(self._optional())
        together = [one for pair in pairs for one in pair]
        reach, parts = self._reach((*extents, *together, *(one for _, one in options)), pairs)
        planned, told = reach.planned(), list[Extent]()
        for one in extents:
            steps.begin("seeking the least and the greatest values")
            least, greatest = reach.range_of(self._place[one.key])
            told.append(self._extent(one, least, float(planned[self._place[one.key]]), greatest))
        figures, swaps = list[Together](), list[Swap]()
        asking = Pairs(reach, self._place)
        if not pairs and not asked.ranges_only:
            steps.begin("seeking what two numbers may be together")  # there are none
        for first, second, *third in pairs:
            steps.begin("seeking what two numbers may be together")
            figures += asking.slices(first, second, *third) if third else [asking.together(first, second)]
            if not third:
                both = asking.swap(first, second), asking.swap(second, first)
                swaps += [swap for swap in both if swap is not None]
        named: tuple[AlternativePlan, ...] = ()
        tradeoffs: tuple[Tradeoff, ...] = ()
        places: tuple[PlaceCoverage, ...] = ()
        solves, figures_told = 0, () if asked.ranges_only else tuple(self._key_figures())
        if not asked.ranges_only:
            steps.begin("solving options again")
            making = Options(self._models, reach, self._place, figures_told)
            others = (making.of(kind, one) for kind, one in options)
            named = (*map(making.swapped, swaps), *(one for one in others if one is not None))
            tradeoffs = tuple(self._tradeoffs(reach, parts, steps))
            steps.begin("seeking what is covered in the worst place")
            places = tuple(coverage_by_place(self._models, asked.years, asked.loss))
            debts = sum(len(one.points) for one in tradeoffs if one.kind is TradeoffKind.DEBT)
            solves = making.solves + debts + sum(2 if one.regions else 1 for one in places)
        stated, p = resolved_settings(self._case), self._parameters
        return Alternatives(
            title=str(stated["title"]), currency=str(stated["currency"]),
            base_year=p.horizon.style.written(p.horizon.price_year), years=p.horizon.written, names=self._names,
            loss=asked.loss, covered=reach.covered, unmet=level_value(self._models.program, NEEDS, reach.columns),
            extents=tuple(told), pairs=tuple(figures), swaps=tuple(swaps), figures=figures_told,
            planned={one.key: self._planned(one) for one in figures_told}, options=named, tradeoffs=tradeoffs,
            regions=places_of(self._models.inputs), places=places,
            solves=1 + reach.solves + solves,
        )

    def _reach(
        self, looked_at: Sequence[Aggregate], pairs: Iterable[Sequence[Aggregate]]
    ) -> tuple[NearBest, _Parts | None]:
        """Return what is within reach, with all sums that are asked about, and the places of the parts of level 2."""
        d, found = self._models.inputs, self._models.found
        for one in looked_at:
            if one.key not in self._place:
                self._place[one.key] = len(self._sums)
                self._sums.append(one.sum_in(d))
        bounded = {self._place[one.key] for pair in pairs for one in pair}
        parts: _Parts | None = None
        split = securities(self._models.program, d, found.columns, self._names.need_security)
        if split is not None and not self._asked.ranges_only:
            first = len(self._sums)
            self._sums += [split.national, split.human, split.rest]
            parts = split, first, first + 1, first + 2
            bounded |= set(parts[1:])
        reach = NearBest(self._models.program, self._parameters, found, self._sums, self._asked.loss, self._control,
                      bounded=bounded)
        return reach, parts

    def _extent(self, one: Aggregate, least: float, planned: float, greatest: float) -> Extent:
        """Return how far an aggregate may move; by no more than what solves differ by is not at all."""
        p = self._parameters
        index = 1.0 if one.year is None else float(p.fiscal.deflator[p.horizon.years.index(int(one.year)) + 1])
        slips = {QuantityUnit.MONEY: MONEY_APART * p.case_size * index, QuantityUnit.PEOPLE: NOBODY,
                 QuantityUnit.SHARE: UNSHOWN}[one.quantity.unit]
        decided = greatest - least <= slips
        return Extent(one, planned, planned, planned) if decided else Extent(one, least, planned, greatest)

    def _planned(self, one: Aggregate) -> float:
        """Return an aggregate in the plan."""
        decisions = dict(zip(self._models.program.columns, self._models.found.columns.tolist(), strict=True))
        return value_of(one.sum_in(self._models.inputs), decisions)

    def _key_figures(self) -> list[Aggregate]:
        return [Aggregate(one, year) for one in self._reported for year in (*self._asked.years, None)]

    def _pairs(self) -> Iterator[tuple[Aggregate, ...]]:
        """Yield what is looked at together: what is asked for, else the people of the two largest institutions."""
        year = self._asked.years[-1]
        if self._asked.pairs:
            yield from (tuple(Aggregate(one, year) for one in pair) for pair in self._asked.pairs)
            return
        people = [
            Aggregate(one, year) for one in self._reported
            if one.measure is QuantityKind.STRENGTH and one.name.partition(".")[2] in self._names.institutions
        ]
        largest = sorted(people, key=lambda one: (-round(self._planned(one)), one.quantity.name))[:2]
        if len(largest) == 2:
            yield tuple(largest)

    def _optional(self) -> Iterator[tuple[OptionKind, Aggregate]]:
        """Yield what options are made for beside swaps: most women in a year, least cost and donors' money in all."""
        known = {one.name: one for one in self._reported}
        if "strength.women" in known:
            yield OptionKind.MOST, Aggregate(known["strength.women"], self._asked.years[-1])
        for name in ("cost", "donors"):
            one = Aggregate(known[name], None)
            if self._planned(one) > 0.0:
                yield OptionKind.LEAST, one

    def _tradeoffs(self, reach: NearBest, parts: _Parts | None, steps: Steps) -> Iterator[Tradeoff]:
        """Yield what one goal costs in another."""
        for kind, name in ((TradeoffKind.COST, "cost"), (TradeoffKind.DONORS, "donors")):
            steps.begin("seeking what less coverage saves")
            if (name, None) in self._place and reach.planned()[self._place[name, None]] > 0.0:
                yield money_tradeoff(kind, reach, self._place[name, None], (*LOSSES, self._asked.loss))
        steps.begin("seeking what national security costs in human security")
        if parts is not None:
            yield security_tradeoff(reach, *parts)
        steps.begin("seeking what debts buy")
        p, models = self._parameters, self._models

        def solve(other: Parameters) -> Solution | Contradiction:
            return solve_on(models.stages, other, control=self._control, sizes=models.sizes)

        points = debt_tradeoff(solve, models.program, p, models.found, reach.covered)
        owed = level_value(models.program, "obligations", models.found.columns)
        yield Tradeoff(TradeoffKind.DEBT, tuple(points), TradeoffPoint(p.policy.arrears_tolerance, 0.0, owed))


def _loss_issues(loss: float) -> Iterator[Issue]:
    if not 0.0 <= loss <= 1.0:
        yield Issue("loss_range", f"A loss of {loss:g} is no share of what is covered.",
                    "Give a share from 0 to 1, such as 0.02 or 2%.")


def _named(of: Iterable[str], case: Case, issues: list[Issue]) -> tuple[Quantity, ...]:
    found: dict[str, Quantity] = {}
    for text in of:
        try:
            one = quantity_named(text, case)
        except CaseError as error:
            issues += error.issues
        else:
            found[one.name] = one
    return tuple(found.values())


def _chosen(years: tuple[int, ...], question: Question, issues: list[Issue]) -> tuple[int, ...]:
    """Return the years that are looked at, as the case writes them: the last year shown where none is named."""
    horizon = question.parameters.horizon
    shown, style = horizon.years[: horizon.shown], horizon.style
    issues += [
        Issue("year_not_shown", f"{style.text(year)} is no year that is shown.",
              f"Ask about one from {style.text(shown[0])} to {style.text(shown[-1])}, as in --year "
              f"{style.text(shown[-1])}.")
        for year in years if year not in shown
    ]
    return style.all(sorted({*years}) or shown[-1:])
