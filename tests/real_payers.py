"""Random cases in which not everybody serves and pays for everything: what published budgets of federations need."""

from __future__ import annotations

import random
from typing import Any

from real_budgets import real_budget

from rightfin.case import Case
from rightfin.case.payers import GOVERNMENT
from rightfin.schema import CATEGORIES

Rows = list[dict[str, Any]]


def payer_budget(seed: int) -> Case:
    """Return a random case with the tables of real budgets, two to four payers, and institutions of some regions only."""
    case, rng = real_budget(seed), random.Random(f"payers {seed}")
    return _with_payers(_with_regions_served(case, rng), rng)


def _with_regions_served(case: Case, rng: random.Random) -> Case:
    regions = [str(row["region"]) for row in case.records("regions")]
    rows: Rows = []
    for row in case.records("institutions"):
        if len(regions) > 1 and rng.random() < 0.7:
            served = rng.sample(regions, rng.randint(1, len(regions) - 1))
            rows += [{"institution": str(row["institution"]), "region": region} for region in served]
    return case.replace({"serves": rows})


def _with_payers(case: Case, rng: random.Random) -> Case:
    macro = {str(row["series"]): row for row in case.records("macro")}
    base = next(str(row["value"]) for row in case.records("settings") if row["key"] == "base_year")
    institutions = [str(row["institution"]) for row in case.records("institutions")]
    names = [f"region_{n}" for n in range(1, rng.randint(1, 3) + 1)]
    payers: Rows = [
        {
            "payer": name, "name": name.title(), "own_spending": rng.choice([0.0, 2e6]),
            "max_saving_share": rng.choice([0.0, 0.2]), "opening_reserve": rng.choice([0.0, 1e6]),
            "opening_arrears": rng.choice([0.0, 1e6]),
        }
        for name in names
    ]
    money: Rows = []
    pays: Rows = []
    for name in names:
        first = float(base)
        share = rng.random() < 0.5
        typed = {base: rng.uniform(0.05, 0.3)} if share else {base: 1e8 * rng.random(), str(int(first) + 2): 1e8}
        money.append({"payer": name, "series": "revenue_share" if share else "revenue", **typed})
        money.append({"payer": name, "series": "security_share", base: rng.uniform(0.05, 0.4)})
        if rng.random() < 0.3:
            money.append({"payer": name, "series": "wage_bill_share", base: rng.uniform(0.02, 0.2)})
        if rng.random() < 0.3:
            money.append({"payer": name, "series": "max_step_share", base: rng.uniform(0.02, 0.2)})
        pays += [
            {"payer": name, "institution": institution, "category": rng.choice(["*", "*", *CATEGORIES]), "item": "*"}
            for institution in rng.sample(institutions, rng.randint(1, len(institutions)))
        ]
    if rng.random() < 0.4:
        pays.append({
            "payer": GOVERNMENT, "institution": rng.choice(institutions), "category": rng.choice(["*", "pay"]), "item": "*",
            "allowed": False,
        })
    given: Rows = []
    for n in range(rng.randint(0, 3)):
        giver, taker = rng.sample([GOVERNMENT, *names], 2)
        amount = rng.random() < 0.5
        given.append({
            "transfer": f"grant_{n}", "from": giver, "to": taker, "basis": "amount" if amount else "share",
            "scope": rng.choice([None, f"institution:{rng.choice(institutions)}", "category:pay"]),
            str(int(base) + 1): rng.uniform(1e5, 2e7) if amount else rng.uniform(0.01, 0.1),
        })
    assert "security_share" in macro
    whose = [None, GOVERNMENT, *names]
    return case.replace({
        table: [{**row, column: rng.choice(whose)} for row in case.records(table)]
        for table, column in (("handovers", "payer"), ("ceilings", "payer"), ("donors", "match_payer"))
    }).replace({"payers": payers, "payer_money": money, "may_pay": pays, "transfers": given})
