"""What people of a cadre are paid: one amount, parts, or the average of a grid of grades and steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rightfin.case.case import is_number, key_text
from rightfin.schema import Value
from rightfin.schema.pay import BASE

Row = Mapping[str, Value]


@dataclass(frozen=True)
class PayItem:
    """What people of a cadre are paid on one line: all of their pay, or a part of it.

    ``item`` is that of the line, the cadre or *cadre/part*; ``amount`` is per person-year at base-year prices in
    ``currency`` (``None``: the case's own), ``growth`` a year above prices.
    """

    item: str
    cadre: str
    amount: float
    currency: Value
    growth: float
    pensionable: bool


def item_of(part: Row) -> str:
    """Return the item of the line on which a row of ``pay_parts`` is paid."""
    return key_text((part["cadre"], part["part"]))


def pay_items(cadres: Iterable[Row], parts: Iterable[Row], grid: Iterable[Row]) -> tuple[PayItem, ...]:
    """Return what is paid on each line of pay, cadre by cadre, from rows of ``cadres``, ``pay_parts`` and ``pay_grid``.

    Of a case that was not checked, what cannot be read counts as nothing, and parts go before a grid, a grid before pay.
    """
    parts_of, grid_of = _by_cadre(parts), _by_cadre(grid)
    found = []
    for row in cadres:
        cadre, currency, growth = str(row["cadre"]), row["pay_currency"], _number(row["real_pay_growth"])
        if cadre in parts_of:
            found += [
                PayItem(
                    item_of(part), cadre, _number(part["amount"]), part["currency"] or currency,
                    growth if part["growth"] is None else _number(part["growth"]),
                    part["kind"] == BASE if part["pensionable"] is None else part["pensionable"] is True,
                )
                for part in parts_of[cadre]
            ]
        else:
            amount = average(grid_of[cadre]) if cadre in grid_of else _number(row["pay"])
            found.append(PayItem(cadre, cadre, amount, currency, growth, pensionable=True))
    return tuple(found)


def average(steps: Iterable[Row]) -> float:
    """Return the average pay of the people on the steps of a grid: ``Σ share · amount``."""
    return sum(_number(row["share"]) * _number(row["amount"]) for row in steps)


def _by_cadre(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["cadre"]), []).append(row)
    return found


def _number(value: Value) -> float:
    return float(value) if is_number(value) and value is not None else 0.0
