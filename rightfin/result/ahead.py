"""What a plan leaves behind: pensions for thirty years after its last year, and severance that is still owed then.

It is arithmetic on the last stocks of a plan and decides nothing. What it takes for granted is in ``ASSUMED``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rightfin.fiscal.parameters import Floats
from rightfin.lp.inputs import Inputs
from rightfin.result.plan import PlanTable
from rightfin.result.yearly import Yearly
from rightfin.schema.careers import REINTEGRATION, SEVERANCE

YEARS_AHEAD = 30
"""Years after the last one shown for which pensions are told."""

ASSUMED = (
    "After the last year shown nobody is hired, promoted, integrated or retrenched.",
    "Attrition, the share of leavers with a pension, pensions that end and age profiles go on as the case has them in its "
    "last year.",
    "Pensions, severance and reintegration are at the prices of the last year shown, with what is lost on the way.",
)
"""What the years ahead take for granted, a sentence each."""


class Outlook(NamedTuple):
    """People of a cadre after the last year shown, each (YEARS_AHEAD,): who serves, who draws a pension, and who of them
    drew one already when the plan ended."""

    serving: Floats
    pensioners: Floats
    drawn: Floats


def ahead_tables(sums: Yearly) -> dict[str, PlanTable]:
    """Return the tables ``pensions_ahead`` and ``severance_ahead`` of a plan; no rows where nothing is ahead."""
    return {
        "pensions_ahead": PlanTable.of_rows("pensions_ahead", list(_pensions(sums))),
        "severance_ahead": PlanTable.of_rows("severance_ahead", list(_severance(sums))),
    }


def _years(d: Inputs) -> tuple[int, ...]:
    horizon = d.parameters.horizon
    return horizon.style.all(range(horizon.end + 1, horizon.end + 1 + YEARS_AHEAD))


def outlook_of(sums: Yearly, cadre: str) -> Outlook:
    r"""Return who of a cadre serves and who draws a pension after the last year shown *e*.

    Of those who serve the share *a* leaves a year, *r* of them with a pension, and those whose year of retirement it is;
    of pensioners the share *x* ends: $s_n = (1 - a)\,s_{n-1} - z_n$ and
    $p_n = (1 - x)\,p_{n-1} + r\,a\,s_{n-1} + z'_n$, where $z_n$ retire in the year $e + n$ and $z'_n$ of them draw a
    pension.
    """
    d, place = sums.inputs, sums.inputs.parameters.people.cadres.index(cadre)
    end = d.parameters.horizon.end
    leave, retire, ends = d.attrition[cadre, end], d.retiring_share[cadre, end], d.pension_exit[cadre, end]
    known, pensioned = _known(sums, cadre)
    serving, pensioners = float(sums.shown("strength")[place, -1]), float(sums.shown("pensioners")[place, -1])
    serve, draw = np.zeros(YEARS_AHEAD), np.zeros(YEARS_AHEAD)
    drawn = pensioners * (1.0 - ends) ** np.arange(1.0, YEARS_AHEAD + 1.0)
    for n in range(YEARS_AHEAD):
        pensioners = (1.0 - ends) * pensioners + retire * leave * serving + pensioned[n]
        serving = max((1.0 - leave) * serving - known[n], 0.0)
        serve[n], draw[n] = serving, pensioners
    return Outlook(serve, draw, drawn)


def _known(sums: Yearly, cadre: str) -> tuple[Floats, Floats]:
    """Return who of a cadre retires in each year ahead as its age profile says, and who of them with a pension."""
    d, people = sums.inputs, sums.inputs.parameters.people
    horizon, place = d.parameters.horizon, people.cadres.index(cadre)
    everybody, pensioned = np.zeros(YEARS_AHEAD), np.zeros(YEARS_AHEAD)
    hires, integrated = sums.shown("hires")[place], people.integrated[place]
    for (of, joined, year), (share, with_pension) in d.parameters.departures.profile.items():
        n = year - horizon.end
        if of == cadre and 0 < n <= YEARS_AHEAD and horizon.base <= joined <= horizon.end:
            at = joined - d.first
            came = d.recruits_kept[cadre, joined] * hires[at] + integrated[at] if at >= 0 else d.opening_strength[cadre]
            for later in range(joined + 1, horizon.end + 1):
                came *= (1.0 - d.attrition[cadre, later]) * (1.0 - d.struck_off[cadre, later])
            there = came * (1.0 - d.attrition[cadre, horizon.end]) ** n
            everybody[n - 1] += share * there
            pensioned[n - 1] += with_pension * there
    return everybody, pensioned


def _pensions(sums: Yearly) -> Iterator[tuple[str | float, ...]]:
    """Yield institution, year, who serves, who draws a pension, what that costs, and the cost of those who drew before."""
    d, end = sums.inputs, sums.inputs.parameters.horizon.end
    for institution, cadres in d.cadres_of.items():
        paying = [cadre for cadre in cadres if d.pension[cadre, end] > 0.0]
        spent = d.gross_up[institution, "benefits", end]
        outlooks = {cadre: outlook_of(sums, cadre) for cadre in paying}
        if not any(outlook.pensioners.any() for outlook in outlooks.values()):
            continue
        serving, pensioners = (sum(outlook[at] for outlook in outlooks.values()) for at in (0, 1))
        cost, drawn = (
            sum(spent * d.pension[cadre, end] * outlook[at] for cadre, outlook in outlooks.items()) for at in (1, 2)
        )
        rows = zip(_years(d), *map(np.ndarray.tolist, map(np.asarray, (serving, pensioners, cost, drawn))), strict=True)
        yield from ((institution, *row) for row in rows)


def _severance(sums: Yearly) -> Iterator[tuple[str | float, ...]]:
    """Yield institution, year, severance and reintegration that fall due after the last year shown; years with any."""
    d, end = sums.inputs, sums.inputs.parameters.horizon.end
    exits = dict(zip(d.parameters.people.cadres, sums.shown("exits"), strict=True))
    for institution, cadres in d.cadres_of.items():
        owed = {
            SEVERANCE: sum(d.severance[cadre, end] * exits[cadre] for cadre in cadres),
            REINTEGRATION: d.reintegration[institution, end] * sum(exits[cadre] for cadre in cadres),
        }
        due = {payment: np.zeros(YEARS_AHEAD) for payment in owed}
        for (of, payment, after), share in d.parameters.departures.instalments.items():
            for place, left in enumerate(sums.years if of == institution and cadres else ()):
                n = left + after - end
                if 0 < n <= YEARS_AHEAD:
                    due[payment][n - 1] += share * np.asarray(owed[payment])[place]
        spent = d.gross_up[institution, "benefits", end]
        for year, severance, help_ in zip(_years(d), *map(np.ndarray.tolist, due.values()), strict=True):
            if severance + help_ > 0.0:
                yield institution, year, spent * severance, spent * help_
