"""A small case that passes every check, and a way to change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rightfin.case import Case

BASE, END = 2025, 2030
YEARS = range(BASE + 1, END + 1)

Tables = dict[str, list[dict[str, Any]]]
Change = Callable[[Tables], None]


def amounts(value: float) -> dict[str, float]:
    """The same amount in every planning year."""
    return {str(year): value for year in YEARS}


def small_tables() -> Tables:
    """Tables of a case without any problem; a new copy at every call."""
    settings = {
        "title": "Small",
        "currency": "AFN",
        "base_year": BASE,
        "end_year": END,
        "foreign_currency": "USD",
        "tail_years": 3,
    }
    macro = {
        "gdp": {"2025": 2e11},
        "real_growth": {"2026": 0.03},
        "deflator_growth": {"2026": 0.05},
        "revenue_ratio": {"2025": 0.12, "2028": 0.13},
        "security_share": {"2026": 0.3},
        "exchange_rate": {"2025": 80.0, "2027": 90.0},
        "exchange_rate:EUR": {"2025": 90.0},
        "max_step_share": {"2026": 0.02},
        "own_spending": {"2025": 5e9},
    }
    return {
        "settings": [{"key": key, "value": value} for key, value in settings.items()],
        "macro": [{"series": name, **values} for name, values in macro.items()],
        "institutions": [
            {"institution": "army", "name": "Army", "sector": "defence", "oda_class": "not_eligible"},
            {"institution": "police", "name": "Police", "sector": "interior"},
            {"institution": "courts", "name": "Courts", "sector": "justice"},
        ],
        "cadres": [
            _cadre("soldier", "army", 20_000.0),
            _cadre("constable", "police", 15_000.0, training_lead=1, min_strength=5_000.0),
            _cadre("sergeant", "police", 1_500.0, pay=80_000.0),
            _cadre("policewoman", "police", 500.0, women=True),
            _cadre("judge", "courts", 300.0, pay=200_000.0, pension=50_000.0, retiring_share=0.4),
            _cadre("clerk", "courts", 200.0, civilian=True),
        ],
        "promotions": [{"from": "constable", "to": "sergeant", "max_rate": 0.05}],
        "strength_limits": [{"cadre": "soldier", "bound": "max", "hard": True, "2027": 25_000.0}],
        "assets": [
            {
                "asset": "vehicle",
                "institution": "police",
                "name": "Vehicle",
                "opening_stock": 900.0,
                "price": 30_000.0,
                "life": 8.0,
                "upkeep": 0.2,
                "currency": "USD",
            }
        ],
        "equipment": [{"asset": "vehicle", "cadre": "constable", "units_per_head": 0.05}],
        "needs": [
            {"need": "war", "name": "War", "weight": 2.0, "security": "national"},
            {"need": "crime", "name": "Crime", "weight": 1.0},
        ],
        "demand": [
            {"need": "war", "region": "national", "2025": 18_000.0},
            {"need": "crime", "region": "*", "2025": 16_000.0, "2028": 17_000.0},
        ],
        "effects": [
            {"cadre": "soldier", "need": "war", "effect": 1.0},
            {"cadre": "constable", "need": "crime", "effect": 1.0},
            {"cadre": "sergeant", "need": "crime", "effect": 1.2, "max_share": 0.3},
            {"cadre": "policewoman", "need": "crime", "effect": 1.0},
            {"cadre": "judge", "need": "crime", "effect": 3.0, "max_share": 0.1},
        ],
        "donors": [
            {"donor": "usa", "name": "USA", "currency": "USD", "exit_year": 2029},
            {
                "donor": "eu",
                "name": "EU",
                "currency": "EUR",
                "oda_only": True,
                "match": 2.0,
                "delay_years": 1,
            },
        ],
        "pledges": [{"donor": "usa", **amounts(4e7)}, {"donor": "eu", "2025": 1e7, **amounts(1e7)}],
        "eligibility": [
            {"donor": "*", "institution": "courts", "category": "*", "allowed": True},
            {"donor": "usa", "institution": "courts", "category": "capital", "allowed": False},
        ],
        "co_financing": [{"donor": "eu", "institution": "police", "category": "*"}],
        "committed": [
            {"institution": "police", "category": "capital", "item": "Barracks / north", **amounts(1e6)}
        ],
        "rules": [
            {
                "rule": "women",
                "measure": "hires",
                "left": "women",
                "relation": "at_least",
                "coefficient": 0.2,
                "right": "institution:police",
            },
            {
                "rule": "justice",
                "measure": "cost",
                "left": "sector:justice|corrections & category:recurrent",
                "relation": "at_least",
                "coefficient": 0.1,
                "right": "all",
                "first_year": 2027,
            },
        ],
        "scenarios": [
            {
                "scenario": "boom",
                "order": 1,
                "table": "macro",
                "key": "real_growth",
                "column": "2027",
                "operation": "set",
                "value": 0.06,
            },
            {
                "scenario": "boom",
                "order": 2,
                "table": "pledges",
                "key": "usa",
                "column": "2028-",
                "operation": "multiply",
                "value": 0.5,
            },
        ],
    }


def _cadre(name: str, institution: str, strength: float, **more: Any) -> dict[str, Any]:
    return {
        "cadre": name,
        "institution": institution,
        "name": name.title(),
        "opening_strength": strength,
        "pay": 60_000.0,
        "support": 30_000.0,
        "attrition": 0.06,
        **more,
    }


def small_case(*changes: Change) -> Case:
    """The small case after changes to its tables, each a function that edits them."""
    tables = small_tables()
    for change in changes:
        change(tables)
    return Case.of(tables)


def setting(key: str, value: Any) -> Change:
    """Give a setting; ``None`` deletes it."""

    def change(tables: Tables) -> None:
        rows = [row for row in tables["settings"] if row["key"] != key]
        tables["settings"] = rows if value is None else [*rows, {"key": key, "value": value}]

    return change


def added(table: str, /, **row: Any) -> Change:
    """Add a row; ``from_`` stands for the column ``from``, ``y2027`` for the year 2027."""

    def change(tables: Tables) -> None:
        tables.setdefault(table, []).append({_column(name): value for name, value in row.items()})

    return change


def edited(table: str, key: str, /, **values: Any) -> Change:
    """Change values of the rows whose key begins with ``key``."""

    def change(tables: Tables) -> None:
        found = [row for row in tables[table] if key in ("*", str(next(iter(row.values()))))]
        assert found, f"no row {key} in {table}"
        for row in found:
            row.update({_column(name): value for name, value in values.items()})

    return change


def deleted(table: str, key: str) -> Change:
    """Delete the rows whose key begins with ``key``; ``*`` for all."""

    def change(tables: Tables) -> None:
        tables[table] = [row for row in tables[table] if key not in ("*", str(next(iter(row.values()))))]

    return change


def years(table: str, key: str, /, **values: Any) -> Change:
    """Replace all years of a row."""

    def change(tables: Tables) -> None:
        for row in tables[table]:
            if str(next(iter(row.values()))) == key:
                for name in [name for name in row if name.isdigit()]:
                    del row[name]
                row.update({_column(name): value for name, value in values.items()})

    return change


def _column(name: str) -> str:
    return name[1:] if name[0] == "y" and name[1:].isdigit() else name.rstrip("_")
