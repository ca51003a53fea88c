"""Own money that a match leaves out: the base of a co-financing tranche."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import warning, years_text
from rightfin.case.issue import Issue


def check_match_base(view: View) -> Iterator[Issue]:
    """A base belongs to a match, and the ceiling lets the state spend what the base asks of it."""
    ceilings = _ceilings(view)
    for row in view.rows("donors"):
        donor, bases = str(row["donor"]), view.path("donors", row, "match_base")
        if view.most("donors", row, "match_base") > 0.0 and not view.most("donors", row, "match"):
            yield warning(
                "match_base_unused",
                f"match_base of {donor} has no effect without a match above 0.",
                "Type the grant per unit of own money as match, or clear match_base.",
                "donors",
                donor,
                "match_base",
            )
            continue
        leaves = number(row["exit_year"])
        matched = view.path("donors", row, "match")
        asked = {year: bases[year] or 0.0 for year in ceilings if matched[year] and (leaves is None or year <= leaves)}
        short = [year for year, base in asked.items() if base > ceilings[year]]
        if short:
            yield warning(
                "match_base_above_ceiling",
                f"match_base of {donor} is {asked[short[0]]:,.0f}, more than the ceiling of own spending in "
                f"{years_text(short)}. Where untied money does not make up for it, there is no plan.",
                "Lower match_base, raise security_share, or type an earlier exit_year.",
                "donors",
                donor,
                "match_base",
            )


def _ceilings(view: View) -> dict[int, float]:
    """Return the ceiling of own spending by planning year; empty where it cannot be told."""
    paths = [view.series(name) for name in ("real_growth", "deflator_growth", "revenue_ratio", "security_share")]
    found: dict[int, float] = {}
    gdp = view.base_value("gdp")
    given = [path for path in paths if path is not None]
    if gdp is None or len(given) < len(paths):
        return found
    for year, growth, inflation, ratio, share in zip(view.years, *(path[1:] for path in given), strict=True):
        gdp *= (1.0 + growth) * (1.0 + inflation)
        found[year] = gdp * ratio * share
    return found
