"""The tables of a plan, read from a solution of the reduced model over the years shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from rightfin.lp.indices import SUPPORTED
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import Line
from rightfin.result.allocate import Shares, line_shares, member_shares, unmet_by_region
from rightfin.result.plan import TABLE_COLUMNS, Column, PlanTable, Row
from rightfin.result.steady import base_year_costs
from rightfin.result.values import Values
from rightfin.solve.levels import Level

Years = tuple[int, ...]


def tables_of(d: Inputs, values: Values, levels: Iterable[Level]) -> dict[str, PlanTable]:
    """Return all tables of a plan but the indicators, rows in the order of the case, then by year."""
    shown = d.years[: d.parameters.horizon.shown]
    shares, members = line_shares(d, values, shown), member_shares(d, values, shown)
    grants = list(_grants(d, values, shown, shares, members))
    budget = list(_budget(d, values, shown, shares, grants))
    rows: dict[str, Iterable[Row]] = {
        "strength": _strength(d, values, shown),
        "assets": (
            (a, t, values.get("stock", a, t), values.get("bought", a, t), values.get("retired", a, t))
            for a in d.parameters.equipment.assets for t in shown
        ),
        "budget": budget,
        "base_year": ((*line, cost) for line, cost in base_year_costs(d).items()),
        "grants": grants,
        "pledges": _pledges(d, values, shown, members),
        "fiscal": _fiscal(d, values, shown),
        "commitments": _commitments(d),
        "handover": _handover(d, shown, budget),
        "weights": _weights(d),
        "objective": ((level.order, level.name, level.value) for level in levels),
    }
    tables = {name: PlanTable(name, TABLE_COLUMNS[name], found) for name, found in rows.items()}
    tables["needs"] = PlanTable("needs", TABLE_COLUMNS["needs"], cells=_needs(d, values, shown))
    return tables


def _strength(d: Inputs, values: Values, shown: Years) -> Iterator[Row]:
    promotions = d.parameters.people.promotions
    for k in d.parameters.people.cadres:
        moves_in = [move for move in promotions if move[1] == k]
        moves_out = [move for move in promotions if move[0] == k]
        before = d.opening_strength[k]
        for t in shown:
            strength = values.get("strength", k, t)
            supported = strength
            if k in d.serves:
                working = sum(values.get("assigned", k, h, t, SUPPORTED) for h in d.serves[k])
                supported = working + values.get("standby", k, t)
            yield (
                k, t, strength, min(supported, strength), values.get("hollow", k, t), values.get("hires", k, t),
                values.get("exits", k, t),
                sum(values.get("promotions", *move, t) for move in moves_in),
                sum(values.get("promotions", *move, t) for move in moves_out),
                d.integrated[k, t],
                d.support[k, t] * d.gross_up[d.parameters.people.institution_of[k]],
                before, d.attrition[k] * before,
            )
            before = strength


def _budget(
    d: Inputs, values: Values, shown: Years, shares: Mapping[Line, Shares], grants: Iterable[Row]
) -> Iterator[Row]:
    given: dict[tuple[str, str, int], float] = {}
    for _donor, i, c, t, amount in grants:
        key = (str(i), str(c), int(t))
        given[key] = given.get(key, 0.0) + float(amount)
    class_of = {line: f.name for f in d.layout.classes for line in f.lines}
    for i, c in d.lines:
        f = class_of[i, c]
        for t, share in zip(shown, shares[i, c], strict=True):
            yield (
                i, c, t, values.get("cost", i, c, t), share * values.get("own", f, t), given.get((i, c, t), 0.0),
                share * values.get("unfunded", f, t),
            )


def _grants(
    d: Inputs, values: Values, shown: Years, shares: Mapping[Line, Shares], members: Mapping[str, Shares]
) -> Iterator[Row]:
    """Yield grants by donor and line; lines that receive nothing in any year are left out."""
    for group in d.layout.groups:
        funded = [f for f in d.layout.classes if f.name in d.funds[group.name]]
        given = {f.name: [values.get("grant", group.name, f.name, t) for t in shown] for f in funded}
        for donor in group.members:
            for f in funded:
                for line in f.lines:
                    parts = zip(given[f.name], shares[line], members[donor], strict=True)
                    amounts = [amount * of_line * of_donor for amount, of_line, of_donor in parts]
                    if any(amount > 0.0 for amount in amounts):
                        yield from ((donor, *line, t, amount) for t, amount in zip(shown, amounts, strict=True))


def _pledges(d: Inputs, values: Values, shown: Years, members: Mapping[str, Shares]) -> Iterator[Row]:
    donors = d.parameters.donors
    for group in d.layout.groups:
        spent = [sum(values.get("grant", group.name, f, t) for f in d.funds[group.name]) for t in shown]
        for donor in group.members:
            place = donors.donors.index(donor)
            before = float(donors.opening_carried[place])
            for n, (t, share) in enumerate(zip(shown, members[donor], strict=True)):
                disbursed = float(donors.disbursed[place, n])
                carried = values.get("carried", group.name, t) * share
                lost, before = (1.0 - float(donors.keep[place])) * before, carried
                yield (
                    donor, t, disbursed, disbursed * float(donors.fee[place]), spent[n] * share,
                    carried, values.get("lapsed", group.name, t) * share, lost,
                )


def _fiscal(d: Inputs, values: Values, shown: Years) -> Iterator[Row]:
    """Yield the state's money; the population is 0 where it is not known."""
    fiscal, policy = d.parameters.fiscal, d.parameters.policy
    people = float(d.parameters.needs.population.sum())
    outlay, kept = fiscal.own_spending, policy.opening_reserve if policy.reserve_allowed else 0.0
    for n, t in enumerate(shown):
        own, cleared, reserve = (
            sum(values.get("own", f.name, t) for f in d.layout.classes), values.get("cleared", t), values.get("reserve", t),
        )
        saved = reserve - (1.0 + float(fiscal.reserve_yield[n])) * kept
        yield (
            t, float(fiscal.revenue[n + 1]), float(fiscal.ceiling[n]), own,
            sum(values.get("unfunded", f.name, t) for f in d.layout.classes),
            cleared, values.get("arrears", t), reserve, saved, outlay,
            float(fiscal.gdp[n + 1]), people * float(fiscal.population_index[n + 1]) if people > 0.0 else 0.0,
            float(fiscal.deflator[n + 1]),
        )
        outlay, kept = own + cleared + saved, reserve


def _weights(d: Inputs) -> Iterator[Row]:
    """Yield what each need counts in coverage."""
    yield from zip(d.parameters.needs.needs, d.parameters.needs.weight.tolist(), strict=True)


def _commitments(d: Inputs) -> Iterator[Row]:
    """Yield the committed money of the last year shown, and whether it goes on after it."""
    for line in d.parameters.commitments:
        if line.last > 0.0:
            yield line.institution, line.category, line.item, line.last, "yes" if line.goes_on else "no"


def _handover(d: Inputs, shown: Years, budget: Iterable[Row]) -> Iterator[Row]:
    """Yield what each handover asks of the state and what the plan did; where nothing is paid, no donor pays: share 1."""
    paid: dict[tuple[Line, int], tuple[float, float]] = {}
    for i, c, t, _cost, own, grants, _unfunded in budget:
        paid[(str(i), str(c)), int(t)] = float(own), float(grants)
    handovers = d.parameters.handovers
    for name, path in zip(handovers.handovers, handovers.share, strict=True):
        for t, required in zip(shown, path.tolist(), strict=False):
            sums = [paid[line, t] for line in handovers.lines[name] if (line, t) in paid]
            own, grants = sum(amount for amount, _ in sums), sum(amount for _, amount in sums)
            yield name, t, required, own, grants, own / (own + grants) if own + grants > 0.0 else 1.0


def _needs(d: Inputs, values: Values, shown: Years) -> list[Column]:
    """Return the columns of the table of needs, which has a row for each need, region and year."""
    needs, years = d.parameters.needs, len(shown)
    needed, external, unmet = (
        amounts[:, :, :years].ravel() for amounts in (needs.need, needs.external, unmet_by_region(d, values))
    )
    return [
        tuple(need for need in needs.needs for _ in range(len(needs.regions) * years)),
        tuple(region for region in needs.regions for _ in shown) * len(needs.needs),
        shown * (len(needs.needs) * len(needs.regions)),
        needed, external, np.maximum(needed - external - unmet, 0.0), unmet,
    ]
