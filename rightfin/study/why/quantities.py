"""Quantities: numbers of a plan by year that can be named, each a sum of decisions.

A name is a measure and, after a dot, whose: ``cost``, ``strength.police``, ``coverage.crime``, ``donors.lake_state``. A
name without a measure is what it usually means: ``police`` is the strength of the police, ``crime`` the coverage of crime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rightfin.case.case import Case
from rightfin.case.groups import parse_group, tags_of
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.result.assemble import names_of


class QuantityKind(StrEnum):
    """What a quantity counts."""

    STRENGTH = "strength"
    """People paid, person-years."""
    HIRES = "hires"
    """People who join in the year."""
    COVERAGE = "coverage"
    """Share of needs covered, weighted, others counted."""
    COST = "cost"
    """What falls due, paid or not, in currency of the year."""
    OWN = "own"
    """What the state pays of it."""
    DONORS = "donors"
    """What donors pay of it."""
    UNPAID = "unpaid"
    """What nobody pays of it."""


class QuantityUnit(StrEnum):
    """In what a quantity is written."""

    PEOPLE = "person-years"
    MONEY = "currency"
    SHARE = "share"


UNITS: Mapping[QuantityKind, QuantityUnit] = {
    **dict.fromkeys((QuantityKind.STRENGTH, QuantityKind.HIRES), QuantityUnit.PEOPLE),
    **dict.fromkeys((QuantityKind.COST, QuantityKind.OWN, QuantityKind.DONORS, QuantityKind.UNPAID), QuantityUnit.MONEY),
    QuantityKind.COVERAGE: QuantityUnit.SHARE,
}


@dataclass(frozen=True)
class LinearSum:
    """A sum of decisions in natural units: coefficients by label, and what is added to it."""

    terms: Mapping[Label, float]
    constant: float = 0.0


@dataclass(frozen=True)
class Quantity:
    """A number by year that can be named; ``name`` is its one full name, ``title`` what people call it.

    ``sum_in`` returns what it is in a year of the plan, tail included. A quantity of donors is one of models in which each
    donor stands apart.
    """

    name: str
    title: str
    measure: QuantityKind
    sum_in: Callable[[Inputs, int], LinearSum] = field(compare=False, repr=False)

    @property
    def unit(self) -> QuantityUnit:
        """In what it is written."""
        return UNITS[self.measure]


def quantity_named(text: str, case: Case) -> Quantity:
    """Return the quantity that a text names in a prepared case; raises ``CaseError`` with what can be named there."""
    known = _Known(case)
    measure, dot, whose = (part.strip() for part in text.strip().partition("."))
    if measure in list(QuantityKind):
        return known.quantity(QuantityKind(measure), whose if dot else "")
    return known.usual(text.strip())


def reported(case: Case) -> tuple[Quantity, ...]:
    """Return the quantities of a prepared case that people compare: people by institution, women, needs, money by payer."""
    return tuple(_Known(case).reported())


def offered(case: Case) -> tuple[Quantity, ...]:
    """Return the quantities of a prepared case from which people may choose: those reported, cadres, what things cost."""
    return tuple({one.name: one for one in (*_Known(case).reported(), *_Known(case).finer())}.values())


class _Known:
    """What can be named in a case."""

    def __init__(self, case: Case) -> None:
        self._case, self._names = case, names_of(case)

    def quantity(self, measure: QuantityKind, whose: str) -> Quantity:
        make = {
            QuantityKind.STRENGTH: self._people, QuantityKind.HIRES: self._people, QuantityKind.COVERAGE: self._coverage,
            QuantityKind.DONORS: self._donors, QuantityKind.OWN: self._own, QuantityKind.COST: self._of_blocks,
            QuantityKind.UNPAID: self._unpaid,
        }[measure]
        return make(measure, whose)

    def usual(self, text: str) -> Quantity:
        """Return what a name without a measure usually means."""
        names = self._names
        for measure, things in (
            (QuantityKind.STRENGTH, {**names.cadres, **names.institutions}), (QuantityKind.COVERAGE, names.needs),
            (QuantityKind.DONORS, names.donors), (QuantityKind.OWN, names.payers),
        ):
            found = id_called(text, things)
            if found:
                return self.quantity(measure, found)
        offered = (*QuantityKind, *names.cadres, *names.institutions, *names.needs, *names.donors)
        raise _unknown(text, choose(text, list(map(str, offered))))

    def reported(self) -> Iterator[Quantity]:
        yield self._coverage(QuantityKind.COVERAGE, "")
        yield from (self._coverage(QuantityKind.COVERAGE, need) for need in self._names.needs)
        yield self._people(QuantityKind.STRENGTH, "")
        yield from (self._people(QuantityKind.STRENGTH, institution) for institution in self._names.institutions)
        if parse_group("women").cadres(self._case):
            yield self._people(QuantityKind.STRENGTH, "women")
        yield self._of_blocks(QuantityKind.COST, "")
        yield self._own(QuantityKind.OWN, "")
        yield self._donors(QuantityKind.DONORS, "")
        yield from (self._donors(QuantityKind.DONORS, donor) for donor in self._names.donors)
        yield self._unpaid(QuantityKind.UNPAID, "")

    def finer(self) -> Iterator[Quantity]:
        yield from (self._people(QuantityKind.STRENGTH, cadre) for cadre in self._names.cadres)
        yield from (self._of_blocks(QuantityKind.COST, institution) for institution in self._names.institutions)
        if len(self._names.payers) > 1:
            yield from (self._own(QuantityKind.OWN, payer) for payer in self._names.payers)

    def _people(self, measure: QuantityKind, whose: str) -> Quantity:
        cadres, title = self._cadres(whose)
        chosen = frozenset(cadres)

        def sum_in(d: Inputs, year: int) -> LinearSum:
            hired = d.parameters.people.entry
            return LinearSum({
                (str(measure), (cadre, year)): 1.0 for cadre in chosen if measure is QuantityKind.STRENGTH or hired[cadre]
            })

        begin = "People in pay" if measure is QuantityKind.STRENGTH else "Recruits"
        return Quantity(_full(measure, whose), f"{begin}: {title}" if title else begin, measure, sum_in)

    def _cadres(self, whose: str) -> tuple[tuple[str, ...], str]:
        """Return the cadres that are meant, and what they are called, nothing for all."""
        names, case = self._names, self._case
        if not whose:
            return tuple(names.cadres), ""
        cadre, institution = id_called(whose, names.cadres), id_called(whose, names.institutions)
        if cadre:
            return (cadre,), names.cadres[cadre]
        if institution:
            return parse_group(f"institution:{institution}").cadres(case), names.institutions[institution]
        tags = sorted(frozenset[str]().union(*map(tags_of, case.records("cadres"))))
        try:
            found = parse_group(f"tag:{whose}" if whose in tags else whose).cadres(case)
        except ValueError:
            offered = ["women", "civilian", *tags, *names.institutions, *names.cadres]
            raise _unknown(whose, choose(whose, offered)) from None
        if not found:
            raise _unknown(whose, "No cadre of the case belongs to it.")
        return found, whose

    def _coverage(self, measure: QuantityKind, whose: str) -> Quantity:
        names = self._names
        kind = whose if whose in ("national", "human") and whose not in names.needs else ""
        need = "" if kind or not whose else _one_of(whose, names.needs)
        chosen = [one for one in names.needs if (not kind or names.need_security[one] == kind) and need in ("", one)]
        if not chosen:
            raise _unknown(whose or str(measure), "No need of the case is of this kind." if whose else
                           "The case has no needs.")

        def sum_in(d: Inputs, year: int) -> LinearSum:
            needs, at = d.parameters.needs, d.parameters.horizon.years.index(year)
            place = {one: n for n, one in enumerate(needs.needs)}
            needed = {one: float(needs.need[place[one], :, at].sum()) for one in chosen}
            weight = {one: float(needs.weight[place[one]]) for one, amount in needed.items() if amount > 0.0}
            whole = sum(weight.values())
            if whole <= 0.0:
                return LinearSum({}, 1.0)
            return LinearSum({
                ("unmet", (one, cell, t, band)): -weight[one] / whole / needed[one]
                for (one, cell, t), bands in d.layout.cells.bands.items() if t == year and one in weight
                for band in range(len(bands))
            }, 1.0)

        title = names.needs.get(need, {"national": "National security", "human": "Human security"}.get(kind, "all needs"))
        return Quantity(_full(measure, need or kind), f"Coverage: {title}", measure, sum_in)

    def _donors(self, measure: QuantityKind, whose: str) -> Quantity:
        donor = _one_of(whose, self._names.donors) if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            groups = [g for g in d.layout.groups if not donor or donor in g.members]
            return LinearSum({
                ("grant", (g.name, name, year)): 1.0
                for g in groups if d.spendable(g.name, year) for name in d.funds[g.name]
            })

        title = self._names.donors.get(donor, "all donors")
        return Quantity(_full(measure, donor), f"Paid by {title}", measure, sum_in)

    def _own(self, measure: QuantityKind, whose: str) -> Quantity:
        payer = _one_of(whose, self._names.payers) if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            return LinearSum({
                ("own", (purse, name, year)): 1.0
                for name, purses in d.own_of.items() for purse in purses if not payer or d.purses[purse] == payer
            })

        title = f"Paid by {self._names.payers[payer]}" if payer else "Paid by own money"
        return Quantity(_full(measure, payer), title, measure, sum_in)

    def _of_blocks(self, measure: QuantityKind, whose: str) -> Quantity:
        institution = _one_of(whose, self._names.institutions) if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            return LinearSum({
                ("cost", (block.name, block.category, year)): 1.0
                for block in d.blocks.values() if not institution or block.institution == institution
            })

        title = self._names.institutions.get(institution, "")
        return Quantity(_full(measure, institution), f"Cost: {title}" if title else "Cost", measure, sum_in)

    def _unpaid(self, measure: QuantityKind, whose: str) -> Quantity:
        payer = _one_of(whose, self._names.payers) if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            return LinearSum({
                ("unfunded", (other, f.name, year)): 1.0
                for f in d.layout.classes for other in d.owing[f.name] if not payer or other == payer
            })

        title = f"Unpaid by {self._names.payers[payer]}" if payer else "Unpaid"
        return Quantity(_full(measure, payer), title, measure, sum_in)


def _full(measure: QuantityKind, whose: str) -> str:
    return f"{measure}.{whose}" if whose else str(measure)


def id_called(text: str, things: Mapping[str, str]) -> str:
    """Return the id of what a text calls by its id or its name, in capitals or not, in the plural or not; empty if none."""
    sought = text.strip().casefold()
    for wanted in (sought, sought.removesuffix("s")):
        for one, name in things.items():
            if wanted in (one.casefold(), name.casefold()):
                return one
    return ""


def _one_of(text: str, things: Mapping[str, str]) -> str:
    found = id_called(text, things)
    if not found:
        raise _unknown(text, choose(text, list(things)))
    return found


def _unknown(text: str, remedy: str) -> CaseError:
    return CaseError([Issue("unknown_quantity", f"{text} is no number of this plan that can be named.", remedy)])
