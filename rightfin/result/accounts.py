"""Accounting identities, recomputed from the tables after every solve; a violation is an error.

The checks read only what a plan publishes and the data it came from: they would catch a wrong model, a wrong split or a
wrong table alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from rightfin.case.lines import Line
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.result.chain_accounts import cases_add_up, people_count_once, prisons_add_up
from rightfin.result.panel import Panel
from rightfin.result.plan import PlanTable
from rightfin.result.targets import people_counted
from rightfin.tolerances import IDENTITY


class AccountError(RuntimeError):
    """The tables of a plan contradict each other; a defect, not a user's error."""


def check_accounts(tables: Mapping[str, PlanTable], parameters: Parameters) -> None:
    """Recompute every identity; raise ``AccountError`` naming those that fail, by how much and where."""
    years = parameters.horizon.written
    try:
        panels = Panel.of_tables(tables, years)
    except ValueError as error:
        raise AccountError(f"The accounts do not balance: {error}") from error
    prices = parameters.fiscal.deflator[1 : len(years) + 1]
    yearly = panels["budget"]["cost"].sum(axis=0)
    largest = _largest(
        0.0, panels["fiscal"]["ceiling"] / prices, yearly / prices, panels["fiscal"]["arrears"] / prices
    )
    money = (largest or 1.0) * prices
    persons = np.full(len(years), max(1.0, float(parameters.people.opening_strength.sum())))
    units = np.full(len(years), _largest(1.0, panels["assets"]["stock"]))
    cases = np.full(len(years), _largest(1.0, panels["justice"]["before"], panels["justice"]["inflow"]))
    held = np.full(len(years), _largest(1.0, panels["prisons"]["held"]))
    found = [
        f"{name}: {gaps[line, year]:.6g} at {' '.join((*lines[line], str(years[year])))}"
        for check, size in (
            (_money, money), (_people, persons), (_assets, units), (_needs, np.ones(len(years))), (cases_add_up, cases),
            (people_count_once, persons), (prisons_add_up, held),
        )
        for name, lines, gaps in check(panels, parameters)
        for line, year in np.argwhere(~(np.abs(gaps) <= IDENTITY * size))  # a gap that is not a number fails, too
    ]
    if found:
        raise AccountError("The accounts do not balance: " + "; ".join(found[:5]))


Lines = tuple[tuple[str, ...], ...]
Gaps = tuple[str, Lines, Floats]
"""What is wrong where a gap is not zero, the lines, and the gaps, (lines, years)."""

Panels = Mapping[str, Panel]

NATION: Lines = ((),)
"""The only line of an identity of the whole country."""


def _money(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    budget, fiscal = panels["budget"], panels["fiscal"]
    yield "uses and sources differ", budget.lines, (
        budget["own"] + budget["grants"] + budget["unfunded"] - budget["cost"]
    )
    for column in ("own", "unfunded"):
        yield f"budget and fiscal {column} differ", NATION, budget[column].sum(axis=0) - fiscal[column]
    payers = p.payers
    owed = fiscal.year_before("arrears", p.policy.opening_arrears + float(payers.payer_arrears.sum()))
    yield "arrears do not add up", NATION, owed + fiscal["unfunded"] - fiscal["cleared"] - fiscal["arrears"]
    opening_reserve = p.policy.opening_reserve + float(payers.payer_reserve.sum()) if p.policy.reserve_allowed else 0.0
    kept = (1.0 + p.fiscal.reserve_yield[: len(fiscal.years)]) * fiscal.year_before("reserve", opening_reserve)
    saved = fiscal["reserve"] - kept
    yield "the ceiling is exceeded", NATION, np.maximum(
        fiscal["own"] + fiscal["cleared"] + saved - fiscal["ceiling"], 0.0
    )
    if p.payers.further:
        yield from _payers(panels, p)
    yield from _lines(panels, p)
    yield from _pledges(panels, p)
    yield from _handovers(panels, p)


def _payers(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    payers, paid, fiscal = panels["payers"], panels["paid"], panels["fiscal"]
    has = payers["ceiling"] + payers["received"] - payers["given"] + payers["tied"]
    spent = payers["own"] + payers["cleared"] + payers["saved"]
    yield "a payer spends more than it has", payers.lines, np.maximum(spent - has, 0.0)
    yield "what is given is not what is received", NATION, (
        (payers["given"] - payers["received"] - payers["tied"]).sum(axis=0)[None]
    )
    opening = np.array([p.policy.opening_arrears, *p.payers.payer_arrears.tolist()])[:, None]
    owed = payers.year_before("arrears", opening)
    yield "a payer's arrears do not add up", payers.lines, owed + payers["unfunded"] - payers["cleared"] - payers["arrears"]
    for column in ("revenue", "ceiling", "own", "unfunded", "cleared", "arrears", "reserve", "saved"):
        yield f"payers and fiscal {column} differ", NATION, payers[column].sum(axis=0) - fiscal[column]
    by_payer = _summed([(payer,) for payer, _, _ in paid.lines], paid["amount"], payers.lines)
    yield "what a payer pays is not what it spends", payers.lines, by_payer - payers["own"]
    may = {(payer, line.institution, line.category) for payer, lines in p.payers.payable.items() for line in lines}
    barred = np.array([line not in may for line in paid.lines], dtype=bool)[:, None]
    yield "a payer pays a line that it may not pay", paid.lines, np.where(barred, paid["amount"], 0.0)
    yield from _regions(panels, p)


def _regions(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    regions, budget, payers = panels["regions"], panels["budget"], panels["payers"]
    alone = {institution: (one,) for institution, served in p.needs.served.items() if len(served) == 1 for one in served}
    heads: list[tuple[str, ...]] = [alone.get(institution, ()) for institution, _ in budget.lines]
    of_payers: list[tuple[str, ...]] = [(p.payers.payer_region.get(payer, ""),) for payer, in payers.lines]
    for column in ("cost", "grants", "unfunded"):
        of_heads = _summed(heads, budget[column], regions.lines)
        yield f"what serves a region alone and its {column} differ", regions.lines, of_heads - regions[column]
    paid = regions["by_region"] + regions["by_others"] + regions["grants"] + regions["unfunded"]
    yield "what a region's institutions cost is not what is paid and owed", regions.lines, regions["cost"] - paid
    yield "a region and its payers spend differently", regions.lines, (
        _summed(of_payers, payers["own"], regions.lines) - regions["own"]
    )


def _lines(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    budget, lines = panels["budget"], panels["lines"]
    heads = [line[:2] for line in lines.lines]
    for column in ("cost", "own", "grants", "unfunded"):
        summed = _summed(heads, lines[column], budget.lines)
        yield f"lines and budget {column} differ", budget.lines, summed - budget[column]
    funded = {tuple(line) for _, line in p.donors.eligible}
    barred = np.array([line not in funded for line in lines.lines], dtype=bool)[:, None]
    yield "donors pay a line that none may fund", lines.lines, np.where(barred, lines["grants"], 0.0)
    shown = len(lines.years)
    for part, limits in zip(p.parts.parts, p.parts.part_limit[:, :shown], strict=True):
        if not p.parts.is_floor[part]:
            own, _ = _own_within(panels, frozenset(p.parts.part_lines[part]), _named(p, p.parts.part_payer.get(part)))
            over = np.maximum(own - np.nan_to_num(limits, nan=np.inf), 0.0)
            yield f"the ceiling {part} is exceeded", NATION, over[None]


def _named(p: Parameters, payer: str | None) -> str | None:
    """Return the payer whose own money alone counts, if it has to be told from that of others."""
    return payer if p.payers.further else None


def _own_within(panels: Panels, scope: frozenset[Line], payer: str | None) -> tuple[Floats, Floats]:
    """Return the least and the most that a payer, or all of them, can have spent on the lines of a scope, (years,) each.

    What one payer spends is published by head: on the lines of a head that are in no scope it spends at most what all do.
    """
    lines, paid = panels["lines"], panels["paid"]
    inside = np.array([line in scope for line in lines.lines], dtype=bool)
    if payer is None:
        whole: Floats = lines["own"][inside].sum(axis=0)
        return whole, whole
    heads = [line[:2] for line in lines.lines]
    keys = tuple(dict.fromkeys(heads))
    theirs = _summed([(i, c) if of == payer else () for of, i, c in paid.lines], paid["amount"], keys)
    within, beyond = (_summed(heads, lines["own"] * part[:, None], keys) for part in (inside, ~inside))
    return np.maximum(theirs - beyond, 0.0).sum(axis=0), np.minimum(theirs, within).sum(axis=0)


def _pledges(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    pledges, grants, budget, donors = panels["pledges"], panels["grants"], panels["budget"], p.donors
    names = [donor for donor, in pledges.lines]
    before = pledges.year_before("carried", p.by_name.opening_carried.rows(names)[:, None])
    has = pledges["disbursed"] - pledges["fee"] + p.by_name.keep.rows(names)[:, : len(pledges.years)] * before
    yield "a pledge does not add up", pledges.lines, pledges["spent"] + pledges["carried"] + pledges["lapsed"] - has
    by_donor = _summed([(donor,) for donor, _, _ in grants.lines], grants["amount"], pledges.lines)
    yield "grants and pledges differ", pledges.lines, pledges["spent"] - by_donor
    exits = [math.inf if end is None else end for end in (donors.last_year[donor] for donor in names)]
    has_left = np.array(pledges.years) > np.array(exits)[:, None]
    yield "a donor pays after its exit", pledges.lines, np.where(has_left, pledges["spent"], 0.0)
    funded = {(donor, line.institution, line.category) for donor, line in donors.eligible}
    barred = np.array([line not in funded for line in grants.lines], dtype=bool)[:, None]
    yield "a donor pays what it may not fund", grants.lines, np.where(barred, grants["amount"], 0.0)
    by_line = _summed([(i, c) for _, i, c in grants.lines], grants["amount"], budget.lines)
    yield "grants and budget differ", budget.lines, by_line - budget["grants"]
    yield from _earmarks(panels, p, has)


def _earmarks(panels: Panels, p: Parameters, has: Floats) -> Iterator[Gaps]:
    """Recompute earmarks head by head: grants on heads wholly in a scope, and on heads wholly outside one that reserves."""
    pledges, grants, marks = panels["pledges"], panels["grants"], p.earmarks
    lines = panels["lines"].lines
    for e, amounts in zip(marks.earmarks, marks.earmark_amount[:, : len(pledges.years)], strict=True):
        donor, scope = marks.earmark_donor[e], frozenset(map(tuple, marks.earmark_lines[e]))
        inside = {line[:2] for line in lines if line in scope}
        outside = {line[:2] for line in lines if line not in scope}
        of_donor = [n for n, (name, *_) in enumerate(grants.lines) if name == donor]
        within = [n for n in of_donor if grants.lines[n][1:] not in outside]
        beyond = [n for n in of_donor if grants.lines[n][1:] not in inside]
        at = pledges.lines.index((donor,))
        if not marks.is_reserve[e]:
            most = np.nan_to_num(amounts, nan=np.inf)
            yield f"the earmark {e} is exceeded", NATION, np.maximum(grants["amount"][within].sum(axis=0) - most, 0.0)
        elif sum(marks.earmark_donor[one] == donor and marks.is_reserve[one] for one in marks.earmarks) == 1:
            kept = np.minimum(np.nan_to_num(amounts), (pledges["disbursed"] - pledges["fee"])[at])
            used = grants["amount"][beyond].sum(axis=0) + pledges["carried"][at]
            yield f"what {e} reserves goes elsewhere", NATION, np.maximum(used + kept - has[at], 0.0)


def _handovers(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    handover, lines, asked = panels["handover"], panels["lines"], p.handovers
    scopes = [frozenset(asked.lines[name]) for name, in handover.lines]
    in_scope = np.array([[line in scope for line in lines.lines] for scope in scopes], dtype=float)
    in_scope = in_scope.reshape(len(handover.lines), len(lines.lines))
    grants, own = in_scope @ lines["grants"], handover["own"]
    required = p.by_name.share.rows(name for name, in handover.lines)[:, : len(handover.years)]
    yield "handover and lines grants differ", handover.lines, handover["grants"] - grants
    for n, ((name,), scope) in enumerate(zip(handover.lines, scopes, strict=True)):
        least, most = _own_within(panels, scope, _named(p, asked.handover_payer.get(name)))
        beyond = np.maximum(own[n] - most, 0.0) + np.minimum(own[n] - least, 0.0)
        yield "handover and lines own differ", ((name,),), beyond[None]
    yield "a handover asks for another share", handover.lines, (handover["required_share"] - required) * (own + grants)
    yield "a handover does not do what it says", handover.lines, own - handover["share"] * (own + grants)
    yield "donors pay more than a handover leaves them", handover.lines, np.maximum(
        required * grants - (1.0 - required) * own, 0.0
    )


def _people(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    strength = panels["strength"]
    cadres = [cadre for cadre, in strength.lines]
    before = strength.year_before("strength", p.by_name.opening_strength.rows(cadres)[:, None])
    attrition = p.by_name.attrition.rows(cadres)[:, : len(strength.years)]
    yield "people before the year are others", strength.lines, strength["before"] - before
    lost = 1.0 - p.by_name.recruits_kept.rows(cadres)[:, : len(strength.years)]
    yield "attrition is another", strength.lines, (
        strength["attrition"] - attrition * before - lost * strength["hires"]
    )
    promoted = strength["promoted_in"] - strength["promoted_out"]
    joined, left = strength["hires"] + strength["integrated"], strength["exits"] + strength["attrition"]
    moved = joined - left + promoted - strength["struck"] - strength["retirements"]
    yield "people do not add up", strength.lines, strength["before"] + moved - strength["strength"]
    struck = p.by_name.struck_off.rows(cadres)[:, : len(strength.years)]
    yield "ghosts struck off are others", strength.lines, strength["struck"] - struck * (1.0 - attrition) * before
    yield "more are to retire than are there", strength.lines, np.maximum(strength["due"] - strength["strength"], 0.0)
    yield "those who retire are others", strength.lines, strength["retirements"] - _retiring(strength, p, 1.0 - lost)
    ghosts = p.by_name.ghosts.rows(p.people.institution_of[cadre] for cadre in cadres)[:, : len(strength.years)]
    yield "people present are others", strength.lines, strength["present"] - (1.0 - ghosts) * strength["strength"]
    yield "more are supported than present", strength.lines, np.maximum(strength["supported"] - strength["present"], 0.0)
    yield from _targets(strength, p)
    yield "promotions do not match", NATION, promoted.sum(axis=0, keepdims=True)


def _retiring(strength: Panel, p: Parameters, kept: Floats) -> Floats:
    """Return who retires in known years of those who joined, by the table; (cadres, years)."""
    cadres = [cadre for cadre, in strength.lines]
    joined = strength["integrated"] + kept * strength["hires"]
    opening = p.by_name.opening_strength.rows(cadres)
    found, years = np.zeros_like(joined), list(map(int, strength.years))
    for (cadre, year_joined, year), share in p.departures.retires.items():
        if year in years:
            n = cadres.index(cadre)
            whole = joined[n, years.index(year_joined)] if year_joined in years else opening[n]
            found[n, years.index(year)] += share * whole
    return found


def _targets(strength: Panel, p: Parameters) -> Iterator[Gaps]:
    levels = p.targets.target_level[:, : len(strength.years)]
    found = people_counted(p, strength["strength"], strength["present"], strength["hires"], strength["exits"])
    for name, level, counted in zip(p.targets.targets, levels, found, strict=True):
        if p.targets.is_hard[name]:
            over = (counted - level) * (1.0 if p.targets.at_most[name] else -1.0)
            yield f"the target {name} is missed", NATION, np.maximum(np.nan_to_num(over), 0.0)[None]


def _assets(panels: Panels, p: Parameters) -> Iterator[Gaps]:
    assets = panels["assets"]
    life, opening = (of.rows(asset for asset, in assets.lines)[:, None] for of in (p.by_name.life, p.by_name.opening_stock))
    kept = (1.0 - 1.0 / life) * assets.year_before("stock", opening)
    gifts = panels["in_kind"]
    given = np.zeros_like(kept)
    for (_, _, asset), accepted in zip(gifts.lines, gifts["accepted"], strict=True):
        given[assets.lines.index((asset,))] += accepted
    yield "assets do not add up", assets.lines, kept + assets["bought"] + given - assets["retired"] - assets["stock"]
    yield "more of a gift is accepted than offered", gifts.lines, np.maximum(gifts["accepted"] - gifts["offered"], 0.0)


def _needs(panels: Panels, _: Parameters) -> Iterator[Gaps]:
    needs = panels["needs"]
    needed, covered = needs["needed"], needs["covered"]
    size = np.maximum(needed, 1.0)
    yield "needs do not add up", needs.lines, (needed - needs["external"] - covered - needs["unmet"]) / size
    yield "a need is covered negatively", needs.lines, np.minimum(covered, 0.0) / size


def _largest(least: float, *amounts: Floats) -> float:
    """Return the largest of amounts, at least ``least``; what is not a number does not count."""
    return max(float(np.fmax.reduce(amount, axis=None, initial=least)) for amount in amounts)


def _summed(keys: list[tuple[str, ...]], amounts: Floats, lines: Lines) -> Floats:
    """Return amounts, (keys, years), summed over equal keys: (lines, years), zero for a line that is no key."""
    places = {line: place for place, line in enumerate(lines)}
    found = np.zeros((len(lines), amounts.shape[1]))
    for key, amount in zip(keys, amounts, strict=True):
        if key in places:
            found[places[key]] += amount
    return found
