"""What a visitor changed on the page *What if*: the cells, the steps that led there, and what was kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import streamlit as st

from rightfin.case.case import Cell

VARIANTS = ("A", "B", "C")
"""Names under which changes are kept beside the case."""

_PLACE = "moves"

Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Moves:
    """Changed cells of the case that is chosen, those kept by letter, and steps to undo and to redo, the last one last."""

    key: str = ""
    changes: Cells = ()
    kept: Mapping[str, Cells] = field(default_factory=lambda: MappingProxyType({}))
    past: tuple[Cells, ...] = ()
    future: tuple[Cells, ...] = ()

    def keeping(self, letter: str) -> Moves:
        """Return them with the changes of now kept under a letter."""
        kept = {**self.kept, letter: self.changes}
        return replace(self, kept=MappingProxyType({name: kept[name] for name in VARIANTS if name in kept}))

    def without(self, letter: str) -> Moves:
        """Return them with nothing kept under a letter."""
        return replace(self, kept=MappingProxyType({name: one for name, one in self.kept.items() if name != letter}))


def begin(key: str) -> None:
    """Begin anew where another case is chosen."""
    if view().key != key:
        look_at(Moves(key))


def view() -> Moves:
    """Return what is changed now."""
    found: Moves = st.session_state.get(_PLACE, Moves())
    return found


def look_at(new: Moves) -> None:
    """Look at something else from now on."""
    st.session_state[_PLACE] = new


def change(cells: Cells) -> None:
    """Change other cells; what was changed before can be had back."""
    now = view()
    if cells != now.changes:
        look_at(replace(now, changes=cells, past=(*now.past, now.changes), future=()))


def undo() -> None:
    """Take back the last change."""
    now = view()
    if now.past:
        look_at(replace(now, changes=now.past[-1], past=now.past[:-1], future=(*now.future, now.changes)))


def redo() -> None:
    """Make again the change that was taken back last."""
    now = view()
    if now.future:
        look_at(replace(now, changes=now.future[-1], past=(*now.past, now.changes), future=now.future[:-1]))


def steps() -> tuple[int, int]:
    """Return how many changes can be taken back, and how many of those made again."""
    return len(view().past), len(view().future)
