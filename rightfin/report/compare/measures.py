"""In what plans are compared by year: people, money in one currency or as a share of revenue, needs covered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.facts import YearRow
from rightfin.report.studies.findings import Form
from rightfin.result.plan import Plan
from rightfin.schema.indicators import INDICATORS
from rightfin.tolerances import MONEY_APART, PEOPLE_APART, SEEN

ByYear = dict[int, float]


@dataclass(frozen=True)
class ComparedMeasure:
    """One number by year: its name, how it is headed, what it means, its form, and how it is read from an answered plan.

    ``unit`` is in words, empty where the form says all; ``is_summed`` says whether a sum over years means something.
    """

    name: str
    heading: str
    meaning: str
    kind: Form
    values: Callable[[Plan], ByYear]
    unit: str = ""
    is_summed: bool = False


def _of_rows(read: Callable[[YearRow], float | None]) -> Callable[[Plan], ByYear]:
    def values(plan: Plan) -> ByYear:
        found = {row.year: read(row) for row in facts.yearly(plan)}
        return {year: float(amount) for year, amount in found.items() if amount is not None}

    return values


def _in_revenue(values: Callable[[Plan], ByYear]) -> Callable[[Plan], ByYear]:
    def shares(plan: Plan) -> ByYear:
        revenue = plan.tables["fiscal"].by_year("revenue")
        return {year: amount / revenue[year] for year, amount in values(plan).items() if revenue.get(year, 0.0) > 0.0}

    return shares


_PEOPLE = ComparedMeasure("people", "People in pay", "All institutions together, in person-years.", Form.PEOPLE,
                          _of_rows(lambda row: row.strength))
_MONEY = (
    ComparedMeasure("asked", "Cost asked", "What the force costs if everyone is paid and supported as the case asks.",
                    Form.MONEY, _of_rows(lambda row: row.asked), is_summed=True),
    ComparedMeasure("own", "Paid by own money", "What the state and other payers of own money pay of it.", Form.MONEY,
                    _of_rows(lambda row: row.own), is_summed=True),
    ComparedMeasure("donors", "Paid by donors", "What donors pay of it.", Form.MONEY, _of_rows(lambda row: row.donors),
                    is_summed=True),
    ComparedMeasure("missing", "Unpaid or unsupported", "What of it nobody pays: unpaid bills, and the support that people "
                    "in pay lack although the case asks for it.", Form.MONEY, _of_rows(lambda row: row.missing),
                    is_summed=True),
)
_COVERED = ComparedMeasure("covered", "Security covered", "Share of what people need protection from that is covered, all "
                           "needs together, weighted by the case.", Form.SHARE, _of_rows(lambda row: row.coverage))

_SAME = ("total_strength", "total_cost", "asked_cost", "broken_obligations", "coverage")
"""Indicators that are among the measures with a picture."""


def one_currency(plans: Sequence[Plan]) -> bool:
    """Return whether all plans count in one currency."""
    return len({plan.currency for plan in plans}) < 2


def pictured(plans: Sequence[Plan]) -> tuple[ComparedMeasure, ...]:
    """Return the measures that have a picture; money of several currencies is shown as a share of revenue."""
    money = _MONEY if one_currency(plans) else tuple(
        ComparedMeasure(f"{one.name}_in_revenue", f"{one.heading}, share of revenue",
                        f"{one.meaning} As a share of the year's domestic revenue.", Form.SHARE, _in_revenue(one.values))
        for one in _MONEY
    )
    return (money[0], money[1], money[2], money[3], _PEOPLE, _COVERED)


def further(plans: Sequence[Plan]) -> tuple[ComparedMeasure, ...]:
    """Return all other indicators that some plan has; money only in one currency."""
    together = one_currency(plans)
    found = []
    for one in INDICATORS:
        if one.name in _SAME or (one.unit.startswith("currency") and not together):
            continue
        if any(facts.indicator(plan, one.name) for plan in plans):
            kind = Form.SHARE if one.is_share else Form.MONEY if one.unit == "currency" else Form.NUMBER
            found.append(ComparedMeasure(one.name, one.label, one.meaning, kind, _of_indicator(one.name), one.unit))
    return tuple(found)


def _of_indicator(name: str) -> Callable[[Plan], ByYear]:
    return lambda plan: facts.indicator(plan, name)


def apart(measure: ComparedMeasure, before: ByYear, after: ByYear, cost: float) -> ByYear:
    """Return the second less the first for the years that both have; what cannot be told from rounding is 0.

    ``cost`` is the largest yearly cost of both plans, by which rounding of money is judged.
    """
    largest = max((abs(amount) for amount in (*before.values(), *after.values())), default=0.0)
    least = {Form.SHARE: SEEN, Form.MONEY: MONEY_APART * max(cost, 0.0)}.get(measure.kind, PEOPLE_APART * largest)
    found = {year: after[year] - before[year] for year in sorted(before.keys() & after.keys())}
    return {year: 0.0 if abs(amount) < least else amount for year, amount in found.items()}


def largest_cost(plans: Sequence[Plan]) -> float:
    """Return the largest yearly cost of plans."""
    return max((row.cost for plan in plans for row in facts.yearly(plan)), default=0.0)
