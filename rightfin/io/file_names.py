"""Names of files that people take home: after the case, what is laid over it, and the day; fit for any system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONGEST_NAME = 120
"""Signs of a name; a folder and its parents have room beside it on Windows, which takes 260 in all."""

_MOST_BYTES = 240
"""Bytes of a name as UTF-8; most systems take 255."""

_CASE, _SCENARIO, _WHAT = 40, 30, 24
"""Signs of the parts of a name at most."""

_BESIDE = re.compile(r"\s*\([^()]*\)")
"""What stands beside a title in brackets, such as *(fictional)*."""


@dataclass(frozen=True)
class FileNames:
    """What files are named after: the title of the case, those of its scenarios, and whether changes are laid over it."""

    case: str
    scenarios: tuple[str, ...] = ()
    changed: bool = False

    def of(self, what: str, ending: str, day: date | str) -> str:
        """Return a name such as ``marenga_early-mobile-courts_2026-11-30_plan.xlsx``.

        ``what`` says what the file is, ``day`` is the day on which it was made.
        """
        before = slug(_BESIDE.sub("", self.case), _CASE) or slug(self.case, _CASE) or "case"
        after = "_".join(part for part in ("changed" if self.changed else "", str(day), slug(what, _WHAT)) if part)
        end = f"_{after}.{ending}"
        titles = [found for found in (slug(title, _SCENARIO) for title in self.scenarios) if found]
        for kept in range(len(titles), -1, -1):
            left_out = len(titles) - kept
            more = (f"and-{left_out}-more" if kept else f"{left_out}-scenarios",) if left_out else ()
            name = "_".join((before, *titles[:kept], *more)) + end
            if _fits(name):
                return name
        while not _fits(before + end):
            before = before[:-1]
        return f"{before.strip('-') or 'case'}{end}"


def slug(text: str, longest: int) -> str:
    """Return a text as part of a name: its letters and digits in small letters, words joined by hyphens, ends at words.

    Letters of all scripts stay, with the marks that belong to them.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    words = "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in composed).split()
    return _first(words, longest)


def _first(words: Iterable[str], longest: int) -> str:
    """Return as many words as fit; the first is cut where it alone is too long."""
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word
        if len(longer) > longest:
            return found or word[:longest]
        found = longer
    return found


def _fits(name: str) -> bool:
    return len(name) <= LONGEST_NAME and len(name.encode()) <= _MOST_BYTES
