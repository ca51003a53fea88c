"""The arrays of a case, kept row by row, so that a change of inputs recomputes only the rows that read what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array

from rightfin.fiscal.parameters import Floats
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Linear, Row, Term
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Decision, Family
from rightfin.lp.objectives import OBJECTIVES, Objective, objective_named
from rightfin.lp.program import CompiledObjective, Program, public_name
from rightfin.lp.rules import DECISION, DECISIONS, FAMILIES, FAMILY
from rightfin.lp.scales import Scales, scale_columns, scale_rows, scaled_matrix, scaled_objective
from rightfin.lp.watch import Path, Watch, changed_paths, same, value_at

Places = NDArray[np.int64]

MOST_KEPT = 64
"""States of one family, kind of decision or level that are kept where they are to be found again."""


class StructureChangedError(Exception):
    """New inputs have other rows or columns than the arrays that are kept; the message says which."""


@dataclass
class _Watched:
    """Something computed from the inputs, with the paths that it read."""

    read: set[Path] = field(default_factory=set)


_W = TypeVar("_W", bound=_Watched)


@dataclass
class _Columns(_Watched):
    """Indices and greatest values of one kind of decision."""

    indices: list[Index] = field(default_factory=list)
    upper: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass
class _Rows(_Watched):
    """The rows of one family in natural units: entries by local row, and what stands on the right."""

    indices: list[Index] = field(default_factory=list)
    entry_rows: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    entry_columns: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    entry_values: Floats = field(default_factory=lambda: np.zeros(0))
    right: Floats = field(default_factory=lambda: np.zeros(0))
    sense: Places = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass
class _Cost(_Watched):
    """One objective in natural units."""

    coefficients: Floats = field(default_factory=lambda: np.zeros(0))
    offset: float = 0.0


@dataclass(frozen=True)
class _Remembered:
    """Something that was computed from the inputs, and the values that it read, by path."""

    read: Mapping[Path, object]
    found: _Watched


class Assembly:
    """The program of a case, updated in place of being rebuilt.

    Every family, decision and objective is evaluated under watch: the inputs that it reads are noted. ``update`` compares
    those inputs with the last ones and evaluates again what read a changed value; the scales stay those of the first
    inputs. An assembly belongs to one session and is not for two threads.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.scales = Scales(inputs)
        self.inputs = inputs
        self._columns_of = {decision.name: _columns(decision, inputs) for decision in DECISIONS}
        self.decisions = self._numbered()
        """The decisions as rules read them, numbered as the columns of the program are."""
        self._families = {family.name: self._rows(family, inputs) for family in FAMILIES}
        self._objectives = {objective.name: self._cost(objective, inputs) for objective in OBJECTIVES}
        self._columns = tuple((name, index) for name, found in self._columns_of.items() for index in found.indices)
        self._row_labels = tuple((name, index) for name, found in self._families.items() for index in found.indices)
        self._column_scale = scale_columns(self._columns, self.scales)
        self._row_scale = scale_rows(self._row_labels, self.scales)
        self._read: frozenset[Path] | None = None
        """All paths that anything read; ``None`` where that has to be found out."""
        self.program = self._program(None, {})
        self._remembered: dict[str, list[_Remembered]] | None = None

    def remember(self) -> None:
        """Keep what is evaluated from now on, with what it read, and find it again where that is the same.

        For one who goes to and fro between a few states of many inputs; copies made afterwards share what is kept.
        """
        self._remembered = {}

    def _evaluated(self, name: str, inputs: Inputs, work: Callable[[], _W]) -> _W:
        """Return what ``work`` makes of the inputs, or what it made of them before."""
        if self._remembered is None:
            return work()
        kept = self._remembered.setdefault(name, [])
        for place, known in enumerate(kept):
            if all(same(value_at(inputs, path), value) for path, value in known.read.items()):
                kept.insert(0, kept.pop(place))
                return known.found  # type: ignore[return-value]  # what this work made
        found = work()
        kept.insert(0, _Remembered({path: value_at(inputs, path) for path in found.read}, found))
        del kept[MOST_KEPT:]
        return found

    def update(self, inputs: Inputs) -> Program:
        """Return the program of new inputs; what did not change is shared with the last program.

        Raises ``StructureChangedError``, with nothing changed here, if the inputs have other rows or columns.
        """
        if self._read is None:
            watched = [*self._columns_of.values(), *self._families.values(), *self._objectives.values()]
            self._read = frozenset().union(*(found.read for found in watched))
        changed = changed_paths(self._read, self.inputs, inputs)
        if inputs.years != self.inputs.years:
            raise StructureChangedError("the planning years changed")
        decisions = {k.name: self._evaluated(f"decision {k.name}", inputs, partial(_columns, k, inputs))
                     for k in DECISIONS if self._columns_of[k.name].read & changed}
        for name, columns in decisions.items():
            _compare(name, self._columns_of[name].indices, columns.indices)
        families = {f.name: self._evaluated(f"rows {f.name}", inputs, partial(self._rows, f, inputs))
                    for f in FAMILIES if self._families[f.name].read & changed}
        for name, rows in families.items():
            _compare(name, self._families[name].indices, rows.indices)
        costs = {o.name: self._evaluated(f"level {o.name}", inputs, partial(self._cost, o, inputs))
                 for o in OBJECTIVES if self._objectives[o.name].read & changed}
        moved = {name for name, cost in costs.items() if not _same_cost(self._objectives[name], cost)}
        matrix_changed = any(not _same_entries(self._families[name], rows) for name, rows in families.items())
        for old, new in ((self._columns_of, decisions), (self._families, families), (self._objectives, costs)):
            if any(old[name].read != found.read for name, found in new.items()):
                self._read = None
        self._columns_of |= decisions
        self._families |= families
        self._objectives |= costs
        self.inputs = inputs
        kept = {name: found for name, found in self.program.objectives.items() if name not in moved}
        self.program = self._program(None if matrix_changed else self.program.matrix, kept)
        return self.program

    def copy(self) -> Assembly:
        """Return an assembly that stands where this one does and moves on by itself; nothing is evaluated for it."""
        made = copy(self)
        made._columns_of, made._families, made._objectives = (
            dict(self._columns_of), dict(self._families), dict(self._objectives))
        return made

    def row_again(self, inputs: Inputs, row: int) -> tuple[dict[int, float], float]:
        """Return entries by column and the right side of one row under other inputs, scaled; nothing here changes.

        The other inputs have the same columns. Raises ``StructureChangedError`` if they do not have the row.
        """
        name, index = self._row_labels[row]
        found = FAMILY[name].rule(self.decisions, inputs, *index)
        if not isinstance(found, Row):
            raise StructureChangedError(f"rows or decisions disappear: {public_name((name, index))}")
        terms, right = found.flat()
        scale = float(self._row_scale[row])
        return {place: value * float(self._column_scale[place]) / scale for place, value in terms.items()}, right / scale

    def objective_again(self, inputs: Inputs, name: str) -> CompiledObjective:
        """Return an objective under other inputs, which have the same columns; nothing here changes."""
        found = self._cost(objective_named(name), inputs)
        return scaled_objective(name, found.coefficients, found.offset, self._column_scale, self.scales)

    def upper_again(self, inputs: Inputs, column: int) -> float:
        """Return the greatest value of a decision under other inputs, scaled."""
        name, index = self._columns[column]
        upper = DECISION[name].upper
        value = None if upper is None else upper(inputs, *index)
        return float("inf") if value is None else value / float(self._column_scale[column])

    def _numbered(self) -> Decisions:
        decisions: dict[str, dict[Any, Linear]] = {}
        column = 0
        for name, found in self._columns_of.items():
            decisions[name] = {}
            for index in found.indices:
                decisions[name][index if len(index) > 1 else index[0]] = Term(column)
                column += 1
        return Decisions(decisions)

    def _rows(self, family: Family, inputs: Inputs) -> _Rows:
        found = _Rows()
        watch: Any = Watch(inputs, found.read)
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        right: list[float] = []
        sense: list[int] = []
        for index in family.indices(watch):
            row = family.rule(self.decisions, watch, *index)
            if row is True:
                continue
            if not isinstance(row, Row):
                raise TypeError(f"{family.name}{list(index)} is {row!r}, not a row")
            terms, bound = row.flat()
            rows += [len(right)] * len(terms)
            columns += terms.keys()
            values += terms.values()
            found.indices.append(index)
            right.append(bound)
            sense.append(row.sense)
        found.entry_rows, found.entry_columns = np.array(rows, np.int64), np.array(columns, np.int64)
        found.entry_values, found.right = np.array(values, np.float64), np.array(right, np.float64)
        found.sense = np.array(sense, np.int64)
        return found

    def _cost(self, objective: Objective, inputs: Inputs) -> _Cost:
        found = _Cost(coefficients=np.zeros(self._count()))
        watch: Any = Watch(inputs, found.read)
        expression = objective.rule(self.decisions, watch)
        terms, found.offset = expression.flat() if isinstance(expression, Linear) else ({}, float(expression))
        found.coefficients[list(terms)] = list(terms.values())
        return found

    def _count(self) -> int:
        return sum(len(found.indices) for found in self._columns_of.values())

    def _program(self, matrix: csc_array | None, kept: Mapping[str, CompiledObjective]) -> Program:
        """Return the program; ``matrix``, where given, and ``kept`` objectives are those of the last one."""
        families = [found for found in self._families.values() if found.indices]
        right = np.concatenate([found.right for found in families]) / self._row_scale
        sense = np.concatenate([found.sense for found in families])
        if matrix is None:
            matrix = scaled_matrix(self._entries(families), self._row_scale, self._column_scale)
        objectives = {
            name: kept[name] if name in kept else scaled_objective(
                name, found.coefficients, found.offset, self._column_scale, self.scales
            )
            for name, found in self._objectives.items()
        }
        return Program(
            matrix=matrix,
            row_lower=np.where(sense <= 0, right, -np.inf),
            row_upper=np.where(sense >= 0, right, np.inf),
            column_upper=np.concatenate([found.upper for found in self._columns_of.values()]) / self._column_scale,
            row_scale=self._row_scale,
            column_scale=self._column_scale,
            rows=self._row_labels,
            columns=self._columns,
            objectives=objectives,
        )

    def _entries(self, families: Sequence[_Rows]) -> coo_array:
        starts = np.cumsum([0, *(len(found.indices) for found in families)])
        rows = np.concatenate([found.entry_rows + start for found, start in zip(families, starts[:-1], strict=True)])
        return coo_array(
            (np.concatenate([found.entry_values for found in families]),
             (rows, np.concatenate([found.entry_columns for found in families]))),
            shape=(len(self._row_labels), len(self._columns)),
        )


def _columns(decision: Decision, inputs: Inputs) -> _Columns:
    found = _Columns()
    watch: Any = Watch(inputs, found.read)
    found.indices = decision.indices(watch)
    upper: Iterator[float | None] = (
        None if decision.upper is None else decision.upper(watch, *index) for index in found.indices
    )
    found.upper = np.array([np.inf if value is None else value for value in upper], np.float64)
    return found


def _same_entries(old: _Rows, new: _Rows) -> bool:
    return (
        same(old.entry_rows, new.entry_rows) and same(old.entry_columns, new.entry_columns)
        and same(old.entry_values, new.entry_values)
    )


def _same_cost(old: _Cost, new: _Cost) -> bool:
    return old.offset == new.offset and same(old.coefficients, new.coefficients)


def _compare(name: str, old: Sequence[Index], new: Sequence[Index]) -> None:
    """Raise ``StructureChangedError`` if a family or kind of decision has other members than before."""
    if old == new:
        return
    known, wanted = set(old), set(new)
    came, went = [i for i in new if i not in known], [i for i in old if i not in wanted]
    named = ", ".join(public_name((name, index)) for index in (came or went)[:3])
    more = f" and {len(came or went) - 3} more" if len(came or went) > 3 else ""
    what = "appear" if came else "disappear" if went else "change their order"
    raise StructureChangedError(f"rows or decisions {what}: {named or name}{more}")
