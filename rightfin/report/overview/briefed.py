"""What the pages show of a briefing: small enough to cross from one process to another, and to be kept for a visitor."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report.overview.answers import Reply, answers
from rightfin.report.overview.binding import binding_table
from rightfin.report.page import Page, page_of
from rightfin.report.studies.findings import FindingsTable
from rightfin.result.plan import Plan, Status
from rightfin.study.briefing.study import Briefing


@dataclass(frozen=True)
class Briefed:
    """A briefing in words: its plan, the page of a minister, the three answers, and what binds, each limit tried.

    There are no answers and nothing binds where the hard limits of the case contradict one another.
    """

    plan: Plan
    page: Page
    replies: tuple[Reply, ...]
    binding: FindingsTable | None


def briefed(found: Briefing) -> Briefed:
    """Return what the pages show of a whole briefing."""
    page = page_of(found.plan, found)
    if found.plan.status is Status.CONTRADICTORY:
        return Briefed(found.plan, page, (), None)
    return Briefed(found.plan, page, answers(found.plan, found), binding_table(found))
