"""What donors mark and give in random cases: earmarks."""

from __future__ import annotations

import numpy as np
from random_cases import Row

from rightfin.case import Case

_LIMITED = ("category:pay", "institution:courts", "item:constable", "sector:justice & category:pay|training")
_RESERVED = (
    ("institution:police", "institution:police & item:sergeant"), ("cadre:judge", "cadre:constable"),
    ("category:pay", "all"),
)


def with_earmarks(case: Case, rng: np.random.Generator) -> Case:
    """Return a case in which some donors limit what they pay of some lines, and reserve money for others."""
    pledged = {row["donor"]: max(float(str(v)) for c, v in row.items() if c.isdigit() and v is not None)
               for row in case.records("pledges")}
    marks: list[Row] = []
    for row in case.records("donors"):
        donor, most = row["donor"], pledged.get(row["donor"], 0.0)
        if rng.random() < 0.4:
            marks.append({"earmark": f"most_{donor}", "donor": donor, "scope": str(rng.choice(_LIMITED)),
                          "2021": round(most * rng.uniform(0.0, 0.6)), "2023": round(most * rng.uniform(0.0, 0.6))})
        if rng.random() < 0.4:
            for n, scope in enumerate(_RESERVED[int(rng.integers(len(_RESERVED)))]):
                marks.append({"earmark": f"only_{donor}_{n}", "donor": donor, "scope": scope, "bound": "min",
                              "2022": round(most * rng.uniform(0.0, 0.5))})
    return case.replace({"earmarks": marks})
