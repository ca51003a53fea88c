"""Names that are read from right to left, within our sentences that are read from left to right.

Without help, a number beside such a name is drawn as if it were a part of it: *Police 2021* becomes *2021 Police*, and two
names with a comma between them change places. Unicode has two signs for this (Standard Annex 9): what stands between FIRST
STRONG ISOLATE and POP DIRECTIONAL ISOLATE is laid out by itself, and counts as one neutral sign around it. They have no
width, and are added where a text is shown, never in a case or in a table of results.
"""

from __future__ import annotations

import re
from typing import TypeVar

FIRST_STRONG_ISOLATE, POP_ISOLATE, LEFT_TO_RIGHT_MARK = "\u2068", "\u2069", "\u200e"

_Part = TypeVar("_Part")

_LETTER = "[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF]"
"""A letter or mark of a script that is written from right to left: all such scripts lie in these blocks."""

_WITHIN = "(?:[ \u00A0\u200C\u200D\\d()'’«»]|(?<=\\S)[.-](?=\\S))"
"""What may stand between two such letters of one name. Our sentences put a comma, colon, arrow, slash or dot between names;
the comma of Arabic is one of the letters."""

_SIGNS = f"\u2066-{POP_ISOLATE}"
"""All that begin or end an isolate."""

_NAME_ALONE = re.compile(f"{FIRST_STRONG_ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE}")

_OVERRIDES = re.compile("[\u202A-\u202E]")
"""Old signs that set a direction until another ends it, which may be never."""

_RUN = re.compile(
    f"(?P<pair>[\u2066-\u2068][^{_SIGNS}]*{POP_ISOLATE})"  # isolated already
    f"|[{_SIGNS}]"  # of no pair, or around one: begins what never ends, or ends what is not its own
    f"|(?P<run>{_LETTER}+(?:{_WITHIN}{{1,12}}{_LETTER}+)*)(?P<end>\\))?"
)


def isolated(text: str) -> str:
    """Return a text in which each name that is read from right to left stands by itself.

    What was isolated already stays so. Signs that would turn a whole sentence round are left out: those that set a
    direction, and those of isolates that are no pair, or stand around one.
    """
    if text.isascii():
        return text
    return _RUN.sub(_alone, _OVERRIDES.sub("", text))


def alone(text: str) -> str:
    """Return a text that is one name, such as a title: as a whole by itself if any of it is read from right to left."""
    shown = _OVERRIDES.sub("", bare(text))
    return f"{FIRST_STRONG_ISOLATE}{shown}{POP_ISOLATE}" if re.search(_LETTER, shown) else shown


def unbroken(text: str) -> str:
    """Return a text ``isolated`` in which no name that stands by itself is broken over two lines, where blanks break it."""
    return _NAME_ALONE.sub(lambda found: found[0].replace(" ", "\u00a0"), isolated(text))


def led(text: str) -> str:
    """Return a text ``isolated`` for programs that read a whole text from the side from which its first letter is read.

    A mark without width leads it from left to right, unless it is a name alone.
    """
    shown = isolated(text)
    if FIRST_STRONG_ISOLATE not in shown or _NAME_ALONE.fullmatch(shown):
        return shown
    return f"{LEFT_TO_RIGHT_MARK}{shown}"


def bare(text: str) -> str:
    """Return a text without the signs that ``isolated`` and ``led`` add, and without any others of isolates."""
    return re.sub(f"[{_SIGNS}{LEFT_TO_RIGHT_MARK}]", "", text)


def all_isolated(part: _Part) -> _Part:
    """Return a part of a picture, of lists, mappings and texts, with all its texts ``isolated``, names of fields too."""
    if isinstance(part, str):
        return isolated(part)  # type: ignore[return-value]
    if isinstance(part, dict):
        return {all_isolated(name): all_isolated(value) for name, value in part.items()}  # type: ignore[return-value]
    if isinstance(part, (list, tuple)):
        return type(part)(map(all_isolated, part))
    return part


def _alone(found: re.Match[str]) -> str:
    run, end = found["run"], found["end"] or ""
    if run is None:
        return found["pair"] or ""
    if end and run.count("(") <= run.count(")"):  # the bracket is closed for a sentence of ours
        return f"{FIRST_STRONG_ISOLATE}{run}{POP_ISOLATE}{end}"
    return f"{FIRST_STRONG_ISOLATE}{run}{end}{POP_ISOLATE}"
