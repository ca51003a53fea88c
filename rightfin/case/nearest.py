"""The name that a misspelt one probably means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like ``name``, or ``None`` if none is alike."""
    found = difflib.get_close_matches(name.strip().lower(), sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def choose(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a remedy for an unknown name.

    It is the nearest known name; failing that, ``otherwise``; failing that, the list of all known names.
    """
    names = list(dict.fromkeys(known))
    found = nearest(name, names)
    if found is not None:
        return f"Did you mean {found}?"
    if otherwise or not names:
        return otherwise or "Correct the name."
    shown = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"Type one of: {shown}."
