"""What a study says of the starts of programmes that it was asked with: as typed, or decided for its question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rightfin.case.programmes.choices import Starts
from rightfin.case.programmes.proposed import Programme
from rightfin.question import Question
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.starts import proof
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import labels, listed
from rightfin.schema import YearStyle
from rightfin.study.starts.decided import DecidedStarts

NAMED = 8
"""Most programmes that are named with their starts."""

SAME = "They are the same in every answer here, and are not decided anew for each."
"""How starts that were decided enter answers; of those as typed the line itself says so."""

KEPT = {
    "exit": "They are the same for every exit in the tables by exit.",
    "withdraw": "They are the same in every answer here: whoever leaves does so without notice, so no start could be moved "
                "beforehand.",
    "coordinate": "They are the same in every arrangement, so that what differs is coordination alone; those that each "
                  "arrangement would choose were not sought.",
    "programmes": "Without one of them no other start moves.",
    "audit": "Plan and audit have the same starts.",
    "cost": "They are not decided anew for the post.",
}
"""How starts enter the answers of a study, where there is more to say than ``SAME``; by command."""


@dataclass(frozen=True)
class StartsSaid:
    """Starts that were decided before a study was asked, and for what: such as *the case as it stands*."""

    decided: DecidedStarts
    asked: str


DECIDED = {
    "require": "The force to be kept is that of the plan with these starts, not with those typed: where they allow a "
               "larger force, keeping it takes more than the question without --replan says.",
}
"""What decided starts change in what a study compares; by command."""


def with_starts_said(findings: Findings, question: Question, said: StartsSaid | None) -> Findings:
    """Return findings that say after the question, and in their provenance, which starts of programmes they hold for.

    A case without programmes says nothing.
    """
    if not question.programmes:
        return findings
    starts = {one.name: one.start for one in question.programmes} if said is None else said.decided.starts
    style = question.choices.style
    told, kept = starts_in_words(question.programmes, starts, style), KEPT.get(findings.study, SAME)
    if said is None:
        text, made = _as_typed(question.programmes, starts, style, KEPT.get(findings.study, "")), "as typed"
    else:
        text = f"Starts decided for this question, {said.asked}: {told}. {proof(said.decided)} {kept}"
        text += f" {DECIDED[findings.study]}" if findings.study in DECIDED else ""
        made = f"decided for {said.asked} within {said.decided.within:g} seconds"
    listing = "; ".join(f"{name} {'none' if year is None else style.text(year)}" for name, year in starts.items())
    sentences = findings.sentences
    return replace(
        findings, sentences=(*sentences[:1], Sentence("starts", "Starts of programmes", text), *sentences[1:]),
        provenance=(*findings.provenance, ("starts", f"{made}: {listing}")),
    )


def _as_typed(programmes: Sequence[Programme], starts: Starts, style: YearStyle, kept: str) -> str:
    """Return starts as they are typed, in one line where they do not matter more: who has none is only counted."""
    dated = starts_in_words(programmes, starts, style, named_without=False)
    none = sum(start is None for start in starts.values())
    told = f"{dated}{f'; {none} more without one' if none else ''}" if dated else (
        f"none of {none} programmes starts" if none > 1 else "the only programme does not start")
    return f"Starts as typed: {told}. {kept}" if kept else f"Starts as typed: {told}; the same in every answer."


def calendar_in_words(decided: DecidedStarts) -> str:
    """Return when programmes start that were decided."""
    return starts_in_words(decided.programmes, decided.starts, decided.choices.style)


def starts_in_words(
    programmes: Sequence[Programme], starts: Starts, style: YearStyle, *, named_without: bool = True
) -> str:
    """Return when programmes start, the earliest first, and which do not (``named_without``)."""
    order = [one.name for one in programmes]
    names = labels({one.name: one.title for one in programmes}, order)
    dated = sorted((start, order.index(name), name) for name, start in starts.items() if start is not None)
    planned = _few([f"{names[name]} {style.text(start)}" for start, _, name in dated])
    without = _few([names[name] for name in order if named_without and starts.get(name) is None])
    return "; ".join(filter(None, (planned, f"without a start {without}" if without else "")))


def _few(told: list[str]) -> str:
    more = len(told) - NAMED
    return listed([*told[:NAMED], *([f"{more} more"] if more > 0 else [])])
