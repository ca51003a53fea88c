"""What exits are compared with, and how that differs from the plan of the case as it stands."""

from __future__ import annotations

from rightfin.report.studies.exit_wording import pronouns
from rightfin.report.words.wording import labels, listed, people, percent
from rightfin.study.exits.study import ExitStudy
from rightfin.tolerances import DIFFERS


def compared_with(study: ExitStudy) -> str:
    """Return what *if they never leave* means beside the plan of the case; empty where coverage by year is not known."""
    stays, plan, leaving, say = study.reference, study.standing, study.leaving, pronouns(study.leaving)
    if stays is None or plan is None:
        return ""
    names = labels(leaving.names, leaving.donors)
    exits = [f"{names[donor]} {year}" for donor, year in leaving.exits.items() if year is not None]
    if not exits and study.asks:
        text = f"Exits are compared with the plan in which {say.they} never {say.leave}."
        keeps = ""
    elif not exits:
        return (
            f"Exits are compared with the plan in which {say.they} never {say.leave}. It is the plan of the case (rightfin "
            f"plan), because the case gives {say.them} no exit year."
        )
    else:
        years, are = ("exit year", "is") if len(exits) == 1 else ("exit years", "are")
        text = (
            f"Exits are compared with a plan in which {say.they} never {say.leave}: all pledges of the case come, and the "
            f"{years} that the case has ({listed(exits)}) {are} lifted, so that {say.their} money may be spent afterwards, "
            "too."
        )
        keeps = f" keeps {'it' if len(exits) == 1 else 'them'}"
    if study.asks:
        keeps += f"{' and' if keeps else ''} asks for a force that can be kept up for good, which no exit does"
    rows = zip(stays.years, stays.coverage, plan.coverage, strict=True)
    year, most, planned = max(rows, key=lambda row: abs(round(row[1] - row[2], 4)))
    if percent(most) == percent(planned):
        return f"{text} The plan of the case (rightfin plan){keeps} and covers as much of the needs in every year."
    return (
        f"{text} The plan of the case (rightfin plan){keeps}: its coverage differs most in {year}, "
        f"{percent(planned)} in place of {percent(most)}."
    )


def fewer_than_planned(study: ExitStudy, year: int) -> str:
    """Return how many people the plan of the case has in a year, where that is not as many as if donors never leave."""
    if study.reference is None or study.standing is None:
        return ""
    at = study.reference.years.index(year)
    stays, plan = study.reference.strength[at], study.standing.strength[at]
    if abs(plan - stays) <= DIFFERS * stays:
        return ""
    return f" The plan of the case has {people(plan)} then."
