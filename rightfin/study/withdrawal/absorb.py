"""The reserve that would have absorbed a withdrawal: the least extra money with which nothing more breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.extended import Extended, ExtraRow, Move, extended
from rightfin.lp.kinds import Axis
from rightfin.lp.labels import columns_of
from rightfin.lp.objectives import natural_sizes
from rightfin.lp.program import CompiledObjective, Program
from rightfin.solve.control import NEVER, Control
from rightfin.solve.engine import SolverError
from rightfin.solve.single import Single
from rightfin.tolerances import BAND, KEPT, NO_EXTRA


@dataclass(frozen=True)
class Absorbed:
    """Extra money: ``discounted`` to base-year prices, tail years included, and by year in currency at current prices.

    Years without any are left out; years after the horizon are tail years. The sum is the least there is; how it falls on
    the years is one of the ways that reach it.
    """

    discounted: float
    by_year: Mapping[int, float]


NO_MONEY = Absorbed(0.0, {})


def least_reserve(
    program: Program, parameters: Parameters, base: Floats, year: int, control: Control = NEVER, *,
    keep_needs: bool = False,
) -> Absorbed:
    r"""Return the least extra money from a year on with which nothing more is broken than in the base plan.

    One linear programme on the rows of ``program``, in which a donor has left and what was decided before is fixed:

    $$
    \min \sum_{t \ge y} \mathit{discount}_t\,\mathit{extra}_t \qquad \mathit{extra}_t \ge 0
    $$

    $$
    \begin{aligned}
    \sum_{i,c} \mathit{unfunded}_{i,c,t} - \mathit{extra}_t &\le \overline{\mathit{unfunded}}_t \\
    \mathit{hollow}_{k,t} &\le \overline{\mathit{hollow}}_{k,t} \\
    \mathit{arrears}_t - \sum_{u \le t} \mathit{extra}_u &\le \overline{\mathit{arrears}}_t \\
    \mathit{cleared}_t &\le \mathit{arrears}_{t-1} - \sum_{u < t} \mathit{extra}_u
    \end{aligned}
    \qquad t \ge y
    $$

    where a bar is the base plan. What is unpaid is taken for the whole state in each year, people without support by
    cadre. The extra money may pay any line; no ceiling, handover or eligibility stands against it, and it earns nothing.
    Clearing with own money cannot touch what the extra money paid. Without ``keep_needs`` the plan may hire less to save
    extra money; with it, level 2 (unmet needs and broken rules) is held at its value in the base plan.

    Parameters
    ----------
    base : (columns,) decisions of the base plan in natural units, in the order of the program.
    year : first year in which extra money is there.

    Raises ``SolverError`` if no amount does, which cannot be: with enough money the base plan itself goes on.
    """
    most = _needs(program, parameters, base) if keep_needs else {}
    found = least_extra(program, parameters, base, year, control, most=most)
    if found is None:
        raise SolverError("HiGHS found no extra money that absorbs a withdrawal")
    return found


def least_extra(
    program: Program, parameters: Parameters, base: Floats, year: int, control: Control = NEVER, *,
    most: Mapping[str, float] | None = None, rows: Sequence[ExtraRow] = (),
) -> Absorbed | None:
    """Return the least extra money as ``least_reserve`` does, with further rows that have to hold; ``None`` if none does.

    ``most`` is the greatest scaled value of objectives of the program, by name.
    """
    years = [t for t in parameters.horizon.years if t >= year]
    arrays = extended(
        with_hollow_held(program, base, year), extra_moves(program, years), [*money_rows(program, base, years), *rows],
        most=most,
    )
    discount = dict(zip(parameters.horizon.years, parameters.fiscal.money_discount.tolist(), strict=True))
    found = Single().least(arrays, _discounted(arrays, program, discount), control)
    if found is None:
        return None
    scale = program.objectives["obligations"].scale
    amounts = {int(name): amount for name, amount in arrays.amounts(found[1]).items()}
    total = sum(discount[t] * amount for t, amount in amounts.items())
    if total <= NO_EXTRA * scale:
        return NO_MONEY
    written = parameters.horizon.style.written
    return Absorbed(total, {written(t): amount for t, amount in amounts.items() if discount[t] * amount > NO_EXTRA * scale})


def extra_moves(program: Program, years: Sequence[int]) -> list[Move]:
    """Return extra money as a move of each year, named by it; it moves no row but those of ``money_rows``."""
    return [Move(str(t), np.zeros(len(program.rows))) for t in years]


def _needs(program: Program, parameters: Parameters, base: Floats) -> dict[str, float]:
    """Return level 2 of the base plan as the most that it may be, scaled."""
    objective = program.objectives["needs"]
    value = float(objective.coefficients @ (base / program.column_scale)) + objective.offset
    return {"needs": value + KEPT * natural_sizes(parameters)["needs"] / objective.scale}


def with_hollow_held(program: Program, base: Floats, year: int) -> Program:
    """Return the program in which from a year on no more people are unsupported than in the base plan."""
    upper = program.column_upper.copy()
    for place, at in columns_of(program, "hollow"):
        if at[Axis.YEAR] >= year:
            upper[place] = with_band(float(base[place] / program.column_scale[place]))
    return replace(program, column_upper=upper)


def with_band(value: float) -> float:
    """Return an upper bound that holds a scaled value where it is."""
    return max(value, 0.0) + BAND * max(value, 1.0)


def money_rows(program: Program, base: Floats, years: Sequence[int]) -> list[ExtraRow]:
    """Return the rows that let no more be unpaid or owed than in the base plan, less what extra money pays.

    Old debts are left to be cleared. Whose debts they are makes no difference: extra money may pay for every payer.
    """
    scale = program.column_scale
    unpaid, owed, cleared = (_by_year(program, name) for name in ("unfunded", "arrears", "cleared"))
    found = []
    for t in years:
        size = float(scale[owed[t][0]])

        def scaled(places: Sequence[int], sign: float, size: float = size) -> dict[int, float]:
            return {place: sign * float(scale[place]) / size for place in places}

        def stood(places: Sequence[int], size: float = size) -> float:
            return sum(float(base[place]) for place in places) / size

        one = {str(u): 1.0 / size for u in years if u == t}
        paid = {str(u): 1.0 / size for u in years if u <= t}
        earlier = {str(u): -1.0 / size for u in years if u < t}
        found.append(ExtraRow(scaled(unpaid[t], -1.0), one, -with_band(stood(unpaid[t]))))
        found.append(ExtraRow(scaled(owed[t], -1.0), paid, -with_band(stood(owed[t]))))
        if t - 1 in owed and t in cleared and earlier:
            found.append(ExtraRow(scaled(owed[t - 1], 1.0) | scaled(cleared[t], -1.0), earlier, -BAND))
    return found


def _by_year(program: Program, name: str) -> Mapping[int, Sequence[int]]:
    """Return the places of all decisions of a kind by year."""
    found: dict[int, list[int]] = {}
    for place, parts in columns_of(program, name):
        found.setdefault(parts[Axis.YEAR], []).append(place)
    return found


def _discounted(arrays: Extended, program: Program, discount: Mapping[int, float]) -> CompiledObjective:
    """Return the objective of the discounted sum of extra money."""
    scale = program.objectives["obligations"].scale
    coefficients = np.zeros(arrays.matrix.shape[1])
    worth = np.array([discount[int(name)] for name in arrays.names])
    coefficients[len(coefficients) - len(arrays.names) :] = worth * arrays.units / scale
    return CompiledObjective(coefficients, 0.0, scale)
