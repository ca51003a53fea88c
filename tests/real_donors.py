"""What donors mark and give in random cases: earmarks and gifts in kind."""

from __future__ import annotations

import numpy as np
from random_cases import Row

from rightfin.case import Case

_LIMITED = ("category:pay", "institution:courts", "item:constable", "sector:justice & category:pay|training")
_LINES = (
    "item:constable & category:pay", "item:clerk & category:pay", "item:judge & category:operations",
    "item:sergeant & category:pay|operations", "cadre:soldier", "institution:police & category:pay",
    "item:soldier & category:pay", "item:judge & category:pay", "item:constable & category:operations", "category:training",
)
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


def with_limits(case: Case, rng: np.random.Generator) -> Case:
    """Return a case in which most donors limit single items: alone, as others do, inside wider limits, beside a reserve."""
    pledges = {row["donor"]: row for row in case.records("pledges")}
    marks: list[Row] = []
    for row in case.records("donors"):
        donor = row["donor"]
        most = max(float(str(v)) for c, v in pledges[donor].items() if c.isdigit() and v is not None)
        for n in rng.permutation(len(_LINES))[: int(rng.integers(1, 5))].tolist():
            marks.append({"earmark": f"item_{donor}_{n}", "donor": donor, "scope": _LINES[n],
                          "2021": round(most * rng.uniform(0.0, 0.3))})
        if rng.random() < 0.2:
            marks.append({"earmark": f"clerks_{donor}", "donor": donor, "scope": "cadre:clerk", "bound": "min",
                          "2022": round(most * rng.uniform(0.0, 0.2))})
    return case.replace({"earmarks": marks})


def with_gifts(case: Case, rng: np.random.Generator) -> Case:
    """Return a case in which donors offer units of its assets in some years."""
    gifts: list[Row] = []
    for row in case.records("donors"):
        for asset in case.records("assets"):
            if rng.random() < 0.4:
                most = float(str(asset["opening_stock"] or 0.0)) + 10.0
                gifts.append({
                    "gift": f"{asset['asset']}_of_{row['donor']}", "donor": row["donor"], "asset": asset["asset"],
                    "value": 1000.0, **{str(year): round(float(most * rng.uniform(0.0, 0.5))) if rng.random() < 0.5 else 0.0
                                        for year in range(2021, 2026)},
                })
    return case.replace({"in_kind": gifts})
