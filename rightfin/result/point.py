"""A point: the decisions of a solution by name, as arrays with axes, cleaned of the solver's noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightfin.fiscal.parameters import Floats
from rightfin.lp.indices import SUPPORTED, UNSUPPORTED
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis
from rightfin.lp.program import Program
from rightfin.lp.rules import DECISION
from rightfin.tolerances import ADDED_UP, HOLD_OF_A_YEAR, NO_DECISION


@dataclass(frozen=True)
class _Part:
    """One kind of decision: its columns in the program, and where each stands in the flat array of this shape."""

    columns: NDArray[np.int64]
    places: NDArray[np.int64]
    shape: tuple[int, ...]


class Places:
    """Where the decisions of a model stand in arrays over their axes; made once for columns and the names along axes."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self._columns = program.columns
        self._names = names_along(inputs)
        self._found: dict[str, list[tuple[int, Index]]] = {name: [] for name in DECISION}
        for column, (name, index) in enumerate(program.columns):
            self._found[name].append((column, index))
        self._parts: dict[str, _Part] = {}

    def _part(self, name: str) -> _Part:
        axes, found = DECISION[name].axes, self._found[name]
        shape = tuple(len(self._names[axis]) for axis in axes)
        along = [
            np.fromiter((self._names[axis][index[n]] for _, index in found), np.int64, len(found))
            for n, axis in enumerate(axes)
        ]
        columns = np.fromiter((column for column, _ in found), np.int64, len(found))
        return _Part(columns, np.asarray(np.ravel_multi_index(tuple(along), shape), np.int64) if found else columns, shape)

    def fits(self, program: Program, inputs: Inputs) -> bool:
        """Return whether a program has the columns, and inputs the names in their order, that these places were made for.

        An institution without a line adds no column, yet the others stand elsewhere.
        """
        return program.columns is self._columns and names_along(inputs) == self._names

    def array(self, name: str, columns: Floats) -> Floats:
        """Return the decisions of one kind over its axes, zero where there is none; ``KeyError`` for an unknown kind."""
        if name not in self._parts:
            self._parts[name] = self._part(name)
        part = self._parts[name]
        found = np.zeros(part.shape)
        found.reshape(-1)[part.places] = columns[part.columns]
        return found


class Point:
    """The decisions of a solution in natural units: ``point["strength"]`` is (cadres, years), as the kind says its axes.

    Names along an axis stand in the order of the inputs: cadres, needs, institutions, categories, assets and years of the
    parameters; cells, classes and groups of the layout. Zero where a decision does not exist. Arrays are read-only.
    """

    def __init__(self, places: Places, inputs: Inputs, program: Program, columns: Floats) -> None:
        self._places = places
        self._columns = np.where(columns < NO_DECISION * program.column_scale, 0.0, columns)
        self._arrays: dict[str, Floats] = {}
        self._settle(inputs)

    @classmethod
    def of(cls, inputs: Inputs, program: Program, columns: Floats) -> Point:
        """Return the point of one solution; to read many of one model make its ``Places`` once."""
        return cls(Places(program, inputs), inputs, program, columns)

    def __getitem__(self, name: str) -> Floats:
        """Return the decisions of one kind; ``KeyError`` for an unknown one."""
        if name not in self._arrays:
            self._keep(name, self._places.array(name, self._columns))
        return self._arrays[name]

    def _keep(self, name: str, amounts: Floats) -> None:
        amounts.setflags(write=False)
        self._arrays[name] = amounts

    def _settle(self, d: Inputs) -> None:
        """Book unpaid amounts that are only the solver's slack as own money of who owes them, and carry arrears anew.

        An analyst reads a few units of unpaid money as a default. The ceiling may be passed by as little.
        """
        own, unfunded, cost = self["own"].copy(), self["unfunded"], self["cost"]
        is_slack = (unfunded > 0.0) & (unfunded < HOLD_OF_A_YEAR * in_turn(cost.reshape(-1, cost.shape[-1])))
        purses = tuple(d.purses)
        for place, payer in enumerate(d.terms):
            own[purses.index(payer)] += np.where(is_slack[place], unfunded[place], 0.0)
        self._keep("own", own)
        self._keep("unfunded", np.where(is_slack, 0.0, unfunded))
        carried = [
            _carried(terms.opening_arrears, in_turn(unpaid).tolist(), cleared.tolist())
            for terms, unpaid, cleared in zip(d.terms.values(), self["unfunded"], self["cleared"], strict=True)
        ]
        self._keep("cleared", np.array([cleared for cleared, _ in carried]))
        self._keep("arrears", np.array([left for _, left in carried]))


def _carried(opening: float, unpaid: Sequence[float], paid: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return what a payer clears and what it still owes, by year, from what it owed, leaves unpaid and pays off."""
    cleared, left = list[float](), list[float]()
    owed = most = opening
    for added, pays in zip(unpaid, paid, strict=True):
        cleared.append(min(pays, owed))
        owed += added - cleared[-1]
        most = max(most, owed)
        owed = owed if owed > ADDED_UP * most else 0.0
        left.append(owed)
    return cleared, left


def in_turn(amounts: Floats) -> Floats:
    """Return the sum over the first axis, one after the other, so that the same amounts give the same last digit."""
    if not len(amounts):
        return np.zeros(amounts.shape[1:])
    last: Floats = np.add.accumulate(amounts, axis=0)[-1]
    return np.add(last, 0.0)  # no minus nothing


def names_along(d: Inputs) -> Mapping[Axis, Mapping[object, int]]:
    """Return the places of the names along each axis."""
    p = d.parameters
    ladders = (*p.needs.bands.values(), *p.justice.stage_bands.values(), p.justice.prison_bands)
    bands = max(map(len, ladders), default=0)
    lines = max(map(len, p.justice.segments.values()), default=0)
    names: dict[Axis, Sequence[object]] = {
        Axis.CADRE: p.people.cadres, Axis.GRADE: p.people.cadres, Axis.INSTITUTION: p.people.institutions,
        Axis.ASSET: p.equipment.assets, Axis.NEED: p.needs.needs, Axis.CELL: tuple(d.layout.cells.regions),
        Axis.BAND: range(bands),
        Axis.BLOCK: tuple(dict.fromkeys(name for name, _ in d.blocks)),
        Axis.STATE: (SUPPORTED, UNSUPPORTED), Axis.CATEGORY: p.categories,
        Axis.PAYER: tuple(d.terms), Axis.PURSE: tuple(d.purses),
        Axis.CLASS: [found.name for found in d.layout.classes], Axis.PORTION: tuple(d.class_of),
        Axis.GROUP: [group.name for group in d.layout.groups],
        Axis.RULE: tuple(dict.fromkeys(rule.name for rule in p.rules)), Axis.HANDOVER: p.handovers.handovers,
        Axis.PART: p.parts.parts, Axis.TARGET: p.targets.targets, Axis.EARMARK: p.earmarks.earmarks,
        Axis.GIFT: p.in_kind.gifts, Axis.STAGE: p.justice.stages, Axis.SEGMENT: range(lines),
        Axis.YEAR: d.years,
    }
    return {axis: {name: place for place, name in enumerate(found)} for axis, found in names.items()}
