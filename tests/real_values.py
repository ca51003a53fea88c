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
    return case.replace({"over_time": rows})


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
