"""How a case writes its fiscal years: the one place that turns a year into its text and a text into its year.

A year is a whole number throughout, the calendar year in which the fiscal year ends: 2025/26 and FY26 are 2026, and so
is a year from January to December. What programs read stays that number; what people read is written by ``YearStyle``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

_Cell = TypeVar("_Cell")

_SPLIT = re.compile("(?:fy ?)?([0-9]{4}) ?[/\u2010-\u2015-] ?([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"fy[ _-]*'?([0-9]{4}|[0-9]{2})")
_SOLAR = re.compile(r"(?:fy ?)?(1[2-5][0-9]{2})(?:\.0*)?")

_SOLAR_BEHIND = 621
"""Years by which the Solar Hijri calendar is behind: the fiscal year 1405 of Afghanistan ends in December 2026."""

_CENTURY = 2000
"""The century of years that are written with two digits; years of others have four."""


class YearStyle(StrEnum):
    """How years are written; the value is how the year 2026 is."""

    PLAIN = "2026"
    SPLIT = "2025/26"
    SHORT = "FY26"
    LONG = "FY2026"
    SOLAR = "1405"

    def text(self, year: int) -> str:
        """Return a year as the case writes it."""
        number = int(year)
        if self is YearStyle.SPLIT:
            return f"{number - 1}/{number % 100:02d}"
        if self is YearStyle.SHORT and number // 100 * 100 == _CENTURY:
            return f"FY{number % 100:02d}"
        if self in (YearStyle.SHORT, YearStyle.LONG):
            return f"FY{number}"
        return str(number - _SOLAR_BEHIND if self is YearStyle.SOLAR else number)

    def year_of(self, text: str) -> int | None:
        """Return the year that a text is in this style, ``None`` if it is written otherwise.

        Small differences are read over: 2025-26 and 2025/2026, fy 2026 and FY26, digits of any script.
        """
        plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
        plain = " ".join(plain.lower().split())
        if self is YearStyle.PLAIN:
            return int(plain) if re.fullmatch("[0-9]{4}", plain) else None
        if self is YearStyle.SPLIT:
            pair = _SPLIT.fullmatch(plain)
            last = int(pair[1]) + 1 if pair else 0
            return last if pair and last % 10 ** len(pair[2]) == int(pair[2]) else None
        if self is YearStyle.SOLAR:
            solar = _SOLAR.fullmatch(plain)
            return int(solar[1]) + _SOLAR_BEHIND if solar else None
        named = _NAMED.fullmatch(plain)
        return int(named[1]) + (0 if len(named[1]) == 4 else _CENTURY) if named else None

    def span_of(self, text: str) -> tuple[int, int | None] | None:
        """Return the first and the last year that ``2027``, ``2027-2030`` or ``2027-`` names, written in this style.

        The last is ``None`` if there is no end; all is ``None`` if the text names no years.
        """
        plain = text.strip()
        if (one := self.year_of(plain)) is not None:
            return one, one
        for at in (at for at, sign in enumerate(plain) if sign in "-\u2013"):
            first, rest = self.year_of(plain[:at]), plain[at + 1:].strip()
            last = self.year_of(rest) if rest else None
            if first is not None and (last is not None or not rest):
                return first, last
        return None

    def written(self, year: int) -> int:
        """Return a year that writes itself in this style; of a plain one the number itself."""
        return int(year) if self is YearStyle.PLAIN else FiscalYear(year, self)

    def all(self, years: Iterable[int]) -> tuple[int, ...]:
        """Return years that write themselves in this style."""
        return tuple(self.written(year) for year in years)

    def formula(self, number: str) -> str:
        """Return the formula of a spreadsheet that writes the year of a number as text."""
        if self is YearStyle.SPLIT:
            return f'TEXT({number}-1,"0")&"/"&TEXT(MOD({number},100),"00")'
        if self is YearStyle.SHORT:
            return f'"FY"&TEXT(MOD({number},100),"00")'
        if self is YearStyle.LONG:
            return f'"FY"&TEXT({number},"0")'
        return f'TEXT({number}{f"-{_SOLAR_BEHIND}" if self is YearStyle.SOLAR else ""},"0")'

    def number_formula(self, text: str) -> str:
        """Return the formula of a spreadsheet that reads the number of a year from a cell that ``formula`` could fill."""
        if self is YearStyle.SPLIT:
            return f"VALUE(LEFT({text},4))+1"
        if self is YearStyle.SHORT:
            return f"{_CENTURY}+VALUE(RIGHT({text},2))"
        if self is YearStyle.LONG:
            return f"VALUE(RIGHT({text},4))"
        return f"VALUE({text}){f'+{_SOLAR_BEHIND}' if self is YearStyle.SOLAR else ''}"


class FiscalYear(int):
    """A year that writes itself as its case does: a whole number in every sum and comparison, a text in sentences.

    The year after it and the year before it are such years too; the difference of two is a plain number. A format that
    asks for digits (``:d``, ``:g``) gets the number.
    """

    style: YearStyle

    def __new__(cls, year: int, style: YearStyle) -> FiscalYear:
        """Return a year that is written in a style."""
        made = super().__new__(cls, year)
        made.style = style
        return made

    def __getnewargs__(self) -> tuple[int, YearStyle]:  # type: ignore[override]
        return int(self), self.style

    def __str__(self) -> str:
        return self.style.text(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec) if not spec or spec.endswith("s") else format(int(self), spec)

    def __add__(self, more: int) -> int:
        return FiscalYear(int(self) + int(more), self.style)

    __radd__ = __add__

    def __sub__(self, less: int) -> int:
        difference = int(self) - int(less)
        return difference if isinstance(less, FiscalYear) else FiscalYear(difference, self.style)

    def __index__(self) -> int:
        return int(self)


def as_year(cell: object) -> int:
    """Return the year that a cell of a table holds, a written one as it is; ``ValueError`` for what is no number."""
    return cell if isinstance(cell, int) else int(str(cell))


def as_cell(cell: _Cell) -> _Cell | str:
    """Return a cell of a table or chart as those show it who know numbers and texts alone: a written year as its text."""
    return str(cell) if isinstance(cell, FiscalYear) else cell


def style_of(value: object) -> YearStyle:
    """Return the style that a setting ``year_form`` names; the plain one for a blank and for what is none."""
    return next((style for style in YearStyle if style.value.lower() == str(value or "").strip().lower()), YearStyle.PLAIN)
