"""Whether a number format shows dates or times, by the signs of its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats that show a date or a time."""

_TOKEN = re.compile(r"""
    (?P<literal>"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\])  # quoted, escaped, padding; colours, conditions, codes
  | (?P<elapsed>\[(?:h+|m+|s+)\])                                  # hours, minutes, seconds that do not end at a day
  | (?P<section>;)
  | (?P<fraction>(?<=[sS\]])[.,]0+)                                # parts of a second
  | (?P<digit>[0#?])
  | (?P<half>a\.?m\.?/p\.?m\.?|a/p)
  | (?P<word>[a-z]+)
""", re.VERBOSE | re.IGNORECASE)
_OF_A_DATE = re.compile("[ymdhsegb]*[ymdhs][ymdhsegb]*", re.IGNORECASE)
"""Year, month, day, hour, second; e, g and b are the years and eras of other calendars."""


def is_date(code: str) -> bool:
    """Return whether a format shows a number above zero as a date or a time.

    A format with a place for a digit shows a number, whatever letters stand beside it: ``#,##0 USD``. Only parts of a
    second have such places in a time.
    """
    for section in _sections(code):
        kinds = {kind for kind, _ in section}
        if "digit" in kinds:
            return False
        if kinds & {"elapsed", "half"} or any(kind == "word" and _OF_A_DATE.fullmatch(text) for kind, text in section):
            return True
        if kinds:
            return False
    return False


def _sections(code: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the signs of each section, texts that are shown as they stand left out; an empty section shows nothing."""
    section: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(code):
        kind = str(found.lastgroup)
        if kind == "section":
            yield section
            section = []
        elif kind != "literal":
            section.append((kind, found[0]))
    yield section
