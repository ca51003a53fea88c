"""Measuring: fresh processes, medians and spreads, memory and processor seconds."""

from __future__ import annotations

import os
import resource
import statistics
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


class Stopwatch:
    """Collects the seconds that named phases take, run by run."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = perf_counter()
        yield
        self.taken.setdefault(name, []).append(perf_counter() - start)

    def medians(self) -> dict[str, float]:
        """Return the median of every phase."""
        return {name: statistics.median(values) for name, values in self.taken.items()}


def alone(function: Callable[..., T], *arguments: Any) -> T:
    """Return what a function returns in a process of its own, so that memory and caches are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(function, *arguments).result()


def within(seconds: float, function: Callable[..., T], *arguments: Any) -> T | None:
    """Return what a function returns in a process of its own; ``None`` if it takes longer than so many seconds."""
    context = get_context("spawn")
    theirs, mine = context.Pipe()
    process = context.Process(target=_send, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        return mine.recv() if mine.poll(seconds) else None
    except EOFError as lost:
        raise RuntimeError(f"{function.__name__} ended without a result") from lost
    finally:
        process.kill()
        process.join()


def _send(target: Any, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    target.send(function(*arguments))


def peak_memory() -> float:
    """Return the peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident(pid: int) -> float:
    """Return the memory of a process in MB, none if it has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 2**20
    except OSError:
        return 0.0


def processor(pid: int, *, ended: bool = False) -> float:
    """Return the seconds of processor that a process has spent, if asked with those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if ended else 13])) / os.sysconf("SC_CLK_TCK")


def told(name: str, seconds: Sequence[float]) -> str:
    """Return median, 95th percentile and most in words."""
    most = f"most {max(seconds):.2f} s ({len(seconds)})"
    return f"{name}: p50 {at(0.5, seconds):.2f} s, p95 {at(0.95, seconds):.2f} s, {most}"


def at(share: float, values: Sequence[float]) -> float:
    """Return a quantile."""
    return float(np.quantile(np.array(values), share))


def spread(values: Sequence[float], factor: float = 1.0, digits: int = 2) -> str:
    """Return median, least and greatest value in words: ``1.20 (1.10 to 1.40)``; a single value stands alone."""
    middle = f"{statistics.median(values) * factor:,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values) * factor:,.{digits}f} to {max(values) * factor:,.{digits}f})"
