"""What the pages show of a briefing: small enough to cross from one process to another, and to be kept for a visitor."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report.overview.answers import Reply, answers
from rightfin.report.overview.binding import binding_table
from rightfin.report.page import Page, page_of
from rightfin.report.studies.findings import FindingsTable
from rightfin.study.briefing.study import Briefing


@dataclass(frozen=True)
class Briefed:
    """A briefing in words: the page of a minister, the three answers, and what binds, each limit tried."""

    page: Page
    replies: tuple[Reply, ...]
    binding: FindingsTable


def briefed(found: Briefing) -> Briefed:
    """Return what the pages show of a whole briefing of an answered plan."""
    return Briefed(page_of(found.plan, found), answers(found.plan, found), binding_table(found))
