"""Texts in a document of Word: what its XML can hold, on one line, and which parts of it are read from right to left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rightfin.report.words.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolated

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold."""

_ALONE = re.compile(f"({FIRST_STRONG_ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE})")
_STRONG = {"L": False, "R": True, "AL": True}


def on_one_line(text: str) -> str:
    """Return a text without breaks and without signs that XML cannot hold."""
    return " ".join(_UNFIT.sub("", text).split())


def runs_leftward(text: str) -> bool:
    """Return whether a text is read from the right as a whole: whether its first letter is."""
    return next((_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), False)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it is a name that is read from right to left, isolated then."""
    for place, piece in enumerate(_ALONE.split(isolated(text))):
        if piece:
            yield piece, place % 2 == 1
