"""The planning horizon, and the years of a table read onto it, tail years included."""

from __future__ import annotations

import numpy as np

from rightfin.case.case import Case
from rightfin.case.resolve import base_and_end, resolved_settings, rows_across, style_of_case
from rightfin.fiscal.parameters import Floats, Horizon
from rightfin.fiscal.paths import extend
from rightfin.schema import BY_NAME, Blank, Value


def number(value: Value) -> float:
    """Return a value that the checks know to be a number as a float."""
    return float(value) if isinstance(value, (int, float)) else float(str(value))


def horizon_of(case: Case) -> Horizon:
    """Return the horizon: base year, planning years with the tail, and how many of them are shown."""
    base, end = base_and_end(case)
    found = resolved_settings(case)
    years = tuple(range(base + 1, end + int(number(found["tail_years"])) + 1))
    return Horizon(base, years, end - base, style_of_case(case), bool(found["tail_as_typed"]))


def last_typed(table: str, horizon: Horizon) -> int:
    """Return the last year whose typed values hold in a table: the end year, or that of the tail (``tail_as_typed``)."""
    years = BY_NAME[table].years
    carries = years is not None and years.blank is Blank.CARRY
    return horizon.last if horizon.as_typed and carries else horizon.end


def values_over(case: Case, table: str, horizon: Horizon, *, tail_zero: bool) -> Floats:
    """Return the values of the rows of a table over all planning years, (N, Y), with NaN for blanks.

    The tail is zero, or keeps the last value where it is not typed itself.
    """
    last = horizon.end if tail_zero else last_typed(table, horizon)
    shown = _matrix(rows_across(case, table, horizon.base + 1, last), last - horizon.base)
    if tail_zero:
        return np.concatenate([shown, np.zeros((len(shown), len(horizon.years) - horizon.shown))], axis=1)
    return extend(shown, len(horizon.years))


def values_from_base(case: Case, table: str, horizon: Horizon) -> Floats:
    """Return the values of the rows of a table over base year and all planning years, (N, Y + 1); blanks are zero.

    A blank base year takes the value of the first planning year; the tail keeps the last value where it is not typed.
    """
    last = last_typed(table, horizon)
    found = _matrix(rows_across(case, table, horizon.base, last), last - horizon.base + 1)
    columns, base = case.tables[table].columns, str(horizon.base)
    place = columns.index(base) if base in columns else None
    blank = [place is None or row[place] is None for row in case.tables[table].rows]
    found[blank, 0] = found[blank, 1]
    return extend(np.where(np.isnan(found), 0.0, found), len(horizon.years) + 1)


def _matrix(rows: list[list[float | None]], length: int) -> Floats:
    return np.array(rows, dtype=float).reshape(len(rows), length)
