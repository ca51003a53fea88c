"""What one plan breaks that another one keeps: who is unpaid, who is unsupported, which needs open up.

Both plans are of one case with the same years and lines. Amounts that cannot be told from rounding are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import MONEY_APART, NOBODY, PEOPLE_APART, SEEN


@dataclass(frozen=True)
class Unpaid:
    """Cost of one line in one year that nobody pays, in currency units at current prices."""

    institution: str
    category: str
    year: int
    amount: float


@dataclass(frozen=True)
class Unsupported:
    """People of one cadre who are paid but not supported in one year, beyond what the case accepts."""

    cadre: str
    year: int
    people: float


@dataclass(frozen=True)
class Gap:
    """By how much the coverage of one need falls in one year, as a share of the need, all regions together."""

    need: str
    year: int
    before: float
    after: float

    @property
    def points(self) -> float:
        """The fall in percentage points."""
        return 100.0 * (self.before - self.after)


def unpaid_beyond(base: Plan, other: Plan, sizes: Mapping[int, float]) -> tuple[Unpaid, ...]:
    """Return what ``other`` leaves unpaid beyond ``base``, by line and year.

    ``sizes`` is the yearly size of the case at the prices of each year, so that inflation hides nothing.
    """
    return tuple(
        Unpaid(str(i), str(c), as_year(t), amount)
        for (i, c, t), amount in _more(base, other, "budget", ["institution", "category", "year"], "unfunded")
        if amount > MONEY_APART * sizes[int(t)]
    )


def unsupported_beyond(base: Plan, other: Plan) -> tuple[Unsupported, ...]:
    """Return who is paid but unsupported in ``other`` beyond ``base``, by cadre and year."""
    least = max(PEOPLE_APART * _largest(base, "strength", "strength"), NOBODY)
    return tuple(
        Unsupported(str(k), as_year(t), people)
        for (k, t), people in _more(base, other, "strength", ["cadre", "year"], "hollow") if people > least
    )


def arrears_beyond(base: Plan, other: Plan, sizes: Mapping[int, float]) -> dict[int, float]:
    """Return by how much what is owed at the end of a year in ``other`` exceeds that in ``base``, by year."""
    more = _more(base, other, "fiscal", ["year"], "arrears")
    return {as_year(t): amount for (t,), amount in more if amount > MONEY_APART * sizes[int(t)]}


def falls(base: Plan, other: Plan) -> tuple[Gap, ...]:
    """Return which needs are covered less in ``other`` than in ``base``, by need and year, where that is seen."""
    old, new = coverage_of(base), coverage_of(other)
    return tuple(
        Gap(need, year, before, new[need, year]) for (need, year), before in old.items()
        if before - new[need, year] > SEEN
    )


def coverage_of(plan: Plan) -> dict[tuple[str, int], float]:
    """Return the covered share of each need by (need, year), all regions together; years without the need are left out."""
    sums = (plan.tables["needs"].sums(("need", "year"), column) for column in ("needed", "external", "covered"))
    needed, external, covered = sums
    return {
        (str(need), as_year(year)): (external[need, year] + covered[need, year]) / amount
        for (need, year), amount in needed.items() if amount > 0.0
    }


def _largest(plan: Plan, table: str, column: str) -> float:
    """Return the largest yearly sum of a column."""
    return max(plan.tables[table].by_year(column).values(), default=0.0)


def _more(base: Plan, other: Plan, table: str, key: list[str], column: str) -> Iterator[tuple[tuple[Any, ...], float]]:
    """Yield the key of each row and by how much a number is larger in ``other`` than in ``base``."""
    old, new = (plan.tables[table].sums(key, column) for plan in (base, other))
    for parts, amount in new.items():
        yield parts, amount - old.get(parts, 0.0)
