"""Random cases whose costs do not follow heads, or change over time, on top of those of ``random_cases``."""

from __future__ import annotations

import numpy as np
from random_cases import Row

from rightfin.case import Case


def with_over_time(case: Case, rng: np.random.Generator) -> Case:
    """Return the case with some pay, attrition and prices that change over the years."""
    rows: list[Row] = []
    for cadre in case.records("cadres"):
        pay, name = float(str(cadre["pay"])), cadre["cadre"]
        if rng.random() < 0.4:
            rows.append({"table": "cadres", "row": name, "column": "pay", "form": "growth",
                         **{str(year): round(rng.uniform(-0.05, 0.1), 3) for year in (2022, 2023)}})
        elif rng.random() < 0.4:
            rows.append({"table": "cadres", "row": name, "column": "pay", "2023": round(pay * rng.uniform(0.8, 1.3))})
        if rng.random() < 0.4:
            monthly, leave = cadre["monthly_attrition"] is not None, rng.uniform(0.0, 0.3)
            rows.append({"table": "cadres", "row": name, "column": "monthly_attrition" if monthly else "attrition",
                         "2022": round(leave / 12.0 if monthly else leave, 4)})
    rows += _of_pairs(case, rng)
    rows += _of_donors(case, rng)
    return case.replace({"over_time": rows, "strength_limits": [*case.records("strength_limits"), *_growing(case, rng)]})


def _growing(case: Case, rng: np.random.Generator) -> list[Row]:
    """Return soft greatest strengths that rise or fall by a share a year, of some cadres without one."""
    has = {row["cadre"] for row in case.records("strength_limits")}
    return [
        {"cadre": row["cadre"], "bound": "max", "form": "growth",
         **{str(year): round(rng.uniform(-0.1, 0.1), 3) for year in (2022, 2024)}}
        for row in case.records("cadres") if row["cadre"] not in has and rng.random() < 0.3
    ]


def _of_pairs(case: Case, rng: np.random.Generator) -> list[Row]:
    """Return rows about what people deliver, whom a cadre may replace, who is supported, and kit, some of them."""
    rows: list[Row] = []
    for row in case.records("effects"):
        key, effect = f"{row['cadre']}/{row['need']}", float(str(row["effect"]))
        if rng.random() < 0.3:
            rows.append({"table": "effects", "row": key, "column": "effect",
                         "2023": round(effect * rng.uniform(0.7, 1.5), 3)})
        if row["max_share"] is not None and rng.random() < 0.5:
            rows.append({"table": "effects", "row": key, "column": "max_share", "2022": round(rng.uniform(0.3, 0.9), 2)})
    for row in case.records("equipment"):
        if rng.random() < 0.5:
            rows.append({"table": "equipment", "row": f"{row['asset']}/{row['cadre']}", "column": "units_per_head",
                         "2023": round(float(str(row["units_per_head"])) * rng.uniform(0.6, 1.4), 4)})
    for row in case.records("cadres"):
        for column, low, high in (
            ("unsupported_effect", 0.0, 0.6), ("support_floor", 0.4, 1.0), ("pension_exit", 0.02, 0.2),
            ("retiring_share", 0.1, 0.6), ("overhead_ratio", 0.01, 0.1),
        ):
            if rng.random() < 0.2:
                rows.append({"table": "cadres", "row": row["cadre"], "column": column,
                             str(rng.integers(2021, 2024)): round(rng.uniform(low, high), 3)})
    return rows


def _of_donors(case: Case, rng: np.random.Generator) -> list[Row]:
    """Return rows about donors' fees, what they let be carried over, and what they match."""
    rows: list[Row] = []
    for row in case.records("donors"):
        columns = [("fee", 0.0, 0.15), ("carry_over", 0.0, 1.0)]
        columns += [("match", 0.3, 1.2), ("untied", 1e5, 1e6)] if row["match"] is not None else []
        rows += [
            {"table": "donors", "row": row["donor"], "column": column, str(rng.integers(2021, 2024)): round(
                rng.uniform(low, high), 3)}
            for column, low, high in columns if rng.random() < 0.4
        ]
    return rows


def with_running_costs(case: Case, rng: np.random.Generator) -> Case:
    """Return the case with some running costs; a donor may be barred from one of them."""
    rows: list[Row] = [
        {"institution": institution, "category": category, "item": item, "2021": round(rng.uniform(1e4, 5e5)),
         **({"2023": round(rng.uniform(0.0, 5e5))} if rng.random() < 0.5 else {})}
        for institution, category, item in (
            ("courts", "operations", "rent"), ("police", "training", "academy"), ("police", "operations", "constable"),
        )
        if rng.random() < 0.4
    ]
    barred: list[Row] = [
        {"donor": row["donor"], "institution": "courts", "category": "operations", "item": "rent", "allowed": False}
        for row in case.records("donors") if rows and rows[0]["item"] == "rent" and rng.random() < 0.4
    ]
    return case.replace({"running_costs": rows, "eligibility": [*case.records("eligibility"), *barred]})
