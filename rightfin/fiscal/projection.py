"""The projection of one case after another: what did not change is not computed again and stays the same object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from operator import is_
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import numpy as np

from rightfin.case.case import Case, CaseTable
from rightfin.case.expansion import expanded
from rightfin.case.lines import lines_of
from rightfin.case.resolve import resolved_settings, series
from rightfin.case.sustained import sustained_from
from rightfin.fiscal.careers import departures_of
from rightfin.fiscal.ceilings import parts_of
from rightfin.fiscal.donors import commitments_of, committed_of, donors_of, eligible_of, running_of
from rightfin.fiscal.earmarks import earmarks_of
from rightfin.fiscal.gifts import gifts_of
from rightfin.fiscal.handovers import HANDOVER_SETTINGS, handovers_of
from rightfin.fiscal.horizon import horizon_of, number
from rightfin.fiscal.inherited import inherited_of
from rightfin.fiscal.justice import justice_of
from rightfin.fiscal.macro import fiscal_of, rates_of
from rightfin.fiscal.parameters import Horizon, Parameters
from rightfin.fiscal.paths import extend
from rightfin.fiscal.payers import payers_over
from rightfin.fiscal.people import people_of
from rightfin.fiscal.rules import rules_of, sizes_of
from rightfin.fiscal.settled import settled_of
from rightfin.fiscal.targets import targets_of
from rightfin.fiscal.terms import Policy
from rightfin.fiscal.threats import (
    RememberedRows,
    demanded_of,
    equipment_of,
    grid_of,
    needs_of,
    read_demand,
    read_external,
    supplied_of,
)
from rightfin.schema.switches import Switch, switch_named

P = ParamSpec("P")
T = TypeVar("T")

MOST_KEPT = 64
"""Answers of one part that are kept where they are to be found again."""

_ABSENT = object()
"""Stands for the value of a key that a mapping does not have."""


class Projection:
    """Parameters of one checked case after another, as ``project`` gives them, computed as far as they changed.

    ``switches`` turns families of rules off by name; a switch that is not named is on, and ``ValueError`` is raised for a
    name of none. ``grade_ratio_factor`` bounds how far a grade may outgrow the grades that feed it. Both are fixed for the
    life of the projection.

    Whatever is equal to what the case before had is the same object: a field of a part (an array, a mapping, a tuple,
    a number), a part whose fields are all the same, and the parameters as a whole. Who computes something from them can
    tell by ``is`` what to compute again. A table that is the same object in both cases is not read again, nor is a row of
    ``demand`` or ``external`` that did not change; so change a case by ``Case.with_cells``, which shares what it can.

    A projection belongs to one session: it remembers the last case and must not be used by two threads at once. It
    keeps the last case and its parameters in memory, and nothing of earlier ones, unless it is to ``remember``.
    """

    def __init__(self, switches: Mapping[str, bool], grade_ratio_factor: float = 1.25) -> None:
        self._switches = {switch_named(name).value: on for name, on in switches.items()}
        self._grade_ratio_factor = grade_ratio_factor
        self._demand = RememberedRows("demand", read_demand)
        self._external = RememberedRows("external", read_external)
        self._settings = _Part(resolved_settings)
        self._horizon = _Part(horizon_of)
        self._rates = _Part(rates_of)
        self._fiscal = _Part(fiscal_of)
        self._payers = _Part(payers_over)
        self._people = _Part(people_of)
        self._departures = _Part(departures_of)
        self._equipment = _Part(equipment_of)
        self._grid = _Part(grid_of)
        self._demanded = _Part(demanded_of)
        self._supplied = _Part(supplied_of)
        self._needs = _Part(needs_of)
        self._lines = _Part(lines_of)
        self._eligible = _Part(eligible_of)
        self._donors = _Part(donors_of)
        self._handovers = _Part(handovers_of)
        self._parts = _Part(parts_of)
        self._earmarks = _Part(earmarks_of)
        self._in_kind = _Part(gifts_of)
        self._sizes = _Part(_of_values(sizes_of))
        self._rules = _Part(rules_of)
        self._targets = _Part(targets_of)
        self._justice = _Part(justice_of)
        self._committed = _Part(committed_of)
        self._commitments = _Part(commitments_of)
        self._running = _Part(running_of)
        self._policy = _Part(_policy_of)
        self._settled = _Part(settled_of)
        self._inherited = _Part(inherited_of)
        self._last: Parameters | None = None

    def remember(self) -> None:
        """Keep parts of earlier cases, too, for one who goes to and fro between a few states of many tables.

        What is found again may equal what the case before had and be another object.
        """
        for part in vars(self).values():
            if isinstance(part, _Part):
                part.remembers = MOST_KEPT

    def of(self, case: Case) -> Parameters:
        """Return the parameters of a checked case; its packages count as the rows that they stand for."""
        case = expanded(case).case
        found = self._settings.of(case)
        own, foreign = str(found["currency"]), str(found["foreign_currency"])
        horizon = self._horizon.of(case)
        rates = self._rates.of(case, horizon, own, foreign)
        fiscal = self._fiscal.of(
            case, horizon, found["discount_rate"], wage_bill=self._on(Switch.WAGE_BILL), no_cliff=self._on(Switch.NO_CLIFF)
        )
        priced = fiscal.deflator, rates.foreign_price, own, foreign
        exchange = rates.exchange[foreign]
        people = self._people.of(case, horizon, *priced, exchange, training=self._on(Switch.TRAINING))
        sizes = self._sizes.of(case, people)
        grid = self._grid.of(case)
        lines = self._lines.of(case)
        parts = Parameters(
            horizon=horizon,
            fiscal=fiscal,
            payers=self._payers.of(
                case, horizon, fiscal.revenue, lines, wage_bill=self._on(Switch.WAGE_BILL),
                no_cliff=self._on(Switch.NO_CLIFF),
            ),
            people=people,
            departures=self._departures.of(case, horizon, people, *priced),
            equipment=self._equipment.of(case, horizon, *priced, exchange),
            needs=self._needs.of(
                case, horizon, grid, self._demanded.of(case, horizon, grid, fiscal.population_index, self._demand),
                self._supplied.of(case, horizon, grid, self._external),
            ),
            donors=self._donors.of(
                case, horizon, rates.exchange, own, self._eligible.of(case, lines),
                co_financing=self._on(Switch.CO_FINANCING),
            ),
            handovers=self._handovers.of(
                case, horizon, fiscal.gdp, fiscal.revenue, fiscal.population_index, exchange,
                *(found[name] for name in HANDOVER_SETTINGS), handover=self._on(Switch.HANDOVER),
            ),
            parts=self._parts.of(case, horizon, fiscal.ceiling),
            earmarks=self._earmarks.of(case, horizon, rates.exchange, own),
            in_kind=self._in_kind.of(case, horizon, rates.exchange, own),
            rules=self._rules.of(case, horizon, sizes) if self._on(Switch.COMPOSITION) else (),
            targets=self._targets.of(
                case, horizon, fiscal.population_index, people, composition=self._on(Switch.COMPOSITION)
            ),
            justice=self._justice.of(case, horizon, people),
            lines=lines,
            committed=self._committed.of(case, horizon, lines, fiscal.deflator),
            running=self._running.of(case, horizon, lines, *priced),
            commitments=self._commitments.of(case, horizon),
            policy=self._policy.of(case, horizon, self._switches, self._grade_ratio_factor),
            inherited=self._inherited.of(case, horizon, people),
        )
        if self._last is None or any(
            getattr(parts, entry.name) is not getattr(self._last, entry.name) for entry in fields(parts)
        ):
            self._last = parts
        return self._settled.of(case, self._last, rates.exchange)

    def _on(self, switch: Switch) -> bool:
        return self._switches.get(switch, True)


def _policy_of(case: Case, horizon: Horizon, switches: Mapping[str, bool], grade_ratio_factor: float) -> Policy:
    found = resolved_settings(case)
    begins = sustained_from(case)
    way = series(case, "glide_share", (horizon.base, horizon.end)) if found["glide"] == "by_year" else None
    return Policy(
        discount_rate=number(found["discount_rate"]),
        secondary_objective=str(found["secondary_objective"]),
        arrears_tolerance=number(found["arrears_tolerance"]),
        rule_weight=number(found["rule_weight"]),
        max_clearing_share=number(found["max_clearing_share"]),
        opening_arrears=number(found["opening_arrears"]),
        reserve_allowed=bool(found["reserve_allowed"]),
        opening_reserve=number(found["opening_reserve"]),
        max_saving_share=number(found["max_saving_share"]),
        grade_ratio_factor=grade_ratio_factor,
        sustained_from=begins if begins is not None and begins <= horizon.last else None,
        glides=found["glide"] != "none",
        glide_share=tuple(extend(way[1:], len(horizon.years)).tolist()) if way else (),
        switches=dict(switches),
    )


def kept(new: T, old: T) -> T:
    """Return ``old`` where it equals ``new``, and otherwise ``new`` with all of ``old`` that equals its counterpart.

    Data classes are kept field by field, mappings value by value, tuples of one length item by item unless their
    items have names. Arrays are equal if they have the same type and shape and every bit is the same, so that NaN equals
    NaN and 0 is not -0; mappings are equal if their order is the same too.
    """
    if new is old or type(new) is not type(old):
        return new
    found: Any = old
    if isinstance(new, (str, int, float)):
        found = old if new == old else new
    elif is_dataclass(new):
        names = [entry.name for entry in fields(new)]
        values = _each_kept([getattr(new, name) for name in names], [getattr(old, name) for name in names])
        if values is not None:
            found = new.__class__(**dict(zip(names, values, strict=True)))
    elif isinstance(new, dict) and isinstance(old, dict):
        before = [old.get(key, _ABSENT) for key in new]
        values = _each_kept(list(new.values()), before)
        if values is not None or list(new) != list(old):
            found = dict(zip(new, before if values is None else values, strict=True))
    elif isinstance(new, tuple) and isinstance(old, tuple) and not hasattr(new, "_fields"):
        values = _each_kept(new, old) if len(new) == len(old) else list(new)
        if values is not None:
            found = tuple(values)
    elif not (_same_bits(new, old) if isinstance(new, np.ndarray) and isinstance(old, np.ndarray) else new == old):
        found = new
    chosen: T = found
    return chosen


def _each_kept(new: Sequence[Any], old: Sequence[Any]) -> list[Any] | None:
    """Return the values of ``new``, each kept, or ``None`` if all are those of ``old``."""
    if all(map(is_, new, old)):
        return None
    values = list(map(kept, new, old))
    return None if all(map(is_, values, old)) else values


def _same_bits(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    bits = f"u{one.dtype.itemsize}"
    return np.array_equal(one.view(bits), other.view(bits))


@dataclass(frozen=True)
class _Done(Generic[T]):
    """What a part returned, for which values, and the tables that it read; ``None`` for one that was not there."""

    read: Mapping[str, CaseTable | None]
    given: tuple[object, ...]
    found: T

    def holds_for(self, case: Case, given: tuple[object, ...]) -> bool:
        """Return whether all that was read and given is the same object."""
        return all(case.tables.get(name) is table for name, table in self.read.items()) and all(
            new is old for new, old in zip(given, self.given, strict=True)
        )


class _Part(Generic[P, T]):
    """One part of the projection: a function of a case and of values, and what it returned the last time.

    It is called again only if a table of the case that it read, or a value that it was given, is another object.
    """

    def __init__(self, compute: Callable[Concatenate[Case, P], T]) -> None:
        self._compute = compute
        self._last: _Done[T] | None = None
        self._earlier: list[_Done[T]] = []
        self.remembers = 0
        """How many of its answers are kept beside the last."""

    def of(self, case: Case, *given: P.args, **named: P.kwargs) -> T:
        """Return what the function returns, as the same object as the last time where it is equal."""
        last, values = self._last, (*given, *named.values())
        if last is not None and last.holds_for(case, values):
            return last.found
        for place, done in enumerate(self._earlier):
            if done.holds_for(case, values):
                self._earlier.insert(0, self._earlier.pop(place))
                self._last = done
                return done.found
        read: dict[str, CaseTable | None] = {}
        found = self._compute(Case(_Noting(case.tables, read)), *given, **named)
        self._last = _Done(read, values, found if last is None else kept(found, last.found))
        self._earlier = [self._last, *self._earlier][: self.remembers]
        return self._last.found


class _Noting(Mapping[str, CaseTable]):
    """The tables of a case, which notes in ``read`` every table that is looked up."""

    def __init__(self, tables: Mapping[str, CaseTable], read: dict[str, CaseTable | None]) -> None:
        self._tables, self._read = tables, read

    def __getitem__(self, name: str) -> CaseTable:
        self._read[name] = self._tables.get(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _of_values(compute: Callable[P, T]) -> Callable[Concatenate[Case, P], T]:
    """Return a function that reads no table as one that is given a case."""

    def of_case(case: Case, /, *given: P.args, **named: P.kwargs) -> T:
        return compute(*given, **named)

    return of_case
