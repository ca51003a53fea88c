"""Section 6 of the page: numbers of the case that somebody chose, and that could be chosen otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.page.parts import Line, Section
from rightfin.report.wording import percent, significant
from rightfin.result.plan import Plan


def political_choices(plan: Plan) -> Section:
    """Return the section."""
    return Section(6, "choices", "POLITICAL CHOICES", tuple(_lines(plan)))


def _lines(plan: Plan) -> Iterator[Line]:
    fiscal = plan.table("fiscal")
    revenue, ceiling = facts.by_year(fiscal, "revenue"), facts.by_year(fiscal, "ceiling")
    shares = {year: ceiling[year] / revenue[year] for year in ceiling if revenue.get(year, 0.0) > 0.0}
    if shares:
        first, last = min(shares), max(shares)
        text = f"{percent(shares[first])} of revenue in {first}"
        if percent(shares[last]) != percent(shares[first]):
            text += f", {percent(shares[last])} in {last}"
        yield Line("Ceiling of own spending", f"{text}.")
    weights = [(plan.names.needs.get(str(need), str(need)), float(weight)) for need, weight in plan.tables["weights"].rows]
    if len(weights) > 1:
        yield Line("What a need counts", ", ".join(f"{name} {weight:g}" for name, weight in weights) + ".")
    if plan.arrears_tolerance > 0.0:
        share = significant(plan.arrears_tolerance)
        yield Line("Arrears tolerance", f"up to {share} of all ceilings may stay unpaid so that more needs are covered.")
