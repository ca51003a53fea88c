"""The decisions of a solution by name, cleaned of the solver's noise."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.program import Program
from rightfin.tolerances import ADDED_UP, HOLD_OF_A_YEAR, NO_DECISION


class Values:
    """Decisions in natural units: ``values.get("strength", "constable", 2027)``; zero where a decision does not exist."""

    def __init__(self, program: Program, columns: Floats) -> None:
        clean = np.where(columns < NO_DECISION * program.column_scale, 0.0, columns)
        self._by_name: dict[str, dict[tuple[Any, ...], float]] = defaultdict(dict)
        for (name, index), value in zip(program.columns, clean.tolist(), strict=True):
            self._by_name[name][index] = value

    def get(self, name: str, *index: Any) -> float:
        """Return one decision."""
        return self._by_name[name].get(index, 0.0)

    def settle(self, years: tuple[int, ...], opening_arrears: float) -> None:
        """Book unpaid amounts that are only the solver's slack as own money, and carry arrears anew.

        An analyst reads a few units of unpaid money as a default. The ceiling may be passed by as little.
        """
        unfunded, own = self._by_name["unfunded"], self._by_name["own"]
        cost = dict.fromkeys(years, 0.0)
        for index, amount in self._by_name["cost"].items():
            cost[index[-1]] += amount
        for index, amount in unfunded.items():
            if 0.0 < amount < HOLD_OF_A_YEAR * cost[index[-1]]:
                own[index] = own.get(index, 0.0) + amount
                unfunded[index] = 0.0
        owed = most = opening_arrears
        for year in years:
            cleared = min(self.get("cleared", year), owed)
            owed += sum(amount for (_, t), amount in unfunded.items() if t == year) - cleared
            most = max(most, owed)
            owed = owed if owed > ADDED_UP * most else 0.0
            self._by_name["cleared"][year,] = cleared
            self._by_name["arrears"][year,] = owed

    def items(self, name: str) -> dict[tuple[Any, ...], float]:
        """Return all decisions of one kind by index."""
        return self._by_name[name]
