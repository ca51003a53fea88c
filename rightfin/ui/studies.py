"""A study that a button of a page begins, with what it found below it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from rightfin.desk import Request, Task
from rightfin.report.studies.findings import Findings
from rightfin.ui.choice import Choice
from rightfin.ui.findings import show_findings, show_led
from rightfin.ui.work import Work


@dataclass(frozen=True)
class ButtonStudy:
    """A study that a button of a tab begins: its work, the key of the button, and what is asked in a sentence."""

    work: Work[Findings]
    key: str
    asks: str
    is_folded: bool = True
    """Whether all but the first sentence and picture is folded."""

    def draw(self, chosen: Choice, study: Callable[..., Any], told: Callable[[Any], Findings],
             arguments: Mapping[str, object], *, begins: bool = False, elsewhere: Collection[str] = (),
             ) -> Findings | None:
        """Draw the button, and what was found for this choice and these arguments; return it.

        ``begins`` says that it is to be found by itself where it is not there yet, as if the button were pressed.
        What is in ``elsewhere`` is shown elsewhere, as ``show_findings`` says.
        """
        question = chosen.changes, tuple(sorted((name, tuple(value) if isinstance(value, list) else value)
                                                for name, value in arguments.items()))
        kept = self.work.kept()
        is_there = kept is not None and (kept.choice, kept.question) == (chosen.key, question)
        if st.button(self.work.button, key=self.key) or (begins and not is_there):
            request = Request(chosen.question, chosen.changes, wanted=Task(study, dict(arguments), told))
            self.work.do(chosen.key, question, request)
        found = self.work.answer(chosen.key, question)
        if found is not None:
            if self.is_folded:
                show_led(found, key=self.key)
            else:
                show_findings(found, elsewhere, self.key, folds=True)
        return found
