"""Numbers that change from year to year: what the table ``over_time`` puts in the place of one number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import values_over
from rightfin.fiscal.parameters import Floats, Horizon
from rightfin.schema.over_time import GROWTH


class OverTime:
    """What ``over_time`` says of the columns of one table whose rows are called ``names``, in their order."""

    def __init__(self, case: Case, horizon: Horizon, table: str, names: Sequence[str]) -> None:
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

    def values(self, column: str, typed: Floats) -> Floats:
        """Return a column over the years, (N, Y): ``typed``, and from its first value on what a row says instead.

        ``typed`` is (N,) or, where it follows another column that changes, (N, Y).
        """
        found = np.repeat(typed[:, None], self._years, axis=1) if typed.ndim == 1 else typed.copy()
        for place, years in self._values.get(column, ()):
            found[place] = np.where(np.isnan(years), found[place], years)
        return found

    def risen(self, column: str, paths: Floats) -> Floats:
        """Return prices over the years, (N, Y), of those that follow prices from the base year on, ``paths`` (N, Y + 1).

        ``price[t] = price[t-1] (1 + rise[t])`` where a rise is typed, else ``price[t-1] path[t] / path[t-1]``.
        """
        found = paths[:, 1:].copy()
        for place, rises in self._rises.get(column, ()):
            path = paths[place]
            usual = np.divide(path[1:], path[:-1], out=np.ones(self._years), where=path[:-1] > 0.0)
            found[place] = path[0] * np.cumprod(np.where(np.isnan(rises), usual, 1.0 + rises))
        return found
