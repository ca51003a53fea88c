"""Random cases whose force must be one that can be kept up from some year on."""

from __future__ import annotations

import numpy as np

from rightfin.case import Case


def with_sustained(case: Case, rng: np.random.Generator) -> Case:
    """Return a case that half the time asks for a force that can be kept up, from a year on or from the exit of donors.

    Pensions that never end, which no force with them can keep up, end in it.
    """
    if rng.random() < 0.5:
        return case
    begins = str(rng.choice(["2021", "2023", "2025", "exit"]))
    asked = [{"key": "sustained_from", "value": begins}, {"key": "glide", "value": str(rng.choice(["straight", "none"]))}]
    ending = [
        {**row, "pension_exit": row["pension_exit"] if row["pension_exit"] else 0.05} for row in case.records("cadres")
    ]
    macro = case.records("macro")
    if rng.random() < 0.3:
        asked[1]["value"] = "by_year"
        macro.append({"series": "glide_share", "2021": 0.1, "2023": round(float(rng.uniform(0.2, 0.9)), 2)})
    return case.replace({"settings": [*case.records("settings"), *asked], "cadres": ending, "macro": macro})
