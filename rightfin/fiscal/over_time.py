"""Numbers that change from year to year: what the table ``over_time`` puts in the place of one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from rightfin.case.case import Case, key_text
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import values_over
from rightfin.fiscal.parameters import Floats, Horizon
from rightfin.schema import BY_NAME, Value
from rightfin.schema.shared import GROWTH


class OverTime:
    """What ``over_time`` says of the columns of one table, whose ``rows`` it names by their keys."""

    def __init__(self, case: Case, horizon: Horizon, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        names = [key_text(row[part] for part in BY_NAME[table].key) for row in rows]
        self._years = len(horizon.years)
        self._values: dict[str, list[tuple[int, Floats]]] = {}
        self._rises: dict[str, list[tuple[int, Floats]]] = {}
        typed = values_over(case, "over_time", horizon, tail_zero=False)
        for row, years in zip(filled(case, "over_time"), typed, strict=True):
            if row["table"] == table:
                is_rise = row["form"] == GROWTH
                if is_rise:
                    years[horizon.shown:] = np.nan
                (self._rises if is_rise else self._values).setdefault(str(row["column"]), []).append(
                    (names.index(str(row["row"])), years)
                )

    def values(self, column: str, typed: Floats, of: Sequence[int] | None = None) -> Floats:
        """Return a column over the years, (N, Y): ``typed``, and from its first value on what a row says instead.

        ``typed`` is (N,) or, where it follows another column that changes, (N, Y). Where it is not by row, ``of`` (N,)
        gives the place of the row that each of it follows, -1 for none.
        """
        found = np.repeat(typed[:, None], self._years, axis=1) if typed.ndim == 1 else typed.copy()
        changed = dict(self._values.get(column, ()))
        for place, row in enumerate(range(len(typed)) if of is None else of):
            if row in changed:
                found[place] = np.where(np.isnan(changed[row]), found[place], changed[row])
        return found

    def risen(self, column: str, paths: Floats, foreign: Sequence[bool], exchange: Floats) -> Floats:
        """Return prices over the years, (N, Y), of those that follow prices from the base year on, ``paths`` (N, Y + 1).

        ``foreign`` and ``exchange`` are as in ``in_own_money``.
        """
        return raised(paths, in_own_money(self.rises(column, range(len(paths))), foreign, exchange))

    def rises(self, column: str, of: Sequence[int]) -> Floats:
        """Return the yearly rises of a column that are typed, (N, Y), NaN where none is; ``of`` is as in ``values``."""
        typed = dict(self._rises.get(column, ()))
        found = np.full((len(of), self._years), np.nan)
        for place, row in enumerate(of):
            if row in typed:
                found[place] = typed[row]
        return found


def in_own_money(rises: Floats, foreign: Sequence[bool], exchange: Floats) -> Floats:
    """Return yearly rises, (N, Y), of prices of which some are in ``foreign`` money as rises of what they come to.

    ``(1 + rise[t]) exchange[t] / exchange[t-1] - 1`` there; ``exchange`` (Y + 1,) is own per unit of foreign money.
    """
    found: Floats = np.where(
        np.asarray(foreign, dtype=bool)[:, None], (1.0 + rises) * (exchange[1:] / exchange[:-1]) - 1.0, rises
    )
    return found


def raised(paths: Floats, rises: Floats) -> Floats:
    """Return prices over the years, (N, Y), of those that follow ``paths`` (N, Y + 1), the base year first, or ``rises``.

    ``price[t] = price[t-1] (1 + rise[t])`` where a rise is typed, else ``price[t-1] path[t] / path[t-1]``.
    """
    found = paths[:, 1:].copy()
    for place in np.flatnonzero(~np.isnan(rises).all(axis=1)).tolist():
        path = paths[place]
        usual = np.divide(path[1:], path[:-1], out=np.ones(len(path) - 1), where=path[:-1] > 0.0)
        found[place] = path[0] * np.cumprod(np.where(np.isnan(rises[place]), usual, 1.0 + rises[place]))
    return found
