"""Kinds of rows and of decisions: each is described once, with everything that anybody has to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rightfin.lp.expression import Comparison
from rightfin.lp.inputs import Index, Inputs
from rightfin.schema.switches import Switch


class Unit(StrEnum):
    """What a row or column is measured in; decides how it is scaled before solving."""

    PERSONS = "persons"
    MONEY = "currency"
    CAPABILITY = "capability units"
    ASSETS = "units"
    CASES = "cases"
    SHARE = "share"


class Axis(StrEnum):
    """What one part of an index names."""

    CADRE = "cadre"
    GRADE = "cadre promoted into"
    INSTITUTION = "institution"
    ASSET = "asset"
    NEED = "need"
    CELL = "region cell"
    BAND = "shortfall band"
    STATE = "state of support"
    STAGE = "stage of the justice chain"
    SEGMENT = "line of a queue"
    BLOCK = "block of lines"
    CATEGORY = "category"
    PAYER = "payer"
    PURSE = "payer or tied transfer"
    CLASS = "financing class"
    PORTION = "financing class or portion of one"
    GROUP = "donor group"
    RULE = "rule"
    PART = "part of the budget"
    TARGET = "target"
    HANDOVER = "handover"
    EARMARK = "earmark"
    GIFT = "gift in kind"
    YEAR = "year"


class Taken(StrEnum):
    """When a decision is taken, as far as news in the midst of a year finds it taken and has to leave it."""

    IN_TRAINING = "before training"
    """When recruits begin their training, whole years before they join."""
    AHEAD = "ahead of its year"
    """Before the money of its year is known."""
    IN_ITS_YEAR = "in its year"
    """As its year passes."""
    FOLLOWS = "follows"
    """Never by itself: it follows from other decisions."""


@dataclass(frozen=True)
class Component:
    """One kind of row or column, public under the name ``name[index]``, as in ``ceiling[2027]``.

    ``title`` names it to people, ``axes`` says what the parts of an index are, in their order, and ``index`` yields every
    index that a case has. Raises ``ValueError`` for money without a year, whose scale would not be known.
    """

    name: str
    title: str
    unit: Unit
    axes: tuple[Axis, ...]
    index: Callable[[Inputs], Iterable[Index]]

    def __post_init__(self) -> None:
        if self.is_money and Axis.YEAR not in self.axes:
            raise ValueError(f"{self.name} is money and has no year")

    @property
    def is_money(self) -> bool:
        """Whether it is measured in money, whose scale follows prices."""
        return self.unit is Unit.MONEY

    def exists(self, inputs: Inputs) -> bool:
        """Return whether the case may have any."""
        return True

    def indices(self, inputs: Inputs) -> list[Index]:
        """Return every index that a case has; ``ValueError`` for one that does not have one part for each axis."""
        found = list(self.index(inputs)) if self.exists(inputs) else []
        for index in found:
            if len(index) != len(self.axes):
                raise ValueError(f"{self.name}{list(index)} is no index over {', '.join(self.axes)}")
        return found

    def place(self, axis: Axis) -> int:
        """Return the place of an axis in an index; ``ValueError`` if the kind does not have it."""
        return self.axes.index(axis)

    @cached_property
    def _year(self) -> int | None:
        return self.axes.index(Axis.YEAR) if Axis.YEAR in self.axes else None

    def year_of(self, index: Index) -> int | None:
        """Return the year of an index; ``None`` for a kind without one."""
        return None if self._year is None else int(index[self._year])


@dataclass(frozen=True)
class Family(Component):
    """One kind of row; ``rule(decisions, inputs, *index)`` returns it, with its equation in the rule's docstring.

    ``switch`` is the switch of a model definition that turns the family off, ``None`` for rows that no definition may drop.
    """

    rule: Callable[..., Comparison]
    switch: Switch | None = None
    hard: bool = False
    """Whether it holds what a case itself marks as hard, so that its author can soften it."""
    gives_way: str = ""
    """What gives way, in words, where people can move the limit that the rows set; empty where they set none."""
    defines: str = ""
    """The kind of decision that a row only gives a name to, so that a solver can do without both."""
    only_for: str = ""
    """The only objective that can see the row, because others leave decisions of the row free."""

    def exists(self, inputs: Inputs) -> bool:
        """Return whether the model definition leaves the family on."""
        return self.switch is None or inputs.on(self.switch)

    @property
    def file(self) -> str:
        """The module that holds the rule: the theme under which the docs show it."""
        return str(self.rule.__module__).rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Decision(Component):
    """One kind of decision, never negative; ``help`` says what it is in a sentence."""

    help: str
    taken: Taken
    upper: Callable[..., float | None] | None = None
    """Greatest value, given the inputs and an index; unlimited where absent."""
    uncounted: str = ""
    """Why no level counts it, in a sentence; empty for what a level counts. A test holds that one of the two is so."""


