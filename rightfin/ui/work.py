"""What a button works out: begun, stopped on the way or ended, and kept; the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.progress import Progress
from rightfin.solve.control import SolveStoppedError
from rightfin.ui.parts import refusals, working

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Kept(Generic[_Found]):
    """What was found, the choice that it was found for, and what was asked about it."""

    choice: Hashable
    question: Hashable
    found: _Found


@dataclass(frozen=True)
class Work(Generic[_Found]):
    """Work that a button begins; ``name`` is where the visitor's own session keeps what it found.

    Whatever the visitor does meanwhile makes Streamlit draw the page anew and drop the work: nothing of it runs any more,
    not even to say so. That it was begun is therefore kept until it has ended, and is told by the run that follows.
    """

    name: str
    button: str
    doing: str = "Working"

    def do(
        self, choice: Hashable, question: Hashable, make: Callable[[Progress], _Found],
        refused: Callable[[CaseError], None] = refusals,
    ) -> None:
        """Work something out under a progress bar and keep it, or draw why it was refused, which keeps what there was."""
        begun: dict[str, Hashable] = st.session_state.setdefault("begun", {})
        begun[self.name] = choice
        try:
            with working(self.doing) as tell:
                found = make(tell)
            self.keep(choice, question, found)
        except CaseError as error:
            refused(error)
        except SolveStoppedError as stopped:
            st.warning(str(stopped))
        begun.pop(self.name, None)

    def keep(self, choice: Hashable, question: Hashable, found: _Found) -> None:
        """Keep what was found; then nothing is left of work that was begun for the same choice and stopped."""
        st.session_state[f"found_{self.name}"] = Kept(choice, question, found)
        begun: dict[str, Hashable] = st.session_state.get("begun", {})
        if begun.get(self.name) == choice:
            del begun[self.name]

    def forget(self) -> None:
        """Keep nothing any more."""
        st.session_state.pop(f"found_{self.name}", None)

    def kept(self) -> Kept[_Found] | None:
        """Return what is kept, whatever it was found for."""
        return cast("Kept[_Found] | None", st.session_state.get(f"found_{self.name}"))

    def say_if_stopped(self, choice: Hashable) -> None:
        """Say that this was begun for a choice and has not ended, if so."""
        if st.session_state.get("begun", {}).get(self.name) == choice:
            st.warning(f"**{self.button}** was stopped before it was done, because something else was pressed or changed. "
                       "Press it again for its answer.")
