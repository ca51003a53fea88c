"""What nobody may pay any more once donors have left, in words, and what to move with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.case.issue import Issue
from rightfin.report.words.answer import Sentence

HEADING = "What nobody may pay"

MOVE = "Where such a payment should end with its donor, move its end with the exit that you ask about."


def stranded_text(issues: Iterable[Issue]) -> str:
    """Return which ceiling and lines it is and what to do; empty where there is nothing of the kind."""
    return " ".join(f"{issue.message} {issue.remedy}" for issue in issues)


def stranded_sentence(issues: Iterable[Issue]) -> Iterator[Sentence]:
    """Yield a sentence of a study on it, if there is anything to tell."""
    text = stranded_text(issues)
    if text:
        yield Sentence("nobody_pays", HEADING, f"{text} {MOVE}")
