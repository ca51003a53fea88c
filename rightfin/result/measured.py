"""What a plan says of a measure that people count: the plan's own number for each row of actuals and each benchmark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rightfin.case.case import Case
from rightfin.case.resolve import resolved_settings, rows_across
from rightfin.fiscal.horizon import horizon_of
from rightfin.fiscal.macro import rates_of
from rightfin.result.plan import Plan
from rightfin.schema.learning import MEASURE, WHOLE

Series = Mapping[int, float]


def measured(plan: Plan, case: Case, measure: str, whose: str = WHOLE) -> Series:
    """Return a measure, or an indicator, of a plan by year; empty where the plan has no such number.

    ``case`` is the prepared case of the plan. Money is in currency of the year, money of donors in the donor's currency,
    shares from 0 to 1. Raises ``KeyError`` for a measure that is none.
    """
    if measure not in MEASURE:
        return _indicator(plan, measure)
    found = MEASURE[measure]
    return _MEASURED[measure](plan, case, whose) if found.in_plan else {}


def _indicator(plan: Plan, name: str) -> Series:
    return plan.tables["indicators"].where("indicator", {name}).by_year("value")


def _people(column: str) -> Callable[[Plan, Case, str], Series]:
    def found(plan: Plan, _: Case, whose: str) -> Series:
        table, names = plan.tables["strength"], plan.names
        if whose == WHOLE:
            return table.by_year(column)
        institution = {cadre for cadre, of in names.cadre_institution.items() if of == whose}
        return table.where("cadre", {whose} if whose in names.cadres else institution).by_year(column)

    return found


def _of(table: str, by: str, column: str, *, whole: str = "") -> Callable[[Plan, Case, str], Series]:
    """Return what reads a column of a table for one of its ids; of the whole it is the sum, or in the table ``whole``."""

    def found(plan: Plan, _: Case, whose: str) -> Series:
        if whose == WHOLE:
            return plan.tables[whole or table].by_year(column)
        return plan.tables[table].where(by, {whose}).by_year(column)

    return found


def _own(column: str, whole: str) -> Callable[[Plan, Case, str], Series]:
    """Return what reads a column of payers; a government that pays alone stands in the table of the whole."""

    def found(plan: Plan, _: Case, whose: str) -> Series:
        alone = len(plan.names.payers) < 2
        if whose == WHOLE or (alone and whose in plan.names.payers):
            return plan.tables[whole].by_year(column)
        return plan.tables["payers"].where("payer", {whose}).by_year(column)

    return found


def _coverage(plan: Plan, _: Case, whose: str) -> Series:
    if whose == WHOLE:
        return _indicator(plan, "coverage")
    table = plan.tables["needs"].where("need", {whose})
    unmet, needed = table.by_year("unmet"), table.by_year("needed")
    return {year: 1.0 - unmet[year] / amount if amount > 0.0 else 1.0 for year, amount in needed.items()}


def _exchange(plan: Plan, case: Case, _: str) -> Series:
    settings = resolved_settings(case)
    own, foreign = str(settings["currency"]), str(settings["foreign_currency"])
    rates = rates_of(case, horizon_of(case), own, foreign).exchange[foreign]
    return {year: float(rates[year - plan.base_year]) for year in plan.years}


def _in_own_currency(column: str) -> Callable[[Plan, Case, str], Series]:
    """Return what reads money of a donor, in the donor's currency at the rate of the year."""

    def found(plan: Plan, case: Case, whose: str) -> Series:
        settings = resolved_settings(case)
        own, foreign = str(settings["currency"]), str(settings["foreign_currency"])
        row = next(row for row in case.records("donors") if row["donor"] == whose)
        rates = rates_of(case, horizon_of(case), own, foreign).exchange[str(row["currency"] or own)]
        amounts = plan.tables["pledges"].where("donor", {whose}).by_year(column)
        return {year: amount / float(rates[year - plan.base_year]) for year, amount in amounts.items()}

    return found


def _outlay(plan: Plan, _: Case, whose: str) -> Series:
    alone = whose == WHOLE or len(plan.names.payers) < 2
    table = plan.tables["fiscal"] if alone else plan.tables["payers"].where("payer", {whose})
    parts = [table.by_year(column) for column in ("own", "cleared", "saved")]
    return {year: sum(part[year] for part in parts) for year in parts[0]}


def _threat(plan: Plan, case: Case, whose: str) -> Series:
    rows = case.records("threat_levels")
    place = next((place for place, row in enumerate(rows) if row["need"] == whose), None)
    if place is None:
        return dict.fromkeys(plan.years, 1.0)
    levels = rows_across(case, "threat_levels", plan.years[0], plan.years[-1])[place]
    return _shown(plan, [1.0 if level is None else level for level in levels])


def _shown(plan: Plan, values: Collection[float]) -> Series:
    """Return values from the first planning year on, by year shown."""
    return dict(zip(plan.years, values, strict=False))


_MEASURED: Mapping[str, Callable[[Plan, Case, str], Series]] = {
    "strength": _people("strength"),
    "present": _people("present"),
    "hires": _people("hires"),
    "exits": _people("exits"),
    "stock": _of("assets", "asset", "stock"),
    "coverage": _coverage,
    "cost": _of("budget", "institution", "cost"),
    "own": _own("own", "fiscal"),
    "donors": _of("pledges", "donor", "spent"),
    "unpaid": _own("unfunded", "fiscal"),
    "arrears": _own("arrears", "fiscal"),
    "reserve": _own("reserve", "fiscal"),
    "outlay": _outlay,
    "backlog": _of("justice", "stage", "backlog"),
    "revenue": _own("revenue", "fiscal"),
    "prices": lambda plan, _, __: plan.tables["fiscal"].by_year("deflator"),
    "exchange_rate": _exchange,
    "disbursed": _in_own_currency("disbursed"),
    "carried": _in_own_currency("carried"),
    "threat": _threat,
}
"""How each measure that a plan has is read from it."""
