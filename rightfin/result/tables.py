"""The tables of a plan, read from a solution of the reduced model over the years shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rightfin.lp.inputs import Inputs
from rightfin.lp.variables import SUPPORTED
from rightfin.result.allocate import line_shares, member_shares, unmet_by_region
from rightfin.result.plan import TABLE_COLUMNS, PlanTable
from rightfin.result.values import Values
from rightfin.solve.levels import Level

Row = tuple[str | int | float, ...]


def tables_of(d: Inputs, values: Values, levels: Iterable[Level]) -> dict[str, PlanTable]:
    """Return all tables of a plan but the indicators, rows in the order of the case, then by year."""
    shown = d.years[: d.parameters.horizon.shown]
    grants = list(_grants(d, values, shown))
    rows: dict[str, Iterable[Row]] = {
        "strength": _strength(d, values, shown),
        "assets": (
            (a, t, values.get("stock", a, t), values.get("bought", a, t), values.get("retired", a, t))
            for a in d.parameters.equipment.assets for t in shown
        ),
        "budget": _budget(d, values, shown, grants),
        "grants": grants,
        "pledges": _pledges(d, values, shown),
        "fiscal": _fiscal(d, values, shown),
        "needs": _needs(d, values, shown),
        "objective": ((level.order, level.name, level.value) for level in levels),
    }
    return {name: PlanTable(name, TABLE_COLUMNS[name], tuple(found)) for name, found in rows.items()}


def _strength(d: Inputs, values: Values, shown: tuple[int, ...]) -> Iterator[Row]:
    promotions = d.parameters.people.promotions
    for k in d.parameters.people.cadres:
        for t in shown:
            strength = values.get("strength", k, t)
            supported = strength
            if k in d.serves:
                working = sum(values.get("assigned", k, h, t, SUPPORTED) for h in d.serves[k])
                supported = working + values.get("standby", k, t)
            yield (
                k, t, strength, min(supported, strength), values.get("hollow", k, t), values.get("hires", k, t),
                values.get("exits", k, t),
                sum(values.get("promotions", a, b, t) for a, b in promotions if b == k),
                sum(values.get("promotions", a, b, t) for a, b in promotions if a == k),
                d.integrated[k, t],
            )


def _budget(d: Inputs, values: Values, shown: tuple[int, ...], grants: list[Row]) -> Iterator[Row]:
    given: dict[tuple[str, str, int], float] = {}
    for _donor, i, c, t, amount in grants:
        key = (str(i), str(c), int(t))
        given[key] = given.get(key, 0.0) + float(amount)
    shares = {t: line_shares(d, values, t) for t in shown}
    class_of = {line: f.name for f in d.layout.classes for line in f.lines}
    for i, c in d.lines:
        f = class_of[i, c]
        for t in shown:
            share = shares[t][f][i, c]
            yield (
                i, c, t, values.get("cost", i, c, t), share * values.get("own", f, t), given.get((i, c, t), 0.0),
                share * values.get("unfunded", f, t),
            )


def _grants(d: Inputs, values: Values, shown: tuple[int, ...]) -> Iterator[Row]:
    """Yield grants by donor and line; lines that receive nothing in any year are left out."""
    shares = {t: line_shares(d, values, t) for t in shown}
    for group in d.layout.groups:
        members = member_shares(d, values, group)
        for donor in group.members:
            for f in d.layout.classes:
                if f.name not in d.funds[group.name]:
                    continue
                for line in f.lines:
                    amounts = [
                        values.get("grant", group.name, f.name, t) * shares[t][f.name][line] * members[t][donor]
                        for t in shown
                    ]
                    if any(amount > 0.0 for amount in amounts):
                        yield from ((donor, *line, t, amount) for t, amount in zip(shown, amounts, strict=True))


def _pledges(d: Inputs, values: Values, shown: tuple[int, ...]) -> Iterator[Row]:
    donors = d.parameters.donors
    for group in d.layout.groups:
        members = member_shares(d, values, group)
        for donor in group.members:
            place = donors.donors.index(donor)
            for n, t in enumerate(shown):
                share = members[t][donor]
                disbursed = float(donors.disbursed[place, n])
                spent = sum(values.get("grant", group.name, f, t) for f in d.funds[group.name])
                yield (
                    donor, t, disbursed, disbursed * float(donors.fee[place]), spent * share,
                    values.get("carried", group.name, t) * share, values.get("lapsed", group.name, t) * share,
                )


def _fiscal(d: Inputs, values: Values, shown: tuple[int, ...]) -> Iterator[Row]:
    fiscal = d.parameters.fiscal
    for n, t in enumerate(shown):
        yield (
            t, float(fiscal.revenue[n + 1]), float(fiscal.ceiling[n]),
            sum(values.get("own", f.name, t) for f in d.layout.classes),
            sum(values.get("unfunded", f.name, t) for f in d.layout.classes),
            values.get("cleared", t), values.get("arrears", t), values.get("reserve", t),
        )


def _needs(d: Inputs, values: Values, shown: tuple[int, ...]) -> Iterator[Row]:
    needs = d.parameters.needs
    unmet = unmet_by_region(d, values)
    for h, need in enumerate(needs.needs):
        for r, region in enumerate(needs.regions):
            for n, t in enumerate(shown):
                demanded, external = float(needs.need[h, r, n]), float(needs.external[h, r, n])
                missing = float(unmet[h, r, n])
                yield need, region, t, demanded, external, max(demanded - external - missing, 0.0), missing
