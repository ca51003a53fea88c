"""What is asked of live models whose force must be one that can be kept up is answered as by models built anew."""

from __future__ import annotations

import pytest
from numpy.random import Generator, default_rng
from random_cases import random_case
from real_budgets import real_budget
from solve.test_laws import changed
from solve.test_live_session import assert_levels_agree

from rightfin.case import Case
from rightfin.case.scenario import apply_settings
from rightfin.fiscal.projection import Projection
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.solve.levels import solve
from rightfin.solve.session import Session

YEARS = range(2021, 2026)


def asking(seed: int) -> Case:
    """Return a random case that asks from the exit of its donors on, of whom the first leaves; it has some."""
    case = changed(real_budget(seed) if seed % 2 else random_case(seed), "cadres",
                   lambda row: row.update(pension_exit=row["pension_exit"] or 0.05))
    first = case.records("donors")[0]["donor"]
    case = changed(case, "donors", lambda row: row.update(exit_year=2023 if row["donor"] == first else row["exit_year"]))
    rows = [row for row in case.records("settings") if row["key"] not in ("sustained_from", "glide")]
    return apply_settings(case.replace({"settings": rows}), {"sustained_from": "exit"})


def edited(case: Case, rng: Generator) -> Case:
    """Return the case with ceilings, pledges, or the year in which a donor leaves moved, and with it the year asked for."""
    kind, factor = int(rng.integers(4)), float(rng.uniform(0.7, 1.4))

    def scaled(row: dict[str, object]) -> None:
        row.update({year: min(1.0, factor * float(str(row[year]))) if kind == 0 else factor * float(str(row[year]))
                    for year in map(str, YEARS) if row.get(year) is not None})

    if kind == 0:
        return changed(case, "macro", lambda row: scaled(row) if row["series"] == "security_share" else None)
    if kind == 1:
        return changed(case, "pledges", scaled)
    chosen = int(rng.integers(len(case.records("donors"))))
    leaves = int(rng.choice(YEARS)) if kind == 2 or chosen == 0 else None
    name = case.records("donors")[chosen]["donor"]
    return changed(case, "donors", lambda row: row.update(exit_year=leaves) if row["donor"] == name else None)


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5])
def test_a_chain_of_edits_is_answered_as_from_nothing(seed: int) -> None:
    rng, projection, case = default_rng(seed), Projection({}), asking(seed)
    session = Session(projection.of(case))
    for step in range(4):
        case = edited(asking(seed) if step == 2 else case, rng)
        parameters = projection.of(case)
        anew = solve(Assembly(Inputs(parameters, layout_of(parameters))).program, parameters)
        assert_levels_agree(session.solve(parameters), anew, parameters)
