"""The figures that reports show, taken from the tables of a plan.

Sentences, workbook, charts and page all take their numbers from here, so that they cannot differ. What the tables of the
plan hold by year is read there and not added up again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from rightfin.report.words.wording import Scale, in_order, labels, scale_of_years
from rightfin.result.plan import Plan
from rightfin.schema import CATEGORIES
from rightfin.tolerances import NEGLIGIBLE

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


def indicator(plan: Plan, name: str) -> dict[int, float]:
    """Return an indicator by year; years without a finite value are left out."""
    frame = plan.table("indicators")
    rows = frame[frame["indicator"] == name]
    return {
        int(year): float(value)
        for year, value in zip(rows["year"], rows["value"], strict=True)
        if not isinstance(value, str) and math.isfinite(value)
    }


def threshold(plan: Plan, name: str) -> dict[int, float]:
    """Return a limit that the case sets, by year, in the unit of its indicator; empty if it sets none."""
    return {int(year): float(value) for which, year, value in plan.tables["thresholds"].rows if which == name}


def indicator_units(plan: Plan) -> dict[str, str]:
    """Return the unit of each indicator of the plan, with the case's currency where it is money."""
    frame = plan.table("indicators")
    return {str(name): str(unit) for name, unit in zip(frame["indicator"], frame["unit"], strict=True)}


def level(plan: Plan, order: str, name: str) -> float | None:
    """Return the value of a level as the table ``objective`` has it; ``None`` if it has no such level."""
    rows = plan.tables["objective"].rows
    return next((float(value) for place, called, value in rows if (place, called) == (order, name)), None)


def by_year(frame: pd.DataFrame, column: str) -> dict[int, float]:
    """Return the sum of a column of a table by year."""
    if frame.empty:
        return {}
    return {int(str(year)): float(value) for year, value in frame.groupby("year")[column].sum().items()}


def yearly(plan: Plan) -> tuple[YearRow, ...]:
    """Return one row a year for the years that the plan shows; empty for a contradictory plan."""
    if plan.tables["fiscal"].rows == ():
        return ()
    fiscal = {column: by_year(plan.table("fiscal"), column) for column in ("own", "unfunded", "arrears", "ceiling")}
    names = ("total_strength", "total_cost", "broken_obligations", "coverage", "readiness")
    figures = {name: indicator(plan, name) for name in names}
    donors, without_support = by_year(plan.table("budget"), "grants"), unsupported_people(plan)
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


def strength_by_institution(plan: Plan) -> pd.DataFrame:
    """Return strength and supported strength by institution, in the order of the case, and year.

    Columns: institution (label), year, strength, supported (person-years).
    """
    frame = plan.table("strength")
    names = institutions(plan)
    owner = plan.names.cadre_institution
    frame["institution"] = [names[owner.get(cadre, cadre)] for cadre in frame["cadre"]]
    summed = _summed(frame, ["institution", "year"], ["strength", "supported"])
    places = {name: place for place, name in enumerate(names.values())}
    return summed.sort_values("institution", kind="stable", ignore_index=True, key=lambda column: column.map(places))


def payers(plan: Plan) -> pd.DataFrame:
    """Return who pays what is asked: own money, each donor, what nobody pays, and support that is missing.

    Columns: payer (label), year, amount (currency units), which sum to what is asked. The order is own money, donors by
    id, unpaid, missing support.
    """
    rows, grants, donors = yearly(plan), plan.table("grants"), donor_labels(plan)
    parts = [(OWN, {row.year: row.own for row in rows})]
    parts += [(donors[donor], by_year(grants[grants["donor"] == donor], "amount")) for donor in donors]
    parts.append((UNFUNDED, {row.year: row.unfunded for row in rows}))
    parts.append((UNSUPPORTED, {row.year: row.unsupported for row in rows}))
    found = [(payer, row.year, amounts.get(row.year, 0.0)) for payer, amounts in parts for row in rows]
    return pd.DataFrame(found, columns=["payer", "year", "amount"])


def donor_labels(plan: Plan) -> dict[str, str]:
    """Return the label of each donor by id; none has that of own money or of what is missing."""
    found = {*plan.table("grants")["donor"].tolist(), *plan.table("pledges")["donor"].tolist()}
    named = labels(plan.names.donors, sorted(found))
    return {donor: f"{name} ({donor})" if name in (OWN, *MISSING) else name for donor, name in named.items()}


def last_donor_year(plan: Plan) -> int | None:
    """Return the last year in which donor money is spent; ``None`` if none ever is."""
    years = [row.year for row in yearly(plan) if row.donors > NEGLIGIBLE * row.cost]
    return max(years, default=None)


def cost_by_category(plan: Plan) -> pd.DataFrame:
    """Return cost by economic category and year: columns category, year, cost (currency units)."""
    summed = _summed(plan.table("budget"), ["category", "year"], ["cost"])
    order = {category: place for place, category in enumerate(CATEGORIES)}
    return summed.sort_values(
        ["category", "year"],
        kind="stable",
        ignore_index=True,
        key=lambda column: column.map(order) if column.name == "category" else column,
    )


def coverage_by_need(plan: Plan) -> pd.DataFrame:
    """Return the share of each need that is met, over all regions.

    Columns: need (label), year, needed, unmet (capability units), coverage (share). Years without need are
    left out.
    """
    return _coverage(plan, with_region=False)


def coverage_by_region(plan: Plan) -> pd.DataFrame:
    """Return the share of each need that is met, region by region: columns as above, and region (label)."""
    return _coverage(plan, with_region=True)


def _coverage(plan: Plan, *, with_region: bool) -> pd.DataFrame:
    frame = plan.table("needs")
    need_names = labels(plan.names.needs, sorted(set(frame["need"])))
    region_names = labels(plan.names.regions, sorted(set(frame["region"])))
    frame["need"] = [need_names[need] for need in frame["need"]]
    frame["region"] = [region_names[region] for region in frame["region"]]
    keys = ["need", "region", "year"] if with_region else ["need", "year"]
    summed = _summed(frame, keys, ["needed", "unmet"])
    summed = summed[summed["needed"] > 0].reset_index(drop=True)
    summed["coverage"] = (1.0 - summed["unmet"] / summed["needed"]).clip(0.0, 1.0)
    return summed


def lost_pledges(plan: Plan) -> tuple[float, float]:
    """Return what arrived from donors after fees and what of it was lost, over all years shown, in currency units."""
    pledges = plan.table("pledges")
    arrived = float((pledges["disbursed"] - pledges["fee"]).sum()) if len(pledges) else 0.0
    return arrived, sum(indicator(plan, "donor_money_lost").values())


def unsupported_people(plan: Plan) -> dict[int, float]:
    """Return how many people are paid but not supported, by year, whether or not the case accepts it."""
    frame = plan.table("strength")
    paid, supported = by_year(frame, "strength"), by_year(frame, "supported")
    return {year: max(0.0, paid[year] - supported[year]) for year in paid}


def _summed(frame: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in [*keys, *columns]})
    return frame.groupby(keys, sort=True, as_index=False)[columns].sum()
