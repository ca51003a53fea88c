"""Random cases in which not everybody serves and pays for everything: what published budgets of federations need."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from real_budgets import real_budget

from rightfin.case import Case
from rightfin.case.payers import GOVERNMENT
from rightfin.schema import CATEGORIES

Rows = list[dict[str, Any]]


def payer_budget(seed: int) -> Case:
    """Return a random case with the tables of real budgets, two to four payers, and institutions of some regions only.

    Missions leave in some of them, and some plan packages.
    """
    found = _of_regions(shared_out(real_budget(seed), seed), random.Random(f"of regions {seed}"))
    return _with_packages(_with_missions(found, random.Random(f"missions {seed}")), random.Random(f"packages {seed}"))


def shared_out(case: Case, seed: int) -> Case:
    """Return a case with two to four payers, and institutions of some regions only."""
    rng = random.Random(f"payers {seed}")
    return _with_payers(_with_regions_served(case, rng), rng)


def exercised(case: Case) -> Iterator[str]:
    """Yield what a case exercises of who pays whom, so that no empty exercise is taken for a proof."""
    yield f"{1 + len(case.records('payers'))} payers"
    for row in case.records("transfers"):
        yield "tied transfer" if row["scope"] else "free transfer"
    served: dict[str, set[str]] = {}
    for row in case.records("serves"):
        served.setdefault(str(row["institution"]), set()).add(str(row["region"]))
    regions = [str(row["region"]) for row in case.records("regions")]
    classes = {frozenset(name for name, found in served.items() if region in found) for region in regions}
    yield "1 service class" if len(classes) < 2 else "several service classes"
    employer = {row["cadre"]: str(row["institution"]) for row in case.records("cadres")}
    if any(row["max_share"] is not None and employer[row["cadre"]] in served for row in case.records("effects")):
        yield "max_share of a regional institution"
    for table, column in (("ceilings", "payer"), ("handovers", "payer"), ("donors", "match_payer")):
        if any(row[column] for row in case.records(table) if table != "donors" or row["match"] is not None):
            yield f"payer named in {table}"
    settings = {str(row["key"]): row["value"] for row in case.records("settings")}
    for row in case.records("payers"):
        if row["opening_reserve"] and settings.get("reserve_allowed"):
            yield "opening reserve of a payer"
        if row["region"]:
            yield "payer of a region"
        if row["opening_arrears"]:
            yield "opening arrears of a payer"
    for row in case.records("payer_money"):
        if row["series"] in ("wage_bill_share", "max_step_share"):
            yield f"{row['series']} of a payer"
    if any(row["allowed"] is False for row in case.records("may_pay")):
        yield "lines that the government may not pay"
    if any(row["last_year"] is not None for row in case.records("providers")) and case.records("external"):
        yield "mission with a last year"
    if case.records("packages"):
        yield "packages"
    if "sustained_from" in settings:
        yield "sustained_from"


def _of_regions(case: Case, rng: random.Random) -> Case:
    """Return the case with some payers that belong to a region, at most one to each."""
    regions = [str(row["region"]) for row in case.records("regions")]
    payers: Rows = case.records("payers")
    for row, region in zip(payers, rng.sample(regions, len(regions)), strict=False):
        if rng.random() < 0.6:
            row["region"] = region
    return case.replace({"payers": payers})


def _with_missions(case: Case, rng: random.Random) -> Case:
    """Return the case with an end of the mission in it, in the years shown or not, in most of them."""
    if not case.records("external") or rng.random() < 0.3:
        return case
    first = case.records("external")[0]
    years = [int(column) for column, value in first.items() if column.isdigit() and value is not None]
    return case.replace({"providers": [{"provider": "mission", "name": "Mission", "last_year": rng.choice(years),
                                        "yearly_cost": 1e7}]})


def _with_packages(case: Case, rng: random.Random) -> Case:
    """Return the case with police posts to be built, in some of them."""
    if rng.random() < 0.7:
        return case
    return case.replace({"packages": [{
        "package": "post_8", "institution": "police", "need": "crime", "like": rng.choice([None, "constables=constable"]),
        "2022": float(rng.randint(1, 40)), "2024": float(rng.randint(1, 80)),
    }]})


def _with_regions_served(case: Case, rng: random.Random) -> Case:
    regions = [str(row["region"]) for row in case.records("regions")]
    rows: Rows = []
    for row in case.records("institutions"):
        if len(regions) > 1 and rng.random() < 0.7:
            served = rng.sample(regions, rng.randint(1, len(regions) - 1))
            rows += [{"institution": str(row["institution"]), "region": region} for region in served]
    return case.replace({"serves": rows})


def _with_payers(case: Case, rng: random.Random) -> Case:
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
    whose = [None, GOVERNMENT, *names]
    found = case.replace({
        table: [{**row, column: rng.choice(whose)} for row in case.records(table)]
        for table, column in (("handovers", "payer"), ("ceilings", "payer"), ("donors", "match_payer"))
    }).replace({"payers": payers, "payer_money": money, "may_pay": pays, "transfers": given})
    pays_all = all(row.get("allowed") is not False for row in pays)
    return found.replace({"donors": [
        row if pays_all and row["match_payer"] in (None, GOVERNMENT) else {**row, "match_base": None}
        for row in found.records("donors")  # a base that those who count may not pay leaves no plan
    ]})
