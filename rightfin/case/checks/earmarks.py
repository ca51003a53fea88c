"""Earmarks of donors: scopes that can be read, amounts that arrive, and reserves that do not cross."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rightfin.case.checks.group_names import lines_in_scope
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.case.lines import Line

_TABLE = "earmarks"


def check_earmarks(view: View) -> Iterator[Issue]:
    """The scope of an earmark holds lines that its donor may fund, some year has an amount, and reserves do not cross."""
    reserves: dict[str, list[tuple[str, frozenset[Line]]]] = {}
    for row in view.rows(_TABLE):
        name, donor, text = str(row["earmark"]), str(row["donor"]), row["scope"]
        if view.years and all(value is None for value in view.over_years(_TABLE, row).values()):
            yield warning("earmark_empty", f"{name} has no amount in any planning year, so it marks nothing.",
                          "Type the amount from the first year in which it holds, or delete the row.", _TABLE, name)
        if not isinstance(text, str):
            continue
        issue, lines = lines_in_scope(view, _TABLE, name, text)
        if issue is not None:
            yield issue
        elif donor in view.eligible and not lines & view.eligible[donor]:
            yield warning(
                "earmark_unfunded",
                f"{donor} may fund no line in the scope of {name}"
                + (", so what it reserves there is lost." if row["bound"] == "min" else ", so it limits nothing."),
                "Look at eligibility, or name another scope.", _TABLE, name, "scope",
            )
        elif donor in view.eligible and row["bound"] == "min":
            reserves.setdefault(donor, []).append((name, lines & view.eligible[donor]))
    for donor, found in reserves.items():
        for (one, first), (other, second) in combinations(found, 2):
            if first & second and not (first <= second or second <= first):
                yield error(
                    "earmarks_cross",
                    f"The reserves {one} and {other} of {donor} share lines, and neither lies inside the other: money "
                    "spent on these lines would count for both.",
                    "Name scopes that lie apart, or one inside the other.", _TABLE, other, "scope",
                )
    yield from _beyond_pledges(view)


def _beyond_pledges(view: View) -> Iterator[Issue]:
    """Warn of single reserves that are larger than what their donor pledges in a year."""
    pledges = {str(row["donor"]): row for row in view.rows("pledges")}
    for row in view.rows(_TABLE):
        if row["bound"] != "min" or str(row["donor"]) not in view.eligible:
            continue  # an unknown donor is said by itself
        pledge: Row = pledges.get(str(row["donor"]), {})
        short = [
            year for year, amount in view.over_years(_TABLE, row).items()
            if amount is not None and amount > (number(pledge.get(year_column(year))) or 0.0)
        ]
        if short:
            yield warning(
                "earmark_above_pledge",
                f"{row['earmark']} reserves more than {row['donor']} pledges in {years_text(short)}; only what arrives is "
                "reserved.",
                "Look at the amounts of the earmark and at the pledges.",
                _TABLE, str(row["earmark"]), year_column(short[0]),
            )
