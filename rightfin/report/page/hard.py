"""Section 8 of the page: the years in which cost and own spending rise most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.report import facts
from rightfin.report.page.parts import Line, Section
from rightfin.report.wording import money, percent
from rightfin.result.plan import Plan

SEEN = 5e-4
"""Least rise that is told."""


def hard_years(plan: Plan) -> Section:
    """Return the section."""
    return Section(8, "hard_years", "HARD YEARS", tuple(_lines(plan)))


def _lines(plan: Plan) -> Iterator[Line]:
    cost = {row.year: row.cost for row in facts.yearly(plan)}
    own = {row.year: row.own for row in facts.yearly(plan)}
    yield from _step(plan, "Cost", cost, "the cost of the sector")
    yield from _step(plan, "Own spending", own, "what the state spends on the sector, savings spent included,")


def _step(plan: Plan, label: str, by_year: Mapping[int, float], what: str) -> Iterator[Line]:
    rises = {year: by_year[year] / by_year[year - 1] - 1.0 for year in by_year if by_year.get(year - 1, 0.0) > 0.0}
    year = max(sorted(rises), key=lambda t: round(rises[t], 4), default=None)
    if year is None:
        return
    if rises[year] < SEEN:
        yield Line(label, f"{what} does not rise in any year.")
        return
    yield Line(label, f"{year}: {what} rises by {percent(rises[year])}, from {money(by_year[year - 1], plan.currency)} to "
                      f"{money(by_year[year], plan.currency)}.")
