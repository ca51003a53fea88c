"""What a plan falls short of: soft rules that it breaks, people without kit or support, needs on the edge of a band."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from rightfin.report import facts
from rightfin.report.words.wording import labels, listed, money, people, percent
from rightfin.result.group_words import group_in_words
from rightfin.result.plan import Plan
from rightfin.schema import as_year
from rightfin.tolerances import NOBODY, REACHED, SEEN

TARGET_UNITS = {"strength": "people", "hires": "recruits", "per_100k": "per 100,000 inhabitants"}
"""What a target counts, by its measure."""


@dataclass(frozen=True)
class BrokenRule:
    """A soft rule, or a soft strength limit, that the plan breaks in ``year``.

    ``found`` is what the left side is of the right one and ``asked`` what the rule asks of it (``at_least``, ``at_most`` or
    ``exactly``); where ``is_limit`` holds, both are amounts: persons for a strength limit and a target, currency for a
    floor of own money (``measure`` own). ``measure`` of others is strength, hires or cost, for a target per_100k too.
    """

    name: str
    year: int
    measure: str
    relation: str
    found: float
    asked: float
    is_limit: bool
    of: str = ""
    """What ``found`` and ``asked`` are shares of, in words; empty for amounts."""

    @property
    def miss(self) -> float:
        """By how much it is missed, as a share of what is asked."""
        return abs(self.found - self.asked) / abs(self.asked) if self.asked else abs(self.found)


@dataclass(frozen=True)
class Lacking:
    """People of a cadre who are paid in ``year`` without being supported, and what is short.

    ``kit`` are the assets that they use of which no more is in service; empty where it is money for support, or support
    that the case does not ask for. ``accepted`` of the people are those whom the case accepts so (``support_floor``).
    """

    year: int
    cadre: str
    people: float
    accepted: float
    kit: tuple[str, ...]


@dataclass(frozen=True)
class BandEdge:
    """A need whose coverage stands on the edge of a band in ``years``: where the weighting of the case changes.

    ``coverage`` is the share at which the penalty of what is left uncovered falls from ``penalty_beyond`` to ``penalty``.
    """

    need: str
    years: tuple[int, ...]
    coverage: float
    penalty: float
    penalty_beyond: float


@dataclass(frozen=True)
class Step:
    """Rises over the year before at constant prices: of asked cost, and of what the state gives; ``None`` if unknown."""

    year: int
    asked: float | None
    own: float | None


def broken_rules(plan: Plan) -> tuple[BrokenRule, ...]:
    """Return the soft rules that the plan breaks, by year: rules in the order of the case, strength limits, floors,
    targets."""
    found = []
    for name, year, measure, relation, coefficient, left, right, hard, group in plan.tables["rules"].rows:
        is_limit = measure == "limit"
        asked, has = float(coefficient) * float(right), float(left)
        if hard == "yes" or not _misses(str(relation), has, asked):
            continue
        if is_limit:
            label = plan.names.cadres.get(str(name), str(name))
            found.append(BrokenRule(label, as_year(year), "strength", str(relation), has, asked, is_limit=True))
        else:
            share = has / float(right) if right else 0.0
            found.append(BrokenRule(str(name).replace("_", " "), as_year(year), str(measure), str(relation), share,
                                    float(coefficient), is_limit=False,
                                    of=group_in_words(str(group), str(measure), plan.names)))
    for name, year, bound, limit, own, *_ in plan.tables["ceilings"].rows:
        if bound == "min" and _misses("at_least", float(own), float(limit)):
            label = f"own money for {plan.names.parts.get(str(name), str(name))}"
            found.append(BrokenRule(label, as_year(year), "own", "at_least", float(own), float(limit), is_limit=True))
    for name, year, measure, relation, wanted, reached, hard in plan.tables["targets"].rows:
        if hard == "no" and _misses(str(relation), float(reached), float(wanted)):
            label = plan.names.targets.get(str(name), f"the target {name}")
            found.append(BrokenRule(label, as_year(year), str(measure), str(relation), float(reached), float(wanted),
                                    is_limit=True))
    return tuple(found)


def _misses(relation: str, has: float, asked: float) -> bool:
    gap = has - asked
    slack = SEEN * max(abs(asked), abs(has) if asked == 0.0 else 0.0, NOBODY)
    return (relation != "at_most" and gap < -slack) or (relation != "at_least" and gap > slack)


def lacking(plan: Plan, year: int) -> tuple[Lacking, ...]:
    """Return who is paid without support in a year, by cadre, most first."""
    of_year, assets = (plan.tables[name].where("year", (year,)).records() for name in ("strength", "assets"))
    supported = {row["cadre"]: float(row["supported"]) for row in of_year}
    stock = {str(row["asset"]): float(row["stock"]) for row in assets}
    used: dict[str, float] = {}
    kit_of = [(asset, cadre, units) for asset, cadre, of, units in plan.tables["kit"].rows if of == year]
    for asset, cadre, units in kit_of:
        used[str(asset)] = used.get(str(asset), 0.0) + float(units) * supported.get(cadre, 0.0)
    short = {asset for asset, amount in used.items() if stock.get(asset, 0.0) - amount <= REACHED * amount}
    cadres = labels(plan.names.cadres, map(str, supported))
    found = []
    for row in of_year:
        user = str(row["cadre"])
        missing = float(row["present"]) - float(row["supported"])
        if missing >= NOBODY:
            kit = [str(asset) for asset, cadre, _ in kit_of if cadre == user and asset in short]
            found.append(Lacking(year, cadres[user], missing, max(0.0, missing - float(row["hollow"])),
                                 tuple(plan.names.assets.get(asset, asset) for asset in kit)))
    return tuple(sorted(found, key=lambda one: (-one.people, one.cadre)))


def band_edges(plan: Plan) -> tuple[BandEdge, ...]:
    """Return the needs that stand on the edge of a band in some year, in the order of their labels."""
    bands: dict[str, list[tuple[float, float]]] = {}
    for need, _, width, penalty in plan.tables["bands"].rows:
        bands.setdefault(str(need), []).append((float(width), float(penalty)))
    names = labels(plan.names.needs, sorted(bands))
    coverage = facts.coverage_by_need(plan)
    found = []
    for need, of_need in bands.items():
        uncovered = {row.year: 1.0 - row.coverage for row in coverage if row.need == names[need]}
        edge = 0.0
        for (width, penalty), (_, beyond) in pairwise(of_need):
            edge += width
            years = tuple(year for year, share in uncovered.items() if abs(share - edge) <= SEEN)
            if years and beyond > penalty and edge < 1.0:
                found.append(BandEdge(names[need], years, 1.0 - edge, penalty, beyond))
    return tuple(sorted(found, key=lambda one: (one.need, one.coverage)))


def steps(plan: Plan) -> tuple[Step, ...]:
    """Return the yearly rises, at constant prices, of asked cost and of what the state gives; for every year shown.

    What the state gives is own spending, old arrears cleared and what it saves. In the first year what is asked is held
    against what keeping up the force of the base year costs, and what the state gives against what the case states for
    the base year (``own_spending``), where it does. After settled years the first has no step.
    """
    asked = {row.year: row.asked for row in facts.yearly(plan)}
    found: list[Step] = []
    settled = plan.years[0] - 1 != plan.base_year  # the year before is over, and its prices are not in the plan
    last_asked, last_price = 0.0 if settled else facts.base_year_cost(plan), math.inf if settled else 1.0
    for row in plan.tables["fiscal"].records():
        year, price = as_year(row["year"]), float(row["deflator"])
        before = float(row["outlay_before"]) / last_price
        outlay = (float(row["own"]) + float(row["cleared"]) + float(row["saved"])) / price
        real = asked[year] / price
        found.append(Step(
            year,
            real / last_asked - 1.0 if last_asked > 0.0 else None,
            outlay / before - 1.0 if before > 0.0 else None,
        ))
        last_asked, last_price = real, price
    return tuple(found)


def broken_sentence(plan: Plan) -> str:
    """Return the soft rules that are broken in words, each with its worst year; empty if none is."""
    by_name: dict[tuple[str, str], list[BrokenRule]] = {}
    for one in broken_rules(plan):
        by_name.setdefault((one.name, one.relation), []).append(one)
    return f"Soft rules are broken: {'; '.join(_rule(plan, found) for found in by_name.values())}." if by_name else ""


MOST_TOLD = 3
"""Most years of a broken rule that are told one by one, where the same is asked in all of them."""


def _rule(plan: Plan, found: list[BrokenRule]) -> str:
    worst = max(found, key=lambda one: (round(one.miss, 6), -one.year))
    relation, more = worst.relation.replace("_", " "), ""
    if len(found) > MOST_TOLD or len({round(one.asked, 6) for one in found}) > 1:
        more = f", and in {'one more year' if len(found) == 2 else f'{len(found) - 1} more years'}"
    if worst.is_limit:
        def amount(value: float) -> str:
            if worst.measure == "own":
                return money(value, plan.currency)
            if worst.measure == "per_100k":
                return f"{value:.1f} {TARGET_UNITS[worst.measure]}"
            return people(value) + (f" {TARGET_UNITS[worst.measure]}" if worst.measure == "hires" else "")

        years = [f"{amount(one.found)} in {one.year}" for one in (found if not more else [worst])]
        return f"{worst.name}, {listed(years)} against {relation} {amount(worst.asked)}{more}"
    asked = f"{relation} {100.0 * worst.asked:.2f}%{more}"
    shares = [f"{100.0 * one.found:.2f}%{f' of {worst.of}' if n == 0 else ''} in {one.year}"
              for n, one in enumerate(found if not more else [worst])]
    return f"{worst.name}, {listed(shares)} against {asked}"


def lacking_sentence(plan: Plan, year: int, most: int = 3) -> str:
    """Return who lacks what in a year in words; empty if everyone is supported."""
    found = lacking(plan, year)
    told = [f"{people(one.people)} {one.cadre} lack {listed(one.kit) if one.kit else 'support'}" for one in found[:most]]
    rest = sum(one.people for one in found[most:])
    told += [f"{people(rest)} others lack support"] if rest >= NOBODY else []
    return f"In {year}, {listed(told)}." if told else ""


def edge_sentence(plan: Plan) -> str:
    """Return in words which needs of the last year stand on the edge of a band; empty if none does."""
    found = [one for one in band_edges(plan) if plan.years[-1] in one.years]
    told = [f"{one.need} at {percent(one.coverage)} ({counts}{one.penalty:g} instead of {one.penalty_beyond:g})"
            for one, counts in zip(found, ("what is missing beyond counts ", *[""] * len(found)), strict=False)]
    stands = "stands" if len(told) == 1 else "stand"
    return f"Where the weighting of the case changes {stands} {listed(told)}." if told else ""


def hardest_sentence(plan: Plan) -> str:
    """Return the years of the largest rises in words, at constant prices; empty where nothing rises."""
    parts = []
    for what, of in (("what is asked", {s.year: s.asked for s in steps(plan)}),
                     ("what the state gives", {s.year: s.own for s in steps(plan)})):
        rises = {year: rise for year, rise in of.items() if rise is not None and rise > SEEN}
        if rises:
            year = max(sorted(rises), key=lambda t: round(rises[t], 6))
            parts.append(f"{what} rises most in {year}, by {100.0 * rises[year]:.1f}%")
    return f"At constant prices, {listed(parts)}." if parts else ""
