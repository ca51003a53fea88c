"""Assets and who uses them."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue


def check_equipment(view: View) -> Iterator[Issue]:
    """A cadre uses assets of its own institution, and it serves a need."""
    owner = {str(row["asset"]): str(row["institution"]) for row in view.rows("assets")}
    known = set(view.names("institutions"))
    for row in view.rows("equipment"):
        key, asset, cadre = view.key("equipment", row), str(row["asset"]), str(row["cadre"])
        employer = view.institution_of.get(cadre)
        if employer is not None and cadre not in view.serving:
            yield error(
                "equipment_of_overhead",
                f"{cadre} serves no need, and only people who serve a need use assets.",
                f"Add what {cadre} delivers to effects, or delete the row.",
                "equipment",
                key,
                "cadre",
            )
        if owner.get(asset) != employer and {owner.get(asset), employer} <= known:
            yield error(
                "equipment_across",
                f"{asset} belongs to {owner[asset]}, but {cadre} serves in {employer}.",
                f"Add an asset class of {employer} and name it here.",
                "equipment",
                key,
                "asset",
            )


def check_assets_used(view: View) -> Iterator[Issue]:
    """Every asset class is used by somebody."""
    used = {row["asset"] for row in view.rows("equipment")}
    for name in view.names("assets"):
        if name not in used:
            yield warning(
                "asset_unused",
                f"No cadre uses {name}: the plan will keep paying its upkeep while it wears "
                "out, and never buy one.",
                "Add a row to equipment, or delete the asset.",
                "assets",
                name,
            )
