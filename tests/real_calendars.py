"""Small random cases with programmes whose starts can be decided, and all their calendars planned one by one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from random_cases import Row, random_case

from rightfin import Question
from rightfin.case import Case
from rightfin.case.programmes.choices import calendars, choices_of
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.levels import Contradiction, solve_on
from rightfin.solve.stages import Stages
from rightfin.study.rank import ORDER
from rightfin.study.starts.compare import values_of
from rightfin.tolerances import ALIKE, MONEY_APART

CADRE = {"army": "soldier", "police": "constable", "courts": "judge"}
NEED = {"army": "war", "police": "crime", "courts": "cases"}


def reform_case(seed: int, *, programmes: int = 3, most: int = 120) -> Case:
    """Return a random case with programmes of many kinds of effect, rules among their starts, and few calendars."""
    rng = np.random.default_rng((seed, 15))
    case = random_case(seed)
    institutions = case.records("institutions")
    for row in institutions:
        row |= {"leakage": None, "ghosts": round(rng.uniform(0.02, 0.3), 3), "skimming": round(rng.uniform(0.02, 0.2), 3),
                "waste": round(rng.uniform(0.02, 0.3), 3), "training_places": round(rng.uniform(300, 3000))}
        if rng.random() < 0.4:
            row["at_once"] = int(rng.integers(1, 3))
    rows: list[Row] = []
    costs: list[Row] = []
    effects: list[Row] = []
    order: list[Row] = []
    for n in range(programmes):
        name, institution = f"reform_{n}", str(rng.choice(list(CADRE)))
        quick = bool(rng.random() < 0.15)
        first = 2021 if quick else int(rng.integers(2021, 2024))
        years = int(rng.integers(1, 4))
        rows.append({
            "programme": name, "name": name.title(), "institution": institution, "years": years,
            "earliest": first, "latest": min(2025, first + int(rng.integers(0, 3))),
            "phase": str(rng.choice(["preparatory", "main", "main", "consolidation"])),
            "quick_impact": quick, "kept": float(rng.choice([1.0, 1.0, 0.5, 0.0])),
        })
        costs.append({"programme": name, "category": str(rng.choice(["operations", "capital"])), "item": "reform",
                      "year": 1, "to": int(rng.integers(1, years + 1)), "amount": round(10.0 ** rng.uniform(4.0, 6.8)),
                      "assistance": (ends := bool(rng.random() < 0.5)), "goes_on": not ends and bool(rng.random() < 0.5)})
        for kind in rng.choice(list(_KINDS), size=int(rng.integers(1, 4)), replace=False):
            on, low, high = _KINDS[str(kind)]
            effects.append({
                "programme": name, "kind": str(kind), "on": on(institution), "gain": round(rng.uniform(low, high), 3),
                "after": int(rng.integers(0, 2)), "ramp": int(rng.integers(1, 4))})
        if n and rng.random() < 0.5:
            other = f"reform_{int(rng.integers(0, n))}"
            rule: Row = {"programme": name, "rule": "after" if rng.random() < 0.7 else "excludes", "other": other}
            if rule["rule"] == "after":
                rule["lag"] = int(rng.integers(0, 3))
            order.append(rule)
    made = case.replace({  # type: ignore[arg-type]
        "institutions": institutions, "programmes": rows, "programme_costs": costs, "programme_effects": effects,
        "programme_order": order,
    })
    while sum(1 for _ in calendars(made)) > most:  # the widest window is cut
        windows = {one.name: choices_of(made).starts(one) for one in choices_of(made).programmes}
        if all(len(window) == 1 for window in windows.values()):
            break
        widest = max(windows, key=lambda name: len(windows[name]))
        made = made.with_cells("programmes", [((widest,), "latest", windows[widest].stop - 2)])
    return made


_KINDS = {
    "training_places": (lambda i: i, 100.0, 2000.0),
    "ghosts": (lambda i: i, 0.1, 0.9), "skimming": (lambda i: i, 0.1, 0.9), "waste": (lambda i: i, 0.1, 0.9),
    "attrition": (lambda i: CADRE[i], 0.05, 0.6), "wash_out": (lambda i: CADRE[i], 0.05, 0.6),
    "effect": (lambda i: f"{CADRE[i]}/{NEED[i]}", 0.02, 0.4),
    "threat_level": (lambda i: NEED[i], 0.02, 0.3), "revenue": (lambda i: "government", 0.001, 0.02),
}
"""Kinds of effect: whose number of an institution they change, and gains."""


def planned(question: Question) -> dict[str, float] | None:
    """Return the levels of one calendar, planned from nothing; ``None`` if hard limits contradict one another."""
    parameters = question.parameters
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    found = solve_on(Stages(program), parameters, explained=False)
    return None if isinstance(found, Contradiction) else values_of(found)


def is_better(new: Mapping[str, float] | None, old: Mapping[str, float] | None, question: Question) -> bool:
    """Return whether levels are better, the first that differs by more than solves do deciding."""
    if new is None or old is None:
        return new is not None
    sizes = natural_sizes(question.parameters)
    saved = question.parameters.policy.secondary_objective
    for name in (*ORDER, saved):
        gap = old.get(name, 0.0) - new.get(name, 0.0)
        if abs(gap) > (ALIKE if name in ORDER else MONEY_APART) * sizes[name]:
            return gap > 0.0
    return False
