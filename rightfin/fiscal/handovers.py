"""Handovers: the own share that each asks for over the horizon, and the lines that count."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rightfin.case.case import Case
from rightfin.case.groups import Group, parse_group
from rightfin.case.lines import Line
from rightfin.case.resolve import filled, rows_across, series
from rightfin.fiscal.horizon import number
from rightfin.fiscal.parameters import Floats, Handovers, Horizon
from rightfin.fiscal.paths import bounded_path, extend, handover_path
from rightfin.fiscal.phases import Phase, phase_path
from rightfin.schema import RECURRENT, Value

SECTOR = "sector"
"""Name of the handover that the settings give, for the recurrent cost of the whole sector."""

HANDOVER_SETTINGS = ("handover", "handover_start", "handover_end", "handover_from", "handover_to")

Known = Mapping[str, Mapping[int, float]]


def handovers_of(
    case: Case, horizon: Horizon, gdp: Floats, revenue: Floats, population_index: Floats, exchange: Floats, kind: Value,
    start: Value, end: Value, first: Value, last: Value, *, handover: bool,
) -> Handovers:
    """Return all handovers of a case over the horizon, the one of the settings first; in the tail shares stay.

    ``gdp``, ``revenue`` (local money), ``population_index`` and ``exchange`` (local per foreign money) have shape (Y + 1,),
    the base year first. The arguments from ``kind`` to ``last`` are the settings ``HANDOVER_SETTINGS``. Where the
    switch ``handover`` is off there are none.
    """
    if not handover:
        return Handovers((), {}, {}, np.zeros((0, len(horizon.years))))
    found: dict[str, Floats] = {}
    lines = {}
    if kind != "none":
        found[SECTOR] = _of_settings(case, horizon, kind, start, end, first, last)
        lines[SECTOR] = recurrent_lines(case, Group())
    rows = filled(case, "handovers")
    by_year = rows_across(case, "handovers", horizon.base, horizon.end)
    known = _per_head(case, horizon, gdp, revenue, population_index * exchange) if rows else {}
    rules = phases_of(case) if rows else {}
    for row, values in zip(rows, by_year, strict=True):
        name = str(row["handover"])
        found[name] = _of_row(row, values, horizon, known, rules)
        lines[name] = recurrent_lines(case, parse_group(str(row["scope"])))
    share = np.array([extend(path, len(horizon.years)) for path in found.values()])
    payers = {str(row["handover"]): str(row["payer"]) for row in rows if row["payer"]}
    return Handovers(tuple(found), payers, lines, share.reshape(len(found), len(horizon.years)))


def recurrent_lines(case: Case, group: Group) -> tuple[Line, ...]:
    """Return the recurrent budget lines of a group."""
    return tuple([line for line in group.lines(case) if line.category in RECURRENT])


def phases_of(case: Case) -> dict[str, tuple[Phase, ...]]:
    """Return the phases of each rule, in order."""
    rows = sorted(filled(case, "phases"), key=lambda row: number(row["order"]))
    found: dict[str, list[Phase]] = {}
    for row in rows:
        found.setdefault(str(row["phase_rule"]), []).append(Phase(
            test=str(row["test"]),
            above=0.0 if row["above"] is None else number(row["above"]),
            average_years=int(number(row["average_years"])),
            longest=None if row["longest"] is None else int(number(row["longest"])),
            grace_years=int(number(row["grace_years"])),
            share=None if row["share"] is None else number(row["share"]),
            growth=number(row["growth"]),
            growth_rate=number(row["growth_rate"]),
            share_to=None if row["share_to"] is None else number(row["share_to"]),
        ))
    return {name: tuple(phases) for name, phases in found.items()}


def _of_settings(
    case: Case, horizon: Horizon, kind: Value, start: Value, end: Value, first: Value, last: Value
) -> Floats:
    """Return the path of the settings over the years shown."""
    if kind == "by_year":
        return np.array((series(case, "own_share", (horizon.base, horizon.end)) or [0.0] * (horizon.shown + 1))[1:])
    years = int(number(start)), int(number(end))
    return handover_path(str(kind), horizon.years[: horizon.shown], *years, number(first), number(last))


def _of_row(
    row: Mapping[str, Value], by_year: list[float | None], horizon: Horizon, known: Known,
    rules: Mapping[str, tuple[Phase, ...]],
) -> Floats:
    """Return the path of a row of ``handovers`` over the years shown; ``by_year`` begins with the base year."""
    years = (horizon.base, *horizon.years[: horizon.shown])
    start = horizon.base if row["start"] is None else int(number(row["start"]))
    end = horizon.end if row["end"] is None else int(number(row["end"]))
    if row["path"] == "by_year":
        path = np.array(by_year, dtype=float)
    elif row["path"] == "phases":
        path = phase_path(rules[str(row["phase_rule"])], years, start, number(row["from"]), known)
    else:
        shares = number(row["from"]), number(row["to"])
        path = handover_path(str(row["path"]), years, start, end, *shares, int(number(row["steps"])))
    return bounded_path(path, number(row["floor"]), None if row["max_step"] is None else number(row["max_step"]))[1:]


def _per_head(case: Case, horizon: Horizon, gdp: Floats, revenue: Floats, divisor: Floats) -> Known:
    """Return GDP and revenue per inhabitant in foreign currency, by test and year; nothing without inhabitants.

    ``divisor`` (Y + 1,) is population, 1 in the base year, times local money per unit of foreign money.
    """
    people = sum(number(row["population"]) for row in case.records("regions"))
    if people <= 0.0:
        return {}
    years = (horizon.base, *horizon.years)
    return {
        name: dict(zip(years, (amounts / (people * divisor)).tolist(), strict=True))
        for name, amounts in (("income_per_head", gdp), ("revenue_per_head", revenue))
    }
