"""Random cases in which rows about money look at single items, on top of those of ``random_cases``."""

from __future__ import annotations

import numpy as np
from random_cases import Row, random_case
from real_careers import with_careers
from real_donors import with_earmarks, with_gifts, with_limits
from real_pay import with_pay
from real_people import with_people
from real_sustained import with_sustained
from real_values import with_over_time, with_running_costs

from rightfin.case import Case

_SCOPES = ("cadre:judge|constable", "item:sergeant & category:pay", "civilian", "institution:police & item:constable")


def real_budget(seed: int, *, years: int = 5, tail: int = 2) -> Case:
    """Return the case of a seed with rows that name items: who may pay them, what is matched, handed over and compared."""
    case, rng = random_case(seed, years=years, tail=tail), np.random.default_rng([seed, 13])
    eligibility, co_financing = case.records("eligibility"), case.records("co_financing")
    handovers, rules = case.records("handovers"), case.records("rules")
    for row in case.records("donors"):
        donor = row["donor"]
        for institution, category, item in (
            ("police", "pay", "sergeant"), ("courts", "*", "judge"), ("police", "*", "constable"),
        ):
            if rng.random() < 0.35:
                _add(eligibility, donor=donor, institution=institution, category=category, item=item,
                     allowed=bool(rng.random() < 0.5))
        if row["match"] is not None and rng.random() < 0.5:
            _add(co_financing, donor=donor, institution="courts", category="pay", item="judge")
    if rng.random() < 0.5:
        handovers.append({"handover": "deep", "scope": str(rng.choice(_SCOPES)), "path": "linear", "start": 2021,
                          "end": 2025, "to": 0.7})
    if rng.random() < 0.5:
        rules.append({"rule": "clerks_cost", "measure": "cost", "left": "cadre:clerk", "relation": "at_most",
                      "coefficient": 0.3, "right": "cadre:judge"})
    ceilings: list[Row] = []
    for name, scope in (("a", "institution:police"), ("b", "item:soldier & category:pay"), ("c", "category:training")):
        if rng.random() < 0.3:
            ceilings.append({"ceiling": name, "scope": scope, "basis": "share", "2022": round(rng.uniform(0.05, 0.4), 3)})
    if rng.random() < 0.5:
        ceilings.append({"ceiling": "floor", "scope": "sector:justice", "bound": "min",
                         "2021": round(rng.uniform(1e5, 2e6)), "2024": round(rng.uniform(1e5, 2e6))})
    found = case.replace({"eligibility": eligibility, "co_financing": co_financing, "handovers": handovers, "rules": rules,
                          "ceilings": ceilings})
    found = with_people(found, np.random.default_rng([seed, 14]))
    found = with_earmarks(found, np.random.default_rng([seed, 15]))
    found = with_gifts(found, np.random.default_rng([seed, 16]))
    found = with_running_costs(found, np.random.default_rng([seed, 1306]))
    found = with_over_time(found, np.random.default_rng([seed, 1302]))
    found = with_pay(found, np.random.default_rng([seed, 1305]))
    found = with_careers(found, np.random.default_rng([seed, 1503]))
    return with_sustained(found, np.random.default_rng([seed, 17]))


def limited_budget(seed: int) -> Case:
    """Return the case of a seed with limits of donors on single items, and nothing else that looks at items."""
    return with_limits(random_case(seed), np.random.default_rng([seed, 18]))


def _add(rows: list[Row], **row: object) -> None:
    names = ("donor", "institution", "category", "item")
    if all(any(one.get(name) != row[name] for name in names) for one in rows):
        rows.append(row)
