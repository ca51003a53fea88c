"""What a text calls: things of a case by id, by name, or by either in the plural."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class CalledThing:
    """A thing of a case: of which kind, its id, and its name."""

    kind: str
    id: str
    name: str


_WAYS: tuple[Callable[[CalledThing, str], bool], ...] = (
    lambda thing, text: thing.id == text,
    lambda thing, text: thing.id.casefold() == text.casefold(),
    lambda thing, text: thing.name.casefold() == text.casefold(),
    lambda thing, text: thing.id.casefold() == _singular(text),
    lambda thing, text: thing.name.casefold() == _singular(text),
)
"""Ways to call a thing, the closest first: a text that is the id of one thing is not the plural of another."""


def called(text: str, things: Iterable[CalledThing]) -> tuple[CalledThing, ...]:
    """Return the things that a text calls most closely, in their order: more than one where it does not tell them apart."""
    among = tuple(things)
    found = (tuple(one for one in among if way(one, text)) for way in _WAYS)
    return next(filter(None, found), ())


def is_id(text: str, thing: CalledThing) -> bool:
    """Return whether a text is the id of a thing, letter by letter."""
    return thing.id == text


def _singular(text: str) -> str:
    return text.casefold().removesuffix("s")
