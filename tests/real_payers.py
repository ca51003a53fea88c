"""Random cases in which not everybody serves and pays for everything: what published budgets of federations need."""

from __future__ import annotations

import random

from real_budgets import real_budget

from rightfin.case import Case


def payer_budget(seed: int) -> Case:
    """Return a random case with the tables of real budgets, in which institutions may serve some regions only."""
    case, rng = real_budget(seed), random.Random(f"payers {seed}")
    return _with_regions_served(case, rng)


def _with_regions_served(case: Case, rng: random.Random) -> Case:
    regions = [str(row["region"]) for row in case.records("regions")]
    rows: list[dict[str, str]] = []
    for row in case.records("institutions"):
        if len(regions) > 1 and rng.random() < 0.7:
            served = rng.sample(regions, rng.randint(1, len(regions) - 1))
            rows += [{"institution": str(row["institution"]), "region": region} for region in served]
    return case.replace({"serves": rows})
