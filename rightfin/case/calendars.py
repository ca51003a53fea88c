"""Years of another calendar: values of a donor's or a statistician's years, moved by months to those of the case.

Every year is named by the calendar year in which it ends. Where the year of the case starts *m* months after the other
year of the same name (or before it, for negative *m*), it has 12 - |m| months of that year, and |m| of the next one (of
the one before):

.. math::

    \\mathit{moved}_t = \\frac{12 - |m|}{12}\\,\\mathit{value}_t + \\frac{|m|}{12}\\,\\mathit{value}_{t \\pm 1}

A pledge is taken to come evenly over the donor's year; a rate or a ratio of a year is the mean of the two, by months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.schema import Value

MONTHS = 12


def _start(month: Value) -> int:
    """Return the months from the start of the calendar year in which a year ends to its own start: 0 or negative."""
    starts = int(month) if isinstance(month, (int, float)) else 1
    return starts - 1 - (MONTHS if starts > 1 else 0)


def months_apart(settings: Mapping[str, Value], other: Value) -> int:
    """Return how many months after the other year of the same name the year of the case starts, from -11 to 11.

    ``other`` is the month in which the other year starts, ``None`` for the same as the case's.
    """
    return 0 if other is None else _start(settings["year_starts"]) - _start(other)


def moved(values: Sequence[float], apart: int) -> list[float]:
    """Return values by year (N) of those of another calendar (N + 2): the year before, the N years, the year after."""
    within = list(values[1:-1])
    if not apart:
        return within
    share, beside = abs(apart) / MONTHS, values[2:] if apart > 0 else values[:-2]
    return [(1.0 - share) * value + share * other for value, other in zip(within, beside, strict=True)]
