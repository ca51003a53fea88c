"""Which rows read which numbers, number by number: what has to be made again where few numbers change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from types import FunctionType, MethodType
from typing import Any

import numpy as np

from rightfin.fiscal.labelled import Labelled
from rightfin.lp.assembly import Assembly, StructureChangedError
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Expression
from rightfin.lp.inputs import Inputs
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.rules import DECISION, DECISIONS, FAMILIES, FAMILY
from rightfin.lp.shared import Made, Part, Shared
from rightfin.lp.watch import Path, Watch, changed_paths, same, value_at

ALL = "all of it"
"""Stands for the key of a value that was read as a whole."""

PART: Path = ("part of rows",)
"""Stands for the path of a part that several rows have; its key says which."""

Reader = tuple[str, Any]
"""What reads something: its kind, and its place or name."""

Cell = tuple[Path, Any]
"""The path of a value from the inputs, and the key of the entry that was read."""


@dataclass(frozen=True)
class Again:
    """What reads a number that changed: rows and columns by their place in a program, objectives by name."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    objectives: tuple[str, ...]


class Reads:
    """What every row, greatest value and objective of a program reads, found by watching each of them once.

    Rows that only the last levels see do not count.
    """

    def __init__(self, assembly: Assembly) -> None:
        self._inputs, self._decisions = assembly.inputs, assembly.decisions
        self._readers: dict[Path, dict[Any, list[Reader]]] = {}
        self._structure: dict[Reader, list[Any]] = {}
        read: set[Cell] = set()
        self._parts = _SharedReads(read)
        watch: Any = _CellWatch(self._inputs, read, shared=self._parts)
        row_of = {label: place for place, label in enumerate(assembly.program.rows)}
        column_of = {label: place for place, label in enumerate(assembly.program.columns)}
        for decision in DECISIONS:
            known = self._structure["decision", decision.name] = list(decision.indices(watch))
            self._note(read, ("decision", decision.name))
            if (upper := decision.upper) is not None:
                for index in known:
                    upper(watch, *index)
                    self._note(read, ("column", column_of[decision.name, index]))
        for family in FAMILIES:
            if family.only_for:
                continue
            known = self._structure["family", family.name] = list(family.indices(watch))
            self._note(read, ("family", family.name))
            for index in known:
                family.rule(self._decisions, watch, *index)
                place = row_of.get((family.name, index))
                self._note(read, ("absent", (family.name, index)) if place is None else ("row", place))
        for objective in OBJECTIVES:
            objective.rule(self._decisions, watch)
            self._note(read, ("objective", objective.name))
        for made, cells in self._parts.cells.items():
            self._note(cells, ("part", made))
        self._sources = {path: self._source(path) for path in self._readers if path != PART}
        self._all_sources = frozenset().union(*self._sources.values())

    def _note(self, read: set[Cell], reader: Reader) -> None:
        for path, key in read:
            self._readers.setdefault(path, {}).setdefault(key, []).append(reader)
        read.clear()

    def _source(self, path: Path) -> frozenset[Path]:
        """Return what a value comes from: itself, or what it is derived from."""
        read: set[Path] = set()
        found: Any = Watch(self._inputs, read)
        for name in path:
            found = getattr(found, name)
        return frozenset(read)

    def again(self, inputs: Inputs) -> Again:
        """Return what reads a number that other inputs change, and give the inputs the parts that are the same.

        Raises ``StructureChangedError`` if the inputs have other rows or columns.
        """
        changed = changed_paths(self._all_sources, self._inputs, inputs)
        found: dict[Reader, None] = {}
        for path, sources in self._sources.items():
            if sources & changed:
                readers = self._readers[path]
                for key in _changed(value_at(self._inputs, path), value_at(inputs, path)):
                    found.update(dict.fromkeys(readers.get(key, ())))
        of_parts, waiting = self._readers.get(PART, {}), [at for kind, at in found if kind == "part"]
        while waiting:
            for reader in of_parts.get(waiting.pop(), ()):
                if reader not in found:
                    found[reader] = None
                    waiting += [reader[1]] if reader[0] == "part" else []
        self._compare(found, inputs)
        inputs.shared.take(self._decisions, {
            made: value for made, value in self._parts.made.items() if ("part", made) not in found
        })
        rows, columns = (tuple(sorted(at for one, at in found if one == kind)) for kind in ("row", "column"))
        return Again(rows, columns, tuple(at for kind, at in found if kind == "objective"))

    def _compare(self, found: Iterable[Reader], inputs: Inputs) -> None:
        """Raise ``StructureChangedError`` if what decides which rows and columns there are makes others now."""
        for kind, at in found:
            if kind == "decision" and list(DECISION[at].indices(inputs)) != self._structure[kind, at]:
                raise StructureChangedError(f"decisions {at} are others")
            if kind == "family" and list(FAMILY[at].indices(inputs)) != self._structure[kind, at]:
                raise StructureChangedError(f"rows {at} are others")
            if kind == "absent" and FAMILY[at[0]].rule(self._decisions, inputs, *at[1]) is not True:
                raise StructureChangedError(f"a row {at[0]} appears")


class _CellWatch(Watch):
    """Notes of every value that is taken which entry was read, each time."""

    def __init__(self, target: Any, read: set[Cell], path: Path = (), shared: Shared | None = None) -> None:
        super().__init__(target, read, path)
        if shared is not None:
            self.shared = shared

    def __getattr__(self, name: str) -> Any:
        """Return a value; what has entries notes them as they are read, and is kept here."""
        of_class = getattr(type(self._target), name, None)
        if isinstance(of_class, FunctionType):
            return MethodType(of_class, self)
        value = getattr(self._target, name)
        path = (*self._path, name)
        if is_dataclass(value) and not isinstance(value, type):
            found: Any = _CellWatch(value, self._read, path)
        elif isinstance(value, Mapping):
            found = _Entries(value.values_by_label if isinstance(value, Labelled) else value, path, self._read)
        else:
            self._read.add((path, ALL))
            return value
        self.__dict__[name] = found
        return found


class _SharedReads(Shared):
    """Parts of rows, with the cells that each of them reads; a row that has a part reads the part."""

    def __init__(self, read: set[Cell]) -> None:
        super().__init__()
        self._read = read
        self.cells: dict[Made, set[Cell]] = {}

    def of(self, part: Part, m: Decisions, d: Inputs, key: tuple[Any, ...]) -> Expression:
        if (part, key) not in self.made:
            outside = set(self._read)
            self._read.clear()
            self.made[part, key] = part(m, d, *key)
            self.cells[part, key] = set(self._read)
            self._read.clear()
            self._read |= outside
        self._read.add((PART, (part, key)))
        return self.made[part, key]


class _Entries(Mapping[Any, Any]):
    """A mapping that notes which entries are read."""

    __slots__ = ("_path", "_read", "_values")

    def __init__(self, values: Mapping[Any, Any], path: Path, read: set[Cell]) -> None:
        self._values, self._path, self._read = values, path, read

    def __getitem__(self, key: Any) -> Any:
        self._read.add((self._path, key))
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        self._read.add((self._path, key))
        return key in self._values

    def __iter__(self) -> Iterator[Any]:
        self._read.add((self._path, ALL))
        return iter(self._values)

    def __len__(self) -> int:
        self._read.add((self._path, ALL))
        return len(self._values)


def _changed(old: Any, new: Any) -> list[Any]:
    """Return the keys of the entries that differ, and the mark for the whole; nothing where all is the same."""
    if same(old, new):
        return []
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return [ALL]
    if isinstance(old, Labelled) and isinstance(new, Labelled) and old.labels == new.labels and not (
        isinstance(old.source, Mapping) or isinstance(new.source, Mapping)
    ):
        keys = list(old.values_by_label)
        one, other = old.source.ravel(), new.source.ravel()
        differs = (one != other) & ~((one != one) & (other != other))
        return [ALL, *(keys[place] for place in np.flatnonzero(differs).tolist())]
    keys = [*old, *(key for key in new if key not in old)]
    return [ALL, *(key for key in keys if key not in old or key not in new or not same(old[key], new[key]))]
