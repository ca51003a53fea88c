"""Columns and rows of a program by kind, with the parts of their indices by axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rightfin.lp.kinds import Axis, Component
from rightfin.lp.program import Label, Program
from rightfin.lp.rules import DECISION, FAMILY

PartLimits = Mapping[Axis, Any]
"""What an index names, by axis: ``parts[Axis.YEAR]``."""


def columns_of(program: Program, name: str) -> Iterator[tuple[int, PartLimits]]:
    """Yield place and parts of every decision of a kind; ``KeyError`` if there is no such kind."""
    return _of(DECISION[name], program.columns)


def rows_of(program: Program, name: str) -> Iterator[tuple[int, PartLimits]]:
    """Yield place and parts of every row of a family; ``KeyError`` if there is no such family."""
    return _of(FAMILY[name], program.rows)


def _of(kind: Component, labels: Iterable[Label]) -> Iterator[tuple[int, PartLimits]]:
    return ((place, dict(zip(kind.axes, index, strict=True)))
            for place, (name, index) in enumerate(labels) if name == kind.name)
