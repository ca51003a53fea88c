"""Section 8 of the page: the years in which cost and own money rise most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.report import facts
from rightfin.report.page.parts import Line, Section
from rightfin.report.shortfalls import MISSED, steps
from rightfin.report.wording import money, percent
from rightfin.result.plan import Plan


def hard_years(plan: Plan) -> Section:
    """Return the section."""
    return Section(8, "hard_years", "HARD YEARS", tuple(_lines(plan)))


def _lines(plan: Plan) -> Iterator[Line]:
    own = {int(row["year"]): float(row["own"]) / float(row["deflator"]) for row in plan.table("fiscal").to_dict("records")}
    spent = {year: own[year] / own[year - 1] - 1.0 for year in own if own.get(year - 1, 0.0) > 0.0}
    asked = {one.year: one.asked for one in steps(plan) if one.asked is not None}
    given = {one.year: one.own for one in steps(plan) if one.own is not None}
    costs = {plan.base_year: facts.base_year_cost(plan)} | {row.year: row.asked for row in facts.yearly(plan)}
    spending = facts.by_year(plan.table("fiscal"), "own")
    yield Line("Cost asked", _step(plan, asked, costs))
    yield Line("Own spending on it", _step(plan, spent, spending))
    yield Line("All that the state gives", f"{_step(plan, given, {})} Old debts cleared and money saved count, money taken "
                                           "from savings does not.")


def _step(plan: Plan, rises: Mapping[int, float], amounts: Mapping[int, float]) -> str:
    """Return the year of the largest rise, price rises left out, and the amounts before and after, price rises included."""
    year = max(sorted(rises), key=lambda t: round(rises[t], 4), default=None)
    if year is None or rises[year] <= MISSED:
        return "rises in no year, apart from prices."
    base = year - 1 == plan.base_year and year - 1 in amounts
    before = f"what keeping up the force of {plan.base_year} costs" if base else "the year before"
    text = f"{year}: up {percent(rises[year])} on {before}, apart from prices"
    if year - 1 in amounts:
        text += f" ({money(amounts[year - 1], plan.currency)} to {money(amounts[year], plan.currency)}, with them)"
    return f"{text}."
