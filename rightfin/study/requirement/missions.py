"""A peace operation that leaves later: how many years longer, so that the coverage it leaves behind can be paid for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rightfin.case.case import Cell
from rightfin.fiscal.horizon import number
from rightfin.lp.program import Program
from rightfin.schema import Value
from rightfin.study.requirement.levers import against, freed
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.unaided import Unaided

Rows = Sequence[Mapping[str, Value]]


def missions(of: Unaided) -> Iterator[Need]:
    """Yield for each provider that leaves within the years shown how many years longer it would have to stay.

    What is held is coverage in place of the force: with somebody else at work the same needs take fewer people.
    """
    by_provider: dict[str, list[Mapping[str, Value]]] = {}
    for row in of.case.records("external"):
        by_provider.setdefault(str(row["provider"]), []).append(row)
    stated = {row["provider"]: row["last_year"] for row in of.case.records("providers")}
    horizon = of.parameters.horizon
    for provider, rows in by_provider.items():
        last = max((int(c) for row in rows for c, value in row.items() if c.isdigit() and value), default=0)
        leaves = stated.get(provider)
        last = last if leaves is None else min(last, int(number(leaves)))
        if horizon.base <= last < horizon.end:
            yield _longer(of, provider, rows, last)


def _longer(of: Unaided, provider: str, rows: Rows, last: int) -> Need:
    horizon = of.parameters.horizon
    named = {row["provider"]: str(row["name"]) for row in of.case.records("providers")}
    name = named.get(provider, provider.replace("_", " "))

    def program(years: int) -> Program:
        return of.with_cells(_going_on(of, rows, last, years))

    most = horizon.end - last
    whole = program(most)
    found = None
    if of.covers(whole):
        found = next((years for years in range(most) if of.covers(program(years))), most)
    return Need(
        f"stay_of_{provider}",
        f"{name} staying longer, its last amounts going on, and coverage held in place of the force",
        None if found is None else float(found), "years", "trying each number of years",
        cells=tuple(_going_on(of, rows, last, found)) if found else (), of=name,
        against=against(of, lambda lifted: of.covers(freed(whole, lifted))) if found is None else None,
        until=None if found is None else horizon.style.written(last + found),
    )


def _going_on(of: Unaided, rows: Rows, last: int, years: int) -> list[Cell]:
    """Return the cells in which the amounts of the last year go on for some years; to the end year, they go on for good."""
    until = last + years
    stated = [row["provider"] for row in of.case.records("providers") if row["last_year"] is not None]
    return [
        *(("external", (row["provider"], row["need"], row["region"]), str(year), row[str(last)])
          for row in rows for year in range(last + 1, until + 1)),
        *(("providers", (provider,), "last_year", None if until >= of.parameters.horizon.end else until)
          for provider in stated if provider == rows[0]["provider"]),
    ]
