"""What the tables about leaving come to: ghosts struck off, age profiles, and severance over the years."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled
from rightfin.fiscal.departures import ByIntake, ByPayment, Departures
from rightfin.fiscal.horizon import number
from rightfin.fiscal.parameters import Floats, Horizon, People
from rightfin.schema.careers import REINTEGRATION, SEVERANCE


def departures_of(
    case: Case, horizon: Horizon, people: People, deflator: Floats, foreign_price: Floats, own: str, foreign: str
) -> Departures:
    """Return how people leave and what they are paid then.

    ``deflator`` and ``foreign_price`` (Y + 1,) are the indices that prices in the currencies ``own`` and ``foreign``
    follow.
    """
    struck = struck_off(people, _ghosts_before(case, people))
    profile = _profile(case)
    instalments = _instalments(case, people)
    retires, due = _by_intake(horizon, people, struck, {key: share for key, (share, _) in profile.items()})
    return Departures(
        struck_off=struck,
        retires=retires,
        retires_with_pension=_by_intake(
            horizon, people, struck, {key: pensioned for key, (_, pensioned) in profile.items()})[0],
        due=due,
        severance_due=_due(horizon, instalments, SEVERANCE),
        reintegration_due=_due(horizon, instalments, REINTEGRATION),
        reintegration=_reintegration(case, people, deflator, foreign_price, own, foreign),
        profile=profile,
        instalments=instalments,
    )


def _ghosts_before(case: Case, people: People) -> Floats:
    """Return the share of ghosts in the year before each planning year, (I, Y)."""
    base = np.array([number(row["ghosts"]) for row in filled(case, "institutions")])
    return np.column_stack([base, people.ghosts[:, :-1]])


def struck_off(people: People, before: Floats) -> Floats:
    """Return the share of those paid who are struck off in each year, (K, Y), where ghosts fall from ``before`` (I, Y).

    Who is there stays: of S people paid (1 - before) S are, and they are 1 - ghosts of those who are left, so that
    (before - ghosts) / (1 - ghosts) of S go. A share that rises brings nobody onto the payroll.
    """
    of_institutions = np.maximum(before - people.ghosts, 0.0) / (1.0 - people.ghosts)
    place = {institution: n for n, institution in enumerate(people.institutions)}
    found: Floats = of_institutions[[place[people.institution_of[cadre]] for cadre in people.cadres]]
    return found.reshape(len(people.cadres), -1)


def _profile(case: Case) -> dict[tuple[str, int, int], tuple[float, float]]:
    """Return by cadre, year of joining and year of leaving which share retires, and which share with a pension."""
    found: dict[tuple[str, int, int], tuple[float, float]] = {}
    for row in filled(case, "retirements"):
        key = str(row["cadre"]), int(number(row["joined"])), int(number(row["year"]))
        share, (all_before, with_pension) = number(row["share"]), found.get(key, (0.0, 0.0))
        found[key] = all_before + share, with_pension + share * number(row["with_pension"])
    return found


def _by_intake(
    horizon: Horizon, people: People, struck: Floats, profile: Mapping[tuple[str, int, int], float]
) -> tuple[ByIntake, ByIntake]:
    """Return which share of an intake retires in each planning year, and which stands at its end and retires later.

    Both are shares of those who joined: attrition and ghosts struck off in the years since take theirs first. An intake of
    a year that is not planned, and a year of leaving no later than that of joining, do not count.
    """
    staying = (1.0 - people.attrition) * (1.0 - struck)
    first, place = horizon.years[0], {cadre: n for n, cadre in enumerate(people.cadres)}
    intakes: dict[tuple[str, int], dict[int, float]] = {}
    for (cadre, joined, year), share in profile.items():
        if share > 0.0 and year > joined and horizon.base <= joined <= horizon.last:
            intakes.setdefault((cadre, joined), {})[year] = share
    retires, due = dict[tuple[str, int, int], float](), dict[tuple[str, int, int], float]()
    for (cadre, joined), by_year in intakes.items():
        there, later = 1.0, sum(by_year.values())
        if joined >= first:
            due[cadre, joined, joined] = later
        for year in range(joined + 1, horizon.last + 1):
            there *= float(staying[place[cadre], year - first])
            if year in by_year:
                retires[cadre, joined, year] = by_year[year] * there
                later -= by_year[year]
            if any(other > year for other in by_year):
                due[cadre, joined, year] = later * there
    return retires, due


def _instalments(case: Case, people: People) -> dict[tuple[str, str, int], float]:
    """Return the shares of payments by institution, payment and years after leaving; all at once where nothing is said."""
    typed = {
        (str(row["institution"]), str(row["payment"]), int(number(row["after"]))): number(row["share"])
        for row in filled(case, "severance_years")
    }
    said = {(institution, payment) for institution, payment, _ in typed}
    at_once = {
        (institution, payment, 0): 1.0 for institution in people.institutions for payment in (SEVERANCE, REINTEGRATION)
        if (institution, payment) not in said
    }
    return at_once | typed


def _due(horizon: Horizon, instalments: Mapping[tuple[str, str, int], float], payment: str) -> ByPayment:
    """Return the shares of a payment by institution, year of leaving and year in which it is made."""
    found: dict[tuple[str, int, int], float] = {}
    for (institution, of, after), share in instalments.items():
        for left in horizon.years if of == payment and share > 0.0 else ():
            key = institution, left, min(left + after, horizon.last)
            found[key] = found.get(key, 0.0) + share
    return found


def _reintegration(
    case: Case, people: People, deflator: Floats, foreign_price: Floats, own: str, foreign: str
) -> Floats:
    """Return what reintegration costs a person at the prices of each year, (I, Y)."""
    place = {institution: n for n, institution in enumerate(people.institutions)}
    found = np.zeros((len(place), len(deflator) - 1))
    for row in filled(case, "demobilisation"):
        abroad = row["reintegration_currency"] == foreign and foreign != own
        found[place[str(row["institution"])]] = number(row["reintegration"]) * (foreign_price if abroad else deflator)[1:]
    return found
