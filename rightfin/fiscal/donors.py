"""Donors, what they may fund and what arrives, and contracts already signed and running costs, as parameter arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from rightfin.case.calendars import moved
from rightfin.case.case import Case
from rightfin.case.eligibility import eligible_lines
from rightfin.case.lines import Line
from rightfin.case.resolve import filled, months_from
from rightfin.fiscal.horizon import number, values_from_base, values_over
from rightfin.fiscal.over_time import OverTime
from rightfin.fiscal.parameters import Donors, Floats, Horizon
from rightfin.fiscal.paths import disbursement
from rightfin.fiscal.terms import Commitment
from rightfin.schema import Value

Eligible = frozenset[tuple[str, Line]]


def eligible_of(case: Case, lines: tuple[Line, ...]) -> Eligible:
    """Return the (donor, line) that may be funded."""
    return eligible_lines(filled(case, "donors"), filled(case, "institutions"), lines, case.records("eligibility"))


def fees_of(case: Case, horizon: Horizon, donors: Sequence[Mapping[str, Value]]) -> Floats:
    """Return the share of its money that each donor keeps as its fee, (D, Y)."""
    return OverTime(case, horizon, "donors", donors).values("fee", np.array([number(row["fee"]) for row in donors]))


def donors_of(
    case: Case, horizon: Horizon, exchange: Mapping[str, Floats], own: str, eligible: Eligible, *, co_financing: bool
) -> Donors:
    """Return donors over the horizon.

    ``exchange`` gives local money per unit of each currency, (Y + 1,), ``own`` is the case's currency, ``eligible`` that
    of ``eligible_of``; without ``co_financing`` no donor has a match. In the tail a donor without an exit year repeats
    its last pledge; one with an exit year has left.
    """
    rows = filled(case, "donors")
    ids = tuple(str(row["donor"]) for row in rows)
    rate = [exchange[str(row["currency"] or own)] for row in rows]
    changing = OverTime(case, horizon, "donors", rows)

    def column(name: str) -> Floats:
        return np.array([np.nan if row[name] is None else number(row[name]) for row in rows])

    def over_years(name: str) -> Floats:
        return changing.values(name, column(name))

    matches = over_years("match").tolist() if co_financing else []
    match = {
        (donor, year): of_year for donor, found in zip(ids, matches, strict=False)
        for year, of_year in zip(horizon.years, found, strict=True) if math.isfinite(of_year)
    }
    disbursed = np.zeros((len(ids), len(horizon.years)))
    arrives = over_years("arrival_share")
    for pledge in case.records("pledges"):
        place = ids.index(str(pledge["donor"]))
        row = rows[place]
        disbursed[place] = disbursement(
            _pledged(pledge, horizon, months_from(case, row["year_starts"]), stays=row["exit_year"] is None),
            int(number(row["delay_years"])), arrives[place], rate[place][1:],
        )
    return Donors(
        donors=ids,
        disbursed=disbursed,
        fee=fees_of(case, horizon, rows),
        keep=np.column_stack([column("carry_over"), over_years("carry_over")]),
        opening_carried=np.array([number(row["opening_carried"]) * rate[n][0] for n, row in enumerate(rows)]),
        last_year={d: None if row["exit_year"] is None else min(int(number(row["exit_year"])), horizon.end)
                   for d, row in zip(ids, rows, strict=True)},
        staying=frozenset(d for d, row in zip(ids, rows, strict=True) if row["exit_year"] is None),
        lasting_share=np.ones(disbursed.shape),
        on_budget={d: bool(row["on_budget"]) for d, row in zip(ids, rows, strict=True)},
        eligible=eligible,
        match=match,
        untied=over_years("untied") * np.array([found[1:] for found in rate]).reshape(disbursed.shape),
        match_payer={d: str(row["match_payer"]) for d, row in zip(ids, rows, strict=True) if row["match_payer"]},
        scope={donor: _scope(case, donor, eligible) for donor in dict.fromkeys(donor for donor, _ in match)},
        match_base=over_years("match_base"),
    )


def _pledged(row: dict[str, Value], horizon: Horizon, apart: int, *, stays: bool) -> Floats:
    """Return a donor's pledges from the earliest year typed to the last planning year, in the years of the case.

    ``apart`` is by how many months those differ from the donor's own. What of the year after the end year falls into it
    is as in the end year.
    """
    typed = {int(c): number(v) for c, v in row.items() if c.isdigit() and v is not None}
    first = min([*typed, horizon.years[0]])
    last = typed.get(horizon.end, 0.0) if stays else 0.0
    found = [last if year > horizon.end else typed.get(year, 0.0) for year in range(first, horizon.last + 1)]
    if not apart:
        return np.array(found)
    early, shown = first - (apart > 0), horizon.end - first + 1
    within = [0.0] * (first - early) + found[:shown]
    within = moved([0.0, *within, typed.get(horizon.end, 0.0)], apart)
    return np.array([*within, *found[shown:]])


def _scope(case: Case, donor: str, eligible: Eligible) -> frozenset[Line]:
    mine = {line for d, line in eligible if d == donor}
    rows = [row for row in case.records("co_financing") if row["donor"] == donor]
    if not rows:
        return frozenset(mine)
    return frozenset(line for line in mine if any(line.fits(row) for row in rows))


def committed_of(case: Case, horizon: Horizon, lines: tuple[Line, ...], deflator: Floats) -> Floats:
    """Return money already contracted, (L, Y).

    In the tail the last year's amount of what goes on is repeated at constant prices, by ``deflator`` (Y + 1,); what ends
    is zero there.
    """
    place = {line: n for n, line in enumerate(lines)}
    found = np.zeros((len(lines), len(horizon.years)))
    later = deflator[horizon.shown + 1:] / deflator[horizon.shown]
    values = np.nan_to_num(values_over(case, "committed", horizon, tail_zero=True))
    for row, over_years in zip(filled(case, "committed"), values, strict=True):
        at = place[_line_of(row)]
        found[at] = over_years
        if row["goes_on"]:
            found[at, horizon.shown:] += over_years[horizon.shown - 1] * later
    return found


def commitments_of(case: Case, horizon: Horizon) -> tuple[Commitment, ...]:
    """Return the lines of committed money, as the case lists them."""
    values = np.nan_to_num(values_over(case, "committed", horizon, tail_zero=True))
    return tuple(
        Commitment(_line_of(row), tuple(over_years[: horizon.shown].tolist()), bool(row["goes_on"]))
        for row, over_years in zip(filled(case, "committed"), values, strict=True)
    )


def running_of(
    case: Case, horizon: Horizon, lines: tuple[Line, ...], deflator: Floats, foreign_price: Floats, own: str, foreign: str
) -> Floats:
    """Return running costs, (L, Y + 1), the base year first: typed at base-year prices, paid at those of each year.

    ``deflator`` and ``foreign_price`` (Y + 1,) are the indices that the currencies ``own`` and ``foreign`` follow.
    """
    place = {line: n for n, line in enumerate(lines)}
    found = np.zeros((len(lines), len(horizon.years) + 1))
    typed = values_from_base(case, "running_costs", horizon)
    for row, over_years in zip(filled(case, "running_costs"), typed, strict=True):
        abroad = row["currency"] == foreign and foreign != own
        found[place[_line_of(row)]] += over_years * (foreign_price if abroad else deflator)
    return found


def _line_of(row: Mapping[str, Value]) -> Line:
    return Line(str(row["institution"]), str(row["category"]), str(row["item"]))
