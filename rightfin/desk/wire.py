"""What the desk and its workers say to one another, and how it goes through a pipe.

Both ends are processes of the same program; nothing that a visitor sent is ever read here.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from types import MappingProxyType
from typing import IO, Any

from rightfin.case.case import Cell
from rightfin.case.programmes.choices import Starts
from rightfin.desk.request import Task
from rightfin.question import Question


@dataclass(frozen=True)
class Order:
    """A job for a worker: ``question`` comes once for a key, and those of the keys ``forget`` make room first.

    ``seconds`` are left until the job has to stop.
    """

    job: int
    key: str
    question: Question | None
    forget: tuple[str, ...]
    changes: tuple[Cell, ...]
    starts: Starts
    wanted: Task | None
    seconds: float


@dataclass(frozen=True)
class Halt:
    """A job is to stop."""

    job: int


@dataclass(frozen=True)
class Arrived:
    """A worker has started and can be asked."""


@dataclass(frozen=True)
class Begun:
    """A step of a job begins."""

    job: int
    step: int
    steps: int
    what: str


@dataclass(frozen=True)
class JobEnded:
    """A job has ended: with what was found or with an error, of which ``trace`` is for the log.

    ``memory`` is what the worker holds now, in bytes; 0 where the system does not say.
    """

    job: int
    found: object
    error: BaseException | None = None
    trace: str = ""
    memory: int = 0


class Outlet:
    """An end of a pipe that messages are written to, one at a time, by any thread."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe, self._lock = pipe, Lock()

    def send(self, message: object) -> None:
        """Write a message; raises ``OSError`` if nobody reads any more, and as pickling does, then nothing is written."""
        written = packed(message)
        with self._lock:
            self._pipe.write(written)
            self._pipe.flush()


def read(pipe: IO[bytes]) -> object:
    """Return the next message; raises ``EOFError`` or ``pickle.UnpicklingError`` when the other end is gone."""
    return pickle.load(pipe)  # of our own process


def unpacked(content: bytes) -> Any:
    """Return what was packed, made anew."""
    return pickle.loads(content)  # of our own process


def packed(message: object) -> bytes:
    """Return a message as it goes through a pipe; raises as pickling does."""
    into = BytesIO()
    pickler = pickle.Pickler(into, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCED
    pickler.dump(message)
    return into.getvalue()


def _read_only(mapping: dict[object, object]) -> Mapping[object, object]:
    return MappingProxyType(mapping)


def _reduced(mapping: Mapping[object, object]) -> tuple[Callable[..., object], tuple[object, ...]]:
    return _read_only, (dict(mapping),)


_REDUCED: dict[type, Callable[[Any], Any]] = {**copyreg.dispatch_table, MappingProxyType: _reduced}
"""Read-only mappings, of which plans are full, are not sent by themselves."""
