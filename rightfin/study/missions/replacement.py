"""What replaces a mission: the least extra own money, and the least people, by which coverage stays what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from rightfin.tolerances import NOBODY

_MORE = "people"
"""Begins the names of the moves that count people of a cadre and a year beyond those of the base plan."""


@dataclass(frozen=True)
class Replacement:
    """What keeps the needs covered as they were with the mission.

    ``since`` is the first year from which on that can be done, whatever is paid; ``None`` if in no year shown: then nothing
    else is known. ``money`` is the least own money beyond that of the base plan with which it is done, ``beyond`` the least
    that all limits on own money leave unpaid of it; ``people`` the least people beyond those of the base plan by cadre and
    year, tail included, where there are any.
    """

    since: int | None
    money: Absorbed
    beyond: Absorbed
    people: Mapping[tuple[str, int], float]

    @property
    def people_by_year(self) -> dict[int, float]:
        """The least people of all cadres by year, tail included."""
        found: dict[int, float] = {}
        for (_, year), number in self.people.items():
            found[year] = found.get(year, 0.0) + number
        return found


NOT_REPLACED = Replacement(None, NO_MONEY, NO_MONEY, {})


def replacement(
    program: Program, parameters: Parameters, base: Floats, lost: Mapping[str, Floats], left: int, paid_from: int,
    control: Control = NEVER,
) -> Replacement:
    r"""Return what keeps every need as covered as in the base plan, in which the mission is there, wherever the same serve.

    Linear programmes on the rows of ``program``, in which the mission has left and what was decided before the news is
    fixed. All have the extra money of ``least_reserve``, from the year of the news on, and for those years *t*, with a bar
    for the base plan,

    $$
    \begin{aligned}
    \sum_{r \in m,\,g} \mathit{unmet}_{h,r,t,g} &\le \sum_{r \in m,\,g} \overline{\mathit{unmet}}_{h,r,t,g}
    + \mathit{lost}_{h,m,t}\,[\mathit{left} \le t < s] \\
    \mathit{excess}_t + \sum_{i,c} \mathit{stranded}_{i,c,t} - \mathit{extra}_t
    &\le \overline{\mathit{excess}}_t + \sum_{i,c} \overline{\mathit{stranded}}_{i,c,t}
    \end{aligned}
    $$

    where m is a service class, the regions that the same institutions serve: nobody replaces a mission where he may not
    serve. *lost* is what the mission supplied there, and s the first year in which coverage can be what it was: before it,
    the state's own institutions still cover as much as in the base plan.

    The first has the least discounted extra money, with own money no more than the base plan spends, so that all more of it
    is extra; the second has own money free within its limits, so that extra is what these do not allow. The third has any
    extra money, which supports and equips all whom it helps to, and the least people beyond those of the base plan, cadre
    by cadre, in all years planned. In all three soft limits of strength, then soft rules, miss all in all no more than in
    the base plan, or than they have to. Donors pay what they may.

    Parameters
    ----------
    base : (columns,) decisions of the base plan in natural units, in the order of the program.
    lost : (H, Y) for each cell of the program, a service class each: what the mission supplied there in the base plan and
        supplies no more, in capability units.
    left : first year without the mission.
    paid_from : first year in which extra money is there.
    """
    held = _Held(program, parameters, base, lost, left, paid_from, control)
    since = held.since()
    if since is None:
        return NOT_REPLACED
    rules = held.rules(since)
    money, beyond = held.money(since, rules, own_held=True), held.money(since, rules, own_held=False)
    return Replacement(parameters.horizon.style.written(since), money, beyond, held.people(since, rules))


class _Held:
    """The rows that hold coverage from a year on, and what is asked of them."""

    def __init__(
        self, program: Program, parameters: Parameters, base: Floats, lost: Mapping[str, Floats], left: int,
        paid_from: int, control: Control,
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
        arrays = self._arrays(since)
        return Single().least(arrays, _counting(arrays, {}), self._control) is not None

    def _arrays(self, since: int, further: Sequence[ExtraRow] = ()) -> Extended:
        """Return the arrays in which coverage is held from a year on, with any extra money."""
        rows = [*money_rows(self._program, self._base, self._years), *self._kept(since), *further]
        return extended(self._program_held, extra_moves(self._program, self._years), rows)

    @property
    def _program_held(self) -> Program:
        return with_hollow_held(self._program, self._base, self._paid_from)

    def _kept(self, since: int) -> Iterator[ExtraRow]:
        """Yield the rows that keep coverage, and what can be kept up for good."""
        yield from self._coverage(since)
        yield from self._excess()

    def money(self, since: int, rules: Sequence[ExtraRow], *, own_held: bool) -> Absorbed:
        """Return the least extra money with which coverage is held from a year on."""
        rows = [*self._kept(since), *rules, *(self._own() if own_held else ())]
        found = least_extra(self._program, self._parameters, self._base, self._paid_from, self._control, rows=rows)
        if found is None:
            raise SolverError("HiGHS found no extra money that replaces a mission, though some does")
        return found

    def _own(self) -> Iterator[ExtraRow]:
        """Yield the rows that let no more own money be spent than in the base plan, by year."""
        for places in _by_year(self._program, ("own",), self._paid_from).values():
            size = self._size(places)
            yield ExtraRow(self._scaled(places, -1.0 / size), {}, -with_band(self._stood(places) / size))

    def rules(self, since: int) -> list[ExtraRow]:
        """Return the rows that let limits of strength, then soft rules, miss no more, all in all, than in the base plan or
        than has to be.
        """
        found: list[ExtraRow] = []
        scale = self._program.column_scale
        for level in ("limits", "needs"):
            weights = self._program.objectives[level].coefficients
            missed = {
                place: float(weights[place]) for place, label in enumerate(self._program.columns)
                if weights[place] != 0.0 and label[0] != "unmet"
            }
            if not missed:
                continue
            before = sum(weight * float(self._base[place] / scale[place]) for place, weight in missed.items())
            arrays = self._arrays(since, found)
            least = Single().least(arrays, _counting(arrays, missed), self._control)
            most = max(before, 0.0 if least is None else least[0])
            found.append(ExtraRow({place: -weight for place, weight in missed.items()}, {}, -with_band(most)))
        return found

    def _excess(self) -> Iterator[ExtraRow]:
        """Yield the rows that keep what stands beyond what can be kept up, but for what extra money pays."""
        for year, places in _by_year(self._program, ("excess", "stranded"), self._paid_from).items():
            size = self._size(places)
            least = -with_band(self._stood(places) / size)
            yield ExtraRow(self._scaled(places, -1.0 / size), {str(year): 1.0 / size}, least)

    def _size(self, places: Sequence[int]) -> float:
        return max(float(self._program.column_scale[place]) for place in places)

    def _scaled(self, places: Sequence[int], factor: float) -> dict[int, float]:
        return {place: factor * float(self._program.column_scale[place]) for place in places}

    def _stood(self, places: Sequence[int]) -> float:
        return sum(float(self._base[place]) for place in places)

    def people(self, since: int, rules: Sequence[ExtraRow]) -> dict[tuple[str, int], float]:
        """Return by cadre and year the least people beyond the base plan with whom coverage is held from a year on."""
        program, written = self._program, self._parameters.horizon.style.written
        rows = [*money_rows(program, self._base, self._years), *self._kept(since), *rules]
        counted: dict[str, tuple[str, int]] = {}
        for place, at in columns_of(program, "strength"):
            if at[Axis.YEAR] >= self._paid_from:
                name, size = f"{_MORE}{place}", float(program.column_scale[place])
                counted[name] = at[Axis.CADRE], written(at[Axis.YEAR])
                rows.append(ExtraRow({place: -1.0}, {name: 1.0 / size}, -with_band(float(self._base[place]) / size)))
        moves = [Move(name, np.zeros(len(program.rows))) for name in counted]
        arrays = extended(self._program_held, [*extra_moves(program, self._years), *moves], rows)
        found = Single().least(arrays, _sum_of(arrays), self._control)
        if found is None:
            raise SolverError("HiGHS found no people who replace a mission, though some do")
        amounts = arrays.amounts(found[1])
        return {where: amounts[name] for name, where in counted.items() if amounts[name] > NOBODY}

    def _coverage(self, since: int) -> Iterator[ExtraRow]:
        """Yield the rows that hold each need in each cell, in every year from the first with extra money on."""
        needs = self._parameters.needs
        places: dict[tuple[str, str, int], list[int]] = {}
        for place, at in columns_of(self._program, "unmet"):
            if at[Axis.YEAR] >= self._paid_from:
                places.setdefault((at[Axis.NEED], at[Axis.CELL], at[Axis.YEAR]), []).append(place)
        for (need, cell, year), columns in places.items():
            h = needs.needs.index(need)
            size, most = float(needs.base_demand[h]), self._stood(columns)
            if self._left <= year < since:
                most += float(self._lost[cell][h, self._place[year]])
            yield ExtraRow(self._scaled(columns, -1.0 / size), {}, -with_band(most / size))


def _by_year(program: Program, names: Sequence[str], first: int) -> dict[int, list[int]]:
    """Return the places of all decisions of some kinds by year, from the first on."""
    found: dict[int, list[int]] = {}
    for place, at in (one for name in names for one in columns_of(program, name)):
        if at[Axis.YEAR] >= first:
            found.setdefault(at[Axis.YEAR], []).append(place)
    return found


def _sum_of(arrays: Extended) -> CompiledObjective:
    """Return the objective of the sum of all people who are counted."""
    first = arrays.matrix.shape[1] - len(arrays.names)
    counted = {
        first + n: float(unit) for n, (name, unit) in enumerate(zip(arrays.names, arrays.units, strict=True))
        if name.startswith(_MORE)
    }
    largest = max(counted.values())
    return replace(_counting(arrays, {place: unit / largest for place, unit in counted.items()}), scale=largest)


def _counting(arrays: Extended, weights: Mapping[int, float]) -> CompiledObjective:
    """Return the objective that counts scaled columns, each with its weight."""
    coefficients = np.zeros(arrays.matrix.shape[1])
    coefficients[list(weights)] = list(weights.values())
    return CompiledObjective(coefficients, 0.0, 1.0)
