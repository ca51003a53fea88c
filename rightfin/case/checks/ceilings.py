"""Ceilings and floors of parts of the budget."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.group_names import lines_in_scope
from rightfin.case.checks.view import View
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue

_TABLE = "ceilings"


def check_ceilings(view: View) -> Iterator[Issue]:
    """The scope of every ceiling can be read and holds lines; some year has a limit, and a share is one."""
    for row in view.rows(_TABLE):
        name, text = str(row["ceiling"]), row["scope"]
        if isinstance(text, str):
            issue, _ = lines_in_scope(view, _TABLE, name, text)
            if issue is not None:
                yield issue
        values = {year: value for year, value in view.over_years(_TABLE, row).items() if value is not None}
        if view.years and not values:
            yield warning(
                "ceiling_empty",
                f"{name} has no value in any planning year, so it limits nothing.",
                "Type what may be spent from the first year in which it holds, or delete the row.",
                _TABLE,
                name,
            )
        above = [year for year, value in values.items() if value > 1.0]
        if row["basis"] == "share" and above:
            yield error(
                "ceiling_share",
                f"{name} is a share of the sector's ceiling, but {years_text(above)} has more than 1.",
                "Type shares, such as 0.2 for a fifth, or type amount as basis.",
                _TABLE,
                name,
                year_column(above[0]),
            )
