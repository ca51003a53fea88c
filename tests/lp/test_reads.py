"""What a calendar changes, found number by number, against the whole program made for it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from random_cases import Row
from real_calendars import reform_case
from real_chain import chain_budget
from real_payers import payer_budget, shared_out
from real_programmes import programme_budget
from scipy.sparse import csr_array

from rightfin import Question
from rightfin.case import Case
from rightfin.lp.calendars.choices import first_states
from rightfin.lp.calendars.variants import MadeAgain, Variants
from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.program import Program
from rightfin.lp.rules import FAMILIES
from rightfin.study.starts.reform import Reform

GAINS = {"ghosts": 0.3, "waste": 0.3, "purchases": 50.0, "wash_out": 0.3, "effect": 0.2, "threat_level": 0.2,
         "throughput": 0.3, "cases": 100.0, "held_share": 0.3, "prison_places": 200.0}
KEYS = {"ghosts": ("institutions", "ghosts"), "waste": ("institutions", "waste"), "purchases": ("assets", "max_purchase"),
        "wash_out": ("cadres", "wash_out"), "effect": ("effects", "effect"), "threat_level": ("needs", ""),
        "throughput": ("justice_staff", "throughput"), "cases": ("justice_cases", ""),
        "held_share": ("justice_stages", "held_share"), "prison_places": ("prison_places", "")}
"""The table whose rows an effect may be on, and the column that must be typed there, by kind."""


def reformed(case: Case, seed: int) -> Case:
    """Return a case with five programmes of three effects each and costs, some of which go on."""
    rng = random.Random(f"reformed {seed}")
    keys = {kind: case.tables[table].table.key for kind, (table, _) in KEYS.items()}
    typed = {kind: [row for row in case.records(table) if not column or row[column]]
             for kind, (table, column) in KEYS.items()}
    on = {kind: ["/".join(str(row[part]) for part in keys[kind]) for row in rows] for kind, rows in typed.items()}
    programmes: list[Row] = []
    costs: list[Row] = []
    effects: list[Row] = []
    for n in range(5):
        name, home = f"reform_{n}", str(rng.choice(case.records("institutions"))["institution"])
        programmes.append({"programme": name, "name": name.title(), "institution": home, "years": rng.randint(1, 3),
                           "earliest": 2021, "latest": 2024, "kept": rng.choice([1.0, 0.4])})
        costs.append({"programme": name, "category": rng.choice(["operations", "capital"]), "item": "reform", "year": 1,
                      "amount": round(10.0 ** rng.uniform(4.0, 6.5)), "goes_on": rng.random() < 0.5})
        effects += [{"programme": name, "kind": kind, "on": rng.choice(on[kind]), "gain": GAINS[kind],
                     "after": rng.randint(0, 1), "ramp": rng.randint(1, 3)}
                    for kind in rng.sample([kind for kind in KEYS if on[kind]], 3)]
    return case.replace({"programmes": programmes, "programme_costs": costs, "programme_effects": effects,
                         "programme_order": []})


CASES: dict[str, Callable[[int], Case]] = {
    "institutions": lambda seed: reform_case(seed, programmes=5),
    "budget": programme_budget,
    "chain": lambda seed: reformed(chain_budget(seed), seed),
    "payers": lambda seed: reformed(payer_budget(seed), seed),
    "payers of a chain": lambda seed: reformed(shared_out(chain_budget(seed), seed), seed),
}
"""Cases with programmes of all kinds: careers, earmarks, gifts and targets in most, some regions served by a few alone."""

LATE = [family.name for family in FAMILIES if family.only_for]
"""Rows that only the last levels see are not made again."""


def with_changes(program: Program, made: MadeAgain) -> Program:
    """Return a program in which all is put that was made again."""
    matrix, lower, upper = csr_array(program.matrix).tolil(), program.row_lower.copy(), program.row_upper.copy()
    greatest = program.column_upper.copy()
    for row, (terms, right) in made.rows.items():
        matrix.rows[row], matrix.data[row] = sorted(terms), [terms[column] for column in sorted(terms)]
        lower[row], upper[row] = (right if np.isfinite(side[row]) else side[row] for side in (lower, upper))
    for column, most in made.upper.items():
        greatest[column] = most
    return replace(program, matrix=matrix.tocsc(), row_lower=lower, row_upper=upper, column_upper=greatest,
                   objectives={**program.objectives, **made.objectives})


def differences(one: Program, other: Program) -> list[object]:
    """Return what differs between two programs of one structure, levels after the choice of starts left out."""
    assert (one.rows, one.columns) == (other.rows, other.columns)
    counts = np.array([name not in LATE for name, _ in one.rows])
    found: list[object] = []
    gap = abs(csr_array(one.matrix) - csr_array(other.matrix)).tocoo()
    size = abs(csr_array(one.matrix)).maximum(abs(csr_array(other.matrix)))
    found += [(one.rows[row], one.columns[column]) for row, column, value in zip(gap.row, gap.col, gap.data, strict=True)
              if counts[row] and value > 1e-12 * size[row, column]]
    for a, b in ((one.row_lower, other.row_lower), (one.row_upper, other.row_upper)):
        found += [one.rows[row] for row in np.flatnonzero(counts & ~np.isclose(a, b, rtol=1e-12, atol=1e-12))]
    apart = ~np.isclose(one.column_upper, other.column_upper, rtol=1e-12, atol=1e-12)
    found += [one.columns[column] for column in np.flatnonzero(apart)]
    for name, objective in one.objectives.items():
        new = other.objectives[name]
        assert objective.scale == new.scale
        numbers = ([*each.coefficients, each.offset] for each in (objective, new))
        found += [] if np.allclose(*numbers, rtol=1e-12, atol=0.0) else [name]
    return found


def drawn(reform: Reform, seed: int) -> list[Mapping[str, int | None]]:
    """Return some allowed calendars, of as many programmes as there is room for by chance."""
    rng = random.Random(f"calendars {seed}")
    found = []
    for _ in range(4):
        calendar = dict(first_states(reform.states))
        for choice in rng.sample(2 * reform.states, 2 * len(reform.states)):
            other = {**calendar, choice.programme: rng.choice(choice.states)}
            calendar = other if reform.is_allowed(other) else calendar
        found.append(calendar)
    return found


def tried(kind: str, seed: int) -> tuple[Variants, Program, list[Mapping[str, int | None]]]:
    """Return what makes the programs of a case, the program of its first calendar, and others."""
    reform = Reform(Question.of(CASES[kind](seed)))
    variants = reform.variants()
    return variants, variants.program(first_states(reform.states)), drawn(reform, seed)


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("seed", [2, 4, 5])
def test_what_a_calendar_changes_is_all_that_differs(kind: str, seed: int) -> None:
    """Number by number against all rows made anew, the last program made being another one each time."""
    variants, base, calendars = tried(kind, seed)
    changing = 0
    for calendar in calendars:
        made = variants.changed(calendar)
        assert differences(with_changes(base, made), variants.program(calendar)) == []
        changing += len(made.rows)
        assert len(made.rows) < len(base.rows) / 2
    assert changing > 0


def test_a_row_that_is_left_out_is_seen() -> None:
    """The comparison itself: of all that is made again, whatever really differs is missed if it is left out."""
    variants, base, calendars = tried("chain", 1)
    made, whole = variants.changed(calendars[0]), variants.program(calendars[0])
    differs = differences(base, whole)
    assert len(differs) > len(OBJECTIVES)
    for row in made.rows:
        rest = replace(made, rows={place: terms for place, terms in made.rows.items() if place != row})
        missed = differences(with_changes(base, rest), whole)
        of_row = base.rows[row]
        assert bool(missed) == any(one == of_row or (isinstance(one, tuple) and one[0] == of_row) for one in differs)
