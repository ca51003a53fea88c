"""What replaces a mission: the least extra own money, and the least people, by which coverage stays what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.extended import Extended, ExtraRow, Move, extended
from rightfin.lp.kinds import Axis
from rightfin.lp.labels import columns_of
from rightfin.lp.program import CompiledObjective, Program
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.single import Single
from rightfin.study.search import least_whole
from rightfin.study.withdrawal.absorb import (
    NO_MONEY,
    Absorbed,
    extra_moves,
    least_extra,
    money_rows,
    with_band,
    with_hollow_held,
)
from rightfin.tolerances import BAND, NOBODY

_MORE = "people"
"""The move that counts people of a year beyond those of the base plan, followed by the year."""


@dataclass(frozen=True)
class Replacement:
    """What keeps the needs covered as they were with the mission.

    ``since`` is the first year from which on that can be done, whatever is paid; ``None`` if in no year shown: then nothing
    else is known. ``money`` is the least own money beyond that of the base plan with which it is done, ``beyond`` the least
    that all limits on own money leave unpaid of it; ``people`` the least people beyond those of the base plan by year, tail
    included, where there are any, all of the base plan kept.
    """

    since: int | None
    money: Absorbed
    beyond: Absorbed
    people: Mapping[int, float]


NOT_REPLACED = Replacement(None, NO_MONEY, NO_MONEY, {})


def replacement(
    program: Program, parameters: Parameters, base: Floats, lost: Floats, left: int, paid_from: int,
    control: Control = NEVER,
) -> Replacement:
    r"""Return what keeps every need as covered as in the base plan, in which the mission is there.

    Linear programmes on the rows of ``program``, in which the mission has left and what was decided before the news is
    fixed. All have the extra money of ``least_reserve`` and, with a bar for the base plan,

    $$
    \sum_{r,g} \mathit{unmet}_{h,r,t,g} \le \sum_{r,g} \overline{\mathit{unmet}}_{h,r,t,g} + \mathit{lost}_{h,t} [\mathit{left} \le t < s]
    \qquad t \ge \mathit{paid\_from}
    $$

    where *lost* is what the mission supplied and s the first year in which coverage can be what it was: before it, the
    state's own institutions still cover as much as in the base plan. The first has the least discounted extra money, once
    with own money left as the base plan spends it, so that all more of it is extra, and once with own money free within its
    limits; the second any extra money, nobody fewer than in the base plan, of any cadre, and the least people in all years
    planned. Donors may pay what they are allowed to.

    Parameters
    ----------
    base : (columns,) decisions of the base plan in natural units, in the order of the program.
    lost : (H, Y) what the mission supplied in the base plan and supplies no more, in capability units.
    left : first year without the mission.
    paid_from : first year in which extra money is there.
    """
    held = _Held(program, parameters, base, lost, left, paid_from, control)
    since = held.since()
    if since is None:
        return NOT_REPLACED
    money, beyond = held.money(since, own_held=True), held.money(since, own_held=False)
    return Replacement(parameters.horizon.style.written(since), money, beyond, held.people(since))


class _Held:
    """The rows that hold coverage from a year on, and what is asked of them."""

    def __init__(
        self, program: Program, parameters: Parameters, base: Floats, lost: Floats, left: int, paid_from: int,
        control: Control,
    ) -> None:
        self._program, self._parameters, self._base, self._lost = program, parameters, base, lost
        self._left, self._paid_from, self._control = left, paid_from, control
        self._years = [t for t in parameters.horizon.years if t >= paid_from]
        self._place = {year: n for n, year in enumerate(parameters.horizon.years)}

    def since(self) -> int | None:
        """Return the first year from which on coverage can be held; holding it from a later one is never harder."""
        first, end = self._left, self._parameters.horizon.end
        if self._holds(first):
            return first
        return least_whole(first, end, self._holds) if end > first and self._holds(end) else None

    def _holds(self, since: int) -> bool:
        arrays = extended(self._program_held, extra_moves(self._program, self._years), self._rows(since))
        nothing = CompiledObjective(np.zeros(arrays.matrix.shape[1]), 0.0, 1.0)
        return Single().least(arrays, nothing, self._control) is not None

    @property
    def _program_held(self) -> Program:
        return with_hollow_held(self._program, self._base, self._paid_from)

    def _rows(self, since: int) -> list[ExtraRow]:
        return [*money_rows(self._program, self._base, self._years), *self._coverage(since)]

    def money(self, since: int, *, own_held: bool) -> Absorbed:
        """Return the least extra money with which coverage is held from a year on."""
        rows = [*self._coverage(since), *(self._own() if own_held else ())]
        found = least_extra(self._program, self._parameters, self._base, self._paid_from, self._control, rows=rows)
        if found is None:
            raise SolverError("HiGHS found no extra money that replaces a mission, though some does")
        return found

    def _own(self) -> Iterator[ExtraRow]:
        """Yield the rows that let no more own money be spent than in the base plan, by year."""
        scale, own = self._program.column_scale, _by_year(self._program, "own", self._paid_from)
        for places in own.values():
            size = max(float(scale[place]) for place in places)
            before = sum(float(self._base[place]) for place in places) / size
            yield ExtraRow({place: -float(scale[place]) / size for place in places}, {}, -with_band(before))

    def people(self, since: int) -> dict[int, float]:
        """Return by year the least people beyond the base plan with whom coverage is held from a year on."""
        program, held = self._program, self._program_held
        strength, rows = _by_year(program, "strength", self._paid_from), self._rows(since)
        for place in (place for places in strength.values() for place in places):
            stood = float(self._base[place] / program.column_scale[place])
            rows.append(ExtraRow({place: 1.0}, {}, stood - BAND * max(stood, 1.0)))
        size = max(1.0, max(float(program.column_scale[place]) for places in strength.values() for place in places))
        for year, places in strength.items():
            before = sum(float(self._base[place]) for place in places) / size
            fewer = {place: -float(program.column_scale[place]) / size for place in places}
            rows.append(ExtraRow(fewer, {f"{_MORE}{year}": 1.0 / size}, -with_band(before)))
        counted = [Move(f"{_MORE}{year}", np.zeros(len(program.rows))) for year in strength]
        arrays = extended(held, [*extra_moves(program, self._years), *counted], rows)
        found = Single().least(arrays, _sum_of(arrays), self._control)
        if found is None:
            raise SolverError("HiGHS found no people who replace a mission, though some do")
        written = self._parameters.horizon.style.written
        amounts = arrays.amounts(found[1])
        return {written(year): amounts[f"{_MORE}{year}"] for year in strength if amounts[f"{_MORE}{year}"] > NOBODY}

    def _coverage(self, since: int) -> Iterator[ExtraRow]:
        """Yield the rows that hold each need, all regions together, in every year from the first with extra money on."""
        program, needs = self._program, self._parameters.needs
        places: dict[tuple[str, int], list[int]] = {}
        for place, at in columns_of(program, "unmet"):
            if at[Axis.YEAR] >= self._paid_from:
                places.setdefault((at[Axis.NEED], at[Axis.YEAR]), []).append(place)
        for (need, year), columns in places.items():
            h = needs.needs.index(need)
            size = float(needs.base_demand[h])
            most = sum(float(self._base[place]) for place in columns)
            if self._left <= year < since:
                most += float(self._lost[h, self._place[year]])
            of_need = {place: -float(program.column_scale[place]) / size for place in columns}
            yield ExtraRow(of_need, {}, -with_band(most / size))


def _by_year(program: Program, name: str, first: int) -> dict[int, list[int]]:
    """Return the places of all decisions of a kind by year, from the first on."""
    found: dict[int, list[int]] = {}
    for place, at in columns_of(program, name):
        if at[Axis.YEAR] >= first:
            found.setdefault(at[Axis.YEAR], []).append(place)
    return found


def _sum_of(arrays: Extended) -> CompiledObjective:
    """Return the objective of the sum of all people who are counted."""
    coefficients = np.zeros(arrays.matrix.shape[1])
    counts = np.array([name.startswith(_MORE) for name in arrays.names])
    coefficients[len(coefficients) - len(counts) :] = np.where(counts, arrays.units, 0.0)
    largest = float(coefficients.max(initial=0.0)) or 1.0
    return CompiledObjective(coefficients / largest, 0.0, largest)
