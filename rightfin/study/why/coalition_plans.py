"""The plans of coalitions on live models, by one process or several, with the same results for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from rightfin.fiscal.parameters import Floats
from rightfin.lp.pause import without_collection
from rightfin.progress import Steps
from rightfin.question import Question
from rightfin.solve.control import NEVER, Control, SolveStoppedError, deaf_to_ctrl_c
from rightfin.solve.levels import Contradiction, Depth
from rightfin.solve.session import Session
from rightfin.study.batch import NO_WORKERS
from rightfin.study.why.coalitions import Coalitions, Measured
from rightfin.study.why.groups import Grouped

TOGETHER = 2
"""Coalitions that are alike in so many of the last groups are planned one after another, by one process."""

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

        A coalition starts from where the models stood with one group less, the nearest of those planned with it: to add
        changes takes the solver fewer steps than to take them back, and what is found depends on what is asked alone.

        Raises ``CaseError`` that names the groups where changes do not stand together, or hard limits contradict one
        another; ``SolveStoppedError`` if ``control`` stops it.
        """
        parts = _parts(wanted, len(self.grouped.names))
        if workers > 1 and len(parts) > 1:
            return _by_processes(self, parts, workers, steps, control)
        models, found = _Models(self), dict[int, Floats]()
        for part in parts:
            for coalition, numbers in models.values(part, control, steps):
                found[coalition] = numbers
        return found


class _Models:
    """Live models of the case without changes, which go from coalition to coalition."""

    def __init__(self, task: CoalitionTask) -> None:
        self._task, self._cases = task, Coalitions(task.question, task.grouped)
        self._projection = task.question.projection()
        self._session = Session(self._projection.of(self._cases.prepared(0)))
        self._session.solve(self._session.inputs.parameters, Depth.PLAN)
        self._base = self._session.stand()

    def values(
        self, part: Sequence[int], control: Control, steps: Steps | None = None
    ) -> Iterator[tuple[int, Floats]]:
        """Yield coalitions, in their order, with their numbers."""
        parents = {one: _parent(one, {*part}) for one in part}
        begun_from = {parent for one, parent in parents.items() if one != parent}
        stands, last = {0: self._base}, -1
        for coalition in part:
            if steps is not None:
                steps.begin(_PLANNING)
            if control.stops():
                raise SolveStoppedError(control.why())
            stands = {one: stand for one, stand in stands.items() if not one & ~coalition}  # nobody begins from others now
            if parents[coalition] != last:
                self._session.restart(stands[parents[coalition]])
            yield coalition, self._numbers(coalition, control)
            last = coalition
            if coalition and coalition in begun_from:
                stands[coalition] = self._session.stand()

    def _numbers(self, coalition: int, control: Control) -> Floats:
        """Return the numbers of a coalition, (quantities, years)."""
        case = self._cases.prepared(coalition)
        with without_collection():
            found = self._session.solve(self._projection.of(case), Depth.PLAN, control=control)
            if isinstance(found, Contradiction):
                raise self._cases.contradictory(coalition, case, found)
            return Measured(case, self._task.names, self._task.years).numbers(self._session, found)


def _parts(wanted: Iterable[int], groups: int) -> list[list[int]]:
    """Return coalitions in the parts in which they are planned, each in an order in which a group less comes first."""
    found: dict[int, list[int]] = {}
    for coalition in sorted(wanted):
        found.setdefault(coalition >> max(0, groups - TOGETHER), []).append(coalition)
    return list(found.values())


def _parent(coalition: int, wanted: set[int]) -> int:
    """Return the coalition from which one starts: without its first group, or groups, as far as that one is wanted."""
    parent = coalition & (coalition - 1)
    while parent and parent not in wanted:
        parent &= parent - 1
    return parent


def _by_processes(
    task: CoalitionTask, parts: Sequence[Sequence[int]], workers: int, steps: Steps, control: Control
) -> dict[int, Floats]:
    """Return the numbers of coalitions, planned by processes of their own."""
    context = get_context("spawn")
    closing, found = context.Event(), dict[int, Floats]()
    pool = ProcessPoolExecutor(min(workers, len(parts)), mp_context=context, initializer=_begin, initargs=(task, closing))
    try:
        with deaf_to_ctrl_c():  # which starts workers
            running: set[Future[dict[int, Floats]]] = {pool.submit(_values, part) for part in parts}
        while running:
            ended, running = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            if control.stops():
                raise SolveStoppedError(control.why())
            for future in ended:
                for coalition, numbers in future.result().items():
                    steps.begin(_PLANNING)
                    found[coalition] = numbers
    except BrokenProcessPool as broken:
        raise RuntimeError(NO_WORKERS) from broken
    finally:
        closing.set()
        pool.shutdown(cancel_futures=True)
    return found


_worker: list[tuple[_Models, Control]] = []
"""The models of this process, made when the process starts, and what stops them."""


def _begin(task: CoalitionTask, closing: Any) -> None:
    _worker.append((_Models(task), Control(closing)))


def _values(part: Sequence[int]) -> dict[int, Floats]:
    models, control = _worker[0]
    return dict(models.values(part, control))
