"""Parameters and layout of a case by name, years, and heads of the budget: what all rules read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from rightfin.case.lines import Head
from rightfin.fiscal.labelled import Labelled
from rightfin.fiscal.parameters import Parameters
from rightfin.lp.layout import Block, Layout
from rightfin.lp.shared import Shared


@dataclass(frozen=True)
class BaseInputs:
    """The parameters and layout of a case; a name that is not here reads the field of the parameters that has axes.

    Raises ``AttributeError`` for a name that is neither here nor in the parameters.
    """

    parameters: Parameters
    layout: Layout

    def __getattr__(self, name: str) -> Labelled:
        """Return a parameter with its labels, and keep it here for the next time."""
        if name.startswith("_"):
            raise AttributeError(name)
        found: Labelled = getattr(self.parameters.by_name, name)
        self.__dict__[name] = found
        return found

    @cached_property
    def shared(self) -> Shared:
        """Parts of rows that were made from these inputs."""
        return Shared()

    @property
    def years(self) -> tuple[int, ...]:
        """Planning years, tail included."""
        return self.parameters.horizon.years

    @property
    def origin(self) -> Self:
        """The same from the base year of the case on, for what is measured against that year; itself where none is settled.
        """
        whole = self.parameters.origin
        if whole is None:
            return self
        if "_origin" not in self.__dict__:
            self.__dict__["_origin"] = replace(self, parameters=whole)
        found: Self = self.__dict__["_origin"]
        return found

    @property
    def first(self) -> int:
        """The first planning year."""
        return self.years[0]

    @property
    def last(self) -> int:
        """The last planning year."""
        return self.years[-1]

    @cached_property
    def blocks(self) -> Mapping[tuple[str, str], Block]:
        """Blocks of lines that can cost anything by name and category, institutions in order, categories in order."""
        p = self.parameters
        place = {line: n for n, line in enumerate(p.lines)}
        found = [block for financing in self.layout.classes for block in financing.blocks]
        return {(b.name, b.category): b for b in sorted(found, key=lambda block: place[block.lines[0]])}

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """Heads of the budget (institution, category) that can cost anything, in the same order."""
        return tuple(dict.fromkeys((block.institution, block.category) for block in self.blocks.values()))
