"""Gifts in kind: that somebody may still take them."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import warning
from rightfin.case.issue import Issue


def check_gifts(view: View) -> Iterator[Issue]:
    """Some of every gift is offered before its donor leaves."""
    leaves = {str(row["donor"]): number(row["exit_year"]) for row in view.rows("donors")}
    for row in view.rows("in_kind"):
        end = leaves.get(str(row["donor"]))
        if view.years and not any(
            units and (end is None or year <= end) for year, units in view.over_years("in_kind", row).items()
        ):
            yield warning(
                "gift_never",
                f"No unit of {row['gift']} is offered in a planning year before {row['donor']} leaves.",
                "Type the units in the years in which they come, or delete the row.",
                "in_kind",
                str(row["gift"]),
            )
