"""What live models answer on a page: kept for the case that is chosen, and the last answer where there is no new one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import streamlit as st

from rightfin.case import CaseError
from rightfin.desk import FailedError, Request
from rightfin.question import Question
from rightfin.result.plan import Plan
from rightfin.solve.control import SolveStoppedError
from rightfin.ui.choice import Choice
from rightfin.ui.models import Asked, LiveModels
from rightfin.ui.parts import listening, place, problems, refusals
from rightfin.ui.work import planned, seat, solved

_Live = TypeVar("_Live", bound=LiveModels)  # type: ignore[type-arg]  # of any question


@dataclass(frozen=True)
class Answers(Generic[_Live, Asked]):
    """Answers to what is typed into a page; ``name`` is their place in the visitor's own session.

    Models are built and asked at the desk: a newer question stops the one that is being answered. ``typed`` is what is
    typed, in a sentence (*years*).
    """

    name: str
    typed: str
    build: Callable[[str, Question, Plan], _Live]

    def models(self, chosen: Choice) -> _Live | None:
        """Return what the desk answers for what is chosen, built when it is first needed; draw why there is nothing."""
        live = cast("_Live | None", st.session_state.get(self._place))
        with place():
            return live if live is not None and live.key == chosen.key else self._built(chosen)

    @property
    def _place(self) -> str:
        return f"live_{self.name}"

    def _built(self, chosen: Choice) -> _Live | None:
        st.session_state.pop(self._place, None)  # room for the new ones
        standing = planned(Request(chosen.question, shared=chosen.shared), "Building the models …")
        if standing is None:
            return None
        try:
            live = self.build(chosen.key, chosen.question, standing)
        except CaseError as error:
            problems(error)
            return None
        live.shared = chosen.shared
        st.session_state[self._place] = live
        return live

    def begin(self, live: _Live, asked: Asked) -> None:
        """Have what ``answered`` is asked next worked out while the page draws what stands before it.

        What cannot be asked is told there. Nothing else may be asked at the visitor's seat between the two.
        """
        if len(asked) and asked != live.last[0]:
            with suppress(CaseError, FailedError):
                seat().begin(live.whole_request(asked))

    def answered(self, live: _Live, read: Callable[[], Asked]) -> tuple[Asked, Plan]:
        """Return what is asked and the plan that it leads to, or the last ones where it has no answer, and say so.

        ``read`` raises ``CaseError`` where what is typed cannot be used.
        """
        with place():
            return self._answered(live, read)

    def _answered(self, live: _Live, read: Callable[[], Asked]) -> tuple[Asked, Plan]:
        still = f"Below is still the answer to the {self.typed} before."
        last: tuple[Asked, Plan] = live.last
        try:
            asked = read()
            if asked == last[0]:
                return last
            with listening(f"**Solving …** {still}") as tell:
                return asked, live.plan(asked, lambda request: solved(request, tell))
        except CaseError as error:
            refusals(error)
            st.warning(f"What you typed is kept in the table. {still}")
        except SolveStoppedError as stopped:
            st.warning(f"{stopped} {still}")
        except FailedError as failed:
            st.error(f"{failed} {still}")
        return last
