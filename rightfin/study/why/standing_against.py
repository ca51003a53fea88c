"""What stands against wishes that cannot be had: the smallest set of limits found, and what each does when it is lifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.lp.kinds import Axis
from rightfin.lp.program import Label
from rightfin.lp.rules import FAMILY
from rightfin.lp.wished import WISH
from rightfin.solve.closest import LEVEL, Closest, ClosestPoint
from rightfin.study.why.wished import Asking
from rightfin.study.why.wishes import Wish


@dataclass(frozen=True)
class LimitAgainst:
    """A limit that stands against wishes, in the years in which it does.

    ``whose`` is its index without the year. ``opens`` says whether the wishes can be had without it alone, lifted in all
    years and everything else as it is; ``reaches`` is how near they come then, by wish and year.
    """

    family: str
    whose: tuple[object, ...]
    years: tuple[int, ...]
    opens: bool
    reaches: Mapping[tuple[int, int], float]

    def __hash__(self) -> int:
        return hash((self.family, self.whose, self.years))


@dataclass(frozen=True)
class StandingAgainst:
    """Why wishes cannot be had.

    ``limits`` are a set that contradicts the wishes, together with how people and things follow from year to year; without
    any one row of it the rest can hold. ``reached`` is what is possible, by wish (its place) and year: of one wish in one
    year the greatest or least value, of several those that miss least together. ``levels`` are those of level 1 that stand
    against them too, where they are to be kept. ``wishes`` are those of the set, each in the years in which it is a row of
    it: of several, no one contradicts the rest of the set without the others.
    """

    limits: tuple[LimitAgainst, ...]
    levels: tuple[str, ...]
    reached: Mapping[tuple[int, int], float]
    wishes: tuple[Wish, ...]

    def __hash__(self) -> int:
        return hash((self.limits, self.levels))


def standing_against(asking: Asking, wishes: tuple[Wish, ...], most: Mapping[str, float]) -> StandingAgainst:
    """Return what stands against wishes that cannot be had; ``most`` is the greatest scaled value of levels, by name."""
    program = asking.program(wishes)
    closest = Closest(program, most, asking.models.control)
    rows = closest.against()
    groups: dict[tuple[str, tuple[object, ...]], list[int]] = {}
    for family, index in rows:
        if family in FAMILY and FAMILY[family].gives_way:
            groups.setdefault(_limit_of((family, index)), []).append(FAMILY[family].year_of(index) or 0)
    of_limit: dict[tuple[str, tuple[object, ...]], list[Label]] = {}
    for label in program.rows:
        if label[0] in FAMILY and (limit := _limit_of(label)) in groups:
            of_limit.setdefault(limit, []).append(label)
    reached = _reached(asking, wishes, closest.point)
    limits = []
    written = asking.models.parameters.horizon.style.written
    for limit, years in groups.items():
        found = closest.without(of_limit[limit])
        limits.append(LimitAgainst(
            *limit, tuple(written(year) for year in sorted(set(years)) if year), not found.missed,
            _reached(asking, wishes, found)))
    asked: dict[int, list[int]] = {}
    for family, index in rows:
        if family == WISH:
            place, year = map(int, map(str, index))
            asked.setdefault(place, []).append(written(year))
    return StandingAgainst(
        tuple(limits), tuple(str(index[0]) for family, index in rows if family == LEVEL), reached,
        tuple(wishes[place].at(sorted(years)) for place, years in sorted(asked.items())))


def _limit_of(label: Label) -> tuple[str, tuple[object, ...]]:
    family, index = label
    return family, tuple(part for axis, part in zip(FAMILY[family].axes, index, strict=True) if axis is not Axis.YEAR)


def _reached(asking: Asking, wishes: tuple[Wish, ...], found: ClosestPoint) -> dict[tuple[int, int], float]:
    """Return what the wishes come to at a point, by place of the wish and year; what is asked where they are met."""
    missed = found.missed
    reached = {}
    for n, wish in enumerate(wishes):
        for row in wish.rows(asking.models.inputs):
            miss = missed.get((WISH, (n, int(row.year))), 0.0)
            value = asking.values(found.columns)[WISH, (n, int(row.year))] if miss else wish.number
            reached[n, row.year] = value
    return reached
