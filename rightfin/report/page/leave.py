"""Section 2 of the page: the first year without donors, by every test side by side."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.page.parts import Section, Told
from rightfin.report.page.words import runs
from rightfin.report.studies.exit_verdicts import failure_in_words, test_in_words
from rightfin.report.words.stranded import HEADING, MOVE, stranded_text
from rightfin.report.words.wording import begun, listed, people
from rightfin.study.briefing.study import Briefing
from rightfin.study.exits.study import ExitStudy
from rightfin.study.exits.verdicts import Verdict

MANY = 0.5
"""Least number of people that is told."""


def when_can_donors_leave(found: Briefing) -> Section:
    """Return the section."""
    study = found.exits
    lines = _none() if study is None else (_asked(study), *_verdicts(study, found.verdicts), *_stranded(study))
    return Section(2, "exits", "WHEN CAN DONORS LEAVE?", tuple(lines))


def _none() -> Iterator[Told]:
    yield Told("Donors", "There is none: the state pays alone.")


def _asked(study: ExitStudy) -> Told:
    return Told("The year", f"is the first without any donor's money, all leaving together; every year to "
                            f"{study.years[-1]} was tried. Each test also asks that all is paid and supported.")


def _verdicts(study: ExitStudy, found: tuple[Verdict, ...]) -> Iterator[Told]:
    # Where paying itself is what fails, all tests fail with it, and the last one listed says all that does.
    if len(found) > 1 and len({(one.first, one.failures[:1]) for one in found}) == 1:
        yield Told("By any test", " ".join((_first(study, found[-1]), *_before(study, found[-1]))))
        return
    for one in found:
        yield Told(begun(test_in_words(one)), " ".join((_first(study, one), *_before(study, one))))


def _stranded(study: ExitStudy) -> Iterator[Told]:
    text = stranded_text(study.stranded)
    if text:
        yield Told(HEADING, f"{text} {MOVE}")


def _first(study: ExitStudy, one: Verdict) -> str:
    end = study.years[-1]
    if one.first is None and one.also and one.also[-1] == end:
        which = f"any year of {runs(one.also)}" if len(one.also) > 1 else str(end)  # all but staying through the last one
        return f"In {which}; beyond, no year is planned."
    if one.first is None:
        text = "Never"
    elif one.first > end:
        text = f"Not before the end of {end}"
    elif one.before is None:
        text = f"{one.first}: donors are not needed in any year"
    else:
        text = str(one.first)
    if one.fewer is not None and one.fewer >= MANY:
        text += f", with {people(one.fewer)} people fewer that year than if they never leave"
    if one.also and one.first is None:
        text += f"; it would hold in {runs(one.also)}, but not in every later year"
    elif one.also:
        text += f"; also in {listed([str(year) for year in one.also])}, but not in a year between"
    return f"{text}."


def _before(study: ExitStudy, one: Verdict) -> Iterator[str]:
    """Yield what breaks at the latest exit that does not pass."""
    if one.before is None:
        return
    end, at = study.years[-1], one.before.own_from
    broken = "; ".join(failure_in_words(study, one.before, failure) for failure in one.failures)
    stay = "Even if" if not one.also else "If"
    yield f"Without them from {at}: {broken}." if at <= end else f"{stay} they stay through {end}: {broken}."
