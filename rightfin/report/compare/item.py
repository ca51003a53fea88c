"""What stands in a comparison: a case with what is laid over it, its plan, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rightfin.case.case import Case, Cell
from rightfin.case.resolve import resolved_settings, style_of_case
from rightfin.question import Question
from rightfin.reading import Saved
from rightfin.result.plan import Plan, Status
from rightfin.schema import YearStyle
from rightfin.study.whatif import changed_question

LONGEST_TITLE = 60
"""Letters of a title that are kept: it stands in legends and headings."""


@dataclass(frozen=True)
class ComparedItem:
    """One of the things compared: what readers call it, the question, cells changed in its prepared case, and its plan.

    ``plan`` is ``None`` where nothing was planned. ``saved`` is the case as it was read, which knows where its cells stand.
    Titles of one comparison are unlike one another.
    """

    title: str
    question: Question
    changes: tuple[Cell, ...] = ()
    plan: Plan | None = None
    saved: Saved | None = None

    @property
    def answered(self) -> Plan | None:
        """The plan, if there is one and its hard limits do not contradict one another."""
        return self.plan if self.plan is not None and self.plan.status is Status.ANSWERED else None

    @cached_property
    def changed(self) -> Question:
        """The question with the changes in its case; raises ``CaseError`` if they do not fit."""
        return changed_question(self.question, self.changes)

    @property
    def as_typed(self) -> bool:
        """Whether packages and programmes are what they are typed as after the changes."""
        return not self.changes or self.changed.case != self.changed.prepared

    def case(self, *, typed: bool) -> Case:
        """Return the case with all that is laid over it, packages and programmes as typed or as the rows they stand for."""
        return self.changed.laid if typed else self.changed.prepared

    @cached_property
    def currency(self) -> str:
        """The currency in which its money stands."""
        return str(resolved_settings(self.changed.laid)["currency"])

    @cached_property
    def style(self) -> YearStyle:
        """How its years are written."""
        return style_of_case(self.changed.laid)


def unlike(titles: Iterable[str]) -> tuple[str, ...]:
    """Return titles on one line, cut where they are long, each told apart from those before it by a number."""
    found: list[str] = []
    for title in titles:
        line = " ".join(title.split()) or "?"
        short = line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE - 1]}…"
        tried, number = short, 1
        while tried in found:
            number += 1
            tried = f"{short} ({number})"
        found.append(tried)
    return tuple(found)
