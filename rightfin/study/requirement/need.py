"""The least of one thing, and what stands against it where no amount of it does."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.case.case import Cell


@dataclass(frozen=True)
class Against:
    """A limit without which some amount does, all else the same: tried. ``of`` names whose it is, empty for all of them."""

    limit: str
    of: str


@dataclass(frozen=True)
class Need:
    """The least of one thing that does alone.

    ``amount`` is in ``unit``, ``None`` if no amount does; ``by_year`` holds what it means in each year shown: money in
    currency units, or the force that is left in person-years; ``cells`` are the changes of the case that it stands for,
    empty where no cell stands for it. ``against`` is what stands against it where no amount does, ``None`` where no limit
    that was lifted alone lets it do. ``of`` is the full name of the institution, donor or provider that a need is about.
    """

    name: str
    title: str
    amount: float | None
    unit: str
    how: str
    by_year: tuple[float, ...] = ()
    after: float = 0.0
    """The part of a sum that falls into the years planned but not shown."""
    cells: tuple[Cell, ...] = ()
    against: Against | None = None
    of: str = ""
    until: int | None = None
    """The last year in which a peace operation that stays longer is there; ``None`` for other needs."""
