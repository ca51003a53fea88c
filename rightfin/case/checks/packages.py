"""Packages: that somebody can be there as early as they are planned."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.case.packages.library import package_named
from rightfin.shipped import package_names

_TABLE = "packages"


def check_packages_trained(view: View) -> Iterator[Issue]:
    """A package has people only after their training, which begins with the plan for all who are not in training then."""
    cadres = {str(row["cadre"]): row for row in view.rows("cadres")}
    promoted = {str(row["to"]) for row in view.rows("promotions")}
    waiting = {str(row["institution"]): number(row["pipeline"]) or 0.0 for row in view.rows("institutions")}
    for row in view.rows(_TABLE):
        if row["package"] not in package_names() or not view.years:
            continue
        package, institution = package_named(str(row["package"])), str(row["institution"])
        names = package.names_in(institution)
        planned = {year: count for year, count in view.over_years(_TABLE, row).items() if count}
        ready, needed = dict[str, int](), 0.0
        for part in package.cadres:
            cadre = cadres.get(names[part])
            if cadre is None or names[part] in promoted or cadre["entry"] is False:
                continue
            joins = view.years[0] + int(number(cadre["training_lead"]) or 0.0)
            early = [count for year, count in planned.items() if year < joins]
            if early:
                ready[str(cadre["name"])], needed = joins, needed + max(early) * package.people_of(part)
        if needed <= waiting.get(institution, 0.0):
            continue
        last, first = max(ready.values()), min(planned)
        there = ", ".join(f"{name} can be there from {view.written(year)} on" for name, year in ready.items())
        costs = ", while its running costs are due" if package.running_costs else ""
        yield warning(
            "package_before_training",
            f"{package.name} is planned for {years_text(view.written(year) for year in planned if year < last)}, but its "
            f"people are in training then: {there}. It stands without them until then{costs}.",
            f"Type 0 before {view.written(last)}, or type who is in training at the start as pipeline of {institution}.",
            _TABLE, view.key(_TABLE, row), year_column(first),
        )
