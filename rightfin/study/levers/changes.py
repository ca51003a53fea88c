"""Levers that were moved, one change a lever: in words, as cells, and what a later one takes of an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rightfin.case.case import Cell, Key
from rightfin.question import Question
from rightfin.schema import YearStyle
from rightfin.study.levers.lever import Lever, Moved, added, cells_of_moves, moves_of, prepared_cells, stopped
from rightfin.study.levers.words import worded


@dataclass(frozen=True)
class LeverChange:
    """A lever that was moved, and how."""

    lever: Lever
    moved: Moved

    def words(self, style: YearStyle = YearStyle.PLAIN) -> str:
        """Return the change in a few words; a move that goes further than the case allows says so."""
        held = " (as far as the case allows)" if stopped(self.lever, self.moved) else ""
        return f"{worded(self.lever, self.moved, style)}{held}"


Changes = tuple[LeverChange, ...]
"""Changes in the order in which they were made, one a lever."""


def with_move(changes: Changes, lever: Lever, moved: Moved | None) -> Changes:
    """Return changes with a lever moved, as the last one; ``None``, or a move of nothing, puts it back as in the case."""
    others = tuple(change for change in changes if change.lever.name != lever.name)
    return (*others, LeverChange(lever, moved)) if moved is not None and moves_of(lever, moved) else others


def laid_cells(changes: Changes, question: Question) -> tuple[Cell, ...]:
    """Return the cells that make the case as it is laid out one with all changes; of several in one cell the last holds."""
    return cells_of_moves(question.laid, added(moves_of(change.lever, change.moved) for change in changes))


def cells_of_changes(changes: Changes, question: Question) -> tuple[Cell, ...]:
    """Return the cells that make the prepared case of a question one with all changes."""
    return prepared_cells(question, laid_cells(changes, question))


def overridden(changes: Changes) -> tuple[str, ...]:
    """Return a sentence for every change of which a later one takes cells."""
    found = []
    for place, change in enumerate(changes):
        mine = set(moves_of(change.lever, change.moved))
        for later in changes[place + 1:]:
            taken = mine & set(moves_of(later.lever, later.moved))
            if taken:
                which = "all" if taken == mine else f"{len(taken)} of {len(mine)}"
                found.append(f"{later.lever.title} was moved later and holds in {which} cells of {change.lever.title}.")
    return tuple(found)


def last_of(changes: Changes, told: Callable[[LeverChange], str]) -> dict[tuple[str, Key], str]:
    """Return what is told of the last change of every row that is moved."""
    return {
        (table, key): told(change) for change in changes for table, key, _ in moves_of(change.lever, change.moved)
    }
