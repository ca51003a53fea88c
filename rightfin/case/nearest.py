"""The name that a misspelt one probably means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

MOST_COMPARISONS = 50_000
"""Pairs of names that are compared for one case, about two seconds; later names get no suggestion."""

LONGEST_NAME = 64
"""Characters of a name for which a like one is sought: comparing longer texts takes long and finds nothing."""


class Suggestions:
    """Seeks like names for one case, each once, until it has made ``MOST_COMPARISONS``."""

    def __init__(self) -> None:
        self._left = MOST_COMPARISONS
        self.given_up = 0
        """Names for which none was sought any more."""
        self._found: dict[tuple[str, frozenset[str]], str | None] = {}

    def nearest(self, name: str, known: Sequence[str]) -> str | None:
        """Return the known name that is most like ``name``, or ``None`` if none is alike or there are too many."""
        names = frozenset(known)
        if (name, names) not in self._found:
            affordable = len(names) <= self._left and len(name) <= LONGEST_NAME
            self.given_up += len(names) > self._left
            self._left -= len(names) if affordable else 0
            self._found[name, names] = nearest(name, names) if affordable else None
        return self._found[name, names]

    def choose(self, name: str, known: Sequence[str], otherwise: str = "") -> str:
        """Return a remedy for an unknown name, as ``choose`` does; names are listed in the order given."""
        return _remedy(self.nearest(name, known), known, otherwise)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like ``name``, or ``None`` if none is alike."""
    if len(name) > LONGEST_NAME:
        return None
    found = difflib.get_close_matches(name.strip().lower(), sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def choose(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a remedy for an unknown name.

    It is the nearest known name; failing that, ``otherwise``; failing that, the list of all known names.
    """
    names = list(dict.fromkeys(known))
    return _remedy(nearest(name, names), names, otherwise)


def _remedy(found: str | None, known: Sequence[str], otherwise: str) -> str:
    if found is not None:
        return f"Did you mean {found}?"
    if otherwise or not known:
        return otherwise or "Correct the name."
    names = list(dict.fromkeys(known))
    shown = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"Type one of: {shown}."
