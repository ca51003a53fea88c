"""Reform programmes in random cases, begun in allowed years."""

from __future__ import annotations

import random

from random_cases import Row
from real_budgets import real_budget

from rightfin.case import Case
from rightfin.case.programmes.choices import broken
from rightfin.case.programmes.starts import starts_of, with_starts
from rightfin.case.resolve import planning_years

NAMES = {"vetting": "preparatory", "academy": "main", "clean_up": "main", "audit": "consolidation"}


def programme_budget(seed: int, **size: int) -> Case:
    """Return a random case with the tables of real budgets and programmes, of which at least one is planned."""
    return with_programmes(real_budget(seed, **size), random.Random(f"programmes {seed}"))


def with_programmes(case: Case, rng: random.Random) -> Case:
    """Return the case with four programmes of one of its institutions, their costs, effects and order."""
    years = planning_years(case)
    institutions = [str(row["institution"]) for row in case.records("institutions")]
    home = rng.choice(institutions)
    cadre, need = (str(rng.choice(case.records("effects"))[name]) for name in ("cadre", "need"))
    served = next(row for row in case.records("effects") if row["cadre"] == cadre)
    programmes: list[Row] = [
        {"programme": name, "name": name.title(), "institution": home, "phase": phase, "years": rng.randint(1, 3),
         "kept": round(rng.uniform(0.2, 0.9), 2)} for name, phase in NAMES.items()]
    costs: list[Row] = [
        {"programme": name, "category": rng.choice(("operations", "training", "capital")), "item": "work", "year": 1,
         "amount": round(rng.uniform(1e3, 1e6)), "assistance": name == "academy"} for name in NAMES]
    costs.append({"programme": "clean_up", "category": "operations", "item": "system", "year": 2, "amount": 5e4,
                  "goes_on": True})
    effects: list[Row] = [
        {"programme": "vetting", "kind": "threat_level", "on": need, "gain": 0.1, "after": rng.randint(0, 2)},
        {"programme": "academy", "kind": "effect", "on": f"{cadre}/{served['need']}", "gain": 0.2,
         "ramp": rng.randint(1, 3)},
        {"programme": "audit", "kind": "revenue", "on": "government", "gain": 0.001},
    ]
    order: list[Row] = [{"programme": "academy", "rule": "after", "other": "vetting", "lag": rng.randint(0, 2)}]
    whole = case.replace({"programmes": programmes, "programme_costs": costs, "programme_effects": effects,
                          "programme_order": order})
    starts: dict[str, int | None] = dict.fromkeys(NAMES)
    for name in NAMES:
        tried = {**starts, name: rng.choice(years)}
        starts = starts if broken(whole, tried) else tried
    assert starts["vetting"] is not None
    found = with_starts(whole, starts)
    assert not broken(found, starts_of(found))
    return found
