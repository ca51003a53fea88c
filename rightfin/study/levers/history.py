"""What was moved, step by step: undone and done again, one taken back, kept as A, B and C. Nothing in it ever changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rightfin.case.case import Cell, Key
from rightfin.question import Question
from rightfin.schema import YearStyle
from rightfin.study.levers.lever import Lever, Moved, added, cells_of_moves, moves_of, prepared_cells, stopped
from rightfin.study.levers.words import worded

VARIANTS = ("A", "B", "C")
"""Names under which changes are kept."""


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


@dataclass(frozen=True)
class History:
    """The changes made now, those before and after them, and those that were kept, by letter."""

    done: Changes = ()
    past: tuple[Changes, ...] = ()
    future: tuple[Changes, ...] = ()
    kept: tuple[tuple[str, Changes], ...] = ()

    def move(self, lever: Lever, moved: Moved) -> History:
        """Return the history with a lever moved; what was moved of it before makes room, and a move of nothing is none."""
        others = tuple(change for change in self.done if change.lever.name != lever.name)
        return self._to((*others, LeverChange(lever, moved)) if moves_of(lever, moved) else others)

    def remove(self, name: str) -> History:
        """Return the history without the change of a lever."""
        return self._to(tuple(change for change in self.done if change.lever.name != name))

    def clear(self) -> History:
        """Return the history without any change; undo brings them back."""
        return self._to(())

    def _to(self, done: Changes) -> History:
        return self if done == self.done else replace(self, done=done, past=(*self.past, self.done), future=())

    def undo(self) -> History:
        """Return the history a step back; itself where there is none."""
        if not self.past:
            return self
        return replace(self, done=self.past[-1], past=self.past[:-1], future=(self.done, *self.future))

    def redo(self) -> History:
        """Return the history a step forward; itself where there is none."""
        if not self.future:
            return self
        return replace(self, done=self.future[0], past=(*self.past, self.done), future=self.future[1:])

    def keep(self, letter: str) -> History:
        """Return the history with the changes of now kept under a letter; what was kept there makes room."""
        others = tuple(one for one in self.kept if one[0] != letter)
        return replace(self, kept=tuple(sorted((*others, (letter, self.done)))) if letter in VARIANTS else self.kept)

    def recall(self, letter: str) -> History:
        """Return the history with what is kept under a letter as the changes of now; itself where nothing is."""
        found = dict(self.kept).get(letter)
        return self if found is None else self._to(found)

    def change_of(self, name: str) -> LeverChange | None:
        """Return the change of a lever; ``None`` if it stands as in the case."""
        return next((change for change in self.done if change.lever.name == name), None)


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
