"""By how much what is compared differs from the baseline, in short: in all figures, and in one picture."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.compare.measures import ByYear, ComparedMeasure, pictured
from rightfin.report.compare.tables import SideBySide
from rightfin.report.overview.figures import MINUS
from rightfin.report.studies.findings import Form, in_points
from rightfin.report.words.wording import listed, money, people
from rightfin.tolerances import DIFFERS, SEEN

_MOST = 3
"""Amounts of money that are told of an item at most."""

_SHORT = {"asked": "cost", "own": "own money", "donors": "donors' money", "missing": "unpaid or unsupported",
          "people": "people in pay", "covered": "security covered"}

_TELLABLE = 10.0
"""Change relative to the baseline from which on it says no more than the amount."""


def largest_said(beside: SideBySide) -> str:
    """Return the largest differences of each item from the baseline: money over the years in both, people, needs."""
    before = beside.baseline.answered
    if before is None:
        return ""
    measures = pictured(beside.plans)
    told = []
    for place, item, plan in beside.answered:
        if not place or not set(before.years) & set(plan.years):
            continue
        sums, most = list[tuple[float, str]](), list[str]()
        for measure in measures:
            found = beside.differences(measure)[item.title]
            if measure.is_summed:
                sums += _over_years(measure, found, measure.values(before), measure.values(plan), before.currency)
            elif any(found.values()):
                most.append(f"{_called(measure)} {_furthest(beside, measure, found, before.currency)}")
        sums.sort(key=lambda one: -one[0])
        parts = [*(text for _, text in sums[:_MOST]), *most]
        years = sorted(set(map(int, before.years)) & set(map(int, plan.years)))
        told.append(f"{item.title} against {beside.baseline.title}, {beside.years.span(years)}: "
                    f"{', '.join(parts) or 'no more than rounding'}")
    return f"{'; '.join(told)}." if told else ""


def furthest_apart(beside: SideBySide, measure: ComparedMeasure) -> str:
    """Return in which year each item of a picture differs most from the baseline, and by how much; empty without any."""
    before = beside.baseline.answered
    differences = {title: found for title, found in beside.differences(measure).items() if found}
    if before is None or not differences:
        return ""
    told = [f"{title} {_furthest(beside, measure, found, before.currency) if any(found.values()) else 'nowhere'}"
            for title, found in differences.items()]
    return f"Furthest from {beside.baseline.title}: {listed(told)}."


def _called(measure: ComparedMeasure) -> str:
    return _SHORT.get(measure.name, measure.heading[:1].lower() + measure.heading[1:])


def _furthest(beside: SideBySide, measure: ComparedMeasure, found: ByYear, currency: str) -> str:
    year = max(found, key=lambda one: abs(found[one]))
    return f"{_signed(measure, found[year], currency)} in {beside.years.text(year)}"


def _signed(measure: ComparedMeasure, amount: float, currency: str) -> str:
    size = abs(amount)
    text = money(size, currency) if measure.kind is Form.MONEY else (
        f"{in_points(size):,.1f} points" if measure.kind is Form.SHARE else f"{people(size)} person-years")
    return f"{'+' if amount > 0.0 else MINUS}{text}"


def _over_years(
    measure: ComparedMeasure, found: ByYear, before: ByYear, after: ByYear, currency: str
) -> Iterator[tuple[float, str]]:
    """Yield how large a sum over years is and what it says; what shifts between years alone is no difference of the sum."""
    total = sum(after[year] - before[year] for year in found)  # what is rounding in single years counts in the sum
    if not any(found.values()) or abs(total) < DIFFERS * sum(map(abs, found.values())):
        return
    base = sum(before[year] for year in found)
    relative = total / base if base > 0.0 else 0.0
    sign = "+" if total > 0.0 else MINUS
    share = f" ({sign}{abs(100.0 * relative):.1f}%)" if SEEN <= abs(relative) < _TELLABLE else ""
    yield abs(total), f"{_called(measure)} {_signed(measure, total, currency)}{share}"
