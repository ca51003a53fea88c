"""What live models answer on a page: kept for the case that is chosen, and the last answer where there is no new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import streamlit as st

from rightfin.case import Case, CaseError
from rightfin.definition import Definition
from rightfin.progress import Progress
from rightfin.result.plan import Plan
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.ui.aside import FailedError
from rightfin.ui.choice import Choice
from rightfin.ui.models import Asked, LiveModels
from rightfin.ui.parts import listening, problems, refusals
from rightfin.ui.work import aside

_Live = TypeVar("_Live", bound=LiveModels)  # type: ignore[type-arg]  # of any question


@dataclass(frozen=True)
class Answers(Generic[_Live, Asked]):
    """Answers to what is typed into a page, from live models in the visitor's own session; ``name`` is their place there.

    Models are built and asked beside the page: a newer question stops the one that is being answered. ``typed`` is what is
    typed, in a sentence (*years*).
    """

    name: str
    typed: str
    build: Callable[[str, Case, Definition, tuple[str, ...], Control], _Live]

    def models(self, chosen: Choice) -> _Live | None:
        """Return the models of what is chosen, built when they are first needed; draw why there are none."""
        place = f"live_{self.name}"
        live = cast("_Live | None", st.session_state.get(place))
        if live is not None and live.key == chosen.key:
            return live

        def build(_: Progress, control: Control) -> _Live:
            return self.build(chosen.key, chosen.case, chosen.definition, chosen.scenarios, control)

        st.session_state.pop(place, None)  # room for the new ones
        try:
            with listening("Building the models …") as tell:
                live = aside().do(build, tell)
        except CaseError as error:
            problems(error)
            return None
        except (SolveStoppedError, FailedError) as error:
            st.error(str(error))
            return None
        st.session_state[place] = live
        return live

    def answered(self, live: _Live, read: Callable[[], Asked]) -> tuple[Asked, Plan]:
        """Return what is asked and the plan that it leads to, or the last ones where it has no answer, and say so.

        ``read`` raises ``CaseError`` where what is typed cannot be used.
        """
        still = f"Below is still the answer to the {self.typed} before."
        last: tuple[Asked, Plan] = live.last
        try:
            asked = read()
            if asked == last[0]:
                return last
            with listening(f"**Solving …** {still}") as tell:
                return asked, aside().do(lambda _, control: live.plan(asked, control), tell)
        except CaseError as error:
            refusals(error)
            st.warning(f"What you typed is kept in the table. {still}")
        except SolveStoppedError as stopped:
            st.warning(f"{stopped} {still}")
        except FailedError as failed:
            st.error(f"{failed} {still}")
        return last
