"""Which levers changed cells stand for, so that a link that holds cells alone shows them as they were moved."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rightfin.case.case import Case, Cell, Key
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.study.levers.changes import Changes, LeverChange, cells_of_changes
from rightfin.study.levers.lever import Lever, Moved, Place, Typing, cells_of, cells_of_moves, moves_of
from rightfin.study.levers.places import Movable
from rightfin.study.whatif import start_cells, started, with_cells
from rightfin.tolerances import ADDED_UP, TYPED

_Pair = tuple[int, float | None, float, Place]
"""A year, the number of the case and that after the change, and where they stand."""

_DIGITS = 6
"""Decimals to which a number is taken to have been typed."""


@dataclass(frozen=True)
class Recognised:
    """Levers that were moved, and the cells that no lever stands for: they were typed into the case."""

    changes: Changes
    others: tuple[Cell, ...]


def recognised(question: Question, levers: Sequence[Lever], cells: tuple[Cell, ...]) -> Recognised:
    """Return what cells of the prepared case of a question stand for.

    The cells of the changes, with the others laid over them, are these cells. A move that explains most goes first, and no
    cell is explained twice. Starts of programmes come first among the others; raises ``CaseError`` for one that cannot be
    used.
    """
    starts = start_cells(cells)
    question, cells = started(question, cells)
    found = _recognised(question, levers, cells)
    return Recognised(found.changes, (*starts, *found.others))


def _recognised(question: Question, levers: Sequence[Lever], cells: tuple[Cell, ...]) -> Recognised:
    known = _in_places(question.laid, levers, cells)
    if not known:
        return Recognised((), cells)
    levers = tuple(levers)
    after = {lever.name: lever for lever in _levers_after(question.laid, known, levers)}
    tried = [*_guessed_where_programmes_add(question, levers, cells)]
    tried += [
        (lever, moved, cells_of_moves(question.laid, moves_of(lever, moved)))
        for lever in levers for moved in _guesses(lever, after.get(lever.name))
    ]
    tried.sort(key=lambda one: -len(moves_of(*one[:2])))
    wanted = {cell[:3] for cell in cells}
    taken: set[tuple[str, Key, str]] = set()
    found: list[LeverChange] = []
    for lever, moved, made in tried:
        mine = {cell[:3] for cell in made}
        if mine <= wanted and taken.isdisjoint(mine):
            taken |= mine
            found.append(LeverChange(lever, moved))
    changes = tuple(sorted(found, key=lambda change: levers.index(change.lever)))
    explained = {cell[:3]: cell[3] for cell in cells_of_changes(changes, question)}
    others = tuple(cell for cell in cells if not _alike(explained.get(cell[:3]), cell[3]))
    return Recognised(changes, others)


def _in_places(case: Case, levers: Sequence[Lever], cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells of a case that stand in rows which levers move.

    All others are as they are typed, and may be anything: a last year in a million years is not planned to be told so.
    """
    rows = {(place.table, place.key) for lever in levers for place in lever.places}
    return [cell for cell in cells if cell[:2] in rows and _is_in(case, cell)]


def _is_in(case: Case, cell: Cell) -> bool:
    """Return whether a case has a cell."""
    table, key, column, _ = cell
    try:
        case.with_cell(table, key, column, None)
    except KeyError:
        return False
    return True


def _guessed_where_programmes_add(
    question: Question, levers: Sequence[Lever], cells: tuple[Cell, ...]
) -> Iterator[tuple[Lever, Moved, tuple[Cell, ...]]]:
    """Yield moves, with their cells, that are seen in what is planned alone: a programme adds to what a lever moves."""
    if question.prepared is question.laid:
        return
    before = {lever.name: lever for lever in _levers_after(question.prepared, (), levers)}
    known = _in_places(question.prepared, levers, cells)
    after = {lever.name: lever for lever in _levers_after(question.prepared, known, levers)}
    wanted = {cell[:3]: cell[3] for cell in cells}
    for lever in levers:
        if lever.name in before and before[lever.name] != lever:
            for moved in _guesses(before[lever.name], after.get(lever.name)):
                made = cells_of(lever, moved, question)
                if all(cell[:3] in wanted and _alike(wanted[cell[:3]], cell[3]) for cell in made):
                    yield lever, moved, made


def _levers_after(case: Case, cells: Sequence[Cell], levers: Sequence[Lever]) -> Iterator[Lever]:
    """Yield the levers with what stands in their places of a case after a change, without those that have none."""
    movable = Movable(with_cells(case, cells))
    rows = {
        table: dict(movable.rows(table))
        for table in {place.table for lever in levers for place in lever.places}
    }
    for lever in levers:
        places = tuple(_place_after(movable, place, rows[place.table]) for place in lever.places)
        if None not in places:
            yield replace(lever, places=tuple(place for place in places if place is not None))


def _place_after(movable: Movable, place: Place, rows: Mapping[Key, Mapping[str, Value]]) -> Place | None:
    row = rows.get(place.key)
    if row is None:
        return None
    if place.column:
        return movable.column(place.table, place.key, row, place.column, default=True, one_is=place.one_is)
    return movable.across(place.table, place.key, row, one_is=place.one_is)


def _guesses(lever: Lever, after: Lever | None) -> Iterator[Moved]:
    """Yield the move that makes of a lever's places what stands there now; none where it rests, or none does."""
    if after is None:
        return
    if lever.ways == (Typing.YEAR,):
        was, now = (dict(one.places[0].numbers) for one in (lever, after))
        if was != now:
            yield Moved(Typing.YEAR, next(iter(now.values()), None))
        return
    pairs = [
        (year, dict(old.numbers).get(year), number, old)
        for old, new in zip(lever.places, after.places, strict=True) for year, number in new.numbers
    ]
    changed = sorted({year for year, old, new, _ in pairs if not _alike(old, new)})
    if not changed:
        return
    first = min(year for year, *_ in pairs)
    since = changed[0] if lever.is_dated and changed[0] > first else None
    for way in lever.ways:
        if way is Typing.BY_YEAR:
            guess = _by_year(lever, pairs, changed)
        else:
            numbers = [_amount(lever, way, old, new, place) for year, old, new, place in pairs if year >= changed[0]]
            known = [number for number in numbers if number is not None]
            guess = None if not known else Moved(way, round(Counter(known).most_common(1)[0][0], _DIGITS), since)
        if guess is not None and _makes(lever, guess, pairs):
            yield guess
            return


def _amount(lever: Lever, way: Typing, old: float | None, new: float, place: Place) -> float | None:
    """Return what was typed if a number was moved in a way; ``None`` where it says nothing about it."""
    if way is Typing.LEVEL:
        return new / (lever.scale * place.one_is)
    if old is None or (way is Typing.FACTOR and old == 0.0):
        return None
    return round(100.0 * new / old if way is Typing.FACTOR else (new - old) / lever.scale, _DIGITS)


def _by_year(lever: Lever, pairs: Sequence[_Pair], changed: Sequence[int]) -> Moved | None:
    if len(lever.places) != 1:
        return None
    return Moved(Typing.BY_YEAR, by_year=tuple(
        (year, round(new / lever.scale, _DIGITS)) for year, _, new, _ in pairs if year in changed))


def _makes(lever: Lever, moved: Moved, pairs: Sequence[_Pair]) -> bool:
    """Return whether a move makes of every place what stands there."""
    moves = moves_of(lever, moved)
    return all(
        _alike(moves.get((place.table, place.key, place.column or str(year)), old), new) for year, old, new, place in pairs)


def _alike(one: Value, other: Value) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (one, other))
    return math.isclose(float(str(one)), float(str(other)), rel_tol=TYPED, abs_tol=ADDED_UP) if numbers else one == other
