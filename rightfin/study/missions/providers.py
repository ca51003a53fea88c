"""Who supplies capability from outside, and what in a case makes them stay or leave.

*Without it from Y* means that Y is the first year in which a provider is not there: its ``last_year`` is Y - 1. A name in
``external`` without a row in ``providers`` stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import Case, Cell
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.resolve import base_and_end, resolved_settings
from rightfin.fiscal.horizon import number
from rightfin.fiscal.macro import rates_of
from rightfin.fiscal.parameters import Parameters
from rightfin.study.whatif import with_cells

KINDS = {"peace_operation": "a peace operation", "neighbour": "a neighbour", "other": "somebody else"}
"""Kinds of provider in words."""


@dataclass(frozen=True)
class Provider:
    """Somebody who supplies capability from outside.

    ``last`` is the last year in which it supplies anything in the case, years shown only, and ``None`` if it never does.
    ``cost`` is what it costs those who pay for it by planning year, at current prices in the case's currency, as long as
    it is there; empty where that is not known. ``paid_by`` says in words who pays, empty where nobody said.
    """

    provider: str
    name: str
    kind: str
    needs: tuple[str, ...]
    last: int | None
    cost: Mapping[int, float]
    paid_by: str


def with_rows(case: Case) -> Case:
    """Return the case with a row in ``providers`` for everybody who is named in ``external``."""
    rows = case.records("providers")
    missing = [name for name in _named(case) if name not in {row["provider"] for row in rows}]
    if not missing:
        return case
    return case.replace({"providers": [*rows, *({"provider": name, "name": name.replace("_", " ")} for name in missing)]})


def leaving_providers(case: Case, providers: Iterable[str] | None) -> tuple[str, ...]:
    """Return the providers that are asked about, each once; for ``None`` all that supply anything in ``external``.

    Raises ``CaseError`` if there is none, or one is unknown.
    """
    known = _named(case)
    wanted = tuple(dict.fromkeys(known if providers is None else providers))
    issues = [
        Issue("unknown_provider", f"Nobody called {provider} supplies external capability.", choose(provider, known),
              "external", provider)
        for provider in wanted if provider not in known
    ]
    if not wanted:
        remedy = "Name at least one provider." if known else "Type in external what a peace operation supplies."
        issues = [Issue("no_provider", "There is no provider whose leaving could be studied.", remedy, "external")]
    if issues:
        raise CaseError(issues)
    return wanted


def leaving_cells(providers: Iterable[str], without_from: int | None) -> tuple[Cell, ...]:
    """Return the cells in which providers are not there from a year on; ``None``: they stay as long as amounts come."""
    last = None if without_from is None else int(without_from) - 1
    return tuple(("providers", (provider,), "last_year", last) for provider in providers)


def staying(case: Case, providers: Sequence[str]) -> Case:
    """Return the case in which providers never leave: the amounts of their last year go on."""
    return with_cells(case, (*_going_on(case, providers), *leaving_cells(providers, None)))


def _going_on(case: Case, providers: Sequence[str]) -> Iterator[Cell]:
    end = base_and_end(case)[1]
    for provider in providers:
        last = last_supplied(case, provider)
        if last is not None:
            yield from last_amounts_until(case, provider, last, end)


def last_amounts_until(case: Case, provider: str, last: int, until: int) -> Iterator[Cell]:
    """Yield the cells in which what a provider supplies in its last year goes on up to a year."""
    for row in case.records("external"):
        for year in range(last + 1, until + 1) if row["provider"] == provider else ():
            yield "external", (row["provider"], row["need"], row["region"]), str(year), row[str(last)] or 0.0


def last_supplied(case: Case, provider: str) -> int | None:
    """Return the last year in which a provider is there and supplies anything; ``None`` if it never does."""
    stated = next((row["last_year"] for row in case.records("providers") if row["provider"] == provider), None)
    years = (
        int(c) for row in case.records("external") if row["provider"] == provider
        for c, value in row.items() if c.isdigit() and value
    )
    return max((year for year in years if stated is None or year <= number(stated)), default=None)


def _named(case: Case) -> list[str]:
    return list(dict.fromkeys(str(row["provider"]) for row in case.records("external")))


def providers_of(case: Case, parameters: Parameters, providers: Sequence[str]) -> tuple[Provider, ...]:
    """Return what is known of providers; the case has a row for each."""
    horizon, settings = parameters.horizon, resolved_settings(case)
    own, foreign = str(settings["currency"]), str(settings["foreign_currency"])
    abroad_prices = rates_of(case, horizon, own, foreign).foreign_price
    rows = {str(row["provider"]): row for row in case.records("providers")}
    supplied = case.records("external")
    found = []
    for provider in providers:
        row, its = rows[provider], [one for one in supplied if one["provider"] == provider]
        last = last_supplied(case, provider)
        prices = (abroad_prices if row["currency"] == foreign and foreign != own else parameters.fiscal.deflator)[1:]
        known = row["yearly_cost"] is not None
        found.append(Provider(
            provider, str(row["name"]), KINDS[str(row["kind"] or "peace_operation")],
            tuple(dict.fromkeys(str(one["need"]) for one in its)),
            None if last is None or last <= horizon.base else horizon.style.written(min(last, horizon.end)),
            {t: number(row["yearly_cost"]) * float(price)
             for t, price in zip(horizon.style.all(horizon.years), prices, strict=True)} if known else {},
            str(row["paid_by"] or ""),
        ))
    return tuple(found)
