"""A lever: what can be moved in a case, how it is typed, and the cells that a move makes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rightfin.case.case import Case, Cell, Key, canonical
from rightfin.case.expansion import expanded
from rightfin.case.issue import CaseError, Issue
from rightfin.case.scenario import with_years
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.study.whatif import with_cells

ByYear = tuple[tuple[int, float], ...]
"""Numbers by year, years rising."""

Moves = Mapping[tuple[str, Key, str], Value]
"""New values by table, key of the row, and column or year."""


class Typing(StrEnum):
    """How a move is typed."""

    FACTOR = "per cent of the case"
    POINTS = "points added"
    LEVEL = "one number"
    BY_YEAR = "by year"
    YEAR = "a year"


@dataclass(frozen=True)
class Place:
    """Cells that a lever moves: one column of a row, or, where ``column`` is empty, its years.

    ``numbers`` are what stands there, by year planned; in a column the same in all of them, and none where nothing stands
    there. ``least`` and ``most`` bound what may stand there. Where ``one_is`` is not 1, a typed number counts in so many
    units of the cell: 30 per cent of 2,000 people are 600.
    """

    table: str
    key: Key
    column: str
    numbers: ByYear
    least: float = -math.inf
    most: float = math.inf
    one_is: float = 1.0


@dataclass(frozen=True)
class Moved:
    """A move as it is typed: a number, from a year on or in all years; numbers by year; or a year, ``None`` for never."""

    way: Typing
    amount: float | None = None
    since: int | None = None
    by_year: ByYear = ()


@dataclass(frozen=True)
class Lever:
    """Something in a case that can be moved.

    ``ways`` are how it may be typed, the usual one first; ``standing`` is what it is in the case, by year planned, in
    ``unit``, and empty where it has no one value or none at all. ``ends`` are sensible ends of what is typed in the usual
    way. ``scale`` is what one unit typed is in a cell: 0.01 of per cent.
    """

    name: str
    title: str
    group: str
    unit: str
    ways: tuple[Typing, ...]
    standing: ByYear
    ends: tuple[float, float]
    says: str
    places: tuple[Place, ...]
    scale: float = 1.0
    of: str = ""
    """Whose lever it is, where a group has many: the name of an institution, a donor."""

    @property
    def is_dated(self) -> bool:
        """Whether a move may begin in a later year: everything that it moves is typed by year."""
        return all(not place.column for place in self.places)

    @property
    def resting(self) -> float | None:
        """The number that moves nothing in the usual way of typing; ``None`` where there is no such number."""
        first = self.ways[0]
        if first in (Typing.FACTOR, Typing.POINTS):
            return 100.0 if first is Typing.FACTOR else 0.0
        numbers = {number for _, number in self.standing}
        return numbers.pop() if len(numbers) == 1 else None


def moves_of(lever: Lever, moved: Moved) -> dict[tuple[str, Key, str], Value]:
    """Return the new values of the cells that a move names, those that stay as they are left out.

    What goes beyond the bounds of a cell stops there. Years of a row that are not named do not stand in it.
    """
    found: dict[tuple[str, Key, str], Value] = {}
    for place in lever.places:
        if moved.way is Typing.YEAR:
            found[place.table, place.key, place.column] = None if moved.amount is None else int(moved.amount)
            continue
        before = dict(place.numbers)
        for year in before or _years(lever, moved):
            new = _moved(lever, moved, place, year, before.get(year))
            if new is not None and canonical(new) != before.get(year):
                found[place.table, place.key, place.column or str(year)] = canonical(new)
    return found


def _years(lever: Lever, moved: Moved) -> list[int]:
    """Return years in which a place without numbers may get some."""
    return [year for year, _ in moved.by_year or lever.standing] or [0]


def _moved(lever: Lever, moved: Moved, place: Place, year: int, before: float | None) -> float | None:
    """Return what stands in a year after a move; ``None`` where the move does not touch it."""
    if moved.way is Typing.BY_YEAR:
        typed = dict(moved.by_year).get(year)
        new = None if typed is None else typed * lever.scale * place.one_is
    elif moved.amount is None or (moved.since is not None and lever.is_dated and year < moved.since):
        new = None
    elif moved.way is Typing.LEVEL:
        new = moved.amount * lever.scale * place.one_is
    elif before is None:
        new = None
    else:
        new = before * moved.amount / 100.0 if moved.way is Typing.FACTOR else before + moved.amount * lever.scale
    if new is None:
        return None
    return min(max(new, place.least), place.most)


def stopped(lever: Lever, moved: Moved) -> bool:
    """Return whether a move goes beyond what some of its cells may hold, and stops there."""
    free = replace(lever, places=tuple(replace(place, least=-math.inf, most=math.inf) for place in lever.places))
    return moves_of(free, moved) != moves_of(lever, moved)


def added(moves: Iterable[Moves]) -> dict[tuple[str, Key, str], Value]:
    """Return all moves together: in a cell that several name, the last one holds."""
    found: dict[tuple[str, Key, str], Value] = {}
    for one in moves:
        found |= one
    return found


def cells_of_moves(case: Case, moves: Moves) -> tuple[Cell, ...]:
    """Return the cells that make a case one with moves: years that no move names keep what they stand for.

    ``KeyError`` for a row that the case does not have.
    """
    rows: dict[tuple[str, Key], dict[str, Value]] = {}
    for (table, key, column), value in moves.items():
        rows.setdefault((table, key), {})[column] = value
    cells: list[Cell] = []
    for name in dict.fromkeys(table for table, _ in rows):
        found = case.tables[name]
        by_key = {found.key_of(row): row for row in found.records()}
        for (table, key), new in rows.items():
            if table == name:
                cells += [(table, key, column, value) for column, value in _row(case, table, by_key[key], new).items()]
    return tuple(cells)


def _row(case: Case, table: str, row: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
    """Return the columns of a row that change, with their new values."""
    years = {int(column): value for column, value in new.items() if column.isdecimal()}
    after = with_years(case, table, row, years) if years else dict(row)
    after |= {column: value for column, value in new.items() if not column.isdecimal()}
    return {column: value for column, value in after.items() if value != row.get(column)}


def cells_of(lever: Lever, moved: Moved, question: Question) -> tuple[Cell, ...]:
    """Return the cells that make the prepared case of a question one with a move; none where it moves nothing."""
    return prepared_cells(question, cells_of_moves(question.laid, moves_of(lever, moved)))


def prepared_cells(question: Question, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return cells of the case as it is laid out as cells of the one that is planned.

    They differ where packages and programmes follow from what is changed: people who are paid like a cadre, revenue that a
    reform adds to. Raises ``CaseError`` where a change makes other rows of these.
    """
    if question.prepared is question.laid:
        return cells
    before, after = question.prepared, expanded(with_cells(question.laid, cells)).case
    found: list[Cell] = []
    for name, table in after.tables.items():
        was = before.tables[name]
        if table is not was and table != was:
            olds, news = ({one.key_of(row): row for row in one.records()} for one in (was, table))
            if olds.keys() != news.keys():
                raise CaseError([Issue("other_rows", f"This changes which rows of {name} packages or programmes make.",
                                       "Change the case itself, and open it again.", name)])
            found += [(name, key, column, row.get(column)) for key, row in news.items()
                      for column in dict.fromkeys((*row, *olds[key])) if row.get(column) != olds[key].get(column)]
    return tuple(found)
