"""How headings, sheets and files are matched with the names of columns and tables, whoever typed them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

from rightfin.case.nearest import LONGEST_NAME

_BLANKS = re.compile("[\\s_\u00ad\u2010-\u2015-]+")
"""Blanks of all kinds, line breaks and hyphens: what people type where a name has an underscore."""

_NUMBERS = re.compile("(.+?)_(?:table|tabelle|tableau|tabla|tabella|tabela|tabel|\u062c\u062f\u0648\u0644)_[0-9]+")
"""A sheet as Apple Numbers exports it: ``settings - Table 1``."""

_COPIES = tuple(re.compile(form) for form in (
    r"(?:~\$|\.~lock\.)(.+?)#?", r"(?:copy|kopie|copie|copia)_(?:of|von|de|di)_(.+)",
    r"(.+?)_(?:copy|kopie|copie|copia)(?:_?\(?[0-9]+\)?)?", r"(.+?)_?\([0-9]+\)", r"(.+?)(?:\.csv|\.bak|_bak|_backup)",
))
"""Owner files of office programs, copies of a sheet or a file, and downloads for the second time."""

_LOCK = re.compile(r"\s*(?:~\$|\.~lock\.)")

LIKE = 0.8
"""Likeness from which on two names are near: one letter in five differs."""

_MOST_WORDS = 3
"""Words of a sheet's name in which the name of a table may stand as words of its own."""


def plain_name(text: str) -> str:
    """Return a heading or title as it is compared: trimmed, in lower case, blanks and hyphens as underscores."""
    return _BLANKS.sub("_", text.strip().lower())


def table_name(title: str) -> str:
    """Return the title of a sheet, or the name of a file without its ending, as the name of a table is compared."""
    name = plain_name(title)
    found = _NUMBERS.fullmatch(name)
    return found[1] if found else name


def is_lock(title: str) -> bool:
    """Return whether a file is the owner file of a program that has the real one open: ``~$settings.csv``."""
    return _LOCK.match(title) is not None


def copied(title: str) -> str:
    """Return the name of which a sheet or file is a copy by its title, such as ``Copy of settings``; empty if of none."""
    name = plain_name(title)
    for form in _COPIES:
        found = form.fullmatch(name)
        if found:
            return copied(found[1]) or table_name(found[1])
    return ""


def like(name: str, known: Iterable[str]) -> str:
    """Return the known name that a plain name differs from in a few letters only; empty if there is none."""
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=LIKE) if len(name) <= LONGEST_NAME else []
    return found[0] if found else ""


def sharing_words(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names whose words all stand in a plain name, or that hold all of its words."""
    words = _words(name)
    return [other for other in sorted(known) if words and (words <= _words(other) or _words(other) <= words)]


def near_table(title: str, known: Collection[str], present: Collection[str]) -> str:
    """Return the table that a sheet or file of another name may be; empty if it is plainly none.

    It may be one from which its name differs in a few letters, and one that is not there and whose words it shares.
    """
    name = table_name(title)
    copy = copied(title)
    if copy in known:
        return copy
    shared = sharing_words(name, [other for other in known if other not in present])
    return like(name, known) or next(iter(shared if len(_words(name)) <= _MOST_WORDS else []), "")


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.replace("_", " ")))
