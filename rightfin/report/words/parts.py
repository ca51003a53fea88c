"""Ceilings by part in words: where one is reached, what stays unpaid under it, and what therefore does not count it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rightfin.report import facts
from rightfin.report.words.wording import listed, money
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import MATERIAL, REACHED

_LINES = 3
"""Most lines that a sentence names."""


@dataclass(frozen=True)
class Reached:
    """A ceiling by part in a year in which own money stands on it; ``unfunded`` is what nobody pays of it, in currency.

    A part that costs nothing in the year reaches no ceiling.
    """

    name: str
    year: int
    unfunded: float


def reached(plan: Plan) -> tuple[Reached, ...]:
    """Return the ceilings by part on which own money stands, in the order of the table."""
    return tuple(
        Reached(str(name).replace("_", " "), as_year(year), float(unfunded))
        for name, year, bound, limit, own, cost, unfunded in plan.tables["ceilings"].rows
        if bound == "max" and float(cost) > 0.0 and float(own) >= (1.0 - REACHED) * float(limit)
    )


def unpaid_under_ceilings(plan: Plan, years: Collection[int]) -> str:
    """Return which ceilings by part are reached in ``years`` while their part stays unpaid, with its lines; else empty."""
    total = plan.tables["budget"].by_year("unfunded")
    cost = plan.tables["budget"].by_year("cost")
    found: dict[str, list[Reached]] = {}
    for one in reached(plan):
        if one.year in years and one.unfunded > MATERIAL * cost[one.year]:
            found.setdefault(one.name, []).append(one)
    told = []
    for name, of_year in found.items():
        amount = sum(one.unfunded for one in of_year)
        whole = all(one.unfunded >= (1.0 - REACHED) * total[one.year] for one in of_year)
        lines = _lines(plan, [one.year for one in of_year]) if whole else ""
        what = lines or "for lines"
        told.append(f"{money(amount, plan.currency)} of it is {what} on which the ceiling {name} allows no more own money")
    return f"{listed(told)}, and no donor pays that." if told else ""


def _lines(plan: Plan, years: Collection[int]) -> str:
    """Return the lines that are unpaid in some years, the largest first."""
    amounts: dict[tuple[str, str], float] = {}
    for _, category, item, year, _, _, _, unfunded in plan.tables["lines"].rows:
        if year in years:
            key = str(category), str(item)
            amounts[key] = amounts.get(key, 0.0) + float(unfunded)
    least = MATERIAL * sum(amounts.values())
    order = sorted((key for key in amounts if amounts[key] > least), key=lambda key: (-amounts[key], key))
    names = [f"{category} of {plan.names.item(item)}" for category, item in order]
    return listed(names if len(names) <= _LINES else [*names[:_LINES], f"{len(names) - _LINES} more lines"])


def not_counted(plan: Plan) -> str:
    """Return a sentence on limits that are reached in the last year shown and do not count in what can be kept for good."""
    last = plan.years[-1]
    limits = ["ceilings by part"] if any(one.year == last for one in reached(plan)) else []
    wages, pay = facts.threshold(plan, "wage_bill"), facts.indicator(plan, "own_pay_share_of_revenue")
    if last in wages and last in pay and pay[last] >= (1.0 - REACHED) * wages[last]:
        limits.append("the limit of the wage bill")
    if not limits:
        return ""
    return f"This does not count {listed(limits)}, on which own money stands in {last}."
