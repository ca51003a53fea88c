"""Needs, what is demanded, and who can serve it."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import error, warning, year_column
from rightfin.case.issue import Issue
from rightfin.tolerances import TYPED


def check_demand(view: View) -> Iterator[Issue]:
    """Every need is demanded somewhere, in some year."""
    threat = {str(row["need"]): view.over_years("threat_levels", row) for row in view.rows("threat_levels")}
    for need in view.names("needs"):
        rows = [row for row in view.rows("demand") if row["need"] == need]
        if not rows:
            yield warning(
                "no_demand",
                f"Nobody demands {need}, so it does not count.",
                f"Add a row to demand for {need}, with * as region, or delete the need.",
                "needs",
                need,
            )
        elif view.years and not any(
            (value or 0.0) * (threat.get(need, {}).get(year, 1.0) or 0.0) > 0.0
            for row in rows
            for year, value in view.over_years("demand", row).items()
        ):
            key = view.key("demand", rows[0])
            yield warning(
                "zero_demand",
                f"Demand for {need} is zero in every planning year.",
                "Type how much is demanded, by year, or delete the need.",
                "demand",
                key,
                year_column(view.years[0]),
            )


def check_first_demand(view: View) -> Iterator[Issue]:
    """Demand is typed from the first planning year on: a blank is not zero."""
    for row in view.rows("demand"):
        if view.years and type(row.get(year_column(view.years[0]))) is float:
            continue  # carried to all later years
        blank = [year for year, value in view.over_years("demand", row).items() if value is None]
        if blank:
            yield error(
                "blank_demand",
                f"Demand is blank in {blank[0]}, and no year before it has a value.",
                "Type the demand, or 0 if there is none yet.",
                "demand",
                view.key("demand", row),
                year_column(blank[0]),
            )


def check_population(view: View) -> Iterator[Issue]:
    """Demand per 100,000 inhabitants knows the inhabitants."""
    regions = view.rows("regions")
    people = sum(number(row["population"]) or 0.0 for row in regions)
    for row in view.rows("demand"):
        if row["basis"] != "per_100k":
            continue
        key = view.key("demand", row)
        if not regions:
            yield error(
                "no_population",
                "Demand is per 100,000 inhabitants, but the table regions is empty, so the "
                "population is not known.",
                "Fill in regions (one row national will do), or type the basis absolute.",
                "demand",
                key,
                "basis",
            )
        elif people == 0.0:
            yield warning(
                "no_population",
                "Demand is per 100,000 inhabitants, but all regions have a population of 0.",
                "Type the inhabitants of each region.",
                "demand",
                key,
                "basis",
            )


def check_wildcard_demand(view: View) -> Iterator[Issue]:
    """A row for all other regions has regions left."""
    named = {(row["need"], row["region"]) for row in view.rows("demand")}
    for row in view.rows("demand"):
        if row["region"] == "*" and all((row["need"], region) in named for region in view.names("regions")):
            yield warning(
                "demand_unused",
                f"Every region has a row of its own for {row['need']}, so the row for * is not used.",
                "Delete it, or delete the rows of the regions that it is meant for.",
                "demand",
                view.key("demand", row),
                "region",
            )


def check_served(view: View) -> Iterator[Issue]:
    """Somebody serves every need, and the shares of those who do can fill it."""
    for need in view.names("needs"):
        rows = [row for row in view.rows("effects") if row["need"] == need]
        if not rows:
            yield warning(
                "unserved",
                f"No cadre serves {need}, so it stays unmet but for external capability.",
                f"Add to effects which cadres serve {need}.",
                "needs",
                need,
            )
            continue
        by_year = zip(*(view.path("effects", row, "max_share").values() for row in rows), strict=True)
        sums = [sum(share for share in shares if share is not None) for shares in by_year if None not in shares]
        total = min(sums, default=1.0)
        if total < 1.0 - TYPED:
            yield warning(
                "shares_below_one",
                f"The max_share of all cadres that serve {need} sum to {total:g}; no "
                "team can then supply the whole of any cover, so the need cannot be covered at all.",
                "Raise them until they sum to at least 1, or leave that of the main cadre blank.",
                "effects",
                view.key("effects", rows[0]),
                "max_share",
            )
