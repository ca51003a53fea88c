"""What Excel makes of single values: their text, their order, which number a text is, what a criterion finds.

A test compares it with LibreOffice, which differs in little: over many cells it takes truth values for numbers, its
wildcards find numbers, too, and it has an order of its own for signs that are neither letters nor digits.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<>": operator.ne, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "<": operator.lt, ">": operator.gt,
}
"""Signs between values, the longer ones first."""


class Error(Enum):
    """What a cell shows instead of a value."""

    NOT_FOUND = "#N/A"


Scalar = str | float | int | bool | Error | None
"""What a cell holds or a formula gives; ``None`` is a blank."""

_NUMBERS = (int, float)
_WILD = re.compile(r"~.|[*?]", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def is_number(value: object) -> bool:
    """Return whether a value is a number; a truth value is none, nor is a text of digits."""
    return type(value) in _NUMBERS


def number(value: Scalar) -> float:
    """Return what a value adds to a sum over cells: itself if it is a number, else nothing."""
    return value if isinstance(value, _NUMBERS) and not isinstance(value, bool) else 0


def text(value: Scalar) -> str:
    """Return a value as text: numbers with 15 digits, truth values in capitals, a blank as nothing."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}".replace("e", "E")


def comparison(sign: str) -> Callable[[Scalar, Scalar], bool]:
    """Return what says whether two values stand to each other as a sign says.

    Numbers come before texts and these before truth values; capitals do not matter; a blank is 0, no text, or FALSE,
    whatever it is compared with.
    """
    stands = COMPARE[sign]

    def compared(left: Scalar, right: Scalar) -> bool:
        if type(left) in _NUMBERS and type(right) in _NUMBERS:
            return stands(left, right)
        if isinstance(left, str) and isinstance(right, str):
            return stands(left.casefold(), right.casefold())
        return stands(_order(left, right), _order(right, left))

    return compared


def _order(value: Scalar, other: Scalar) -> tuple[int, Any]:
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, str):
        return 1, value.casefold()
    return (2, value) if isinstance(value, bool) else (0, value)


@dataclass(frozen=True)
class Criterion:
    """What ``COUNTIF`` and its like look for: a sign and what a cell is held against; ``pattern`` if it has wildcards."""

    sign: str
    wanted: Scalar | tuple[Scalar]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, value: Scalar) -> Criterion:
        """Return what a value of a cell looks for as a criterion: ``<>pay`` all but pay, ``a*`` all that begin with a.

        A blank cell looks for 0, and ``=`` for blank cells.
        """
        if not isinstance(value, str):
            return cls("=", 0 if value is None else found_as(value), None)
        sign = next((sign for sign in COMPARE if value.startswith(sign)), "")
        words = value[len(sign):]
        return cls(sign or "=", found_as(words or None), wildcards(words))

    @property
    def is_plain(self) -> bool:
        """Whether it finds what is ``found_as`` wanted, and nothing else."""
        return self.sign == "=" and self.pattern is None

    def finds(self, value: Scalar) -> bool:
        """Return whether a cell with this value is found."""
        if self.pattern is not None and self.sign in ("=", "<>"):
            return (isinstance(value, str) and bool(self.pattern.fullmatch(value))) == (self.sign == "=")
        if self.sign in ("=", "<>"):
            return COMPARE[self.sign](found_as(value), self.wanted)
        if isinstance(self.wanted, str):
            return isinstance(value, str) and COMPARE[self.sign](value.casefold(), self.wanted)
        return is_number(self.wanted) and is_number(value) and COMPARE[self.sign](value, self.wanted)


def found_as(value: Scalar) -> Scalar | tuple[Scalar]:
    """Return what criteria know a value by: a text of a number is that number to 15 digits, capitals do not matter."""
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else value.casefold()
    if isinstance(value, float):
        return float(text(value))
    return (value,) if isinstance(value, (bool, Error)) else value


def wildcards(words: str) -> re.Pattern[str] | None:
    """Return the pattern that a text with ``*`` and ``?`` stands for; ``~`` says that the next sign stands for itself."""
    if _WILD.search(words) is None:
        return None
    parts, end = [], 0
    for sign in _WILD.finditer(words):
        parts.append(re.escape(words[end:sign.start()]))
        parts.append({"*": ".*", "?": "."}.get(sign[0]) or re.escape(sign[0][1]))
        end = sign.end()
    return re.compile("".join((*parts, re.escape(words[end:]))), re.IGNORECASE | re.DOTALL)
