"""What was moved, in a few words: *Pay growth: 1.5 points more from 2027*."""

from __future__ import annotations

from rightfin.schema import YearStyle
from rightfin.study.levers.lever import Lever, Moved, Typing

_MANY = 1000.0
"""From here on a number is written in whole units."""


def worded(lever: Lever, moved: Moved, style: YearStyle = YearStyle.PLAIN) -> str:
    """Return what a move of a lever does, beside what stands in the case; ``style`` is how the case writes years."""
    return f"{lever.title}: {_done(lever, moved, style)}{_since(moved, style)}"


def number(value: float) -> str:
    """Return a number as it is typed: grouped, with at most four digits that are not nought, and a true minus."""
    size = abs(value)
    text = f"{size:,.0f}" if size >= _MANY else f"{size:,.4g}"
    return f"\N{MINUS SIGN}{text}" if value < 0.0 and text.strip("0.,") else text


def _done(lever: Lever, moved: Moved, style: YearStyle) -> str:
    if moved.way is Typing.YEAR:
        was = int(lever.standing[0][1]) if lever.standing else None
        new = "stays" if moved.amount is None else style.text(int(moved.amount))
        return f"{new} (in the case {'stays' if was is None else style.text(was)})"
    if moved.way is Typing.BY_YEAR:
        years = [year for year, _ in moved.by_year]
        listed = ", ".join(f"{number(value)} in {style.text(year)}" for year, value in moved.by_year[:3])
        more = f" and {len(years) - 3} more years" if len(years) > 3 else ""
        return f"{listed}{more} ({lever.unit})"
    amount = 0.0 if moved.amount is None else float(moved.amount)
    if moved.way is Typing.FACTOR:
        change = round(amount - 100.0, 9)
        return "as in the case" if not change else f"{number(abs(change))} % {'more' if change > 0 else 'less'}"
    if moved.way is Typing.POINTS:
        points = "point" if abs(amount) == 1.0 else "points"
        return f"{number(abs(amount))} {points} {'more' if amount >= 0 else 'less'}"
    return f"{number(amount)} {lever.unit}"


def _since(moved: Moved, style: YearStyle) -> str:
    return "" if moved.since is None or moved.way in (Typing.BY_YEAR, Typing.YEAR) else f" from {style.text(moved.since)}"
