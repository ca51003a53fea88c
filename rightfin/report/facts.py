"""The figures that reports show, taken from the tables of a plan.

Sentences, workbook, charts and page all take their numbers from here, so that they cannot differ. What the tables of the
plan hold by year is read there and not added up again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rightfin.report.words.wording import Scale, in_order, labels, scale_of_years
from rightfin.result.plan import Plan
from rightfin.schema import CATEGORIES, as_year
from rightfin.tolerances import NEGLIGIBLE, NOBODY

OWN = "Own money"
UNFUNDED = "Unpaid"
UNSUPPORTED = "Missing support"
"""What supporting people who are paid but not supported, although the case asks for it, would cost."""

MISSING = (UNFUNDED, UNSUPPORTED)
"""What is asked and not paid."""

ALL_REGIONS = "All regions"


@dataclass(frozen=True)
class YearRow:
    """One year of a plan.

    ``strength`` in person-years, ``without_support`` those of them who are not supported, whether or not the case accepts
    it; ``cost`` to ``arrears`` and ``ceiling`` in currency units at current prices, with ``cost`` what falls due, paid or
    not, and ``unsupported`` the cost of supporting people who are not supported although the case asks for it;
    ``coverage`` and ``readiness`` as shares, ``None`` where the plan has no such indicator.
    """

    year: int
    strength: float
    without_support: float
    cost: float
    own: float
    donors: float
    unfunded: float
    unsupported: float
    arrears: float
    coverage: float | None
    readiness: float | None
    ceiling: float

    @property
    def money(self) -> tuple[float, ...]:
        """The amounts that the yearly table shows, in the order of its headings."""
        return self.asked, self.paid, self.own, self.donors, self.missing, self.arrears

    @property
    def asked(self) -> float:
        """What the plan's people cost if everyone is paid and supported as the case asks."""
        return self.cost + self.unsupported

    @property
    def paid(self) -> float:
        """What the plan pays: own money and donors'."""
        return self.own + self.donors

    @property
    def missing(self) -> float:
        """What is asked and not paid: unpaid bills and missing support."""
        return self.unfunded + self.unsupported

    @property
    def own_share(self) -> float:
        """The own share of asked cost: what the state pays of it; 0 where nothing is asked."""
        return self.own / self.asked if self.asked else 0.0


class Serving(NamedTuple):
    """How many people serve in an institution, by its label, in a year, and how many are supported, in person-years."""

    institution: str
    year: int
    strength: float
    supported: float


class Paying(NamedTuple):
    """What a payer, by its label, pays in a year, in currency units."""

    payer: str
    year: int
    amount: float


class PayerYear(NamedTuple):
    """What a payer of own money, by its label, may spend in a year with transfers counted, spends, and owes of what nobody
    pays, in currency units."""

    payer: str
    year: int
    may: float
    own: float
    unfunded: float


class Spending(NamedTuple):
    """What falls due in an economic category and year, in currency units."""

    category: str
    year: int
    cost: float


class Covered(NamedTuple):
    """How far a need is met in a region, both by label, and a year: capability needed and unmet, and the share covered."""

    need: str
    region: str
    year: int
    needed: float
    unmet: float
    coverage: float


def indicator(plan: Plan, name: str) -> dict[int, float]:
    """Return an indicator by year; years without a finite value are left out."""
    table = plan.tables["indicators"]
    return {
        as_year(year): float(value)
        for which, year, value in zip(*map(table.column, ("indicator", "year", "value")), strict=True)
        if which == name and not isinstance(value, str) and math.isfinite(value)
    }


def threshold(plan: Plan, name: str) -> dict[int, float]:
    """Return a limit that the case sets, by year, in the unit of its indicator; empty if it sets none."""
    return {as_year(year): float(value) for which, year, value in plan.tables["thresholds"].rows if which == name}


def has_lasting_money(plan: Plan) -> bool:
    """Return whether donors who never leave would pay a part of keeping a force up, in some year."""
    return any(amount > 0.0 for amount in indicator(plan, "lasting_money").values())


def indicator_units(plan: Plan) -> dict[str, str]:
    """Return the unit of each indicator of the plan, with the case's currency where it is money."""
    table = plan.tables["indicators"]
    return {str(name): str(unit) for name, unit in zip(table.column("indicator"), table.column("unit"), strict=True)}


def level(plan: Plan, order: str, name: str) -> float | None:
    """Return the value of a level as the table ``objective`` has it; ``None`` if it has no such level."""
    rows = plan.tables["objective"].rows
    return next((float(value) for place, called, value in rows if (place, called) == (order, name)), None)


def yearly(plan: Plan) -> tuple[YearRow, ...]:
    """Return one row a year for the years that the plan shows; empty for a contradictory plan."""
    if plan.tables["fiscal"].rows == ():
        return ()
    fiscal = {column: plan.tables["fiscal"].by_year(column) for column in ("own", "unfunded", "arrears", "ceiling")}
    names = ("total_strength", "total_cost", "broken_obligations", "coverage", "readiness")
    figures = {name: indicator(plan, name) for name in names}
    donors, without_support = plan.tables["budget"].by_year("grants"), unsupported_people(plan)
    return tuple(
        YearRow(
            year=year,
            strength=figures["total_strength"].get(year, 0.0),
            without_support=without_support.get(year, 0.0),
            cost=figures["total_cost"].get(year, 0.0),
            own=fiscal["own"].get(year, 0.0),
            donors=donors.get(year, 0.0),
            unfunded=fiscal["unfunded"].get(year, 0.0),
            unsupported=max(0.0, figures["broken_obligations"].get(year, 0.0) - fiscal["unfunded"].get(year, 0.0)),
            arrears=fiscal["arrears"].get(year, 0.0),
            coverage=figures["coverage"].get(year),
            readiness=figures["readiness"].get(year),
            ceiling=fiscal["ceiling"].get(year, 0.0),
        )
        for year in plan.years
    )


def base_year_cost(plan: Plan) -> float:
    """Return what keeping up the force of the base year costs a year, in base-year currency: computed from the case."""
    return math.fsum(float(cost) for _, _, cost in plan.tables["base_year"].rows)


def money_scale(plan: Plan) -> Scale:
    """Return the unit in which tables and charts of this plan show money."""
    return scale_of_years((max(row.cost, row.ceiling) for row in yearly(plan)), plan.currency)


def institutions(plan: Plan) -> dict[str, str]:
    """Return the label of each institution that the plan's tables name, by id, in the order in which the case has them."""
    budget = {str(institution) for institution in plan.tables["budget"].column("institution")}
    owners = {plan.names.cadre_institution.get(str(cadre), str(cadre)) for cadre in plan.tables["strength"].column("cadre")}
    return labels(plan.names.institutions, in_order(plan.names.institutions, budget | owners))


def strength_by_institution(plan: Plan) -> list[Serving]:
    """Return strength and supported strength by institution, in the order of the case, and year."""
    table, names, owner = plan.tables["strength"], institutions(plan), plan.names.cadre_institution
    cadres: dict[str, list[str]] = {institution: [] for institution in names}
    for cadre in dict.fromkeys(map(str, table.column("cadre"))):
        cadres[owner.get(cadre, cadre)].append(cadre)
    return [
        Serving(names[institution], year, strength, supported)
        for institution, ours in cadres.items() if ours
        for of in (table.where("cadre", ours),)
        for (year, strength), supported in zip(
            of.by_year("strength").items(), of.by_year("supported").values(), strict=True
        )
    ]


def payers(plan: Plan) -> list[Paying]:
    """Return who pays what is asked: own money, each donor, what nobody pays, and support that is missing.

    The amounts sum to what is asked. The order is own money, donors by id, unpaid, missing support. Own money is that of
    each payer where there are several, the government first.
    """
    rows, grants, donors, of_payers = yearly(plan), plan.tables["grants"], donor_labels(plan), plan.tables["payers"]
    parts = [(label, of_payers.where("payer", (payer,)).by_year("own")) for payer, label in own_labels(plan).items()]
    parts = parts or [(OWN, {row.year: row.own for row in rows})]
    parts += [(donors[donor], grants.where("donor", (donor,)).by_year("amount")) for donor in donors]
    parts.append((UNFUNDED, {row.year: row.unfunded for row in rows}))
    parts.append((UNSUPPORTED, {row.year: row.unsupported for row in rows}))
    return [Paying(payer, row.year, amounts.get(row.year, 0.0)) for payer, amounts in parts for row in rows]


def own_money(plan: Plan) -> list[PayerYear]:
    """Return what each payer of own money may spend, spends and owes, by year; empty where the government pays alone."""
    found = []
    for payer, label in own_labels(plan).items():
        mine = plan.tables["payers"].where("payer", (payer,))
        may, own, unfunded = (mine.by_year(column) for column in ("ceiling", "own", "unfunded"))
        received, tied, given = (mine.by_year(column) for column in ("received", "tied", "given"))
        found += [
            PayerYear(label, year, may[year] + received[year] + tied[year] - given[year], own[year], unfunded[year])
            for year in may
        ]
    return found


def government_ceilings(plan: Plan) -> dict[int, float]:
    """Return what the government may spend of its own money by year, in currency units at current prices."""
    if not plan.tables["payers"].rows:
        return {int(row.year): row.ceiling for row in yearly(plan)}
    mine = plan.tables["payers"].where("payer", (next(iter(own_labels(plan))),)).by_year("ceiling")
    return {int(year): amount for year, amount in mine.items()}


def own_labels(plan: Plan) -> dict[str, str]:
    """Return the label of each payer of own money by id, the government first; empty where it pays alone.

    None has that of a donor, of all own money or of what is missing.
    """
    taken = {OWN, *MISSING, *donor_labels(plan).values()}
    named = labels(plan.names.payers, map(str, plan.tables["payers"].column("payer")))
    return {payer: f"{name} ({payer})" if name in taken else name for payer, name in named.items()}


def donor_labels(plan: Plan) -> dict[str, str]:
    """Return the label of each donor by id; none has that of own money or of what is missing."""
    found = {str(donor) for table in ("grants", "pledges") for donor in plan.tables[table].column("donor")}
    named = labels(plan.names.donors, sorted(found))
    return {donor: f"{name} ({donor})" if name in (OWN, *MISSING) else name for donor, name in named.items()}


def donor_places(plan: Plan, most: int) -> dict[str, int]:
    """Return the place, from which it has its colour, of each donor that has one of its own, by label; at most ``most``.

    All have one where the case has no more donors, else those that give most over all years and purposes.
    """
    given = {str(donor): amount for (donor,), amount in plan.tables["grants"].sums(("donor",), "amount").items()}
    return _by_label(plan.names.donors, donor_labels(plan), given, most)


def further_places(plan: Plan, most: int) -> dict[str, int]:
    """Return the same of payers of own money beside the government, by what they spend."""
    named = own_labels(plan)
    spent = {str(payer): amount for (payer,), amount in plan.tables["payers"].sums(("payer",), "own").items()}
    return _by_label((), dict([*named.items()][1:]), spent, most)


def institution_places(plan: Plan, most: int) -> dict[str, int]:
    """Return the same of institutions, by the people whom they pay."""
    people: dict[str, float] = {}
    for (cadre,), strength in plan.tables["strength"].sums(("cadre",), "strength").items():
        owner = plan.names.cadre_institution.get(str(cadre), str(cadre))
        people[owner] = people.get(owner, 0.0) + strength
    return _by_label(plan.names.institutions, institutions(plan), people, most)


def places_among(names: Iterable[str], sizes: Mapping[str, float], most: int) -> dict[str, int]:
    """Return the places of names in their order: of all if there are at most ``most``, else of those of the largest size.

    Who draws a part of a plan gives the sizes of the whole, so that a thing has one colour in every picture.
    """
    ordered = list(names)
    largest = sorted(ordered, key=lambda name: -sizes.get(name, 0.0))[:most]
    return {name: place for place, name in enumerate(name for name in ordered if name in largest)}


def _by_label(ids: Iterable[str], named: Mapping[str, str], sizes: Mapping[str, float], most: int) -> dict[str, int]:
    places = places_among(dict.fromkeys((*ids, *named)), sizes, most)
    return {named[one]: place for one, place in places.items() if one in named}


def last_donor_year(plan: Plan) -> int | None:
    """Return the last year in which donor money is spent; ``None`` if none ever is."""
    years = [row.year for row in yearly(plan) if row.donors > NEGLIGIBLE * row.cost]
    return max(years, default=None)


def cost_by_category(plan: Plan) -> list[Spending]:
    """Return cost by economic category, in the order of the schema, and year."""
    sums = plan.tables["budget"].sums(("category", "year"), "cost")
    order = {category: place for place, category in enumerate(CATEGORIES)}
    ordered = sorted(sums, key=lambda key: (order[str(key[0])], int(key[1])))
    return [Spending(str(category), as_year(year), sums[category, year]) for category, year in ordered]


def coverage_by_need(plan: Plan) -> list[Covered]:
    """Return the share of each need that is met, over all regions; years without need are left out."""
    return _coverage(plan, with_region=False)


def coverage_by_region(plan: Plan) -> list[Covered]:
    """Return the share of each need that is met, region by region; years without need are left out."""
    return _coverage(plan, with_region=True)


def _coverage(plan: Plan, *, with_region: bool) -> list[Covered]:
    """Return coverage in the order of the labels of needs and regions."""
    table = plan.tables["needs"]
    keys = ("need", "region", "year") if with_region else ("need", "year")
    needed, unmet = table.sums(keys, "needed"), table.sums(keys, "unmet")
    needs = labels(plan.names.needs, sorted({str(need) for need in table.column("need")}))
    regions = labels(plan.names.regions, sorted({str(region) for region in table.column("region")}))
    return sorted(
        Covered(
            needs[str(key[0])], regions[str(key[1])] if with_region else ALL_REGIONS, as_year(key[-1]), amount, unmet[key],
            min(1.0, max(0.0, 1.0 - unmet[key] / amount)),
        )
        for key, amount in needed.items() if amount > 0.0
    )


def lost_pledges(plan: Plan) -> tuple[float, float]:
    """Return what arrived from donors after fees and what of it was lost, over all years shown, in currency units."""
    disbursed, fees = (sum(plan.tables["pledges"].by_year(column).values()) for column in ("disbursed", "fee"))
    return disbursed - fees, sum(indicator(plan, "donor_money_lost").values())


def people_present(plan: Plan) -> dict[int, float]:
    """Return how many of the people paid are there, by year."""
    return plan.tables["strength"].by_year("present")


def has_ghosts(plan: Plan) -> bool:
    """Return whether in some year somebody is paid who is not there, so that a head count must say which it is."""
    paid, present = plan.tables["strength"].by_year("strength"), people_present(plan)
    return any(paid[year] - present[year] >= NOBODY for year in paid)


def unsupported_people(plan: Plan) -> dict[int, float]:
    """Return how many people are paid and present but not supported, by year, accepted or not."""
    table = plan.tables["strength"]
    present, supported = table.by_year("present"), table.by_year("supported")
    return {year: max(0.0, present[year] - supported[year]) for year in present}
