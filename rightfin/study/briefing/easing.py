"""Easing: what each limit holds back, found by letting it give way in every year and solving again.

A price says what a limit is worth to all needs together, for a small step in one year. Why one need is short is another
question: here one limit after the other gives way a tenth in all years, levels 1 and 2 are solved again on live models, and
the coverage of each need is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rightfin.case.case import Case
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.lp.inputs import Inputs
from rightfin.progress import Progress, Steps
from rightfin.result.glance import Gauge, Glance
from rightfin.result.plan import Plan
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.solve.session import Session
from rightfin.study.contradiction import solution_or_refusal
from rightfin.tolerances import HELPS

STEP = 0.1
"""By how much of itself a limit gives way in every year."""

MOST = 24
"""Most limits that are tried, a solve each."""

_MONEY = frozenset({"money", "ceiling", "donors"})
"""Families of limits of money, which are tried whether or not they have a price."""


@dataclass(frozen=True)
class Eased:
    """One limit that gave way: ``family`` and ``name`` as in the table ``prices``, ``closes`` the share of the gap closed.

    ``gains`` is the rise of coverage by need and year, as a share of the need, where it counts; falls are left out. What
    more people in training already would cover counts only before recruits of the first year planned can arrive.
    """

    family: str
    name: str
    closes: float
    gains: Mapping[str, Mapping[int, float]]

    def __hash__(self) -> int:
        return hash((self.family, self.name))


def eased(
    case: Case, session: Session, made: Plan, progress: Progress | None = None, control: Control = NEVER,
) -> tuple[Eased, ...]:
    """Let places in training, caps on cadres, purchases, ceilings by part and money give way a tenth, one at a time.

    ``session`` are live models that stand at the case, and ``made`` is its plan: the limits that have a price in it are
    tried before others where there are more than ``MOST``, and a ceiling of 0, of which there is no tenth, gives way by
    a tenth of what the part costs in it. Rules of composition and handovers are left out: they say what is wanted, not
    what there is. Raises ``CaseError`` if the hard limits of the case contradict one another.
    """
    parameters = session.inputs.parameters
    first = _priced(made)
    changes = [*_changes(parameters), *_of_parts(parameters, made)]
    changes = sorted(changes, key=lambda change: change[0] not in first and change[0][0] not in _MONEY)[:MOST]
    before = _glance(session, parameters, case, control)
    found = []
    for (family, name), changed in Steps(progress, len(changes)).over(changes, "easing limits"):
        after = _glance(session, changed, case, control)
        until = _first_arrivals(parameters, name) if family == "pipeline" else None
        found.append(Eased(family, name, _closes(before, after), _gains(before, after, until)))
    return tuple(found)


def _priced(made: Plan) -> frozenset[tuple[str, str]]:
    """Return the limits that have a price in some year, by family and name."""
    prices = made.tables["prices"]
    keys = zip(prices.column("limit"), prices.column("name"), strict=True)
    return frozenset((str(limit), str(name)) for limit, name in keys)


def _of_parts(p: Parameters, made: Plan) -> Iterator[tuple[tuple[str, str], Parameters]]:
    """Yield every ceiling by part with the parameters in which it gives way in each year."""
    parts, costs = p.parts, dict[tuple[str, int], float]()
    for part, year, _, _, _, cost, unsupported, _ in made.tables["ceilings"].rows:
        costs[str(part), int(year)] = float(cost) + float(unsupported)
    for place, name in enumerate(parts.parts):
        if parts.is_floor[name]:
            continue
        limit: Floats = parts.part_limit.copy()
        last = costs.get((name, p.horizon.years[p.horizon.shown - 1]), 0.0)  # beyond the years shown no table says more
        of_year = np.array([costs.get((name, year), last) for year in p.horizon.years])
        limit[place] += STEP * np.where(limit[place] > 0.0, limit[place], of_year)
        yield ("part_ceiling", name), replace(p, parts=replace(parts, part_limit=limit))


def _first_arrivals(p: Parameters, institution: str) -> int:
    """Return the year from which recruits of the first year planned can serve in every cadre of an institution."""
    people = p.people
    leads = (people.training_lead[cadre] for cadre in people.cadres
             if people.institution_of[cadre] == institution and people.entry[cadre])
    return p.horizon.style.written(p.horizon.years[0] + max(leads, default=0))


def _changes(p: Parameters) -> Iterator[tuple[tuple[str, str], Parameters]]:
    """Yield every limit with the parameters in which it gives way."""
    people, held = p.people, p.equipment
    for place, name in enumerate(people.institutions):
        if np.any(np.isfinite(people.training_places[place])):
            yield ("training", name), replace(p, people=replace(
                people, training_places=_more(people.training_places, place)))
        if people.pipeline[place] > 0.0:
            yield ("pipeline", name), replace(p, people=replace(people, pipeline=_more(people.pipeline, place)))
    for place, name in enumerate(people.cadres):
        if np.any(np.isfinite(people.max_strength[place])):
            yield ("maximum_strength", name), replace(p, people=replace(
                people, max_strength=_more(people.max_strength, place)))
    for place, name in enumerate(held.assets):
        if np.any(np.isfinite(held.max_purchase[place])):
            yield ("absorption", name), replace(p, equipment=replace(
                held, max_purchase=_more(held.max_purchase, place)))
    yield from _of_money(p)


def _of_money(p: Parameters) -> Iterator[tuple[tuple[str, str], Parameters]]:
    """Yield all money, or where several pay the ceiling of each of them, the government's without a name, and donors'."""
    own = replace(p.fiscal, ceiling=p.fiscal.ceiling * (1.0 + STEP))
    given = replace(p.donors, disbursed=p.donors.disbursed * (1.0 + STEP))
    if not p.payers.further:
        yield ("money", ""), replace(p, fiscal=own, donors=given)
        return
    yield ("ceiling", ""), replace(p, fiscal=own)
    for place, payer in enumerate(p.payers.further):
        yield ("ceiling", payer), replace(p, payers=replace(
            p.payers, payer_ceiling=_more(p.payers.payer_ceiling, place)))
    if p.donors.donors:
        yield ("donors", ""), replace(p, donors=given)


def _more(values: Floats, place: int) -> Floats:
    found = values.copy()
    found[place] *= 1.0 + STEP
    return found


def _glance(session: Session, parameters: Parameters, case: Case, control: Control) -> Glance:
    found = solution_or_refusal(session.solve(parameters, Depth.NEEDS, control=control), case)
    inputs: Inputs = session.inputs
    return Gauge(session.program, inputs).of(inputs, session.program, found)


def _closes(before: Glance, after: Glance) -> float:
    gap = _gap(before)
    return (gap - _gap(after)) / gap if gap > 0.0 else 0.0


def _gap(glance: Glance) -> float:
    return next(level.value for level in glance.levels if (level.order, level.name) == ("2", "needs"))


def _gains(before: Glance, after: Glance, until: int | None) -> dict[str, dict[int, float]]:
    """Return the rises that count, by need and year; years from ``until`` on do not, if it is given."""
    found = {}
    for need, course in before.by_need.items():
        rises = zip(before.years, course, after.by_need[need], strict=True)
        gains = {year: new - old for year, old, new in rises
                 if new - old >= HELPS and (until is None or year < until)}
        if gains:
            found[need] = gains
    return found
