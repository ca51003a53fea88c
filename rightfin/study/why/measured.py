"""The quantities by which plans of several cases are compared, read from the decisions of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import is_not
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from rightfin.case.case import Case, CaseTable
from rightfin.case.checks.memory import TableWatch, WatchedCase
from rightfin.fiscal.parameters import Floats
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.lp.watch import Path, Watch, changed_paths
from rightfin.study.why.quantities import Quantity, reported


@dataclass
class _Sums:
    """One quantity over the years as sums of decisions, of which inputs, and which of those were read."""

    inputs: Inputs
    read: set[Path] = field(default_factory=set)
    years: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    by: list[float] = field(default_factory=list)
    constants: list[float] = field(default_factory=list)


@dataclass
class _Reported:
    """Quantities as a case names them, which tables that took, and what became of them the last time."""

    tables: Mapping[str, CaseTable]
    quantities: tuple[Quantity | None, ...]
    labels: tuple[Label, ...] = ()
    places: Mapping[Label, int] = field(default_factory=dict)
    sums: list[_Sums] = field(default_factory=list)
    whole: tuple[csr_array, Floats] | None = None


class Measured:
    """The quantities of one case after another in some years: arrays (quantities, years).

    A quantity that a case does not have, such as the people of an institution that only a change brings, is 0. A sum is
    made again only where something that it read has changed.
    """

    def __init__(self, names: Sequence[str], years: Sequence[int]) -> None:
        self._names, self._years = tuple(names), tuple(years)
        self._known: list[_Reported] = []

    def numbers(self, case: Case, assembly: Assembly, columns: Floats) -> Floats:
        """Return the numbers of a prepared case at decisions in natural units, (columns,), of its program."""
        matrix, constants = self.sums(case, assembly)
        found: Floats = (matrix @ columns + constants).reshape(len(self._names), len(self._years))
        return found

    def sums(self, case: Case, assembly: Assembly) -> tuple[csr_array, Floats]:
        """Return the numbers as sums of decisions: a matrix, (quantities x years, columns), and what is added to them."""
        named = self._named(case)
        if named.labels is not assembly.program.columns:
            named.labels, named.sums = assembly.program.columns, []
            named.places = {label: place for place, label in enumerate(named.labels)}
        made = [
            one if one is not None and not changed_paths(one.read, one.inputs, assembly.inputs)
            else self._made(quantity, assembly.inputs, named.places)
            for one, quantity in zip_longest(named.sums, named.quantities)
        ]
        if named.whole is None or any(map(is_not, made, named.sums)) or not named.sums:
            named.whole = self._together(made, len(named.labels))
        named.sums = made
        return named.whole

    def _named(self, case: Case) -> _Reported:
        """Return the quantities as a case names them, found again where the tables that this takes are the same."""
        watch = TableWatch(case.tables)
        for known in self._known:
            if all(watch.tables[name] is table for name, table in known.tables.items()):
                return known
        names, seen = watch.during(lambda: {one.name: one for one in reported(WatchedCase(watch))})
        self._known.append(_Reported({name: watch.tables[name] for name in seen}, tuple(map(names.get, self._names))))
        return self._known[-1]

    def _made(self, quantity: Quantity | None, inputs: Inputs, places: Mapping[Label, int]) -> _Sums:
        found = _Sums(inputs)
        watch: Any = Watch(inputs, found.read)
        for place, year in enumerate(self._years):
            total = None if quantity is None else quantity.sum_in(watch, year)
            found.constants.append(0.0 if total is None else total.constant)
            for label, by in () if total is None else total.terms.items():
                found.years.append(place)
                found.columns.append(places[label])
                found.by.append(by)
        return found

    def _together(self, sums: Sequence[_Sums], columns: int) -> tuple[csr_array, Floats]:
        """Return all sums as one matrix, (quantities x years, columns), and their constants."""
        rows = [np.array(one.years, np.int64) + place * len(self._years) for place, one in enumerate(sums)]
        entries = (
            np.concatenate([np.array(one.by, np.float64) for one in sums]),
            (np.concatenate(rows), np.concatenate([np.array(one.columns, np.int64) for one in sums])),
        )
        shape = len(sums) * len(self._years), columns
        return csr_array(entries, shape=shape), np.concatenate([np.array(one.constants) for one in sums])
