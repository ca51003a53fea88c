"""What is asked at the desk: a question, what is changed in it, and what is wanted to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rightfin.case.case import Cell
from rightfin.case.programmes.choices import Starts
from rightfin.question import Question
from rightfin.study.whatif import starts_among


@dataclass(frozen=True)
class Task:
    """A function that works out something longer, and what it is given besides the question.

    It is called with the case and, by name, ``definition``, ``scenarios``, ``progress`` and ``control``, with ``settings``
    and ``starts`` where there are any, and with ``arguments``; what it returns is the answer, after ``told`` has made words
    of it. Both are functions of modules that a page names: what crosses to the worker is their names, and the worker
    imports them. None of it comes from a case.
    """

    function: Callable[..., Any]
    arguments: Mapping[str, object] = field(default_factory=dict)
    told: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class Request:
    """A question with some cells of its prepared case changed and other starts of programmes, and what is wanted.

    That is a task, or if absent the plan of live models.

    ``changes`` are cells (table, key, column, value); those of the column ``start`` of ``programmes``, of which a prepared
    case has no rows, are taken out of them and into ``starts``. ``shared`` says that all visitors may see the case, and so
    may have what somebody else was answered who asked the same. Raises ``CaseError`` for a change that is no cell, and for
    a start that is no year.
    """

    question: Question
    changes: tuple[Cell, ...] = ()
    starts: Starts = field(default_factory=dict)
    wanted: Task | None = None
    shared: bool = False

    def __post_init__(self) -> None:
        starts, cells = starts_among(self.changes)
        object.__setattr__(self, "changes", cells)
        object.__setattr__(self, "starts", {**self.starts, **starts})
