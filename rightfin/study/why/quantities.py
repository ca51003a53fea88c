"""Quantities: numbers of a plan by year that can be named, each a sum of decisions.

A name is a measure and, after a dot, whose: ``cost``, ``strength.police``, ``coverage.crime``, ``donors.lake_state``. A
name without a measure is what it usually means: ``police`` is the strength of the police, ``crime`` the coverage of crime.

Ids come before names, and names before plurals. Where an institution and a cadre have one id and not the same people, the
id is that of the institution, whose cost it names, too; the cadre is ``strength.cadre:police``. A text that calls two
things equally well is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rightfin.case.case import Case
from rightfin.case.groups import parse_group, tags_of
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.result.assemble import names_of
from rightfin.study.why.called import CalledThing, called, is_id


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


def names_between_commas(text: str, case: Case) -> tuple[str, ...]:
    """Return the names of quantities that a text lists; a comma that is part of a name of a prepared case parts nothing."""
    parts, found = text.split(","), list[str]()
    while parts:
        ways = (count for count in range(len(parts), 1, -1) if _names_one(",".join(parts[:count]), case))
        count = next(ways, 1)
        found.append(",".join(parts[:count]).strip())
        parts = parts[count:]
    return tuple(found)


def _names_one(text: str, case: Case) -> bool:
    try:
        quantity_named(text, case)
    except CaseError:
        return False
    return True


def quantity_of(kind: str, text: str, case: Case) -> Quantity:
    """Return what is asked for of a thing of a prepared case, by its kind and its id or name: people of an institution.

    ``kind`` is one of ``KINDS_OF_THINGS``. Raises ``CaseError`` for a thing that is not there.
    """
    return _Known(case).of_kind(kind, text.strip())


def reported(case: Case) -> tuple[Quantity, ...]:
    """Return the quantities of a prepared case that people compare: people by institution, women, needs, money by payer."""
    return tuple(_Known(case).reported())


def offered(case: Case) -> tuple[Quantity, ...]:
    """Return the quantities of a prepared case from which people may choose: those reported, cadres, what things cost."""
    return tuple({one.name: one for one in (*_Known(case).reported(), *_Known(case).finer())}.values())


KINDS_OF_THINGS: Mapping[str, QuantityKind] = {
    "cadre": QuantityKind.STRENGTH, "institution": QuantityKind.STRENGTH, "need": QuantityKind.COVERAGE,
    "donor": QuantityKind.DONORS, "payer": QuantityKind.OWN,
}
"""What is asked for of a thing that is named by its kind."""

_GROUPS = ("women", "civilian")
"""Groups of people that every case can have, whatever its things are called."""


@dataclass(frozen=True)
class _People:
    """People of a case: what comes after ``strength.``, their cadres, and what they are called, nothing for all."""

    whose: str
    cadres: tuple[str, ...]
    title: str


class _Known:
    """What can be named in a case."""

    def __init__(self, case: Case) -> None:
        self._case, self._names = case, names_of(case)
        tags = sorted(frozenset[str]().union(*map(tags_of, case.records("cadres"))))
        self._things: Mapping[str, Mapping[str, str]] = {
            "institution": self._names.institutions, "cadre": self._names.cadres, "tag": {tag: tag for tag in tags},
            "need": self._names.needs, "donor": self._names.donors, "payer": self._names.payers,
        }

    def quantity(self, measure: QuantityKind, whose: str) -> Quantity:
        make = {
            QuantityKind.COVERAGE: self._coverage, QuantityKind.DONORS: self._donors, QuantityKind.OWN: self._own,
            QuantityKind.COST: self._of_blocks, QuantityKind.UNPAID: self._unpaid,
        }
        if measure in make:
            return make[measure](measure, whose)
        return self._people(measure, self._people_called(whose) if whose else _People("", tuple(self._names.cadres), ""))

    def of_kind(self, kind: str, text: str) -> Quantity:
        """Return what is asked for of the thing of a kind that a text calls."""
        if kind in ("cadre", "institution"):
            return self._people(KINDS_OF_THINGS[kind], self._people_of(kind, self._one_of(text, kind)))
        return self.quantity(KINDS_OF_THINGS[kind], text)

    def usual(self, text: str) -> Quantity:
        """Return what a name without a measure usually means."""
        found = called(text, self._all("institution", "cadre", "need", "donor", "payer"))
        meant = {KINDS_OF_THINGS[one.kind] for one in found}
        if len(meant) > 1:
            raise _ambiguous(text, found, [f"{KINDS_OF_THINGS[one.kind]}.{one.id}" for one in found])
        if found:
            return self.quantity(meant.pop(), text)
        offered = (*QuantityKind, *(one.id for one in self._all("cadre", "institution", "need", "donor")))
        raise _unknown(text, choose(text, list(map(str, offered))))

    def reported(self) -> Iterator[Quantity]:
        yield self._coverage(QuantityKind.COVERAGE, "")
        yield from (self._coverage(QuantityKind.COVERAGE, need) for need in self._names.needs)
        yield self.quantity(QuantityKind.STRENGTH, "")
        yield from (self._people(QuantityKind.STRENGTH, self._people_of("institution", one))
                    for one in self._names.institutions)
        if parse_group("women").cadres(self._case):
            yield self.quantity(QuantityKind.STRENGTH, "women")
        yield self._of_blocks(QuantityKind.COST, "")
        yield self._own(QuantityKind.OWN, "")
        yield self._donors(QuantityKind.DONORS, "")
        yield from (self._donors(QuantityKind.DONORS, donor) for donor in self._names.donors)
        yield self._unpaid(QuantityKind.UNPAID, "")

    def finer(self) -> Iterator[Quantity]:
        yield from (self._people(QuantityKind.STRENGTH, self._people_of("cadre", one)) for one in self._names.cadres)
        yield from (self._of_blocks(QuantityKind.COST, institution) for institution in self._names.institutions)
        if len(self._names.payers) > 1:
            yield from (self._own(QuantityKind.OWN, payer) for payer in self._names.payers)

    def _people(self, measure: QuantityKind, people: _People) -> Quantity:
        chosen = frozenset(people.cadres)

        def sum_in(d: Inputs, year: int) -> LinearSum:
            hired = d.parameters.people.entry
            return LinearSum({
                (str(measure), (cadre, year)): 1.0 for cadre in chosen if measure is QuantityKind.STRENGTH or hired[cadre]
            })

        begin = "People in pay" if measure is QuantityKind.STRENGTH else "Recruits"
        title = f"{begin}: {people.title}" if people.title else begin
        return Quantity(_full(measure, people.whose), title, measure, sum_in)

    def _people_called(self, text: str) -> _People:
        """Return the people that a text calls: a group, or those of an institution, a cadre or a tag."""
        kind, _, rest = (part.strip() for part in text.partition(":"))
        if kind in ("institution", "cadre") and rest in self._things[kind]:
            return self._people_of(kind, rest)
        found = () if text in _GROUPS else called(text, self._all("institution", "cadre", "tag"))
        if found:
            meant = [self._people_of(one.kind, one.id) for one in found]
            if len({frozenset(one.cadres) for one in meant}) > 1 and not is_id(text, found[0]):
                raise _ambiguous(text, found, [f"strength.{one.kind}:{one.id}" for one in found])
            return meant[0]
        try:
            cadres = parse_group(text).cadres(self._case)
        except ValueError:
            offered = [*_GROUPS, *(one.id for one in self._all("tag", "institution", "cadre"))]
            raise _unknown(text, choose(text, offered)) from None
        if not cadres:
            raise _unknown(text, "No cadre of the case belongs to it.")
        return _People(text, cadres, text)

    def _people_of(self, kind: str, one: str) -> _People:
        """Return the people of a thing, under its id where that alone calls them."""
        cadres = self._cadres(kind, one)
        first = next(other for other in ("institution", "cadre", "tag") if one in self._things[other])
        alone = one not in _GROUPS and frozenset(self._cadres(first, one)) == frozenset(cadres)
        return _People(one if alone else f"{kind}:{one}", cadres, self._things[kind][one])

    def _cadres(self, kind: str, one: str) -> tuple[str, ...]:
        return (one,) if kind == "cadre" else parse_group(f"{kind}:{one}").cadres(self._case)

    def _all(self, *kinds: str) -> Iterator[CalledThing]:
        return (CalledThing(kind, one, name) for kind in kinds for one, name in self._things[kind].items())

    def _one_of(self, text: str, kind: str) -> str:
        """Return the id of the thing of a kind that a text calls."""
        found = called(text, self._all(kind))
        if not found:
            raise _unknown(text, choose(text, list(self._things[kind])))
        if len(found) > 1:
            raise _ambiguous(text, found, [one.id for one in found])
        return found[0].id

    def _coverage(self, measure: QuantityKind, whose: str) -> Quantity:
        names = self._names
        kind = whose if whose in ("national", "human") and whose not in names.needs else ""
        need = "" if kind or not whose else self._one_of(whose, "need")
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
        donor = self._one_of(whose, "donor") if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            groups = [g for g in d.layout.groups if not donor or donor in g.members]
            return LinearSum({
                ("grant", (g.name, name, year)): 1.0
                for g in groups if d.spendable(g.name, year) for name in d.funds[g.name]
            })

        title = self._names.donors.get(donor, "all donors")
        return Quantity(_full(measure, donor), f"Paid by {title}", measure, sum_in)

    def _own(self, measure: QuantityKind, whose: str) -> Quantity:
        payer = self._one_of(whose, "payer") if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            return LinearSum({
                ("own", (purse, name, year)): 1.0
                for name, purses in d.own_of.items() for purse in purses if not payer or d.purses[purse] == payer
            })

        title = f"Paid by {self._names.payers[payer]}" if payer else "Paid by own money"
        return Quantity(_full(measure, payer), title, measure, sum_in)

    def _of_blocks(self, measure: QuantityKind, whose: str) -> Quantity:
        institution = self._one_of(whose, "institution") if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            return LinearSum({
                ("cost", (block.name, block.category, year)): 1.0
                for block in d.blocks.values() if not institution or block.institution == institution
            })

        title = self._names.institutions.get(institution, "")
        return Quantity(_full(measure, institution), f"Cost: {title}" if title else "Cost", measure, sum_in)

    def _unpaid(self, measure: QuantityKind, whose: str) -> Quantity:
        payer = self._one_of(whose, "payer") if whose else ""

        def sum_in(d: Inputs, year: int) -> LinearSum:
            return LinearSum({
                ("unfunded", (other, f.name, year)): 1.0
                for f in d.layout.classes for other in d.owing[f.name] if not payer or other == payer
            })

        title = f"Unpaid by {self._names.payers[payer]}" if payer else "Unpaid"
        return Quantity(_full(measure, payer), title, measure, sum_in)


def _full(measure: QuantityKind, whose: str) -> str:
    return f"{measure}.{whose}" if whose else str(measure)


def _ambiguous(text: str, found: Iterable[CalledThing], ways: Sequence[str]) -> CaseError:
    things = " or ".join(f"the {one.kind} {one.id}" for one in found)
    return CaseError([Issue("ambiguous_quantity", f"{text} may be {things}.", f"Write {' or '.join(ways)}.")])


def _unknown(text: str, remedy: str) -> CaseError:
    return CaseError([Issue("unknown_quantity", f"{text} is no number of this plan that can be named.", remedy)])
