"""Plans that are as good as one: what they share is decided, what they leave open has ends, and rows hint what moves it."""

from __future__ import annotations

import pytest
from pipeline import tiny_case

from rightfin.case import Case
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session
from rightfin.lp.program import Program
from rightfin.solve.levels import Solution, solve_on
from rightfin.solve.stages import Stages


def faced(case: Case) -> tuple[Program, Solution]:
    parameters = project(case, {})
    program = Assembly(Inputs(parameters, layout_of_session(parameters))).program
    found = solve_on(Stages(program), parameters, faced=True)
    assert isinstance(found, Solution)
    return program, found


def twins() -> Case:
    """Return a force of two cadres of 5,000 that cost and do the same; 20 million a year pay 10,000 of them."""
    same = {"institution": "army", "opening_strength": 5000.0, "pay": 1500.0, "support": 500.0, "attrition": 0.1}
    return tiny_case(
        cadres=[{"cadre": cadre, "name": cadre.title(), **same} for cadre in ("left", "right")],
        effects=[{"cadre": cadre, "need": "war", "effect": 1.0} for cadre in ("left", "right")],
    )


def test_what_money_fixes_is_decided_and_rows_say_by_how_much() -> None:
    """By hand: 2,000 a year pay one soldier more, so a unit of the ceiling of the year adds 0.0005 people in it."""
    program, found = faced(tiny_case())
    assert found.face is not None
    asked = {("strength", ("soldier", 2022)): 1.0}
    ends = found.face.ends_of(asked)
    assert ends.decided
    assert ends.least == pytest.approx(10_000.0)
    gradient = found.face.gradient(asked)
    assert gradient[program.rows.index(("ceiling", ("government", 2022)))] == pytest.approx(1.0 / 2000.0)
    assert found.face.ends_of(asked) == ends


def test_what_ties_leave_open_has_ends_around_the_plan() -> None:
    program, found = faced(twins())
    assert found.face is not None
    both = {("strength", (cadre, 2023)): 1.0 for cadre in ("left", "right")}
    whole = found.face.ends_of(both)
    assert whole.decided
    assert whole.least == pytest.approx(10_000.0)
    ends = found.face.ends_of({("strength", ("left", 2023)): 1.0})
    value = found.columns[program.columns.index(("strength", ("left", 2023)))]
    assert ends.least < ends.greatest
    assert ends.least - 1e-6 <= value <= ends.greatest + 1e-6
    other = found.face.ends_of({("strength", ("right", 2023)): 1.0})
    assert ends.least + other.greatest == pytest.approx(10_000.0)


def test_a_decision_that_the_program_lacks_is_nothing() -> None:
    _, found = faced(tiny_case())
    assert found.face is not None
    ends = found.face.ends_of({("strength", ("nobody", 2022)): 1.0})
    assert (ends.least, ends.greatest) == (0.0, 0.0)


def test_enough_ends_at_the_needs_with_the_same_number() -> None:
    case = tiny_case()
    parameters = project(case, {})
    program = Assembly(Inputs(parameters, layout_of_session(parameters))).program
    asked = {("strength", ("soldier", 2022)): 1.0}
    for early in (True, False):
        found = solve_on(Stages(program), parameters, enough=lambda _, early=early: early)  # type: ignore[misc]
        assert isinstance(found, Solution)
        assert found.face is not None
        assert (found.settled[-1].name == "needs") == early
        assert found.face.ends_of(asked).least == pytest.approx(10_000.0)
