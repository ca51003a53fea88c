"""The question that comes next, as a command that can be copied: the last line of what a command prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rightfin.cli.ending import out

NEXT = {
    "explain": "Why does the plan have what it has? Ask next:",
    "whynot": "What would another number cost? Ask next:",
    "contradictions": "What is the least change with which there is a plan? Ask next:",
}
"""What each command answers that may come next."""


def print_next(
    what: str, command: str, case: Path, given: Sequence[str] = (), *, model: Path | None = None,
    scenario: Sequence[str] = (), setting: Sequence[str] = (),
) -> None:
    """Print a command about the same case, over which the same is laid; ``given`` are its own options."""
    pairs = [*([("--model", str(model))] if model is not None else []), *(("--scenario", one) for one in scenario),
             *(("--set", one) for one in setting)]
    same = [part for pair in pairs for part in pair]
    line = " ".join(["rightfin", command, _quoted(str(case)), *map(_quoted, (*given, *same))])
    out.print(f"\n{what}\n  {line}", highlight=False, soft_wrap=True, markup=False)


def _quoted(part: str) -> str:
    """Return a part of a command as every shell reads it: between double quotes where it is more than a word."""
    plain = part and all(letter.isalnum() or letter in "-_./:=,@+\\" for letter in part)
    return part if plain else f'"{part}"'
