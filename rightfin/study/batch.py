"""Many variations of one case, solved warm by several processes, with the same results for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import takewhile
from multiprocessing import get_context
from multiprocessing.synchronize import Event as SharedEvent
from types import TracebackType
from typing import Self

from rightfin.case.case import Case, Cell
from rightfin.case.issue import CaseError, Severity
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.progress import Progress, Steps
from rightfin.question import Question
from rightfin.result.glance import Glance
from rightfin.result.plan import Plan
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control, SolveStoppedError, deaf_to_ctrl_c
from rightfin.solve.engine import SolverError
from rightfin.solve.levels import Depth
from rightfin.solve.session import Stand
from rightfin.study.order import alike
from rightfin.study.whatif import WhatIf, as_cells

CHUNK = 50
"""Variations that follow one another on the same models; a chunk starts from the base case, whoever solves it."""

WAITING = 2
"""Chunks that wait in line for every process, so that none is idle and memory stays bounded."""

CONTRADICTORY = "Its hard limits contradict one another."
"""Why a variation has no answer where no plan keeps all of its hard limits."""


NO_WORKERS = (
    "The workers could not start or were ended. A script that uses several workers must keep its own calls below "
    'if __name__ == "__main__":, because every worker imports it.'
)


@dataclass(frozen=True)
class Variation:
    """Other values in some cells of a case."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Answer:
    """What became of a variation: its glance, or the sentence that says why there is none."""

    name: str
    glance: Glance | None
    problem: str = ""


@dataclass(frozen=True)
class _Task:
    """What a worker needs to make its models."""

    question: Question
    depth: Depth


class Batch:
    """A case with workers that answer variations of it; use it as a context manager.

    With one worker everything happens in this process. With more, each worker is a process with models of its own; they
    start once and serve any number of calls. Variations are ordered so that neighbours are alike and cut into chunks of
    ``CHUNK``; every chunk starts from the base case, so that answers do not depend on who solves what.

    Raises ``CaseError`` if the case, a scenario or a setting cannot be used.
    """

    def __init__(
        self, case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
        settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
        depth: Depth = Depth.NEEDS, workers: int = 1,
    ) -> None:
        self._begin(Question.of(case, definition, scenarios, settings, starts=starts), depth, workers)

    @classmethod
    def of(cls, question: Question, depth: Depth, workers: int) -> Self:
        """Return a batch of variations of a question."""
        made = cls.__new__(cls)
        made._begin(question, depth, workers)
        return made

    def _begin(self, question: Question, depth: Depth, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"{workers} workers: there must be at least one")
        self._task = _Task(question, Depth(depth))
        self._own = _Worker(self._task)  # with several workers, too: what is wrong with the case is said here
        self._pool: ProcessPoolExecutor | None = None
        self._workers = workers
        if workers > 1:
            context = get_context("spawn")
            self._closing = context.Event()
            self._pool = ProcessPoolExecutor(
                workers, mp_context=context, initializer=_begin, initargs=(self._task, self._closing)
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, each after the variation that it is solving."""
        if self._pool is not None:
            self._closing.set()
            self._pool.shutdown(cancel_futures=True)

    def answer(
        self, variations: Sequence[Variation], *, progress: Progress | None = None, control: Control = NEVER,
    ) -> tuple[Answer, ...]:
        """Answer all variations, in their order.

        Raises ``SolveStoppedError`` if ``control`` stops the batch on the way, which can be used on.
        """
        found: list[Answer | None] = [None] * len(variations)
        steps = Steps(progress, len(variations))
        for place, answer in steps.over(self.stream(variations, control=control), "trying variations"):
            found[place] = answer
        return tuple(answer for answer in found if answer is not None)

    def stream(self, variations: Sequence[Variation], *, control: Control = NEVER) -> Iterator[tuple[int, Answer]]:
        """Yield the place of a variation and its answer as they come, so that none needs to be kept."""
        order = alike([_coordinates(variation) for variation in variations])
        chunks = [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)]
        if self._pool is not None:
            yield from _from_pool(self._pool, self._workers, chunks, variations, control)
            return
        for chunk in chunks:
            # A chunk is solved as a whole, so that two streams that take turns do not share models.
            yield from zip(chunk, list(self._own.chunk([variations[n] for n in chunk], control)), strict=True)

    def plan(self, cells: Iterable[Cell], *, control: Control = NEVER) -> Plan:
        """Return the complete plan of one variation, from the base case on, solved by this process.

        Raises ``CaseError`` if the variation cannot be used, and ``SolveStoppedError`` if ``control`` stops it.
        """
        return self._own.plan(cells, control)


def _coordinates(variation: Variation) -> tuple[Cell, ...]:
    """Return the cells of a variation by which it is ordered: none if they are malformed, which its answer will say."""
    try:
        return as_cells(variation.cells)
    except CaseError:
        return ()


def _from_pool(
    pool: ProcessPoolExecutor, workers: int, chunks: Sequence[Sequence[int]], variations: Sequence[Variation],
    control: Control,
) -> Iterator[tuple[int, Answer]]:
    left = iter(chunks)
    running: dict[Future[list[Answer]], Sequence[int]] = {}
    try:
        while True:
            for chunk in left:
                with deaf_to_ctrl_c():  # which starts workers
                    running[pool.submit(_solve_chunk, [variations[n] for n in chunk])] = chunk
                if len(running) >= WAITING * workers:
                    break
            if not running:
                return
            ended, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            if control.stops():
                raise SolveStoppedError(control.why())
            for future in ended:
                yield from zip(running.pop(future), future.result(), strict=True)
    except BrokenProcessPool as broken:
        raise RuntimeError(NO_WORKERS) from broken
    finally:
        for future in running:
            future.cancel()


class _Worker:
    """Models of the base case and where they stood when it was solved."""

    def __init__(self, task: _Task) -> None:
        self._task = task
        self._what_if = WhatIf.of(task.question)
        self._start: Stand | None = None

    def chunk(self, variations: Sequence[Variation], control: Control) -> Iterator[Answer]:
        """Yield the answers of one chunk, from the base case on."""
        self._back()
        for variation in variations:
            if control.stops():
                raise SolveStoppedError(control.why())
            yield self._one(variation, control)

    def plan(self, cells: Iterable[Cell], control: Control) -> Plan:
        """Return the plan of a variation, from the base case on."""
        self._back()
        return self._what_if.plan(self._what_if.changed(cells), control=control)

    def _back(self) -> None:
        if self._start is None:
            self._start = self._what_if.start()
        self._what_if.back_to(self._start)

    def _one(self, variation: Variation, control: Control) -> Answer:
        try:
            glance = self._what_if.ask(variation.cells, depth=self._task.depth, control=control)
        except SolverError as failed:
            return Answer(variation.name, None, f"It was not solved: {failed}.")
        except CaseError as wrong:
            return Answer(variation.name, None, _sentences(wrong))
        return Answer(variation.name, glance, "" if glance else CONTRADICTORY)


def _sentences(wrong: CaseError) -> str:
    """Return the errors of a case in one line: where, what, and what to do."""
    found = []
    for issue in wrong.issues:
        if issue.severity is Severity.ERROR:
            where = ", ".join(part for part in (issue.table, issue.row, issue.column) if part)
            found.append(f"{where + ': ' if where else ''}{issue.message} {issue.remedy}".strip())
    return " ".join(found)


_worker: list[tuple[_Worker, SharedEvent]] = []
"""The worker of this process, made when the process starts, and what says that its batch is being closed."""


def _begin(task: _Task, closing: SharedEvent) -> None:
    _worker.append((_Worker(task), closing))


def _solve_chunk(variations: Sequence[Variation]) -> list[Answer]:
    """Return the answers of a chunk; those at hand if the batch is closed meanwhile, which nobody reads then."""
    worker, closing = _worker[0]
    return list(takewhile(lambda _: not closing.is_set(), worker.chunk(variations, NEVER)))
