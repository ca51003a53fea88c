"""Texts from a case, a file name or a stranger, as a page shows them: as they stand, whatever they contain."""

from __future__ import annotations

import re

import pandas as pd

from rightfin.io.escapes import escaped_cell
from rightfin.report.words.bidi import alone, isolated

_MARKS = frozenset("\\`*_{}[]<>()#+-!|$~:&@.=")
"""What Markdown may take for markup, a link, a symbol or a formula."""

_JOINER = "\u2060"
"""A sign without width. Some things come alive after escapes were read: there the text is cut in two by it."""

_ALIVE = re.compile(
    r"(?<=:)(?=[^\s:])"  # addresses, symbols such as :material/home:, colours
    r"|(?<=[wW]{3})(?=\.)|(?<=@)(?=\S)"  # addresses without a scheme, of mail
    r"|(?<=(?<!\S)[<>~-])(?=[=>-](?!\S))"  # arrows and signs of comparison
)

_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")


_LESS_THAN_NOTHING = re.compile(r"-(?=[A-Z]{3} [\d.,]+( [a-z]+)?$)")
"""The sign of an amount in words, such as -USD 4 million."""


def plain(text: str) -> str:
    """Return a text as Markdown in which nothing is alive, on one line, names from right to left by themselves."""
    whole = _ALIVE.sub(_JOINER, isolated(" ".join(text.splitlines())))
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in whole)


def titled(title: str) -> str:
    """Return a title of a case or of anything else that is one name, as ``plain`` does."""
    return plain(alone(title))


def escaped(markup: str, text: str) -> str:
    """Return our own markup and after it a text as it stands."""
    return markup + plain(text)


def statement(heading: str, text: str) -> str:
    """Return a sentence led by its heading in bold, both as they stand."""
    return f"**{plain(heading)}.** {plain(text)}"


def for_download(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table that a visitor may take home as CSV: an apostrophe before what a spreadsheet would run.

    An amount below zero in words needs none: a true minus is no sign to a spreadsheet.
    """
    found = frame.rename(columns=_cell)
    for name in found.columns:
        if not pd.api.types.is_numeric_dtype(found[name].dtype):
            found[name] = found[name].map(_cell)
    return found


def _cell(value: object) -> object:
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return escaped_cell(_LESS_THAN_NOTHING.sub("\N{MINUS SIGN}", value))
