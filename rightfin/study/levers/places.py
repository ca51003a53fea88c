"""Where levers find what they move: numbers in columns and years of rows, with their bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from rightfin.case.case import Case, Key, is_number
from rightfin.case.resolve import across, planning_years, resolved_settings
from rightfin.schema import BY_NAME, Kind, Value
from rightfin.study.levers.lever import ByYear, Place
from rightfin.tolerances import TYPED

Row = Mapping[str, Value]

_BESIDE = TYPED
"""How far inside a bound that must not be reached a move stops."""


class Movable:
    """What levers look for in a case with everything laid over it, before packages and programmes become rows."""

    def __init__(self, case: Case) -> None:
        self.case, self.years = case, planning_years(case)
        self.currency = str(resolved_settings(case)["currency"])

    def rows(self, table: str, fits: Callable[[Row], bool] = lambda row: True) -> Iterator[tuple[Key, Row]]:
        """Yield key and row of the rows of a table that fit, in the order in which people typed them."""
        found = self.case.tables[table]
        for row in found.in_typed_order():
            if fits(row):
                yield found.key_of(row), row

    def column(self, table: str, key: Key, row: Row, name: str, *, default: bool = False, one_is: float = 1.0) -> Place:
        """Return the place of a number in a column; where it is blank and ``default``, what a blank stands for."""
        column = BY_NAME[table].column(name)
        value = row.get(name)
        if value is None and default:
            value = column.default
        numbers = tuple((year, float(str(value))) for year in self.years) if is_number(value) else ()
        return Place(table, key, name, numbers, *_bounds(column), one_is=one_is)

    def across(self, table: str, key: Key, row: Row, *, one_is: float = 1.0) -> Place:
        """Return the place of the years of a row; years in which nothing holds have no number."""
        described = BY_NAME[table].entry(str(key[0])) if BY_NAME[table].entries else BY_NAME[table].years
        values = across(table, row, self.years[0], self.years[-1])
        numbers = tuple((year, value) for year, value in zip(self.years, values, strict=True) if value is not None)
        least, most = (-math.inf, math.inf) if described is None else _bounds(described)
        return Place(table, key, "", numbers, least, most, one_is)


def _bounds(described: object) -> tuple[float, float]:
    """Return the least and the greatest number that a column, an entry or the years of a table may hold."""
    def given(name: str) -> float | None:
        value = getattr(described, name, None)
        return None if value is None else float(value)

    least, above, most, below = given("minimum"), given("above"), given("maximum"), given("below")
    lowest = -math.inf if least is None else least
    highest = math.inf if most is None else most
    if getattr(described, "kind", None) is Kind.SHARE:
        lowest, highest = max(lowest, 0.0), min(highest, 1.0)
    if above is not None:
        lowest = max(lowest, above + _BESIDE)
    if below is not None:
        highest = min(highest, below - _BESIDE)
    return lowest, highest


def in_unit(place: Place, scale: float) -> ByYear:
    """Return the numbers of a place in the unit in which they are typed."""
    return tuple((year, number / scale) for year, number in place.numbers)
