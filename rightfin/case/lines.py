"""Budget lines: institution, category and item, as fine as a case names what money is for."""

from __future__ import annotations

from typing import NamedTuple

from rightfin.case.case import Case
from rightfin.schema import CATEGORIES, Value

OF_A_CADRE = ("pay", "operations", "training", "benefits")
"""Categories in which a cadre costs money: its pay, support, training and pensions."""

OF_AN_ASSET = ("operations", "capital")
"""Categories in which an asset costs money: its upkeep and purchase."""

FIXED_COSTS = ("committed", "running_costs")
"""Tables of money that is due whatever the plan does, each row an item of a line."""

Head = tuple[str, str]
"""A head of the budget, institution and category: what its lines add up to."""


class Line(NamedTuple):
    """A line of the budget. ``item`` is a cadre, an asset, or the name of a contract or a running cost."""

    institution: str
    category: str
    item: str


def lines_of(case: Case) -> tuple[Line, ...]:
    """Return all lines of a case: institutions and categories in order, in each its cadres, assets, contracts and running
    costs.

    A contract or running cost with the name of a cadre, an asset or another of the same institution and category is on
    its line. What names an
    institution or category that there is not, in a case that was not checked, has no line.
    """
    named: list[tuple[Value, Value, Value]] = [
        (row["institution"], category, row[key])
        for table, key, categories in (("cadres", "cadre", OF_A_CADRE), ("assets", "asset", OF_AN_ASSET))
        for row in case.records(table) for category in categories
    ]
    named += [
        (row["institution"], row["category"], row["item"]) for table in FIXED_COSTS for row in case.records(table)
    ]
    items: dict[tuple[Value, Value], dict[str, None]] = {}
    for institution, category, item in named:
        items.setdefault((institution, category), {})[str(item)] = None
    return tuple([
        Line(str(row["institution"]), category, item)
        for row in case.records("institutions") for category in CATEGORIES
        for item in items.get((row["institution"], category), ())
    ])
