"""Limits that contradict one another, for a page: each set in words, the cells it is typed in, and changes that end it."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.lp.rules import FAMILY
from rightfin.report.studies.contradictions import (
    LimitPlaces,
    amount_told,
    findings,
    given_told,
    limit_told,
    members_by_limit,
    outcome_told,
    whose_told,
)
from rightfin.report.studies.findings import Findings
from rightfin.report.words.wording import begun, listed
from rightfin.result.typed_at import TypedAt
from rightfin.study.why.contradictions import Contradictions, ContradictorySet, LimitMember, WayOut


@dataclass(frozen=True)
class ContradictingLimit:
    """A limit of a set in words, and the cells in which it is typed; none where it follows from the rest of the case."""

    text: str
    cells: tuple[TypedAt, ...]


@dataclass(frozen=True)
class WayOutTold:
    """A change that was tried: what it changes, what the plan with it comes to, and the numbers to type.

    ``steps`` is the same limit by limit and year by year: what, when, what stands there now, and what is to stand there or
    by how much it gives way. There are no ``cells`` where not every limit that gives way is in one.
    """

    text: str
    outcome: str
    cells: tuple[tuple[TypedAt, float], ...]
    steps: tuple[tuple[str, str, str, str], ...]
    limits: tuple[str, ...]
    """The limits that give way, each once."""


@dataclass(frozen=True)
class SetTold:
    """Limits that cannot hold together, and the limits that end it by giving way alone, the least change first."""

    limits: tuple[ContradictingLimit, ...]
    alone: tuple[WayOutTold, ...]
    set_aside: bool
    """Whether the hard limits of the other sets were left out as the changes were tried."""


@dataclass(frozen=True)
class Contradicted:
    """All that a page tells of a contradictory case; ``together`` is the least change of all limits, where there is one."""

    findings: Findings
    sets: tuple[SetTold, ...]
    together: WayOutTold | None


def contradicted(found: Contradictions) -> Contradicted:
    """Return what a page tells of contradictory sets."""
    place = LimitPlaces(None, found.style)
    alone = {way.limits for one in found.sets for way in one.alone}
    together = found.together
    return Contradicted(
        findings(found), tuple(_set(found, one, place) for one in found.sets),
        None if together is None or together.glance is None or together.limits in alone else _way(found, together, place),
    )


def _set(found: Contradictions, one: ContradictorySet, place: LimitPlaces) -> SetTold:
    limits = [
        ContradictingLimit(_limit(found, members),
                           tuple(dict.fromkeys(member.at for member in members if member.at is not None)))
        for movable in (True, False) for members in members_by_limit(one, movable=movable)
    ]
    ways = [way for way in one.alone if way.glance is not None]
    return SetTold(tuple(limits), tuple(_way(found, way, place) for way in ways), any(way.set_aside for way in ways))


def _limit(found: Contradictions, members: list[LimitMember]) -> str:
    """Return a limit with the numbers that are typed for it."""
    typed = dict.fromkeys(_number(member.number) for member in members if member.number is not None)
    return begun(limit_told(found, members, None)) + (f": {', '.join(typed)}" if typed else "")


def _way(found: Contradictions, way: WayOut, place: LimitPlaces) -> WayOutTold:
    names = [f"{FAMILY[one.family].title}{whose_told(found, one.family, one.whose)}" for one in way.limits]
    steps = [
        (name, "all years" if one.year is None else found.style.text(one.year),
         "" if one.number is None else _number(one.number),
         f"by {amount_told(found, one)}" if one.moved is None else _number(one.moved))
        for name, one in zip(names, way.limits, strict=True)
    ]
    moved = {one.at for one in way.limits}
    steps += [
        (f"As it was: {at.table}, {at.row}", found.style.text(int(at.column)) if at.column.isdecimal() else at.column,
         "", _number(number))
        for at, number in way.cells.items() if at not in moved
    ]
    return WayOutTold(f"{begun(listed(given_told(found, way, place)))}.", outcome_told(found, way).strip(),
                      tuple(way.cells.items()), tuple(steps), tuple(dict.fromkeys(names)))


def _number(number: float) -> str:
    return f"{number:,.6g}"
