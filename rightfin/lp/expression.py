"""Linear expressions as plain numbers: what the rules return when they are evaluated without Pyomo.

The rules of the formulation are written once and only add, scale and compare. Given Pyomo decisions they return Pyomo
rows; given the decisions of this module they return ``Row`` values at a small part of the cost, which is what makes a
change of inputs cheap. Sums are kept as trees and flattened once, so that a sum of n terms takes n steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Sense(IntEnum):
    """How a row stands to its right side."""

    AT_MOST = 1
    EQUAL = 0
    AT_LEAST = -1


class Linear:
    """A linear expression over numbered columns; immutable."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: Linear | float) -> Linear:
        return self if other.__class__ is int and other == 0 else Sum(self, other)  # what the built-in sum starts with

    __radd__ = __add__

    def __sub__(self, other: Linear | float) -> Linear:
        return self + -other

    def __rsub__(self, other: Linear | float) -> Linear:
        return Sum(-self, other)

    def __neg__(self) -> Linear:
        return self * -1.0

    def __mul__(self, factor: float) -> Linear:
        return Scaled(self, factor)

    def __rmul__(self, factor: float) -> Linear:
        return self * factor

    def __truediv__(self, divisor: float) -> Linear:
        return self * (1.0 / divisor)

    def __le__(self, other: Linear | float) -> Row:
        return Row(self - other, Sense.AT_MOST)

    def __ge__(self, other: Linear | float) -> Row:
        """As Pyomo does: between two expressions the smaller one stands first."""
        return other <= self if isinstance(other, Linear) else Row(self - other, Sense.AT_LEAST)

    def __eq__(self, other: object) -> Row:  # type: ignore[override]
        return Row(self - other, Sense.EQUAL)  # type: ignore[operator]

    def flat(self) -> tuple[dict[int, float], float]:
        """Return coefficients by column and the constant; coefficients that cancel stay as zeros.

        The tree is walked from left to right, so that numbers are added in the order in which the rule names them.
        """
        terms: dict[int, float] = {}
        constant = 0.0
        waiting: list[tuple[Any, float]] = [(self, 1.0)]
        take, put, known = waiting.pop, waiting.append, terms.get
        while waiting:
            part, factor = take()
            kind = part.__class__
            while kind is Sum:
                put((part.right, factor))
                part = part.left
                kind = part.__class__
            if kind is Term:
                column = part.column
                terms[column] = known(column, 0.0) + factor * part.coefficient
            elif kind is Scaled:
                put((part.inner, factor * part.factor))
            else:
                constant += factor * part
        return terms, constant


class Term(Linear):
    """A coefficient times a column."""

    __slots__ = ("coefficient", "column")

    def __init__(self, column: int, coefficient: float = 1.0) -> None:
        self.column = column
        self.coefficient = coefficient

    def __mul__(self, factor: float) -> Linear:
        return Term(self.column, factor * self.coefficient)


class Sum(Linear):
    """Two expressions, or an expression and a number, added."""

    __slots__ = ("left", "right")

    def __init__(self, left: Linear | float, right: Linear | float) -> None:
        self.left = left
        self.right = right


class Scaled(Linear):
    """An expression times a number."""

    __slots__ = ("factor", "inner")

    def __init__(self, inner: Linear, factor: float) -> None:
        self.inner = inner
        self.factor = factor


@dataclass(frozen=True)
class Row:
    """A row: an expression against zero."""

    gap: Linear
    sense: Sense

    def flat(self) -> tuple[dict[int, float], float]:
        """Return coefficients by column and the right side."""
        terms, constant = self.gap.flat()
        return terms, -constant


Expression = Linear | float
"""What a part of a rule is: an expression, or a number where no decision is in it."""

Comparison = Row | bool
"""What a rule returns: a row, or whether it holds where no decision is in it."""
