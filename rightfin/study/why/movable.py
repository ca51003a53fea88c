"""Limits of a case that can be moved so that others hold: how far their rows give way, and the cell that says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rightfin.case.case import Case, Cell, key_text
from rightfin.case.resolve import base_and_end, filled
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.program import Program
from rightfin.lp.rules import FAMILY
from rightfin.result.typed_at import TypedAt
from rightfin.schema import BY_NAME, Value

SIX_DIGITS = 6
"""Digits to which a number that gives way is written; it is rounded the way it gives way."""

WHOLE_FROM = 100.0
"""From this size on it is rounded to a whole number."""


NEAR = 0.05
"""Part of the last digit by which a number may pass a round one and still be written as that: what solves leave over."""


@dataclass(frozen=True)
class MovableLimit:
    """A limit of one year, or of all years where one cell says it for all; ``whose`` is its index without the year.

    ``rows`` is how far each row of the program gives way, in natural units, as the limit gives way by all of itself.
    ``number`` is what the cell holds, ``size`` what all of the limit is, in the unit of the row. A limit that no single
    cell says has neither cell nor number. ``up`` says whether more of the number gives way.
    """

    family: str
    whose: tuple[object, ...]
    year: int | None
    rows: Mapping[int, float] = field(hash=False)
    size: float
    up: bool
    cell: TypedAt | None = None
    number: float | None = None

    @property
    def limit(self) -> tuple[str, tuple[object, ...]]:
        """The limit over all years, as ``solve.diagnose.limit_of`` names one."""
        return self.family, self.whose

    def moved(self, share: float, near: float = 0.0) -> float:
        """Return the number once it has given way by a share of itself, rounded as ``outward`` does.

        A number of nothing gives way by a share of ``size``. Raises ``ValueError`` for a limit without a number.
        """
        if self.number is None:
            raise ValueError("no single cell says this limit")
        step = share * (abs(self.number) or self.size)
        return outward(max(0.0, self.number + step if self.up else self.number - step), up=self.up, near=near)


def outward(number: float, *, up: bool, near: float = 0.0) -> float:
    """Return a number of zero or more rounded up or down: to a whole one if it is large, else to six digits.

    One that passes a round number by no more than ``near`` of the last digit is that number: whether that does is to be
    tried.
    """
    if number == 0.0:
        return 0.0
    digits = 0 if number >= WHOLE_FROM else SIX_DIGITS - 1 - math.floor(math.log10(number))
    scaled = number * 10.0**digits
    if abs(scaled - round(scaled)) <= near:
        return round(scaled) / 10.0**digits
    return (math.ceil(scaled) if up else math.floor(scaled)) / 10.0**digits


def movable_limits(program: Program, d: Inputs, case: Case) -> tuple[MovableLimit, ...]:
    """Return every limit of a prepared case that its author can move and that may stand in a contradiction.

    Least and greatest strength, targets and rules only where they are hard, and matches with a base. What stands against
    them: training places and recruits in training, promotion, retrenchment, purchases, ceilings, the wage bill and the step
    of own spending. The years after the last one shown follow what is typed for it.
    """
    groups: dict[tuple[str, tuple[object, ...], int | None], dict[int, float]] = {}
    for row, (family, index) in enumerate(program.rows):
        kind = _KINDS.get(family)
        if kind is None or not kind.is_hard(d, index):
            continue
        year = FAMILY[family].year_of(index)
        whose = tuple(part for part in index if part != year or isinstance(part, str))
        if year is not None and kind.typed == "once":
            year = None
        elif year is not None and kind.typed == "by year":
            year = min(year, d.parameters.horizon.end)
        side = next((abs(float(s[row])) for s in (program.row_lower, program.row_upper) if math.isfinite(s[row])), 0.0)
        size = kind.size(d, index, side * float(program.row_scale[row]))
        groups.setdefault((family, whose, year), {})[row] = size
    return tuple(
        _made(d, case, family, whose, year, rows) for (family, whose, year), rows in groups.items()
    )


def _made(
    d: Inputs, case: Case, family: str, whose: tuple[object, ...], year: int | None, rows: Mapping[int, float],
) -> MovableLimit:
    kind = _KINDS[family]
    index = whose if year is None else (*whose, year)
    cell, number = kind.cell(d, case, *index) if kind.cell is not None else (None, None)
    return MovableLimit(family, whose, year, MappingProxyType(dict(rows)), max(rows.values()), kind.up(d, index),
                        cell, number)


def cells_of(case: Case, moved: Mapping[MovableLimit, float], near: float = 0.0) -> dict[TypedAt, float] | None:
    """Return the cells that say limits which gave way by shares of themselves; ``None`` if one of them has no cell.

    Numbers are rounded as ``outward`` does. A blank year takes the value to its left: where it is to stay as it was, that
    value is typed there.
    """
    found: dict[TypedAt, float] = {}
    for one, share in moved.items():
        if one.cell is None or one.number is None:
            return None
        found[one.cell] = one.moved(share, near)
    for cell in [cell for cell in found if cell.column.isdecimal()]:
        after = TypedAt(cell.table, cell.row, str(int(cell.column) + 1))
        row = _row(case, cell.table, cell.row)
        carried = next((one.number for one in moved if one.cell == cell), None)
        if after not in found and carried is not None and row is not None and row.get(after.column) is None and (
                int(after.column) <= base_and_end(case)[1]):
            found[after] = carried
    return found


def keyed_cells(case: Case, cells: Mapping[TypedAt, float]) -> tuple[Cell, ...]:
    """Return numbers of cells as changes of a case; ``KeyError`` for a row that it does not have."""
    keys = {
        table: {key_text(row[part] for part in BY_NAME[table].key): tuple(row[part] for part in BY_NAME[table].key)
                for row in case.records(table)}
        for table in dict.fromkeys(cell.table for cell in cells)
    }
    return tuple((cell.table, keys[cell.table][cell.row], cell.column, number) for cell, number in cells.items())


def with_cells(case: Case, cells: Mapping[TypedAt, float]) -> Case:
    """Return the case with other numbers in some cells."""
    keyed = keyed_cells(case, cells)
    for table in dict.fromkeys(cell.table for cell in cells):
        case = case.with_cells(table, [(key, column, number) for of, key, column, number in keyed if of == table])
    return case


def _row(case: Case, table: str, row: str) -> Mapping[str, Value] | None:
    return next((one for one in filled(case, table)
                 if key_text(one[part] for part in BY_NAME[table].key) == row), None)


_Cell = tuple[TypedAt | None, float | None]
_NOWHERE: _Cell = (None, None)


@dataclass(frozen=True)
class _Kind:
    """How the limits of a family of rows are moved.

    ``typed`` is *once* where one cell holds for all years, *by year* where years have cells, and empty where none says it.
    """

    size: Callable[[Inputs, Index, float], float]
    up: Callable[[Inputs, Index], bool] = lambda d, index: True
    is_hard: Callable[[Inputs, Index], bool] = lambda d, index: True
    typed: str = ""
    cell: Callable[..., _Cell] | None = None


def _people(cadres: Callable[[Inputs, Index], Iterable[str]]) -> Callable[[Inputs, Index, float], float]:
    """Return how large a limit of people is: itself, and where it is nothing, as many as there were."""
    return lambda d, index, side: side or max(sum(d.opening_strength[k] for k in cadres(d, index)), 1.0)


def _money(d: Inputs, index: Index, side: float) -> float:
    return side or d.parameters.case_size


def _number_of(table: str, column: str, of: Callable[[Inputs, str], float]) -> Callable[..., _Cell]:
    def find(d: Inputs, case: Case, name: str) -> _Cell:
        changed = _row(case, "over_time", key_text((table, name, column)))
        return _NOWHERE if changed is not None else (TypedAt(table, name, column), of(d, name))

    return find


def _strength(bound: str) -> Callable[..., _Cell]:
    def find(d: Inputs, case: Case, cadre: str, year: int) -> _Cell:
        row = _row(case, "strength_limits", f"{cadre}/{bound}")
        if row is None or row["form"] != "value":
            return _NOWHERE
        limits = d.min_strength if bound == "min" else d.max_strength
        return TypedAt("strength_limits", f"{cadre}/{bound}", str(int(year))), float(limits[cadre, year])

    return find


def _target(d: Inputs, case: Case, name: str, year: int) -> _Cell:
    return TypedAt("targets", name, str(int(year))), float(d.target_value[name, year])


def _part(d: Inputs, case: Case, name: str, year: int) -> _Cell:
    if d.parameters.parts.of_ceiling[name]:
        return _NOWHERE
    return TypedAt("ceilings", name, str(int(year))), float(d.part_limit[name, year])


def _is_asked(d: Inputs, index: Index) -> bool:
    return bool(d.match_base[index] > 0.0)


def _feeding(d: Inputs, index: Index) -> Iterator[str]:
    yield str(index[0])


_IN_INSTITUTION: Callable[[Inputs, Index], Iterable[str]] = lambda d, index: d.cadres_of[index[0]]  # noqa: E731


_KINDS: Mapping[str, _Kind] = MappingProxyType({
    "minimum_strength": _Kind(_people(_feeding), lambda d, index: False, lambda d, index: bool(d.min_hard[index[0]]),
                              "by year", _strength("min")),
    "maximum_strength": _Kind(_people(_feeding), is_hard=lambda d, index: bool(d.max_hard[index[0]]), typed="by year",
                              cell=_strength("max")),
    "target": _Kind(_people(lambda d, index: d.parameters.targets.target_cadres[index[0]]),
                    lambda d, index: d.parameters.targets.at_most[index[0]],
                    lambda d, index: d.parameters.targets.is_hard[index[0]], "by year", _target),
    "rule": _Kind(lambda d, index, side: 1.0,
                  is_hard=lambda d, index: next(r.hard for r in d.parameters.rules if r.name == index[0])),
    "co_financing": _Kind(lambda d, index, side: d.match[index] * d.match_base[index], lambda d, index: False, _is_asked),
    "training": _Kind(_people(_IN_INSTITUTION), typed="once",
                      cell=_number_of("institutions", "training_places", lambda d, i: d.training_places[i, d.first])),
    "pipeline": _Kind(_people(_IN_INSTITUTION), typed="once",
                      cell=_number_of("institutions", "pipeline", lambda d, i: d.pipeline[i])),
    "promotion_rate": _Kind(
        lambda d, index, side: max(d.promotions[index[0], index[1]] * d.opening_strength[index[0]], 1.0)),
    "exit_rate": _Kind(lambda d, index, side: max(d.max_exit_rate[index] * d.opening_strength[index[0]], 1.0)),
    "absorption": _Kind(lambda d, index, side: side or max(d.opening_stock[index[0]], 1.0), typed="once",
                        cell=_number_of("assets", "max_purchase", lambda d, a: d.max_purchase[a, d.first])),
    "ceiling": _Kind(_money), "wage_bill": _Kind(_money), "no_cliff": _Kind(_money),
    "part_ceiling": _Kind(_money, typed="by year", cell=_part),
})
"""Families that may stand in a contradiction and that an author can move."""
