"""Numbers that pages of the documentation quote from runs, checked and rewritten.

A ``Quote`` is a piece of a page in which each number that comes from a run is written ``{}``, with what the numbers are.
``make docs-numbers`` computes all of them and writes them into the pages, then lists what changed: read those sentences
afresh, for a sentence may be wrong with the right number in it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMBER = r"(-?\d[\d,]*(?:\.\d+)?)"


@dataclass(frozen=True)
class Quote:
    """A piece of ``page`` (a path below the project) and the numbers that stand at its ``{}``, computed when called."""

    page: str
    piece: str
    numbers: Callable[[], Sequence[str]]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the piece whatever its numbers are and wherever its lines break."""
        parts = [r"\s+".join(re.escape(word) for word in re.split(r"\s+", part)) for part in self.piece.split("{}")]
        return re.compile(NUMBER.join(parts))

    def found(self, text: str) -> re.Match[str]:
        """Return where the piece stands in the text of its page.

        Raises ``LookupError`` unless it stands there exactly once.
        """
        matches = list(self.pattern.finditer(text))
        if len(matches) != 1:
            raise LookupError(f"{self.page} has this {len(matches)} times and not once: {self.piece}")
        return matches[0]

    def written(self, text: str) -> tuple[str, list[str]]:
        """Return the text with the numbers that hold now, and what changed in words."""
        match, numbers = self.found(text), self.numbers()
        if len(numbers) != len(match.groups()):
            raise ValueError(f"{self.page}: {len(numbers)} numbers for {len(match.groups())} places of: {self.piece}")
        changed = []
        for place in reversed(range(len(numbers))):
            if match.group(place + 1) != numbers[place]:
                start, end = match.span(place + 1)
                changed.append(f"{match.group(place + 1)} -> {numbers[place]}")
                text = text[:start] + numbers[place] + text[end:]
        return text, changed[::-1]


def missing(quotes: Iterable[Quote]) -> list[str]:
    """Return which quotes do not stand on their pages, one message each."""
    found = []
    for quote in quotes:
        try:
            quote.found((ROOT / quote.page).read_text(encoding="utf-8"))
        except LookupError as error:
            found.append(str(error))
    return found


def rewrite(quotes: Iterable[Quote]) -> bool:
    """Write all numbers into their pages and say what changed; return whether every quote was found."""
    quotes = tuple(quotes)
    lost = missing(quotes)
    for message in lost:
        sys.stdout.write(f"{message}\n")
    if lost:
        return False
    for quote in quotes:
        path = ROOT / quote.page
        text, changed = quote.written(path.read_text(encoding="utf-8"))
        if changed:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{quote.page}: {quote.piece.strip()}\n    {'; '.join(changed)}\n")
            sys.stdout.flush()
    return True
