"""What a visitor looks at: a case, what is laid over it, what was kept beside it; and the link that opens it again."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from rightfin.case.case import Cell

UPLOADED = "upload:"
"""What the name of a visitor's own workbook begins with; the digest of its bytes follows."""

VARIANTS = ("A", "B", "C")
"""Names under which changes are kept beside the case."""

LONGEST_LINK = 6_000
"""Characters of the changes in a link; browsers and mail programs pass on this much."""

MOST_CHANGES = 2_000
"""Changes that a link may hold."""

MOST_NAMES = 100
"""Scenarios, and things that are compared, that a link may name; further ones are left out."""

MOST_LETTERS = 300
"""Letters of the number asked about that a link may hold."""

_MOST_BYTES = 400_000
"""Bytes that the changes of a link may unpack to."""

_PARTS = 4
"""Parts of a changed cell: table, key, column and value."""

Changes = tuple[Cell, ...]
"""Cells laid over the case with its scenarios."""


@dataclass(frozen=True)
class PageView:
    """A case by its name, a model by its name, scenarios in their order, changes, and those kept under a letter.

    Blank names are those that a page begins with. Nothing here says that the case has these scenarios and cells.
    """

    case: str = ""
    model: str = ""
    scenarios: tuple[str, ...] = ()
    changes: Changes = ()
    kept: Mapping[str, Changes] = field(default_factory=lambda: MappingProxyType({}))
    compared: tuple[str, ...] = ()
    """What stands side by side on the page *Compare*, the baseline first; empty where nothing was chosen."""
    why: str = ""
    """The number of the plan that is asked about on the page *Why*, as a text that names a cell."""

    @property
    def upload(self) -> str | None:
        """The digest of the visitor's own workbook that is looked at, ``None`` for a shipped case."""
        return self.case.removeprefix(UPLOADED) if self.case.startswith(UPLOADED) else None

    def keeping(self, letter: str) -> PageView:
        """Return the view with its changes kept under a letter too; raises ``KeyError`` for one that is none of ours."""
        if letter not in VARIANTS:
            raise KeyError(letter)
        kept = {**self.kept, letter: self.changes}
        return replace(self, kept=MappingProxyType({name: kept[name] for name in VARIANTS if name in kept}))

    def without(self, letter: str) -> PageView:
        """Return the view with nothing kept under a letter."""
        return replace(self, kept=MappingProxyType({name: one for name, one in self.kept.items() if name != letter}))


class LinkError(ValueError):
    """A view that does not fit into a link, or a link that says nothing of use; the text is a sentence for the page."""


def to_link(view: PageView) -> dict[str, str | list[str]]:
    """Return the parameters of a link that opens a view; what is as a page begins is left out.

    Raises ``LinkError`` if there are more changes than a link can carry.
    """
    found: dict[str, str | list[str]] = {}
    if view.case:
        found["case"] = view.case
    if view.model:
        found["model"] = view.model
    if view.scenarios:
        found["scenario"] = list(view.scenarios)
    if view.compared:
        found["compare"] = list(view.compared)
    if view.why:
        found["why"] = view.why
    for name, changes in (("changes", view.changes), *((letter.lower(), view.kept[letter]) for letter in view.kept)):
        if changes or name != "changes":
            found[name] = _packed(changes)
    if sum(len(name) + len(part) for name, part in found.items() if isinstance(part, str)) > LONGEST_LINK:
        raise LinkError("There are more changes than a link can carry. Send the workbook instead.")
    return found


def from_link(parameters: Mapping[str, Sequence[str]]) -> tuple[PageView, tuple[str, ...]]:
    """Return the view that a link opens, and a sentence for each part of the link that is of no use, which is left out."""
    def last(name: str) -> str:
        given = parameters.get(name) or ("",)
        return str(given[-1])

    problems: list[str] = []

    def changes(name: str) -> Changes:
        try:
            return _unpacked(last(name)) if last(name) else ()
        except LinkError as error:
            problems.append(f"{error} The link's part {name} was left out.")
            return ()

    kept = {letter: changes(letter.lower()) for letter in VARIANTS if letter.lower() in parameters}
    scenarios, compared = (
        tuple(dict.fromkeys(map(str, parameters.get(name, ()))))[:MOST_NAMES] for name in ("scenario", "compare"))
    view = PageView(last("case"), last("model"), scenarios, changes("changes"), MappingProxyType(kept), compared,
                    last("why")[:MOST_LETTERS])
    return view, tuple(problems)


def as_text(changes: Iterable[Cell]) -> str:
    """Return changes as one line of JSON: the same changes always give the same text."""
    return json.dumps([[table, list(key), column, value] for table, key, column, value in changes],
                      ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_text(text: str) -> Changes:
    """Return the changes that a text says; raises ``LinkError`` if it says something else."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise LinkError("What is written is no list of changes.") from None
    try:
        text.encode()
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a sign, which no file and no link can hold
        raise LinkError("What is written has signs that are none.") from None
    if not isinstance(found, list) or len(found) > MOST_CHANGES:
        raise LinkError(f"What is written is no list of at most {MOST_CHANGES} changes.")
    return tuple(map(_cell, found))


def _cell(found: object) -> Cell:
    if not isinstance(found, list) or len(found) != _PARTS:
        raise LinkError("A change is written as table, key, column and value.")
    table, key, column, value = found
    if not isinstance(table, str) or not isinstance(column, str) or not isinstance(key, list):
        raise LinkError("A change is written as table, key, column and value.")
    for part in (*key, value):
        if not _is_value(part):
            raise LinkError(f"In a change stands {str(part)[:40]!r}, which is no value of a cell.")
    return table, tuple(key), column, value


def _is_value(part: object) -> bool:
    if isinstance(part, (int, float)):
        try:
            return math.isfinite(float(part))
        except OverflowError:  # more digits than any number of a case
            return False
    return part is None or isinstance(part, str)


def _packed(changes: Changes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(as_text(changes).encode(), 9)).decode().rstrip("=")


def _unpacked(text: str) -> Changes:
    if len(text) > LONGEST_LINK:
        raise LinkError("The link is longer than a link of ours can be.")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpack = zlib.decompressobj()
        plain = unpack.decompress(packed, _MOST_BYTES)
        if unpack.unconsumed_tail or not unpack.eof:
            raise LinkError("The link is damaged.")
        return from_text(plain.decode())
    except (ValueError, zlib.error) as error:
        if isinstance(error, LinkError):
            raise
        raise LinkError("The link is damaged.") from None
