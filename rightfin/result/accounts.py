"""Accounting identities, recomputed from the tables after every solve; a violation is an error.

The checks read only what a plan publishes and the data it came from: they would catch a wrong model, a wrong split or a
wrong table alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from rightfin.fiscal.parameters import Parameters
from rightfin.result.plan import PlanTable

TOLERANCE = 1e-6
"""Largest accepted gap of an identity, relative to the largest amount of the case."""


class AccountError(RuntimeError):
    """The tables of a plan contradict each other; a defect, not a user's error."""


def check_accounts(tables: Mapping[str, PlanTable], parameters: Parameters) -> None:
    """Recompute every identity; raise ``AccountError`` naming those that fail, by how much and where."""
    frames = {name: table.frame() for name, table in tables.items()}
    yearly = frames["budget"].groupby("year")["cost"].sum()
    amounts = (parameters.fiscal.ceiling, yearly, frames["fiscal"]["arrears"])
    money = max((float(amount.max()) for amount in amounts if len(amount)), default=0.0) or 1.0
    persons = max(1.0, float(parameters.people.opening_strength.sum()))
    units = max([1.0, *frames["assets"]["stock"]])
    found = [
        f"{name}: {gap:.6g} at {where}"
        for check, size in ((_money, money), (_people, persons), (_assets, units), (_needs, 1.0))
        for name, where, gap in check(frames, parameters)
        if abs(gap) > TOLERANCE * size
    ]
    if found:
        raise AccountError("The accounts do not balance: " + "; ".join(found[:5]))


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame with its columns as attributes."""
    return iter(frame.itertuples(index=False))


Gap = tuple[str, str, float]
Frames = Mapping[str, pd.DataFrame]


def _money(frames: Frames, p: Parameters) -> Iterator[Gap]:
    budget, fiscal, pledges, grants = frames["budget"], frames["fiscal"], frames["pledges"], frames["grants"]
    for row in each(budget):
        gap = row.own + row.grants + row.unfunded - row.cost
        yield "uses and sources differ", f"{row.institution} {row.category} {row.year}", gap
    for column in ("own", "unfunded"):
        by_year = budget.groupby("year")[column].sum()
        for row in each(fiscal):
            yield f"budget and fiscal {column} differ", str(row.year), float(by_year[row.year]) - getattr(row, column)
    arrears, reserve = p.policy.opening_arrears, p.policy.opening_reserve if p.policy.reserve_allowed else 0.0
    for n, row in enumerate(each(fiscal)):
        yield "arrears do not add up", str(row.year), arrears + row.unfunded - row.cleared - row.arrears
        saved = row.reserve - (1.0 + float(p.fiscal.reserve_yield[n])) * reserve
        yield "the ceiling is exceeded", str(row.year), max(0.0, row.own + row.cleared + saved - row.ceiling)
        arrears, reserve = row.arrears, row.reserve
    yield from _pledges(pledges, grants, budget, p)


def _pledges(pledges: pd.DataFrame, grants: pd.DataFrame, budget: pd.DataFrame, p: Parameters) -> Iterator[Gap]:
    for donor, rows in pledges.groupby("donor", sort=False):
        place = p.donors.donors.index(str(donor))
        keep, carried = float(p.donors.keep[place]), float(p.donors.opening_carried[place])
        last = p.donors.last_year[str(donor)]
        mine = grants[grants["donor"] == donor].groupby("year")["amount"].sum()
        for row in each(rows):
            has = row.disbursed - row.fee + keep * carried
            yield "a pledge does not add up", f"{donor} {row.year}", row.spent + row.carried + row.lapsed - has
            yield "grants and pledges differ", f"{donor} {row.year}", row.spent - float(mine.get(row.year, 0.0))
            if last is not None and row.year > last:
                yield "a donor pays after its exit", f"{donor} {row.year}", row.spent
            carried = row.carried
    for row in each(grants):
        if (row.donor, row.institution, row.category) not in p.donors.eligible:
            yield "a donor pays what it may not fund", f"{row.donor} {row.institution} {row.category}", row.amount
    given = grants.groupby(["institution", "category", "year"])["amount"].sum()
    for row in each(budget):
        key = (row.institution, row.category, row.year)
        yield "grants and budget differ", " ".join(map(str, key)), float(given.get(key, 0.0)) - row.grants


def _people(frames: Frames, p: Parameters) -> Iterator[Gap]:
    people = p.people
    for k, rows in frames["strength"].groupby("cadre", sort=False):
        place = people.cadres.index(str(k))
        last = float(people.opening_strength[place])
        for row in each(rows):
            moved = row.hires - row.exits + row.promoted_in - row.promoted_out + row.integrated
            kept = (1.0 - float(people.attrition[place])) * last
            yield "people do not add up", f"{k} {row.year}", kept + moved - row.strength
            yield "more are supported than paid", f"{k} {row.year}", max(0.0, row.supported - row.strength)
            last = row.strength
    for year, rows in frames["strength"].groupby("year"):
        yield "promotions do not match", str(year), float((rows["promoted_in"] - rows["promoted_out"]).sum())


def _assets(frames: Frames, p: Parameters) -> Iterator[Gap]:
    for a, rows in frames["assets"].groupby("asset", sort=False):
        place = p.equipment.assets.index(str(a))
        last = float(p.equipment.opening_stock[place])
        for row in each(rows):
            kept = (1.0 - 1.0 / float(p.equipment.life[place])) * last
            yield "assets do not add up", f"{a} {row.year}", kept + row.bought - row.retired - row.stock
            last = row.stock


def _needs(frames: Frames, p: Parameters) -> Iterator[Gap]:
    for row in each(frames["needs"]):
        size = max(1.0, row.needed)
        yield "needs do not add up", f"{row.need} {row.region} {row.year}", (
            row.needed - row.external - row.covered - row.unmet
        ) / size
        yield "a need is covered negatively", f"{row.need} {row.region} {row.year}", min(0.0, row.covered) / size


