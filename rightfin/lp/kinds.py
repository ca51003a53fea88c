"""A family of rules: one kind of row, with its equation in the docstring of its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rightfin.lp.inputs import Index, Inputs


class Unit(StrEnum):
    """What a row or column is measured in; decides how it is scaled before solving."""

    PERSONS = "persons"
    MONEY = "currency"
    CAPABILITY = "capability units"
    ASSETS = "units"
    SHARE = "share"


@dataclass(frozen=True)
class Family:
    """One kind of row.

    ``index`` yields the index of every row that the case switches on; ``rule(model, inputs, *index)`` returns the row.
    Rows are public under the name ``name[index]``, as in ``ceiling[2027]``. ``switch`` names the switch of a model
    definition that turns the family off, and is empty for rows that no definition may drop.
    """

    name: str
    title: str
    unit: Unit
    index: Callable[[Inputs], Iterable[Index]]
    rule: Callable[..., Any]
    switch: str = ""
    defines: str = ""
    """The kind of decision that a row only gives a name to, so that a solver can do without both."""
    only_for: str = ""
    """The only objective that can see the row, because others leave decisions of the row free."""

    @property
    def file(self) -> str:
        """The module that holds the rule: the theme under which the docs show it."""
        return str(self.rule.__module__).rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Variable:
    """One kind of decision, never negative; ``index`` yields where it exists."""

    name: str
    unit: Unit
    help: str
    index: Callable[[Inputs], Iterable[Index]]
    upper: Callable[..., float | None] | None = None
    """Greatest value, given the inputs and an index; unlimited where absent."""
