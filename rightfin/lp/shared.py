"""Parts that several rows have, made once for all rows that are made from the same inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Expression

if TYPE_CHECKING:
    from rightfin.lp.inputs import Inputs

Part = Callable[..., Expression]
"""A function of decisions, inputs and a key."""

Made = tuple[Part, tuple[Any, ...]]
"""A part and the key that it was made for."""


class Shared:
    """The parts that were made of numbered decisions."""

    def __init__(self) -> None:
        self.made: dict[Made, Expression] = {}
        self._decisions: Decisions | None = None

    def of(self, part: Part, m: Decisions, d: Inputs, key: tuple[Any, ...]) -> Expression:
        """Return what a part comes to; expressions never change, so that rows can share them."""
        if self._decisions is not m:
            self.take(m, {})
        if (part, key) not in self.made:
            self.made[part, key] = part(m, d, *key)
        return self.made[part, key]

    def take(self, m: Decisions, made: Mapping[Made, Expression]) -> None:
        """Begin anew with parts that were made of these decisions and are known to come to the same."""
        self._decisions, self.made = m, dict(made)


def shared(part: Part) -> Part:
    """Return a part of rows that is made once for the same inputs, key and numbered decisions, and once at a point.

    Decisions of a point, which are numbers, bring the place of their parts, ``parts_at_point``. Others (Pyomo's) get theirs
    anew. Whoever watches what a row reads has parts of its own.
    """

    @wraps(part)
    def once(m: Decisions, d: Inputs, *key: Any) -> Expression:
        if m.__class__ is Decisions:
            return d.shared.of(part, m, d, key)
        made: dict[Made, Expression] | None = getattr(m, "parts_at_point", None)
        if made is None:
            return part(m, d, *key)
        if (part, key) not in made:
            made[part, key] = part(m, d, *key)
        return made[part, key]

    return once
