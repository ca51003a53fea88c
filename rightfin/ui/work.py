"""What a button works out: begun, stopped on the way or ended, and kept; the same on every page."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Generic, TypeVar, cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.desk import Desk, FailedError, Request, Seat
from rightfin.desk.desk import MEMORY, MOST_SECONDS
from rightfin.progress import Progress
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.ui.parts import listening, problems, refusals, working

_Found = TypeVar("_Found")


WORKERS_VARIABLE, MEMORY_VARIABLE = "RIGHTFIN_WORKERS", "RIGHTFIN_WORKER_MB"
"""Variables of the environment: how many worker processes, and above how many megabytes an idle one is started anew."""

_ONCE = Lock()


def desk() -> Desk:
    """Return the desk of this server: one for all visitors, whose worker processes start with the first of them."""
    with _ONCE:
        return _desk()


@cache
def _desk() -> Desk:
    workers, megabytes = (_number(name) for name in (WORKERS_VARIABLE, MEMORY_VARIABLE))
    return Desk(workers, memory=MEMORY if megabytes is None else megabytes << 20)


def _number(variable: str) -> int | None:
    """Return a whole number of the environment above nothing; ``None`` for anything else."""
    said = os.environ.get(variable, "").strip()
    return int(said) if said.isdecimal() and int(said) > 0 else None


def seat() -> Seat:
    """Return the visitor's own place at the desk: one for all pages, so that one job of them runs at a time.

    Each file that the visitor takes home has one beside it, see ``downloads``.
    """
    if "seat" not in st.session_state:
        st.session_state["seat"] = desk().seat()
    found: Seat = st.session_state["seat"]
    return found


def solved(request: Request, tell: Progress) -> Plan:
    """Return the plan that a request asks for; raises as ``Job.wait`` does."""
    return cast("Plan", seat().do(request, tell))


def planned(request: Request, doing: str) -> Plan | None:
    """Return the plan that a request asks for, which takes short, or draw why there is none."""
    try:
        with listening(doing) as tell:
            return solved(request, tell)
    except CaseError as error:
        problems(error)
    except (SolveStoppedError, FailedError) as error:
        st.error(str(error))
    return None


@dataclass(frozen=True)
class Kept(Generic[_Found]):
    """What was found, the digest of the choice that it was found for, and what was asked about it."""

    choice: Hashable
    question: Hashable
    found: _Found


@dataclass(frozen=True)
class Work(Generic[_Found]):
    """Work that a button begins; ``name`` is where the visitor's own session keeps what it found.

    It runs at the desk, one job of the visitor's pages at a time, for at most ``seconds``. Whatever the visitor does
    meanwhile, *Stop* or another question, makes Streamlit draw the page anew and stops the work: nothing of it runs on the
    page any more, not even to say so. That it was begun is therefore kept until it has ended, and is told by the run that
    follows.
    """

    name: str
    button: str
    doing: str = "Working"
    seconds: float = MOST_SECONDS

    def do(
        self, choice: Hashable, question: Hashable, request: Request,
        refused: Callable[[CaseError], None] = refusals,
    ) -> None:
        """Have something worked out under a bar and keep it, or say why it has no answer, which keeps what there was."""
        begun = _begun()
        begun[self.name] = choice
        try:
            with working(self.doing, self.name) as tell:
                found = cast(_Found, seat().do(request, tell, self.seconds))
            self.keep(choice, question, found)
        except CaseError as error:
            refused(error)
        except SolveStoppedError as error:
            st.warning(str(error))
        except FailedError as error:
            st.error(str(error))
        begun.pop(self.name, None)

    def keep(self, choice: Hashable, question: Hashable, found: _Found) -> None:
        """Keep what was found; then nothing is left of work that was begun for the same choice and stopped."""
        st.session_state[f"found_{self.name}"] = Kept(choice, question, found)
        if _begun().get(self.name) == choice:
            del _begun()[self.name]

    def kept(self) -> Kept[_Found] | None:
        """Return what is kept, whatever it was found for."""
        return cast("Kept[_Found] | None", st.session_state.get(f"found_{self.name}"))

    def answer(self, choice: Hashable, question: Hashable) -> _Found | None:
        """Return what was found for a choice, ``None`` if nothing was; say if it answers an earlier question."""
        self.say_if_stopped(choice)
        kept = self.kept()
        if kept is None or kept.choice != choice:
            return None
        if kept.question != question:
            st.warning("The question has changed. This is still the answer to the earlier one; press "
                       f"**{self.button}** for a new one.")
        return kept.found

    def say_if_stopped(self, choice: Hashable) -> None:
        """Say that this was begun for a choice and has not ended, if so."""
        if _begun().get(self.name) == choice:
            st.warning(f"**{self.button}** was stopped before it was done. Press it again for its answer.")


def _begun() -> dict[str, Hashable]:
    """Return the choice of all work of the visitor that was begun and has not ended, by name."""
    found: dict[str, Hashable] = st.session_state.setdefault("begun", {})
    return found
