"""A peace operation that leaves later: how many years longer, so that the coverage it leaves behind can be paid for."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.case import Cell
from rightfin.lp.program import Program
from rightfin.study.missions.providers import last_amounts_until, last_supplied
from rightfin.study.requirement.levers import against, freed
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.unaided import Unaided


def missions(of: Unaided) -> Iterator[Need]:
    """Yield for each provider that leaves within the years shown how many years longer it would have to stay.

    What is held is coverage in place of the force: with somebody else at work the same needs take fewer people.
    """
    for provider in dict.fromkeys(str(row["provider"]) for row in of.case.records("external")):
        last = last_supplied(of.case, provider)
        if last is not None and last < of.parameters.horizon.end:
            yield _longer(of, provider, last)


def _longer(of: Unaided, provider: str, last: int) -> Need:
    horizon = of.parameters.horizon
    named = {row["provider"]: str(row["name"]) for row in of.case.records("providers")}
    name = named.get(provider, provider.replace("_", " "))

    def program(years: int) -> Program:
        return of.with_cells(_going_on(of, provider, last, years))

    most = horizon.end - last
    whole = program(most)
    found = None
    if of.covers(whole):
        found = next((years for years in range(most) if of.covers(program(years))), most)
    return Need(
        f"stay_of_{provider}",
        f"{name} staying longer, its last amounts going on, and coverage held in place of the force",
        None if found is None else float(found), "years", "trying each number of years",
        cells=tuple(_going_on(of, provider, last, found)) if found else (), of=name,
        against=against(of, lambda lifted: of.covers(freed(whole, lifted))) if found is None else None,
        until=None if found is None else horizon.style.written(last + found),
    )


def _going_on(of: Unaided, provider: str, last: int, years: int) -> list[Cell]:
    """Return the cells in which the amounts of the last year go on for some years; to the end year, they go on for good."""
    until = last + years
    stated = any(row["provider"] == provider and row["last_year"] is not None for row in of.case.records("providers"))
    stays = None if until >= of.parameters.horizon.end else until
    leaves: list[Cell] = [("providers", (provider,), "last_year", stays)] if stated else []
    return [*last_amounts_until(of.case, provider, last, until), *leaves]
