"""Where needs are short: for each need that is not covered in full at the end, how far, since when, and where."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.words.wording import in_full, percent
from rightfin.result.plan import Plan


def short_needs(plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each need that is not covered in full in the last year shown, the worst first."""
    last = plan.years[-1]
    rows, by_region = facts.coverage_by_need(plan), facts.coverage_by_region(plan)
    found = []
    for row in rows:
        need, share = row.need, row.coverage
        if row.year != last or in_full(share):
            continue
        course = {other.year: other.coverage for other in rows if other.need == need}
        first = min(course)
        text = f"{need} is covered to {percent(share)} in {last}"
        text += f", from {percent(course[first])} in {first}" if first < last else ""
        best = max(course, key=lambda year: (round(course[year], 6), year))
        if best not in (first, last):
            text += f", at best {percent(course[best])} in {best}"
        text += f": {row.unmet:,.0f} of {row.needed:,.0f} are missing, in the unit of the case."
        regions = {other.region: other.coverage for other in by_region if other.need == need and other.year == last}
        lowest = min(regions, key=lambda name: regions[name])
        if percent(regions[lowest]) != percent(max(regions.values())):
            text += f" Lowest in {lowest}, at {percent(regions[lowest])}."
        found.append((share, text))
    return tuple(text for _, text in sorted(found))
