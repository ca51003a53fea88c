"""Alternatives: what other plans are nearly as good, how far the numbers that matter may move, and what goes with what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.objectives import natural_sizes
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.assemble import names_of
from rightfin.result.plan import Names
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Contradiction, Depth, Solution
from rightfin.solve.session import Session
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.why.aggregates import Aggregate, value_of
from rightfin.study.why.quantities import LinearSum, Quantity, QuantityKind, quantity_named, reported
from rightfin.study.why.reach import NEEDS, Reach, level_value
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

LOSS = 0.02
"""Share of what the best plan covers that may be lost unless another is given."""

Key = tuple[str, int | None]
"""How an aggregate is called: the name of its quantity, and its year."""


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

    ``loss`` is the share of ``covered`` that may be lost (see ``Reach``), ``unmet`` the level of needs in the best plan,
    both as level 2 counts. ``years`` are those shown, ``base_year`` that of the prices of what is added up over years.
    ``pairs`` are what two numbers may be together, ``swaps`` plans with less of one and more of the other, ``tradeoffs``
    what one goal costs in another.
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
    tradeoffs: tuple[Tradeoff, ...]
    solves: int


def alternatives(
    case: Case, *, loss: float = LOSS, of: Iterable[str] = (), years: Iterable[int] = (),
    pairs: Iterable[Sequence[str]] = (), ranges_only: bool = False,
    definition: Definition | None = None, scenarios: Iterable[str] = (), settings: Mapping[str, Value] | None = None,
    starts: Starts | None = None, progress: Progress | None = None, control: Control = NEVER,
) -> Alternatives:
    """Find how far numbers may move over all plans that keep what is promised and lose no more coverage than stated.

    Parameters
    ----------
    loss : share of what the best plan covers that may be lost, from 0 to 1; see ``Reach`` for what exactly it is.
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
            Issue("pair_of_two", f"{' and '.join(one.name for one in pair) or 'Nothing'} cannot be looked at together.",
                  "Name two quantities, or a third one that is held, each another.")
            for pair in together if len(pair) not in (2, 3)
        ] if not issues else []
        chosen = _chosen(tuple(map(int, years)), question, issues)
        if issues:
            raise CaseError(issues)
        return cls(loss, named or reported(case), chosen, tuple(together), ranges_only)


class _Study:
    """The live plan of a case, and what is asked of plans near it."""

    def __init__(self, question: Question, asked: _Asked, control: Control) -> None:
        self._case, self._asked, self._control = question.prepared, asked, control
        self._parameters, self._names = question.parameters, names_of(question.prepared)
        self._session = Session(self._parameters)
        self._program, self._inputs = self._session.program, self._session.inputs

    def alternatives(self, progress: Progress | None) -> Alternatives:
        """Return the study."""
        asked = self._asked
        extents = [Aggregate(one, year) for one in asked.quantities for year in (*asked.years, None)]
        more = 0 if asked.ranges_only else max(len(asked.pairs), 1) + len(TradeoffKind)
        steps = Steps(progress, 1 + len(extents) + more)
        steps.begin("planning")
        found = solution_or_refusal(
            self._session.solve(self._parameters, Depth.PLAN, control=self._control), self._case)
        self._place: dict[Key, int] = {}
        self._sums: list[LinearSum] = []
        for one in extents:
            self._stand(one)
        pairs = () if asked.ranges_only else tuple(self._pairs(found))
        bounded = {self._stand(one) for pair in pairs for one in pair}
        money = {} if asked.ranges_only else self._money(found)
        parts = None if asked.ranges_only else securities(
            self._program, self._inputs, found.columns, self._names.need_security)
        at: tuple[Securities, int, int, int] | None = None
        if parts is not None:
            at = parts, self._add(parts.national), self._add(parts.human), self._add(parts.rest)
            bounded |= set(at[1:])
        reach = Reach(self._program, self._parameters, found, self._sums, asked.loss, self._control, bounded=bounded)
        planned = reach.planned()
        told = []
        for one in extents:
            steps.begin("seeking the least and the greatest values")
            least, greatest = reach.range_of(self._place[one.key])
            told.append(Extent(one, least, float(planned[self._place[one.key]]), greatest))
        figures, swaps = list[Together](), list[Swap]()
        asking = Pairs(reach, self._place)
        if not pairs and not asked.ranges_only:
            steps.begin("seeking what two numbers may be together")  # there are none
        for pair in pairs:
            steps.begin("seeking what two numbers may be together")
            first, second, *third = pair
            figures += asking.slices(first, second, *third) if third else [asking.together(first, second)]
            swaps += [swap for swap in (asking.swap(first, second), asking.swap(second, first)) if swap is not None]
        tradeoffs = list[Tradeoff]()
        if not asked.ranges_only:
            tradeoffs = list(self._tradeoffs(reach, found, money, at, steps))
        stated, p = resolved_settings(self._case), self._parameters
        return Alternatives(
            title=str(stated["title"]), currency=str(stated["currency"]),
            base_year=p.horizon.style.written(p.horizon.base), years=p.horizon.written, names=self._names,
            loss=asked.loss, covered=reach.covered, unmet=level_value(self._program, NEEDS, found.columns),
            extents=tuple(told), pairs=tuple(figures), swaps=tuple(swaps), tradeoffs=tuple(tradeoffs),
            solves=1 + reach.solves + sum(len(one.points) for one in tradeoffs if one.kind is TradeoffKind.DEBT),
        )

    def _stand(self, one: Aggregate) -> int:
        """Return the place of an aggregate among the sums, where it stands from now on."""
        if one.key not in self._place:
            self._place[one.key] = self._add(one.sum_in(self._inputs))
        return self._place[one.key]

    def _add(self, total: LinearSum) -> int:
        self._sums.append(total)
        return len(self._sums) - 1

    def _value(self, one: Aggregate, found: Solution) -> float:
        decisions = dict(zip(self._program.columns, found.columns.tolist(), strict=True))
        return value_of(one.sum_in(self._inputs), decisions)

    def _pairs(self, found: Solution) -> Iterator[tuple[Aggregate, ...]]:
        """Yield what is looked at together: what is asked for, else the people of the two largest institutions."""
        year = self._asked.years[-1]
        if self._asked.pairs:
            yield from (tuple(Aggregate(one, year) for one in pair) for pair in self._asked.pairs)
            return
        people = [
            Aggregate(one, year) for one in reported(self._case)
            if one.measure is QuantityKind.STRENGTH and one.name.partition(".")[2] in self._names.institutions
        ]
        largest = sorted(people, key=lambda one: (-round(self._value(one, found)), one.quantity.name))[:2]
        if len(largest) == 2:
            yield tuple(largest)

    def _money(self, found: Solution) -> dict[TradeoffKind, int]:
        """Return the places of the sums of money that stand against coverage, those that are anything in the plan."""
        kinds = {TradeoffKind.COST: "cost", TradeoffKind.DONORS: "donors"}
        sums = {kind: Aggregate(quantity_named(name, self._case), None) for kind, name in kinds.items()}
        return {kind: self._stand(one) for kind, one in sums.items() if self._value(one, found) > 0.0}

    def _tradeoffs(
        self, reach: Reach, found: Solution, money: Mapping[TradeoffKind, int],
        parts: tuple[Securities, int, int, int] | None, steps: Steps,
    ) -> Iterator[Tradeoff]:
        """Yield what one goal costs in another."""
        for kind in (TradeoffKind.COST, TradeoffKind.DONORS):
            steps.begin("seeking what less coverage saves")
            if kind in money:
                yield money_tradeoff(kind, reach, money[kind], (*LOSSES, self._asked.loss))
        steps.begin("seeking what national security costs in human security")
        if parts is not None:
            yield security_tradeoff(reach, *parts)
        steps.begin("seeking what debts buy")
        sizes, p = natural_sizes(self._parameters), self._parameters

        def solve(other: Parameters) -> Solution | Contradiction:
            return self._session.solve(other, Depth.PLAN, control=self._control, sizes=sizes)

        points = debt_tradeoff(solve, self._program, p, found, reach.covered)
        owed = level_value(self._program, "obligations", found.columns)
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
        Issue("year_not_shown", f"{style.text(year)} is no year of the plan.",
              f"Its years are {style.text(shown[0])} to {style.text(shown[-1])}.")
        for year in years if year not in shown
    ]
    return style.all(sorted({*years}) or shown[-1:])
