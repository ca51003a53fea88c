"""The justice chain in random cases."""

from __future__ import annotations

import numpy as np
from random_cases import Row
from real_budgets import real_budget

from rightfin.case import Case


def chain_budget(seed: int) -> Case:
    """Return a random case with the tables of real budgets and a justice chain."""
    return with_chain(real_budget(seed), np.random.default_rng([seed, 19]))


def with_chain(case: Case, rng: np.random.Generator) -> Case:
    """Return the case with two to four stages, constables who bring cases, and prisons in most of them."""
    count = int(rng.integers(2, 5))
    names = ("inquiry", "charge", "trial", "appeal")[:count]
    stages: list[Row] = []
    for n, name in enumerate(names):
        row: Row = {
            "stage": name, "name": name.title(), "order": 10 * (n + 1), "weight": round(float(rng.uniform(0.2, 2.0)), 2),
            "opening_backlog": round(float(rng.uniform(0.0, 20_000.0))),
            "pass_rate": round(float(rng.uniform(0.3, 0.95)), 2),
            "swing": float(rng.choice([0.0, 0.2, 0.3])), "held_share": round(float(rng.uniform(0.0, 0.3)), 2),
        }
        if rng.random() < 0.3:
            row |= {"drop_share": round(float(rng.uniform(0.02, 0.2)), 2),
                    "drop_years": round(float(rng.uniform(0.5, 9.0)), 1)}
        if name in ("trial", "appeal"):
            row |= {"prison_share": 0.1, "sentence": round(float(rng.uniform(0.4, 4.0)), 1), "opening_convicted": 900.0}
        stages.append(row)
    staff: list[Row] = [
        {"stage": "inquiry", "cadre": "constable", "throughput": round(float(rng.uniform(10.0, 60.0)), 1),
         "cases_per_head": round(float(rng.uniform(2.0, 9.0)), 1)},
        {"stage": "charge", "cadre": "clerk", "throughput": round(float(rng.uniform(30.0, 120.0)), 1)},
        *({"stage": name, "cadre": "judge", "throughput": round(float(rng.uniform(40.0, 200.0)), 1)} for name in names[2:]),
    ]
    tables: dict[str, list[Row]] = {
        "justice_stages": stages, "justice_staff": staff,
        "justice_cases": [{"stage": "inquiry", "2020": 9000.0, "2022": round(float(rng.uniform(2000.0, 20_000.0)))}],
    }
    if rng.random() < 0.7:
        tables["prison_places"] = [{"prisons": "all", "name": "Prisons", "weight": round(float(rng.uniform(0.1, 1.5)), 2),
                                    "2021": round(float(rng.uniform(500.0, 4000.0)))}]
    if rng.random() < 0.5:
        over_time: Row = {"table": "justice_staff", "row": "inquiry/constable", "column": "throughput", "2023": 45.0}
        tables["over_time"] = [*case.records("over_time"), over_time]
    return case.replace(tables)  # type: ignore[arg-type]
