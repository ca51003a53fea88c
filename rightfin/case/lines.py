"""Budget lines: institution, category and item, as fine as a case names what money is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rightfin.case.case import Case
from rightfin.case.pay import item_of
from rightfin.schema import CATEGORIES, Value
from rightfin.schema.careers import REINTEGRATION

OF_A_CADRE = ("pay", "operations", "training", "benefits")
"""Categories in which a cadre costs money: its pay, support, training and pensions."""

OF_AN_ASSET = ("operations", "capital")
"""Categories in which an asset costs money: its upkeep and purchase."""

FIXED_COSTS = ("committed", "running_costs")
"""Tables of money that is due whatever the plan does, each row an item of a line."""

Head = tuple[str, str]
"""A head of the budget, institution and category: what its lines add up to."""


class Line(NamedTuple):
    """A line of the budget.

    ``item`` is a cadre, a part of a cadre's pay (``constable/stipend``), an asset, the name of a contract or a running
    cost, or ``reintegration``.
    """

    institution: str
    category: str
    item: str

    @property
    def names(self) -> tuple[str, ...]:
        """What its item may be called, the closest first: a part of pay also by the cadre that is paid."""
        cadre, slash, _ = self.item.partition("/") if self.category == "pay" else (self.item, "", "")
        return (self.item, cadre) if slash else (self.item,)

    def fits(self, row: Mapping[str, Value]) -> bool:
        """Return whether a row that names institution, category and item, or ``*`` for any of them, means the line."""
        named = ((self.institution,), (self.category,), self.names)
        return all(row[part] == "*" or row[part] in names for part, names in zip(self._fields, named, strict=True))


def lines_of(case: Case) -> tuple[Line, ...]:
    """Return all lines of a case: institutions and categories in order, in each its cadres, assets, contracts and running
    costs. The pay of a cadre with parts is a line for each part; what an institution pays for reintegration is one line.

    A contract or running cost with the name of a cadre, an asset or another of the same institution and category is on
    its line. What names an
    institution or category that there is not, in a case that was not checked, has no line.
    """
    return case.once(_lines_of)


def _lines_of(case: Case) -> tuple[Line, ...]:
    parts: dict[Value, list[Value]] = {}
    for row in case.records("pay_parts"):
        parts.setdefault(row["cadre"], []).append(item_of(row))
    named: list[tuple[Value, Value, Value]] = [
        (row["institution"], category, item)
        for table, key, categories in (("cadres", "cadre", OF_A_CADRE), ("assets", "asset", OF_AN_ASSET))
        for row in case.records(table) for category in categories
        for item in (parts.get(row[key], [row[key]]) if category == "pay" else [row[key]])
    ]
    named += [
        (row["institution"], row["category"], row["item"]) for table in FIXED_COSTS for row in case.records(table)
    ]
    named += [
        (row["institution"], "benefits", REINTEGRATION) for row in case.records("demobilisation") if row.get(REINTEGRATION)
    ]
    items: dict[tuple[Value, Value], dict[str, None]] = {}
    for institution, category, item in named:
        items.setdefault((institution, category), {})[str(item)] = None
    return tuple([
        Line(str(row["institution"]), category, item)
        for row in case.records("institutions") for category in CATEGORIES
        for item in items.get((row["institution"], category), ())
    ])
