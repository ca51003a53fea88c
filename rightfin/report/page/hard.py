"""Section 8 of the page: the years in which cost and own money rise most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.report import facts
from rightfin.report.page.parts import Section, Told
from rightfin.report.words.shortfalls import steps
from rightfin.report.words.wording import money, percent
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import SEEN


def hard_years(plan: Plan) -> Section:
    """Return the section."""
    return Section(8, "hard_years", "HARD YEARS", tuple(_lines(plan)))


def _lines(plan: Plan) -> Iterator[Told]:
    own = {as_year(row["year"]): float(row["own"]) / float(row["deflator"]) for row in plan.tables["fiscal"].records()}
    spent = {year: own[year] / own[year - 1] - 1.0 for year in own if own.get(year - 1, 0.0) > 0.0}
    asked = {one.year: one.asked for one in steps(plan) if one.asked is not None}
    given = {one.year: one.own for one in steps(plan) if one.own is not None}
    costs = {plan.base_year: facts.base_year_cost(plan)} | {row.year: row.asked for row in facts.yearly(plan)}
    spending = plan.tables["fiscal"].by_year("own")
    yield from _hardest(plan, spent)
    yield Told("Cost asked", _step(plan, asked, costs))
    yield Told("Own spending on it", _step(plan, spent, spending))
    yield Told("All that the state gives", f"{_step(plan, given, {})} Old debts cleared and money saved count, money taken "
                                           "from savings does not.")


def _hardest(plan: Plan, spent: Mapping[int, float]) -> Iterator[Told]:
    """Yield the year that is hardest for the budget and the one that is hardest for people, with what makes it so."""
    budget, people = _peak(spent), _thinnest(plan)
    told = []
    if budget is not None:
        told.append(f"{budget} for the budget: own spending on the force rises most{_donors_fall(plan, budget)}")
    if people is not None:
        told.append(f"{people.year} for people: needs are covered least ({percent(people.coverage or 0.0)})")
    if told:
        yield Told("Hardest", f"{'; '.join(told)}.")


def _donors_fall(plan: Plan, year: int) -> str:
    """Return from how much to how much donors' money falls in a year, if it does, apart from prices, by a tenth or more."""
    donors = {row.year: row.donors for row in facts.yearly(plan)}
    price = plan.tables["fiscal"].by_year("deflator")
    before, after = donors.get(year - 1, 0.0), donors[year]
    if before <= 0.0 or after / price[year] > 0.9 * before / price[year - 1]:
        return ""
    return f", while donors' money falls from {money(before, plan.currency)} to {money(after, plan.currency)}"


def _thinnest(plan: Plan) -> facts.YearRow | None:
    """Return the first year in which needs are covered least, ``None`` where all years are alike."""
    rows = [row for row in facts.yearly(plan) if row.coverage is not None]
    told = {percent(row.coverage or 0.0) for row in rows}
    return min(rows, key=lambda row: (round(row.coverage or 0.0, 4), row.year)) if len(told) > 1 else None


def _peak(rises: Mapping[int, float]) -> int | None:
    """Return the first year of the largest rise, ``None`` where nothing rises."""
    year = max(sorted(rises), key=lambda t: round(rises[t], 4), default=None)
    return year if year is not None and rises[year] > SEEN else None


def _step(plan: Plan, rises: Mapping[int, float], amounts: Mapping[int, float]) -> str:
    """Return the year of the largest rise, price rises left out, and the amounts before and after, price rises included."""
    year = _peak(rises)
    if year is None:
        after = f" after {plan.years[0]}" if rises and min(rises) > plan.years[0] else ""
        return f"rises in no year{after}, apart from prices."
    base = year - 1 == plan.base_year and year - 1 in amounts
    before = f"what keeping up the force of {plan.base_year} costs" if base else "the year before"
    text = f"{year}: up {percent(rises[year])} on {before}, apart from prices"
    if year - 1 in amounts:
        course = f"from {money(amounts[year - 1], plan.currency)} to {money(amounts[year], plan.currency)}"
        text += f" ({course}, prices included)"
    return f"{text}."
