"""Whether something is good or bad news."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How news is taken; pictures and colours of it are those of the front end."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"
    NEUTRAL = "neutral"
    """Neither: it is a matter of what is wanted."""
