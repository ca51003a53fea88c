"""Exits with starts of programmes that are decided for each: would reforms that know of an exit let donors leave sooner?

A study of exits keeps one calendar of programmes. An exit that passes with it passes. One that fails may pass with another
calendar, and for what is told of earlier exits starts are decided anew with the exit in place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rightfin.case.issue import CaseError
from rightfin.case.resolve import style_of_case
from rightfin.progress import Progress, as_part
from rightfin.question import Question
from rightfin.result.glance import Glance
from rightfin.solve.control import NEVER, Control
from rightfin.study.exits.criterion import Failure, Part
from rightfin.study.exits.leaving import exit_cells, unasked
from rightfin.study.exits.study import ExitStudy
from rightfin.study.search import least_whole
from rightfin.study.starts.decided import UNSEARCHED, WITHIN, DecidedStarts, decided_of
from rightfin.study.starts.leaving import with_exit
from rightfin.study.whatif import WhatIf

MOST = 6
"""Most exits for which starts are decided: each takes as long as one search."""


@dataclass(frozen=True)
class ExitAnew:
    """One exit with starts decided for it; ``decided`` and ``glance`` are ``None`` where nothing keeps hard limits.

    So they are where it was not ``searched``: no calendar was found that can be believed, which says nothing of the exit.
    """

    own_from: int
    decided: DecidedStarts | None
    glance: Glance | None
    failures: tuple[Failure, ...]
    searched: bool = True

    @property
    def holds(self) -> bool:
        """Whether the test holds with these starts."""
        return not self.failures

    @property
    def impossible(self) -> bool:
        """Whether it is proven that the test fails whatever the starts: the least unpaid is proven, and too much."""
        if self.decided is None:
            return self.searched
        unpaid = [level for level in self.decided.search if (level.order, level.name) == ("1a", "obligations")]
        return (any(failure.part is Part.PAID for failure in self.failures) and not self.decided.doubts
                and bool(unpaid) and unpaid[0].proven)


@dataclass(frozen=True)
class ExitsAnew:
    """Exits before the earliest of a study, each with starts of its own, by year.

    ``earliest`` is the first year without the donors from which on the test holds if starts are decided for each exit,
    ``None`` within the horizon. ``halved`` says that years were halved, as a later exit is never worse; otherwise they were
    tried one by one, back from the earliest of the study to the first that fails. ``left`` are years that were not
    tried because there would have been too many.
    """

    study: ExitStudy
    tried: tuple[ExitAnew, ...]
    earliest: int | None
    halved: bool
    left: tuple[int, ...]
    within: float


def exits_anew(
    question: Question, study: ExitStudy, *, within: float = WITHIN, progress: Progress | None = None,
    control: Control = NEVER,
) -> ExitsAnew:
    """Decide starts anew for exits that fail in a study, as far as is needed to know the earliest.

    ``question`` is the one of the study; starts that are laid over it are those of the study. Each search may take
    ``within`` seconds; where years are tried one by one there are ``MOST`` at most. For ``progress`` all are one
    stage. Raises as ``decided_programmes`` does.
    """
    asked, end = unasked(question), study.years[-1]
    holding = {answer.own_from: answer.holds for answer in study.answers}
    years = sorted(holding)
    place = len(years)  # of the first year from which on the test holds with the starts of the study
    while place and holding[years[place - 1]]:
        place -= 1
    tried: dict[int, ExitAnew] = {}
    halved, left = study.test.by_order(study.leaving), tuple[int, ...]()
    most, style = len(years).bit_length() + 1 if halved else MOST, style_of_case(question.prepared)

    def holds(n: int) -> bool:
        year = years[n]
        if year not in tried:
            told = as_part(progress, len(tried), most, f"own financing from {style.text(year)}")
            tried[year] = _anew(asked, study, year, within, told, control)
        return tried[year].holds

    if halved:
        if place == len(years) and holds(place - 1):  # staying for good fails with the starts of the study
            place -= 1
        if place < len(years):
            place = least_whole(-1, place, holds) if place else 0
    else:
        while place and len(tried) < MOST and holds(place - 1):
            place -= 1
        if place and years[place - 1] not in tried:
            left = tuple(years[:place])
    earliest = years[place] if place < len(years) and years[place] <= end else None
    return ExitsAnew(study, tuple(tried[year] for year in sorted(tried)), earliest, halved, left, within)


def _anew(
    question: Question, study: ExitStudy, own_from: int, within: float, progress: Progress | None, control: Control
) -> ExitAnew:
    donors = study.leaving.donors
    leaving = with_exit(question, donors, own_from)
    try:
        decided = decided_of(leaving, within=within, progress=progress, control=control)
    except CaseError as error:
        if all(issue.code in ("contradictory", UNSEARCHED) for issue in error.issues):
            searched = all(issue.code == "contradictory" for issue in error.issues)
            return ExitAnew(own_from, None, None, (Failure(Part.ANSWER, None),), searched)
        raise
    live = WhatIf.of(replace(question, starts=decided.starts))
    glance = live.ask(exit_cells(donors, own_from), depth=study.depth, control=control)
    failures = study.test.failures(glance, own_from, study.leaving.most_unpaid, study.reference)
    return ExitAnew(own_from, decided, glance, failures)
