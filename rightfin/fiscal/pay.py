"""Pay over the years: of every line of pay, and of every cadre."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rightfin.case.case import Case
from rightfin.case.pay import PayItem, item_of, pay_items
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import number
from rightfin.fiscal.over_time import OverTime, in_own_money, raised
from rightfin.fiscal.parameters import Floats, Horizon
from rightfin.fiscal.paths import prices
from rightfin.schema import Value

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Paid:
    """Pay in currency per person-year: by line of pay (Q, Y), at base-year prices (Q,), and in sum by cadre.

    ``paid_to`` gives the cadre of each of the ``items``; ``pensionable`` (K, Y) is what a share of pay as pension counts.
    """

    items: tuple[str, ...]
    paid_to: Mapping[str, str]
    by_item: Floats
    base: Floats
    by_cadre: Floats
    base_by_cadre: Floats
    pensionable: Floats


def pay_of(
    case: Case, horizon: Horizon, changing: OverTime, cadres: Sequence[Row], deflator: Floats, foreign_price: Floats,
    foreign: str, exchange: Floats,
) -> Paid:
    """Return what is paid on every line of pay and to every cadre.

    ``changing`` is what changes over time in ``cadres``: a rise of a cadre's pay is one of each part of it, unless the
    part has one of its own in the year, and of each step of its grid. It is one in the currency of what rises, so that a
    freeze of a stipend in foreign money follows the exchange rate. Rises take the place of what prices do: amounts that
    change at base-year prices, and creep, come on top.
    ``deflator`` and ``foreign_price`` (Y + 1,) are the indices that prices in the case's currency and in ``foreign``
    follow, ``exchange`` (Y + 1,) is own money per unit of ``foreign``.
    """
    grid, parts = filled(case, "pay_grid"), filled(case, "pay_parts")
    items = pay_items(cadres, parts, grid)
    at = {str(row["cadre"]): place for place, row in enumerate(cadres)}
    at_part = {item_of(row): place for place, row in enumerate(parts)}
    of, of_parts = [at[item.cadre] for item in items], [at_part.get(item.item, -1) for item in items]
    typed, apart = np.array([item.amount for item in items]), OverTime(case, horizon, "pay_parts", parts)
    changed = changing.values("pay", _moved(items, grid, len(horizon.years)), of)
    base = np.column_stack([typed, apart.values("amount", changed, of_parts)])
    abroad = [item.currency == foreign for item in items]
    growth = np.array([item.growth for item in items])
    own, of_cadre = apart.rises("amount", of_parts), changing.rises("pay", of)
    by_item = _paid(
        base, in_own_money(np.where(np.isnan(own), of_cadre, own), abroad, exchange),
        lambda amounts: prices(amounts, abroad, deflator, foreign_price, growth),
    )
    at_base = typed * np.where(abroad, foreign_price[0], 1.0)
    counts = np.array([item.pensionable for item in items], dtype=float)
    return Paid(
        items=tuple(item.item for item in items),
        paid_to={item.item: item.cadre for item in items},
        by_item=by_item,
        base=at_base,
        by_cadre=_by_cadre(by_item, of, len(at)),
        base_by_cadre=_by_cadre(at_base, of, len(at)),
        pensionable=_by_cadre(by_item * counts[:, None], of, len(at)),
    )


def _paid(base: Floats, rises: Floats, priced: Callable[[Floats], Floats]) -> Floats:
    """Return amounts at base-year prices, (Q, Y + 1), as they are paid, (Q, Y): ``priced``, or by rises that are typed.

    ``paid[t] = base[t] index[t]``, and ``index[t] = index[t-1] (1 + rise[t])`` where a rise is typed, else as prices do.
    """
    typed = ~np.isnan(rises).all(axis=1, keepdims=True)
    found: Floats = np.where(typed, base[:, 1:] * raised(priced(np.ones_like(base)), rises), priced(base)[:, 1:])
    return found


def _moved(items: Sequence[PayItem], grid: Sequence[Row], years: int) -> Floats:
    """Return what is typed for planning years, (Q, Y), at base-year prices: a grid's average as its people move up."""
    found = np.repeat(np.array([item.amount for item in items])[:, None], years, axis=1)
    moving = {row["cadre"] for row in grid if row["moves"]}
    for place, item in enumerate(items):
        if item.cadre in moving:
            found[place] = averages([row for row in grid if row["cadre"] == item.cadre], years)
    return found


def averages(steps: Sequence[Row], years: int) -> Floats:
    """Return the average pay of planning years, (years,), as the people of the base year move up the steps of a grid.

    Every year the share ``moves`` of those on a step is a step higher in its grade; on the highest one they stay:
    ``share[s, t] = (1 - moves[s]) share[s, t-1] + moves[s-1] share[s-1, t-1]``.
    """
    rows = sorted(steps, key=lambda row: (str(row["grade"]), number(row["step"])))
    amounts, shares, moves = (np.array([number(row[name]) for row in rows]) for name in ("amount", "share", "moves"))
    top = [n + 1 == len(rows) or rows[n + 1]["grade"] != row["grade"] for n, row in enumerate(rows)]
    moves = np.where(top, 0.0, moves)
    found = np.empty(years)
    for year in range(years):
        up = moves * shares
        shares = shares - up + np.concatenate([[0.0], up[:-1]])
        found[year] = amounts @ shares
    return found


def _by_cadre(amounts: Floats, of: Sequence[int], cadres: int) -> Floats:
    found = np.zeros((cadres, *amounts.shape[1:]))
    np.add.at(found, of, amounts)
    return found
