"""Numbers that are typed as yearly rises: what a rise may be, and what limits of strength come to in persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.case.case import is_number
from rightfin.schema import Column, Kind, Value

RISES = {
    "over_time": Column("growth", Kind.NUMBER, "", minimum=-1.0, maximum=10.0, usual=(-0.3, 2.0)),
    "strength_limits": Column("growth", Kind.NUMBER, "", minimum=-1.0, maximum=10.0, usual=(-0.9, 2.0)),
}
"""What a yearly rise may be, and what it usually is, by the table whose rows have ``growth`` as form."""


def fits(value: float, column: Column) -> bool:
    """Return whether a number lies within the bounds of a column."""
    return (
        (column.minimum is None or value >= column.minimum) and (column.maximum is None or value <= column.maximum)
        and (column.above is None or value > column.above) and (column.below is None or value < column.below)
    )


def bounds_text(column: Column) -> str:
    """Return the bounds of a column in words, such as *at least 0 and less than 1*; at least one of them is a lower one."""
    low = f"at least {column.minimum:g}" if column.minimum is not None else f"more than {column.above:g}"
    if column.below is not None:
        return f"{low} and less than {column.below:g}"
    return f"{low} and at most {column.maximum:g}" if column.maximum is not None else low


def start_of(cadre: Mapping[str, Value], bound: str) -> float:
    """Return what the first rise of a limit is over: the limit that the cadre states (``min`` or ``max``), or its size."""
    own, opening = cadre[f"{bound}_strength"], cadre["opening_strength"]
    stated = own if is_number(own) and own else opening
    return float(stated) if isinstance(stated, (int, float)) else 0.0


def grown(start: float, rises: Sequence[float | None]) -> list[float | None]:
    """Return limits by year, ``limit[t] = limit[t-1] (1 + rise[t])``: none before the first rise; a blank is no rise."""
    found: list[float | None] = []
    current, begun = start, False
    for rise in rises:
        begun = begun or rise is not None
        current *= 1.0 + (rise or 0.0)
        found.append(current if begun else None)
    return found
