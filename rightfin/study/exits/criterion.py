"""What own financing has to pass, and by what an answer fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rightfin.case.issue import CaseError, Issue
from rightfin.result.glance import Glance
from rightfin.solve.levels import Depth
from rightfin.study.exits.leaving import Leaving
from rightfin.tolerances import MATERIAL, NEGLIGIBLE, SEEN


class Part(StrEnum):
    """The parts of the test, and having no answer at all."""

    PAID = "paid"
    COVERAGE = "coverage"
    MARGIN = "margin"
    ANSWER = "answer"


@dataclass(frozen=True)
class Failure:
    """A part of the test that does not hold, and the first year in which it does not.

    ``year`` is ``None`` where only the years planned after those shown fail, or where there is no answer.
    """

    part: Part
    year: int | None


@dataclass(frozen=True)
class ExitTest:
    """What must hold once donors have left.

    Always: everything is paid and everyone supported, in the years before and after the exit, those planned beyond the
    last year shown included. ``coverage``: in every year from the exit on, at least this share of the coverage that
    there is if the donors never leave; a fall that no table shows (``SEEN``) counts as none. ``margin``: the steady-state
    margin is not negative.

    Raises ``CaseError`` if ``coverage`` is no share.
    """

    coverage: float | None = None
    margin: bool = False

    def __post_init__(self) -> None:
        if self.coverage is not None and not 0.0 <= self.coverage <= 1.0:
            raise CaseError([Issue("exit_coverage", f"A coverage of {self.coverage:g} is no share.",
                                   "Give a share from 0 to 1, such as 0.9.")])

    @property
    def plain(self) -> bool:
        """Whether nothing is asked but that everything is paid and everyone supported."""
        return self.coverage is None and not self.margin

    def by_order(self, leaving: Leaving) -> bool:
        """Return whether a later exit can never turn a pass into a failure, so that halving finds the earliest year.

        So it is for *everything is paid*: more donor money never raises level 1. Coverage and the margin may fall when
        donors stay longer, because debts that are then paid take money from needs; and a donor that asks the state for
        own money (``match_base``) can cost more than it brings.
        """
        return self.plain and not leaving.demanding

    def depth(self, wanted: Depth) -> Depth:
        """Return how far plans have to be solved: levels 1 and 2 settle neither the margin nor the coverage of a year."""
        return Depth(wanted) if self.plain else Depth.PLAN

    def failures(
        self, glance: Glance | None, own_from: int, most_unpaid: float, reference: Glance | None
    ) -> tuple[Failure, ...]:
        """Return by what an answer fails; nothing if it passes.

        ``own_from`` is the first year without the donors, ``reference`` the answer if they never leave. Raises
        ``CaseError`` if the margin is asked for and does not exist.
        """
        if glance is None:
            return (Failure(Part.ANSWER, None),)
        found = []
        if glance.least_missing > most_unpaid:
            found.append(Failure(Part.PAID, first_broken(glance)))
        if self.coverage is not None:
            if reference is None:
                return (Failure(Part.ANSWER, None),)
            wanted = [self.coverage * share - SEEN for share in reference.coverage]
            short = (year for year, has, needs in zip(glance.years, glance.coverage, wanted, strict=True)
                     if year >= own_from and has < needs)
            year = next(short, None)
            found += [Failure(Part.COVERAGE, year)] if year is not None else []
        if self.margin:
            if glance.margin is None:
                raise CaseError([Issue(
                    "no_margin", "What the force costs for good is not known, because pensions of a cadre never end.",
                    "Give cadres with a pension a pension_exit above 0, or do not ask what is affordable for good.",
                    "cadres",
                    column="pension_exit",
                )])
            if glance.margin < -NEGLIGIBLE * glance.cost[-1]:
                found.append(Failure(Part.MARGIN, glance.years[-1]))
        return tuple(found)


ALL_PAID = ExitTest()
"""The test that asks for nothing but that everything is paid and everyone supported."""


def broken(glance: Glance) -> dict[int, float]:
    """Return what is unpaid or unsupported by year shown, at current prices, where that is material for the year."""
    rows = zip(glance.years, glance.missing, glance.cost, strict=True)
    return {year: missing for year, missing, cost in rows if missing > MATERIAL * cost}


def first_broken(glance: Glance) -> int | None:
    """Return the first year in which something material is unpaid or unsupported; ``None`` if no year shown has any."""
    return min(broken(glance), default=None)


def from_then_on(holds: Mapping[int, bool]) -> tuple[int | None, tuple[int, ...]]:
    """Return the first year from which on a test holds in all years asked, and earlier years in which it holds as well.

    ``holds`` says by year whether it does. The first year is ``None`` if the test fails in the last one asked.
    """
    first: int | None = None
    for year in sorted(holds, reverse=True):
        if not holds[year]:
            break
        first = year
    return first, tuple(year for year in sorted(holds) if holds[year] and (first is None or year < first))
