"""Exit calendars, in which each donor leaves in a year of its own, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import labels, listed
from rightfin.study.exits.calendars import ExitCalendars

SHOWN_CALENDARS = 4
"""Most calendars that are written out in a sentence; the table has all of them."""


def calendar_sentences(found: ExitCalendars) -> Iterator[Sentence]:
    """Yield which calendars pass, and whether there may be more."""
    names = labels(found.leaving.names, found.leaving.donors)
    if not found.calendars:
        text = f"No calendar passes, not even the one in which all stay through {found.years[-1]}."
        yield Sentence("calendars", "Exit calendars", text if found.complete else f"{text} {_unfinished(found)}")
        return
    written = [
        ", ".join(f"{names[donor]} {_from(year, found.years)}"
                  for donor, year in zip(found.leaving.donors, calendar.own_from, strict=True))
        for calendar in found.calendars[:SHOWN_CALENDARS]
    ]
    many = len(found.calendars)
    count = "One calendar passes" if many == 1 else f"{many} calendars pass"
    text = f"{count} in which nobody can leave earlier unless another leaves later (first years without each donor): "
    text += "; ".join(written) + (f"; and {many - len(written)} more." if many > len(written) else ".")
    yield Sentence("calendars", "Exit calendars", text if found.complete else f"{text} {_unfinished(found)}")


def _from(year: int, years: Sequence[int]) -> str:
    return f"from {year}" if year <= years[-1] else f"not before the end of {years[-1]}"


def _unfinished(found: ExitCalendars) -> str:
    return (
        f"The search stopped after {found.plans:,} plans, the most that were allowed: those listed are certain, others may "
        "be missing. Allow more plans, or name fewer donors or years."
    )


def calendar_method(found: ExitCalendars) -> Iterator[str]:
    """Yield how the calendars were found."""
    if found.swept != found.leaving.donors:
        yield (
            f"Calendars: {found.plans:,} of {found.grid:,} were solved. A calendar with no earlier exit than one that "
            "passes passes too, and one with no later exit than one that fails fails; the rest was found by halving."
        )
    elif found.test.plain:
        yield f"Calendars: all {found.grid:,} were solved."
    else:
        yield (
            f"Calendars: all {found.grid:,} were solved, because coverage and margin may fall when a donor stays longer. "
            "Coverage is compared from the first exit of a calendar on."
        )
    if found.swept and found.test.plain:
        names = labels(found.leaving.names, found.leaving.donors)
        yield (
            f"All years of {listed([names[donor] for donor in found.swept])} were tried: match_base asks the state for own "
            "money as long as the donor may spend, so that a later exit can cost more than it brings."
        )
