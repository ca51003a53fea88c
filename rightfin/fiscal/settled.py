"""Years that are settled: the projection goes on from the base year, and the plan begins after them, from what stands then.

Prices, paths, ramps and rules by year are those of the whole horizon, so that a plan made anew after a year that went as
planned is the rest of the old one. What stands when the settled years end is data, from the table actuals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np

from rightfin.case.case import Case
from rightfin.case.payers import GOVERNMENT
from rightfin.case.resolve import settled_to
from rightfin.fiscal.departures import ByIntake, Departures
from rightfin.fiscal.labelled import Axes, axes_of
from rightfin.fiscal.parameters import Floats, Inherited, Parameters
from rightfin.fiscal.standing import Settled, standing_of
from rightfin.fiscal.terms import Commitment, Policy

P = TypeVar("P")

_YEARS = ("year", "year_from_base")


def settled_of(case: Case, whole: Parameters, exchange: Mapping[str, Floats]) -> Parameters:
    """Return the parameters from the first year on that is not settled; ``whole`` itself where none is.

    ``exchange`` (Y + 1,) is the case's currency for one unit of each currency, the base year first.
    """
    last = settled_to(case)
    if last is None:
        return whole
    return after(whole, last, standing_of(case, whole, last, exchange))


def after(whole: Parameters, last: int, stands: Settled) -> Parameters:
    """Return the parameters of the years after ``last``, at whose end stands what ``stands`` says."""
    gone = last - whole.horizon.base
    horizon = replace(
        whole.horizon, base=last, years=whole.horizon.years[gone:], shown=whole.horizon.shown - gone, settled=gone)
    people, justice, payers = whole.people, whole.justice, whole.payers
    own = {payer: stands.outlay.get(payer, 0.0) for payer in (GOVERNMENT, *payers.further)}
    training = _in_training(whole, stands, gone)
    cut = {name: _cut(getattr(whole, name), gone, last) for name in (
        "fiscal", "payers", "people", "departures", "equipment", "needs", "donors", "handovers", "parts", "earmarks",
        "in_kind", "targets", "justice", "inherited")}
    return Parameters(
        horizon=horizon,
        fiscal=replace(cut["fiscal"], own_spending=own[GOVERNMENT]),
        payers=replace(
            cut["payers"],
            payer_own_spending=np.array([own[payer] for payer in payers.further]),
            payer_reserve=np.array([stands.reserve.get(payer, 0.0) for payer in payers.further]),
            payer_arrears=np.array([stands.arrears.get(payer, 0.0) for payer in payers.further]),
        ),
        people=replace(
            cut["people"],
            opening_strength=_of(stands.strength, people.cadres),
            opening_pensioners=_of(stands.pensioners, people.cadres),
            pipeline=np.full(len(people.institutions), np.inf),  # who is in training is known by the year of joining
        ),
        departures=_departures(whole, cut["departures"], last, stands),
        equipment=replace(cut["equipment"], opening_stock=_of(stands.stock, whole.equipment.assets)),
        needs=cut["needs"],
        donors=replace(cut["donors"], opening_carried=_of(stands.carried, whole.donors.donors)),
        handovers=cut["handovers"],
        parts=cut["parts"],
        earmarks=cut["earmarks"],
        in_kind=cut["in_kind"],
        rules=whole.rules,
        targets=cut["targets"],
        justice=replace(
            cut["justice"], opening_backlog=_of(stands.backlog, justice.stages),
            opening_convicted=_of(stands.convicted, justice.stages),
        ),
        lines=whole.lines,
        committed=whole.committed[:, gone:] + _still_due(whole, stands, gone, last),
        running=whole.running[:, gone:],
        commitments=tuple(Commitment(one.line, one.yearly[gone:], one.goes_on) for one in whole.commitments),
        policy=_policy(whole.policy, stands, gone),
        inherited=Inherited(
            decided=cut["inherited"].decided,
            decided_hires=cut["inherited"].decided_hires,
            decided_exits=cut["inherited"].decided_exits,
            decided_promotions=cut["inherited"].decided_promotions,
            in_training=training,
            last_hires=_of({k: persons for (k, year), persons in stands.hires.items() if year == last}, people.cadres,
                           np.nan),
            last_exits=_of({k: persons for (k, year), persons in stands.exits.items() if year == last}, people.cadres,
                           np.nan),
            last_promotions=dict(stands.promotions),
        ),
        categories=whole.categories,
        origin=whole,
    )


def _of(values: Mapping[str, float], names: tuple[str, ...], absent: float = 0.0) -> Floats:
    return np.array([values.get(name, absent) for name in names], dtype=float)


def _policy(policy: Policy, stands: Settled, gone: int) -> Policy:
    return replace(
        policy, opening_arrears=stands.arrears.get(GOVERNMENT, 0.0), opening_reserve=stands.reserve.get(GOVERNMENT, 0.0),
        glide_share=policy.glide_share[gone:],
    )


def _cut(part: P, gone: int, last: int) -> P:
    """Return a part of the parameters without its settled years; the last of them is the base year of what is left."""
    if not is_dataclass(part) or isinstance(part, type):
        raise TypeError(f"{part!r} is no part of the parameters")
    axes = axes_of(type(part))
    changed = {
        entry.name: _cut_value(value, axes[entry.name], gone, last)
        for entry in fields(part) if entry.name in axes and (value := getattr(part, entry.name)) is not None
        and not set(_YEARS).isdisjoint(axes[entry.name])
    }
    return replace(part, **changed)


def _cut_value(value: Any, axes: Axes, gone: int, last: int) -> Any:
    if isinstance(value, Mapping):
        least = [last + 1 if axis == "year" else last if axis == "year_from_base" else None for axis in axes]
        return {
            key: number for key, number in value.items()
            if all(bound is None or part >= bound for part, bound in zip(key, least, strict=True))
        }
    return value[tuple(slice(gone, None) if axis in _YEARS else slice(None) for axis in axes)]


def _in_training(whole: Parameters, stands: Settled, gone: int) -> Floats:
    """Return how many join in the lead years of their cadre, (K, Y); NaN in later years."""
    people, years = whole.people, whole.horizon.years[gone:]
    found = np.full((len(people.cadres), len(years)), np.nan)
    for n, cadre in enumerate(people.cadres):
        if people.entry[cadre]:
            for place, year in enumerate(years[: people.training_lead[cadre]]):
                found[n, place] = stands.in_training.get((cadre, year), 0.0)
    return found


def _joined(whole: Parameters, stands: Settled, cadre: str, year: int) -> float:
    """Return who joined a cadre in a settled year and was there at its end; in the base year all who are there."""
    people, place = whole.people, whole.people.cadres.index(cadre)
    if year == whole.horizon.base:
        return float(people.opening_strength[place])
    at = whole.horizon.years.index(year)
    return float(people.integrated[place, at] + people.recruits_kept[place, at] * stands.hires.get((cadre, year), 0.0))


def _departures(whole: Parameters, cut: Departures, last: int, stands: Settled) -> Departures:
    """Return how people leave, those who joined in settled years together: as shares of all who stand at their end."""

    def together(name: str) -> ByIntake:
        of: ByIntake = getattr(whole.departures, name)
        found = {key: share for key, share in getattr(cut, name).items() if key[1] > last}
        for (cadre, joined, year), share in of.items():
            standing = stands.strength.get(cadre, 0.0)
            if joined <= last < year and standing > 0.0:
                key = cadre, last, year
                found[key] = found.get(key, 0.0) + share * _joined(whole, stands, cadre, joined) / standing
        return found

    return replace(cut, retires=together("retires"), retires_with_pension=together("retires_with_pension"),
                   due=together("due"))


def _still_due(whole: Parameters, stands: Settled, gone: int, last: int) -> Floats:
    """Return what is still owed to those who were retrenched in settled years, by line and year, what is lost included."""
    people, leaving, years = whole.people, whole.departures, whole.horizon.years
    found = np.zeros((len(whole.lines), len(years) - gone))
    place = {line: n for n, line in enumerate(whole.lines)}
    institution = {name: n for n, name in enumerate(people.institutions)}
    for (cadre, left), persons in stands.exits.items():
        employer = people.institution_of[cadre]
        for of, item, price in (
            (leaving.severance_due, cadre, people.severance[people.cadres.index(cadre)]),
            (leaving.reintegration_due, "reintegration", leaving.reintegration[institution[employer]]),
        ):
            for (name, when, year), share in of.items():
                line = next((one for one in place if one[:3] == (employer, "benefits", item)), None)
                if name == employer and when == left and year > last and line is not None:
                    at = years.index(year)
                    gross = 1.0 / (1.0 - people.waste[institution[employer], at])
                    found[place[line], at - gone] += gross * share * price[at] * persons
    return found
