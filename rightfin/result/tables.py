"""The tables of a plan, written from a point of the reduced model and its sums over the years shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

import numpy as np

from rightfin.fiscal.parameters import Floats, People
from rightfin.result.allocate import class_of_blocks, lines_of, member_shares
from rightfin.result.by_donor import grants_of_blocks
from rightfin.result.by_payer import money_of_payers, own_of_lines, paid_by_payers
from rightfin.result.by_region import needs_and_purses
from rightfin.result.chain import clears_cells, justice_cells, postings_cells, prisons_cells
from rightfin.result.held import held_by
from rightfin.result.part_ceilings import parts_by_year
from rightfin.result.plan import Column, PlanTable
from rightfin.result.point import in_turn
from rightfin.result.steady import base_year_costs
from rightfin.result.targets import target_rows
from rightfin.result.yearly import Yearly
from rightfin.schema.results import RESULT
from rightfin.solve.levels import Level

Cells = Mapping[str, Column]
"""The cells of a table by column."""

Given = dict[tuple[str, str, str], Floats]
"""What donors pay by donor, institution and category, each (years,)."""


def tables_of(sums: Yearly, levels: Iterable[Level]) -> dict[str, PlanTable]:
    """Return all tables of a plan but those of indicators and terms, rows in the order of the case, then by year."""
    members = member_shares(sums.inputs, sums.point)
    given = _given(sums, members)
    granted = _granted(sums)
    solved = tuple(levels)
    cells: dict[str, Cells] = {
        "strength": _strength(sums),
        "assets": _assets(sums),
        "budget": _budget(sums, given),
        "lines": _lines(sums, granted),
        "ceilings": _ceilings(sums),
        "earmarks": _earmarks(sums, granted),
        "in_kind": _in_kind(sums),
        "base_year": _base_year(sums),
        "grants": {**_keys(sums, ("donor", "institution", "category"), given), "amount": _flat(list(given.values()))},
        "pledges": _pledges(sums, members),
        "payers": _payers(sums),
        "paid": _paid(sums),
        "regions": _regions(sums),
        "fiscal": _fiscal(sums),
        "needs": _needs(sums),
        "justice": justice_cells(sums),
        "postings": postings_cells(sums),
        "prisons": prisons_cells(sums),
        "clears": clears_cells(sums),
        "commitments": _commitments(sums),
        "handover": _handover(sums, granted),
        "weights": _weights(sums),
        "objective": {
            "level": tuple(level.order for level in solved),
            "name": tuple(level.name for level in solved),
            "value": tuple(level.value for level in solved),
        },
    }
    tables = {name: PlanTable.of(name, found) for name, found in cells.items()}
    persons = (sums.shown("strength"), sums.present_of, sums.shown("hires"), sums.shown("exits"))
    found = target_rows(sums.inputs.parameters, *persons)
    return {**tables, "targets": PlanTable.of_rows("targets", list(found))}


def _keys(sums: Yearly, names: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> dict[str, Column]:
    """Return the key columns of a table that goes line by line over the years shown."""
    found = tuple(lines)
    years = len(sums.years)
    parts = {name: tuple(line[n] for line in found for _ in range(years)) for n, name in enumerate(names)}
    return {**parts, "year": sums.years * len(found)}


def _flat(amounts: Sequence[Floats] | Floats) -> Floats:
    """Return amounts by line and year as the cells of one column."""
    return np.asarray(amounts, dtype=float).reshape(-1)


def _strength(sums: Yearly) -> Cells:
    people, years = sums.inputs.parameters.people, len(sums.years)
    strength, promotions = sums.shown("strength"), sums.shown("promotions")
    hires = sums.shown("hires")
    before = np.concatenate([people.opening_strength[:, None], strength[:, :-1]], axis=1)
    return {
        **_keys(sums, ("cadre",), ((cadre,) for cadre in people.cadres)),
        "strength": _flat(strength),
        "supported": _flat(sums.supported_of),
        "hollow": _flat(sums.shown("hollow")),
        "hires": _flat(hires),
        "exits": _flat(sums.shown("exits")),
        "promoted_in": _moved(people, promotions, into=True),
        "promoted_out": _moved(people, promotions, into=False),
        "integrated": _flat(people.integrated[:, :years]),
        "present": _flat(sums.present_of),
        "support_cost": _flat(sums.support_cost_of),
        "before": _flat(before),
        "attrition": _flat(people.attrition[:, :years] * before + (1.0 - people.recruits_kept[:, :years]) * hires),
        "struck": _flat(sums.struck_of),
        "retirements": _flat(sums.retirements_of),
        "due": _flat(sums.due_of),
    }


def _moved(people: People, promotions: Floats, *, into: bool) -> Column:
    """Return how many are promoted into each cadre, or out of it, by cadre and year."""
    at = {cadre: place for place, cadre in enumerate(people.cadres)}
    courses: list[list[list[float]]] = [[] for _ in at]
    for a, b in people.promotions:
        courses[at[b if into else a]].append(promotions[at[a], at[b]].tolist())
    return tuple(sum(course[n] for course in found) for found in courses for n in range(promotions.shape[-1]))


def _assets(sums: Yearly) -> Cells:
    p = sums.inputs.parameters
    accepted, of = sums.shown("accepted"), [*p.in_kind.gift_asset.values()]
    given = np.zeros((len(p.equipment.assets), len(sums.years)))
    for place, asset in enumerate(of):
        given[p.equipment.assets.index(asset)] += accepted[place]
    return {
        **_keys(sums, ("asset",), ((asset,) for asset in p.equipment.assets)),
        **{name: _flat(sums.shown(name)) for name in ("stock", "bought", "retired")},
        "gifts": _flat(given),
    }


def _given(sums: Yearly, members: Floats) -> Given:
    """Return what donors pay, group by group; heads on which a donor pays nothing in any year are left out."""
    found = Given()
    for donor, block, amounts in grants_of_blocks(sums, members):
        if np.any(amounts > 0.0):
            key = donor, block.institution, block.category
            found[key] = found[key] + amounts if key in found else amounts
    return found


def _granted(sums: Yearly) -> Floats:
    """Return what all donors pay, (blocks, years)."""
    whole = sums.paid.share * in_turn(sums.shown("grant"))[class_of_blocks(sums.inputs)]
    for amounts in sums.paid.apart.values():
        whole = whole + amounts
    return whole


def _budget(sums: Yearly, given: Given) -> Cells:
    place = {head: n for n, head in enumerate(sums.inputs.heads)}
    granted = np.zeros((len(place), len(sums.years)))
    for (_donor, institution, category), amounts in given.items():
        granted[place[institution, category]] += amounts
    return {
        **_keys(sums, ("institution", "category"), sums.inputs.heads),
        "cost": _flat(sums.by_head(sums.cost_of_blocks)),
        "own": _flat(sums.by_head(sums.of_blocks("own"))),
        "grants": _flat(granted),
        "unfunded": _flat(sums.by_head(sums.of_blocks("unfunded"))),
    }


def _lines(sums: Yearly, granted: Floats) -> Cells:
    return {
        **_keys(sums, ("institution", "category", "item"), lines_of(sums.inputs)),
        "cost": _flat(sums.cost_of_lines),
        "own": _flat(sums.by_line(sums.of_blocks("own"))),
        "grants": _flat(sums.by_line(granted)),
        "unfunded": _flat(sums.by_line(sums.of_blocks("unfunded"))),
    }


def _ceilings(sums: Yearly) -> Cells:
    found, columns = parts_by_year(sums), RESULT["ceilings"].columns
    return {column.name: tuple(row[n] for row in found) for n, column in enumerate(columns)}


def _earmarks(sums: Yearly, granted: Floats) -> Cells:
    d, marks, grants = sums.inputs, sums.inputs.parameters.earmarks, sums.shown("grant")
    at_group = {group.name: n for n, group in enumerate(d.layout.groups)}
    at_class = {found.name: n for n, found in enumerate(d.layout.classes)}
    blocks = {name: n for n, name in enumerate(d.blocks)}
    lines, paid_of_lines = lines_of(d), sums.by_line(sums.of_blocks("own")) + sums.by_line(granted)
    of_portion = {p.name: [blocks[b.name, b.category] for b in p.blocks] for p in d.layout.portions}
    rows = []
    for e in marks.earmarks:
        reserves, donor = marks.is_reserve[e], marks.earmark_donor[e]
        spent = in_turn(np.concatenate([
            grants[at_group[donor], [at_class[name] for name in d.marked[e] if name in at_class]],
            *(sums.paid.apart[donor][of_portion[name]] for name in d.marked[e] if name in of_portion),
        ]))
        scope, eligible = set(map(tuple, marks.earmark_lines[e])), d.parameters.donors.eligible
        fundable = {line for line in lines if line in scope and (donor, line) in eligible}
        within = [line in fundable for line in lines]
        others = np.maximum(in_turn(paid_of_lines[within]) - spent, 0.0)
        for at, (year, paid, other) in enumerate(zip(sums.years, spent.tolist(), others.tolist(), strict=True)):
            amount = d.reserved.get((e, year), 0.0) if reserves else d.earmark_amount[e, year]
            if isfinite(d.earmark_amount[e, year]):
                unspent = max(amount - paid, 0.0) if reserves else 0.0
                held = "; ".join(held_by(d.parameters, donor, fundable, at)) if reserves else ""
                rows.append((e, year, donor, "min" if reserves else "max", amount, paid, unspent, other, held))
    return {column.name: tuple(row[n] for row in rows) for n, column in enumerate(RESULT["earmarks"].columns)}


def _in_kind(sums: Yearly) -> Cells:
    p, years = sums.inputs.parameters, len(sums.years)
    gifts, at = p.in_kind, p.by_name.upkeep.places(p.in_kind.gift_asset.values())
    gross_up = np.array([
        [sums.inputs.gross_up[p.equipment.institution_of[asset], "operations", year] for year in sums.years]
        for asset in gifts.gift_asset.values()
    ]).reshape(-1, years)
    bill = p.equipment.upkeep[at, :years] * p.equipment.price[at, :years] * gross_up
    offered, accepted = gifts.offered[:, :years], sums.shown("accepted")
    keys = [(g, gifts.gift_donor[g], gifts.gift_asset[g]) for g in gifts.gifts]
    found = _keys(sums, ("gift", "donor", "asset"), keys)
    return {
        **{name: found[name] for name in ("gift", "donor", "asset", "year")},
        "offered": _flat(offered),
        "accepted": _flat(accepted),
        "value": _flat(gifts.gift_value[:, :years] * accepted),
        "upkeep": _flat(bill * offered),
    }


def _base_year(sums: Yearly) -> Cells:
    costs = base_year_costs(sums.inputs)
    return {
        "institution": tuple(institution for institution, _ in costs),
        "category": tuple(category for _, category in costs),
        "cost": tuple(costs.values()),
    }


def _pledges(sums: Yearly, members: Floats) -> Cells:
    by_name, groups, years = sums.inputs.parameters.by_name, sums.inputs.layout.groups, len(sums.years)
    donors = [donor for group in groups for donor in group.members]
    of = [n for n, group in enumerate(groups) for _ in group.members]
    spent, carried, lapsed = (
        amounts[of] * members[by_name.disbursed.places(donors)]
        for amounts in (in_turn(np.moveaxis(sums.shown("grant"), 1, 0)), sums.shown("carried"), sums.shown("lapsed"))
    )
    fee, keep = (of_donor.rows(donors)[:, :years] for of_donor in (by_name.fee, by_name.keep))
    opening = by_name.opening_carried.rows(donors)[:, None]
    before = np.concatenate([opening, carried[:, :-1]], axis=1)
    disbursed = by_name.disbursed.rows(donors)[:, :years]
    return {
        **_keys(sums, ("donor",), ((donor,) for donor in donors)),
        "disbursed": _flat(disbursed),
        "fee": _flat(disbursed * fee),
        "spent": _flat(spent),
        "carried": _flat(carried),
        "lapsed": _flat(lapsed),
        "carry_loss": _flat((1.0 - keep) * before),
    }


def _payers(sums: Yearly) -> Cells:
    found = money_of_payers(sums)
    names = [column.name for column in RESULT["payers"].columns][2:]
    amounts = {name: _flat([columns[name] for columns in found.values()]) for name in names}
    return {**_keys(sums, ("payer",), ((payer,) for payer in found)), **amounts}


def _paid(sums: Yearly) -> Cells:
    found = paid_by_payers(sums)
    return {**_keys(sums, ("payer", "institution", "category"), found), "amount": _flat(list(found.values()))}


def _regions(sums: Yearly) -> Cells:
    found = needs_and_purses(sums)
    names = [column.name for column in RESULT["regions"].columns][2:]
    amounts = {name: _flat([columns[name] for columns in found.values()]) for name in names}
    return {**_keys(sums, ("region",), ((region,) for region in found)), **amounts}


def _fiscal(sums: Yearly) -> Cells:
    """Return the state's money; the population is 0 where it is not known."""
    fiscal, years = sums.inputs.parameters.fiscal, len(sums.years)
    planned = slice(1, years + 1)
    people = float(sums.inputs.parameters.needs.population.sum())
    return {
        "year": sums.years,
        "revenue": sums.revenue,
        "ceiling": sums.ceiling,
        "own": sums.own,
        "unfunded": sums.unfunded,
        "cleared": sums.cleared,
        "arrears": sums.arrears,
        "reserve": sums.reserve,
        "saved": sums.saved,
        "outlay_before": sums.outlay_before,
        "gdp": fiscal.gdp[planned],
        "population": (people if people > 0.0 else 0.0) * fiscal.population_index[planned],
        "deflator": fiscal.deflator[planned],
    }


def _needs(sums: Yearly) -> Cells:
    needs, years = sums.inputs.parameters.needs, len(sums.years)
    return {
        **_keys(sums, ("need", "region"), ((need, region) for need in needs.needs for region in needs.regions)),
        "needed": _flat(needs.need[:, :, :years]),
        "external": _flat(needs.external[:, :, :years]),
        "covered": _flat(sums.covered_of),
        "unmet": _flat(sums.unmet_of),
    }


def _weights(sums: Yearly) -> Cells:
    needs = sums.inputs.parameters.needs
    return {"need": needs.needs, "weight": tuple(needs.weight.tolist())}


def _commitments(sums: Yearly) -> Cells:
    """Return the committed money of the last year shown, and whether it goes on after it."""
    lines = [line for line in sums.inputs.parameters.commitments if line.last > 0.0]
    return {
        "institution": tuple(found.line.institution for found in lines),
        "category": tuple(found.line.category for found in lines),
        "item": tuple(found.line.item for found in lines),
        "amount": tuple(line.last for line in lines),
        "goes_on": tuple("yes" if line.goes_on else "no" for line in lines),
    }


def _handover(sums: Yearly, granted: Floats) -> Cells:
    """Return what each handover asks of the state and what the plan did; where nothing is paid, no donor pays: share 1.

    Own money is that which counts: of all payers, or of the one whom the handover names.
    """
    d, years = sums.inputs, len(sums.years)
    handovers, lines = d.parameters.handovers, lines_of(d)
    scopes = [[n for n, line in enumerate(lines) if line in set(handovers.lines[name])] for name in handovers.handovers]
    counted = [own_of_lines(sums, handovers.handover_payer.get(name)) for name in handovers.handovers]
    given = sums.by_line(granted)
    own, grants = (
        np.array([in_turn(paid[scope]) for paid, scope in zip(amounts, scopes, strict=True)]).reshape(-1, years)
        for amounts in (counted, [given] * len(scopes))
    )
    paid = own + grants
    return {
        **_keys(sums, ("handover",), ((name,) for name in handovers.handovers)),
        "required_share": _flat(handovers.share[:, :years]),
        "own": _flat(own),
        "grants": _flat(grants),
        "share": _flat(np.divide(own, paid, out=np.ones_like(paid), where=paid > 0.0)),
    }
