"""Texts in a document of Word: what its XML can hold, on one line, and which parts of it run from right to left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold."""

_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD = re.compile(f"[{_LETTERS}](?:[^A-Za-z\u00c0-\u024f\u0370-\u058f]*[{_LETTERS}])?")
"""From a letter that runs leftward to the last such before other letters: names stay whole, with what is between."""

_STRONG = {"L": False, "R": True, "AL": True}


def on_one_line(text: str) -> str:
    """Return a text without breaks and without signs that XML cannot hold."""
    return " ".join(_UNFIT.sub("", text).split())


def runs_leftward(text: str) -> bool:
    """Return whether a text begins from the right: whether its first letter does."""
    return next((_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), False)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it runs from right to left."""
    at = 0
    for found in _LEFTWARD.finditer(text):
        if found.start() > at:
            yield text[at:found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(text):
        yield text[at:], False
