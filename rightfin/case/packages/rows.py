"""The ordinary rows that stand for a number of packages in an institution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rightfin.case.case import Case
from rightfin.case.packages.library import MONEY, OF_A_CADRE, OF_AN_ASSET
from rightfin.case.packages.standing import Row, standing_in
from rightfin.case.packages.wanted import Wanted
from rightfin.schema import BY_NAME, Value

_OWN = (
    "opening_strength", "opening_pensioners", "min_strength", "max_strength", "entry", "overhead_ratio", "support_floor",
)
"""Columns of a cadre that say what stands today, or how it stands to others: who is like it does not take them."""

_PARTS = ("pay_parts", "pay_grid")
"""Tables that say what people of a cadre are paid."""


def rows_of(wanted: Wanted, case: Case) -> Iterator[tuple[str, Row]]:
    """Yield every row that stands for the packages, each with its table."""
    for cadre in wanted.package.cadres:
        yield from _cadre(wanted, case, cadre)
    for asset in wanted.package.assets:
        yield from _asset(wanted, case, asset)
    for part in wanted.package.running_costs:
        yield "running_costs", _running_cost(wanted, part)


def served(wanted: Wanted, case: Case, cadre: str) -> list[Row]:
    """Return rows of ``effects`` of a cadre of the package: those of whom it is like, or its own on the need."""
    name, like = wanted.name(cadre), wanted.like.get(cadre)
    copied = [{**row, "cadre": name} for row in standing_in(case).following["effects"].get(like or "", ())]
    effect = wanted.package.cadres[cadre].get("effect")
    if copied or effect is None:
        return copied
    return [{"cadre": name, "need": wanted.need, "effect": effect}]


def _cadre(wanted: Wanted, case: Case, cadre: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of one cadre: itself, its establishment, what it serves, and what follows whom it is like."""
    name, like, effects = wanted.name(cadre), wanted.like.get(cadre), served(wanted, case, cadre)
    at_stages = standing_in(case).following["justice_staff"].get(like or "", ())
    said = wanted.package.cadres[cadre]
    row: Row = dict(standing_in(case).parts["cadres"][like]) if like else _typed(wanted, said, OF_A_CADRE, "cadres")
    row |= dict.fromkeys(_OWN) | {
        "cadre": name, "institution": wanted.institution, "name": said["name"], "opening_strength": 0.0,
        "overhead_ratio": None if effects or at_stages else 0.0,
        "support_floor": 1.0,  # a package is asked for as a whole, with all its kit
    }
    yield "cadres", _traced(wanted, row, "cadres", cadre)
    posts = {str(year): number * wanted.package.people_of(cadre) for year, number in wanted.numbers.items()}
    for bound in ("min", "max"):
        yield "strength_limits", _traced(wanted, {"cadre": name, "bound": bound, **posts}, "cadres", cadre)
    for effect in effects:
        yield "effects", _traced(wanted, effect, "cadres", cadre)
    if like:
        for table in _PARTS:
            for found in standing_in(case).following[table].get(like, ()):
                yield table, _traced(wanted, {**found, "cadre": name}, "cadres", cadre)
        for post in at_stages:
            yield "justice_staff", _traced(wanted, {**post, "cadre": name}, "cadres", cadre)
        yield from _over_time(wanted, case, cadre, ("cadres", "effects", "justice_staff", "pay_parts"))


def _asset(wanted: Wanted, case: Case, asset: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows of one asset: itself, none of which stands yet, who uses it, and what follows which it is like."""
    name, like, said = wanted.name(asset), wanted.like.get(asset), wanted.package.assets[asset]
    row: Row = dict(standing_in(case).parts["assets"][like]) if like else _typed(wanted, said, OF_AN_ASSET, "assets")
    row |= {"asset": name, "institution": wanted.institution, "name": said["name"], "opening_stock": 0.0,
            "max_purchase": None}
    yield "assets", _traced(wanted, row, "assets", asset)
    users = wanted.package.users_of(asset)
    per_head = float(str(said["units"])) / sum(map(wanted.package.people_of, users))
    for user in users:
        use: Row = {"asset": name, "cadre": wanted.name(user), "units_per_head": per_head}
        yield "equipment", _traced(wanted, use, "assets", asset)
    if like:
        yield from _over_time(wanted, case, asset, ("assets",))


def _running_cost(wanted: Wanted, part: str) -> Row:
    said = wanted.package.running_costs[part]
    amount = float(str(said["amount"])) * wanted.money.factor
    years = {wanted.base: 0.0} | {year: number * amount for year, number in wanted.numbers.items()}
    row: Row = {
        "institution": wanted.institution, "category": said["category"], "item": wanted.name(part),
        "currency": wanted.money.currency, **{str(year): value for year, value in years.items()},
    }
    return _traced(wanted, row, "running_costs", part)


def _typed(wanted: Wanted, said: Mapping[str, Value], columns: Sequence[str], table: str) -> Row:
    """Return figures of the library as a row of the case: money carried to its base year, with its currency."""
    known = {column.name for column in BY_NAME[table].columns}
    row: Row = {}
    for column in columns:
        value = said.get(column)
        if column in MONEY and value is not None:
            row[column] = float(str(value)) * wanted.money.factor
            row[f"{column}_currency" if f"{column}_currency" in known else "currency"] = wanted.money.currency
        elif value is not None:
            row[column] = value
    return row


def _over_time(wanted: Wanted, case: Case, part: str, tables: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Yield rows of ``over_time`` that change a number of what a part is like, for the part."""
    for row in standing_in(case).following["over_time"].get(wanted.like[part], ()):
        named = str(row["row"]).split("/")
        if row["table"] in tables and row["column"] not in _OWN:
            of = "assets" if "assets" in tables else "cadres"
            named[-1 if row["table"] == "justice_staff" else 0] = wanted.name(part)
            yield "over_time", _traced(wanted, {**row, "row": "/".join(named)}, of, part)


def _traced(wanted: Wanted, row: Row, table: str, part: str) -> Row:
    """Return a row that says which package it stands for, and whose figures it has."""
    like = wanted.like.get(part)
    source = f"as {like}" if like else wanted.package.sources_of(table, part)
    return {**row, "source": f"package {wanted.package.name}: {source}",
            "note": f"Stands for the row {wanted.key} of the table packages."}
