"""The plans of coalitions on live models, by one process or several, with the same results for any number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from multiprocessing import get_context
from typing import Any

from rightfin.case.case import Case
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.pause import without_collection
from rightfin.progress import Steps
from rightfin.question import Question
from rightfin.solve.control import NEVER, Control, SolveStoppedError, deaf_to_ctrl_c
from rightfin.solve.levels import Contradiction, Depth
from rightfin.solve.nearby import NearbyPlans, NearbyStand, NotNearError
from rightfin.solve.session import Session, Stand
from rightfin.study.batch import NO_WORKERS
from rightfin.study.why.coalitions import Coalitions
from rightfin.study.why.groups import Grouped
from rightfin.study.why.measured import Measured

APART = 3
"""Coalitions that are alike in so many of the groups that do most are planned one after another, by one process."""

_PLANNING = "planning with some of the changes"


@dataclass(frozen=True)
class CoalitionTask:
    """What a process needs to plan coalitions: the first question, the groups, and which quantities are told when."""

    question: Question
    grouped: Grouped
    names: tuple[str, ...]
    years: tuple[int, ...]

    def values(self, wanted: Iterable[int], workers: int, steps: Steps, control: Control = NEVER) -> dict[int, Floats]:
        """Return the numbers of coalitions, each an array (quantities, years), whole plans with ties settled.

        None and each group alone are planned first: how many steps the solver takes says how much a group does. A coalition
        starts from the plan of one with fewer groups, the one that lacks least; so those that do little come and go
        most often. What is found depends on what is asked alone.

        Raises ``CaseError`` that names the groups where changes do not stand together, or hard limits contradict one
        another; ``SolveStoppedError`` if ``control`` stops it.
        """
        asked = sorted(wanted)
        alone = [one for one in asked if one.bit_count() <= 1]
        with _planners(self, workers if len(asked) > 1 else 1, control) as planned:
            first = planned([[one] for one in alone], (), steps)
            does = [first[1 << place].steps if 1 << place in first else 0 for place in range(len(self.grouped.names))]
            rest = planned(_parts([one for one in asked if one not in first], does), tuple(does), steps)
        return {one: found.numbers for one, found in sorted({**first, **rest}.items())}


@dataclass(frozen=True)
class _Planned:
    """The numbers of a coalition, (quantities, years), and how many steps the solver took from where it started."""

    numbers: Floats
    steps: int


_Planner = Callable[[Sequence[Sequence[int]], tuple[int, ...], Steps], dict[int, _Planned]]
"""Plans parts, given how much each group does."""


class _Models:
    """Live models of the case without changes, which go from coalition to coalition."""

    def __init__(self, task: CoalitionTask) -> None:
        self._task, self._cases = task, Coalitions(task.question, task.grouped)
        self._projection = task.question.projection()
        self._projection.remember()
        self._base = self._projection.of(self._cases.prepared(0))
        self._measured = Measured(task.names, task.years)
        self._first: NearbyPlans | None = None
        with suppress(NotNearError):
            self._first = NearbyPlans(self._base)
        self._others: list[NearbyPlans] = []

    def values(
        self, part: Sequence[int], does: tuple[int, ...], control: Control, steps: Steps | None = None
    ) -> Iterator[tuple[int, _Planned]]:
        """Yield coalitions, in their order, with what was found; ``does`` says how much each group does."""
        begins = {one: _begin_of(one, part, does) for one in part}
        self._others = []  # what is found must not depend on what this process planned before
        if self._first is not None:
            self._first.begin_again()
        stands = dict[int, tuple[NearbyPlans, NearbyStand]]()
        for place, coalition in enumerate(part):
            if steps is not None:
                steps.begin(_PLANNING)
            if control.stops():
                raise SolveStoppedError(control.why())
            needed = {begins[one] for one in part[place:]}
            stands = {one: stand for one, stand in stands.items() if one in needed}
            with without_collection():
                case = self._cases.prepared(coalition)
                parameters = self._projection.of(case)
                plans = self._near(parameters, stands.get(begins[coalition]), control)
                if plans is None:
                    numbers, taken = self._from_session(coalition, case, parameters, control)
                else:
                    numbers = self._measured.numbers(case, plans.assembly, plans.columns)
                    taken = plans.steps
                    if coalition in begins.values():
                        stands[coalition] = plans, plans.stand()
            yield coalition, _Planned(numbers, taken)

    def _near(
        self, parameters: Parameters, start: tuple[NearbyPlans, NearbyStand] | None, control: Control
    ) -> NearbyPlans | None:
        """Return the models on which a plan was made, from a near one or of another structure; ``None`` if none can."""
        if self._first is None:
            return None
        known = [(plans, plans.base) for plans in (self._first, *self._others) if start is None or plans is not start[0]]
        for plans, stand in [start, *known] if start is not None else known:
            try:
                plans.solve(parameters, stand, control)
            except NotNearError:
                continue
            return plans
        try:
            self._others.append(NearbyPlans(parameters, control))
        except NotNearError:
            return None
        return self._others[-1]

    @cached_property
    def _session(self) -> tuple[Session, Stand]:
        """A session for cases that cannot be planned from near ones, and where it stood without any change."""
        session = Session(self._base)
        session.solve(self._base, Depth.PLAN)
        return session, session.stand()

    def _from_session(
        self, coalition: int, case: Case, parameters: Parameters, control: Control
    ) -> tuple[Floats, int]:
        session, stand = self._session
        session.restart(stand)
        found = session.solve(parameters, Depth.PLAN, control=control)
        if isinstance(found, Contradiction):
            raise self._cases.contradictory(coalition, case, found)
        return self._measured.numbers(case, session.assembly, found.columns), session.iterations


def _parts(wanted: Sequence[int], does: Sequence[int]) -> list[list[int]]:
    """Return coalitions in the parts in which they are planned, each in an order in which fewer groups come first.

    Those that differ in a group that does little follow one another.
    """
    places = sorted(range(len(does)), key=lambda place: (does[place], place))
    found: dict[int, list[int]] = {}

    def rank(coalition: int) -> int:
        return sum(1 << at for at, place in enumerate(places) if coalition >> place & 1)

    for coalition in sorted(wanted, key=rank):
        found.setdefault(rank(coalition) >> max(0, len(places) - APART), []).append(coalition)
    return list(found.values())


def _begin_of(coalition: int, part: Sequence[int], does: Sequence[int]) -> int:
    """Return the coalition of the part, or none of the groups, that lacks least of a coalition and has no more than it."""

    def lacks(one: int) -> tuple[int, int]:
        return sum(by for place, by in enumerate(does) if (coalition & ~one) >> place & 1), one

    return min((one for one in (0, *part) if one != coalition and not one & ~coalition), key=lacks, default=0)


@contextmanager
def _planners(task: CoalitionTask, workers: int, control: Control) -> Iterator[_Planner]:
    """Give what plans parts: this process alone, or others, which end with the context."""
    if workers == 1:
        models = _Models(task)

        def planned(parts: Sequence[Sequence[int]], does: tuple[int, ...], steps: Steps) -> dict[int, _Planned]:
            return {one: found for part in parts for one, found in models.values(part, does, control, steps)}

        yield planned
        return
    context = get_context("spawn")
    closing = context.Event()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(task, closing))
    try:
        yield partial(_by_processes, pool, control)
    except BrokenProcessPool as broken:
        raise RuntimeError(NO_WORKERS) from broken
    finally:
        closing.set()
        pool.shutdown(cancel_futures=True)


def _by_processes(
    pool: ProcessPoolExecutor, control: Control, parts: Sequence[Sequence[int]], does: tuple[int, ...], steps: Steps
) -> dict[int, _Planned]:
    """Return what was found of coalitions, planned by processes of their own."""
    found = dict[int, _Planned]()
    with deaf_to_ctrl_c():  # which starts workers
        running: set[Future[dict[int, _Planned]]] = {pool.submit(_values, part, does) for part in parts}
    while running:
        ended, running = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
        if control.stops():
            raise SolveStoppedError(control.why())
        for future in ended:
            for coalition, planned in future.result().items():
                steps.begin(_PLANNING)
                found[coalition] = planned
    return found


_worker: list[tuple[_Models, Control]] = []
"""The models of this process, made when the process starts, and what stops them."""


def _begin(task: CoalitionTask, closing: Any) -> None:
    _worker.append((_Models(task), Control(closing)))


def _values(part: Sequence[int], does: tuple[int, ...]) -> dict[int, _Planned]:
    models, control = _worker[0]
    return dict(models.values(part, does, control))
