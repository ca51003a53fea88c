"""Pay in parts and pay grids in random cases, and a case with the parts of its pay in halves."""

from __future__ import annotations

import numpy as np
from random_cases import Row

from rightfin.case import Case

_KINDS = ("base", "allowance", "stipend")


def in_parts(case: Case, shares: dict[str, tuple[float, ...]], **columns: object) -> Case:
    """Return the case with the pay of some cadres in as many parts, each its share of it."""
    pay = {str(row["cadre"]): float(str(row["pay"])) for row in case.records("cadres") if row["pay"] is not None}
    parts: list[Row] = [
        {"cadre": cadre, "part": f"part_{n}", "kind": _KINDS[n % 3], "amount": share * pay[cadre], **columns}
        for cadre, of_pay in shares.items() for n, share in enumerate(of_pay)
    ]
    return without_pay(case, set(shares)).replace({"pay_parts": [*case.records("pay_parts"), *parts]})  # type: ignore[list-item]


def on_a_grid(case: Case, cadre: str, *steps: tuple[float, float, float]) -> Case:
    """Return the case with a cadre paid by a grid of one grade: for each step times today's pay, share and who moves."""
    pay = next(float(str(row["pay"])) for row in case.records("cadres") if row["cadre"] == cadre)
    grid: list[Row] = [
        {"cadre": cadre, "grade": "g", "step": n, "amount": times * pay, "share": share, "moves": moves}
        for n, (times, share, moves) in enumerate(steps, start=1)
    ]
    return without_pay(case, {cadre}).replace({"pay_grid": [*case.records("pay_grid"), *grid]})  # type: ignore[list-item]


def without_pay(case: Case, cadres: set[str]) -> Case:
    """Return the case without what ``cadres`` and values over time say of the pay of some cadres."""
    return case.replace({
        "cadres": [{**row, "pay": None if row["cadre"] in cadres else row["pay"]} for row in case.records("cadres")],
        "over_time": [row for row in case.records("over_time")
                      if row["form"] == "growth" or (row["table"], row["column"]) != ("cadres", "pay")
                      or row["row"] not in cadres],
    })


def in_halves(case: Case) -> Case:
    """Return the case with every part of pay, and every row that names it as an item, in two equal halves."""
    halves = [
        {**row, "part": f"{row['part']}{half}", "amount": float(str(row["amount"])) / 2.0}
        for row in case.records("pay_parts") for half in ("", "_too")
    ]
    items = {f"{row['cadre']}/{row['part']}" for row in case.records("pay_parts")}
    over_time = [
        {**row, "row": f"{row['row']}{half}", **{
            c: float(str(v)) / 2.0 for c, v in row.items() if c.isdigit() and v is not None and row["form"] != "growth"
        }} if row["table"] == "pay_parts" else row
        for row in case.records("over_time") for half in (("", "_too") if row["table"] == "pay_parts" else ("",))
    ]
    named = {
        table: [{**row, "item": f"{row['item']}{half}"} for row in case.records(table)
                for half in (("", "_too") if row["item"] in items else ("",))]
        for table in ("eligibility", "co_financing")
    }
    scoped = {
        table: [{**row, "scope": _with_halves(str(row["scope"]))} for row in case.records(table)]
        for table in ("ceilings", "earmarks")
    }
    return case.replace({"pay_parts": halves, "over_time": over_time, **named, **scoped})


def _with_halves(scope: str) -> str:
    """Return a scope of one item that is a part of pay with both halves of it."""
    word, _colon, name = scope.partition(":")
    return f"{word}:{name}|{name}_too" if word == "item" and "/" in name else scope


def with_pay(case: Case, rng: np.random.Generator) -> Case:
    """Return a case with some cadres paid in parts, which rows about money name, or by a grid, and pensions that follow."""
    found = case
    for cadre, institution in (("constable", "police"), ("judge", "courts"), ("soldier", "army")):
        if rng.random() < 0.5:
            first = round(float(rng.uniform(0.3, 0.8)), 2)
            shares = (first, 1.0 - first) if rng.random() < 0.5 else (first, 0.6 * (1.0 - first), 0.4 * (1.0 - first))
            found = in_parts(found, {cadre: shares})
            found = _named(found, cadre, institution, rng)
        elif rng.random() < 0.4:
            moves = round(float(rng.uniform(0.0, 0.3)), 2)
            found = on_a_grid(found, cadre, (0.8, 0.5, moves), (1.1, 0.3, 0.1), (1.35, 0.2, 0.0))
    parts = [
        {**row, "growth": round(float(rng.uniform(-0.03, 0.05)), 3) if rng.random() < 0.3 else None,
         "currency": "USD" if rng.random() < 0.2 else None}
        for row in found.records("pay_parts")
    ]
    cadres = [
        {**row, "pension": None, "pension_share": 0.4} if row["pension"] is not None and rng.random() < 0.5 else row
        for row in found.records("cadres")
    ]
    changing: list[Row] = []
    for row in parts:
        of: Row = {"table": "pay_parts", "row": f"{row['cadre']}/{row['part']}", "column": "amount"}
        if rng.random() < 0.3:
            changing.append({**of, "2023": 0.0 if rng.random() < 0.3 else round(float(rng.uniform(100.0, 900.0)))})
        elif rng.random() < 0.2:
            changing.append({**of, "form": "growth", "2022": 0.0, "2023": round(float(rng.uniform(0.0, 0.15)), 3)})
    over_time = [*found.records("over_time"), *changing]
    return found.replace({"pay_parts": parts, "cadres": cadres, "over_time": over_time})  # type: ignore[list-item]


def _named(case: Case, cadre: str, institution: str, rng: np.random.Generator) -> Case:
    """Return the case with rows that name the last part of a pay: who may pay it, what is matched and limited."""
    part = next(f"{row['cadre']}/{row['part']}" for row in reversed(case.records("pay_parts")) if row["cadre"] == cadre)
    tables = {name: case.records(name) for name in ("eligibility", "co_financing", "ceilings", "earmarks")}
    line: Row = {"institution": institution, "category": "pay", "item": part}
    for row in case.records("donors"):
        if rng.random() < 0.5:
            tables["eligibility"].append({"donor": row["donor"], **line, "allowed": bool(rng.random() < 0.6)})
        if row["match"] is not None and rng.random() < 0.3:
            tables["co_financing"].append({"donor": row["donor"], **line})
        if rng.random() < 0.3:
            tables["earmarks"].append({"earmark": f"{row['donor']}_{cadre}_part", "donor": row["donor"],
                                       "scope": f"item:{part}", "2021": round(float(rng.uniform(1e5, 2e6)))})
    if rng.random() < 0.4:
        tables["ceilings"].append({"ceiling": f"{cadre}_part", "scope": f"item:{part}", "basis": "share",
                                   "2021": round(float(rng.uniform(0.0, 0.1)), 3)})
    return case.replace(tables)  # type: ignore[arg-type]
