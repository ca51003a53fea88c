"""Random tables about how people leave: known retirements, severance over years, reintegration, ghosts struck off."""

from __future__ import annotations

import numpy as np
from random_cases import Row

from rightfin.case import Case


def with_careers(case: Case, rng: np.random.Generator) -> Case:
    """Return the case with age profiles, payments in the years after leaving, reintegration, and ghosts that fall."""
    retirements, years = list[Row](), list[Row]()
    for cadre in case.records("cadres"):
        if rng.random() < 0.5:
            joined = int(rng.integers(2020, 2024))
            leave = sorted(rng.choice(range(joined + 1, joined + 8), size=2, replace=False).tolist())
            shares = (round(rng.uniform(0.05, 0.5), 3), round(rng.uniform(0.05, 0.4), 3))
            retirements += [
                {"retirement": f"{cadre['cadre']}_{year}", "cadre": cadre["cadre"], "joined": joined, "year": year,
                 "share": share, "with_pension": round(rng.uniform(0.3, 1.0), 2)}
                for year, share in zip(leave, shares, strict=True)
            ]
    demobilisation = case.records("demobilisation")
    for row in demobilisation:
        if rng.random() < 0.7:
            row["reintegration"] = round(rng.uniform(200.0, 900.0))
        for payment in ("severance", "reintegration"):
            if rng.random() < 0.7:
                first = round(rng.uniform(0.1, 0.6), 2)
                years += [
                    {"institution": row["institution"], "payment": payment, "after": after, "share": share}
                    for after, share in ((0, first), (1, 0.25), (3, round(0.75 - first, 2)))
                ]
    cleaned: list[Row] = [
        {"table": "institutions", "row": row["institution"], "column": "ghosts",
         str(rng.integers(2021, 2025)): round(float(str(row["ghosts"])) * rng.uniform(0.1, 0.9), 3)}
        for row in case.records("institutions") if row["ghosts"] and rng.random() < 0.6
    ]
    return case.replace({
        "retirements": retirements, "severance_years": years, "demobilisation": demobilisation,
        "over_time": [*case.records("over_time"), *cleaned],
    })
