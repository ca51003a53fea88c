"""The desk: it takes what visitors ask, and gives it to worker processes that hold live models."""

from __future__ import annotations

import atexit
import logging
import os
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import count
from threading import Event, RLock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from rightfin.desk.job import FailedError, Job, lost
from rightfin.desk.process import WorkerProcess
from rightfin.desk.request import Request
from rightfin.desk.shared import SharedAnswers
from rightfin.desk.wire import Arrived, Begun, Halt, JobEnded, Order
from rightfin.progress import Progress
from rightfin.solve.control import SolveStoppedError

MOST_SECONDS = 1200.0
"""Seconds that work may take where nobody says: what takes longer is asked by a command, which nobody waits for."""

GRACE = 10.0
"""Seconds that a worker has to hear that a job is to stop, before it is ended and started anew."""

MODELS = 4
"""Questions of which a worker holds models; the one asked longest ago makes room."""

SOON = 0.5
"""Seconds in which a job that is to stop is expected to."""

WAITING = 100
"""Jobs that wait at most."""

MEMORY = 1 << 30
"""Bytes above which a worker that is idle is started anew."""

HARD = 3
"""How many times that a worker may hold while it works; what asks for more fails."""

_LOOK = 0.1
_BUSY = "The program is busy: too many people are asking at once. Try again in a moment."
_NO_WORKERS = ("The processes that work out answers do not start. Please tell who runs this page; the log of the server "
               "says more.")
_LOG = logging.getLogger(__name__)


class BusyError(FailedError):
    """Too many jobs wait; the text is a sentence for the page."""


class Seat:
    """The place of one visitor at a desk, kept in the visitor's session and nowhere else: one job at a time.

    ``served`` is the number of the job that a worker was given last.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._begun: tuple[Request, Job] | None = None
        self.served = 0

    def ask(self, request: Request, seconds: float = MOST_SECONDS) -> Job:
        """Ask, and stop what was asked here before; the job ends after ``seconds``, waiting counted.

        Raises ``BusyError`` if too many wait.
        """
        self._begun = None
        return self._desk.ask(request, self, seconds)

    def begin(self, request: Request, seconds: float = MOST_SECONDS) -> None:
        """Have begun what ``do`` is asked next, so that a page draws meanwhile what it knows already; raises as ``ask``."""
        self._begun = request, self.ask(request, seconds)

    def do(self, request: Request, tell: Progress, seconds: float = MOST_SECONDS) -> object:
        """Ask, unless it was begun, and return what is found; see ``Job.wait``."""
        begun = self._begun
        job = begun[1] if begun is not None and begun[0] == request else self.ask(request, seconds)
        self._begun = None
        return job.wait(tell)


@dataclass(eq=False)
class _Entry:
    """A job that waits or runs, and when it was told to stop."""

    number: int
    key: str
    request: Request
    job: Job
    seat: Seat
    halted: float | None = None

    @property
    def long(self) -> bool:
        return self.request.wanted is not None


@dataclass(eq=False)
class _Slot:
    """A place for a worker process and what it does.

    ``keys`` are those of which it has the question, the latest last, and whether it has live models of them.
    """

    process: WorkerProcess | None = None
    arrived: bool = False
    entry: _Entry | None = None
    keys: OrderedDict[str, bool] = field(default_factory=OrderedDict)

    @property
    def idle(self) -> bool:
        return self.arrived and self.entry is None


class Desk:
    """Worker processes that answer what visitors ask; use it as a context manager, or ``close`` it.

    A job goes to an idle worker that has its models, or else to another idle one, which builds them. Who was served longest
    ago is next, and tasks leave one worker free for questions, if there are two. A worker that dies or does not hear that
    it is to stop ends one job, with a sentence, and is started anew; so is an idle one that holds more than ``memory``
    bytes. ``models`` are the questions of which each worker holds models, and ``waiting`` the jobs that wait at most.
    ``niceness`` is added to that of this process: workers of a higher one take what others leave of the processors.
    """

    def __init__(
        self, workers: int | None = None, *, memory: int = MEMORY, models: int = MODELS, waiting: int = WAITING,
        grace: float = GRACE, niceness: int = 0,
    ) -> None:
        self._memory, self._models, self._most_waiting, self._grace = memory, models, waiting, grace
        self._niceness = niceness
        self._lock = RLock()
        self._numbers = count(1)
        self._shared = SharedAnswers()
        self._waiting: list[_Entry] = []
        self._closed = Event()
        self._slots = [_Slot() for _ in range(workers or max(2, os.cpu_count() or 2))]
        with self._lock:
            for slot in self._slots:
                self._start(slot)
        Thread(target=self._look, name="desk", daemon=True).start()
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop all jobs and end all workers."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed.set()
            processes = [slot.process for slot in self._slots if slot.process is not None]
            for process in processes:
                process.kill()
            for entry in self._entries():
                entry.job.stop()
            self._waiting.clear()
        for process in processes:
            process.ended(self._grace)

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the worker processes."""
        return tuple(slot.process.pid for slot in self._slots if slot.process is not None)

    def seat(self) -> Seat:
        """Return a place for a visitor."""
        return Seat(self)

    def ask(self, request: Request, seat: Seat, seconds: float = MOST_SECONDS) -> Job:
        """Return the job of a request; see ``Seat.ask``."""
        key = request.question.key  # before the lock: it takes time
        with self._lock:
            for entry in self._entries():
                if entry.seat is seat:
                    self._stop(entry)
            job = Job(seconds, self._cancel)
            if self._closed.is_set():
                job.stop()
                return job
            known = self._shared.find(key, request)
            if known is not None:
                job.end(known)
                return job
            if len(self._waiting) >= self._most_waiting:
                raise BusyError(_BUSY)
            for slot in self._slots:
                if slot.process is None:
                    self._start(slot)
            self._waiting.append(_Entry(next(self._numbers), key, request, job, seat))
            self._tell_if_none()
            self._give_out()
        return job

    def _entries(self) -> list[_Entry]:
        """Return all jobs that wait or run."""
        return [*self._waiting, *(slot.entry for slot in self._slots if slot.entry is not None)]

    def _cancel(self, job: Job) -> None:
        with self._lock:
            for entry in self._entries():
                if entry.job is job:
                    self._stop(entry)
            self._give_out()

    def _stop(self, entry: _Entry) -> None:
        """End a job for who waits for it, and let its worker, if any, hear so."""
        entry.job.stop()
        if entry in self._waiting:
            self._waiting.remove(entry)
        elif entry.halted is None:
            entry.halted = monotonic()
            slot = next(slot for slot in self._slots if slot.entry is entry)
            try:
                if slot.process is not None:
                    slot.process.send(Halt(entry.number))
            except OSError:
                pass  # it has ended, which will be heard

    def _give_out(self) -> None:
        """Give what waits to workers that are idle."""
        if self._closed.is_set():
            return
        for entry in sorted(self._waiting, key=lambda one: (one.seat.served, one.number)):
            idle = [slot for slot in self._slots if slot.idle]
            tasks = sum(1 for slot in self._slots if slot.entry is not None and slot.entry.long)
            if entry.long and tasks >= max(1, len(self._slots) - 1):
                continue
            if idle and not self._is_soon_free(entry.key):
                self._give(self._best(idle, entry), entry)

    @staticmethod
    def _best(idle: list[_Slot], entry: _Entry) -> _Slot:
        """Return the worker that has live models; a task needs none and leaves those that there are to others."""
        return max(idle, key=lambda slot: (slot.keys.get(entry.key, False) is not entry.long, -len(slot.keys)))

    def _is_soon_free(self, key: str) -> bool:
        """Return whether all models of a key stand where a job is about to stop, which is sooner than building others."""
        having = [slot.entry for slot in self._slots if slot.keys.get(key)]
        since = monotonic() - SOON
        return bool(having) and all(entry is not None and (entry.halted or 0.0) > since for entry in having)

    def _give(self, slot: _Slot, entry: _Entry) -> None:
        process = slot.process
        if process is None:
            return  # it is being started anew
        self._waiting.remove(entry)
        known, asked = entry.key in slot.keys, entry.request
        full = len(slot.keys) >= self._models and not known
        forget = (next(iter(slot.keys)),) if full else ()
        entry.job.step = (1, 1, "beginning")
        slot.entry = entry
        order = Order(
            entry.number, entry.key, None if known else asked.question, forget, asked.changes, asked.starts, asked.wanted,
            max(0.0, entry.job.deadline - monotonic()),
        )
        try:
            process.send(order)
        except OSError:
            return  # it has ended, which will be heard
        except Exception as error:  # noqa: BLE001  # pickling raises whatever it meets
            _LOG.exception("What was asked cannot be sent to a worker.")
            slot.entry = None
            entry.job.end(error=error)
            return
        for key in forget:
            del slot.keys[key]
        slot.keys[entry.key] = slot.keys.get(entry.key, False) or not entry.long
        slot.keys.move_to_end(entry.key)
        entry.seat.served = entry.number

    def _heard(self, process: WorkerProcess, message: object) -> None:
        """Take what a worker says; ``None`` if it has ended."""
        with self._lock:
            slot = next((slot for slot in self._slots if slot.process is process), None)
            if slot is None or self._closed.is_set():
                return
            match message:
                case Arrived():
                    slot.arrived = True
                case Begun(job, step, steps, what) if slot.entry is not None and slot.entry.number == job:
                    slot.entry.job.step = (step, steps, what)
                case JobEnded() if slot.entry is not None and slot.entry.number == message.job:
                    self._ended(slot, slot.entry, message)
                case None:
                    self._died(slot)
            self._give_out()

    def _ended(self, slot: _Slot, entry: _Entry, ended: JobEnded) -> None:
        slot.entry = None
        if ended.trace:
            _LOG.error("Work at the desk failed.\n%s", ended.trace)
        if isinstance(ended.error, SolveStoppedError) and monotonic() >= entry.job.deadline:
            entry.job.stop()
        if ended.error is None:
            self._shared.keep(entry.key, entry.request, ended.found)
        entry.job.end(ended.found, ended.error)
        if ended.memory > self._memory:
            _LOG.info("A worker holds %d bytes and is started anew.", ended.memory)
            self._start(slot)

    def _died(self, slot: _Slot) -> None:
        _LOG.error("A worker process has ended.")
        entry, arrived = slot.entry, slot.arrived
        if entry is not None:
            entry.job.end(error=FailedError(lost()))
        if arrived:
            self._start(slot)
        else:
            slot.process = None  # it does not start: tried again when somebody asks
            self._tell_if_none()

    def _tell_if_none(self) -> None:
        """End what waits where there is no worker at all."""
        if not any(other.process is not None for other in self._slots):
            for waiting in self._waiting:
                waiting.job.end(error=FailedError(_NO_WORKERS))
            self._waiting.clear()

    def _start(self, slot: _Slot) -> None:
        """Start a worker process in a place, in place of the one that is there."""
        if slot.process is not None:
            slot.process.kill()
        slot.process, slot.arrived, slot.entry, slot.keys = None, False, None, OrderedDict()
        try:
            slot.process = WorkerProcess(HARD * self._memory, self._heard, self._niceness)
        except OSError:  # no memory or no more files: tried again when somebody asks
            _LOG.exception("A worker process could not be started.")
            self._tell_if_none()

    def _look(self) -> None:
        """Stop what takes too long, and end workers that do not hear so."""
        while not self._closed.wait(_LOOK):
            now = monotonic()
            with self._lock:
                for entry in self._entries():
                    if now >= entry.job.deadline and entry.halted is None:
                        self._stop(entry)
                self._give_out()
                for slot in self._slots:
                    entry_now = slot.entry
                    if entry_now is not None and entry_now.halted is not None and now - entry_now.halted > self._grace:
                        _LOG.error("A worker did not hear that it is to stop, and is started anew.")
                        self._start(slot)
