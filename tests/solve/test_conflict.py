"""Contradictions: the rows that are named cannot hold together, and without any one of them they can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pipeline import macro, tiny_case
from random_cases import random_case

from rightfin.case import Case
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.program import Label, Program
from rightfin.solve.engine import Engine, Outcome
from rightfin.solve.levels import Contradiction, solve
from rightfin.solve.policy import Stage, Start, methods


def _ratio() -> Case:
    """Return four cadres of 100, of which the first three may be at most a tenth of the last, with ten training places."""
    names = ("c0", "c1", "c2", "c3")
    return tiny_case(
        settings={"base_year": 2024, "end_year": 2027, "tail_years": 0, "discount_rate": 0.0},
        macro=macro(20.0),
        institutions=[{"institution": "police", "name": "Police", "sector": "interior", "training_places": 10.0}],
        cadres=[{"cadre": name, "institution": "police", "name": name.upper(), "opening_strength": 100.0, "pay": 100.0}
                for name in names],
        needs=[{"need": "crime", "name": "Crime", "weight": 1.0}],
        demand=[{"need": "crime", "region": "national", "2024": 200.0}],
        effects=[{"cadre": name, "need": "crime", "effect": 1.0} for name in names],
        rules=[{"rule": "few", "measure": "strength", "left": "cadre:c0|c1|c2", "relation": "at_most",
                "coefficient": 0.1, "right": "cadre:c3", "hard": True}],
    )


def _demanding(seed: int) -> Case:
    """Return a random case with hard limits far above what its training places allow."""
    case = random_case(seed)
    institutions = [{**row, "training_places": 50.0} for row in case.records("institutions")]
    limits = [{"cadre": cadre, "bound": "min", "hard": True, "2023": 2e4} for cadre in ("soldier", "constable")]
    return case.replace({"institutions": institutions, "strength_limits": limits})


def _holds(program: Program, rows: set[Label]) -> bool:
    free = np.array([label not in rows for label in program.rows])
    part = replace(program, row_lower=np.where(free, -np.inf, program.row_lower),
                   row_upper=np.where(free, np.inf, program.row_upper))
    found = Engine(part).minimise(program.objectives["total_cost"], methods(Stage.COVER, Start.NOTHING))
    return found is not Outcome.INFEASIBLE


@pytest.mark.parametrize("case", [_ratio(), *map(_demanding, range(4))], ids=["ratio", "0", "1", "2", "3"])
def test_no_row_of_a_conflict_can_be_left_out(case: Case) -> None:
    parameters = project(case, {})
    program = Assembly(Inputs(parameters, layout_of(parameters))).program
    found = solve(program, parameters)
    assert isinstance(found, Contradiction)
    rows = set(found.rows)
    assert rows
    assert not _holds(program, rows)
    for row in rows:
        assert _holds(program, rows - {row}), row
