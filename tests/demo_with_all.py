"""The fictional case with rows in the tables that it does not use yet, for tests that try every table."""

from __future__ import annotations

from inputs.shipped import DEMO, shipped_case

from rightfin.case import Case

ROWS: dict[str, list[dict[str, object]]] = {
    "ceilings": [{"ceiling": "ministry", "scope": "institution:ministry", "basis": "share", "2026": 0.05, "2030": 0.06},
                 {"ceiling": "justice", "scope": "sector:justice", "bound": "min", "2027": 1e8}],
    "earmarks": [{"earmark": "cells", "donor": "trust_fund", "scope": "institution:prisons", "2026": 9e6},
                 {"earmark": "police", "donor": "union", "scope": "institution:police", "bound": "min", "2027": 4e6}],
    "in_kind": [{"gift": "patrol_cars", "donor": "bilateral", "asset": "patrol_vehicles", "value": 30_000.0,
                 **{str(year): 40.0 if year == 2027 else 0.0 for year in range(2026, 2038)}}],
    "over_time": [{"table": "cadres", "row": "judges", "column": "pay", "form": "growth", "2027": 0.0},
                  {"table": "institutions", "row": "police", "column": "training_places", "2028": 4000.0}],
    "pay_grid": [{"cadre": "prosecutors", "grade": "p", "step": 1, "amount": 700_000.0, "share": 0.6, "moves": 0.05},
                 {"cadre": "prosecutors", "grade": "p", "step": 2, "amount": 900_000.0, "share": 0.4}],
    "pay_parts": [{"cadre": "constables_women", "part": "basic", "kind": "base", "amount": 175_000.0},
                  {"cadre": "constables_women", "part": "risk", "kind": "stipend", "amount": 30_000.0}],
    "running_costs": [{"institution": "courts", "category": "operations", "item": "rent", "2026": 2e7}],
    "targets": [{"target": "police", "measure": "per_100k", "group": "institution:police", "2030": 220.0}],
}
"""Rows by table."""


def demo_with_all() -> Case:
    """Return the fictional case with a row in every table; who is paid by parts or a grid has no pay in ``cadres``."""
    case = shipped_case(DEMO)
    added = {name: rows for name, rows in ROWS.items() if not case.records(name)}
    paid = {row["cadre"] for name in ("pay_grid", "pay_parts") for row in added.get(name, ())}
    cadres = [{**row, "pay": None if row["cadre"] in paid else row["pay"]} for row in case.records("cadres")]
    return case.replace({**added, "cadres": cadres})  # type: ignore[dict-item]
