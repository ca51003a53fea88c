"""Numbers that look as if they were typed in thousands or millions."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import warning, year_column
from rightfin.case.issue import Issue
from rightfin.case.pay import pay_items

SMALLEST_RATIO, LARGEST_RATIO = 0.01, 100.0
"""Ceiling over pay bill outside these bounds is taken for a slip of units."""

SMALLEST_COUNTRY = 5_000.0
"""Inhabitants; the smallest sovereign states have more."""


def check_ceiling(view: View) -> Iterator[Issue]:
    """The ceiling and the pay bill are in the same unit."""
    paths = [
        view.series(name) for name in ("real_growth", "deflator_growth", "revenue_ratio", "security_share")
    ]
    gdp = view.base_value("gdp")
    if gdp is None or not view.years:
        return
    first = [path[1] for path in paths if path is not None]
    if len(first) < len(paths):
        return
    growth, inflation, ratio, share = first
    ceiling = gdp * (1.0 + growth) * (1.0 + inflation) * ratio * share
    pay = pay_bill(view)
    if pay > 0.0 and not SMALLEST_RATIO * pay <= ceiling <= LARGEST_RATIO * pay:
        yield warning(
            "magnitude",
            f"The ceiling of {view.years[0]} is {ceiling:,.0f} {view.currencies[0]}, and the "
            f"opening strength earns {pay:,.0f} {view.currencies[0]} a year: are both in whole currency "
            "units?",
            "Type GDP and pay in whole units, not in thousands or millions.",
            "macro",
            "gdp",
            year_column(view.years[0] - 1),
        )


def pay_bill(view: View) -> float:
    """Return what the opening strength earns in a year, in the case's currency at the first year's exchange rate."""
    own, foreign = view.currencies
    cadres, total = view.rows("cadres"), 0.0
    strength = {str(row["cadre"]): number(row["opening_strength"]) or 0.0 for row in cadres}
    for item in pay_items(cadres, view.rows("pay_parts"), view.rows("pay_grid")):
        rate = view.foreign_rate if item.currency == foreign != own else 1.0
        total += item.amount * strength[item.cadre] * rate
    return total


def check_own_spending(view: View) -> Iterator[Issue]:
    """The state did not spend more on the sector than it took in."""
    gdp, spent = view.base_value("gdp"), view.base_value("own_spending")
    ratio = view.series("revenue_ratio")
    if gdp is not None and spent is not None and ratio is not None and spent > gdp * ratio[0]:
        yield warning(
            "magnitude",
            f"own_spending of {view.base} is {spent:,.0f}, more than the revenue of {gdp * ratio[0]:,.0f}.",
            "Type both in whole currency units; grants are not own spending.",
            "macro",
            "own_spending",
            year_column(view.years[0] - 1),
        )


def check_first_step(view: View) -> Iterator[Issue]:
    """The largest step lets the state pay the opening force, together with what donors pledge for the first year."""
    step, spent, gdp = view.series("max_step_share"), view.base_value("own_spending"), view.base_value("gdp")
    paths = [view.series(name) for name in ("real_growth", "deflator_growth", "revenue_ratio")]
    growth, inflation, ratio = (path if path is not None else [] for path in paths)
    if step is None or spent is None or gdp is None or not (growth and inflation and ratio and ratio[0] > 0.0):
        return
    revenue = gdp * (1.0 + growth[1]) * (1.0 + inflation[1]) * ratio[1]
    limit = spent * revenue / (gdp * ratio[0]) + step[1] * revenue
    missing = pay_bill(view) - limit - _first_pledges(view)
    if missing > 0.0:
        yield warning(
            "step_too_small",
            f"Own spending may rise to {limit:,.0f} {view.currencies[0]} in {view.years[0]}; with all pledges of that year "
            f"the pay of the opening strength is still {missing:,.0f} short, whatever the ceiling allows.",
            "Check own_spending, raise max_step_share in the first years, or leave that series out.",
            "macro",
            "max_step_share",
            year_column(view.years[0]),
        )


def _first_pledges(view: View) -> float:
    """Return what donors pledge for the first planning year, at that year's exchange rates; delays are left out."""
    own, foreign = view.currencies
    currency = {str(row["donor"]): str(row["currency"] or own) for row in view.rows("donors")}
    total = 0.0
    for row in view.rows("pledges"):
        code = currency.get(str(row["donor"]), own)
        rate = [1.0, 1.0]
        if code != own:
            rate = view.series("exchange_rate" if code == foreign else f"exchange_rate:{code}") or rate
        total += (number(row.get(year_column(view.years[0]))) or 0.0) * rate[1]
    return total


def check_population_unit(view: View) -> Iterator[Issue]:
    """Inhabitants are counted one by one."""
    rows = view.rows("regions")
    total = sum(number(row["population"]) or 0.0 for row in rows)
    if rows and 0.0 < total < SMALLEST_COUNTRY:
        yield warning(
            "magnitude",
            f"All regions together have {total:,.0f} inhabitants: are they typed in thousands?",
            "Type the inhabitants in persons.",
            "regions",
            str(rows[0]["region"]),
            "population",
        )
