"""The year by month: shares of the months of one payer, donor or group of lines add up to 1."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from rightfin.case.cell import as_text
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error
from rightfin.case.issue import Issue
from rightfin.tolerances import TYPED

_WHOSE = (
    ("revenue_months", ("payer",)), ("tranches", ("donor",)), ("spending_months", ("institution", "category", "item")),
)
"""Tables of months, and what their shares add up over."""


def check_months(view: View) -> Iterator[Issue]:
    """Shares of the months of a year add up to 1."""
    for table, names in _WHOSE:
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in view.rows(table):
            groups.setdefault(tuple(str(row[name]) for name in names), []).append(row)
        for whose, rows in groups.items():
            shares = [number(row["share"]) for row in rows]
            whole = fsum(share for share in shares if share is not None)
            if None not in shares and abs(whole - 1.0) > len(rows) * TYPED:
                yield error(
                    "month_shares", f"The months of {', '.join(whose)} bring {as_text(round(whole, 9))} of the year, "
                                    f"not 1.",
                    "Correct shares until they add up to 1, or delete these rows: the months are then alike.", table,
                    view.key(table, rows[-1]), "share",
                )
