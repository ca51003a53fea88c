"""Random tables about people for the random cases of ``real_budgets``: tags, targets, who is there and who leaves."""

from __future__ import annotations

import numpy as np
from random_cases import Row

from rightfin.case import Case

_TAGS = ("frontline", "reserve", "frontline|reserve", None)


def with_people(case: Case, rng: np.random.Generator) -> Case:
    """Return the case with tags, monthly attrition and wash-out of cadres, soft targets, ghosts, skimming and waste."""
    cadres, targets = case.records("cadres"), list[Row]()
    for row in cadres:
        row["tags"] = _TAGS[int(rng.integers(len(_TAGS)))]
        if rng.random() < 0.4:
            row |= {"attrition": None, "monthly_attrition": round(rng.uniform(0.001, 0.03), 4)}
        if rng.random() < 0.4:
            row["wash_out"] = round(rng.uniform(0.0, 0.4), 3)
    whole = sum(float(str(row["opening_strength"])) for row in cadres)
    groups = [f"tag:{tag}" for tag in ("frontline", "reserve") if any(tag in str(row["tags"]) for row in cadres)]
    for name, group in zip(("first", "second", "third"), (*groups, "sector:interior"), strict=False):
        if rng.random() < 0.6:
            targets.append({"target": name, "measure": "strength", "group": group,
                            "relation": str(rng.choice(["at_least", "at_most"])),
                            "2022": round(rng.uniform(0.1, 0.9) * whole), "2024": round(rng.uniform(0.1, 0.9) * whole)})
    if rng.random() < 0.4:
        targets.append({"target": "joiners", "measure": "hires", "group": "all",
                        "2021": round(rng.uniform(0.01, 0.2) * whole)})
    institutions = case.records("institutions")
    for row in institutions:
        if rng.random() < 0.5:
            row["leakage"] = None
            row.update({name: round(rng.uniform(0.0, 0.3), 3) for name in ("ghosts", "skimming", "waste")})
    return case.replace({"institutions": institutions, "cadres": cadres, "targets": targets})
