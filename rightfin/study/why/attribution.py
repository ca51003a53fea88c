"""Attribution: what each group of changed inputs has to do with the difference of two answers; shares sum to it exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from rightfin.case.case import Case
from rightfin.case.exchange.difference import difference, same_table
from rightfin.case.issue import CaseError, Issue
from rightfin.case.programmes.choices import Starts
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.fiscal.horizon import horizon_of
from rightfin.fiscal.parameters import Floats
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.exits.laid import exits_over
from rightfin.study.why.coalition_plans import CoalitionTask
from rightfin.study.why.coalitions import MOST_GROUPS, Coalitions, usable_groups
from rightfin.study.why.groups import Grouped, ScenarioGroups, ScenariosOver, TableGroups, groups_named
from rightfin.study.why.path_split import split_along_path
from rightfin.study.why.quantities import Quantity, QuantityKind, QuantityUnit, reported
from rightfin.study.why.shares import Split, coalitions_of, orders_sampled, split_by_orders, split_exactly

ORDERS = 32
"""Orders that are sampled where there are more than ``MOST_GROUPS`` groups and nobody says how many."""


class SplitMethod(StrEnum):
    """How a difference is split."""

    ORDERS = "orders"
    """By what groups add, in all orders or a sample of them."""
    PATH = "path"
    """Along the straight path of amounts, where nothing else changes."""


@dataclass(frozen=True)
class Contribution:
    """What one group brings to one number: its share, and what it brings in the order in which that is least, and most.

    ``error`` is the standard error of the share where orders were sampled; ``least`` and ``most`` are of the sample then.
    """

    share: float
    least: float
    most: float
    error: float | None = None


@dataclass(frozen=True)
class SplitNumber:
    """A number of both cases, and what each group brings to its change; shares sum to ``after`` less ``before``."""

    before: float
    after: float
    contributions: tuple[Contribution, ...]

    @property
    def change(self) -> float:
        """The second less the first."""
        return self.after - self.before


@dataclass(frozen=True)
class QuantityChange:
    """The change of a quantity by year; ``in_all`` is that of its sum over these years, of money alone."""

    name: str
    title: str
    measure: QuantityKind
    unit: QuantityUnit
    by_year: Mapping[int, SplitNumber]
    in_all: SplitNumber | None


@dataclass(frozen=True)
class Attribution:
    """The difference of two answers, split over groups of changed inputs.

    Numbers are those of whole plans in which ties are settled, of the years shown in both cases. ``orders`` is how many
    orders of the groups were sampled, ``None`` where all of them count; ``plans`` how many plans were made. Where the
    groups are scenarios, ``scenarios`` says so.
    """

    question: Question
    other: Question
    groups: tuple[str, ...]
    scenarios: bool
    years: tuple[int, ...]
    changes: tuple[QuantityChange, ...]
    plans: int
    orders: int | None
    seed: int
    currency: str
    pieces: int | None = None
    """Along a path: how many straight pieces that of the plan has. Shares then have no range: least and most are they."""
    untold: tuple[str, ...] = ()
    """Along a path: the titles of quantities that cannot be told, since they are counted otherwise at its end, or jump."""

    def change(self, name: str) -> QuantityChange:
        """Return the change of a quantity by its full name; ``KeyError`` if it is not reported of both cases."""
        return {one.name: one for one in self.changes}[name]


def attribution(
    question: Question, other: Question, *, groups: Iterable[str] = (), orders: int | None = None, seed: int = 0,
    method: SplitMethod | str = SplitMethod.ORDERS, workers: int = 1, progress: Progress | None = None,
    control: Control = NEVER,
) -> Attribution:
    """Split the difference of two answers over groups of what the second question says otherwise than the first.

    Where the second lays two or more scenarios more over the same case, each is a group. Otherwise each changed table is
    one, or what ``groups`` name: ``"money=macro,pledges"``, ``"academy=institutions/police"``. An exit that is laid over
    all else (``with_exits``) is a group in any case. Groups that cannot be used one without the other are joined.

    Up to eight groups every coalition is planned and all orders count. With more, or where ``orders`` says how many,
    orders are sampled in pairs from ``seed``. By the ``method`` of the path all changes are made little by little
    together, which can be told where they are of amounts alone. ``workers`` processes make plans of coalitions; what they
    find does not depend on how many.

    Raises ``CaseError`` if one of the two cannot be planned, if they count in different currencies, in no common year or by
    different rules, if nothing differs that is computed from, and where hard limits contradict one another with some of
    the changes; ``SolveStoppedError`` if ``control`` stops it.
    """
    _check_comparable(question, other)
    years = tuple(sorted({*_shown(question.prepared)} & {*_shown(other.prepared)}))
    grouped, by_scenario = _grouped(question, other, tuple(groups))
    _check_whole(grouped, other)
    usable = usable_groups(question, grouped)
    coalitions, count = Coalitions(question, usable), len(usable.names)
    exact = orders is None and count <= MOST_GROUPS
    sampled = () if exact else orders_sampled(count, orders or ORDERS, seed)
    wanted = range(1 << count) if exact else coalitions_of(sampled)
    names = _names(coalitions.prepared(0), coalitions.prepared(coalitions.all))
    task = CoalitionTask(question, usable, names, years)
    if SplitMethod(method) is SplitMethod.PATH:
        return _along_path(question, other, task, by_scenario, progress, control)
    values = task.values(wanted, workers, Steps(progress, len(wanted)), control)
    whole = {mask: _with_sums(numbers) for mask, numbers in values.items()}
    split = (split_exactly(np.array([whole[mask] for mask in range(1 << count)])) if exact
             else split_by_orders(whole, sampled))
    found = reported(coalitions.prepared(coalitions.all)), reported(coalitions.prepared(0))
    described = {one.name: one for side in found for one in side}
    changes = _changes(names, years, described, whole[0], whole[coalitions.all], split)
    return Attribution(
        question, other, usable.names, by_scenario, horizon_of(question.prepared).style.all(years), changes, len(whole),
        None if exact else len(sampled), seed, str(resolved_settings(question.prepared)["currency"]))


def _along_path(
    question: Question, other: Question, task: CoalitionTask, by_scenario: bool, progress: Progress | None,
    control: Control,
) -> Attribution:
    found = split_along_path(task, lambda count: Steps(progress, count), control)
    before, after = _with_sums(found.before), _with_sums(found.after)
    share = np.array([_with_sums(one) for one in found.share])
    coalitions = Coalitions(task.question, task.grouped)
    described = {one.name: one for mask in (coalitions.all, 0) for one in reported(coalitions.prepared(mask))}
    changes = _changes(found.names, task.years, described, before, after, Split(share, share, share))
    return Attribution(
        question, other, task.grouped.names, by_scenario, horizon_of(question.prepared).style.all(task.years), changes,
        found.plans, None, 0, str(resolved_settings(question.prepared)["currency"]), found.pieces,
        tuple(described[name].title for name in task.names if name not in found.names))


def _changes(
    names: Sequence[str], years: Sequence[int], described: Mapping[str, Quantity], before: Floats, after: Floats,
    split: Split,
) -> tuple[QuantityChange, ...]:
    return tuple(
        QuantityChange(
            name, described[name].title, described[name].measure, described[name].unit,
            {year: _number(before, after, split, (row, column)) for column, year in enumerate(years)},
            _number(before, after, split, (row, len(years))) if described[name].unit is QuantityUnit.MONEY else None,
        ) for row, name in enumerate(names)
    )


def attribution_to(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    other: Question, progress: Progress | None = None, control: Control = NEVER,
) -> Attribution:
    """Split the difference of another answer from that of a case over the tables in which they differ.

    Raises as ``attribution`` does.
    """
    question = Question.of(case, definition, scenarios, settings, starts=starts)
    return attribution(question, other, progress=progress, control=control)


def _grouped(question: Question, other: Question, named: tuple[str, ...]) -> tuple[Grouped, bool]:
    """Return the groups of what differs, and whether they are scenarios, which are laid over all that the first has."""
    begins = other.scenarios[: len(question.scenarios)] == question.scenarios
    more = other.scenarios[len(question.scenarios):]
    leaving = _last_of_all(exits_over(other), question.scenarios)
    same_case = all(table is other.case.tables[name] or same_table(table, other.case.tables[name])
                    for name, table in question.case.tables.items() if name != "scenarios")
    stacked = begins and same_case and replace(other, case=question.case, scenarios=question.scenarios) == question
    if stacked and not named and (len(more) > 1 or leaving):
        return ScenarioGroups(replace(other, scenarios=question.scenarios), more), True
    under = replace(other, scenarios=other.scenarios[: len(other.scenarios) - len(leaving)])
    found = TableGroups(question.laid, under.laid, groups_named(named))
    if not (found.names or leaving):
        raise CaseError([Issue("nothing_differs", "Nothing differs that an answer is computed from.",
                               "Name another case or scenario to compare with.")])
    return (ScenariosOver(found, leaving, other.case) if leaving else found), False


def _last_of_all(exits: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the exits at the end that the first question does not have; those before them are laid with the rest."""
    end = max((place for place, name in enumerate(exits, 1) if name in known), default=0)
    return exits[end:]


def _check_whole(grouped: Grouped, other: Question) -> None:
    """Raise ``RuntimeError`` if the changes of all groups do not make the second case."""
    found = difference(grouped.case((1 << len(grouped.names)) - 1), other.laid)
    told = replace(found, **{kind: tuple(one for one in getattr(found, kind) if one.table != "scenarios")
                             for kind in ("added", "removed", "changed")})
    if not told.is_silent:
        raise RuntimeError(f"the groups do not make the second case: {', '.join(told.tables)}")


def _check_comparable(question: Question, other: Question) -> None:
    """Raise ``CaseError`` with everything for which two answers cannot be split."""
    issues = []
    currencies = [str(resolved_settings(one.prepared)["currency"]) for one in (question, other)]
    if currencies[0] != currencies[1]:
        issues.append(Issue("two_currencies", f"One case counts in {currencies[0]}, the other in {currencies[1]}.",
                            "Only differences in one currency can be split."))
    if not {*_shown(question.prepared)} & {*_shown(other.prepared)}:
        issues.append(Issue("no_common_year", "No year is shown in both cases.", "Name cases with years in common."))
    for what, ours, theirs in (
        ("rules", question.definition.rules, other.definition.rules),
        ("numbers of the model definition", question.definition.parameters, other.definition.parameters),
    ):
        if dict(ours) != dict(theirs):
            issues.append(Issue("two_definitions", f"The two are planned by different {what}.",
                                "Use one model definition."))
    if issues:
        raise CaseError(issues)


def _shown(case: Case) -> tuple[int, ...]:
    horizon = horizon_of(case)
    return horizon.years[:horizon.shown]


def _names(before: Case, after: Case) -> tuple[str, ...]:
    """Return the quantities that are told: those of both cases, and amounts of one, which are 0 in the other."""
    ours, theirs = ({one.name: one for one in reported(case)} for case in (before, after))
    either = {**ours, **theirs}
    return tuple(name for name, one in either.items()
                 if one.unit is not QuantityUnit.SHARE or (name in ours and name in theirs))


def _with_sums(numbers: Floats) -> Floats:
    """Return numbers by year with their sum as one more column."""
    return np.concatenate([numbers, numbers.sum(axis=1, keepdims=True)], axis=1)


def _number(before: Floats, after: Floats, split: Split, at: tuple[int, int]) -> SplitNumber:
    def of(amounts: Floats, group: int) -> float:
        return float(amounts[group, at[0], at[1]])

    return SplitNumber(float(before[at]), float(after[at]), tuple(
        Contribution(of(split.share, group), of(split.least, group), of(split.most, group),
                     None if split.error is None else of(split.error, group))
        for group in range(len(split.share))
    ))
