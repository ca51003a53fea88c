"""The program of a worker: orders on standard input, answers on standard output; it ends when nobody is left who orders."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from pickle import UnpicklingError
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import IO

from rightfin.case.issue import CaseError
from rightfin.desk.live import Live
from rightfin.desk.wire import Arrived, Begun, Halt, JobEnded, Order, Outlet, read
from rightfin.progress import Progress
from rightfin.solve.control import Control, SolveStoppedError

COLLECT = 16
"""Jobs after which all garbage is collected: answers are worked out without, and leave what is collected after each."""

TELL = 0.05
"""Seconds between two steps that are told at least: a page draws no more of them."""


class Worker:
    """Does one order after the other; each has models that no other key reaches."""

    def __init__(self, out: Outlet) -> None:
        self._out = out
        self._live: dict[str, Live] = {}

    def do(self, order: Order, cancel: Event) -> None:
        """Do an order and say how it ended."""
        found: object = None
        error: Exception | None = None
        trace = ""
        control = Control(cancel, monotonic() + order.seconds)
        try:
            for key in order.forget:
                self._live.pop(key, None)
            if order.question is not None:
                self._live[order.key] = Live(order.question)
            _hear(control)
            found = self._live[order.key].found(
                order.changes, order.starts, order.wanted, self._telling(order.job, control), control)
        except (CaseError, SolveStoppedError) as refused:
            error = refused
        except Exception as failed:  # noqa: BLE001  # it is told, and the next order is done
            error, trace = failed, traceback.format_exc()
        self._say(JobEnded(order.job, found, error, trace, memory()))

    def _telling(self, job: int, control: Control) -> Progress:
        last = 0.0

        def tell(step: int, steps: int, what: str) -> None:
            nonlocal last
            _hear(control)
            if monotonic() - last >= TELL:
                last = monotonic()
                self._out.send(Begun(job, step, steps, what))

        return tell

    def _say(self, ended: JobEnded) -> None:
        try:
            self._out.send(ended)
        except OSError:
            raise
        except Exception as failed:  # noqa: BLE001  # what cannot be sent is a mistake of the program like any other
            self._out.send(JobEnded(ended.job, None, TypeError(type(failed).__name__), traceback.format_exc() + ended.trace,
                                 ended.memory))


def _hear(control: Control) -> None:
    if control.stops():
        raise SolveStoppedError(control.why())


def memory() -> int:
    """Return the bytes of memory that this process holds; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def listen(pipe: IO[bytes], orders: SimpleQueue[tuple[Order, Event]], ended: Callable[[], None]) -> None:
    """Take orders as they come, and stop the one that is to stop; call ``ended`` once nobody orders any more."""
    cancels: dict[int, Event] = {}
    try:
        while True:
            message = read(pipe)
            if isinstance(message, Order):
                cancels = {message.job: Event()}
                orders.put((message, cancels[message.job]))
            elif isinstance(message, Halt) and message.job in cancels:
                cancels[message.job].set()
    except (EOFError, OSError, UnpicklingError):
        ended()


def main() -> None:
    """Serve until standard input ends; what is printed meanwhile goes to the log and not among the answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who serves the pages ends this
    limit, niceness = (*map(int, sys.argv[1:3]), 0, 0)[:2]
    if limit:
        _limit_memory(limit)
    if niceness and hasattr(os, "nice"):  # Windows has no such call
        os.nice(niceness)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    orders: SimpleQueue[tuple[Order, Event]] = SimpleQueue()
    Thread(target=listen, args=(sys.stdin.buffer, orders, lambda: os._exit(0)), daemon=True).start()
    gc.collect()
    gc.freeze()  # what was imported stays, and need not be walked again
    gc.disable()
    out = Outlet(answers)
    worker = Worker(out)
    out.send(Arrived())
    for done in count(1):
        order, cancel = orders.get()
        if order.wanted is not None:
            gc.enable()  # a task may take minutes
        worker.do(order, cancel)
        gc.disable()  # a collection in the midst of an answer takes as long as a solve
        if done % COLLECT == 0:
            gc.collect()  # between two answers, when nobody waits for it here
        elif orders.empty():
            gc.collect(0)  # what this answer left


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    main()
